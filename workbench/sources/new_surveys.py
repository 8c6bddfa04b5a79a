"""A survey that the project does not have yet, planned against what is there and landed beside other people's work.

Its mass is rows that nobody has seen before: a case a respondent, a passage an open answer, a value a closed one. They
land in slices, and the change that takes them in has little left to write. A survey that is there goes through
`surveys.add_survey`, which compares every answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlmodel import Session

from workbench.rows import Row, amend, find_guid, guid_for, halves_to_join, is_purged, keyed_guid, now
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.documents import Added, Document, Segment
from workbench.sources.drafts import DraftAttribute, DraftQuestion, DraftSurvey, LeftOut
from workbench.sources.surveys import (
    Survey,
    add_values,
    answer_guid,
    own_attribute,
    question_guid,
    question_name,
    said_otherwise,
    sort_out_cases,
)
from workbench.sources.taken_back import is_taken_back
from workbench.sources.weights import weigh
from workbench.text import word_count


class Landing(Protocol):
    """Where rows land: hidden until a change takes them in, or `shown` where nobody finds them without a hidden row."""

    def add_many(
        self,
        kind: type[Row],
        cells: tuple[str, ...],
        rows: Iterable[tuple[Any, ...]],
        /,
        *,
        shown: bool = False,
        **same: Any,
    ) -> list[int]:
        """Land rows of values in the order of `cells`, and give their keys."""
        ...

    def take_in(self) -> None:
        """Show what has landed, inside a change."""
        ...


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """An open question that becomes a document: its GUID, the document's name, its answers by row and their words."""

    question: DraftQuestion
    guid: bytes
    name: str
    answers: Mapping[int, str]
    words: Sequence[int]
    """How many there are in each answer."""

    @property
    def length(self) -> int:
        """Code points of the answers, with one line break between two."""
        return max(0, sum(map(len, self.answers.values())) + len(self.answers) - 1)


@dataclass(slots=True)
class NewSurvey:
    """What a new survey brings: whom the project knows already, and what it has to make."""

    draft: DraftSurvey
    secret: bytes
    guid: bytes
    cases: dict[int, tuple[int, bytes]]
    """Row: the case it belongs to and its GUID; of new ones once they have landed."""
    fresh: dict[int, bytes]
    """Row: the GUID of the case that has to be made of it."""
    returning: list[int]
    """Cases that were removed and come back."""
    questions: list[NewQuestion]
    attributes: list[tuple[DraftAttribute, bytes]]
    """Closed questions that are new, with their GUID."""
    known: list[DraftAttribute]
    """Closed questions that the project has from elsewhere."""
    left_out: list[LeftOut]
    notes: list[str]

    @property
    def rows(self) -> int:
        """How many rows have to land."""
        answers = sum(len(one.answers) for one in self.questions)
        return 1 + len(self.fresh) + len(self.questions) + answers + len(self.attributes) + self.values

    @property
    def values(self) -> int:
        """How many values of new closed questions there are; those of respondents left out count too."""
        return sum(len(attribute.values) for attribute, _ in self.attributes)

    def added(self, values: int | None = None) -> Added:
        """What is said of it once it is in the project; `values` where not every closed answer is a new value."""
        answers = sum(len(one.answers) for one in self.questions)
        counts = {
            "documents": len(self.questions),
            "rows": len(self.draft.cases),
            "answers": answers,
            "segments": answers,
            "words": sum(sum(one.words) for one in self.questions),
            "cases": len(self.cases.keys() | self.fresh.keys()),
            "blanks": self.draft.blanks,
            "values": sum(len(one.values) for one in self.draft.attributes) if values is None else values,
        }
        return Added("added", counts, tuple(self.left_out), tuple(self.notes))


def rows_of(draft: DraftSurvey) -> int:
    """How many rows a survey makes at most."""
    return len(draft.cases) + draft.answers + sum(len(attribute.values) for attribute in draft.attributes)


def planned(session: Session, draft: DraftSurvey) -> NewSurvey | None:
    """What a survey brings to the project as it is now; None where the project has that survey, gone or not."""
    guid = guid_for(session, "survey", draft.name)
    if find_guid(session, Survey, guid) is not None:
        return None
    cases, fresh, returning, left_out = sort_out_cases(session, draft)
    owners = {number: guid for number, (_, guid) in cases.items()} | fresh
    questions = []
    for question in draft.questions:
        own = question_guid(session, draft.name, question.column)
        if find_guid(session, Document, own) is not None:
            return None
        answers = _answers(session, draft, question, owners)
        words = [word_count(text) for text in answers.values()]
        questions.append(NewQuestion(question, own, question_name(session, draft, question), answers, words))
    new, known = [], []
    owned: dict[str, str] = {}
    for attribute in draft.attributes:
        name = own_attribute(session, draft, attribute)
        owned |= {attribute.name: name} if name != attribute.name else {}
        named = replace(attribute, name=name)
        key = guid_for(session, "attribute", name)
        if find_guid(session, Attribute, key) is None:
            new.append((named, key))
        else:
            known.append(named)
    secret = session.info["secret"]
    return NewSurvey(
        draft, secret, guid, cases, fresh, returning, questions, new, known, left_out, said_otherwise(owned)
    )


