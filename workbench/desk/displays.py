"""A display as a reader may see it: every count, figure and quote in it has passed the door for its audience.

A screen, a paper and a table all draw what comes of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.options import Option
from workbench.coding.retrieval import Passage, passages
from workbench.desk.door.door import Door
from workbench.desk.door.quoted import names_of_documents, whose
from workbench.desk.door.told_counts import WITHHELD, Told, fewest_beside_a_group, told
from workbench.governance.disclosure import withheld_words
from workbench.governance.quoting import Quote
from workbench.rows import table_of
from workbench.triangulation.displays.shown import (
    Cell,
    Count,
    Figured,
    Found,
    Mean,
    Optioned,
    Piece,
    Quoted,
    Shown,
    ShownRow,
    Size,
    Text,
)

Look = Literal["", "title", "quiet", "warning", "accent", "count", "figure", "quote", "finding"]
THEMES = 3
"""The place of the themes in the rows of a typology."""
EVERYBODY = "everybody"
FEW_SHARE = "quotes withheld by us: fewer than {} people are of this group"


@dataclass(frozen=True, slots=True)
class Bit:
    """A few words of a cell as they may be shown, how they look, and where they lead."""

    text: str
    look: Look = ""
    to: str = ""
    beside: str = ""
    """What stands after a quote: who said it, where, and what must be said of it."""
    piece: Piece | None = None
    """What it was made of, where its numbers may be told too."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row with its cells, and what we make of it together."""

    about: str
    name: str
    cells: tuple[tuple[Bit, ...], ...]
    together: str
    fit: str
    state: str
    cause: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A display as one audience may see it."""

    id: int
    kind: str
    title: str
    head: tuple[str, ...]
    rows: tuple[DrawnRow, ...]
    remarks: tuple[str, ...]
    quotes: int = 0
    figures: int = 0


@dataclass(slots=True)
class _Passed:
    """What passed the door of everything in a display."""

    at: Door
    quotes: dict[int, Quote[Passage]] = field(default_factory=dict)
    counts: dict[int, str] = field(default_factory=dict)
    """Counts of findings by finding."""
    figures: dict[int, str] = field(default_factory=dict)
    """What stands in place of a figure, by figure."""
    told: Told = field(default_factory=Told)
    """How counts of people are told."""
    fewest: int = 0
    """Of how many people a group must be for their words to stand under its name."""
    options: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    chosen: dict[int, list[int]] = field(default_factory=dict)
    """The codings quoted in each place, by the piece's identity."""


def at_the_door(at: Door, shown: Shown) -> Drawn:
    """A display as the audience at the door may see it; what is held back is counted there."""
    pieces = [piece for row in shown.rows for cell in row.cells for piece in cell]
    passed = _Passed(at, told=told(at, shown.material, pieces, shown.whole))
    if not at.team:
        passed.fewest = fewest_beside_a_group(at, shown.material)
        shown = _without_unnamed(shown, passed.told)
        pieces = [piece for row in shown.rows for cell in row.cells for piece in cell]
    passed.quotes = _quotes(passed, [one for one in pieces if isinstance(one, Quoted) and not _too_few(passed, one)])
    passed.counts = at.counts(one.line for one in pieces if isinstance(one, Found))
    figures = [one.line for one in pieces if isinstance(one, Figured)]
    passed.figures = {} if at.team else at.figures(figures)
    if any(isinstance(one, Optioned) for one in pieces):
        passed.options = _options(at.session)
    passed.documents = names_of_documents(at.session, team=at.team)
    _choose([one for one in pieces if isinstance(one, Quoted)], passed)
    rows = tuple(_row(row, passed, shown.kind) for row in shown.rows)
    quoted = sum(bit.look == "quote" for row in rows for cell in row.cells for bit in cell)
    remarks = (*shown.remarks, *passed.told.remarks)
    if WITHHELD in passed.told.words.values():
        remarks = (*remarks, f"{withheld_words(at.audience.threshold, beside=True)}.")
    return Drawn(shown.id, shown.kind, shown.title, shown.head, rows, remarks, quotes=quoted, figures=len(figures))


def _without_unnamed(shown: Shown, found: Told) -> Shown:
    """A display without the groups that are not called by name outside the team."""
    if not found.unnamed:
        return shown
    if not shown.group_columns:
        return replace(shown, rows=tuple(row for row in shown.rows if found.unnamed.isdisjoint(_groups(row.cells))))
    gone = {
        place
        for place in shown.group_columns
        if any(not found.unnamed.isdisjoint(_groups(row.cells[place : place + 1])) for row in shown.rows)
    }
    rows = tuple(replace(row, cells=_but(row.cells, gone)) for row in shown.rows)
    head = _but(shown.head, gone)
    if gone == set(shown.group_columns):
        head = (head[0], EVERYBODY, *head[1:])
        rows = tuple(
            replace(row, cells=(row.cells[0], _together(shown, before, gone), *row.cells[1:]))
            for row, before in zip(rows, shown.rows, strict=True)
        )
    return replace(shown, head=head, rows=rows, group_columns=())


def _together(shown: Shown, row: ShownRow, columns: Iterable[int]) -> Cell:
    """What stands in place of all groups of a row: how many of everybody, and words of any of them."""
    counted = [one for one in shown.whole if one.of == row.name]
    said = [one for place in columns for one in row.cells[place] if isinstance(one, Quoted)]
    words = tuple(dict.fromkeys(key for one in said for key in one.candidates))
    return (*counted, *((Quoted(words, said[0].many),) if said else ()))


