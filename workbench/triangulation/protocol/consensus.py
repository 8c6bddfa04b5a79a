"""Consensus: what two or more people settle on a pair of sources, with the reason; what each judged before is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, one_of, remove
from workbench.sources.coders import coder_names, current_coder
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.protocol.convergence import SILENCES, VALUES, in_words, propose
from workbench.triangulation.protocol.topic_rows import (
    JudgeFirstError,
    Rating,
    TopicRow,
    fits,
    hidden_pairs,
    is_in,
    pair_says,
    side_of,
    speaking_in,
)

HOW = ("talked through", "third person")


class Consensus(Row, table=True):
    """What stands for a pair of sources in a row after its judgements were compared. `a` and `b` are in alphabetical order."""

    __table_args__: Any = (
        one_of("value", VALUES),
        one_of("silence", ("", *SILENCES)),
        one_of("how", HOW),
        sa.Index("consensus_by_pair", "row_id", "a", "b"),
        AUTOINCREMENT,
    )

    row_id: int = Field(foreign_key="topic_row.id")
    a: str
    b: str
    value: str
    silence: str = ""
    how: str = HOW[0]
    why: str
    with_whom: str = ""
    """Who else took part, as they are named."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""
    stamp: str = ""
    """The stamp of what both findings said when it was settled."""
    says: str = "{}"


@dataclass(frozen=True, slots=True)
class ConsensusLine:
    """What was settled on a pair, how and why, and whether it still rests on what was there."""

    id: int
    row_id: int
    a: str
    b: str
    value: str
    silence: str
    how: str
    why: str
    with_whom: str
    by: str
    at: str
    state: freshness.State
    cause: str

    @property
    def words(self) -> str:
        """What stands, as people read it."""
        return in_words(self.value, self.silence)

    @property
    def how_words(self) -> str:
        """How it was settled and with whom: `talked through with ben`."""
        if self.how == "third person":
            return f"decided by a third person, {self.with_whom}"
        return f"talked through{f' with {self.with_whom}' if self.with_whom else ''}"


class NotJudgedByTwoError(WorkbenchError):
    """Two people judge this first, each alone. Only then is there something to settle."""


class SettledWithoutReasonError(WorkbenchError):
    """Write why this stands, so that a reader who knows both judgements can follow."""


class ThirdPersonIsMissingError(WorkbenchError):
    """Say who the third person is, by office or by name, who has not judged this before."""


def settle_pair(
    session: Session,
    row_id: int,
    a: str,
    b: str,
    *,
    value: str,
    why: str,
    silence: str = "",
    how: str = HOW[0],
    with_whom: str = "",
) -> int:
    """Write down what stands for a pair of sources after two people judged it; what each judged stays beside it.

    `how` is talked through, or third person: then `with_whom` names that person. Settling again replaces what was
    settled. Raises NotJudgedByTwoError, SettledWithoutReasonError, ThirdPersonIsMissingError, and JudgeFirstError while
    the judgements are hidden from this coder.
    """
    a, b = sorted((a, b))
    find(session, TopicRow, row_id)
    says = _rests_on(session, row_id, a, b, value, silence)
    if not why.strip():
        raise SettledWithoutReasonError
    if how == "third person" and not with_whom.strip():
        raise ThirdPersonIsMissingError
    cells: dict[str, Any] = {
        "value": value,
        "silence": silence if value == "silence" else "",
        "how": how,
        "why": why.strip(),
        "with_whom": with_whom.strip(),
        "coder_id": current_coder(session),
        "at": now(),
        "stamp": stamp(says),
        "says": json.dumps(says, ensure_ascii=False, sort_keys=True),
    }
    there = [one for one in _rows(session) if (one.row_id, one.a, one.b) == (row_id, a, b)]
    if not there:
        return add(session, Consensus, row_id=row_id, a=a, b=b, **cells)
    for one in there[:-1]:
        remove(session, Consensus, one.id or 0)
    amend(session, Consensus, there[-1].id or 0, **cells)
    return there[-1].id or 0


