"""Topic rows: the lines of the convergence matrix. In a row, findings of different sources meet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of, remove, table_of
from workbench.sources.coders import current_coder, known_coder
from workbench.sources.documents import Document
from workbench.text import stamp
from workbench.triangulation.findings import PROMINENCES, Finding
from workbench.triangulation.material import read_material
from workbench.triangulation.protocol.blind import Judgement, PairInRow, hidden
from workbench.triangulation.protocol.convergence import FITS, MEANINGS, SILENCES, VALUES, Side, propose
from workbench.triangulation.strands import strands_of
from workbench.triangulation.unfinished import demand_finished


class TopicRow(Row, table=True):
    """A topic on which sources may speak, with what we make of it together."""

    __tablename__ = "topic_row"
    __table_args__: Any = (one_of("fit", ("", *FITS)), one_of("overall", ("", *VALUES)), AUTOINCREMENT)

    title: str
    question_id: int | None = Field(default=None, foreign_key="question.id")
    about: str = ""
    """The research question that the topic belongs to."""
    position: int = 0
    overall: str = ""
    meta_inference: str = ""
    """What we make of it together; compulsory before the row leaves the house."""
    fit: str = ""


class RowFinding(Row, table=True):
    """A finding in a topic row."""

    __tablename__ = "row_finding"

    row_id: int = Field(foreign_key="topic_row.id", index=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)


class Rating(Row, table=True):
    """One person's judgement of two sources in a row. `a` and `b` are names of sources, in alphabetical order."""

    __table_args__: Any = (
        one_of("meaning", ("", *MEANINGS)),
        one_of("proposed", ("", *VALUES)),
        one_of("confirmed", ("", *VALUES)),
        one_of("silence", ("", *SILENCES)),
        sa.Index("rating_by_pair", "row_id", "a", "b"),
        AUTOINCREMENT,
    )

    row_id: int = Field(foreign_key="topic_row.id")
    a: str
    b: str
    coder_id: int = Field(foreign_key="coder.id")
    meaning: str = ""
    proposed: str = ""
    confirmed: str = ""
    silence: str = ""
    why: str = ""
    at: str = ""
    stamp: str = ""
    """The stamp of what both findings said when it was judged."""
    says: str = "{}"


class Link(Row, table=True):
    """A theme paired with an indicator: worth looking at side by side, without a verdict."""

    __table_args__: Any = (AUTOINCREMENT,)

    theme_id: int = Field(foreign_key="theme.id", index=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    note: str = ""


class RowIsEmptyError(WorkbenchError):
    """A topic row has a title. Write the topic in a few words."""


class PairIsOneError(WorkbenchError):
    """Two different sources are compared. Choose another one for the other side."""


class SilenceNeedsKindError(WorkbenchError):
    """Only one side speaks here. Say why the other does not: not asked, no figure published, and so on."""


class NotSilentError(WorkbenchError):
    """Both sources speak in this row, so it cannot be that only one side speaks."""


class MeaningIsMissingError(WorkbenchError):
    """Say first whether the two mean the same, something different, or the opposite, or that you cannot tell."""


class NobodyRecordedAsAskedError(WorkbenchError):
    """Nobody of that source is recorded as asked about this. Choose the topic's question and record who was asked it."""


class JudgeFirstError(WorkbenchError):
    """Somebody has judged this topic and you have not. Judge it yourself first, or choose to read without judging."""


class BothAreInError(WorkbenchError):
    """Both judgements are in and can be seen, so yours stays as it was. What you settle on together is kept beside it."""


class LookedFirstError(WorkbenchError):
    """You chose to read how others judged this without judging it, so a judgement of yours would not be blind."""


def add_row(session: Session, title: str, *, question_id: int | None = None, about: str = "") -> int:
    """A new topic, below the others; `about` is the research question. It counts once a finding is placed in it."""
    if not title.strip():
        raise RowIsEmptyError
    table = table_of(TopicRow)
    position = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.position), 0) + 1)).scalar_one()
    cells = {"title": title.strip(), "question_id": question_id, "about": about.strip(), "position": position}
    return add(session, TopicRow, **cells)


def reword_row(session: Session, row_id: int, *, title: str, question_id: int | None = None) -> None:
    """Change a topic's title and the question of the topic guide that it answers."""
    if not title.strip():
        raise RowIsEmptyError
    amend(session, TopicRow, row_id, title=title.strip(), question_id=question_id)


def sort_under(session: Session, row_id: int, about: str) -> None:
    """Sort a topic under a research question; an empty one takes it out of any."""
    find(session, TopicRow, row_id)
    amend(session, TopicRow, row_id, about=" ".join(about.split()))


