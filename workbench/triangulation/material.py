"""Material: the people behind codes and themes, read once for many findings.

A finding names its source. A survey's name stands for the answers to that survey; a name that speaks of a survey
for all answers; of interviews, groups or conversations for transcripts and notes; any other name for everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import numbers
from workbench.coding.by_person import CASE, CODE, DOCUMENT, codings_by_person
from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.governance.samples import Regime, regime_of
from workbench.rows import in_chunks, keeps, table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey
from workbench.triangulation.prominence import PeopleCount

_FEW = 20
"""For more codes than this the people behind all codings are looked up at once."""
_SPOKEN = ("interview", "group", "transcript", "conversation", "note")
_WRITTEN = ("survey", "questionnaire", "answer")


Listening = tuple[frozenset[int], frozenset[int] | None, bool, bool, Regime]
"""Who was heard, who was asked (None where not everybody was asked one by one), whether they answered a survey, whether
they were chosen, and which rule counts them."""


class Voice(NamedTuple):
    """The people behind codes in a source, by the ends of their GUIDs in order, their passages, and their count."""

    people: list[str]
    passages: int
    of: PeopleCount


@dataclass(frozen=True, slots=True)
class Material:
    """Who said what where: every table needed to count people behind codes, in plain dictionaries."""

    documents: dict[int, tuple[str, int | None]]
    """Kind and survey of each document."""
    surveys: dict[str, int]
    """Survey keys by name in lower case."""
    heard: dict[int, frozenset[int]]
    """Cases whose words are in a document."""
    mentions: dict[int, dict[int, frozenset[int]]]
    """By code and document, the cases whose words carry the code."""
    codings: dict[int, dict[int, int]]
    """By code and document, how many codings."""
    asked: dict[int, dict[int, str]]
    """By question and case, whether it was asked."""
    cases: dict[int, tuple[str, str, str]]
    """Each case's short GUID, label and sampling."""
    places: dict[str, frozenset[int]] = field(default_factory=dict)
    """Documents by source, as they are looked up."""
    listeners: dict[tuple[str, int | None], Listening] = field(default_factory=dict)
    """By source and question, as they are looked up."""
    voices: dict[tuple[frozenset[int], str, int | None], Voice] = field(default_factory=dict)
    """By codes, source and question, as they are looked up."""
    in_order: list[Any] = field(default_factory=list)
    """The ends of all cases' GUIDs in order, and the cases beside them, once they were looked up."""

    def documents_of(self, source: str) -> frozenset[int]:
        """The documents that a source's name stands for."""
        if source not in self.places:
            self.places[source] = self._documents_of(source.casefold())
        return self.places[source]

    def _documents_of(self, name: str) -> frozenset[int]:
        named = self.named(name)
        return frozenset(self.documents) if named is None else named

    def named(self, source: str) -> frozenset[int] | None:
        """The documents that a source's name says by itself; None for one that is no survey's and says no kind."""
        name = source.casefold()
        survey = self.surveys.get(name)
        if survey is not None:
            return frozenset(key for key, (_, of) in self.documents.items() if of == survey)
        if any(word in name for word in _WRITTEN):
            return frozenset(key for key, (kind, _) in self.documents.items() if kind == "question")
        if any(word in name for word in _SPOKEN):
            return frozenset(key for key, (kind, _) in self.documents.items() if kind != "question")
        return None

    def heard_in(self, source: str) -> frozenset[int]:
        """Everybody whose words are in a source."""
        return frozenset[int]().union(*(self.heard.get(place, frozenset()) for place in self.documents_of(source)))

    def people(self, codes: Iterable[int], source: str) -> frozenset[int]:
        """The cases in a source whose words carry any of the codes."""
        places = self.documents_of(source)
        found: set[int] = set()
        for code in codes:
            by = self.mentions.get(code, {})
            found.update(*(by.values() if by.keys() <= places else (by[place] for place in by.keys() & places)))
        return frozenset(found)

    def passages(self, codes: Iterable[int], source: str) -> int:
        """How many codings of the codes there are in a source."""
        places = self.documents_of(source)
        each = (self.codings.get(code, {}) for code in codes)
        return sum(
            sum(by.values()) if by.keys() <= places else sum(by[place] for place in by.keys() & places) for by in each
        )

    def voice(self, codes: frozenset[int], source: str, question_id: int | None) -> Voice:
        """The people of codes in a source, and how many that is; of findings that rest on the same it is counted once."""
        key = (codes, source, question_id)
        if key not in self.voices:
            people = self.people(codes, source)
            self.voices[key] = Voice(
                self.ends_of(people),
                self.passages(codes, source),
                self.count(people, source, question_id),
            )
        return self.voices[key]

    def ends_of(self, people: frozenset[int]) -> list[str]:
        """The ends of some people's GUIDs, in order."""
        if len(people) < _FEW:
            return sorted(self.cases[case][0] for case in people)
        import numpy as np

        if not self.in_order:
            listed = sorted((end, case) for case, (end, _, _) in self.cases.items())
            self.in_order.extend((np.array([end for end, _ in listed], dtype=object), np.array([c for _, c in listed])))
        ends, cases = self.in_order
        inside = np.zeros(int(cases.max()) + 1, dtype=np.bool_)
        inside[np.fromiter(people, dtype=np.int64, count=len(people))] = True
        found: list[str] = ends[inside[cases]].tolist()
        return found

    def listening(self, source: str, question_id: int | None) -> Listening:
        """Who is heard in a source and who was asked a question there."""
        key = (source, question_id)
        if key not in self.listeners:
            self.listeners[key] = self._listeners(source, question_id)
        return self.listeners[key]

    def count(self, people: frozenset[int], source: str, question_id: int | None) -> PeopleCount:
        """How many people said something, of whom, and whether they were asked.

        An open survey question is asked of everybody who answered the survey.
        """
        heard, asked, answered, chosen, regime = self.listening(source, question_id)
        return PeopleCount(
            said=len(people & heard),
            heard=len(heard),
            asked=None if asked is None else len(asked),
            asked_said=0 if asked is None else len(people & asked),
            by_choice=chosen,
            answered=answered,
            regime=regime,
        )

    def _listeners(self, source: str, question_id: int | None) -> Listening:
        places = self.documents_of(source)
        heard = frozenset[int]().union(*(self.heard.get(place, frozenset()) for place in places))
        answered = bool(places) and all(self.documents[place][0] == "question" for place in places)
        chosen = not all(self.cases[case][2] in {"random", "everyone", "self-selected"} for case in heard)
        kinds = {self.documents[place][0] for place in places if self.heard.get(place)}
        regime = regime_of(kinds, (self.cases[case][2] for case in heard))
        if answered:
            return heard, heard, answered, chosen, regime
        if question_id is None:
            return heard, None, answered, chosen, regime
        states = self.asked.get(question_id, {})
        asked = frozenset(case for case in heard if states.get(case) in {"asked", "prompted"})
        return heard, asked or None, answered, chosen, regime


