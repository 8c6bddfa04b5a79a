"""A display as a reader may see it: every count, figure and quote in it has passed the door for its audience.

A screen, a paper and a table all draw what comes of this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.options import Option
from workbench.coding.retrieval import Passage, passages
from workbench.desk.leaving import Door
from workbench.desk.quoted import names_of_documents, whose
from workbench.governance.disclosure import withheld_words, withhold_small
from workbench.governance.quoting import Quote
from workbench.rows import table_of
from workbench.triangulation.shown import (
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
FEW_SHARE = "quotes withheld by us: fewer than {} people are of this group"
WITHHELD = "withheld by us"


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
    hidden: dict[int, str] = field(default_factory=dict)
    """What stands in place of a count, by the piece's identity."""
    options: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    chosen: dict[int, list[int]] = field(default_factory=dict)
    """The codings quoted in each place, by the piece's identity."""


def at_the_door(at: Door, shown: Shown) -> Drawn:
    """A display as the audience at the door may see it; what is held back is counted there."""
    pieces = [piece for row in shown.rows for cell in row.cells for piece in cell]
    passed = _Passed(at)
    passed.quotes = _quotes(at, [one for one in pieces if isinstance(one, Quoted) and not _too_few(at, one)])
    passed.counts = at.counts(one.line for one in pieces if isinstance(one, Found))
    figures = [one.line for one in pieces if isinstance(one, Figured)]
    passed.figures = {} if at.team else at.figures(figures)
    passed.hidden = hidden_counts(at, pieces)
    if any(isinstance(one, Optioned) for one in pieces):
        passed.options = _options(at.session)
    passed.documents = names_of_documents(at.session, team=at.team)
    _choose([one for one in pieces if isinstance(one, Quoted)], passed)
    rows = tuple(_row(row, passed) for row in shown.rows)
    quoted = sum(bit.look == "quote" for row in rows for cell in row.cells for bit in cell)
    remarks = shown.remarks
    if passed.hidden:
        remarks = (*remarks, f"{withheld_words(at.audience.threshold, beside=True)}.")
    return Drawn(shown.id, shown.kind, shown.title, shown.head, rows, remarks, quotes=quoted, figures=len(figures))


def _row(row: ShownRow, passed: _Passed) -> DrawnRow:
    cells = tuple(tuple(_bits(cell, passed)) for cell in row.cells)
    team = passed.at.team
    return DrawnRow(
        row.about, row.name, cells, row.together, row.fit, row.state if team else "", row.cause if team else ""
    )


def _bits(cell: Cell, passed: _Passed) -> Iterable[Bit]:
    for piece in cell:
        match piece:
            case Text():
                yield Bit(piece.text, piece.look, piece.to, piece=piece)
            case Count() | Size() | Mean():
                hidden = passed.hidden.get(id(piece))
                yield Bit(hidden or piece.words, "count", piece=None if hidden else piece)
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
    if _too_few(passed.at, piece):
        yield Bit(FEW_SHARE.format(passed.at.audience.threshold), "quiet")
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
        if _too_few(passed.at, piece):
            continue
        told: dict[str, int] = {}
        for key in sorted(piece.candidates, key=used.__contains__):
            quote = passed.quotes.get(key)
            if quote is not None and quote.text not in told and len(told) < piece.many:
                told[quote.text] = key
        used |= set(told.values())
        passed.chosen[id(piece)] = list(told.values())
    printed = passed.at.settled(passed.quotes[key] for key in sorted(used))
    passed.at.enter(printed)
    passed.quotes |= {one.passage.coding_id: one for one in printed}


def _too_few(at: Door, piece: Quoted) -> bool:
    """Whether so few people are of a group that quotes under its name would give them away."""
    return bool(at.audience.threshold) and piece.group is not None and piece.group < at.audience.threshold


def _quotes(at: Door, wanted: list[Quoted]) -> dict[int, Quote[Passage]]:
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
            through = at.passages(passages(at.session, codings=sorted(asked)))
            found.update((quote.passage.coding_id, quote) for quote in through)
    return found


def hidden_counts(at: Door, pieces: Sequence[Piece]) -> dict[int, str]:
    """What stands in place of counts that are small for the audience, or would give one away, by the piece's `id`."""
    few = at.audience.threshold
    found: dict[int, str] = {}
    if at.team or few <= 1:
        return found
    lines: dict[str, list[Count | Size | Mean]] = defaultdict(list)
    for one in pieces:
        if isinstance(one, Count):
            lines[f"count of {one.of}"].append(one)
        elif isinstance(one, Size):
            lines["size"].append(one)
        elif isinstance(one, Mean) and 0 < one.people < few:
            found[id(one)] = WITHHELD
    for some in lines.values():
        said = [one.said if isinstance(one, Count) else one.people for one in some if not isinstance(one, Mean)]
        among = [one.heard if isinstance(one, Count) else one.of for one in some if not isinstance(one, Mean)]
        cases = withhold_small([said], few, column_totals=False, of=[among])
        heard = withhold_small([among], few, column_totals=False)
        for place, one in enumerate(some):
            if (0, place) in cases.places or (0, place) in heard.places:
                found[id(one)] = WITHHELD
    at.small += len(found)
    return found


def _options(session: Session) -> dict[str, tuple[int, str]]:
    """Every option's key and name by its GUID as text."""
    table = table_of(Option)
    chosen = sa.select(table.c.guid, table.c.id, table.c.number, table.c.title).where(table.c.gone.is_(False))
    return {guid.hex(): (key, f"O{number} {title}") for guid, key, number, title in session.execute(chosen)}
