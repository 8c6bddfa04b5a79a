"""A ratio: one job of ours and a raw script doing the same work, alternated in one run, in processor seconds."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Job = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a job is to meet: at most so many times raw, so long on the clock, so many MB; all that are given."""

    ratio: float | None = None
    wall_ms: float | None = None
    mb: float | None = None

    def __str__(self) -> str:
        said = (
            "" if self.ratio is None else f"{self.ratio:.3g}",
            "" if self.wall_ms is None else f"{self.wall_ms:,g} ms",
            "" if self.mb is None else f"{self.mb:g} MB",
        )
        return " and ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Result:
    """One job: what ours and the raw script took, medians over the pairs, and their ratio."""

    what: str
    ours: float
    """Processor seconds, or MB."""
    raw: float
    ratio: float
    wall_ms: float
    """Median wall time of ours, milliseconds; 0 where memory is measured."""
    pairs: int
    goal: Goal | None = None
    unit: Literal["s", "MB"] = "s"

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        got = ((self.ratio, self.goal.ratio), (self.wall_ms, self.goal.wall_ms), (self.ours, self.goal.mb))
        return all(value <= most for value, most in got if most is not None)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        kind = "cpu_s" if self.unit == "s" else "mb"
        return {
            "what": self.what,
            f"ours_{kind}": round(self.ours, 6),
            f"raw_{kind}": round(self.raw, 6),
            "ratio": round(self.ratio, 3),
            "ours_wall_ms": round(self.wall_ms, 3),
            "pairs": self.pairs,
            "goal": None if self.goal is None else str(self.goal),
            "met": self.met,
        }

    def as_row(self) -> tuple[str, str, str, str, str]:
        """One line for people."""
        if self.unit == "s":
            ours, raw = f"{self.ours * 1000:,.2f} ms ({self.wall_ms:,.2f} on the clock)", f"{self.raw * 1000:,.2f} ms"
        else:
            ours, raw = f"{self.ours:,.0f} MB", f"{self.raw:,.0f} MB"
        goal = "" if self.goal is None else f"{self.goal}{'' if self.met else ' missed'}"
        return (self.what, ours, raw, f"{self.ratio:.2f}", goal)


def alternate(
    what: str, ours: Job, raw: Job, *, pairs: int, times: int = 1, children: bool = False, goal: Goal | None = None
) -> Result:
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
        goal,
    )


class Timed(Protocol):
    """Something done once: processor seconds it took, and clock seconds."""

    @property
    def cpu(self) -> float:
        """Processor seconds."""
        ...

    @property
    def wall(self) -> float:
        """Clock seconds."""
        ...


def compared(
    what: str, ours: Sequence[Timed], raw: Sequence[Timed], *, share: float = 0.5, goal: Goal | None = None
) -> Result:
    """What was done again and again in two apps, by the median, or where `share` of the times are below."""
    cpu, bare = (_below([one.cpu for one in some], share) for some in (ours, raw))
    wall = _below([one.wall for one in ours], share) * 1000
    return Result(what, cpu, bare, cpu / bare, wall, len(ours), goal)


def _below(values: list[float], share: float) -> float:
    """The value that a share of the others do not exceed."""
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]
