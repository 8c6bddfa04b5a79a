"""Options: what could be done about a problem. Business as usual is always the first and cannot be removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.briefs.lines import BriefLine, OptionLine
from workbench.errors import WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    NotInProjectError,
    Row,
    add,
    amend,
    column,
    find,
    live,
    one_of,
    remove,
    table_of,
)

KINDS = ("business as usual", "do minimum", "preferred way forward", "more ambitious", "other")
STATUSES = ("draft", "for decision", "decided", "dropped")
APPRAISALS = ("light", "full")
WORKS = ("none", "local", "elsewhere", "evaluated")
"""Evidence that an option works: none, seen here, seen elsewhere, evaluated."""
WORKS_WORDS = {
    "": "nobody has said yet",
    "none": "no evidence",
    "local": "seen here, not evaluated",
    "elsewhere": "seen elsewhere",
    "evaluated": "evaluated",
}


class Brief(Row, table=True):
    """A decision that is asked for, and the problem behind it."""

    __table_args__: Any = (one_of("status", STATUSES), one_of("appraisal", APPRAISALS), AUTOINCREMENT)

    number: int
    title: str
    decision_asked: str = ""
    """One sentence, its verb first."""
    by_whom: str = ""
    by_when: str = ""
    if_nothing: str = ""
    problem: str = ""
    objectives: str = ""
    change_mind: str = ""
    """What would change our mind, a line each, beyond what the evidence itself leaves open."""
    monitoring: str = ""
    """How it will be seen whether it works, a line each."""
    owner: str = ""
    status: str = "draft"
    appraisal: str = "light"
    """How its options are appraised: light, or in full by the Green Book."""
    version: int = 1
    """Raised when a decision sends it back."""


class Option(Row, table=True):
    """One option of a brief. Costs are in pounds, as a range."""

    __tablename__ = "options"
    __table_args__: Any = (one_of("kind", KINDS), one_of("works", ("", *WORKS)), AUTOINCREMENT)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    number: int
    """Unique in the project; people name options by it: O1, O2 …"""
    kind: str = "other"
    title: str
    what: str = ""
    delivered_by: str = ""
    partners: str = ""
    benefits: str = ""
    cost_low: float | None = None
    cost_high: float | None = None
    cost_note: str = ""
    risks: str = ""
    time_to_effect: str = ""
    reversibility: str = ""
    equality: str = ""
    not_known: str = ""
    evidence_it_works: str = ""
    preferred: bool = False
    works: str = ""
    """How far there is evidence that it works; empty: nobody has said yet."""
    depends_on: str = ""
    data_protection: str = ""


_BRIEF_CELLS = frozenset(
    {"title", "decision_asked", "by_whom", "by_when", "if_nothing", "problem", "objectives", "change_mind"}
    | {"monitoring", "owner", "status", "appraisal"}
)
_OPTION_CELLS = frozenset(
    {
        "kind",
        "title",
        "what",
        "delivered_by",
        "partners",
        "benefits",
        "cost_low",
        "cost_high",
        "cost_note",
        "risks",
        "time_to_effect",
        "reversibility",
        "equality",
        "not_known",
        "evidence_it_works",
        "works",
        "depends_on",
        "data_protection",
    }
)
LineT = TypeVar("LineT", BriefLine, OptionLine)
BUSINESS_AS_USUAL = "Business as usual"
LONGEST_TITLE = 120
"""Letters of a title that a heading and a column still hold."""


class BriefNeedsTitleError(WorkbenchError):
    """A brief and an option each need a title."""


class TitleIsLongError(WorkbenchError):
    """A title stands at the head of a page and of a column. Keep it short, and write the rest below it."""


class BusinessAsUsualStaysError(WorkbenchError):
    """Business as usual is always the first option. It can be described, but not taken out or made another."""


class OtherBriefError(WorkbenchError):
    """That option belongs to another brief. Choose one of this brief's."""


class BriefIsDecidedError(WorkbenchError):
    """This brief has been decided on and stays as it is. To go on working on it, record the decision “revise” (d in Briefs): it opens the next version."""


class NoSuchOptionError(WorkbenchError):
    """There is no such option."""


class CostIsWrongError(WorkbenchError):
    """A cost is a range from low to high, in pounds, and neither end is below zero."""


class NotOfThoseError(WorkbenchError):
    """That is none of the words that can stand here."""


def add_brief(session: Session, title: str, **cells: str) -> int:
    """Begin a brief; business as usual is its first option from the start.

    Cells: decision_asked, by_whom, by_when, if_nothing, problem, objectives, change_mind, monitoring, owner, status.
    """
    _refuse_unknown(cells, _BRIEF_CELLS)
    key = add(session, Brief, number=_next_number(session, Brief), title=titled(title), **_texts(cells))
    add(
        session,
        Option,
        brief_id=key,
        number=_next_number(session, Option),
        kind="business as usual",
        title=BUSINESS_AS_USUAL,
        what="Nothing new is done; what is planned already goes on.",
    )
    return key


def amend_brief(session: Session, brief_id: int, **cells: str) -> None:
    """Change what a brief says; refused once it is decided."""
    _refuse_unknown(cells, _BRIEF_CELLS)
    titled(cells.get("title", "x"))
    open_brief(session, brief_id)
    amend(session, Brief, brief_id, **_texts(cells))


