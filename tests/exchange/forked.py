"""A process that has loaded the libraries which are kept apart, and forks for each file: without the wait for a new one."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from workbench.exchange import apart

LONGEST = 30
"""Seconds of a processor that a fork may take."""


class Fork:
    """One fork, as the reader uses the process that it begins: asked through `stdin`, heard through `stdout`."""

    def __init__(self, address: Path, program: str) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(address))
        self._line.sendall(program.encode() + b"\n")
        self.stdin = _Asked(self._line)
        self.stdout: IO[bytes] = self._line.makefile("rb")

    def kill(self) -> None:
        """Stop listening: a fork that goes on speaking ends."""
        self._line.close()

    def wait(self) -> None:
        """Forks are waited for by the process that they come from."""


class _Asked:
    """What a fork is asked; it is read to its end, as a pipe is."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def write(self, data: bytes) -> None:
        self._line.sendall(data)

    def close(self) -> None:
        self._line.shutdown(socket.SHUT_WR)


@contextmanager
def forks() -> Iterator[None]:
    """Within the block, what is read in a process of its own is read in forks of one that stands ready."""
    with tempfile.TemporaryDirectory() as folder:
        address = Path(folder) / "asked"
        begun: list[subprocess.Popen[bytes]] = []

        def begin(program: str) -> subprocess.Popen[bytes]:
            if not begun:
                told = f"from tests.exchange.forked import serve; serve({str(address)!r})"
                begun.append(subprocess.Popen([sys.executable, "-c", told], stdout=subprocess.PIPE))
                assert begun[0].stdout is not None
                assert begun[0].stdout.readline() == b"ready\n"
            return cast("subprocess.Popen[bytes]", Fork(address, program))

        before, apart.begin = apart.begin, begin
        try:
            yield
        finally:
            apart.begin = before
            for process in begun:
                process.kill()
                process.wait()
                assert process.stdout is not None
                process.stdout.close()


def serve(address: str) -> None:
    """What runs in the process: a fork for everyone who calls."""
    import pyreadstat  # noqa: F401
    import python_calamine  # noqa: F401

    import workbench.exchange.old_sheets
    import workbench.exchange.stat_files  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)
        while True:
            line, _ = door.accept()
            if not os.fork():
                resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
                os.dup2(line.fileno(), 0)
                os.dup2(line.fileno(), 1)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                try:
                    program = iter(lambda: os.read(0, 1), b"\n")
                    exec(b"".join(program), {})
                    sys.stdout.flush()
                finally:
                    os._exit(0)
            line.close()
