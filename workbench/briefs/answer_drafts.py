"""A readiness sheet as it was filled in, before it is taken into a project."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.sources.drafts import LeftOut


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """One row of a sheet that can be kept: where it stood, and what was answered. `level` is None for not knowing."""

    where: str
    statement: str
    level: int | None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """One respondent's sheet. `number` is that by which it is known again, `given_on` an ISO day or empty."""

    name: str
    number: str
    wording: int
    post: str
    given_on: str
    answers: tuple[DraftAnswer, ...]


@dataclass(frozen=True, slots=True)
class DraftAnswers:
    """The sheets of one file."""

    name: str
    sheets: tuple[DraftSheet, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
