"""Reading in a process of its own: a file that breaks a library, or fills the memory, ends that process alone.

The process is asked with JSON on its input, is bounded in memory, and says what it found as lines of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any

MEMORY = 4 * 1024**3
"""Bytes that the process may take."""
SECONDS = 900.0
"""A file that takes longer is no file that can be read."""


def begin(program: str) -> subprocess.Popen[bytes]:
    """A process that runs a program of one line."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@contextmanager
def heard(program: str, asked: Mapping[str, Any], *, memory: int = MEMORY) -> Iterator[Iterator[Any]]:
    """What a process says, line by line, that runs a program and is asked one thing; it ends with the block.

    Of a process that breaks off, as for want of `memory`, there are fewer lines than there should be.
    """
    process = begin(program)
    assert process.stdin is not None
    assert process.stdout is not None
    watch = threading.Timer(SECONDS, process.kill)
    watch.start()
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps({**asked, "memory": memory}).encode())
            process.stdin.close()
        yield _lines(process.stdout)
    finally:
        watch.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _lines(out: IO[bytes]) -> Iterator[Any]:
    while (line := out.readline()).endswith(b"\n"):
        yield json.loads(line)


def answer(tell: Callable[[Mapping[str, Any]], Iterator[Any]]) -> None:
    """What runs in the process: say, line by line, what comes of what is asked, and break off where that fails."""
    asked = json.loads(sys.stdin.buffer.read())
    _bounded(asked["memory"])
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    with suppress(Exception):
        for said in tell(asked):
            sys.stdout.write(json.dumps(said, allow_nan=False) + "\n")


def _bounded(memory: int) -> None:
    """Let this process have so many bytes and no more, where the system can be asked for that."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