def _answers(session: Session, draft: DraftSurvey, question: DraftQuestion, owners: dict[int, bytes]) -> dict[int, str]:
    """The answers to a question by row, one a case, without those that were taken out for good."""
    last = {owners[number]: number for number in question.answers if number in owners}
    kept = {number: question.answers[number] for number in last.values()}
    if not session.info["purged"]:
        return kept
    return {
        number: text
        for number, text in kept.items()
        if not is_purged(session, answer_guid(session, draft.name, question.column, draft.cases[number]))
        and not is_taken_back(session, text)
    }


def land(landing: Landing, survey: NewSurvey) -> None:
    """Land every row that a survey makes."""
    draft = survey.draft
    row = (survey.guid, draft.name, draft.column_map, draft.sampling, draft.came_from, now())
    (survey_id,) = landing.add_many(Survey, ("guid", "name", "column_map", "sampling", "came_from", "imported"), [row])
    numbers = list(survey.fresh)
    people = ((survey.fresh[number], draft.cases[number], draft.weights.get(number)) for number in numbers)
    keys = landing.add_many(Case, ("guid", "label", "weight"), people, sampling=draft.sampling)
    survey.cases |= {number: (key, survey.fresh[number]) for number, key in zip(numbers, keys, strict=True)}
    _land_answers(landing, survey, survey_id)
    made = [
        (guid, one.name, one.kind, one.question, json.dumps(one.choices) if one.choices else "")
        for one, guid in survey.attributes
    ]
    cells = ("guid", "name", "kind", "question", "choices")
    attributes = landing.add_many(Attribute, cells, made, came_from=draft.name)
    landing.add_many(
        AttributeValue, ("guid", "case_id", "attribute_id", "value"), _values(survey, attributes), shown=True
    )


def _land_answers(landing: Landing, survey: NewSurvey, survey_id: int) -> None:
    draft = survey.draft
    made = [
        (one.guid, one.name, one.question.text if one.question.text != one.name else "", one.length)
        for one in survey.questions
    ]
    same: dict[str, Any] = {"kind": "question", "survey_id": survey_id, "came_from": draft.came_from, "imported": now()}
    documents = landing.add_many(Document, ("guid", "name", "title", "length"), made, **same)
    cells = ("guid", "document_id", "ordinal", "start", "end", "case_id", "words", "text")
    for document_id, question in zip(documents, survey.questions, strict=True):
        landing.add_many(Segment, cells, _passages(survey, document_id, question), kind="answer")


def _passages(survey: NewSurvey, document_id: int, question: NewQuestion) -> Iterator[tuple[Any, ...]]:
    """The answers to a question one after the other, with one line break between two."""
    named = f"{survey.draft.name}\x1f{question.question.column}\x1f"
    place = 0
    for ordinal, ((number, text), words) in enumerate(zip(question.answers.items(), question.words, strict=True)):
        guid = keyed_guid(survey.secret, "answer", named + survey.draft.cases[number])
        end = place + len(text)
        yield guid, document_id, ordinal, place, end, survey.cases[number][0], words, text
        place = end + 1


def _values(survey: NewSurvey, attributes: list[int]) -> Iterator[tuple[bytes, int, int, str]]:
    """What every case answered, in the order of the index that finds it, which is so written from end to end."""
    owners = sorted((survey.cases[number][0], guid, number) for guid, number in _owners(survey.cases).items())
    zero = bytes(16)
    closed = [
        (key, halves_to_join(zero, guid)[1], one.values)
        for key, (one, guid) in zip(attributes, survey.attributes, strict=True)
    ]
    for case_id, guid, number in owners:
        own, _ = halves_to_join(guid, zero)
        yield from [
            ((own ^ other).to_bytes(16, "big"), case_id, attribute_id, values[number])
            for attribute_id, other, values in closed
            if number in values
        ]


def _owners(cases: dict[int, tuple[int, bytes]]) -> dict[bytes, int]:
    """The row of every case; the last one of a person who answered under two ids."""
    return {guid: number for number, (_, guid) in cases.items()}


def take_in(session: Session, landing: Landing, survey: NewSurvey) -> int:
    """Show what has landed, inside a change, with what the project knew already; gives how many values are new."""
    landing.take_in()
    for case_id in survey.returning:
        amend(session, Case, case_id, gone=False)
    _, other_weights = weigh(session, survey.draft, survey.cases, own=False)
    survey.left_out += other_weights
    known = [add_values(session, survey.draft.name, attribute, survey.cases)[0] for attribute in survey.known]
    return survey.values + sum(known)
