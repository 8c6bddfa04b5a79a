"""Flows of data between partners: what an option needs from whom, and for what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.options import Option, open_brief
from workbench.errors import WorkbenchError
from workbench.governance.audiences import Agreement
from workbench.indicators.datasets import Dataset
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, find_guid, guid_for, live, remove, remove_many
from workbench.text import day_in_words
from workbench.triangulation.silence.requests import day_of

A_PARTNER = "a partner"
"""What stands for a partner's name where others than the team read it."""


class Flow(Row, table=True):
    """Data that would go from a partner to where it is used, for a purpose, by a day."""

    __table_args__: Any = (AUTOINCREMENT,)

    name: str
    partner: str = ""
    purpose: str = ""
    by: str = ""
    """ISO day by which it is wanted."""
    dataset_id: int | None = Field(default=None, foreign_key="dataset.id")
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id")


class OptionFlow(Row, table=True):
    """An option depends on a flow."""

    __tablename__ = "option_flow"
    __table_args__: Any = (AUTOINCREMENT,)

    option_id: int = Field(foreign_key="options.id", index=True)
    flow_id: int = Field(foreign_key="flow.id", index=True)
    why: str = ""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow as pages show it. `by` and `agreement_ends` are ISO days or empty."""

    id: int
    guid: bytes
    name: str
    partner: str
    purpose: str
    by: str
    dataset_id: int | None
    dataset: str
    agreement_id: int | None
    agreement: str
    agreement_ends: str

    @property
    def by_words(self) -> str:
        """The day by which it is wanted, as people write it; empty where there is none."""
        return day_in_words(date.fromisoformat(self.by)) if self.by else ""

    def told(self, text: str, *, team: bool, instead: str = A_PARTNER) -> str:
        """A text with something else in place of the partner's name, unless the team itself reads it."""
        if team or not self.partner:
            return text
        return re.sub(rf"(?<!\w){re.escape(self.partner)}(?!\w)", instead, text, flags=re.IGNORECASE)

    def partner_for(self, *, team: bool) -> str:
        """The partner's name, or what stands for it."""
        return self.partner if team else A_PARTNER


@dataclass(frozen=True, slots=True)
class Tie:
    """An option that depends on a flow, and for what."""

    id: int
    option_id: int
    flow_id: int
    why: str


class FlowNeedsNameError(WorkbenchError):
    """A flow says which data, and from which partner. Write both in a few words."""


class FlowNameTakenError(WorkbenchError):
    """There is a flow of that name. Give this one another, so that they can be told apart."""


class NoSuchFlowError(WorkbenchError):
    """There is no such flow of data."""


def add_flow(session: Session, name: str, *, partner: str, **cells: Any) -> int:
    """Add a flow of data. Cells: purpose, by (a day in words or as ISO), dataset_id, agreement_id.

    Raises FlowNeedsNameError, FlowNameTakenError, DueIsNoDayError.
    """
    return add(session, Flow, **_cells(session, None, {"name": name, "partner": partner, **cells}))


def amend_flow(session: Session, flow_id: int, **cells: Any) -> None:
    """Change what is written of a flow; raises what `add_flow` does."""
    row = find(session, Flow, flow_id)
    amend(session, Flow, flow_id, **_cells(session, flow_id, {"name": row.name, "partner": row.partner, **cells}))


def remove_flow(session: Session, flow_id: int) -> None:
    """Take a flow out; no option depends on it any more. BriefIsDecidedError where one of a decided brief does."""
    find(session, Flow, flow_id)
    resting = [one for one in ties(session) if one.flow_id == flow_id]
    for one in resting:
        open_brief(session, find(session, Option, one.option_id).brief_id)
    remove_many(session, OptionFlow, [one.id for one in resting])
    remove(session, Flow, flow_id)


def tie(session: Session, option_id: int, flow_id: int, why: str = "") -> int:
    """Say that an option depends on a flow; said again it changes for what.

    Raises BriefIsDecidedError where the option's brief has been decided on.
    """
    option, flow = find(session, Option, option_id), find(session, Flow, flow_id)
    open_brief(session, option.brief_id)
    guid = guid_for(session, "option and flow", f"{option.guid.hex()}/{flow.guid.hex()}")
    there = find_guid(session, OptionFlow, guid)
    if there is None or there.id is None:
        return add(session, OptionFlow, guid=guid, option_id=option_id, flow_id=flow_id, why=why.strip())
    amend(session, OptionFlow, there.id, gone=False, why=why.strip())
    return there.id


def untie(session: Session, tie_id: int) -> None:
    """Say that an option does not depend on a flow after all."""
    open_brief(session, find(session, Option, find(session, OptionFlow, tie_id).option_id).brief_id)
    remove(session, OptionFlow, tie_id)


def ties(session: Session, option_ids: Iterable[int] | None = None) -> list[Tie]:
    """Which options depend on which flows, all of them or those of some options, in the order in which that was said."""
    wanted = None if option_ids is None else set(option_ids)
    there = {row.id for row in session.execute(live(Flow)).scalars()}
    given = {row.id for row in session.execute(live(Option)).scalars()}
    rows = session.execute(
        live(OptionFlow).order_by(column(OptionFlow, "id")).execution_options(populate_existing=True)
    )
    return [
        Tie(row.id or 0, row.option_id, row.flow_id, row.why)
        for row in rows.scalars()
        if row.flow_id in there and row.option_id in given and (wanted is None or row.option_id in wanted)
    ]


def flows(session: Session) -> list[FlowLine]:
    """Every flow, by the day on which it is wanted, those without a day last."""
    datasets = {row.id: row.name for row in session.execute(live(Dataset)).scalars()}
    agreements = {row.id: row for row in session.execute(live(Agreement)).scalars()}
    rows = session.execute(live(Flow).execution_options(populate_existing=True)).scalars()
    found = []
    for row in rows:
        agreement = agreements.get(row.agreement_id)
        found.append(
            FlowLine(
                id=row.id or 0,
                guid=row.guid,
                name=row.name,
                partner=row.partner,
                purpose=row.purpose,
                by=row.by,
                dataset_id=row.dataset_id if row.dataset_id in datasets else None,
                dataset=datasets.get(row.dataset_id, ""),
                agreement_id=None if agreement is None else agreement.id,
                agreement=agreement.reference if agreement else "",
                agreement_ends=(agreement.ends_on or "")[:10] if agreement else "",
            )
        )
    return sorted(found, key=lambda one: (one.by or "9999", one.name.casefold(), one.id))


def flow_named(session: Session, typed: str) -> FlowLine:
    """The flow of that name; NoSuchFlowError lists those there are."""
    there = flows(session)
    wanted = typed.strip().casefold()
    for one in there:
        if one.name.casefold() == wanted:
            return one
    if not there:
        raise NoSuchFlowError("This project has no flows of data yet. Add one in the app first: Briefs, then f.")
    raise NoSuchFlowError(
        f"There is no flow of data “{typed.strip()}”. There are: {'; '.join(one.name for one in there)}."
    )


def _cells(session: Session, flow_id: int | None, cells: dict[str, Any]) -> dict[str, Any]:
    """The cells of a flow as they are kept."""
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in cells.items()}
    if not kept["name"] or not kept["partner"]:
        raise FlowNeedsNameError
    if any(one.id != flow_id and one.name.casefold() == kept["name"].casefold() for one in flows(session)):
        raise FlowNameTakenError(f"There is a flow “{kept['name']}”. Give this one another name.")
    if "by" in kept:
        kept["by"] = day_of(kept["by"])
    return kept
