"""Surveys: a table of answers, one row a respondent. An open question is a document, its answers are segments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add,
    add_many,
    amend,
    bulk,
    find_guid,
    guid_for,
    is_purged,
    joined_guid,
    now,
    one_of,
    remove,
    table_of,
)
from workbench.sources.cases import SAMPLING, Attribute, AttributeValue, Case, attribute_named
from workbench.sources.documents import Added, Document, Segment, lay_out, remove_document
from workbench.sources.drafts import DraftAttribute, DraftQuestion, DraftSurvey, LeftOut
from workbench.sources.matches import united
from workbench.sources.moves import Moves, moves_between
from workbench.sources.taken_back import is_taken_back
from workbench.sources.weights import weigh, weights_there
from workbench.text import word_count

FEW_NAMED = 3
"""So many questions are named one by one; of more the first are."""


class Survey(Row, table=True):
    """A survey as it was imported, with the map of its columns that replays the import."""

    __table_args__: Any = (one_of("sampling", SAMPLING), AUTOINCREMENT)

    name: str = Field(index=True)
    column_map: str = "{}"
    """The map as JSON, in the form that `--map` reads."""
    sampling: str = "self-selected"
    came_from: str = ""
    imported: str = ""


class AnswersChangedError(WorkbenchError):
    """The project has this survey with other answers. --amend takes the new ones."""

    asks = "amend"


def add_survey(session: Session, draft: DraftSurvey, *, amended: bool = False) -> Added:
    """Take in a survey: open questions as documents, closed ones as attributes, a case for every respondent.

    What is there already is found: new respondents, questions and attributes are added, changed answers are refused
    unless `amended`. Respondents that are missing from the file stay.

    Raises:
        AnswersChangedError: answers that are in the project read differently in the file.
    """
    draft = _as_said(session, draft)
    changed = changed_answers(session, draft)
    if changed and not amended:
        raise AnswersChangedError(
            f"{draft.came_from}: the project has the survey “{draft.name}” with other words:"
            f" {changed:,} of its answers would change. --amend takes the new ones."
        )
    survey_id, new_survey = _survey(session, draft)
    cases, left_out = _cases(session, draft)
    weighed, other_weights = weigh(session, draft, cases, own=not new_survey)
    left_out += other_weights
    moves: dict[int, Moves] = {}
    answers = words = 0
    new_questions = 0
    for question in draft.questions:
        document_id, new = _question(session, survey_id, draft, question)
        new_questions += new
        taken = _answers(session, draft, question, document_id, cases)
        answers, words = answers + taken.added, words + taken.words
        if taken.moves is not None:
            moves[document_id] = taken.moves
    values, revalued = 0, 0
    reshaped = False
    owned: dict[str, str] = {}
    for attribute in draft.attributes:
        own = own_attribute(session, draft, attribute)
        owned |= {attribute.name: own} if own != attribute.name else {}
        fresh, other, shaped = add_values(session, draft.name, replace(attribute, name=own), cases)
        values, revalued, reshaped = values + fresh, revalued + other, reshaped or shaped
    nothing_new = not (new_survey or new_questions or answers or values or changed or reshaped or weighed)
    return Added(
        "found" if nothing_new else "amended" if changed else "added",
        {
            "documents": new_questions,
            "rows": len(draft.cases),
            "answers": answers,
            "segments": answers,
            "words": words,
            "cases": len(cases),
            "blanks": draft.blanks,
            "values": values,
        },
        tuple(left_out),
        tuple(said_otherwise(owned)),
        moves,
    )


def changed_answers(session: Session, draft: DraftSurvey) -> int:
    """How many answers, open and closed, are in the project with other words than in the draft."""
    case = table_of(Case)
    into = united(session)
    cases = {row.label: into.get(row.id, row.id) for row in session.execute(sa.select(case.c.label, case.c.id))}
    rows = {number: cases[label] for number, label in enumerate(draft.cases) if label in cases}
    changed = 0
    if find_guid(session, Survey, guid_for(session, "survey", draft.name)) is not None:
        weights = weights_there(session)
        there_too = ((weights.get(rows.get(number, 0)), weight) for number, weight in draft.weights.items())
        changed += sum(before is not None and before != weight for before, weight in there_too)
    for question in draft.questions:
        document = find_guid(session, Document, question_guid(session, draft.name, question.column))
        if document is None or document.gone or document.id is None:
            continue
        there = _texts(session, document.id)
        changed += sum(1 for number, text in question.answers.items() if there.get(rows.get(number, 0), text) != text)
    for attribute in draft.attributes:
        own = own_attribute(session, draft, attribute)
        changed += len(_differing(session, own, draft, attribute))
    return changed


def _as_said(session: Session, draft: DraftSurvey) -> DraftSurvey:
    """The draft with how people were found as the project has it, where the map does not say."""
    there = find_guid(session, Survey, guid_for(session, "survey", draft.name))
    if there is None or there.gone or "sampling" in json.loads(draft.column_map):
        return draft
    return replace(draft, sampling=there.sampling)


def own_attribute(session: Session, draft: DraftSurvey, attribute: DraftAttribute) -> str:
    """The name under which a survey keeps a closed question: with the survey's where another says something else."""
    there = find_guid(session, Attribute, guid_for(session, "attribute", attribute.name))
    if there is None or there.gone or there.came_from in {"", draft.name}:
        return attribute.name
    qualified = f"{attribute.name} ({draft.name})"
    if find_guid(session, Attribute, guid_for(session, "attribute", qualified)) is not None:
        return qualified
    return qualified if _differing(session, attribute.name, draft, attribute) else attribute.name


