"""The page: a brief as headings, paragraphs, tables and citations, before it is HTML, Markdown or paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from workbench.text import dated

Role = Literal["", "lead", "numbers", "words", "meet", "note", "quote", "warning", "label"]


@dataclass(frozen=True, slots=True)
class Ref:
    """One place where an entry of the annex is cited: the entry's key, and which of its places this is, from 1."""

    key: str
    nth: int = 0
    """0 until the page is numbered."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences with what they cite."""

    text: str
    refs: tuple[Ref, ...] = ()
    role: Role = ""
    heading: str = ""
    """A few words that stand before it."""
    label: str = ""
    """What it is about, where paragraphs of one heading stand together."""
    opens: tuple[Paragraph, ...] = ()
    """What it rests on, which a screen opens beneath it; paper has it in the annex."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell."""

    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `marked` is the column to bring out: the preferred option."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Paragraphs as a list."""

    items: tuple[Paragraph, ...]


SIGNS = {"here": "◆", "cited": "▲", "beside": "■", "other": ""}
"""How the areas of a chart are marked, by role."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One area of a chart. `value` is None where it is missing or withheld; `words` then say which."""

    area: str
    role: Literal["here", "cited", "beside", "other"]
    """The area in question, one that is cited too, the one they are set beside, or another."""
    value: float | None
    lower: float | None
    upper: float | None
    words: str
    """The value with its interval, or why there is none."""
    counted: str
    """How many of how many, where that is known."""

    @property
    def marked(self) -> str:
        """The area's name with the sign of its role."""
        return f"{self.area} {SIGNS[self.role]}".strip()


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator by area, with all that must stand beside it."""

    title: str
    unit: str
    dots: tuple[Dot, ...]
    described: str
    """What it shows, for who cannot see it."""
    caption: str
    notes: tuple[str, ...] = ()
    """Reasons for care, a sentence each."""
    refs: tuple[Ref, ...] = ()

    @property
    def table(self) -> Table:
        """The same as a table."""
        counts = any(dot.counted for dot in self.dots)
        columns = ("Area", f"Value, {self.unit} (95 % interval)", *(("Counted",) if counts else ()))
        rows = tuple(
            tuple(
                Cell((Paragraph(text or "–"),)) for text in (dot.marked, dot.words, *((dot.counted,) if counts else ()))
            )
            for dot in self.dots
        )
        return Table(self.title, columns, rows)


Block = Paragraph | Table | Listed | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `name` is fixed, the heading is read."""

    name: str
    heading: str
    blocks: tuple[Block, ...]
    more: str = ""
    """The name of the section of the annex that has it in full, where something was left out here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence in full, with every place that cites it."""

    key: str
    kind: Literal["finding", "quote", "figure"]
    title: str
    quote: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    refs: tuple[Ref, ...] = ()
    rests_on: tuple[Ref, ...] = ()
    thing_id: int = 0
    """Of a quote its coding, of a figure the figure."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole brief."""

    name: str
    title: str
    project: str
    status: str
    owner: str
    made: str
    audience: str
    """The heading that says who this is for."""
    sections: tuple[Section, ...]
    annex: tuple[Entry, ...]
    notice: str = ""
    """A sentence that stands on every page: that it is a demonstration."""
    further: tuple[Section, ...] = ()
    """What goes further than two pages; it stands in the annex, before the evidence."""
    slots: tuple[tuple[str, str], ...] = ()
    """What a report form asks for, by the name that a template has for it."""


_SIGNS = re.compile(r"[=≈≠∅·]\s+")


def in_words(text: str) -> str:
    """How two sides meet, without its signs: on paper the words are enough.

    >>> in_words("judged differently: ≈ partly / ≠ opposite"), in_words("= point the same way")
    ('judged differently: partly / opposite', 'point the same way')
    """
    return _SIGNS.sub("", text)


def paragraphs(text: str) -> list[str]:
    """What a person wrote, a line each, with its dates as people write them."""
    return [dated(part.strip()) for part in text.split("\n") if part.strip()]
