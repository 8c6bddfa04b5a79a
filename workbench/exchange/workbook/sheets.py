"""What a sheet of the evidence workbook is: one table, as columns and rows of plain values, with what stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbench.errors import WorkbenchError

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
SIDE_BY_SIDE, CONVERGENCE, FINDINGS = "Side by side", "Convergence", "Findings"
QUOTES, BY_GROUP, FIGURES = "Quotes", "Themes by group", "Figures"
BY_THEME, BY_AREA = "People by theme", "Figures by area"

NONE = "none"
"""Stands in a column of words where there is nothing to say, so that no cell is empty and no sign needs a key."""

STATES = {"recheck": "The evidence changed since it was judged.", "grown": "More evidence since.", "current": ""}


class NoSuchSheetError(WorkbenchError):
    """There is no sheet of that name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading with its unit, its width in characters, and how its numbers are written."""

    heading: str
    width: float
    number: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Leads:
    """A cell whose text leads to the first of these rows that some sheet names in its `anchors`; else plain text."""

    text: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside a table, drawn from its own cells: rows `first` to `last`, counted from 0, both among them."""

    title: str
    measures: str
    """What the bars measure, with its unit: the title of their axis."""
    lists: str
    """What stands beside the bars: the title of the other axis."""
    says: str
    """What it shows, for readers who cannot see it."""
    labels: int
    values: int
    first: int
    last: int
    reach: tuple[int, int] | None = None
    """The columns that say how far an interval reaches below and above the value; None: no intervals."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its one table, its title and what must be read before it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    nothing: str = "Nothing to show."
    """What its one row says when there is none."""
    notes: tuple[str, ...] = ()
    """The notes that say how to read it, by their titles."""
    above: tuple[str, ...] = ()
    """Further sentences that stand above the table."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Rows that cells of other sheets lead to, from 0, by a name."""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: a title and, under headings, paragraphs in one column. It has no table."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def or_none(value: Any) -> Any:
    """A value of a column of words, or the word for nothing."""
    return NONE if value is None or value == "" else value


def lines(texts: Iterable[str]) -> str:
    """Texts below each other in one cell."""
    return "\n".join(text for text in texts if text)


def numbered(texts: Iterable[str]) -> str:
    """Texts below each other, numbered where there are several."""
    listed = [text for text in texts if text]
    if len(listed) < 2:
        return lines(listed)
    return "\n".join(f"{at}. {text}" for at, text in enumerate(listed, start=1))


def day(text: str) -> date | str:
    """A date as a date, where it is one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def heading_of(name: str) -> str:
    """An attribute's or column's name as a heading: age_band becomes Age band."""
    plain = " ".join(name.replace("_", " ").split())
    return plain[:1].upper() + plain[1:]