def said_otherwise(owned: Mapping[str, str]) -> list[str]:
    """What is noted of closed questions, by name, that carry the survey's name because another survey says something else of them."""
    if len(owned) > FEW_NAMED:
        names = "”, “".join(list(owned)[:FEW_NAMED])
        shown = next(iter(owned.values()))
        return [
            f"Another survey says something else of {len(owned)} closed questions, “{names}” and others:"
            f" this one's carry its name, as “{shown}”."
        ]
    return [f"Another survey says something else of “{name}”: this one's is “{own}”." for name, own in owned.items()]


def _differing(session: Session, name: str, draft: DraftSurvey, attribute: DraftAttribute) -> list[int]:
    """The rows whose value of an attribute is another one in the project."""
    there = _values(session, name)
    if not there:
        return []
    return [number for number, value in attribute.values.items() if there.get(draft.cases[number], value) != value]


def question_guid(session: Session, survey: str, column: str) -> bytes:
    """The GUID of an open question by its survey and column."""
    return guid_for(session, "question", f"{survey}\x1f{column}")


def answer_guid(session: Session, survey: str, column: str, case: str) -> bytes:
    """The GUID of one case's answer to an open question."""
    return guid_for(session, "answer", f"{survey}\x1f{column}\x1f{case}")


def answer_segments(session: Session, survey: str, column: str) -> dict[int, tuple[int, int, int, int]]:
    """Where each case's answer to an open question stands: {case: (document, segment, start, end)}."""
    document, segment = table_of(Document), table_of(Segment)
    rows = session.execute(
        sa.select(segment.c.case_id, segment.c.document_id, segment.c.id, segment.c.start, segment.c.end)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.guid == question_guid(session, survey, column), segment.c.gone.is_(False))
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _survey(session: Session, draft: DraftSurvey) -> tuple[int, bool]:
    guid = guid_for(session, "survey", draft.name)
    cells = {"column_map": draft.column_map, "sampling": draft.sampling, "came_from": draft.came_from}
    there = find_guid(session, Survey, guid)
    if there is None:
        return add(session, Survey, guid=guid, name=draft.name, imported=now(), **cells), True
    assert there.id is not None
    if there.gone or there.column_map != draft.column_map:
        amend(session, Survey, there.id, gone=False, **cells)
    return there.id, there.gone


