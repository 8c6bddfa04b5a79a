"""Codings as tables of other tools give them: words without a place, or answers by their number. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.sources.drafts import LeftOut

CodePath = tuple[str, ...]
"""A code's name below the names of those above it, the topmost first."""


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """Words of a document that carry codes, as a row of a table says it: `begins` and `ends` in the tool's own count."""

    where: str
    document: str
    words: str
    codes: tuple[CodePath, ...]
    begins: str = ""
    ends: str = ""
    coder: str = ""
    created: str = ""
    memo: str = ""
    group: str = ""
    """What the tool says its document belongs to."""


@dataclass(frozen=True, slots=True)
class DraftSegments:
    """A table of coded segments: where in which text they stand is found out once the project is there."""

    name: str
    tool: str
    segments: tuple[DraftSegment, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """What one coder said of one answer and one code: given, or not given."""

    answer: str
    code: str
    coder: str
    given: bool
    where: str


@dataclass(frozen=True, slots=True)
class DraftAnswerCodes:
    """A coded table: codes of answers that are known by their number, perhaps with the answers' words.

    `read` are the answers that a coder looked at, whatever they gave them; `words` are answers by number, where the
    table has them.
    """

    name: str
    came_from: str
    codes: tuple[AnswerCode, ...]
    read: frozenset[tuple[str, str]]
    survey: str = ""
    question: str = ""
    """The column or the short name of the question, where somebody said it."""
    words: Mapping[str, str] = field(default_factory=dict)
    words_column: str = ""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
