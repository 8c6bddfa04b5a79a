"""Codes of answers that a table knows by their number: the question is found, the codes laid on its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import CodeNeedsNameError, ensure_code
from workbench.coding.codings import NewCoding, apply_codes
from workbench.coding.segment_drafts import AnswerCode, DraftAnswerCodes
from workbench.desk.importing.survey_codes import note_reading
from workbench.errors import WorkbenchError
from workbench.governance.pseudonyms import Pseudonyms
from workbench.rows import table_of
from workbench.sources.cases import case_labels
from workbench.sources.coders import coder_named
from workbench.sources.documents import Added, Document, Segment
from workbench.sources.drafts import DraftQuestion, DraftSurvey, LeftOut
from workbench.sources.quoted import folded
from workbench.sources.surveys import Survey, add_survey

_ENOUGH = 0.5
"""A question is meant where it has at least this share of the answers that the table names."""


class AnswersAreNotHereError(WorkbenchError):
    """The project has no answers with these numbers. Bring in the survey first, or the table with its answers."""

    asks = "map"


class QuestionIsUnclearError(WorkbenchError):
    """The codes could be of several questions. Say which in a map, as in `question: why`."""

    asks = "map"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer stands."""

    document: int
    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Question:
    """An open question of a survey in the project, with its answers by the number or label of who gave them."""

    document: int
    name: str
    survey: str
    answers: Mapping[str, _Place]
    words: Mapping[str, str]

    def is_told(self, draft: DraftAnswerCodes) -> bool:
        """Whether it is the one that somebody named, as far as they named one."""
        survey = not draft.survey or self.survey.casefold() == draft.survey.casefold()
        return survey and (not draft.question or draft.question.casefold() == self.name.casefold())

    def share(self, draft: DraftAnswerCodes) -> float:
        """The share of the table's answers that it has, in the same words where the table has words."""
        wanted = {one for one, _ in draft.read}
        there = {one for one in wanted if one in self.answers}
        if draft.words:
            there = {one for one in there if folded(draft.words.get(one, self.words[one])) == folded(self.words[one])}
        return len(there) / len(wanted) if wanted else 0.0


def take_in_answer_codes(session: Session, draft: DraftAnswerCodes) -> Added:
    """Lay the codes of a table on the answers they are of, and note who has read them.

    Answers that the project does not have come in with the codes, as a survey of one question, where the table has their
    words. What a coder did not give is no coding, and their answer is read.

    Raises AnswersAreNotHereError, QuestionIsUnclearError.
    """
    question = _question(session, draft)
    notes: list[str] = []
    survey: Added | None = None
    if question is None:
        survey = add_survey(session, _as_survey(draft))
        question = _question(session, replace(draft, survey=draft.name, question=""))
        if question is None:
            return survey
        notes.append(f"The answers came in as the survey “{draft.name}”.")
    else:
        notes.append(f"The codes lie on the answers to “{question.name}” of the survey “{question.survey}”.")
    left_out: list[LeftOut] = []
    added = readings = 0
    before = _codes_there(session)
    for coder in sorted({coder for _, coder in draft.read}):
        new, read, lost = _of_coder(session, draft, question, coder)
        added, readings, left_out = added + new, readings + read, [*left_out, *lost]
    codes = _codes_there(session) - before
    counts = {**(survey.counts if survey else {}), "codings": added, "codes": codes, "answers read": readings}
    outcome = "added" if added or codes or readings or survey else "found"
    more = (*(survey.left_out if survey else ()), *left_out)
    return Added(outcome, {name: number for name, number in counts.items() if number}, more, tuple(notes))


def without_names(draft: DraftAnswerCodes, names: Pseudonyms) -> DraftAnswerCodes:
    """The draft with every name of a key replaced in answers, codes and the file's name."""
    change, rename = names.replacing(), names.replacing_in_file_names()
    return replace(
        draft,
        name=rename(draft.name),
        came_from=rename(draft.came_from),
        words={answer: change(words) for answer, words in draft.words.items()},
        codes=tuple(replace(one, code=change(one.code)) for one in draft.codes),
        left_out=tuple(LeftOut(left.where, change(left.what), left.why) for left in draft.left_out),
    )


