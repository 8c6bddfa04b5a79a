"""A ratio: one job of ours and a raw script doing the same work, alternated in one run, in processor seconds."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Job = Callable[[], Any]


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
