"""Everything that is written down in a project, whatever table it stands in: for words that have to go wherever they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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
    for kind in TABLES:
        table = table_of(kind)
        columns = [column for column in table.columns if isinstance(column.type, sa.String | AutoString)]
        if kind in but or not columns:
            continue
        long = sa.or_(*(sa.func.length(column) >= least for column in columns))
        chosen = sa.select(table.c.id, *columns).where(long)
        if not gone:
            chosen = chosen.where(table.c.gone.is_(False))
        for key, *texts in session.execute(chosen):
            yield kind, key, {column.name: text for column, text in zip(columns, texts, strict=True) if text}
