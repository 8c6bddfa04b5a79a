"""Own areas: areas and memberships that came from an official lookup file, beside those of the register.

The register comes first. A file adds what it does not hold, and says of its areas when they end; what it holds already
is not kept again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench import geography, small_areas
from workbench.indicators.area_drafts import DraftAreas, DraftEntry, DraftMember, OwnAreas
from workbench.rows import (
    AUTOINCREMENT,
    Row,
    add_many,
    amend,
    bulk,
    find_guid,
    guid_for,
    kept,
    one_of,
    table_of,
)
from workbench.sources.documents import Added

RELATIONS = ("part of", "unchanged", "split", "merged", "irregular", "renamed")
"""A smaller area within a larger, or an area beside the one that came after it."""


class AreaEntry(Row, table=True):
    """An area that the register does not hold."""

    __tablename__ = "area_entry"
    __table_args__: Any = (AUTOINCREMENT,)

    code: str = Field(index=True)
    name: str = ""
    kind: str = ""
    starts: str | None = None
    """ISO day, the first."""
    ends: str | None = None
    """ISO day, the last."""
    source: str = ""


class AreaMember(Row, table=True):
    """An area that lies in another, or became it."""

    __tablename__ = "area_member"
    __table_args__: Any = (
        one_of("relation", RELATIONS),
        sa.Index("area_member_by_code", "code"),
        sa.Index("area_member_by_whole", "whole"),
        AUTOINCREMENT,
    )

    code: str
    whole: str
    """The code of the larger area, or of the one that came after."""
    relation: str = "part of"
    vintage: str = ""
    """The year of the areas, such as 2011 or 2021."""
    source: str = ""


def add_areas(session: Session, draft: DraftAreas) -> Added:
    """Take a lookup into the project: the areas and memberships that the register and its lookup do not hold.

    The same file again finds what is there; what was removed comes back.
    """
    entries = [one for one in draft.entries if not _is_held(one)]
    members = [one for one in draft.members if not _is_member(one)]
    counts = dict.fromkeys(("rows", "areas", "memberships"), 0)
    counts["rows"] = draft.rows
    # a key is the code alone: another file of the same areas says the same of them, or amends it
    counts["areas"] = _write(session, AreaEntry, "area entry", ((one.code, _cells(one)) for one in entries), draft.name)
    counts["memberships"] = _write(
        session,
        AreaMember,
        "area member",
        (
            (
                "\x1f".join((one.code, one.whole, one.relation, one.vintage)),
                {"code": one.code, "whole": one.whole, "relation": one.relation, "vintage": one.vintage},
            )
            for one in members
        ),
        draft.name,
    )
    known = len(draft.entries) - len(entries)
    notes = (
        [f"{known:,} of the {len(draft.entries):,} areas are in the register already, and are not kept twice."]
        if known
        else []
    )
    notes += _unlike(draft.entries)
    kinds = Counter(one.kind or "area of another kind" for one in entries)
    if kinds and counts["areas"]:
        said = ", ".join(f"{count:,} × {kind}" for kind, count in kinds.most_common(5))
        notes.append(f"New to this project: {said}.")
    return Added("added" if counts["areas"] or counts["memberships"] else "found", counts, (), tuple(notes))


def _write(
    session: Session, kind: type[Row], what: str, rows: Iterable[tuple[str, dict[str, Any]]], source: str
) -> int:
    """Write rows that are new or say something else; how many."""
    fresh, changed = [], 0
    for key, cells in rows:
        guid = guid_for(session, what, key)
        there = find_guid(session, kind, guid)
        if there is None:
            fresh.append({"guid": guid, **cells, "source": source})
            continue
        unlike = {name: value for name, value in cells.items() if getattr(there, name) != value}
        if there.gone or unlike:
            assert there.id is not None
            amend(session, kind, there.id, gone=False, **unlike)
            changed += 1
    with bulk(session, kind):
        return add_many(session, kind, fresh) + changed


def _cells(one: DraftEntry) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "starts": one.starts or None,
        "ends": one.ends or None,
    }


def _is_held(one: DraftEntry) -> bool:
    """Whether the register or the lookup of small areas says of an area all that a file says."""
    if small_areas.is_known(one.code):
        return not (one.starts or one.ends)
    entry = geography.area(one.code)
    if entry is None:
        return False
    days = (entry.starts.isoformat() if entry.starts else "", entry.ends.isoformat() if entry.ends else "")
    return all(not told or told == held for told, held in zip((one.starts, one.ends), days, strict=True))


def _is_member(one: DraftMember) -> bool:
    """Whether the register or its lookup says the same of two areas."""
    if one.relation == "part of":
        inside = small_areas.lies_in(one.code)
        if inside:
            return geography.followed(one.whole) == inside
        entry = geography.area(one.code)
        return entry is not None and one.whole in {entry.parent, entry.county}
    change = small_areas.became(one.code)
    if one.relation == "unchanged":
        return one.code == one.whole and small_areas.is_known(one.code)
    return change is not None and one.whole in change.after


def _unlike(entries: Iterable[DraftEntry]) -> list[str]:
    """What to say of areas that a file gives another name than the register does."""
    unlike = [
        f"{one.code} is {known.name}, and the file says {one.name}"
        for one in entries
        if (known := geography.area(one.code)) is not None
        and one.name
        and geography.plain_name(one.name)
        not in {geography.plain_name(name) for name in (known.name, *known.other_names)}
    ]
    if not unlike:
        return []
    more = f", and {len(unlike) - 3:,} more" if len(unlike) > 3 else ""
    return [f"The register's names stand: {'; '.join(unlike[:3])}{more}."]


def own_areas(session: Session) -> OwnAreas:
    """The project's own areas; read once while the project stays as it is."""
    found: OwnAreas = kept(session, "own areas", _own_areas)
    return found


