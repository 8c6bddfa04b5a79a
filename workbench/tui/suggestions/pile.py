"""What the review shows: the suggestions that are open, and what a person needs to judge one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.codings import CodingLine, codings_in
from workbench.coding.retrieval import Passage, passages
from workbench.desk.tables_suggestions import Said
from workbench.governance.audiences import INTERNAL
from workbench.governance.flags import held_spans
from workbench.governance.quoting import Quote, held_back, quotes
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.sources.documents import segments_at, segments_of
from workbench.suggestions.review import SuggestionLine, ledger, queue
from workbench.suggestions.telling import closest, telling_words
from workbench.suggestions.topics import TopicLine, TypicalPassage, topics, typical_passages
from workbench.text import Span
from workbench.tui.widgets.passages import Turn

AROUND = 6
"""So many turns are shown before and after a passage."""
EXAMPLES = 200
"""Among so many coded passages the closest are looked for."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The open suggestions, those put off last; `hidden` wait until the coder begins to read their documents."""

    lines: tuple[SuggestionLine, ...] = ()
    hidden: int = 0
    decided: int = 0
    taken: int = 0

    def without(self, key: int) -> Pile:
        """The pile after a decision about one of them."""
        left = tuple(line for line in self.lines if line.id != key)
        return Pile(left, self.hidden, self.decided, self.taken)

    def put_off(self, key: int) -> Pile:
        """The pile with one of them at its end."""
        moved = [line for line in self.lines if line.id == key]
        return Pile((*self.without(key).lines, *moved), self.hidden, self.decided, self.taken)

    def place_of(self, key: int | None) -> int:
        """Where one of them stands; 0 if it is not there."""
        return next((at for at, line in enumerate(self.lines) if line.id == key), 0)


@dataclass(frozen=True, slots=True)
class Around:
    """A passage in its context, the code proposed for it, and what else is on its words."""

    title: str
    code: CodeLine | None
    turns: tuple[Turn, ...]
    codings: tuple[CodingLine, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a proposed code."""

    telling: tuple[str, ...]
    near: tuple[Quote[Passage], ...]
    coded: int
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with its typical passages that the team may see."""

    topic: TopicLine
    code: str
    passages: tuple[tuple[TypicalPassage, str], ...]
    """Each with what must be said beside it."""
    held: tuple[str, ...]


def read_pile(project: Project, *, everything: bool = False) -> Pile:
    """The suggestions to review; with `everything` also those on documents that nobody has begun to read."""
    with project.read() as session:
        shown = [
            line
            for status in ("proposed", "later")
            for line in queue(session, status=status, begun_only=not everything)
        ]
        every = (
            len(shown)
            if everything
            else sum(len(queue(session, status=status, begun_only=False)) for status in ("proposed", "later"))
        )
        made = [line for line in ledger(session) if line.coder == project.coder]
    taken = sum(line.accepted + line.edited for line in made)
    return Pile(tuple(shown), every - len(shown), taken + sum(line.rejected for line in made), taken)


def read_around(project: Project, line: SuggestionLine) -> Around:
    """The turns around a passage; an answer stands alone, for its neighbours are other people's."""
    span = Span(line.start, line.end)
    with project.read() as session:
        listed = next(one for one in documents(session) if one.id == line.document_id)
        if listed.kind == "question":
            shown = segments_at(session, line.document_id, span)
        else:
            every = segments_of(session, line.document_id)
            at = next((at for at, one in enumerate(every) if one.id == line.segment_id), 0)
            shown = every[max(0, at - AROUND) : at + AROUND + 1]
        held = held_spans(session).get(line.document_id, ())
        shown = [one for one in shown if not any(span.touches(Span(one.start, one.end)) for span in held)]
        marked = codings_in(session, line.document_id)
        code = next((one for one in codebook(session, counts=False) if one.id == line.code_id), None)
    turns = tuple(
        Turn(one.start, one.speaker or one.case or "", one.role or "participant", one.text, str(one.ordinal + 1))
        for one in shown
    )
    here = tuple(one for one in marked if one.start < line.end and line.start < one.end)
    return Around(listed.title or listed.name, code, turns, here)


def read_why(project: Project, line: SuggestionLine, code: CodeLine | None) -> Why:
    """The words that speak for a code, and what people coded so that is closest. Slow the first time."""
    with project.read() as session:
        coded = [
            one
            for one in passages(session, codes=[line.code_id], limit=EXAMPLES)
            if one.direction == "for" and (one.document_id, one.start) != (line.document_id, line.start)
        ]
        through, held = quotes(session, coded, INTERNAL)
    about = (code.name, code.definition, code.include, code.example) if code else ()
    texts = [one.text for one in through]
    near = closest(line.text, texts)
    return Why(
        tuple(telling_words(line.text, about, texts)),
        tuple(through[at] for at in near),
        len(coded),
        tuple(held_back(held)),
    )


def read_topics(project: Project, *, everything: bool = False) -> list[TopicLine]:
    """The topics there are; with `everything` also those discarded, merged or split."""
    with project.read() as session:
        return topics(session, discarded=everything)


def read_code_paths(project: Project) -> dict[int, str]:
    """The path of every code."""
    with project.read() as session:
        return {one.id: one.path for one in codebook(session, counts=False)}


def read_topic(project: Project, topic: TopicLine) -> TopicPage:
    """A topic's typical passages, the closest first."""
    with project.read() as session:
        found = typical_passages(session, topic.id)
        said = [Said(one.segment_id, one.document, one.start, one.end, one.text, one.case_id) for one in found]
        through, held = quotes(session, said, INTERNAL)
        told = {one.passage.key: one for one in through}
        code = next((one.path for one in codebook(session, counts=False) if one.id == topic.code_id), "")
    shown = tuple(
        (replace(one, text=quote.text), quote.mark) for one in found if (quote := told.get(one.segment_id)) is not None
    )
    return TopicPage(topic, code, shown, tuple(held_back(held)))


def read_codes(project: Project) -> list[CodeLine]:
    """The codes that may be given."""
    with project.read() as session:
        return [one for one in codebook(session) if one.state == "active"]
