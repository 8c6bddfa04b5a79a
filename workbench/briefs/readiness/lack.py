"""What a brief lacks: how grave it is, where, what to do, and where that is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from workbench.errors import Problem, Severity


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands between a brief and its readers. With an error it leaves as a draft only.

    `leads` says where it is put right: `decision`, `problem`, `prefer`, `add`, `appraisal`, `flows`, `option:7`, `finding:9`, `row:3`,
    `citation:12`, `against:9,12`, `quotes`, `task:4`, `words:3:120`.
    """

    severity: Severity
    where: str
    message: str
    leads: str = "decision"

    @property
    def problem(self) -> Problem:
        """The same for the check-up of the whole project."""
        return Problem(self.severity, self.where, self.message)

    def __str__(self) -> str:
        return str(self.problem)


def in_order(found: Collection[Lack]) -> list[Lack]:
    """The gravest first, each once."""
    return sorted(dict.fromkeys(found), key=lambda one: ("error", "warning", "info").index(one.severity))


def has_error(found: Collection[Lack]) -> bool:
    """Whether a brief with these may leave as a draft only."""
    return any(one.severity == "error" for one in found)
