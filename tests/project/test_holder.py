"""Two people and one project: the second reads, is told who and since when, and takes over when the first is gone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.coding.codebook import Code
from workbench.project.file import ReadingOnlyError, create, open_file
from workbench.project.holder import Hold, Holder, hold, lock_path
from workbench.project.place import is_shared, system_of
from workbench.rows import add, live

HOLDS = """
import sys, time
from pathlib import Path
from workbench.project.file import open_file
project = open_file(Path(sys.argv[1]), coder="ben", shared_folder=len(sys.argv) > 2)
print("open", flush=True)
time.sleep(60)
"""


def other_process(path: Path, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(path), *more], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    project = create(tmp_path / "study.workbench", title="Study", coder="amina")
    with project, project.change("Add code") as session:
        add(session, Code, name="Walking")
    return tmp_path / "study.workbench"


@pytest.mark.parametrize("more", [(), ("shared",)])
def test_the_second_reads_and_is_told_who_and_since_when(path: Path, more: tuple[str, ...]) -> None:
    first = other_process(path, *more)
    try:
        with open_file(path, coder="amina") as project:
            assert project.read_only
            assert project.holder is not None
            assert project.holder.name == "ben"
            with project.read() as session:
                assert [code.name for code in session.execute(live(Code)).scalars()] == ["Walking"]
            assert project.latest_change() == 1
            with pytest.raises(ReadingOnlyError, match=r"\(ben, since \d\d:\d\d\), and “Undo” is written down in it"):
                project.undo()
            assert re.fullmatch(
                r"Someone else has this project open \(ben, since \d\d:\d\d\): to change it, close it there first\."
                r" Reading it works\.",
                project.why_reading_only(),
            )
    finally:
        first.kill()
        first.wait()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_the_lock_of_a_killed_process_is_recognised(path: Path) -> None:
    first = other_process(path)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert lock_path(path).exists()
    with open_file(path, coder="amina") as project:
        assert not project.read_only
        assert project.left_by is not None
        assert project.left_by.name == "ben"
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


def test_the_next_may_write_once_the_first_has_closed(path: Path) -> None:
    first = open_file(path, coder="ben")
    with open_file(path, coder="amina") as second:
        assert second.read_only
        first.close()
    with open_file(path, coder="amina") as third:
        assert not third.read_only
        assert third.left_by is None


def test_a_reader_sees_what_the_holder_changes_meanwhile(path: Path) -> None:
    with open_file(path, coder="ben") as first, open_file(path, coder="amina") as second:
        with first.change("Add code") as session:
            add(session, Code, name="Waiting")
        assert second.latest_change() == first.latest_change() == 2
        with second.read() as session:
            assert len(session.execute(live(Code)).scalars().all()) == 2


def test_a_hold_is_given_to_one(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    mine = hold(path, "amina")
    assert isinstance(mine, Hold)
    assert hold(path, "ben") == Holder("amina", hold(path, "ben").since)  # type: ignore[union-attr]
    mine.let_go()
    mine.let_go()
    again = hold(path, "ben")
    assert isinstance(again, Hold)
    again.let_go()


def test_a_holder_of_another_day_is_told_with_the_day() -> None:
    assert "March 2025 at" in Holder("ben", "2025-03-03T10:02:00.000Z").clock()
    assert len(Holder("ben", f"{time.strftime('%Y-%m-%dT%H:%M:%S.000Z', time.gmtime())}").clock()) == 5


def test_synced_and_network_folders_are_known(tmp_path: Path) -> None:
    assert is_shared(tmp_path / "OneDrive - Essex" / "study.workbench")
    assert is_shared(tmp_path / "Dropbox" / "a" / "study.workbench")
    assert not is_shared(tmp_path / "study.workbench")
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/team\\040drive cifs rw 0 0\n", encoding="utf-8")
    if os.name != "nt":
        assert system_of(Path("/mnt/team drive/essex"), mounts) == "cifs"
        assert system_of(Path("/home/amina"), mounts) == "ext4"
