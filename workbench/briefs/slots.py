"""Slots: what a council's own report form asks for besides, such as wards or legal implications."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.options import Brief, open_brief
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, find_guid, guid_for, live, remove

STANDARD = {
    "Wards affected": "Every ward that the decision touches, or “all”.",
    "Legal implications": "The power that is used, and what the monitoring officer says.",
    "Financial implications": "From which budget, and what the finance officer says.",
    "Equality implications": "Which groups gain or lose; whether there is an equality impact assessment.",
    "Background papers": "What was relied on and is not published already.",
    "Exempt or not": "Open to the public, or exempt and by which paragraph.",
}
"""What most report forms ask for, with what goes there."""
LONGEST = 80


class Slot(Row, table=True):
    """What is written under one heading of a council's report form."""

    __tablename__ = "brief_slot"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A heading of the report form with what is written there; empty: nothing yet."""

    name: str
    text: str

    @property
    def placeholder(self) -> str:
        """How a template names it: wards_affected."""
        return placeholder(self.name)


class SlotNeedsNameError(WorkbenchError):
    """A heading of the report form has a name of at most 80 letters. Write it as the form has it."""


def placeholder(name: str) -> str:
    """A heading as a template names it.

    >>> placeholder("Wards affected"), placeholder("Exempt or not?")
    ('wards_affected', 'exempt_or_not')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def set_slot(session: Session, brief_id: int, name: str, text: str) -> None:
    """Write what stands under one heading of the report form; an empty text takes it out. Refused once it is decided."""
    brief = find(session, Brief, brief_id)
    called = " ".join(name.split())
    if not placeholder(called) or len(called) > LONGEST:
        raise SlotNeedsNameError
    open_brief(session, brief_id)
    guid = guid_for(session, "brief slot", f"{brief.guid.hex()}\x1f{placeholder(called)}")
    found = find_guid(session, Slot, guid)
    said = text.strip()
    if found is None:
        if said:
            add(session, Slot, guid=guid, brief_id=brief_id, name=called, text=said)
        return
    assert found.id is not None
    if said:
        amend(session, Slot, found.id, gone=False, name=called, text=said)
    elif not found.gone:
        remove(session, Slot, found.id)


def slots(session: Session, brief_id: int) -> list[SlotLine]:
    """What most report forms ask for, in their order, then a council's own headings in the order of their names."""
    rows = live(Slot).where(column(Slot, "brief_id") == brief_id).execution_options(populate_existing=True)
    written = {placeholder(row.name): SlotLine(row.name, row.text) for row in session.execute(rows).scalars()}
    usual = [written.pop(placeholder(name), SlotLine(name, "")) for name in STANDARD]
    return [*usual, *sorted(written.values(), key=lambda one: one.name.casefold())]
