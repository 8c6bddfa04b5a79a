"""What SQLite itself finds wrong with a file: pages, ties, its shape, and its text index."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as driver

from workbench.project.sqlite import DatabaseError, OperationalError, definitions


def damage(connection: Any) -> list[str]:
    """What SQLite's own check finds wrong with the file; empty when it is whole."""
    try:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    except DatabaseError as error:
        said = [str(error)]
    return [] if said == ["ok"] else said


def lost_ties(connection: Any) -> list[tuple[str, int, str]]:
    """Rows that point at nothing: table, key, and the table they point into."""
    return [(str(row[0]), int(row[1] or 0), str(row[2])) for row in connection.execute("PRAGMA foreign_key_check")]


def shape(connection: Any) -> dict[str, str]:
    """Every table, index and trigger of a file with the statement that made it, white space evened out."""
    found = connection.execute(
        "SELECT type || ' ' || name, sql FROM main.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'segment\\_text\\__%' ESCAPE '\\' AND name NOT LIKE 'gone\\_%' ESCAPE '\\'"
    )
    return {str(name): " ".join(str(sql).split()) for name, sql in found}


def expected_shape() -> dict[str, str]:
    """What `shape` gives for a file of this version."""
    connection = driver.connect(":memory:")
    try:
        for statement in definitions():
            connection.execute(statement)
        return shape(connection)
    finally:
        connection.close()


def text_index_is_true(connection: Any) -> bool:
    """Whether the text index holds just the words of the segments, as the index itself finds out.

    Needs the write lock for a moment, though it writes nothing; where that cannot be had the texts are counted.
    """
    try:
        connection.execute("PRAGMA query_only = 0")
        connection.execute("INSERT INTO segment_text(segment_text, rank) VALUES ('integrity-check', 1)")
    except OperationalError:
        rows = connection.execute("SELECT count(*) FROM segment").fetchone()[0]
        return bool(rows == connection.execute("SELECT count(*) FROM segment_text_docsize").fetchone()[0])
    except DatabaseError:
        return False
    finally:
        connection.execute("PRAGMA query_only = 1")
    return True