def _but(cells: tuple[Any, ...], gone: set[int]) -> tuple[Any, ...]:
    return tuple(cell for place, cell in enumerate(cells) if place not in gone)


def _groups(cells: Iterable[Cell]) -> set[tuple[str, str]]:
    """The groups that are counted in some cells."""
    return {(one.by, one.group) for cell in cells for one in cell if isinstance(one, Count | Size)}


def _row(row: ShownRow, passed: _Passed, kind: str) -> DrawnRow:
    shown = row.cells
    if kind == "typology":
        shown = (*shown[:THEMES], _raised(shown[THEMES], passed), *shown[THEMES + 1 :])
    cells = tuple(tuple(_bits(cell, passed)) for cell in shown)
    team = passed.at.team
    return DrawnRow(
        row.about, row.name, cells, row.together, row.fit, row.state if team else "", row.cause if team else ""
    )


def _raised(cell: Cell, passed: _Passed) -> Cell:
    """Of a type the themes that were raised, each with its count; for the team the most frequent first.

    For others they stay in their order, which then tells nothing of a count that is withheld.
    """
    pairs = [(name, count) for name, count in zip(cell[::2], cell[1::2], strict=True) if isinstance(count, Count)]
    kept = [pair for pair in pairs if pair[1].said or pair[1].none_asked or id(pair[1]) in passed.told.words]
    if passed.at.team:
        kept.sort(key=lambda pair: -pair[1].said)
    return tuple(piece for pair in kept for piece in pair) or (Text("none of the themes", "quiet"),)


def _bits(cell: Cell, passed: _Passed) -> Iterable[Bit]:
    for piece in cell:
        match piece:
            case Text():
                yield Bit(piece.text, piece.look, piece.to, piece=piece)
            case Count() | Size() | Mean():
                words = passed.told.words.get(id(piece))
                exact = passed.told.rounded.get(id(piece)) if words else piece
                yield Bit(words or piece.words, "count", piece=exact)
            case Found():
                yield Bit(piece.line.statement, "finding", f"finding:{piece.line.id}", piece.line.name, piece)
                if piece.line.id in passed.counts:
                    yield Bit(passed.counts[piece.line.id], "count")
            case Figured():
                yield _figure(piece, passed)
            case Optioned():
                key, name = passed.options.get(piece.guid, (0, "an option that is no longer in the project"))
                yield Bit(name, "title" if key else "quiet", f"option:{key}" if key else "", piece=piece)
            case Quoted():
                yield from _said(piece, passed)


def _figure(piece: Figured, passed: _Passed) -> Bit:
    line = piece.line
    where = f"{line.area}, {line.figure.period}"
    of = f", {line.of}" if line.of else ""
    hidden = passed.figures.get(line.id)
    guarded = next(iter(passed.at.guarded([line])))
    text = f"{where}{of}: {hidden or guarded.in_words}"
    return Bit(text, "figure", f"figure:{line.id}", f"Source: {line.source}", None if hidden else piece)


def _said(piece: Quoted, passed: _Passed) -> Iterable[Bit]:
    """The quotes of one place, as many as are wanted and may be shown."""
    if _too_few(passed, piece):
        yield Bit(FEW_SHARE.format(passed.fewest), "quiet")
        return
    chosen = passed.chosen.get(id(piece), [])
    for key in chosen:
        quote = passed.quotes[key]
        one = quote.passage
        beside = " · ".join(filter(None, (*whose(quote, passed.documents), quote.mark)))
        yield Bit(f"“{quote.text}”", "quote", f"words:{one.document_id}:{one.start}", beside, piece)
    if piece.candidates and piece.many and not chosen:
        yield Bit("their words are held back", "quiet")


def _choose(places: Iterable[Quoted], passed: _Passed) -> None:
    """Choose the quotes of every place, one used nowhere yet before others, and enter at the door what is printed together."""
    used: set[int] = set()
    for piece in places:
        if _too_few(passed, piece):
            continue
        texts: dict[str, int] = {}
        for key in sorted(piece.candidates, key=used.__contains__):
            quote = passed.quotes.get(key)
            if quote is not None and quote.text not in texts and len(texts) < piece.many:
                texts[quote.text] = key
        used |= set(texts.values())
        passed.chosen[id(piece)] = list(texts.values())
    printed = passed.at.settled(passed.quotes[key] for key in sorted(used))
    passed.at.enter(printed)
    passed.quotes |= {one.passage.coding_id: one for one in printed}


def _too_few(passed: _Passed, piece: Quoted) -> bool:
    """Whether so few people are of a group that quotes under its name would give them away."""
    return piece.group is not None and piece.group < passed.fewest


def _quotes(passed: _Passed, wanted: list[Quoted]) -> dict[int, Quote[Passage]]:
    """The quotes that may be shown: first the best of each place, then others where these are held back."""
    found: dict[int, Quote[Passage]] = {}
    tried: set[int] = set()
    for more in (0, 2, 100):
        asked = {
            key
            for one in wanted
            if sum(key in found for key in one.candidates) < one.many
            for key in one.candidates[: one.many + more]
        } - tried
        if asked:
            tried |= asked
            through = passed.at.passages(passages(passed.at.session, codings=sorted(asked)))
            found.update((quote.passage.coding_id, quote) for quote in through)
    return found


def _options(session: Session) -> dict[str, tuple[int, str]]:
    """Every option's key and name by its GUID as text."""
    table = table_of(Option)
    chosen = sa.select(table.c.guid, table.c.id, table.c.number, table.c.title).where(table.c.gone.is_(False))
    return {guid.hex(): (key, f"O{number} {title}") for guid, key, number, title in session.execute(chosen)}
