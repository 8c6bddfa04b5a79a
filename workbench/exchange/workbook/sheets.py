"""What a sheet of the evidence workbook is: one table, as columns and rows of plain values. Owns the sheets' names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from workbench.errors import WorkbenchError

READ_ME, SIDE_BY_SIDE, CONVERGENCE = "Read me", "Side by side", "Convergence"
QUOTES, BY_GROUP, FIGURES = "Quotes", "Themes by group", "Figures"
NAMES = (READ_ME, SIDE_BY_SIDE, CONVERGENCE, QUOTES, BY_GROUP, FIGURES)
_ALSO_CALLED = {
    "indicators": FIGURES,
    "observations": FIGURES,
    "doubts": FIGURES,
    "matrix": CONVERGENCE,
    "jointdisplay": SIDE_BY_SIDE,
    "crosstab": BY_GROUP,
    "groups": BY_GROUP,
    "themes": BY_GROUP,
    "passages": QUOTES,
    "contents": READ_ME,
}
"""What people may call a sheet, to be told its name."""

DASH = "–"
"""Stands where a column does not apply, so that no cell is empty."""

STATES = {"recheck": "The evidence changed since it was judged.", "grown": "More evidence since.", "current": ""}


class NoSuchSheetError(WorkbenchError):
    """There is no sheet of that name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and how its numbers are written."""

    heading: str
    width: float
    number: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its one table."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    nothing: str = "Nothing to show."
    """What its one row says when there is none."""
    sorted_by_reader: bool = True
    """Whether the header has buttons to filter and to sort."""
    leads_to: Mapping[int, str] = field(default_factory=dict)
    """By row, from 0: the sheet that its first cell leads to."""


def wanted(asked: Sequence[str] | None) -> tuple[str, ...]:
    """The sheets asked for, by their names however they are written, in their order; the first is always there.

    Raises NoSuchSheetError with the nearest name and those there are.
    """
    if asked is None:
        return NAMES
    known = {_plain(name): name for name in NAMES}
    chosen = {READ_ME}
    for said in asked:
        plain = _plain(said)
        if plain not in known:
            near = get_close_matches(plain, [*known, *_ALSO_CALLED], n=1, cutoff=0.5)
            meant = {**known, **_ALSO_CALLED}[near[0]] if near else ""
            hint = f" Did you mean {meant}?" if meant else ""
            raise NoSuchSheetError(f"There is no sheet “{said}”.{hint} There are: {', '.join(NAMES)}.")
        chosen.add(known[plain])
    return tuple(name for name in NAMES if name in chosen)


def _plain(name: str) -> str:
    """A sheet's name as it is compared."""
    return "".join(character for character in name.casefold() if character.isalnum())


def or_dash(value: Any) -> Any:
    """A value, or a dash where there is none."""
    return DASH if value is None or value == "" else value


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


def read_me(pairs: Iterable[tuple[str, Any]]) -> Sheet:
    """The first sheet: what this is, in pairs of a few words and a text; the names of sheets lead to them."""
    rows = tuple(pairs)
    leads = {at: name for at, (name, _) in enumerate(rows) if name in NAMES}
    columns = (Column("About", 27, strong=True), Column("This workbook", 104))
    return Sheet(READ_ME, columns, rows, sorted_by_reader=False, leads_to=leads)
