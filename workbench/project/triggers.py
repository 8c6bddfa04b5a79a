"""The triggers that write the history, as SQLite's text: one each for what comes into a table, goes, and is changed."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from workbench.project.schema import NUMBERS

_LOG_ENTRY = (
    "INSERT INTO entry(change_id, tab, op, row_id, guid)"
    " VALUES ((SELECT max(id) FROM change), {number}, '{op}', {row}.id, {row}.guid);"
)
_LOG_PAYLOAD = "INSERT INTO payload(entry_id, old) VALUES (last_insert_rowid(), {old});"


def insert_trigger(table: sa.Table) -> str:
    """What writes down that a row came."""
    entry = _LOG_ENTRY.format(number=NUMBERS[table.name], op="I", row="NEW")
    return f'CREATE TEMP TRIGGER "log_{table.name}_i" AFTER INSERT ON main."{table.name}" BEGIN {entry} END'


def other_triggers(table: sa.Table) -> Iterator[str]:
    """What writes down that a row was deleted, with all it held, and that it was changed, with the cells that were."""
    number = NUMBERS[table.name]
    cells = [column.name for column in table.columns if column.name not in {"id", "guid"}]
    blobs = {column.name for column in table.columns if isinstance(column.type, sa.LargeBinary)}

    def plain(row: str, cell: str) -> str:
        return f'hex({row}."{cell}")' if cell in blobs else f'{row}."{cell}"'

    whole = "json_object(" + ", ".join(f"'{cell}', {plain('OLD', cell)}" for cell in cells) + ")"
    entry = _LOG_ENTRY.format(number=number, op="D", row="OLD")
    yield (
        f'CREATE TEMP TRIGGER "log_{table.name}_d" AFTER DELETE ON main."{table.name}" BEGIN {entry}'
        f" {_LOG_PAYLOAD.format(old=whole)} END"
    )
    pairs = " UNION ALL ".join(
        f"SELECT '{cell}' AS k, json_array({plain('OLD', cell)}, {plain('NEW', cell)}) AS v"
        f' WHERE OLD."{cell}" IS NOT NEW."{cell}"'
        for cell in cells
    )
    entry = _LOG_ENTRY.format(number=number, op="U", row="NEW")
    changed = " OR ".join(f'OLD."{cell}" IS NOT NEW."{cell}"' for cell in cells)
    yield (
        f'CREATE TEMP TRIGGER "log_{table.name}_u" AFTER UPDATE ON main."{table.name}" WHEN {changed} BEGIN {entry}'
        f" {_LOG_PAYLOAD.format(old=f'(SELECT json_group_object(k, json(v)) FROM ({pairs}))')} END"
    )
