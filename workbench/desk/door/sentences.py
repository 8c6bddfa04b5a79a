"""Sentences that the team wrote, where they leave: a person who may not be shown to these readers is not named in one.

Whatever is written anywhere in the project is looked through, and then whether it stands in what is about to leave; so
no writer can forget it. The name of a person who may be told of to these readers passes, as it does beside their quotes.
What only looks like a name is said to whoever takes it out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.display import DisplayForm
from workbench.coding.retrieval import OF_THE_TEAM
from workbench.desk.every_text import every_text
from workbench.desk.mentions import called
from workbench.errors import WorkbenchError
from workbench.exchange.words_of_files import WORD, words_of
from workbench.governance.audiences import INTERNAL, Audience, Departure
from workbench.governance.consent import quotable
from workbench.governance.identifier_names import place_names
from workbench.governance.known_names import KnownNames, Standing, descriptions_of_one, looks_named, names_of_voices
from workbench.governance.released import Quoted, Released
from workbench.indicators.observations import Observation
from workbench.project.conflicts import Conflict
from workbench.project.identity import Alias
from workbench.rows import Row, table_of
from workbench.sources.cases import Attribute, AttributeValue, Case, CasePlace
from workbench.sources.coders import Coder, coder_names
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.sources.matches import CaseMatch
from workbench.sources.speakers import Speaker
from workbench.suggestions.blind_samples import BlindPassage
from workbench.suggestions.review import Suggestion
from workbench.suggestions.topics import Topic
from workbench.triangulation.findings import Finding

_NO_SENTENCES: frozenset[type[Row]] = frozenset(
    {
        *(Segment, Coding, DisplayForm, Suggestion, Topic, BlindPassage),
        *(Case, CasePlace, CaseMatch, Attribute, AttributeValue, Speaker, Consent, Coder, Alias),
        *(Audience, Departure, Released, Quoted, Observation, Conflict),
    }
)
"""Tables that hold what people said, which goes by the door for quotes, and what people and things are called."""
_MACHINE = frozenset({"says", "stamp", "guid", "at", "created", "evidence", "recipe"})
"""Columns that nobody writes."""
_AROUND = 30
_BESIDE = 3
"""So many words on one side of a name tell in which sentence it stands."""
MOST_SAID = 3
"""So many places are said one by one."""


class NamesSomebodyError(WorkbenchError):
    """A sentence names a person who has not agreed to be shown to these readers. Say it without the name."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the team with what stands in it: where it is written, and whose name or what looks like one."""

    kind: type[Row]
    key: int
    where: str
    text: str
    at: Standing

    @property
    def around(self) -> str:
        """The name with the words around it."""
        begin, end = max(0, self.at.start - _AROUND), self.at.end + _AROUND
        words = " ".join(self.text[begin:end].split())
        return f"{'… ' if begin else ''}{words}{' …' if end < len(self.text) else ''}"

    @property
    def doubt(self) -> tuple[str, str]:
        """What is doubtful and the words around it: the same wherever it is written again."""
        return self.at.what, self.around.casefold().strip(" …")


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What was found in the sentences of something that leaves."""

    blocked: tuple[str, ...] = ()
    """A sentence a place that names somebody who may not be shown; then nothing may leave."""
    doubtful: tuple[str, ...] = ()
    """A sentence a place that holds what looks like a name."""


def require_nobody_named(session: Session, audience: str, content: bytes | str | Path) -> tuple[str, ...]:
    """Look through what is about to leave for an audience; gives what somebody else should read, in sentences.

    Raises NamesSomebodyError where a sentence names a person who may not be shown to these readers: it says where it is
    and what to do. For the team nothing is looked through.
    """
    found = look_through(session, audience, content)
    if found.blocked:
        said = list(found.blocked[:MOST_SAID])
        more = len(found.blocked) - len(said)
        said += [f"{more} more like this."] * (more > 0)
        raise NamesSomebodyError(
            f"Nothing was written. {' '.join(said)} Say it without the name, such as “one person”, and take it out again."
        )
    return found.doubtful


def look_through(session: Session, audience: str, content: bytes | str | Path) -> LookedThrough:
    """What of the team's sentences that stand in a file names somebody, or seems to.

    Args:
        session: to read with.
        audience: who would read it.
        content: the file as it would be written, or where it lies, or a table as text.
    """
    if audience == INTERNAL:
        return LookedThrough()
    known = _Known(session, audience)
    named = [one for one in _standing(session, known) if one.at.what or not known.may_be_shown(one.at.person)]
    there = list(_in_file(named, content))
    names = _numbers(session) if there else {}
    there = [replace(one, where=names.get(one.key, one.where)) if one.kind is Finding else one for one in there]
    blocked = [
        f"{one.where[:1].upper()}{one.where[1:]} names {known.why_not(one.at.person, audience)}: “{one.around}”."
        for one in there
        if not one.at.what
    ]
    first = {one.doubt: one for one in reversed(there) if one.at.what}
    doubtful = [
        f"{one.where[:1].upper()}{one.where[1:]} holds {one.at.what} (“{one.around}”): if it is somebody's, take it out;"
        " have somebody else of the team read it."
        for one in there
        if one.at.what and first[one.doubt] is one
    ]
    return LookedThrough(tuple(dict.fromkeys(blocked)), tuple(dict.fromkeys(doubtful)))


def without_names(session: Session, audience: str) -> Callable[[str], str]:
    """What takes out of a text the names of people who may not be shown to an audience: for what nobody can word anew.

    For the team it changes nothing.
    """
    if audience == INTERNAL:
        return str
    known = _Known(session, audience)

    def told(text: str) -> str:
        for one in sorted(known.names.find(text), key=lambda one: -one.start):
            if not known.may_be_shown(one.person):
                text = f"{text[: one.start]}somebody{text[one.end :]}"
        return text

    return told


class _Known:
    """Whom the project knows by name, and who of them may be told of to an audience."""

    def __init__(self, session: Session, audience: str) -> None:
        case, voice = table_of(Case), table_of(Speaker)
        people = sa.select(case.c.id, case.c.label).where(
            case.c.gone.is_(False), case.c.kind.in_(("person", "household"))
        )
        self.labels: dict[int, str] = dict(session.execute(people).all())
        heard = sa.select(voice.c.label).where(
            voice.c.gone.is_(False), voice.c.case_id.is_(None), voice.c.role.not_in(sorted(OF_THE_TEAM))
        )
        taken = {label.casefold() for label in self.labels.values()}
        others = [name for name in names_of_voices(session.execute(heard).scalars()) if name.casefold() not in taken]
        self.voices = {-number: name for number, name in enumerate(others, 1)}
        self.names = KnownNames({**self.labels, **self.voices})
        self.descriptions = _descriptions(session)
        self.described = KnownNames(self.descriptions)
        self.team = {word.casefold() for name in coder_names(session).values() for word in name.split()}
        self._session, self._audience = session, audience
        self._may: dict[int, bool] = {}

    def may_be_shown(self, person: int) -> bool:
        """Whether a person agreed to be told of to these readers; nobody agreed for a voice that is no person."""
        if person < 0:
            return False
        if person not in self._may:
            self._may[person] = quotable(self._session, [person], self._audience, "paraphrase")[person].allowed
        return self._may[person]

    def why_not(self, person: int, audience: str) -> str:
        """Whom a sentence names, and why it may not."""
        if person < 0:
            return f"{self.voices[person]}, a voice in a transcript for whom nobody has agreed"
        return f"{self.labels[person]}, who has not agreed to be told of to {audience}"


def _descriptions(session: Session) -> dict[int, str]:
    """What fits one person of the interviews only, by the person."""
    value, attribute = table_of(AttributeValue), table_of(Attribute)
    chosen = (
        sa.select(value.c.value, value.c.case_id)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(value.c.gone.is_(False), attribute.c.gone.is_(False), attribute.c.came_from == "")
        .where(attribute.c.kind.in_(("text", "choice")))
    )
    fits: dict[str, set[int]] = defaultdict(set)
    for said, case in session.execute(chosen):
        fits[said.casefold()].add(case)
    places = place_names()
    return {case: said for case, said in descriptions_of_one(fits).items() if said not in places}


def _standing(session: Session, known: _Known) -> Iterator[Sentence]:
    """Every place in the team's sentences where somebody's name stands, or what looks like one."""
    for kind, key, texts in every_text(session, but=_NO_SENTENCES, gone=False):
        for column, text in texts.items():
            if column in _MACHINE:
                continue
            for one in _strings(text):
                for at in _looked(one, known):
                    yield Sentence(kind, key, called(kind), one, at)


def _looked(text: str, known: _Known) -> Iterator[Standing]:
    sure = list(known.names.find(text))
    yield from sure
    for one in known.described.find(text):
        yield replace(one, what="a description that fits one person only")
    for one in looks_named(text, known=known.team):
        if not any(one.start < other.end and other.start < one.end for other in sure):
            yield one


def _strings(text: str) -> Iterator[str]:
    """A text, or the texts in one that is JSON."""
    if text[:1] in {"{", "["}:
        try:
            yield from _each(json.loads(text))
        except ValueError:
            yield text
    else:
        yield text


def _each(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _each(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _each(one)


def _in_file(found: Iterable[Sentence], content: bytes | str | Path) -> Iterator[Sentence]:
    """Those of some sentences that stand in a file: a name with the words before it, or with those after."""
    listed = list(found)
    wanted: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
    for at, one in enumerate(listed):
        for needle in _needles(one):
            wanted[needle[0]].append((needle, at))
    if not wanted:
        return
    there: set[int] = set()
    for words in words_of(content):
        for place, word in enumerate(words):
            for needle, at in wanted.get(word, ()):
                if at not in there and words[place : place + len(needle)] == needle:
                    there.add(at)
    yield from (listed[at] for at in sorted(there))


def _needles(one: Sentence) -> Sequence[list[str]]:
    """The words by which a name in a sentence is known again: with some before it, and with some after it."""
    before = [match.group().casefold() for match in WORD.finditer(one.text[: one.at.start])]
    name = [match.group().casefold() for match in WORD.finditer(one.text[one.at.start : one.at.end])]
    after = [match.group().casefold() for match in WORD.finditer(one.text[one.at.end :])]
    sides = [[*before[-_BESIDE:], *name], [*name, *after[:_BESIDE]]]
    long = [side for side in sides if len(side) >= len(name) + _BESIDE]
    return long or [[*before, *name, *after]]


def _numbers(session: Session) -> dict[int, str]:
    """What findings are called, by key."""
    table = table_of(Finding)
    return {key: f"F{number}" for key, number in session.execute(sa.select(table.c.id, table.c.number))}