def remove_row(session: Session, row_id: int) -> None:
    """Take a topic row out; its findings stay."""
    find(session, TopicRow, row_id)
    remove(session, TopicRow, row_id)


def place(session: Session, row_id: int, finding_id: int) -> None:
    """Let a finding speak in a row. Placing it twice changes nothing."""
    find(session, TopicRow, row_id)
    find(session, Finding, finding_id)
    if not _placings(session, row_id, finding_id):
        add(session, RowFinding, row_id=row_id, finding_id=finding_id)


def take_from(session: Session, row_id: int, finding_id: int) -> None:
    """Let a finding no longer speak in a row."""
    for placing in _placings(session, row_id, finding_id):
        remove(session, RowFinding, placing.id or 0)


def move(session: Session, finding_id: int, from_row: int | None, to_row: int) -> None:
    """Take a finding out of one topic, if it is in one, and let it speak in another."""
    if from_row is not None and from_row != to_row:
        take_from(session, from_row, finding_id)
    place(session, to_row, finding_id)


def conclude(session: Session, row_id: int, *, overall: str = "", together: str = "", fit: str = "") -> None:
    """Write what we make of a row together, how it reads as a whole, and whether it confirms, widens or clashes.

    Raises JudgeFirstError while others' judgements of the row are hidden from this coder: so is what they wrote here.
    """
    find(session, TopicRow, row_id)
    if row_id in {row for row, *_ in hidden_pairs(session)}:
        raise JudgeFirstError
    amend(session, TopicRow, row_id, overall=overall, meta_inference=together.strip(), fit=fit)


def still_concluded(session: Session, row_id: int) -> None:
    """Say that what we make of a row together still holds: it is written again word for word, so the history tells when.

    Raises JudgeFirstError.
    """
    row = find(session, TopicRow, row_id)
    said = {"overall": row.overall, "together": row.meta_inference, "fit": row.fit}
    conclude(session, row_id)
    conclude(session, row_id, **said)


def rate(
    session: Session,
    row_id: int,
    a: str,
    b: str,
    *,
    meaning: str = "",
    confirmed: str = "",
    silence: str = "",
    why: str = "",
) -> int:
    """Record how this coder judges two sources in a row, beside what the rule proposes; one judgement a person.

    `confirmed` empty keeps the meaning without a verdict. Where only one side speaks, `silence` says why. Judging
    again replaces one's own judgement and remembers what the findings say now; once another's judgement is in too it
    stays as it is, unless what the findings say has changed since. Findings without the strongest evidence against
    them are not judged (AgainstIsMissingError).
    """
    if a == b:
        raise PairIsOneError
    a, b = sorted((a, b))
    row = find(session, TopicRow, row_id)
    speaking = speaking_in(session, row_id)
    one, other = (side_of(name, (finding.prominence for finding in speaking.get(name, ()))) for name in (a, b))
    proposal = propose(one, other, meaning)
    alone = proposal.value == "silence"
    fits(alone, confirmed, silence)
    if not alone and not meaning:
        raise MeaningIsMissingError
    demand_finished(session, [finding.id or 0 for name in (a, b) for finding in speaking.get(name, ())])
    if silence == "asked and nobody raised it":
        _was_asked(session, row, next(name for name in (a, b) if name not in speaking))
    person = current_coder(session)
    says = pair_says(speaking.get(a, ()), speaking.get(b, ()))
    cells: dict[str, Any] = {
        "meaning": "" if alone else meaning,
        "proposed": proposal.value or "",
        "confirmed": confirmed,
        "silence": silence if alone else "",
        "why": why.strip(),
        "at": now(),
        "stamp": stamp(says),
        "says": json.dumps(says, ensure_ascii=False, sort_keys=True),
    }
    mine, others = _judged(session, row_id, (a, b), person)
    if mine is None or mine.id is None:
        return add(session, Rating, row_id=row_id, a=a, b=b, coder_id=person, **cells)
    if _as_judgement(mine).only_looked:
        raise LookedFirstError
    if others and is_in(mine) and mine.stamp == cells["stamp"]:
        raise BothAreInError
    amend(session, Rating, mine.id, **cells)
    return mine.id


def fits(alone: bool, confirmed: str, silence: str) -> None:
    """Raise unless a verdict fits: only where one side speaks alone there is silence, and there it has a kind."""
    if confirmed == "silence" and not alone:
        raise NotSilentError
    if alone and ((confirmed and confirmed != "silence") or not silence):
        raise SilenceNeedsKindError


