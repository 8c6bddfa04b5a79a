"""The words of an archive: texts as these readers may see them, whose each part is, and the codings at their places in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
IN_THE_TEAM = "it is a heading or note of the team"


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment at its place in the text of the archive; `shift` is how far it moved, None where its words are not there."""

    start: int
    end: int
    shift: int | None


@dataclass(slots=True)
class Text:
    """A document as it stands in the archive."""

    file: str
    line: DocumentLine
    called: str
    text: str
    segments: list[tuple[Cell, ...]]
    placed: list[Placed]
    not_shown: int

    def place_of(self, start: int, end: int, words: str) -> tuple[int, int] | None:
        """Where words of the document stand in the text; None where some of them are not shown, or not as they were said."""
        over = [one for one in self.placed if one.start < end and start < one.end]
        if not over or any(one.shift is None for one in over):
            return None
        shift = over[0].shift or 0
        there = (start + shift, end + shift)
        return there if self.text[there[0] : there[1]] == words else None


@dataclass(slots=True)
class Words:
    """Every text of the archive, and what is not in them, in sentences."""

    texts: list[Text] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def documents(self) -> Iterator[tuple[Cell, ...]]:
        """A row a text."""
        for one in self.texts:
            title = one.line.title if one.called == one.line.name else ""
            yield one.file, one.called, one.line.kind, title, len(one.segments), one.not_shown

    def segments(self) -> Iterator[tuple[Cell, ...]]:
        """A row a part of a text: a turn, a paragraph, an answer."""
        for one in self.texts:
            yield from one.segments


def texts_for(at: Door) -> Words:
    """The texts that the readers of a door may see; a document of which they may see nothing is not among them."""
    lines = documents(at.session)
    every = {line.id: words_of(at.session, line) for line in lines}
    asked = [one for some in every.values() for one in some if at.team or one.segment.kind not in WRITTEN]
    held, whole = len(at.held), Beside(whole=True)
    shown: Passed = {(one.passage.line.id, one.passage.start): one for one in at.through(asked, whole)}
    why = {(one.document, one.start): one.why for one in at.held[held:]}
    at.held += taken_up(every.values(), shown, why)
    why = {(one.document, one.start): one.why for one in at.held[held:]}
    told = names_of_documents(at.session, team=at.team)
    found = Words()
    waiting = []
    for number, line in enumerate(lines, 1):
        if not any((line.id, one.start) in shown and not one.of_the_team for one in every[line.id]):
            waiting.append(
                (told[line.name], any(why.get((line.name, one.start)) == SECOND_READER for one in every[line.id]))
            )
            continue
        text = _text(f"texts/{number:03}.txt", line, told[line.name], every[line.id], shown, why)
        at.enter(
            (
                shown[line.id, one.start]
                for one in every[line.id]
                if (line.id, one.start) in shown and not one.of_the_team
            ),
            whole,
        )
        found.texts.append(text)
    found.left_out += _without(waiting)
    return found


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
) -> Text:
    """One document: its parts one under the other, each where it may be seen."""
    pieces: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    placed: list[Placed] = []
    start = 0
    for one in words:
        quote = shown.get((line.id, one.start))
        piece = quote.text if quote is not None else NOT_SHOWN
        as_said = quote is not None and piece == one.text
        placed.append(Placed(one.start, one.end, start - one.start if as_said else None))
        rows.append(
            (
                file,
                one.segment.ordinal + 1,
                start,
                start + len(piece),
                one.segment.kind,
                *_whose(one, quote),
                _shown(one, quote, why),
            )
        )
        pieces.append(piece)
        start += len(piece) + 1
    hidden = sum(row[-1] != "as said" for row in rows)
    return Text(file, line, called, "\n".join(pieces), rows, placed, hidden)


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


def codings_in(at: Door, words: Words) -> Iterator[tuple[Cell, ...]]:
    """Every coding that these readers may see, with its place where its words stand in a text."""
    by_document = {one.line.id: one for one in words.texts}
    through = at.through(passages(at.session))
    at.enter(through)
    for quote in through:
        one = quote.passage
        text = by_document.get(one.document_id)
        there = text.place_of(one.start, one.end, quote.as_said) if text is not None and quote.named else None
        start, end = there if there is not None else (None, None)
        file = text.file if text is not None and there is not None else ""
        yield (
            file,
            start,
            end,
            quote.as_said,
            one.code,
            *_by_whom(at, quote),
            one.origin,
            one.created,
            one.direction,
            quote.mark,
        )


def _by_whom(at: Door, quote: Quote[Passage]) -> tuple[str, str]:
    """Whose words a coding has, and, for the team, who coded them."""
    one = quote.passage
    return ("; ".join(one.cases) if quote.named else NOT_NAMED), one.coder if at.team else ""
