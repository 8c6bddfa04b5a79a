"""Reading blind: the passages that wait for a person, and the codes that person gives without sight of a proposal.

What is given becomes the person's own coding at once, so that nothing is lost where the sample is left. It is one
person's reading, not the truth: what is measured is how far the machine reads as that person does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import AlreadyCodedError, Coding, apply_code, remove_coding
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import nobody_in_particular, quotable
from workbench.governance.flags import held_spans
from workbench.rows import add, amend, column, find, live, now, remove, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import current_coder, known_coder
from workbench.sources.documents import Document, Segment
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, BlindSample, SampleLine, samples, standing
from workbench.suggestions.review import Suggestion
from workbench.suggestions.runs import Run
from workbench.text import Span

EVERY_DECISIONS = 50
"""After so many decisions another sample is due."""


class NoCodeGivenError(WorkbenchError):
    """No code is on this passage yet. Give one, or press n if none fits."""


class CodesAreGivenError(WorkbenchError):
    """Codes are on this passage. Take them off first if none fits."""


class AnsweredAlreadyError(WorkbenchError):
    """This passage is decided. Undo the decision if it was wrong."""


@dataclass(frozen=True, slots=True)
class BlindLine:
    """A passage of a sample as it is read: without a word of what was proposed."""

    id: int
    place: int
    document_id: int
    document: str
    segment_id: int
    start: int
    end: int
    text: str
    case_id: int | None
    case: str
    answered: str
    given: tuple[int, ...]
    """The codes that the person gave."""


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a blind sample waits for a coder, or one should be drawn, and why."""

    waiting: SampleLine | None = None
    wanted: bool = False
    decided: int = 0
    """Decisions since the last sample."""

    @property
    def in_words(self) -> str:
        """What is said in Review's line; empty where nothing is due."""
        if self.waiting is not None:
            return f"{self.waiting.left} passages to read blind wait for you (B)"
        return "a blind sample is due: 20 passages without a proposal (B)" if self.wanted else ""


def due(session: Session) -> Due:
    """Whether the coder who has the project open should read blind: after the first run, then every 50 decisions."""
    coder = known_coder(session)
    mine = [] if coder is None else samples(session, coder_id=coder)
    waiting = next((one for one in mine if not one.done and one.left), None)
    if waiting is not None:
        return Due(waiting)
    run, suggestion = table_of(Run), table_of(Suggestion)
    ever = session.execute(live(Run).with_only_columns(run.c.id).where(run.c.kind == "codes").limit(1)).first()
    since = max((one.drawn for one in mine), default="")
    counted = sa.select(sa.func.count()).where(
        suggestion.c.decided_by == coder, suggestion.c.decided > since, suggestion.c.gone.is_(False)
    )
    decided = 0 if coder is None else int(session.execute(counted).scalar_one())
    return Due(None, ever is not None and (not mine or decided >= EVERY_DECISIONS), decided)


def blind_lines(session: Session, sample_id: int) -> list[BlindLine]:
    """The passages of a sample in the order in which they are read; what may no longer be read is left out."""
    passage, segment, document, case = (table_of(kind) for kind in (BlindPassage, Segment, Document, Case))
    chosen = (
        standing()
        .outerjoin(case, case.c.id == segment.c.case_id)
        .where(passage.c.sample_id == sample_id, segment.c.gone.is_(False))
        .order_by(passage.c.place)
        .with_only_columns(
            passage.c.id,
            passage.c.place,
            passage.c.document_id,
            document.c.name.label("document"),
            passage.c.segment_id,
            segment.c.start,
            segment.c.end,
            segment.c.text,
            segment.c.case_id,
            sa.func.coalesce(case.c.label, "").label("person"),
            passage.c.answered,
        )
    )
    rows = session.execute(chosen).all()
    allowed = quotable(session, {row.case_id for row in rows if row.case_id is not None}, INTERNAL, "machine")
    nobody = nobody_in_particular(session, INTERNAL, "machine").allowed
    held = held_spans(session)
    code = table_of(BlindCode)
    given: dict[int, list[int]] = defaultdict(list)
    marks = live(BlindCode).with_only_columns(code.c.passage_id, code.c.code_id).where(code.c.given.is_(True))
    for key, one in session.execute(marks.where(code.c.passage_id.in_([row.id for row in rows])).order_by(code.c.id)):
        given[key].append(one)
    return [
        BlindLine(*tuple(row), tuple(given[row.id]))  # type: ignore[call-arg]
        for row in rows
        if (nobody if row.case_id is None else allowed[row.case_id].allowed)
        and not any(span.touches(Span(row.start, row.end)) for span in held.get(row.document_id, ()))
    ]


