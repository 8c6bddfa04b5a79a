"""The sheets of what people said: quotes by code, and themes and codes by groups of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.exchange.workbook.charts import MOST_BARS
from workbench.exchange.workbook.meeting import to_findings
from workbench.exchange.workbook.sheets import (
    BY_GROUP,
    BY_THEME,
    NONE,
    QUOTES,
    Chart,
    Column,
    Leads,
    Sheet,
    heading_of,
    lines,
    or_none,
)
from workbench.exchange.workbook.shorthand import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote that passed the door, with what may be printed beside it."""

    code: str
    themes: tuple[str, ...]
    text: str
    who: str
    known: tuple[str, ...]
    """A value for each attribute; empty: not recorded."""
    document: str
    start: int | None
    """Where it begins, in characters from the start of the document; None is withheld."""
    coders: int
    findings: tuple[str, ...]
    """Findings that name this very passage."""
    against: bool
    mark: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A theme or code in one group; None is withheld, and words may stand in place of a number."""

    name: str
    kind: str
    themes: tuple[str, ...]
    heard_in: str
    by: str
    group: str
    people: int | str | None
    """A number, or what stands in its place in words."""
    asked: int | str | None
    heard: int | None
    share: tuple[float | None, float | None, float | None]
    reading: str


def quotes(rows: Sequence[QuoteRow], attributes: Sequence[str], anchors: Mapping[str, int]) -> Sheet:
    """Every coded passage that may be shown, by code; one that two people coded alike stands once."""
    columns = (
        Column("Code", 27, strong=True),
        Column("Quote", 74),
        Column("Who", 13),
        *(Column(heading_of(name), 18) for name in attributes),
        Column("From", 24),
        Column("Begins at character", 12, "#,##0"),
        Column("Theme", 24),
        Column("Coders", 9, "0"),
        Column("Cited by", 10),
        Column("Note", 20),
    )
    return Sheet(
        QUOTES,
        "Quotes: every coded passage that may be shown, by code",
        columns,
        [_quote(one) for one in rows],
        "No passage may be shown to these readers.",
        notes=("Held back", "How people are counted"),
        anchors=anchors,
    )


def _quote(one: QuoteRow) -> tuple[Any, ...]:
    notes = ("speaks against the code" if one.against else "", one.mark)
    return (
        one.code,
        one.text,
        one.who,
        *(value or "not recorded" for value in one.known),
        _plain(one.document),
        WITHHELD if one.start is None else one.start,
        lines(one.themes) or NONE,
        one.coders,
        to_findings(one.findings),
        "; ".join(filter(None, notes)) or NONE,
    )


def _plain(name: str) -> str:
    """A survey's or a question's name as people write it; the name of a file stays as it is."""
    return name if "." in name else name.replace("_", " ")


def themes_by_group(rows: Iterable[GroupRow]) -> Sheet:
    """A row a theme or code and a group of people. A share has columns only where there may be one at all."""
    listed = list(rows)
    shares = any(share is not None for one in listed for share in one.share)
    columns = (
        Column("Theme or code", 30, strong=True),
        Column("Which", 8),
        Column("Theme", 30),
        Column("Heard in", 26),
        Column("Grouped by", 17),
        Column("Group", 20),
        Column("People who raised it", 15, "0"),
        Column("People asked", 15, "0"),
        Column("People heard", 15, "0"),
        *((Column(name, 11, "0.0") for name in ("Share of those asked, %", "From, %", "To, %")) if shares else ()),
        Column("How to read it", 58),
    )
    return Sheet(
        BY_GROUP,
        "Themes by group: how many people raised each theme and code, of how many asked",
        columns,
        [_group(one, shares) for one in listed],
        "There are no themes or codes yet.",
        notes=("How people are counted", "Small numbers"),
    )


def _group(one: GroupRow, shares: bool) -> tuple[Any, ...]:
    by = one.by.replace("_", " ")
    return (
        one.name,
        one.kind,
        one.name if one.kind == "theme" else lines(one.themes) or "none",
        _plain(one.heard_in),
        by,
        one.group,
        *(_number(cell) for cell in (one.people, one.asked, one.heard)),
        *((NOT_APPLICABLE if cell is None else cell for cell in one.share) if shares else ()),
        _reading(one),
    )


def _number(cell: int | str | None) -> int | str:
    """A number of people, or the shorthand for why there is none; words for it stand in the column of readings."""
    if cell is None:
        return WITHHELD
    return cell if isinstance(cell, int) else _NO_NUMBER.get(cell, cell)


_NO_NUMBER = {"not asked": NOT_APPLICABLE, "not recorded": NOT_AVAILABLE}


def _reading(one: GroupRow) -> str:
    """How to read a line; that nobody was asked, or that it is not recorded, is said too."""
    asked = {"not asked": "nobody was asked", "not recorded": "who was asked is not recorded"}
    said = asked.get(one.asked, "") if isinstance(one.asked, str) else ""
    return str(or_none("; ".join(filter(None, (said if said not in one.reading else "", one.reading)))))


def people_by_theme(rows: Iterable[GroupRow], everyone: str) -> Sheet:
    """How many people raised each theme, in each kind of material by itself, drawn as bars."""
    listed = [one for one in rows if one.kind == "theme" and one.by == everyone]
    columns = (
        Column("Theme", 40, strong=True),
        Column("Heard in", 28),
        Column("People who raised it", 20, "#,##0"),
        Column("People asked", 16, "#,##0"),
        Column("People heard", 16, "#,##0"),
    )
    made: list[tuple[Any, ...]] = []
    charts: list[Chart] = []
    for material in dict.fromkeys(one.heard_in for one in listed):
        block = [one for one in listed if one.heard_in == material]
        shown = sorted((one for one in block if isinstance(one.people, int)), key=_most_first)
        first, last = len(made), len(made) + min(len(shown), MOST_BARS) - 1
        made += [_by_theme(one) for one in (*shown, *(one for one in block if not isinstance(one.people, int)))]
        if len(shown) > 1:
            charts.append(_bars(_plain(material), shown, first, last))
    return Sheet(
        BY_THEME,
        "People by theme: how many people raised each theme",
        columns,
        made,
        "There are no themes yet.",
        notes=("How people are counted", "Small numbers"),
        charts=tuple(charts),
    )


def _most_first(one: GroupRow) -> tuple[int, str]:
    return (-one.people if isinstance(one.people, int) else 0, one.name)


def _by_theme(one: GroupRow) -> tuple[Any, ...]:
    numbers = (_number(cell) for cell in (one.people, one.asked, one.heard))
    return (Leads(one.name, (f"theme {one.name}",)), _plain(one.heard_in), *numbers)


def _bars(material: str, shown: Sequence[GroupRow], first: int, last: int) -> Chart:
    most, least = shown[0], shown[min(len(shown), MOST_BARS) - 1]
    return Chart(
        title=f"People who raised each theme, {material}",
        measures="Number of people",
        lists="Theme",
        says=(
            f"Bars for {last - first + 1} themes in {material}, the most people first: {most.people} people raised"
            f" “{most.name}”, {least.people} raised “{least.name}”. The numbers are in the table to the left."
        ),
        labels=0,
        values=2,
        first=first,
        last=last,
    )
