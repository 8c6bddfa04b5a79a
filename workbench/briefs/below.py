"""Rows below a brief or one of its options: added at the end, changed and taken out while the brief is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.options import Option, open_brief
from workbench.rows import Row, add, amend, column, find, find_guid, in_chunks, live, remove, table_of

BelowT = TypeVar("BelowT", bound=Row)


def add_below(session: Session, kind: type[Row], over: Mapping[str, Any], /, **cells: Any) -> int:
    """Add a row as the last below a brief or an option: `over` is {"brief_id": key} or {"option_id": key}.

    Raises NotInProjectError, BriefIsDecidedError.
    """
    ((cell, key),) = over.items()
    open_brief(session, _brief(session, cell, key))
    table = table_of(kind)
    chosen = sa.select(sa.func.coalesce(sa.func.max(table.c.position), 0)).where(table.c[cell] == key)
    position = int(session.execute(chosen).scalar_one()) + 1
    return add(session, kind, position=position, **over, **cells)


def put_below(session: Session, kind: type[Row], guid: bytes, over: Mapping[str, Any], /, **cells: Any) -> int:
    """Write the one row of a pair, such as an option and a factor: it is added, changed, or brought back.

    `guid` comes from the pair, so that copies of a project agree on it.
    """
    cell, key = next(iter(over.items()))
    open_brief(session, _brief(session, cell, key))
    there = find_guid(session, kind, guid)
    if there is None or there.id is None:
        return add(session, kind, guid=guid, **over, **cells)
    amend(session, kind, there.id, gone=False, **cells)
    return there.id


def amend_below(session: Session, kind: type[Row], key: int, /, **cells: Any) -> None:
    """Change a row below a brief or an option."""
    open_brief(session, _brief_over(session, find(session, kind, key)))
    amend(session, kind, key, **cells)


def remove_below(session: Session, kind: type[Row], key: int) -> None:
    """Take such a row out."""
    open_brief(session, _brief_over(session, find(session, kind, key)))
    remove(session, kind, key)


def below(session: Session, kind: type[BelowT], cell: str, keys: Iterable[int]) -> dict[int, list[BelowT]]:
    """The rows below some briefs or options, by these, in the order in which they stand there."""
    found: dict[int, list[BelowT]] = defaultdict(list)
    place = column(kind, "position" if "position" in table_of(kind).c else "id")
    for some in in_chunks(keys):
        chosen = live(kind).where(column(kind, cell).in_(some)).order_by(place, column(kind, "id"))
        for row in session.execute(chosen.execution_options(populate_existing=True)).scalars():
            found[getattr(row, cell)].append(row)
    return found


def _brief(session: Session, cell: str, key: int) -> int:
    return key if cell == "brief_id" else find(session, Option, key).brief_id


def _brief_over(session: Session, row: Row) -> int:
    option = getattr(row, "option_id", None)
    return int(getattr(row, "brief_id", 0)) if option is None else find(session, Option, option).brief_id
