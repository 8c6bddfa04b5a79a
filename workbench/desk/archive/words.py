"""The words of an archive: texts as these readers may see them, whose each part is, and the codings at their places in them."""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.coding.retrieval import Passage, passages
from workbench.desk.door.door import Door
from workbench.desk.door.quoted import NOT_NAMED, names_of_documents
from workbench.desk.paper.spoken import WRITTEN, Passed, Spoken, taken_up, words_of
from workbench.desk.paper.wanted import because
from workbench.desk.tabular import Cell
from workbench.governance.quote_risk import SECOND_READER, Beside
from workbench.governance.quoting import Quote
from workbench.sources.document_list import DocumentLine, documents
from workbench.text import counted

DOCUMENTS = ("file", "document", "kind", "title", "segments", "not_shown")
SEGMENTS = ("file", "number", "start", "end", "kind", "who", "role", "at_ms", "shown")
CODINGS = ("file", "start", "end", "words", "code", "people", "coder", "origin", "created", "direction", "mark")
NOT_SHOWN = "[not shown]"
"""What stands in a text in place of words that these readers may not see."""
AWAY = -(1 << 62)
"""How far words moved that are not there."""
IN_THE_TEAM = "it is a heading or note of the team"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the segments of a text begin and end in their document, and how far each moved to its place in the archive."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    shifts: array[int] = field(default_factory=lambda: array("q"))
    """`AWAY` where the words are not there as they were said."""

    def add(self, start: int, end: int, shift: int | None) -> None:
        """Put the next segment in its place."""
        self.starts.append(start)
        self.ends.append(end)
        self.shifts.append(AWAY if shift is None else shift)

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words of the document stand in the text; None where some of them are not there as they were said."""
        over = self.shifts[bisect_right(self.ends, start) : bisect_left(self.starts, end)]
        return None if not over or AWAY in over else (start + over[0], end + over[0])


@dataclass(frozen=True, slots=True)
class Text:
    """A document that stands in the archive, without its words: they are written when they are read."""

    file: str
    line: DocumentLine
    called: str
    segments: int
    not_shown: int
    placed: Placed
    packed: bytes
    """A row a segment, as packed JSON: a large project has half a million."""


@dataclass(slots=True)
class Words:
    """The words of an archive as the readers of a door may have them, a text after the other, and what is not in them.

    `written` comes first; the others tell of what it wrote. For the team, who may see whatever consent lets by, a
    document is asked about by itself. For others what may be shown depends on all that is, so all are asked at once.
    """

    at: Door
    texts: list[Text] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def written(self) -> Iterator[tuple[str, str]]:
        """Every text that is shown, with its file; a document of which they may see nothing is not among them."""
        lines = list(enumerate(documents(self.at.session), 1))
        told = names_of_documents(self.at.session, team=self.at.team)
        waiting: list[tuple[str, bool]] = []
        for some in [[one] for one in lines] if self.at.team else [lines]:
            yield from self._written(some, told, waiting)
        self.left_out += _without(waiting)

    def _written(
        self, lines: Sequence[tuple[int, DocumentLine]], told: Mapping[str, str], waiting: list[tuple[str, bool]]
    ) -> Iterator[tuple[str, str]]:
        at = self.at
        every = {line.id: words_of(at.session, line) for _, line in lines}
        asked = [one for some in every.values() for one in some if at.team or one.segment.kind not in WRITTEN]
        held, whole = len(at.held), Beside(whole=True)
        shown: Passed = {(one.passage.line.id, one.passage.start): one for one in at.through(asked, whole)}
        why = {(one.document, one.start): one.why for one in at.held[held:]}
        at.held += taken_up(every.values(), shown, why)
        why = {(one.document, one.start): one.why for one in at.held[held:]}
        for number, line in lines:
            spoken = every.pop(line.id)
            there = [shown[line.id, one.start] for one in spoken if (line.id, one.start) in shown]
            theirs = [one for one in there if not one.passage.of_the_team]
            if not theirs:
                second = any(why.get((line.name, one.start)) == SECOND_READER for one in spoken)
                waiting.append((told[line.name], second))
                continue
            text, words = _text(f"texts/{number:03}.txt", line, told[line.name], spoken, shown, why)
            at.enter(theirs, whole)
            self.texts.append(text)
            yield text.file, words

    def documents(self) -> Iterator[tuple[Cell, ...]]:
        """A row a text."""
        for one in self.texts:
            title = one.line.title if one.called == one.line.name else ""
            yield one.file, one.called, one.line.kind, title, one.segments, one.not_shown

    def segments(self) -> Iterator[tuple[Cell, ...]]:
        """A row a part of a text: a turn, a paragraph, an answer."""
        for one in self.texts:
            for row in json.loads(zlib.decompress(one.packed)):
                yield one.file, *row

    def codings(self) -> Iterator[tuple[Cell, ...]]:
        """Every coding that these readers may see, with its place where its words stand in a text."""
        by_document = {one.line.id: one for one in self.texts}
        session = self.at.session
        for some in [[one.id] for one in documents(session)] if self.at.team else [None]:
            through = self.at.through(passages(session, documents=some))
            self.at.enter(through)
            for quote in through:
                yield _coding(self.at, quote, by_document.get(quote.passage.document_id))


def _without(documents: Sequence[tuple[str, bool]]) -> list[str]:
    """What is said of documents of which nothing is shown."""
    said = []
    for ask, why in (
        (True, "a second reader has to agree first: ask for one in Governance, under Second reader"),
        (False, ""),
    ):
        names = [name for name, waits in documents if waits == ask]
        if names:
            some = "; ".join(names[:12]) + (f" and {len(names) - 12:,} more" if len(names) > 12 else "")
            said.append(
                f"Of {counted(len(names), 'document')} no words are in it ({some})" + (f": {why}." if why else ".")
            )
    return said


def _text(
    file: str, line: DocumentLine, called: str, words: Sequence[Spoken], shown: Passed, why: dict[tuple[str, int], str]
) -> tuple[Text, str]:
    """One document: its parts one under the other, each where it may be seen."""
    pieces: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    placed = Placed()
    start = 0
    for one in words:
        quote = shown.get((line.id, one.start))
        piece = quote.text if quote is not None else NOT_SHOWN
        as_said = quote is not None and piece == one.text
        placed.add(one.start, one.end, start - one.start if as_said else None)
        place = (one.segment.ordinal + 1, start, start + len(piece), one.segment.kind)
        rows.append((*place, *_whose(one, quote), _shown(one, quote, why)))
        pieces.append(piece)
        start += len(piece) + 1
    hidden = sum(row[-1] != "as said" for row in rows)
    packed = zlib.compress(json.dumps(rows).encode(), 1)
    return Text(file, line, called, len(rows), hidden, placed, packed), "\n".join(pieces)


def _whose(one: Spoken, quote: Quote[Spoken] | None) -> tuple[str, str, int | None]:
    """Who says a part and in which role, and when in the recording; no more than the role where it is not shown."""
    segment = one.segment
    if quote is None:
        return "", segment.role, segment.at_ms
    inside = quote.risk is None
    who = (segment.case or (segment.speaker if inside else "")) if quote.named else NOT_NAMED
    return who, segment.role, segment.at_ms


def _shown(one: Spoken, quote: Quote[Spoken] | None, why: dict[tuple[str, int], str]) -> str:
    if quote is not None:
        return "as said" if quote.text == one.text else "in other words"
    return f"not shown: {because(why.get((one.document, one.start), IN_THE_TEAM), many=False)}"


def _coding(at: Door, quote: Quote[Passage], text: Text | None) -> tuple[Cell, ...]:
    """The row of one coding; it has a place where its words stand in the text as they were said."""
    one = quote.passage
    as_said = quote.named and quote.as_said == one.text
    there = text.placed.of(one.start, one.end) if text is not None and as_said else None
    start, end = there if there is not None else (None, None)
    file = text.file if text is not None and there is not None else ""
    who = _by_whom(at, quote)
    return file, start, end, quote.as_said, one.code, *who, one.origin, one.created, one.direction, quote.mark


def _by_whom(at: Door, quote: Quote[Passage]) -> tuple[str, str]:
    """Whose words a coding has, and, for the team, who coded them."""
    one = quote.passage
    return ("; ".join(one.cases) if quote.named else NOT_NAMED), one.coder if at.team else ""