def give(session: Session, passage_id: int, code_id: int) -> None:
    """Give a code to a blind passage, as the person's own coding of the whole of it."""
    passage = _open(session, passage_id)
    segment = find(session, Segment, passage.segment_id)
    try:
        apply_code(session, code_id, passage.document_id, Span(segment.start, segment.end))
    except AlreadyCodedError:
        if code_id in _given(session, passage_id):
            raise
    _mark(session, passage_id, code_id, given=True)


def take_off(session: Session, passage_id: int, code_id: int) -> None:
    """Take a code off a blind passage again."""
    c = table_of(Coding).c
    here = _own_on(session, _open(session, passage_id)).with_only_columns(c.id).where(c.code_id == code_id)
    for key in session.execute(here).scalars().all():
        remove_coding(session, key)
    _mark(session, passage_id, code_id, given=False)


def take_last_off(session: Session, passage_id: int) -> None:
    """Take the code that was given last off a blind passage again; nothing where none is given."""
    c = table_of(Coding).c
    own = _own_on(session, _open(session, passage_id)).with_only_columns(c.code_id)
    newest = own.where(c.code_id.in_(_given(session, passage_id))).order_by(c.id.desc()).limit(1)
    code_id = session.execute(newest).scalar()
    if code_id is not None:
        take_off(session, passage_id, code_id)


def _own_on(session: Session, passage: BlindPassage) -> sa.Select[Any]:
    """The codings of the coder at the keyboard on the whole of a blind passage."""
    segment, c = find(session, Segment, passage.segment_id), table_of(Coding).c
    return live(Coding).where(
        c.coder_id == current_coder(session),
        c.document_id == passage.document_id,
        c.start == segment.start,
        c.end == segment.end,
    )


def decide(session: Session, passage_id: int, *, fits: bool = True, looked_ms: int | None = None) -> None:
    """Say that a passage has all its codes, or, with `fits` false, that no code fits it.

    What was proposed there and given is done with and leaves the queue; the rest comes back into it.
    """
    passage = _open(session, passage_id)
    given = _given(session, passage_id)
    if fits and not given:
        raise NoCodeGivenError
    if not fits and given:
        raise CodesAreGivenError
    suggestion = table_of(Suggestion)
    open_here = (
        live(Suggestion)
        .with_only_columns(suggestion.c.id, suggestion.c.code_id)
        .where(suggestion.c.segment_id == passage.segment_id, suggestion.c.status == "proposed")
    )
    for key, code in session.execute(open_here).all():
        if code in given:
            remove(session, Suggestion, key)
    amend(session, BlindPassage, passage_id, answered=now(), looked_ms=looked_ms)
    session.flush()
    if not any(not one.answered for one in blind_lines(session, passage.sample_id)):
        amend(session, BlindSample, passage.sample_id, done=now())


def _open(session: Session, passage_id: int) -> BlindPassage:
    passage = find(session, BlindPassage, passage_id)
    if passage.answered:
        raise AnsweredAlreadyError
    return passage


def _given(session: Session, passage_id: int) -> set[int]:
    table = table_of(BlindCode)
    chosen = live(BlindCode).with_only_columns(table.c.code_id)
    return set(session.execute(chosen.where(table.c.passage_id == passage_id, table.c.given.is_(True))).scalars())


def _mark(session: Session, passage_id: int, code_id: int, *, given: bool) -> None:
    """Set down what the person gave, in the row of what the machine said of the code, or in one of its own."""
    chosen = sa.select(BlindCode).where(
        column(BlindCode, "passage_id") == passage_id,
        column(BlindCode, "code_id") == code_id,
        column(BlindCode, "gone").is_(False),
    )
    row = session.execute(chosen).scalars().first()
    if row is None:
        add(session, BlindCode, passage_id=passage_id, code_id=code_id, given=given)
    else:
        assert row.id is not None
        amend(session, BlindCode, row.id, given=given)
