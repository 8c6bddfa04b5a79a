"""Killed in the middle of anything, a project opens again with every change that was said to be done.

`WORKBENCH_KILLS=200` asks for more kills than the few that every run of the tests makes.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.project.crashing import ROWS, run
from workbench.project import checkup
from workbench.project.file import create, open_file
from workbench.project.history import changes

KILLS = int(os.environ.get("WORKBENCH_KILLS", "10"))
CASES = [(None, "single"), ("long words", "single"), (None, "bulk"), ("long words", "mixed"), (None, "shared")]
EACH = max(1, KILLS // len(CASES))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize(("passphrase", "mode"), CASES)
def test_what_was_said_to_be_done_outlives_a_kill(tmp_path: Path, passphrase: str | None, mode: str) -> None:
    path = tmp_path / "study.workbench"
    create(path, title="Study", coder="amina", passphrase=passphrase).close()
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(EACH):
        said = killed_after(path, passphrase, mode, chance.randint(0, 6), chance.uniform(0.0, 0.03))
        with open_file(path, coder="amina", passphrase=passphrase) as project:
            assert not project.read_only
            assert project.left_by is not None
            assert project.latest_change() >= max(said, default=0)
            acknowledged += len(said)
            with project.read() as session:
                assert checkup.file_problems(session) == []
                for line in changes(session):
                    assert line.rows in ({2} if line.name.endswith("Add code") else {ROWS + 1}), line
                keys = {line.id for line in changes(session)}
                assert keys >= set(said)
    print(f"{mode}, {'encrypted' if passphrase else 'plain'}: {EACH} kills, {acknowledged} changes acknowledged")
    assert acknowledged


def killed_after(path: Path, passphrase: str | None, mode: str, count: int, seconds: float) -> list[int]:
    """Kill a process that changes the project some time after so many changes; all the changes it said are done.

    The process is a fork, which has the libraries loaded already: two hundred fresh interpreters take half an hour.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(says, 1)
            with open(1, "w", encoding="utf-8", closefd=False) as out, contextlib.redirect_stdout(out):
                run(path, passphrase, mode)
        finally:
            os._exit(1)
    os.close(says)
    with os.fdopen(hears, encoding="utf-8") as heard:
        assert heard.readline() == "open\n"
        said = [int(heard.readline()) for _ in range(count)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        rest = heard.read()
    os.waitpid(child, 0)
    return said + [int(line) for line in rest.split("\n")[:-1]]
