"""Versions of a brief: what was put before those who decide, kept as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.briefs.counted import Counted, without_figures
from workbench.briefs.kept_page import (
    PageIsOtherError,
    TakenOut,
    as_kept,
    cited_in,
    fingerprint,
    page_in,
    whose_in,
    without,
)
from workbench.briefs.page import Page
from workbench.coding.codings import Coding
from workbench.indicators.observations import Observation
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.documents import segments_at
from workbench.text import Span, dated


class Version(Row, table=True):
    """A brief as it stood when it was decided on, never changed; a withdrawal alone takes words out of it, and says so."""

    __tablename__ = "brief_version"
    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    number: int
    audience: str
    page: str
    """The whole page as JSON, keys sorted."""
    content: str
    """SHA-256 of `page` as it was frozen, in hexadecimal digits."""
    amended: str = ""
    """Empty, or what was taken out since and why: a withdrawal's day, without words."""
    coder_id: int = Field(foreign_key="coder.id")
    at: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A kept version as it is listed."""

    id: int
    brief_id: int
    number: int
    audience: str
    content: str
    amended: str
    who: str
    at: str

    @property
    def name(self) -> str:
        """How people name it: version 2, kept on 18 June 2026."""
        return f"version {self.number}, kept on {dated(self.at[:10])}"


def freeze(session: Session, brief_id: int, number: int, audience: str, page: Page, counted: Counted) -> int:
    """Keep a page as it stands for its audience, with what the door knew of its counts and its fingerprint."""
    cited: dict[tuple[str, int], str] = {}
    for kind, of in (("quote", Coding), ("figure", Observation)):
        table, keys = table_of(of), sorted({entry.thing_id for entry in page.annex if entry.kind == kind})
        rows = session.execute(sa.select(table.c.id, table.c.guid).where(table.c.id.in_(keys)))
        cited |= {(kind, key): bytes(guid).hex() for key, guid in rows}
    whose = {entry.key: _people_of(session, entry.thing_id) for entry in page.annex if entry.kind == "quote"}
    told = as_kept(page, cited, whose, counted.as_plain(session))
    return add(
        session,
        Version,
        brief_id=brief_id,
        number=number,
        audience=audience,
        page=told,
        content=fingerprint(told),
        coder_id=current_coder(session),
        at=now(),
    )


def _people_of(session: Session, coding_id: int) -> list[str]:
    """The GUIDs of the people whose words lie under a coding, in hexadecimal digits."""
    coding = find(session, Coding, coding_id)
    here = segments_at(session, coding.document_id, Span(coding.start, coding.end))
    case, keys = table_of(Case).c, sorted({one.case_id for one in here if one.case_id is not None})
    return [bytes(guid).hex() for guid in session.execute(sa.select(case.guid).where(case.id.in_(keys))).scalars()]


def versions(session: Session, brief_id: int | None = None) -> list[VersionLine]:
    """Every kept version, or those of a brief, in the order in which they were kept."""
    statement = live(Version).order_by(column(Version, "at"), column(Version, "id"))
    if brief_id is not None:
        statement = statement.where(column(Version, "brief_id") == brief_id)
    names = coder_names(session)
    rows = session.execute(statement.execution_options(populate_existing=True)).scalars()
    return [
        VersionLine(
            row.id or 0,
            row.brief_id,
            row.number,
            row.audience,
            row.content,
            row.amended,
            names.get(row.coder_id, ""),
            row.at,
        )
        for row in rows
    ]


def altered(session: Session) -> list[VersionLine]:
    """Kept versions whose page is neither as it was frozen nor what a withdrawal left."""
    odd = {row.id for row in session.execute(live(Version)).scalars() if not is_as_frozen(row)}
    return [one for one in versions(session) if one.id in odd] if odd else []


def kept_page(session: Session, version_id: int) -> Page:
    """The page that was kept. Raises PageIsOtherError where it is neither as it was frozen nor a withdrawal's."""
    return page_in(kept_json(session, version_id))


def kept_json(session: Session, version_id: int) -> str:
    """The page that was kept, as it is kept. Raises PageIsOtherError like `kept_page`."""
    row = find(session, Version, version_id)
    if not is_as_frozen(row):
        raise PageIsOtherError
    return row.page


def is_as_frozen(row: Version) -> bool:
    """Whether a kept page is what was frozen, or what a withdrawal left of it."""
    return bool(row.amended) or fingerprint(row.page) == row.content


def take_out_words(
    session: Session, day: str, gone: Collection[bytes], texts: Callable[[str], str], figures: Collection[bytes] = ()
) -> list[int]:
    """Take somebody's words out of every kept page, of removed rows too; the keys of the versions that held them.

    Args:
        session: inside a purge. The history still holds the pages as they were: forget those of this table.
        day: of the withdrawal, as ISO.
        gone: GUIDs of people and codings that were purged, and of codings that lost a part of their words.
        texts: a text with their words and their name replaced, wherever else they stand.
        figures: GUIDs of figures that are others without what the person answered.
    """
    note, put = f"Words were withdrawn on {dated(day)}.", said_withdrawn(day)
    version, changed = table_of(Version), []
    for key, kept, amended in session.execute(sa.select(version.c.id, version.c.page, version.c.amended)).all():
        theirs = {ref: put for ref, guid in cited_in(kept, "quote").items() if guid in gone}
        theirs |= {ref: put for ref, people in whose_in(kept).items() if not people.isdisjoint(gone)}
        left = without(kept, TakenOut(quotes=theirs, texts=texts))
        notes = [note] if left != kept else []
        counted = without_figures(left, figures, counted_without(day))
        notes += [f"Figures were withdrawn on {dated(day)}."] if counted != left else []
        if counted != kept:
            said = " ".join(filter(None, (amended, *(one for one in notes if one not in amended))))
            amend(session, Version, key, page=counted, amended=said)
            changed.append(key)
    return changed


def said_withdrawn(day: str) -> str:
    """What stands in the place of words that were taken back on an ISO day."""
    return f"[These words were withdrawn on {dated(day)}.]"


def counted_without(day: str) -> str:
    """What stands in the place of a figure that somebody was counted in who withdrew on an ISO day."""
    return f"[This figure was withdrawn on {dated(day)}: somebody counted in it took their answers back.]"
