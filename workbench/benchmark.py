"""Our speed, as ratios: each job of ours and a raw script doing the same work, alternated in one run.

A ratio is of processor seconds (user and system), the median over the pairs. Nothing here passes or fails:
machines differ, a ratio tells. The corpus is invented by a seeded generator, Zipf-like words in turns.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

SIZES = {"S": (30, 8_000, 60, 3_000), "M": (300, 8_000, 200, 50_000)}
"""Transcripts, words in each, codes, codings."""

Say = Callable[[str], None]
Job = Callable[[], Any]


class NoSuchSizeError(WorkbenchError):
    """The sizes are S and M."""


@dataclass(frozen=True, slots=True)
class Result:
    """One job: processor seconds of ours and of the raw script, medians over the pairs, and their ratio."""

    what: str
    ours: float
    raw: float
    ratio: float
    wall_ms: float
    """Median wall time of ours, milliseconds."""
    pairs: int

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return {
            "what": self.what,
            "ours_cpu_s": round(self.ours, 6),
            "raw_cpu_s": round(self.raw, 6),
            "ratio": round(self.ratio, 3),
            "ours_wall_ms": round(self.wall_ms, 3),
            "pairs": self.pairs,
        }

    def as_row(self) -> tuple[str, str, str, str]:
        """One line for people."""
        ours = f"{self.ours * 1000:,.2f} ms ({self.wall_ms:,.2f} on the clock)"
        return (self.what, ours, f"{self.raw * 1000:,.2f} ms", f"{self.ratio:.2f}")


def alternate(what: str, ours: Job, raw: Job, *, pairs: int, times: int = 1, children: bool = False) -> Result:
    """Run the two in turn, `times` in a row each, and take the median ratio. `children` counts what they start."""
    spent: dict[str, list[float]] = {"ours": [], "raw": []}
    walls: list[float] = []
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    for _ in range(pairs):
        for name, job in (("ours", ours), ("raw", raw)):
            before, clock = resource.getrusage(who), time.perf_counter()
            for _ in range(times):
                job()
            wall, after = time.perf_counter() - clock, resource.getrusage(who)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            spent[name].append(cpu / times)
            if name == "ours":
                walls.append(wall / times * 1000)
    ratios = [a / b for a, b in zip(spent["ours"], spent["raw"], strict=True) if b > 0]
    return Result(
        what,
        statistics.median(spent["ours"]),
        statistics.median(spent["raw"]),
        statistics.median(ratios) if ratios else float("nan"),
        statistics.median(walls),
        pairs,
    )


_SYLLABLES = ("ba", "co", "de", "fi", "ga", "hu", "jo", "ka", "le", "mi", "no", "pra", "ri", "sto", "tu", "ve", "wi", "yo")


def make_corpus(folder: Path, size: str, *, seed: int = 1) -> list[Path]:
    """Write transcripts of turns to a folder; the same seed writes the same words."""
    chance = random.Random(seed)  # noqa: S311
    count, words, _, _ = SIZES[size]
    vocabulary = ["".join(parts) for parts in itertools.product(_SYLLABLES, repeat=3)]
    chance.shuffle(vocabulary)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    paths = []
    for number in range(count):
        drawn = iter(chance.choices(vocabulary, cum_weights=weights, k=words))
        turns = []
        for turn in itertools.count():
            said = list(itertools.islice(drawn, chance.randint(8, 90)))
            if not said:
                break
            speaker = "Interviewer" if turn % 2 == 0 else f"Person {number:03d}"
            turns.append(f"**{speaker}:** {' '.join(said).capitalize()}.")
        path = folder / f"interview-{number:03d}.md"
        path.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def run_benchmark(size: str, *, say: Say) -> list[Result]:
    """Every job at one size. Takes about a minute at S and some minutes at M."""
    if size not in SIZES:
        raise NoSuchSizeError
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as name:
        folder = Path(name)
        say(f"Making a corpus of size {size} …")
        paths = make_corpus(folder, size)
        results = []
        bench = Bench(folder, paths, size)
        for job in (bench.importing, bench.start, bench.coding_saved, bench.searching, bench.quoting, bench.keypress):
            result = job()
            say("  ".join(result.as_row()))
            results.append(result)
        bench.close()
        return results
