"""What the review shows: the suggestions that are open, and what a person needs to judge one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from workbench.coding.blind import seen, unfinished
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.codings import CodingLine, codings_in
from workbench.coding.retrieval import Passage, passages
from workbench.desk.door.quoted import Said
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import Quote, held_back, quotes
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.suggestions.cache import VectorCache
from workbench.suggestions.embedding import MiniLM
from workbench.suggestions.open_ones import OpenOne, open_ones, topics_of_segments
from workbench.suggestions.review import SuggestionLine, ledger, one_line
from workbench.suggestions.telling import closest, learned_words, nearest, telling_words
from workbench.suggestions.topics import TopicLine, TypicalPassage, topics, typical_passages
from workbench.tui.choosing import Choice
from workbench.tui.suggestions.around import words_around
from workbench.tui.suggestions.only import ALL, Only, onlys
from workbench.tui.widgets.passages import Turn

EXAMPLES = 200
"""Among so many coded passages the closest are looked for."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The open suggestions of documents that the coder has begun, and among them those that are wanted just now.

    Both are in reading order, those put off last; `hidden` wait until the coder begins to read their documents.
    """

    every: tuple[OpenOne, ...] = ()
    lines: tuple[OpenOne, ...] = ()
    hidden: int = 0
    decided: int = 0
    taken: int = 0
    only: Only = ALL
    topics: Mapping[int, int] = field(default_factory=dict)
    """The topic of each segment, by their keys."""

    def holding(self, only: Only) -> Pile:
        """The pile with other suggestions in it."""
        fits = only.fits(self.topics)
        return replace(self, only=only, lines=tuple(one for one in self.every if fits(one)))

    def without(self, key: int, *, taken: bool) -> Pile:
        """The pile after a decision about one of them, which took it or not."""
        every, lines = (tuple(one for one in some if one.id != key) for some in (self.every, self.lines))
        return replace(self, every=every, lines=lines, decided=self.decided + 1, taken=self.taken + taken)

    def put_off(self, key: int) -> Pile:
        """The pile with one of them at its end."""
        off = tuple(one._replace(status="later") for one in self.every if one.id == key)
        every, lines = (tuple(one for one in some if one.id != key) for some in (self.every, self.lines))
        return replace(self, every=(*every, *off), lines=(*lines, *off))

    def place_of(self, key: int | None) -> int | None:
        """Where one of them stands; None if it is not there."""
        return next((at for at, one in enumerate(self.lines) if one.id == key), None)

    def came_back(self, before: Pile) -> int | None:
        """The one that is open again, or no longer put off, since the pile was as before; None where several are."""
        known = {one.id: one.status for one in before.every}
        back = [one.id for one in self.every if known.get(one.id) != one.status]
        return back[0] if len(back) == 1 else None


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
    learned: bool = False
    """Whether the words are those that tell passages with the code from others; else it shares them with the code."""


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with its typical passages that the team may see."""

    topic: TopicLine
    code: str
    passages: tuple[tuple[TypicalPassage, str], ...]
    """Each with what must be said beside it."""
    held: tuple[str, ...]


def read_pile(project: Project, *, everything: bool = False, only: Only = ALL) -> Pile:
    """The suggestions to review; with `everything` also those on documents that the coder has not begun to read."""
    with project.read() as session:
        found = open_ones(session)
        made = [line for line in ledger(session) if line.coder == project.coder]
        topics = topics_of_segments(session)
    every = tuple(found if everything else (one for one in found if one.begun))
    taken = sum(line.accepted + line.edited for line in made)
    decided = taken + sum(line.rejected for line in made)
    return Pile(every, every, len(found) - len(every), decided, taken, topics=topics).holding(only)


def read_onlys(project: Project, pile: Pile) -> list[Choice[Only]]:
    """What the pile could hold instead, with how many."""
    with project.read() as session:
        titles = {one.id: one.title or one.name for one in documents(session)}
        labels = {one.id: one.label or f"Topic {one.number}" for one in topics(session)}
    return onlys(pile.every, pile.topics, titles, labels)


def read_line(project: Project, key: int) -> SuggestionLine | None:
    """One suggestion with its words."""
    with project.read() as session:
        return one_line(session, key)


def read_around(project: Project, line: SuggestionLine) -> Around:
    """The turns around a passage; an answer stands alone, for its neighbours are other people's."""
    with project.read() as session:
        title, shown = words_around(session, line)
        marked = _seen(session, line.document_id)
        code = next((one for one in codebook(session, counts=False) if one.id == line.code_id), None)
    turns = tuple(
        Turn(one.start, one.speaker or one.case or "", one.role or "participant", one.text, str(one.ordinal + 1))
        for one in shown
    )
    here = tuple(one for one in marked if one.start < line.end and line.start < one.end)
    return Around(title, code, turns, here)


def _seen(session: Session, document_id: int) -> list[CodingLine]:
    """The codings of a document; only one's own while one reads it blind."""
    marked = codings_in(session, document_id)
    if document_id in unfinished(session):
        return [one for one in marked if one.coder == session.info["who"]]
    return marked


def read_why(project: Project, line: SuggestionLine, code: CodeLine | None) -> Why:
    """The words that speak for a code, and what people coded so that is closest. Slow the first time."""
    with project.read() as session:
        coded = [
            one
            for one in passages(session, codes=[line.code_id], where=seen(session), limit=EXAMPLES)
            if one.direction == "for" and (one.document_id, one.start) != (line.document_id, line.start)
        ]
        through, held = quotes(session, coded, INTERNAL)
        so = {(one.document_id, one.start) for one in coded}
        every = [one for one in passages(session, limit=2 * EXAMPLES) if (one.document_id, one.start) not in so]
        others = [quote.text for quote in quotes(session, every, INTERNAL)[0]]
        kept = VectorCache(session.info["secret"], MiniLM.name, key=project.key)
        vectors, there = kept.known([line.text, *(one.text for one in through)])
    about = (code.name, code.definition, code.include, code.example) if code else ()
    texts = [one.text for one in through]
    near = nearest(vectors, there) or closest(line.text, texts)
    learned = learned_words(line.text, texts, others)
    return Why(
        tuple(learned or telling_words(line.text, about, texts)),
        tuple(through[at] for at in near),
        len(coded),
        tuple(held_back(held)),
        bool(learned),
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
