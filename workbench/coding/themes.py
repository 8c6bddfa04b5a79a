"""Themes: patterns of meaning that a researcher states over codes. Findings rest on themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.tree import code_paths, same_name
from workbench.errors import Problem, WorkbenchError
from workbench.rows import (
    AUTOINCREMENT,
    NotInProjectError,
    Row,
    add,
    amend,
    find,
    find_guid,
    is_purged,
    joined_guid,
    live,
    one_of,
    remove,
    table_of,
)

STATES = ("candidate", "kept", "dropped")
_CODE = sa.table("code", sa.column("id"), sa.column("guid"))
_CODE_GUID = sa.select(_CODE.c.guid).where(_CODE.c.id == sa.bindparam("key"))


class Theme(Row, table=True):
    """A theme with its statement; it gathers many codes, and a code may serve many themes."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    name: str
    statement: str = ""
    state: str = "candidate"
    position: int = 0


class ThemeCode(Row, table=True):
    """A code that a theme gathers."""

    __tablename__ = "theme_code"

    theme_id: int = Field(foreign_key="theme.id", index=True)
    code_id: int = Field(foreign_key="code.id", index=True)


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as it is listed, with the codes it gathers in the codebook's order."""

    id: int
    name: str
    statement: str
    state: str
    code_ids: tuple[int, ...]
    codes: tuple[str, ...]


class ThemeNeedsNameError(WorkbenchError):
    """A theme needs a name."""


class ThemeNameTakenError(WorkbenchError):
    """There is a theme of that name already. Choose another name."""


class ThemeStateUnknownError(WorkbenchError):
    """A theme is a candidate, kept or dropped."""


def add_theme(
    session: Session, name: str, *, statement: str = "", state: str = "candidate", codes: Iterable[int] = ()
) -> int:
    """Take in a theme, a candidate unless told, with the codes it gathers, and return its key."""
    if state not in STATES:
        raise ThemeStateUnknownError
    name = _free_name(session, name)
    themes_there = table_of(Theme)
    last = session.execute(sa.select(sa.func.max(themes_there.c.position))).scalar()
    position = 0 if last is None else last + 1
    key = add(session, Theme, name=name, statement=statement.strip(), state=state, position=position)
    set_theme_codes(session, key, codes)
    return key


def amend_theme(
    session: Session, theme_id: int, *, name: str | None = None, statement: str | None = None, state: str | None = None
) -> None:
    """Change a theme's name, its statement, or whether it is a candidate, kept or dropped."""
    find(session, Theme, theme_id)
    cells: dict[str, str] = {}
    if name is not None:
        cells["name"] = _free_name(session, name, but=theme_id)
    if statement is not None:
        cells["statement"] = statement.strip()
    if state is not None:
        if state not in STATES:
            raise ThemeStateUnknownError
        cells["state"] = state
    if cells:
        amend(session, Theme, theme_id, **cells)


def set_theme_codes(session: Session, theme_id: int, codes: Iterable[int]) -> None:
    """Say which codes a theme gathers; those not named fall away."""
    theme = find(session, Theme, theme_id)
    wanted, paths = list(dict.fromkeys(codes)), code_paths(session)
    if any(code_id not in paths for code_id in wanted):
        raise NotInProjectError
    rows = session.execute(sa.select(ThemeCode).where(table_of(ThemeCode).c.theme_id == theme_id)).scalars()
    there = {row.code_id: (row.id or 0, row.gone) for row in rows}
    for code_id, (key, gone) in there.items():
        if gone and code_id in wanted:
            amend(session, ThemeCode, key, gone=False)
        elif not gone and code_id not in wanted:
            remove(session, ThemeCode, key)
    for code_id in wanted:
        if code_id not in there:
            guid = joined_guid(theme.guid, session.execute(_CODE_GUID, {"key": code_id}).scalar_one())
            taken = find_guid(session, ThemeCode, guid) is not None or is_purged(session, guid)
            add(session, ThemeCode, guid=None if taken else guid, theme_id=theme_id, code_id=code_id)


def move_theme(session: Session, theme_id: int, by: int) -> None:
    """Put a theme so many places further down, or up where `by` is negative; beyond the ends it stays there."""
    find(session, Theme, theme_id)
    order = [line.id for line in themes(session)]
    place = order.index(theme_id)
    order.remove(theme_id)
    order.insert(max(0, min(len(order), place + by)), theme_id)
    positions = {row.id: row.position for row in session.execute(live(Theme)).scalars()}
    for position, key in enumerate(order):
        if positions[key] != position:
            amend(session, Theme, key, position=position)


def themes(session: Session) -> list[ThemeLine]:
    """Every theme in its order, with its codes."""
    paths = code_paths(session)
    place = {code_id: number for number, code_id in enumerate(paths)}
    gathered: dict[int, list[int]] = {}
    for row in session.execute(live(ThemeCode)).scalars():
        if row.code_id in paths:
            gathered.setdefault(row.theme_id, []).append(row.code_id)
    lines = []
    for theme in session.execute(live(Theme)).scalars():
        assert theme.id is not None
        codes = tuple(sorted(set(gathered.get(theme.id, ())), key=place.__getitem__))
        line = ThemeLine(theme.id, theme.name, theme.statement, theme.state, codes, tuple(paths[key] for key in codes))
        lines.append((theme.position, theme.id, line))
    return [line for _, _, line in sorted(lines, key=lambda entry: entry[:2])]


def problems(session: Session) -> list[Problem]:
    """Themes without a code or a statement; dropped ones are left in peace."""
    found = []
    for theme in themes(session):
        if theme.state == "dropped":
            continue
        where = f"theme “{theme.name}”"
        if not theme.codes:
            found.append(Problem("warning", where, "gathers no code, so nothing that people said is behind it."))
        if not theme.statement:
            found.append(Problem("info", where, "has no statement yet: say in a sentence what the pattern is."))
    return found


def _free_name(session: Session, name: str, but: int | None = None) -> str:
    """A theme's name without the white space around it, if no other has it."""
    name = " ".join(name.split())
    if not name:
        raise ThemeNeedsNameError
    for row in session.execute(live(Theme)).scalars():
        if row.id != but and same_name(row.name) == same_name(name):
            raise ThemeNameTakenError(f"There is a theme called “{row.name}” already. Choose another name.")
    return name