def _of_coder(
    session: Session, draft: DraftAnswerCodes, question: _Question, coder: str
) -> tuple[int, int, list[LeftOut]]:
    """The codings of one coder: how many are new, how many answers are newly read, and what has no answer to lie on."""
    key = coder_named(session, coder)
    left_out: list[LeftOut] = []
    codings: list[NewCoding] = []
    codes: dict[str, int | None] = {}
    for one in draft.codes:
        if one.coder != coder or not one.given:
            continue
        place = question.answers.get(one.answer)
        if place is not None and one.code not in codes:
            codes[one.code] = _code(session, one)
        code = codes.get(one.code)
        if place is None or code is None:
            why = "there is no answer of that number here" if place is None else "the code has no name"
            left_out.append(LeftOut(f"{one.where}, answer {one.answer}", f"the code {one.code}", why))
            continue
        codings.append(NewCoding(code, place.document, place.start, place.end))
    applied = apply_codes(session, codings, coder=key, origin="import")
    left_out += [LeftOut(f"character {coding.start}", "a coding", why) for coding, why in applied.left_out]
    read = {
        place.segment: place.document
        for answer, by in draft.read
        if by == coder and (place := question.answers.get(answer)) is not None
    }
    return applied.added, note_reading(session, key, read), left_out


def _code(session: Session, one: AnswerCode) -> int | None:
    try:
        return ensure_code(session, one.code)
    except CodeNeedsNameError:
        return None


def _question(session: Session, draft: DraftAnswerCodes) -> _Question | None:
    """The question that the codes are of: the one that is told, else the one that has the answers; None for a new one."""
    there = [one for one in _questions(session) if one.is_told(draft)]
    fitting = [one for one in there if one.share(draft) >= _ENOUGH]
    if len(fitting) > 1:
        best = max(one.share(draft) for one in fitting)
        fitting = [one for one in fitting if one.share(draft) == best]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        listed = ", ".join(f"“{one.name}”" for one in fitting[:6])
        raise QuestionIsUnclearError(
            f"{draft.came_from}: the codes could be of {listed}. Say which in a map, as in `question: {fitting[0].name}`."
        )
    if draft.words and not draft.question:
        return None
    named = f" to “{draft.question}”" if draft.question else ""
    some = ", ".join(sorted({answer for answer, _ in draft.read})[:3])
    raise AnswersAreNotHereError(
        f"{draft.came_from}: the project has no answers{named} with these numbers ({some} …). Bring in the survey first,"
        " or a table that has the answers too."
    )


def _questions(session: Session) -> Iterable[_Question]:
    """Every open question of a survey, one at a time."""
    document, survey, segment = table_of(Document), table_of(Survey), table_of(Segment)
    labels = case_labels(session)
    rows = session.execute(
        sa.select(document.c.id, document.c.name, survey.c.name.label("survey"))
        .join(survey, survey.c.id == document.c.survey_id)
        .where(document.c.gone.is_(False), document.c.kind == "question", survey.c.gone.is_(False))
        .order_by(document.c.id)
    ).all()
    for row in rows:
        answers: dict[str, _Place] = {}
        words: dict[str, str] = {}
        cells = (segment.c.case_id, segment.c.id, segment.c.start, segment.c.end, segment.c.text)
        chosen = sa.select(*cells).where(segment.c.document_id == row.id, segment.c.gone.is_(False))
        for case, key, start, end, text in session.execute(chosen):
            if case in labels:
                answers[labels[case]] = _Place(row.id, key, start, end)
                words[labels[case]] = text
        yield _Question(row.id, row.name, row.survey, answers, words)


def _as_survey(draft: DraftAnswerCodes) -> DraftSurvey:
    """The answers of a coded table as a survey of one question."""
    cases = tuple(draft.words)
    column = draft.words_column
    answers = {number: draft.words[case] for number, case in enumerate(cases)}
    return DraftSurvey(draft.name, draft.came_from, cases, (DraftQuestion(column, column, column, answers),))


def _codes_there(session: Session) -> int:
    table = sa.table("code", sa.column("gone", sa.Boolean()))
    return int(
        session.execute(sa.select(sa.func.count()).select_from(table).where(table.c.gone.is_(False))).scalar_one()
    )
