"""Everything that is written down in a project, whatever table it stands in: for words that have to go wherever they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString, Session

from workbench.project.schema import TABLES
from workbench.rows import Row, table_of


def every_text(
    session: Session, *, but: Collection[type[Row]], least: int = 1, gone: bool = True
) -> Iterator[tuple[type[Row], int, dict[str, str]]]:
    """Every row with its texts by column, unless told gone rows too; `but` are tables to leave out.

    A row comes where one of its texts has `least` characters or more.
    """
    for kind, (columns, chosen) in _asked(gone=gone).items():
        if kind not in but:
            for key, *texts in session.execute(chosen, {"least": least}):
                yield kind, key, {column: text for column, text in zip(columns, texts, strict=True) if text}


@cache
def _asked(*, gone: bool) -> dict[type[Row], tuple[list[str], sa.Select[Any]]]:
    """For each table with texts their columns, and what asks for the rows where one has `least` characters or more."""
    found: dict[type[Row], tuple[list[str], sa.Select[Any]]] = {}
    for kind in TABLES:
        table = table_of(kind)
        columns = [column for column in table.columns if isinstance(column.type, sa.String | AutoString)]
        if columns:
            long = sa.or_(*(sa.func.length(column) >= sa.bindparam("least") for column in columns))
            live = () if gone else (table.c.gone.is_(False),)
            found[kind] = [column.name for column in columns], sa.select(table.c.id, *columns).where(long, *live)
    return found
