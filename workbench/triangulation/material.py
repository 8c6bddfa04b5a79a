"""Material: the people behind codes and themes, read once for many findings.

A finding names its source. A survey's name stands for the answers to that survey; a name that speaks of a survey
for all answers; of interviews, groups or conversations for transcripts and notes; any other name for everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.retrieval import touched
from workbench.governance.samples import Regime, regime_of
from workbench.rows import table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey
from workbench.triangulation.prominence import PeopleCount

_SPOKEN = ("interview", "group", "transcript", "conversation", "note")
_WRITTEN = ("survey", "questionnaire", "answer")


Listeners = tuple[frozenset[int], frozenset[int] | None, bool, bool, Regime]
"""Who was heard, who was asked, whether they answered a survey, whether they were chosen, and which rule counts them."""


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
    listeners: dict[tuple[str, int | None], Listeners] = field(default_factory=dict)
    """By source and question, as they are looked up."""

    def documents_of(self, source: str) -> frozenset[int]:
        """The documents that a source's name stands for."""
        if source not in self.places:
            self.places[source] = self._documents_of(source.casefold())
        return self.places[source]

    def _documents_of(self, name: str) -> frozenset[int]:
        survey = self.surveys.get(name)
        if survey is not None:
            return frozenset(key for key, (_, of) in self.documents.items() if of == survey)
        if any(word in name for word in _WRITTEN):
            return frozenset(key for key, (kind, _) in self.documents.items() if kind == "question")
        if any(word in name for word in _SPOKEN):
            return frozenset(key for key, (kind, _) in self.documents.items() if kind != "question")
        return frozenset(self.documents)

    def people(self, codes: Iterable[int], source: str) -> frozenset[int]:
        """The cases in a source whose words carry any of the codes."""
        places = self.documents_of(source)
        found: set[int] = set()
        for code in codes:
            for document, cases in self.mentions.get(code, {}).items():
                if document in places:
                    found |= cases
        return frozenset(found)

    def passages(self, codes: Iterable[int], source: str) -> int:
        """How many codings of the codes there are in a source."""
        places = self.documents_of(source)
        return sum(
            number for code in codes for document, number in self.codings.get(code, {}).items() if document in places
        )

    def count(self, people: frozenset[int], source: str, question_id: int | None) -> PeopleCount:
        """How many people said something, of whom, and whether they were asked.

        An open survey question is asked of everybody who answered the survey.
        """
        key = (source, question_id)
        if key not in self.listeners:
            self.listeners[key] = self._listeners(source, question_id)
        heard, asked, answered, chosen, regime = self.listeners[key]
        return PeopleCount(
            said=len(people & heard),
            heard=len(heard),
            asked=None if asked is None else len(asked),
            asked_said=0 if asked is None else len(people & asked),
            by_choice=chosen,
            answered=answered,
            regime=regime,
        )

    def _listeners(self, source: str, question_id: int | None) -> Listeners:
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


def read_material(session: Session, codes: Iterable[int], questions: Iterable[int] = ()) -> Material:
    """The people behind these codes, and who was asked these questions, in a handful of statements."""
    documents, surveys, cases = table_of(Document), table_of(Survey), table_of(Case)
    wanted = sorted(set(codes))
    return Material(
        documents={
            key: (kind, survey)
            for key, kind, survey in session.execute(
                sa.select(documents.c.id, documents.c.kind, documents.c.survey_id).where(documents.c.gone.is_(False))
            )
        },
        surveys={
            str(name).casefold(): key
            for key, name in session.execute(sa.select(surveys.c.id, surveys.c.name).where(surveys.c.gone.is_(False)))
        },
        heard=_heard(session) if wanted else {},
        mentions=_mentions(session, wanted),
        codings=_codings(session, wanted),
        asked=_asked(session, sorted(set(questions))),
        cases={
            key: (guid.hex()[-12:], label, sampling)
            for key, guid, label, sampling in session.execute(
                sa.select(cases.c.id, cases.c.guid, cases.c.label, cases.c.sampling).where(cases.c.gone.is_(False))
            )
        },
    )


def _heard(session: Session) -> dict[int, frozenset[int]]:
    segments, cases = table_of(Segment), table_of(Case)
    found: dict[int, set[int]] = defaultdict(set)
    statement = (
        sa.select(segments.c.document_id, segments.c.case_id)
        .join(cases, cases.c.id == segments.c.case_id)
        .where(segments.c.gone.is_(False), cases.c.gone.is_(False))
        .distinct()
    )
    for document, case in session.execute(statement):
        found[document].add(case)
    return {document: frozenset(people) for document, people in found.items()}


def _mentions(session: Session, codes: list[int]) -> dict[int, dict[int, frozenset[int]]]:
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
    for code, document, case in session.execute(statement):
        found[code][document].add(case)
    return {code: {place: frozenset(people) for place, people in by.items()} for code, by in found.items()}


def _codings(session: Session, codes: list[int]) -> dict[int, dict[int, int]]:
    codings = table_of(Coding)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    statement = (
        sa.select(codings.c.code_id, codings.c.document_id, sa.func.count())
        .where(codings.c.code_id.in_(codes), codings.c.gone.is_(False), codings.c.direction == "for")
        .group_by(codings.c.code_id, codings.c.document_id)
    )
    for code, document, number in session.execute(statement):
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
