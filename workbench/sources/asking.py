"""Who was probably asked what, worked out from what interviewers said; a person confirms it before it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import live, table_of
from workbench.sources.asked import Asked, Question, QuestionLine, topic_guide
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

ENOUGH = 0.6
"""An interviewer's turn with so large a share of a question's words asks it."""
_STEM = 5
_COMMON_LISTED = """
the a an and or but if of to in on at for from with by about as is are was were be been being do does did have has had
you your yours i me my we our us they them their he she it its this that these those what which who whom whose when
where why how would could should can will may might there here so then than not no yes any some all one more most very
just like tell say said think feel know please could
"""
_COMMON = frozenset(_COMMON_LISTED.split())


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One person beside one question: what is recorded, and what the words suggest where nothing is."""

    case_id: int
    case: str
    heard_in: str
    state: str
    proposed: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One person beside every question; a cell is None where neither a record nor an interview says anything."""

    case_id: int
    case: str
    heard_in: str
    cells: tuple[AskedLine | None, ...]


@dataclass(frozen=True, slots=True)
class AskedGrid:
    """People by question; `left_out` counts those who have records only and are not shown."""

    questions: tuple[QuestionLine, ...] = ()
    rows: tuple[AskedRow, ...] = ()
    left_out: int = 0


Proposals = Mapping[int, Mapping[int, tuple[str, str]]]
"""By question, and by person: what is proposed, and because of which words."""


def content_words(text: str) -> frozenset[str]:
    """The words that a question is about, by how they begin.

    >>> sorted(content_words("How do you feel about walking home?"))
    ['home', 'walki']
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(word[:_STEM] for word in words if word not in _COMMON and len(word) > 2)


def asked_lines(session: Session, question_id: int) -> list[AskedLine]:
    """Everybody who was interviewed or answered, beside one question of the topic guide.

    Proposed is `asked` where an interviewer's turn before theirs has most of the question's words, and where they
    answered a survey question of the same words. What somebody recorded stands.
    """
    question = session.get_one(Question, question_id)
    return _lines(session, [question_id], _proposed(session, {question_id: content_words(question.text)}))[0]


def proposals(session: Session) -> Proposals:
    """Who was probably asked each question of the topic guide: reads everything that interviewers said."""
    return _proposed(session, {one.id: content_words(one.text) for one in topic_guide(session)})


def asked_grid(session: Session, proposed: Proposals, *, most: int = 500) -> AskedGrid:
    """Everybody beside every question of the topic guide, as `asked_lines` has it for one.

    People of transcripts all stand in it; of those who only have a record, as a survey gives, `most` at the most.
    What somebody writes down changes nothing of `proposals`, which take longer.
    """
    guide = topic_guide(session)
    columns = _lines(session, [one.id for one in guide], proposed)
    people: dict[int, AskedLine] = {line.case_id: line for lines in columns for line in lines}
    only = [key for key, line in people.items() if not line.heard_in]
    left_out = len(only) - most if len(only) > most else 0
    shown = people.keys() - set(sorted(only)[most:])
    cells = [{line.case_id: line for line in lines} for lines in columns]
    rows = [
        AskedRow(key, people[key].case, people[key].heard_in, tuple(column.get(key) for column in cells))
        for key in sorted(shown, key=lambda key: (not people[key].heard_in, key))
    ]
    return AskedGrid(tuple(guide), tuple(rows), left_out)


def _lines(session: Session, questions: Sequence[int], proposed: Proposals) -> list[list[AskedLine]]:
    """For each question everybody who was interviewed, or has a record for it."""
    heard = _heard(session)
    labels = {row.id or 0: row.label for row in session.execute(live(Case)).scalars()}
    asked = table_of(Asked)
    chosen = sa.select(asked.c.question_id, asked.c.case_id, asked.c.state).where(asked.c.gone.is_(False))
    recorded: dict[int, dict[int, str]] = {key: {} for key in questions}
    for question_id, case_id, state in session.execute(chosen):
        if question_id in recorded:
            recorded[question_id][case_id] = state
    return [
        [
            _line(case_id, labels[case_id], heard.get(case_id, ""), states.get(case_id, ""), likely.get(case_id))
            for case_id in sorted({*heard, *states} & labels.keys())
        ]
        for states, likely in ((states, proposed.get(key, {})) for key, states in recorded.items())
    ]


def _line(case_id: int, label: str, heard_in: str, state: str, proposed: tuple[str, str] | None) -> AskedLine:
    if state not in {"", "not recorded"} or proposed is None:
        return AskedLine(case_id, label, heard_in, state or "not recorded")
    return AskedLine(case_id, label, heard_in, "not recorded", *proposed)


def _heard(session: Session) -> dict[int, str]:
    """Where each participant of a transcript is heard; survey respondents are not in it."""
    segment, document = table_of(Segment), table_of(Document)
    rows = session.execute(
        sa.select(segment.c.case_id, document.c.title, document.c.name)
        .distinct()
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), segment.c.case_id.is_not(None))
        .where(document.c.kind == "transcript")
        .order_by(document.c.id)
    )
    found: dict[int, str] = {}
    for case_id, title, name in rows:
        found.setdefault(case_id, title or name)
    return found


def _proposed(session: Session, wanted: Mapping[int, frozenset[str]]) -> defaultdict[int, dict[int, tuple[str, str]]]:
    """For each question, by its words, whom the words of interviewers or a survey say to have been asked, and why."""
    found: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    if not wanted:
        return found
    segment, speaker, document = table_of(Segment), table_of(Speaker), table_of(Document)
    spoken = sa.case((speaker.c.role == "interviewer", segment.c.text), else_="")
    rows = session.execute(
        sa.select(segment.c.document_id, segment.c.case_id, spoken, speaker.c.role)
        .join(document, document.c.id == segment.c.document_id)
        .outerjoin(speaker, speaker.c.id == segment.c.speaker_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), document.c.kind == "transcript")
        .order_by(segment.c.document_id, segment.c.start)
    )
    asking: dict[int, str] = {}
    here = None
    for document_id, case_id, text, role in rows:
        if document_id != here:
            here, asking = document_id, {}
        if role == "interviewer":
            said = content_words(text)
            for key, words in wanted.items():
                if len(said & words) >= max(1, ENOUGH * len(words)):
                    asking[key] = text
        elif case_id is not None:
            for key, why in asking.items():
                found[key].setdefault(case_id, ("asked", why))
    _answered(session, wanted, found)
    return found


def _answered(
    session: Session, wanted: Mapping[int, frozenset[str]], found: defaultdict[int, dict[int, tuple[str, str]]]
) -> None:
    """Add whoever answered a survey question of the same words."""
    segment, document = table_of(Segment), table_of(Document)
    chosen = sa.select(document.c.id, document.c.title, document.c.name).where(
        document.c.gone.is_(False), document.c.kind == "question"
    )
    for document_id, title, name in session.execute(chosen).all():
        words = content_words(title or name)
        for key, about in wanted.items():
            if words and len(words & about) >= max(1, ENOUGH * len(about | words)):
                theirs = sa.select(segment.c.case_id).where(
                    segment.c.document_id == document_id, segment.c.gone.is_(False), segment.c.case_id.is_not(None)
                )
                for case_id in session.execute(theirs).scalars():
                    found[key].setdefault(case_id, ("asked", title or name))
