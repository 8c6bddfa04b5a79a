"""Completeness: what each source contributes, alone and beside others, and where one source alone speaks. Pure.

The fourth step of the protocol (Farmer and others 2006): unique and shared contributions of each set of material.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.text import joined
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow


@dataclass(frozen=True, slots=True)
class TopicShare:
    """Who speaks on one topic and who does not."""

    row_id: int
    topic: str
    about: str
    speaks: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def alone(self) -> str:
        """The source that speaks alone; empty where none does or several do."""
        return self.speaks[0] if len(self.speaks) == 1 else ""

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if not self.speaks:
            return "No source speaks on this yet."
        if self.alone:
            return f"Only one source speaks on this: {self.alone}."
        silent = f"; {joined(self.silent)} {'says' if len(self.silent) == 1 else 'say'} nothing" if self.silent else ""
        return f"{joined(self.speaks)} speak on this{silent}."


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source contributes to all topics."""

    source: str
    findings: int
    topics: int
    alone: tuple[str, ...]
    """The topics on which it alone speaks: without it nothing would be known of them."""
    adds: tuple[str, ...]
    """The topics that it shares and on which what is made of it together goes beyond any one source."""

    @property
    def words(self) -> str:
        """What it adds, in a sentence."""
        topics = f"{self.findings} {_of(self.findings, 'finding')} on {self.topics} {_of(self.topics, 'topic')}"
        alone = f"alone on {joined(self.alone)}" if self.alone else "alone on none"
        return f"{self.source}: {topics}; {alone}{f'; adds to {joined(self.adds)}' if self.adds else ''}."


@dataclass(frozen=True, slots=True)
class Completeness:
    """Topic by topic who speaks, and source by source what it contributes."""

    topics: tuple[TopicShare, ...]
    sources: tuple[SourceShare, ...]

    @property
    def alone(self) -> tuple[TopicShare, ...]:
        """The topics on which one source alone speaks."""
        return tuple(one for one in self.topics if one.alone)


def completeness(matrix: Matrix, about: str | None = None) -> Completeness:
    """What every source contributes, to all topics or to those of one research question."""
    rows = [row for row in matrix.rows if about is None or row.about == about]
    topics = tuple(_topic(row, matrix.sources) for row in rows)
    return Completeness(topics, tuple(_source(name, rows, topics) for name in matrix.sources))


def _topic(row: MatrixRow, sources: Iterable[str]) -> TopicShare:
    speaks = tuple(name for name in sources if row.cells[name].findings)
    silent = tuple(name for name in sources if not row.cells[name].findings)
    return TopicShare(row.id, row.title, row.about, speaks, silent)


def _source(name: str, rows: Iterable[MatrixRow], topics: Iterable[TopicShare]) -> SourceShare:
    here = [row for row in rows if row.cells[name].findings]
    alone = tuple(one.topic for one in topics if one.alone == name)
    shared = tuple(row.title for row in here if row.fit == "expansion" and row.title not in alone)
    told = {line.id for row in here for line in row.cells[name].findings}
    return SourceShare(name, len(told), len(here), alone, shared)


def _of(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"