def sort_out_cases(
    session: Session, draft: DraftSurvey
) -> tuple[dict[int, tuple[int, bytes]], dict[int, bytes], list[int], list[LeftOut]]:
    """Whose rows these are: cases that are there by row, with their GUID; GUIDs of those to be made; and whom to bring back.

    Respondents who withdrew are left out.
    """
    case = table_of(Case)
    there = {row.guid: row for row in session.execute(sa.select(case.c.guid, case.c.id, case.c.gone))}
    by_label = {row.label: row for row in session.execute(sa.select(case).where(case.c.gone.is_(False)))}
    by_key = {row.id: row for row in there.values()}
    into = united(session)
    left_out: list[LeftOut] = []
    cases: dict[int, tuple[int, bytes]] = {}
    fresh: dict[int, bytes] = {}
    returning: list[int] = []
    for number, label in enumerate(draft.cases):
        guid = guid_for(session, "case", label)
        before = there.get(guid) or by_label.get(label)
        if before is not None:
            before = by_key.get(into.get(before.id, before.id), before)
            cases[number] = (before.id, before.guid)
            if before.gone:
                returning.append(before.id)
        elif is_purged(session, guid):
            left_out.append(LeftOut(f"row {number + 1}", "a respondent", "they withdrew from this project"))
        else:
            fresh[number] = guid
    return cases, fresh, returning, left_out


def _cases(session: Session, draft: DraftSurvey) -> tuple[dict[int, tuple[int, bytes]], list[LeftOut]]:
    """The case of every row with its GUID, taken in where it is new and brought back where it was removed."""
    cases, fresh, returning, left_out = sort_out_cases(session, draft)
    for case_id in returning:
        amend(session, Case, case_id, gone=False)
    rows = [
        {"guid": guid, "label": draft.cases[number], "sampling": draft.sampling, "weight": draft.weights.get(number)}
        for number, guid in fresh.items()
    ]
    with bulk(session, Case):
        add_many(session, Case, rows)
    if fresh:
        case = table_of(Case)
        waiting = {guid: number for number, guid in fresh.items()}
        for row in session.execute(sa.select(case.c.guid, case.c.id)):
            if row.guid in waiting:
                cases[waiting[row.guid]] = (row.id, row.guid)
    return cases, left_out


def _question(session: Session, survey_id: int, draft: DraftSurvey, question: DraftQuestion) -> tuple[int, bool]:
    """The document of an open question, and whether it is new."""
    guid = question_guid(session, draft.name, question.column)
    there = find_guid(session, Document, guid)
    if there is not None:
        assert there.id is not None
        if there.gone:
            amend(session, Document, there.id, gone=False)
        return there.id, there.gone
    name = question_name(session, draft, question)
    title = question.text if question.text != name else ""
    cells = {"name": name, "kind": "question", "title": title, "survey_id": survey_id}
    return add(session, Document, guid=guid, came_from=draft.came_from, imported=now(), **cells), True


def question_name(session: Session, draft: DraftSurvey, question: DraftQuestion) -> str:
    """What the document of a new open question is called: its short name, with the survey's where that is taken."""
    document = table_of(Document)
    taken = session.execute(sa.select(document.c.id).where(document.c.name == question.short)).first()
    return f"{draft.name}: {question.short}" if taken else question.short


class _Taken:
    """What came of one question's answers."""

    def __init__(self, added: int, words: int, moves: Moves | None) -> None:
        self.added, self.words, self.moves = added, words, moves