def unsettle_pair(session: Session, consensus_id: int) -> None:
    """Take back what was settled; the judgements stand beside each other again."""
    find(session, Consensus, consensus_id)
    remove(session, Consensus, consensus_id)


def still_settled(session: Session, consensus_id: int) -> None:
    """Say that what was settled stands on what both findings and all judgements say now; who settled it, and when, stays.

    Raises NotSilentError or SilenceNeedsKindError where it cannot stand any more, NotJudgedByTwoError, JudgeFirstError.
    """
    row = find(session, Consensus, consensus_id)
    says = _rests_on(session, row.row_id, row.a, row.b, row.value, row.silence)
    amend(
        session, Consensus, consensus_id, stamp=stamp(says), says=json.dumps(says, ensure_ascii=False, sort_keys=True)
    )


def settled_on_now(session: Session, consensus_id: int) -> dict[str, Any]:
    """What a consensus would rest on now, in the form that is kept."""
    row = find(session, Consensus, consensus_id)
    speaking, judged = speaking_in(session, row.row_id), _judgements(session, row.row_id, row.a, row.b)
    pair = pair_says(speaking.get(row.a, ()), speaking.get(row.b, ()))
    return settled_says(pair, filter(is_in, judged), coder_names(session))


def _rests_on(session: Session, row_id: int, a: str, b: str, value: str, silence: str) -> dict[str, Any]:
    """What a consensus rests on now; raises where this cannot be settled by this coder, or not so."""
    if (row_id, a, b) in hidden_pairs(session):
        raise JudgeFirstError
    judged = [one for one in _judgements(session, row_id, a, b) if is_in(one)]
    if len({one.coder_id for one in judged}) < 2:
        raise NotJudgedByTwoError
    speaking = speaking_in(session, row_id)
    left, right = (side_of(name, (one.prominence for one in speaking.get(name, ()))) for name in (a, b))
    fits(propose(left, right, "same").value == "silence", value, silence)
    return settled_says(pair_says(speaking.get(a, ()), speaking.get(b, ())), judged, coder_names(session))


def settled_says(pair: dict[str, Any], judged: Iterable[Rating], names: Mapping[int, str]) -> dict[str, Any]:
    """What a consensus rests on, as it is stamped: what both findings say, and how each person judged them."""
    each = {
        one.guid.hex(): {
            "kind": "judgement",
            "called": f"how {names.get(one.coder_id, 'somebody')} judged it",
            "words": in_words(one.confirmed, one.silence) if one.confirmed else "no verdict",
        }
        for one in judged
    }
    return {"things": {**pair["things"], **each}}


def settled(row: Consensus, says: dict[str, Any], names: Mapping[int, str]) -> ConsensusLine:
    """A consensus as it is read, beside what it would rest on now."""
    state = freshness.CURRENT if stamp(says) == row.stamp else freshness.compare(json.loads(row.says), says)
    return ConsensusLine(
        id=row.id or 0,
        row_id=row.row_id,
        a=row.a,
        b=row.b,
        value=row.value,
        silence=row.silence,
        how=row.how,
        why=row.why,
        with_whom=row.with_whom,
        by=names.get(row.coder_id, ""),
        at=row.at,
        state=state.state,
        cause=state.why,
    )


def newest_consensuses(session: Session) -> dict[tuple[int, str, str], Consensus]:
    """What was settled last on each pair: two copies of a project may each have settled it."""
    return {(one.row_id, one.a, one.b): one for one in _rows(session)}


def _rows(session: Session) -> list[Consensus]:
    chosen = live(Consensus).order_by(column(Consensus, "at"), column(Consensus, "guid"))
    return list(session.execute(chosen.execution_options(populate_existing=True)).scalars())


def _judgements(session: Session, row_id: int, a: str, b: str) -> list[Rating]:
    chosen = live(Rating).where(column(Rating, "row_id") == row_id, column(Rating, "a") == a, column(Rating, "b") == b)
    ordered = chosen.order_by(column(Rating, "at"), column(Rating, "guid"))
    newest = {one.coder_id: one for one in session.execute(ordered.execution_options(populate_existing=True)).scalars()}
    return list(newest.values())
