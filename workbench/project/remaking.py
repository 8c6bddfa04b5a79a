"""Remaking a table in another shape, so that a project brought up to date is shaped just like a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def widen(
    connection: Any,
    table: str,
    *,
    after: str,
    columns: Mapping[str, str],
    ties: Sequence[str] = (),
    instead: Mapping[str, str] | None = None,
) -> None:
    """Make a table anew with more columns and the same rows, keys, indexes and triggers.

    Args:
        connection: in a transaction, with foreign keys off.
        table: the table's name.
        after: the definition of the column after which the new ones come, as it stands in the file.
        columns: each new column's definition, with the value that every row gets, as SQL.
        ties: foreign keys of the new columns; they come last.
        instead: parts of the definition, such as a list of words, and what stands in their place.
    """
    made = " ".join(_one(connection, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table).split())
    if made.count(f"{after},") != 1:
        raise ValueError(f"{table} has no column defined as {after}")
    wider = made.replace(f"{after},", ", ".join([after, *columns]) + ",")
    for part, other in (instead or {}).items():
        if wider.count(part) != 1:
            raise ValueError(f"{table} is not defined with {part}")
        wider = wider.replace(part, other)
    if ties:
        wider = ", ".join([wider.removesuffix(")").rstrip(), *ties]) + " )"
    others = connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    remake(connection, table, wider, {definition.split()[0]: value for definition, value in columns.items()})
    for (statement,) in others:
        connection.execute(statement)


def remake(connection: Any, table: str, definition: str, new: Mapping[str, str] | None = None) -> None:
    """Make a table anew as it is defined, with the same rows and keys, and none of its indexes and triggers.

    `new` are columns that it did not have, with the value that every row gets, as SQL.
    """
    new = new or {}
    names = [f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{table}")')]
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    connection.execute("PRAGMA legacy_alter_table = ON")
    connection.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_before"')
    connection.execute(definition)
    filled, values = ", ".join([*names, *new]), ", ".join([*names, *new.values()])
    connection.execute(f'INSERT INTO "{table}" ({filled}) SELECT {values} FROM "{table}_before"')
    connection.execute(f'DROP TABLE "{table}_before"')
    connection.execute("PRAGMA legacy_alter_table = OFF")
    if last:
        connection.execute("DELETE FROM sqlite_sequence WHERE name IN (?, ?)", (table, f"{table}_before"))
        connection.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (table, last[0]))


def _one(connection: Any, statement: str, name: str) -> str:
    return str(connection.execute(statement, (name,)).fetchone()[0])