def read_only(session: Session, pairs: Iterable[PairInRow]) -> None:
    """Choose, as the person at the keyboard, to read how others judged these pairs and not to judge them oneself.

    Kept as a judgement that says nothing: whoever has read cannot judge blind any more, but may help to settle.
    """
    person = current_coder(session)
    for row_id, a, b in sorted(pairs):
        mine, _ = _judged(session, row_id, (a, b), person)
        if mine is None:
            add(session, Rating, row_id=row_id, a=a, b=b, coder_id=person, at=now())


def topic_titles(session: Session) -> dict[int | None, str]:
    """What every topic is called, by key."""
    return {row.id: row.title for row in session.execute(live(TopicRow)).scalars()}


def judgements(session: Session) -> list[Judgement]:
    """Everybody's judgements of every pair, as far as they say who has judged what and whether it is in."""
    t = table_of(Rating).c
    cells = (t.row_id, t.a, t.b, t.coder_id, t.meaning, t.confirmed, t.silence)
    return [Judgement(*row) for row in session.execute(sa.select(*cells).where(t.gone.is_(False)))]


def hidden_pairs(session: Session) -> frozenset[PairInRow]:
    """The pairs of which others' judgements are hidden from the person who has the project open."""
    return hidden(judgements(session), known_coder(session))


def hidden_rows(session: Session) -> frozenset[int]:
    """The topics of which something is hidden: what others wrote of them is out of sight too."""
    return frozenset(row for row, *_ in hidden_pairs(session))


def is_in(row: Rating) -> bool:
    """Whether a judgement says something: a verdict, or that none can be given."""
    return _as_judgement(row).is_in


def _as_judgement(row: Rating) -> Judgement:
    return Judgement(row.row_id, row.a, row.b, row.coder_id, row.meaning, row.confirmed, row.silence)


def _judged(session: Session, row_id: int, pair: tuple[str, str], person: int) -> tuple[Rating | None, list[Rating]]:
    """A person's newest judgement of a pair, and those of others that are in."""
    found = session.execute(
        live(Rating)
        .where(column(Rating, "row_id") == row_id, column(Rating, "a") == pair[0], column(Rating, "b") == pair[1])
        .order_by(column(Rating, "at"), column(Rating, "guid"))
        .execution_options(populate_existing=True)
    ).scalars()
    rows = list(found)
    mine = [row for row in rows if row.coder_id == person]
    others = [row for row in rows if row.coder_id != person and is_in(row)]
    return (mine[-1] if mine else None), others


def side_of(source: str, prominences: Iterable[str]) -> Side:
    """What a source brings to a comparison: covered if a finding of it is in the row, as prominent as its strongest."""
    levels = list(prominences)
    if not levels:
        return Side(source, covered=False)
    return Side(source, "not rated" if "not rated" in levels else min(levels, key=PROMINENCES.index))


def pair_says(a: Iterable[Finding], b: Iterable[Finding]) -> dict[str, Any]:
    """What the findings of both sides say, as a judgement of them is stamped."""
    return {
        "things": {
            one.guid.hex(): {
                "kind": "finding",
                "called": f"F{one.number}",
                "statement": one.statement,
                "prominence": one.prominence,
            }
            for one in (*a, *b)
        }
    }


def _placings(session: Session, row_id: int, finding_id: int) -> list[RowFinding]:
    wanted = live(RowFinding).where(
        column(RowFinding, "row_id") == row_id, column(RowFinding, "finding_id") == finding_id
    )
    return list(session.execute(wanted).scalars())


def speaking_in(session: Session, row_id: int) -> dict[str, list[Finding]]:
    """The findings of a row by source, as they stand now."""
    wanted = (
        live(Finding)
        .join(RowFinding, column(RowFinding, "finding_id") == column(Finding, "id"))
        .where(column(RowFinding, "row_id") == row_id, column(RowFinding, "gone").is_(False))
        .order_by(column(Finding, "number"))
        .execution_options(populate_existing=True)
    )
    found: dict[str, list[Finding]] = {}
    for finding in session.execute(wanted).scalars():
        found.setdefault(finding.source, []).append(finding)
    return found


def _was_asked(session: Session, row: TopicRow, source: str) -> None:
    """Raise unless somebody who is heard in the silent source is recorded as asked the row's question."""
    if row.question_id is None or strands_of(session, [source])[source] != "words":
        raise NobodyRecordedAsAskedError
    material = read_material(session, [], [row.question_id], heard=True)
    states = material.asked.get(row.question_id, {})
    if any(states.get(case) in {"asked", "prompted"} for case in material.heard_in(source)):
        return
    answers = live(Document).where(column(Document, "question_id") == row.question_id)
    answered = {one.id for one in session.execute(answers).scalars() if one.kind == "question"}
    if not any(material.heard.get(key) for key in answered & material.documents_of(source)):
        raise NobodyRecordedAsAskedError
