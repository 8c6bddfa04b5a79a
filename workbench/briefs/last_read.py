"""When each person last read a brief, so that what changed since can be shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.options import Brief
from workbench.briefs.page import Chart, Listed, Page, Paragraph, Section, Table
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, find_guid, guid_for, guid_text, live, now
from workbench.sources.coders import Coder, current_coder, known_coder
from workbench.text import dated

_NOT_OF_THE_BRIEF = frozenset({"provenance"})
"""Parts that say when a page was made, which changes without the brief."""


class LastRead(Row, table=True):
    """The last time somebody read a brief to its end or closed it."""

    __tablename__ = "brief_read"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    says: str = "{}"
    """What the brief said then, part by part, as digests: JSON."""


@dataclass(frozen=True, slots=True)
class Since:
    """What is new in a brief since somebody last read it. `at` is empty where they never have."""

    at: str = ""
    new: frozenset[str] = frozenset()
    """Sentences that were not there, as the page has them."""
    parts: tuple[str, ...] = ()
    """Headings of the parts in which something is new or is gone."""

    @property
    def mark(self) -> str:
        """What stands beside a new sentence."""
        return f"new since you read it on {dated(self.at[:10])}"

    @property
    def words(self) -> str:
        """What changed, in a sentence; empty where they never read it or nothing did."""
        if not self.at or not self.parts:
            return ""
        return f"Changed since you read it on {dated(self.at[:10])}: {', '.join(self.parts)}."


def mark_read(session: Session, brief_id: int, page: Page) -> None:
    """Remember what the one at the keyboard has read; inside a change of kind `reading`, which undo leaves alone."""
    person = current_coder(session)
    says = json.dumps(_digests(session, page), sort_keys=True)
    guid = guid_for(
        session, "brief read", f"{find(session, Brief, brief_id).guid.hex()} {find(session, Coder, person).guid.hex()}"
    )
    there = find_guid(session, LastRead, guid)
    if there is None:
        add(session, LastRead, guid=guid, brief_id=brief_id, coder_id=person, at=now(), says=says)
    else:
        amend(session, LastRead, there.id or 0, at=now(), says=says, gone=False)


def since_read(session: Session, brief_id: int, page: Page) -> Since:
    """What is new on a page since the one at the keyboard last read this brief."""
    row = _last(session, brief_id)
    if row is None:
        return Since()
    before, now_says = json.loads(row.says), _digests(session, page)
    known = {digest for digests in before.values() for digest in digests}
    new = frozenset(
        text
        for section in (*page.sections, *page.further)
        for text in sentences(section)
        if _digest(session, text) not in known
    )
    headings = {section.name: section.heading for section in (*page.sections, *page.further)}
    changed = [name for name, digests in now_says.items() if set(digests) != set(before.get(name, []))]
    parts = [headings[name] for name in changed]
    return Since(row.at, frozenset(new if parts else ()), tuple(parts))


def has_read(session: Session, brief_id: int) -> str:
    """When the one at the keyboard last read a brief; empty where they never have."""
    row = _last(session, brief_id)
    return row.at if row is not None else ""


def sentences(section: Section) -> Iterator[str]:
    """Every text that a part of a page says, in its order; none of a part that says when the page was made."""
    if section.name in _NOT_OF_THE_BRIEF:
        return
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Listed):
            yield from (one.text for one in block.items)
        elif isinstance(block, Table | Chart):
            table = block if isinstance(block, Table) else block.table
            yield from (one.text for row in table.rows for cell in row for one in cell.paragraphs)


def _last(session: Session, brief_id: int) -> LastRead | None:
    person = known_coder(session)
    if person is None:
        return None
    chosen = live(LastRead).where(column(LastRead, "brief_id") == brief_id, column(LastRead, "coder_id") == person)
    rows = session.execute(chosen.order_by(column(LastRead, "at").desc()).execution_options(populate_existing=True))
    return rows.scalars().first()


def _digests(session: Session, page: Page) -> dict[str, list[str]]:
    return {
        section.name: [_digest(session, text) for text in sentences(section)]
        for section in (*page.sections, *page.further)
        if section.name not in _NOT_OF_THE_BRIEF
    }


def _digest(session: Session, text: str) -> str:
    """What tells a text again; without the project's secret nobody can guess the text from it."""
    return guid_text(guid_for(session, "a sentence that was read", text))[:13]
