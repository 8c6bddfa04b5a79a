"""Evidence in a brief: cited, never typed. A citation remembers what it cited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.briefs.options import Option, OtherBriefError, open_brief
from workbench.coding.codings import Coding
from workbench.coding.retrieval import passages
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import Withheld, quote
from workbench.indicators.observations import Observation
from workbench.rows import AUTOINCREMENT, NotInProjectError, Row, add, amend, column, find, live, one_of, remove
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.evidence import things
from workbench.triangulation.findings import Finding, findings
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.protocol.topic_rows import pair_says
from workbench.triangulation.unfinished import demand_finished

KINDS = ("finding", "quote", "figure")
SUPPORTS = ("problem", "option works")


class Citation(Row, table=True):
    """A finding, a quote (a coding) or a figure (an observation) that a brief or one of its options cites."""

    __table_args__: Any = (one_of("kind", KINDS), one_of("supports", SUPPORTS), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    option_id: int | None = Field(default=None, foreign_key="options.id")
    kind: str
    thing_id: int
    supports: str = "problem"
    note: str = ""
    position: int = 0
    stamp: str = ""
    says: str = "{}"


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A citation as it stands: what it names, for which option, and whether that still says the same."""

    id: int
    brief_id: int
    option_id: int | None
    kind: str
    thing_id: int
    supports: str
    note: str
    state: freshness.State
    why: str


class QuoteNotPermittedError(WorkbenchError):
    """These words may not be shown to this audience."""


class CitedTwiceError(WorkbenchError):
    """This is cited there already."""


def cite(
    session: Session,
    brief_id: int,
    kind: str,
    thing_id: int,
    *,
    option_id: int | None = None,
    supports: str = "problem",
    audience: str = INTERNAL,
    note: str = "",
) -> int:
    """Cite a finding, a quote (a coding) or a figure (an observation), and remember what it says.

    Evidence for the problem and evidence that an option works are kept apart. Words are brought to the door for the
    audience: QuoteNotPermittedError, with the reason, when they may not be shown to it. A finding without the strongest
    evidence against it is not cited: AgainstIsMissingError. A brief that was decided on stays as it is:
    BriefIsDecidedError.
    """
    open_brief(session, brief_id)
    if option_id is not None and find(session, Option, option_id).brief_id != brief_id:
        raise OtherBriefError
    find(session, _TABLES[kind], thing_id)
    if kind == "quote":
        _ask_the_door(session, thing_id, audience)
    if kind == "finding":
        demand_finished(session, [thing_id])
    there = [
        row
        for row in _rows(session, brief_id)
        if (row.kind, row.thing_id, row.option_id, row.supports) == (kind, thing_id, option_id, supports)
    ]
    if there:
        raise CitedTwiceError
    says = _says(session, [(kind, thing_id)])[kind, thing_id]
    return add(
        session,
        Citation,
        brief_id=brief_id,
        option_id=option_id,
        kind=kind,
        thing_id=thing_id,
        supports=supports,
        note=note.strip(),
        position=len(_rows(session, brief_id)) + 1,
        stamp=stamp(says),
        says=json.dumps(says, ensure_ascii=False, sort_keys=True),
    )


def uncite(session: Session, citation_id: int) -> None:
    """Take a citation out of a brief; BriefIsDecidedError once it is decided."""
    open_brief(session, find(session, Citation, citation_id).brief_id)
    remove(session, Citation, citation_id)


def look_again(session: Session, citation_id: int) -> None:
    """Say that a citation still serves, as what it names stands now."""
    citation = find(session, Citation, citation_id)
    says = _says(session, [(citation.kind, citation.thing_id)]).get((citation.kind, citation.thing_id))
    if says is None:
        raise NotInProjectError
    kept = json.dumps(says, ensure_ascii=False, sort_keys=True)
    amend(session, Citation, citation_id, stamp=stamp(says), says=kept)


def citations(session: Session, brief_id: int | None = None) -> list[CitationLine]:
    """The citations of a brief, or all, in their order, each with its state and the cause."""
    rows = _rows(session, brief_id)
    now_says = _says(session, {(row.kind, row.thing_id) for row in rows})
    lines = {line.id: line for line in findings(session, {row.thing_id for row in rows if row.kind == "finding"})}
    found = []
    for row in rows:
        says = now_says.get((row.kind, row.thing_id), {"things": {}})
        unmoved = stamp(says) == row.stamp and not freshness.is_kept_out(says)
        state = freshness.CURRENT if unmoved else freshness.compare(json.loads(row.says), says)
        line = lines.get(row.thing_id) if row.kind == "finding" else None
        if line is not None:
            state = freshness.worst(state, Freshness(line.state, f"{line.name}: {line.why}" if line.why else ""))
        found.append(
            CitationLine(
                row.id or 0,
                row.brief_id,
                row.option_id,
                row.kind,
                row.thing_id,
                row.supports,
                row.note,
                state.state,
                state.why,
            )
        )
    return found


def cited_now(session: Session, citation_id: int) -> dict[str, Any]:
    """What a citation names, as it stands now; with nothing in it where that is gone."""
    row = find(session, Citation, citation_id)
    return _says(session, [(row.kind, row.thing_id)]).get((row.kind, row.thing_id), {"things": {}})


def _rows(session: Session, brief_id: int | None) -> list[Citation]:
    """The citations there are; one of an option that was taken out is out with it."""
    statement = live(Citation).order_by(
        column(Citation, "brief_id"), column(Citation, "position"), column(Citation, "id")
    )
    option = column(Citation, "option_id")
    there = sa.select(column(Option, "id")).where(column(Option, "gone").is_(False))
    statement = statement.where(sa.or_(option.is_(None), option.in_(there)))
    if brief_id is not None:
        statement = statement.where(column(Citation, "brief_id") == brief_id)
    return list(session.execute(statement.execution_options(populate_existing=True)).scalars())


def _ask_the_door(session: Session, coding_id: int, audience: str) -> None:
    """Raise unless the words of a coding may be shown to the audience."""
    for passage in passages(session, codings=[coding_id]):
        answer = quote(session, passage, audience)
        if isinstance(answer, Withheld):
            raise QuoteNotPermittedError(f"These words in {answer.document} may not be shown: {answer.why}")


def _says(session: Session, cited: Iterable[tuple[str, int]]) -> dict[tuple[str, int], dict[str, Any]]:
    """What cited things say now, in the form that freshness compares; what is gone is not among them."""
    wanted = list(cited)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    here = things(session, [(_KEPT_AS[kind], key) for kind, key in wanted if kind in _KEPT_AS])
    for kind, key in wanted:
        thing = here.get((_KEPT_AS.get(kind, ""), key))
        if thing is not None:
            cells = {"kind": _KEPT_AS[kind], "called": thing.name, **thing.says}
            found[kind, key] = {"things": {thing.guid: cells}}
    keys = sorted(key for kind, key in wanted if kind == "finding")
    cited_findings = live(Finding).where(column(Finding, "id").in_(keys)).execution_options(populate_existing=True)
    for row in session.execute(cited_findings).scalars():
        found["finding", row.id or 0] = pair_says([row], [])
    return found


_TABLES: dict[str, type[Row]] = {"finding": Finding, "quote": Coding, "figure": Observation}
_KEPT_AS = {"quote": "coding", "figure": "observation"}
