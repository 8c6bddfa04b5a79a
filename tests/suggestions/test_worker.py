"""The worker: the same result from another process, paused, stopped, killed, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from workbench.project.file import Project
from workbench.suggestions.embedding import SuggestingStoppedError
from workbench.suggestions.grouping import TopicsDoNotFitError
from workbench.suggestions.jobs import Job, Kept, done
from workbench.suggestions.material import gather
from workbench.suggestions.worker import Worker, WorkerEndedError

MANY = [(f"P{at % 7}", f"{EVERY[at % len(EVERY)]} It was like that {at} times.") for at in range(1_500)]
"""Enough for the better model to read for a while."""


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.end()


def job_of(
    project: Project, folder: Path, turns: list[tuple[str, str]], model: str = "better", **options: object
) -> Job:
    put_turns(project, turns)
    put_codes(project)
    with project.read() as session:
        kept = Kept(session.info["secret"], "x'" + "ab" * 48 + "'", folder)
        return Job(gather(session), model, kept, {"topics": 3, "seed": 1, **options})


@dataclass
class Watched:
    """What was told of a run in another thread, and what came of it."""

    told: list[tuple[str, int, int]] = field(default_factory=list)
    came: list[BaseException | object] = field(default_factory=list)
    stop: bool = False
    rest: bool = False

    def begin(self, worker: Worker, job: Job) -> threading.Thread:
        def run() -> None:
            try:
                self.came.append(
                    worker.compute(
                        job,
                        progress=lambda *told: self.told.append(told),
                        cancelled=lambda: self.stop,
                        paused=lambda: self.rest,
                    )
                )
            except BaseException as error:  # noqa: BLE001 - it is looked at by the test
                self.came.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def until_told(self, number: int) -> None:
        for _ in range(12_000):
            if len(self.told) >= number or self.came:
                return
            time.sleep(0.05)
        raise AssertionError("nothing was told")


def test_another_process_computes_the_same(project: Project, tmp_path: Path, worker: Worker) -> None:
    job = job_of(project, tmp_path / "apart", list(zip(["P1", "P2"] * 9, EVERY, strict=True)), model="fast")
    apart = worker.compute(job)
    here = done(Job(job.material, "fast", Kept(b"other", None, tmp_path / "here"), job.options))
    assert apart == here
    assert apart.proposals
    assert all(one.segment is job.material.segments[one.segment.segment_id - 1] for one in apart.proposals)
    first = worker.pid
    with pytest.raises(TopicsDoNotFitError):
        worker.compute(Job(job.material, "fast", job.kept, {**job.options, "topics": 17}))
    assert worker.compute(job) == here
    assert worker.pid == first


def test_words_and_keys_are_on_no_command_line_and_on_no_disk(project: Project, tmp_path: Path, worker: Worker) -> None:
    job = job_of(project, tmp_path / "apart", MANY)
    watched = Watched()
    thread = watched.begin(worker, job)
    watched.until_told(2)
    assert worker.pid is not None
    if sys.platform == "linux":
        seen = Path(f"/proc/{worker.pid}/cmdline").read_bytes() + Path(f"/proc/{worker.pid}/environ").read_bytes()
        assert b"ab" * 20 not in seen
        assert b"morning" not in seen
        assert job.kept.secret.hex().encode() not in seen
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    watched.stop = True
    thread.join(600)
    assert isinstance(watched.came[0], SuggestingStoppedError)
    for path in (tmp_path / "apart").rglob("*.vectors"):
        assert b"morning" not in path.read_bytes()


def test_it_rests_and_goes_on(project: Project, tmp_path: Path, worker: Worker) -> None:
    watched = Watched()
    thread = watched.begin(worker, job_of(project, tmp_path / "apart", MANY[:700]))
    watched.until_told(2)
    watched.rest = True
    time.sleep(1.5)
    told = len(watched.told)
    time.sleep(1.0)
    assert len(watched.told) == told
    assert not watched.came
    watched.rest = False
    thread.join(600)
    assert len(watched.told) > told
    assert not isinstance(watched.came[0], BaseException)


def kept_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.vectors"))


def test_what_was_read_before_it_was_killed_is_kept(project: Project, tmp_path: Path, worker: Worker) -> None:
    folder = tmp_path / "apart"
    job = job_of(project, folder, MANY)
    watched = Watched()
    thread = watched.begin(worker, job)
    for _ in range(12_000):
        if kept_in(folder):
            break
        time.sleep(0.05)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    thread.join(600)
    assert isinstance(watched.came[0], WorkerEndedError)
    assert worker.pid is None
    before = kept_in(folder)
    assert before
    again = Watched()
    thread = again.begin(worker, job)
    again.until_told(1)
    again.stop = True
    thread.join(600)
    assert again.told[0][2] < watched.told[0][2]
    assert kept_in(folder) >= before


APP = """
import sys, threading, time
from pathlib import Path
from tests.suggestions.test_worker import MANY, job_of
from workbench.project.file import create
from workbench.suggestions.worker import Worker
with create(Path(sys.argv[1]) / "p.workbench", title="T", coder="amina") as project:
    worker = Worker()
    threading.Thread(target=worker.compute, args=(job_of(project, Path(sys.argv[1]) / "kept", MANY),), daemon=True).start()
    while worker.pid is None: time.sleep(0.05)
    print(worker.pid, flush=True)
    time.sleep(300)
"""


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="it looks at processes as Linux shows them")
@pytest.mark.parametrize("after", [0.2, 6.0])
def test_it_ends_when_the_app_is_killed(tmp_path: Path, after: float) -> None:
    app = subprocess.Popen(
        [sys.executable, "-c", APP, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2]
    )
    assert app.stdout is not None
    pid = int(app.stdout.readline())
    time.sleep(after)
    assert running(pid)
    app.kill()
    app.wait()
    for _ in range(200):
        if not running(pid):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("it was left behind")
