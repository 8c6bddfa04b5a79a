"""The worker: a process beside the app that computes runs, so that the screen goes on as if nothing ran.

It is begun with the first run and waits a while for the next. Jobs and results go through its pipes, never over a
command line or the disk. It has a lower priority than the app, can be paused, and ends by itself as soon as the app is
gone, however that ended. When it is ended from outside, the app says so and the project is as it was.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.suggestions.computing import Computed
    from workbench.suggestions.embedding import Cancelled, Progress
    from workbench.suggestions.jobs import Job

PROGRAM = "from workbench.suggestions.worker import serve; serve()"
LOWER = 10
"""How far it steps back behind the app, in the steps of `nice`."""
IDLE = 300.0
"""Seconds without a job after which it ends and gives its memory back."""
GRACE = 3.0
"""Seconds that a stopped run may still take to its next step before its process is ended."""
ASKED_EVERY = 0.1
JOB, STOP, PAUSE, GO_ON = "job", "stop", "pause", "go on"
TOLD, DONE, REFUSED, FAILED, ENDED = "told", "done", "refused", "failed", "ended"


class WorkerEndedError(WorkbenchError):
    """The process that was reading was ended from outside. The project is as it was; look again to go on from there."""


class WorkerFailedError(WorkbenchError):
    """Reading broke off. The project is as it was."""


class Worker:
    """The process as the app sees it; it is there only while it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._used = 0.0
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def compute(
        self,
        job: Job,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        paused: Callable[[], bool] | None = None,
    ) -> Computed:
        """Have a job computed and wait for it, after those that came before it.

        Whatever is asked or told is asked and told in the calling thread.

        Raises:
            SuggestingStoppedError: `cancelled` said so. What was read is kept.
            WorkerEndedError: Somebody or the system ended the process.
            WorkbenchError: What the run itself refuses, such as a number of topics that does not fit.
        """
        from workbench.suggestions.embedding import SuggestingStoppedError

        while not self._turn.acquire(timeout=ASKED_EVERY):
            if cancelled is not None and cancelled():
                raise SuggestingStoppedError
        try:
            kind, what = self._done(job, progress, cancelled, paused)
        finally:
            self._turn.release()
        if kind == REFUSED:
            raise what
        if kind == FAILED:
            raise WorkerFailedError(f"Reading broke off ({what}). The project is as it was.")
        return _Opened(what, job).load()  # type: ignore[no-any-return]

    def _done(
        self, job: Job, progress: Progress | None, cancelled: Cancelled | None, paused: Callable[[], bool] | None
    ) -> tuple[str, Any]:
        """What came of a job; where nothing did, the process is ended."""
        self._begin()
        came = None
        try:
            self._send(JOB, job)
            came = self._came_of_it(progress, cancelled, paused)
        finally:
            if came is None:
                self.end()
        self._used = time.monotonic()
        return came

    def end(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _closed(pipe)

    def _begin(self) -> None:
        """Start the process unless it waits already."""
        if self.pid is not None and time.monotonic() - self._used < IDLE / 2:
            return
        self.end()
        self._heard = queue.Queue()
        lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)},
            creationflags=lower,
        )
        threading.Thread(target=_listen, args=(self._process.stdout, self._heard), daemon=True).start()

    def _send(self, kind: str, what: object = None) -> None:
        """Hand something over; that nobody is there to take it is heard by who waits."""
        if self._process is not None and self._process.stdin is not None:
            try:
                pickle.dump((kind, what), self._process.stdin, pickle.HIGHEST_PROTOCOL)
                self._process.stdin.flush()
            except OSError:
                self._heard.put((ENDED, None))

    def _came_of_it(
        self, progress: Progress | None, cancelled: Cancelled | None, paused: Callable[[], bool] | None
    ) -> tuple[str, Any]:
        """What the process says at the end of a job; until then it is told what the app wants."""
        from workbench.suggestions.embedding import SuggestingStoppedError

        rests = False
        stopped: float | None = None
        while True:
            if stopped is None and cancelled is not None and cancelled():
                stopped = time.monotonic()
                self._send(STOP)
            if stopped is not None and time.monotonic() - stopped > GRACE:
                raise SuggestingStoppedError
            if paused is not None and paused() != rests:
                rests = not rests
                self._send(PAUSE if rests else GO_ON)
            try:
                kind, what = self._heard.get(timeout=ASKED_EVERY)
            except queue.Empty:
                continue
            if kind == ENDED:
                raise WorkerEndedError
            if kind != TOLD:
                return kind, what
            if progress is not None and stopped is None:
                progress(*what)


