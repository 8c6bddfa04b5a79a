"""A job in a process of its own: the processor seconds it takes, those on the clock, and the most memory it holds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from statistics import median

from workbench.benchmark.ratios import Goal, Result

_PROGRAM = "import sys; from workbench.benchmark.alone import run; run(*sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Run:
    """What a job took."""

    cpu: float
    """Processor seconds."""
    wall: float
    """Clock seconds."""
    mb: float
    """The most memory that the process held, MB."""
    above: float
    """By how much that is more than what it held when the job began."""


def alone(prepare: str, *told: object) -> Run:
    """Run a job of this room. `prepare` is `file:function`; it is told some words, makes ready, and gives the job."""
    command = [sys.executable, "-c", _PROGRAM, prepare, *map(str, told)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return Run(**json.loads(ran.stdout.splitlines()[-1]))


def run(prepare: str, *told: str) -> None:
    """Make a job ready, do it, and print what it took."""
    file, _, name = prepare.partition(":")
    job = getattr(import_module(f"workbench.benchmark.{file}"), name)(*told)
    before, cpu, wall = _mb("VmRSS"), time.process_time(), time.perf_counter()
    job()
    cpu, wall, most = time.process_time() - cpu, time.perf_counter() - wall, _mb("VmHWM")
    print(json.dumps(asdict(Run(cpu, wall, most, most - before))))  # noqa: T201


def memory(what: str, ours: Sequence[Run], raw: Sequence[Run], most: float) -> Result:
    """The most memory of both, medians, beside what ours may hold."""
    held, bare = (median(one.mb for one in some) for some in (ours, raw))
    return Result(what, held, bare, held / bare, 0, len(ours), Goal(mb=most), "MB")


def _mb(name: str) -> float:
    """Memory of this process, as Linux tells it."""
    return int(Path("/proc/self/status").read_text(encoding="utf-8").split(f"{name}:")[1].split()[0]) / 1024