def _own_areas(session: Session) -> OwnAreas:
    entry, member = table_of(AreaEntry).c, table_of(AreaMember).c
    rows = session.execute(
        sa.select(entry.code, entry.name, entry.kind, entry.starts, entry.ends)
        .where(entry.gone.is_(False))
        .order_by(entry.code)
    ).all()
    if not rows:
        return OwnAreas()
    wholes: dict[str, list[str]] = defaultdict(list)
    followed: dict[str, str] = {}
    for code, whole, relation in session.execute(
        sa.select(member.code, member.whole, member.relation)
        .where(member.gone.is_(False))
        .order_by(member.code, member.id)
    ):
        if relation == "part of":
            wholes[code].append(whole)
        elif relation == "merged" and not geography.is_small_area(code):
            followed.setdefault(code, whole)
    areas = {
        code: _area(code, name, kind, starts, ends, wholes[code], followed.get(code, ""))
        for code, name, kind, starts, ends in rows
    }
    names: dict[str, list[str]] = defaultdict(list)
    for one in areas.values():
        names[geography.plain_name(one.name)].append(one.code)
    homes = {
        code: local[0]
        for code, within in wholes.items()
        if geography.is_small_area(code)
        and len(local := sorted({one for one in within if one[:3] in geography.DISTRICTS})) == 1
    }
    return OwnAreas(areas, {name: codes[0] for name, codes in names.items() if name and len(codes) == 1}, homes)


def _area(
    code: str, name: str, kind: str, starts: str | None, ends: str | None, wholes: list[str], followed: str
) -> geography.Area:
    """An area as the register has it with the days of the file, or as the file has it."""
    first, last = (date.fromisoformat(day) if day else None for day in (starts, ends))
    known = geography.area(code)
    if known is not None and known.code == code:
        return replace(
            known, starts=known.starts or first, ends=known.ends or last, followed_by=known.followed_by or followed
        )
    parent = wholes[0] if wholes else None
    above = geography.area(parent) if parent else None
    county = parent if above is not None and above.kind == "county" else None
    return geography.Area(code, name or code, kind, parent, first, last, county, followed_by=followed)


def known_area(session: Session, code: str) -> geography.Area | None:
    """The area with that code: of the register, with what a file adds to it; else of the project's own."""
    return own_areas(session).areas.get(code) or geography.area(code)


def home_of(own: OwnAreas, code: str, name: str, on: str = "") -> str:
    """The district that a small area lies in: by the lookup, then the project's own, then its name."""
    found = small_areas.home(code, name, on)
    return found.district if found.by == "code" else own.homes.get(code) or found.district


def every_area(session: Session) -> list[geography.Area]:
    """The areas of the register and the project's own larger ones, that have not ended, in the order of codes."""
    own = own_areas(session).areas
    larger = {one.code: one for one in geography.areas()}
    larger |= {code: one for code, one in own.items() if not geography.is_small_area(code)}
    return [one for _, one in sorted(larger.items()) if one.ends is None]


def peers_known(session: Session, code: str) -> list[geography.Area]:
    """The areas to set an area beside, of the register; for one of the project's own, others under the same parent."""
    if geography.area(code) is not None:
        return geography.peers(code)
    own = own_areas(session).areas
    here = own.get(code)
    if here is None or here.parent is None:
        return []
    alike = (one for one in own.values() if one.parent == here.parent and one.kind == here.kind)
    return [one for one in alike if one.code != code and (one.ends is None or here.ends is not None)]