def _answers(
    session: Session,
    draft: DraftSurvey,
    question: DraftQuestion,
    document_id: int,
    cases: Mapping[int, tuple[int, bytes]],
) -> _Taken:
    """Lay out the answers: those that are there in their order, changed where they changed, then the new ones."""
    segment = table_of(Segment)
    there = list(
        session.execute(
            sa.select(segment)
            .where(segment.c.document_id == document_id, segment.c.gone.is_(False))
            .order_by(segment.c.start)
        )
    )
    texts = {cases[number][0]: text for number, text in question.answers.items() if number in cases}
    guids = {
        cases[number][0]: answer_guid(session, draft.name, question.column, draft.cases[number])
        for number in question.answers
        if number in cases
    }
    wanted = [_answer_row(row.guid, row.case_id, texts.pop(row.case_id, row.text)) for row in there]
    before = [row.text for row in there]
    after = [row["text"] for row in wanted]
    fresh = [
        _answer_row(guids[case_id], case_id, text)
        for case_id, text in texts.items()
        if not is_purged(session, guids[case_id]) and not is_taken_back(session, text)
    ]
    if before == after and not fresh:
        return _Taken(0, 0, None)
    length = lay_out(session, document_id, wanted + fresh)
    amend(session, Document, document_id, length=length)
    moves = moves_between(before, after) if before != after else None
    return _Taken(len(fresh), sum(row["words"] for row in fresh), moves)


def _answer_row(guid: bytes, case_id: int, text: str) -> dict[str, Any]:
    return {
        "guid": guid,
        "kind": "answer",
        "speaker_id": None,
        "case_id": case_id,
        "words": word_count(text),
        "at_ms": None,
        "text": text,
    }


def add_values(
    session: Session, survey: str, attribute: DraftAttribute, cases: Mapping[int, tuple[int, bytes]]
) -> tuple[int, int, bool]:
    """Write down a closed question's answers; gives how many are new, how many changed, and whether its kind did."""
    shape = {"kind": attribute.kind, "choices": json.dumps(attribute.choices) if attribute.choices else ""}
    attribute_id = attribute_named(session, attribute.name, question=attribute.question, came_from=survey, **shape)
    row = session.execute(sa.select(table_of(Attribute)).where(table_of(Attribute).c.id == attribute_id)).one()
    own = row.guid
    shaped = row.came_from == survey and (row.kind, row.choices) != (shape["kind"], shape["choices"])
    if shaped:
        amend(session, Attribute, attribute_id, **shape)
    there = _value_rows(session, attribute_id)
    fresh: list[dict[str, Any]] = []
    changed = 0
    for number, value in attribute.values.items():
        if number not in cases:
            continue
        case_id, guid = cases[number]
        before = there.get(case_id)
        if before is None:
            key = joined_guid(guid, own)
            fresh.append({"guid": key, "case_id": case_id, "attribute_id": attribute_id, "value": value})
        elif before.value != value or before.gone:
            changed += 1
            amend(session, AttributeValue, before.id, value=value, gone=False)
    with bulk(session, AttributeValue):
        add_many(session, AttributeValue, fresh)
    return len(fresh), changed, shaped


def _texts(session: Session, document_id: int) -> dict[int, str]:
    segment = table_of(Segment)
    rows = session.execute(
        sa.select(segment.c.case_id, segment.c.text).where(
            segment.c.document_id == document_id, segment.c.gone.is_(False)
        )
    )
    return {row[0]: row[1] for row in rows}


def _values(session: Session, name: str) -> dict[str, str]:
    """Every case's value of an attribute, by the case's label, and by the labels of those who are the same person."""
    value, case, attribute = table_of(AttributeValue), table_of(Case), table_of(Attribute)
    rows = session.execute(
        sa.select(value.c.case_id, value.c.value)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(attribute.c.guid == guid_for(session, "attribute", name), value.c.gone.is_(False))
    )
    said = {row[0]: row[1] for row in rows}
    into = united(session)
    labels = session.execute(sa.select(case.c.id, case.c.label))
    return {label: said[of] for key, label in labels if (of := into.get(key, key)) in said}


def _value_rows(session: Session, attribute_id: int) -> dict[int, Any]:
    value = table_of(AttributeValue)
    rows: Iterable[Any] = session.execute(sa.select(value).where(value.c.attribute_id == attribute_id))
    return {row.case_id: row for row in rows}


def remove_survey(session: Session, survey_id: int) -> None:
    """Take a survey out of every reading of the project: its questions and their answers. Attributes stay."""
    remove(session, Survey, survey_id)
    document = table_of(Document)
    for key in session.execute(sa.select(document.c.id).where(document.c.survey_id == survey_id)).scalars().all():
        remove_document(session, key)