def read_material(
    session: Session, codes: Iterable[int], questions: Iterable[int] = (), *, heard: bool = False
) -> Material:
    """The people behind these codes, and who was asked these questions, in a handful of statements.

    Who is heard where is read with the codes, or where `heard` asks for it.
    """
    wanted = sorted(set(codes))
    return Material(
        documents=_documents(session),
        surveys=_surveys(session),
        heard=_heard(session) if wanted or heard else {},
        mentions=_mentions(session, wanted),
        codings=_codings(session, wanted),
        asked=_asked(session, sorted(set(questions))),
        cases=_cases(session),
    )


def read_again(
    session: Session,
    known: Material,
    codes: Iterable[int],
    documents: Iterable[int],
    *,
    unread: Iterable[int] = (),
    questions: Iterable[int] = (),
    lists: bool = False,
) -> Material:
    """What is known, with these codes read anew in these documents, and what these documents hold.

    `unread` are codes to be read in every document, `questions` those whose answers are read anew; with `lists` the
    lists of people, documents and surveys are too.
    """
    places, wanted, fresh = sorted(set(documents)), sorted(set(codes)), sorted(set(unread))
    mentions, codings = dict(known.mentions), dict(known.codings)
    if places and wanted:
        _replace(mentions, wanted, places, _mentions(session, wanted, places))
        _replace(codings, wanted, places, _codings(session, wanted, places))
    if fresh:
        for code in fresh:
            mentions.pop(code, None)
            codings.pop(code, None)
        mentions.update(_mentions(session, fresh))
        codings.update(_codings(session, fresh))
    heard = known.heard
    if places and lists:
        kept = {place: people for place, people in heard.items() if place not in set(places)}
        heard = {**kept, **_heard(session, places)}
    asked = known.asked
    if some := sorted(set(questions)):
        kept_answers = {key: states for key, states in asked.items() if key not in set(some)}
        asked = {**kept_answers, **_asked(session, some)}
    return Material(
        documents=_documents(session) if lists else known.documents,
        surveys=_surveys(session) if lists else known.surveys,
        heard=heard,
        mentions=mentions,
        codings=codings,
        asked=asked,
        cases=_cases(session) if lists else known.cases,
    )


ByPlace = TypeVar("ByPlace")


def _replace(
    known: dict[int, dict[int, ByPlace]], codes: list[int], places: list[int], now: dict[int, dict[int, ByPlace]]
) -> None:
    """Put what is there now in the place of what was, for some codes in some documents."""
    gone = set(places)
    for code in codes:
        before = known.get(code)
        after = now.get(code)
        if before is None and after is None:
            continue
        known[code] = {
            **{place: one for place, one in (before or {}).items() if place not in gone},
            **(after or {}),
        }