def _closed(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


def _listen(pipe: IO[bytes], heard: queue.Queue[tuple[str, Any]]) -> None:
    """Take what comes out of the process until it ends."""
    while True:
        try:
            heard.put(pickle.load(pipe))  # noqa: S301 - it comes from our own process
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            heard.put((ENDED, None))
            return


class _Packed(pickle.Pickler):
    """Writes a result, but not once more the segments and codes that the app sent itself: only their places."""

    def __init__(self, file: IO[bytes], job: Job) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._places = {id(one): ("segments", at) for at, one in enumerate(job.material.segments)}
        self._places.update({id(one): ("codes", at) for at, one in enumerate(job.material.codes)})

    def persistent_id(self, obj: Any) -> tuple[str, int] | None:
        """Where the app has this already."""
        return self._places.get(id(obj))


class _Opened(pickle.Unpickler):
    """Reads a result, with the app's own segments and codes in their places."""

    def __init__(self, packed: bytes, job: Job) -> None:
        super().__init__(io.BytesIO(packed))
        self._material = job.material

    def persistent_load(self, place: tuple[str, int]) -> Any:
        """What the app has in that place."""
        of, at = place
        return getattr(self._material, of)[at]


# In the process itself


class _Orders:
    """What the app asks of the process, heard beside the work."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.jobs: queue.Queue[Job] = queue.Queue()
        self._stop = threading.Event()
        self._going = threading.Event()
        threading.Thread(target=self._hear, args=(pipe,), daemon=True).start()

    def _hear(self, pipe: IO[bytes]) -> None:
        """Hear orders until the app is gone, and be gone then."""
        while True:
            try:
                kind, what = pickle.load(pipe)  # noqa: S301 - it comes from the app that began us
            except Exception:  # noqa: BLE001 - whatever broke, nobody is there to hear it
                os._exit(0)
            if kind == JOB:
                self._stop.clear()
                self._going.set()
                self.jobs.put(what)
            elif kind == PAUSE:
                self._going.clear()
            else:
                if kind == STOP:
                    self._stop.set()
                self._going.set()

    def stopped(self) -> bool:
        """Whether to stop, once it is not paused."""
        self._going.wait()
        return self._stop.is_set()


def serve() -> None:
    """Compute what comes in by standard input, tell of it on standard output, and end when nobody asks for more."""
    out = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    if hasattr(os, "nice"):
        os.nice(LOWER)
    orders = _Orders(sys.stdin.buffer)
    while True:
        try:
            job = orders.jobs.get(timeout=IDLE)
        except queue.Empty:
            os._exit(0)
        _do(job, out, orders)
        del job


def _do(job: Job, out: IO[bytes], orders: _Orders) -> None:
    """Compute one job and tell what came of it."""
    from workbench.suggestions.jobs import done

    last = 0.0

    def tell(kind: str, what: object) -> None:
        pickle.dump((kind, what), out, pickle.HIGHEST_PROTOCOL)
        out.flush()

    def heard(what: str, at: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= ASKED_EVERY or at >= total:
            last = time.monotonic()
            tell(TOLD, (what, at, total))

    try:
        computed = done(job, progress=heard, cancelled=orders.stopped)
        packed = io.BytesIO()
        _Packed(packed, job).dump(computed)
        tell(DONE, packed.getvalue())
    except WorkbenchError as refused:
        tell(REFUSED, refused)
    except Exception as error:  # noqa: BLE001 - what it says may hold people's words: only its kind is told
        tell(FAILED, type(error).__name__)
