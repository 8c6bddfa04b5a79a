"""What somebody took back, where the team has quoted it: in memos, findings, briefs, names of codes, the history.

A quotation is a run of five words of theirs that nobody else in the project says. It is replaced; what was made of it
stays. Keywords of topics that stood in their words only go as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.versions import Version
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.desk.every_text import every_text
from workbench.desk.mentions import NOT_YET, Mention, Veil, called
from workbench.desk.withdrawal.versions import take_from_kept
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.observations import Observation
from workbench.project import purge
from workbench.rows import Row, amend, table_of
from workbench.sources.asked import Question
from workbench.sources.documents import Segment
from workbench.sources.taken_back import TELLING_WORDS, words_guid
from workbench.suggestions.review import Suggestion
from workbench.suggestions.topics import Topic

RUN = 5
"""So many of somebody's words in a row are a quotation."""
LEAST_OF_A_NAME = 3
"""A code that was named in their words by fewer is listed, and not renamed."""
TAKEN_BACK = "[words taken back]"
_WORD = re.compile(r"[^\W_]+")
_LEAST = 8
_WITHOUT_QUOTES: frozenset[type[Row]] = frozenset({Segment, Observation, Doubt, Suggestion, Coding, Topic, Version})
"""Tables in which nobody quotes, or that are gone through by themselves."""


@dataclass
class TheirWords:
    """Runs of words that were purged, to be found again wherever the team has written them down."""

    session: Session
    texts: list[str]
    labels: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Names of codes that were made in vivo of their words."""
    cut: Collection[bytes] = ()
    """GUIDs of codings that lay on their words and on others', and lie on the others' now."""
    figures: Collection[bytes] = ()
    """GUIDs of figures that are others without their answers."""
    put: Collection[str] = ()
    """Which of the texts were put to them: a question of the topic guide that stands in one is ours, and stays."""

    def __post_init__(self) -> None:
        said = [_words(text) for text in self.texts]
        self._runs = {tuple(words[at : at + RUN]) for words in said for at in range(len(words) - RUN + 1)}
        self._put = {
            tuple(words[at : at + RUN]) for words in map(_words, self.put) for at in range(len(words) - RUN + 1)
        }
        self._named = {tuple(_words(name)) for name in self.names}
        self._lengths = sorted({RUN, *map(len, self._named)}, reverse=True)
        self.vocabulary = {word for words in said for word in words}
        self._others: dict[tuple[str, ...], bool] = {}

    def only_theirs(self, run: tuple[str, ...]) -> bool:
        """Whether nobody says these words any more, now that theirs are gone."""
        if run not in self._others:
            phrase = " ".join(run)
            self._others[run] = bool(self.session.info["search"](f'"{phrase}"', 1))
        return not self._others[run]

    def stand_in(self, text: str) -> bool:
        """Whether a text quotes them, or is their label."""
        return any(text == label or text.startswith(f"{label} (") for label in self.labels) or bool(self._places(text))

    def without(self, text: str, *, ours: bool = False) -> str:
        """A text with their words replaced, but where it is `ours` for what was put to them; one that is JSON stays so."""
        if text[:1] in {"{", "["}:
            try:
                return json.dumps(_each(json.loads(text), self.without), ensure_ascii=False)
            except ValueError:
                pass
        kept, at = [], 0
        for start, end in self._places(text, ours=ours):
            kept += [text[at:start], TAKEN_BACK]
            at = end
        return "".join([*kept, text[at:]])

    def _places(self, text: str, *, ours: bool = False) -> list[tuple[int, int]]:
        """Where their words stand, runs that touch or overlap as one."""
        found = [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]
        places: list[tuple[int, int]] = []
        for at in range(len(found)):
            for length in self._lengths:
                run = tuple(word for word, _, _ in found[at : at + length])
                known = (length == RUN and run in self._runs) or run in self._named
                if len(run) == length and known and not (ours and run in self._put) and self.only_theirs(run):
                    start, end = found[at][1], found[at + length - 1][2]
                    if places and start <= places[-1][1]:
                        start = places.pop()[0]
                    places.append((start, end))
                    break
        return places


def take_back(session: Session, theirs: TheirWords) -> Iterator[Mention]:
    """Replace every quotation of theirs, and purge what the history kept of it; says where, with what stands now."""
    veil = Veil(session)
    for kind, key, cells in list(_quoting(session, theirs)):
        if kind is Code and "name" in cells:
            cells["name"] = f"{TAKEN_BACK} {key}"
        amend(session, kind, key, **cells)
        for name, text in cells.items():
            yield Mention(called(kind), NOT_YET if veil.hides(kind, key, name) else _around(text))
    _take_from_topics(session, theirs)
    yield from take_from_kept(
        session, labels=theirs.labels, cut=theirs.cut, without=theirs.without, figures=theirs.figures
    )
    for text in theirs.texts:
        words = tuple(_words(text))
        if len(words) >= TELLING_WORDS and theirs.only_theirs(words):
            purge.leave_tombstone(session, Segment, words_guid(session, text), reason="withdrawal")
    purge.forget_where(session, theirs.stand_in, theirs.without)


def _quoting(session: Session, theirs: TheirWords) -> Iterator[tuple[type[Row], int, dict[str, str]]]:
    """Every row in which they are quoted, with the texts as they stand without."""
    for kind, key, texts in every_text(session, but=_WITHOUT_QUOTES, least=_LEAST):
        changed = {name: theirs.without(text, ours=kind is Question) for name, text in texts.items()}
        cells = {name: text for name, text in changed.items() if TAKEN_BACK in text}
        if cells:
            yield kind, key, cells


def _take_from_topics(session: Session, theirs: TheirWords) -> None:
    """Take keywords that only they said out of every topic; a topic without any goes."""
    topic = table_of(Topic)
    changed = []
    for key, label, keywords in session.execute(sa.select(topic.c.id, topic.c.label, topic.c.keywords)).all():
        listed = [word for word in keywords.split(", ") if word]
        lost = {word for word in [*listed, *_words(label)] if _is_lost(word, theirs)}
        if not lost:
            continue
        kept = [word for word in listed if word not in lost]
        made = label == ", ".join(listed[: len(label.split(", "))])
        named = ", ".join(kept[:3]) if made else label
        if not named or any(word in lost for word in _words(named)):
            named = TAKEN_BACK
        amend(session, Topic, key, label=named, keywords=", ".join(kept), **({} if kept else {"gone": True}))
        changed.append(key)
    purge.forget_rows(session, Topic, changed)


def _is_lost(word: str, theirs: TheirWords) -> bool:
    parts = tuple(_words(word))
    return bool(parts) and theirs.vocabulary.issuperset(parts) and theirs.only_theirs(parts)


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]


def _each(value: Any, change: Any) -> Any:
    """A JSON value with every string in it changed."""
    if isinstance(value, dict):
        return {change(name): _each(one, change) for name, one in value.items()}
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value) if isinstance(value, str) else value


def _around(text: str) -> str:
    """The words around what was taken back."""
    at = text.find(TAKEN_BACK)
    begin, end = max(0, at - 30), at + len(TAKEN_BACK) + 30
    return " ".join(text[begin:end].split())