def _documents(session: Session) -> dict[int, tuple[str, int | None]]:
    t = table_of(Document).c
    rows = session.execute(sa.select(t.id, t.kind, t.survey_id).where(t.gone.is_(False)))
    return {key: (kind, survey) for key, kind, survey in rows}


def _surveys(session: Session) -> dict[str, int]:
    t = table_of(Survey).c
    rows = session.execute(sa.select(t.id, t.name).where(t.gone.is_(False)))
    return {str(name).casefold(): key for key, name in rows}


def _cases(session: Session) -> dict[int, tuple[str, str, str]]:
    t = table_of(Case).c
    rows = session.execute(sa.select(t.id, t.guid, t.label, t.sampling).where(t.gone.is_(False)))
    return {key: (guid.hex()[-12:], label, sampling) for key, guid, label, sampling in rows}


def _heard(session: Session, documents: list[int] | None = None) -> dict[int, frozenset[int]]:
    """Whose words are in each document, or in some."""
    segments, cases = table_of(Segment), table_of(Case)
    found: dict[int, set[int]] = defaultdict(set)
    statement = (
        sa.select(segments.c.document_id, segments.c.case_id)
        .join(cases, cases.c.id == segments.c.case_id)
        .where(segments.c.gone.is_(False), cases.c.gone.is_(False))
        .distinct()
    )
    for places in [None] if documents is None else in_chunks(documents):
        some = statement if places is None else statement.where(segments.c.document_id.in_(places))
        for document, case in session.execute(some):
            found[document].add(case)
    return {document: frozenset(people) for document, people in found.items()}


def _mentions(
    session: Session, codes: list[int], documents: list[int] | None = None
) -> dict[int, dict[int, frozenset[int]]]:
    """Whose words carry each code, by document; everywhere, or in some documents."""
    if documents is None and len(codes) > _FEW and keeps(session):
        return _all_mentions(session, codes)
    codings, segments, cases = table_of(Coding), table_of(Segment), table_of(Case)
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    statement = (
        sa.select(codings.c.code_id, codings.c.document_id, segments.c.case_id)
        .select_from(touched().join(cases, cases.c.id == segments.c.case_id))
        .where(
            codings.c.code_id.in_(codes),
            codings.c.gone.is_(False),
            codings.c.direction == "for",
            cases.c.gone.is_(False),
        )
        .distinct()
    )
    for places in [None] if documents is None else in_chunks(documents):
        some = statement if places is None else statement.where(codings.c.document_id.in_(places))
        for code, document, case in session.execute(some):
            found[code][document].add(case)
    return {code: {place: frozenset(people) for place, people in by.items()} for code, by in found.items()}


def _all_mentions(session: Session, codes: list[int]) -> dict[int, dict[int, frozenset[int]]]:
    """Whose words carry each of many codes, by document, from the codings by person; the same people are one set."""
    import numpy as np

    rows = codings_by_person(session)
    rows = rows[np.isin(rows[:, CODE], codes)]
    far, most = (int(rows[:, column].max(initial=0)) + 1 for column in (DOCUMENT, CASE))
    every = np.unique((rows[:, CODE] * far + rows[:, DOCUMENT]) * most + rows[:, CASE])
    place, cases = every // most, (every % most).tolist()
    begins = np.flatnonzero(np.diff(place, prepend=-1))
    codes_here, documents = (place[begins] // far).tolist(), (place[begins] % far).tolist()
    bounds = [*begins.tolist(), len(cases)]
    sets: dict[tuple[int, ...], frozenset[int]] = {}
    found: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for code, document, (begin, end) in zip(codes_here, documents, pairwise(bounds), strict=True):
        some = tuple(cases[begin:end])
        found[code][document] = sets.setdefault(some, frozenset(some))
    return dict(found)


def _codings(session: Session, codes: list[int], documents: list[int] | None = None) -> dict[int, dict[int, int]]:
    """How many codings of each code there are, by document; everywhere, or in some documents."""
    codings = table_of(Coding)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    statement = (
        sa.select(codings.c.code_id, codings.c.document_id, sa.func.count().label("many"))
        .where(codings.c.code_id.in_(codes), codings.c.gone.is_(False), codings.c.direction == "for")
        .group_by(codings.c.code_id, codings.c.document_id)
    )
    if documents is None and len(codes) > _FEW:
        for code, document, number in zip(*numbers(session, statement).T.tolist(), strict=True):
            found[code][document] = number
        return dict(found)
    for places in [None] if documents is None else in_chunks(documents):
        some = statement if places is None else statement.where(codings.c.document_id.in_(places))
        for code, document, number in session.execute(some):
            found[code][document] = number
    return dict(found)


def _asked(session: Session, questions: list[int]) -> dict[int, dict[int, str]]:
    asked = table_of(Asked)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    statement = sa.select(asked.c.question_id, asked.c.case_id, asked.c.state).where(
        asked.c.question_id.in_(questions), asked.c.gone.is_(False)
    )
    for question, case, state in session.execute(statement):
        found[question][case] = state
    return dict(found)
