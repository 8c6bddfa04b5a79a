"""Versions of a brief: what was put before those who decide, kept as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.briefs import page as pages
from workbench.briefs.page import Page
from workbench.coding.codings import Coding
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, column, find, live, now, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.text import dated


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


class PageIsOtherError(WorkbenchError):
    """The kept page is not the one that was frozen: its fingerprint is another. Look in a backup from that time."""


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


def freeze(session: Session, brief_id: int, number: int, audience: str, page: Page) -> int:
    """Keep a page as it stands for its audience, with its fingerprint."""
    quoted = sorted({entry.thing_id for entry in page.annex if entry.kind == "quote"})
    coding = table_of(Coding)
    guids = session.execute(sa.select(coding.c.id, coding.c.guid).where(coding.c.id.in_(quoted))).all()
    told = as_kept(page, {key: bytes(guid).hex() for key, guid in guids})
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
    row = find(session, Version, version_id)
    if not is_as_frozen(row):
        raise PageIsOtherError
    return page_in(row.page)


def quoted_in(session: Session, version_id: int) -> dict[str, bytes]:
    """The GUIDs of the codings that a kept page quotes, by the page's references; of words that were withdrawn none."""
    return dict(_quoted(json.loads(find(session, Version, version_id).page)))


def without_quotes(page: Page, keys: Collection[str], put: str) -> Page:
    """A page with other words in the place of the quotes of these references."""
    if not keys:
        return page
    return page_in(_told(_without(_plain(page, {}), keys, put, str)))


def is_as_frozen(row: Version) -> bool:
    """Whether a kept page is what was frozen, or what a withdrawal left of it."""
    return bool(row.amended) or fingerprint(row.page) == row.content


def fingerprint(kept: str) -> str:
    """SHA-256 of a kept page, in hexadecimal digits."""
    return hashlib.sha256(kept.encode("utf-8")).hexdigest()


def as_kept(page: Page, quoted: Mapping[int, str] | None = None) -> str:
    """A page as canonical JSON: keys sorted, no spaces, each part with the name of its kind.

    `quoted` are the GUIDs of the codings that it quotes, by key: keys are others in other copies of the project.
    """
    return _told(_plain(page, quoted or {}))


def page_in(kept: str) -> Page:
    """The page in a kept JSON; what this edition of the workbench does not know of is passed over."""
    made = _made(json.loads(kept))
    if not isinstance(made, Page):
        raise PageIsOtherError
    return made


_KIND, _THING = "is", "thing"


def _told(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any, quoted: Mapping[int, str]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: _plain(getattr(value, one.name), quoted) for one in fields(value) if one.name != "thing_id"}
        if getattr(value, "kind", "") == "quote":
            told[_THING] = quoted.get(getattr(value, "thing_id", 0), "")
        return {_KIND: type(value).__name__, **told}
    if isinstance(value, list | tuple):
        return [_plain(one, quoted) for one in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = getattr(pages, str(value.get(_KIND)), None)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise PageIsOtherError
    return kind(**{one.name: _made(value[one.name]) for one in fields(kind) if one.name in value})


def take_out_words(session: Session, day: str, gone: Collection[bytes], without: Callable[[str], str]) -> list[int]:
    """Take somebody's words out of every kept page, of removed rows too; the keys of the versions that held them.

    Args:
        session: inside a purge. The history still holds the pages as they were: forget those of this table.
        day: of the withdrawal, as ISO.
        gone: GUIDs of codings that were purged, or lost a part of their words.
        without: a text with their words and their name replaced, wherever else they stand.
    """
    note, put = f"Words were withdrawn on {dated(day)}.", said_withdrawn(day)
    version, changed = table_of(Version), []
    for key, kept, amended in session.execute(sa.select(version.c.id, version.c.page, version.c.amended)).all():
        page = json.loads(kept)
        theirs = {ref for ref, guid in _quoted(page) if guid in gone}
        left = _told(_without(page, theirs, put, without))
        if left != kept:
            said = amended if note in amended else f"{amended} {note}".strip()
            amend(session, Version, key, page=left, amended=said)
            changed.append(key)
    return changed


def said_withdrawn(day: str) -> str:
    """What stands in the place of words that were taken back on an ISO day."""
    return f"[These words were withdrawn on {dated(day)}.]"


def _quoted(value: Any) -> Iterator[tuple[str, bytes]]:
    """The references of a page's quotes whose words still stand in it, with the GUIDs of their codings."""
    if isinstance(value, dict):
        if value.get(_THING):
            yield str(value["key"]), bytes.fromhex(value[_THING])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _quoted(one)


def _without(value: Any, keys: Collection[str], put: str, without: Callable[[str], str]) -> Any:
    """A page's JSON with the quotes of these references replaced, and their words wherever else they stand."""
    if isinstance(value, list):
        return [_without(one, keys, put, without) for one in value]
    if not isinstance(value, dict):
        return without(value) if isinstance(value, str) else value
    if value.get(_KIND) == "Entry" and value.get("key") in keys:
        facts = [["Note", put]]
        return {**value, _THING: "", "facts": facts, "quote": put, "title": "A quote"}
    told = {
        name: one if name in {_KIND, "key", _THING} else _without(one, keys, put, without)
        for name, one in value.items()
    }
    if value.get("role") == "quote" and any(ref.get("key") in keys for ref in value.get("refs") or ()):
        told["text"] = put
    return told