def add_option(session: Session, brief_id: int, title: str, *, kind: str = "other", **cells: Any) -> int:
    """Add an option below the others; cells are those of `amend_option`: what, risks, cost_low and so on."""
    if kind == "business as usual":
        raise BusinessAsUsualStaysError
    _refuse_unknown(cells, _OPTION_CELLS)
    refuse_cost(cells.get("cost_low"), cells.get("cost_high"))
    open_brief(session, brief_id)
    number = _next_number(session, Option)
    return add(session, Option, brief_id=brief_id, number=number, kind=kind, title=titled(title), **cells)


def amend_option(session: Session, option_id: int, **cells: Any) -> None:
    """Change what is written of an option."""
    _refuse_unknown(cells, _OPTION_CELLS)
    option = find(session, Option, option_id)
    titled(str(cells.get("title", "x")))
    if cells.get("kind", option.kind) != option.kind and "business as usual" in {cells["kind"], option.kind}:
        raise BusinessAsUsualStaysError
    refuse_cost(cells.get("cost_low", option.cost_low), cells.get("cost_high", option.cost_high))
    open_brief(session, option.brief_id)
    amend(session, Option, option_id, **cells)


def remove_option(session: Session, option_id: int) -> None:
    """Take an option out; business as usual stays."""
    option = find(session, Option, option_id)
    if option.kind == "business as usual":
        raise BusinessAsUsualStaysError
    open_brief(session, option.brief_id)
    remove(session, Option, option_id)


def prefer(session: Session, option_id: int) -> None:
    """Mark one option as the preferred way forward; no other of its brief is."""
    option = find(session, Option, option_id)
    open_brief(session, option.brief_id)
    for other in options(session, option.brief_id):
        if other.preferred != (other.id == option_id):
            amend(session, Option, other.id, preferred=other.id == option_id)


def briefs(session: Session) -> list[BriefLine]:
    """Every brief, in the order of their numbers."""
    rows = session.execute(live(Brief).order_by(column(Brief, "number")).execution_options(populate_existing=True))
    return [_as_line(BriefLine, row) for row in rows.scalars()]


def options(session: Session, brief_id: int | None = None) -> list[OptionLine]:
    """Every option, or those of a brief; business as usual comes first in each."""
    statement = live(Option).order_by(
        column(Option, "brief_id"), column(Option, "kind") != "business as usual", column(Option, "number")
    )
    if brief_id is not None:
        statement = statement.where(column(Option, "brief_id") == brief_id)
    rows = session.execute(statement.execution_options(populate_existing=True)).scalars()
    return [_as_line(OptionLine, row) for row in rows]


def option_named(session: Session, typed: str) -> OptionLine:
    """The option with that number (O2, o2, 2) or title; NoSuchOptionError lists the options there are."""
    there = options(session)
    wanted = typed.strip().casefold()
    for option in there:
        if wanted in {option.name.casefold(), str(option.number), option.title.casefold()}:
            return option
    if not there:
        raise NoSuchOptionError("This project has no options yet. Begin a brief first.")
    listed = "; ".join(f"{option.name} {option.title}" for option in there)
    raise NoSuchOptionError(f"There is no option “{typed}”. There are: {listed}.")


def titled(title: str) -> str:
    """A title as it is kept. Raises BriefNeedsTitleError, TitleIsLongError."""
    kept = " ".join(title.split())
    if not kept:
        raise BriefNeedsTitleError
    if len(kept) > LONGEST_TITLE:
        raise TitleIsLongError(
            f"This title has {len(kept)} letters and a heading holds {LONGEST_TITLE}. Shorten it, and write the rest below it."
        )
    return kept


def _as_line(kind: type[LineT], row: Any) -> LineT:
    """A row's cells as a frozen line."""
    return kind(**{cell.name: getattr(row, cell.name) for cell in fields(kind)})


def _next_number(session: Session, kind: type[Row]) -> int:
    table = table_of(kind)
    return int(session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1)).scalar_one())


def _texts(cells: dict[str, str]) -> dict[str, Any]:
    return {name: text.strip() for name, text in cells.items()}


def _refuse_unknown(cells: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted(set(cells) - set(known))
    if unknown:
        raise TypeError(f"no such cells: {', '.join(unknown)}")


def chosen_of(said: str, words: Collection[str], what: str) -> str:
    """A word of a fixed list; NotOfThoseError names those there are."""
    if said not in words:
        listed = ", ".join(word or "nothing yet" for word in words)
        raise NotOfThoseError(f"{what} is one of: {listed}. “{said}” is none of them.")
    return said


def refuse_cost(low: float | None, high: float | None) -> None:
    """Raise CostIsWrongError unless the ends of a cost, in pounds, are a range; None is an end that is not known."""
    if any(end is not None and not 0 <= end < float("inf") for end in (low, high)):
        raise CostIsWrongError
    if low is not None and high is not None and low > high:
        raise CostIsWrongError(
            f"The cost goes from low to high, and £{low:,.0f} is more than £{high:,.0f}. Put the smaller one first."
        )


def open_brief(session: Session, brief_id: int) -> None:
    """Raise NotInProjectError or BriefIsDecidedError unless the brief is there and still open."""
    table = table_of(Brief)
    status = session.execute(sa.select(table.c.status).where(table.c.id == brief_id, table.c.gone.is_(False))).scalar()
    if status is None:
        raise NotInProjectError
    if status == "decided":
        raise BriefIsDecidedError
