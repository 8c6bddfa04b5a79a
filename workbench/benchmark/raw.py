"""The raw scripts' database: what the jobs need and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

RAW_SCHEMA = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",
    "CREATE TABLE turn(id INTEGER PRIMARY KEY, document INT, start INT, stop INT, speaker TEXT, person INT, text TEXT)",
    "CREATE INDEX turn_place ON turn(document, start)",
    "CREATE VIRTUAL TABLE turn_text USING fts5(text, content='turn', content_rowid='id', prefix='2 3')",
    "CREATE TABLE coding(id INTEGER PRIMARY KEY, code INT, coder INT, document INT, anchor INT, start INT, stop INT)",
    "CREATE INDEX coding_place ON coding(document, start)",
    "CREATE INDEX coding_code ON coding(code, document)",
    "CREATE TABLE known(person INT, attribute TEXT, value TEXT)",
    "CREATE INDEX known_of ON known(attribute, person)",
    "CREATE TABLE change(id INTEGER PRIMARY KEY, guid BLOB UNIQUE, name TEXT, who TEXT, at INT)",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, change INT, tab INT, op TEXT, row INT)",
)
"""`anchor` is where the turn begins in which a coding begins; `person` is empty for who asks."""


def raw_database(path: Path) -> Any:
    """A new database with these tables."""
    import sqlcipher3.dbapi2 as driver

    raw = driver.connect(str(path), isolation_level=None)
    for statement in RAW_SCHEMA:
        raw.execute(statement)
    return raw
