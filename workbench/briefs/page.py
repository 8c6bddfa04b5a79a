"""The page: a brief as headings, paragraphs, tables and citations, before it is HTML, Markdown or paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["", "lead", "numbers", "words", "meet", "note", "quote", "warning", "label"]


@dataclass(frozen=True, slots=True)
class Ref:
    """One place where an entry of the annex is cited: the entry's key, and which of its places this is, from 1."""

    key: str
    nth: int


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


Block = Paragraph | Table | Listed


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `name` is fixed, the heading is read."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


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
