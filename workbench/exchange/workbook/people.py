"""The sheets of what people said: quotes by code, and themes and codes by groups of people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.exchange.workbook.sheets import BY_GROUP, DASH, QUOTES, Column, Sheet, lines, or_dash


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
    """Where it begins, in characters from the start of the document; None where the document is not said."""
    coders: int
    findings: tuple[str, ...]
    """Findings that name this very passage."""
    against: bool
    mark: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A theme or code in one group; None is withheld."""

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


def heading_of(name: str) -> str:
    """An attribute's name as a heading: age_band becomes Age band."""
    plain = " ".join(name.replace("_", " ").split())
    return plain[:1].upper() + plain[1:]


def quotes(rows: Iterable[QuoteRow], attributes: Sequence[str]) -> Sheet:
    """Every coded passage that may be shown, by code; one that two people coded alike stands once."""
    columns = (
        Column("Code", 27, strong=True),
        Column("Quote", 74),
        Column("Who", 13),
        *(Column(heading_of(name), 14) for name in attributes),
        Column("From", 29),
        Column("Begins at character", 12, "0"),
        Column("Theme", 24),
        Column("Coders", 9, "0"),
        Column("Cited by", 10),
        Column("Note", 20),
    )
    return Sheet(QUOTES, columns, [_quote(one) for one in rows], "No passage may be shown to these readers.")


def _quote(one: QuoteRow) -> tuple[Any, ...]:
    notes = ("speaks against the code" if one.against else "", one.mark)
    return (
        one.code,
        one.text,
        one.who,
        *(value or "not recorded" for value in one.known),
        one.document,
        or_dash(one.start),
        lines(one.themes) or DASH,
        one.coders,
        ", ".join(one.findings) or DASH,
        "; ".join(filter(None, notes)) or DASH,
    )


def themes_by_group(rows: Iterable[GroupRow]) -> Sheet:
    """A row a theme or code and a group of people. A share has columns only where there may be one at all."""
    listed = list(rows)
    shares = any(share is not None for one in listed for share in one.share)
    columns = (
        Column("Theme or code", 30, strong=True),
        Column("Which", 8),
        Column("Theme", 22),
        Column("Heard in", 22),
        Column("Grouped by", 13),
        Column("Group", 16),
        Column("People who raised it", 15, "0"),
        Column("People asked", 15, "0"),
        Column("People heard", 15, "0"),
        *((Column(name, 11, "0.0") for name in ("Share of those asked, %", "From, %", "To, %")) if shares else ()),
        Column("How to read it", 50),
    )
    return Sheet(BY_GROUP, columns, [_group(one, shares) for one in listed], "There are no themes or codes yet.")


def _group(one: GroupRow, shares: bool) -> tuple[Any, ...]:
    by = one.by.replace("_", " ")
    return (
        one.name,
        one.kind,
        one.name if one.kind == "theme" else lines(one.themes) or "none",
        one.heard_in,
        by,
        one.group,
        *("withheld by us" if cell is None else cell for cell in (one.people, one.asked, one.heard)),
        *((or_dash(cell) for cell in one.share) if shares else ()),
        or_dash(one.reading),
    )
