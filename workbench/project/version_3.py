"""From version 2 to 3: values found by case and attribute alone; settled differences, display forms, saved queries, conflicts."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import remake

VALUES = """CREATE TABLE attribute_value ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL,
    gone BOOLEAN NOT NULL, case_id INTEGER NOT NULL, attribute_id INTEGER NOT NULL, value VARCHAR NOT NULL,
    UNIQUE (case_id, attribute_id), FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(attribute_id) REFERENCES attribute (id) )"""

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE settlement ( {_ROW}, code_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, first_id INTEGER NOT NULL, second_id INTEGER NOT NULL,
    decision VARCHAR NOT NULL, reason VARCHAR NOT NULL, coder_id INTEGER NOT NULL, created VARCHAR NOT NULL,
    CONSTRAINT decision_is_known CHECK (decision IN ('first', 'second', 'both', 'neither')), UNIQUE (guid),
    FOREIGN KEY(code_id) REFERENCES code (id), FOREIGN KEY(document_id) REFERENCES document (id),
    FOREIGN KEY(first_id) REFERENCES coder (id), FOREIGN KEY(second_id) REFERENCES coder (id),
    FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_settlement_code_id ON settlement (code_id)",
    "CREATE INDEX settlement_by_place ON settlement (document_id, start)",
    f"""CREATE TABLE display_form ( {_ROW}, document_id INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, form VARCHAR NOT NULL, coder_id INTEGER NOT NULL, created VARCHAR NOT NULL, UNIQUE (guid),
    FOREIGN KEY(document_id) REFERENCES document (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX display_form_by_place ON display_form (document_id, start)",
    f"""CREATE TABLE saved_query ( {_ROW}, name VARCHAR NOT NULL, "query" VARCHAR NOT NULL, coder_id INTEGER NOT NULL,
    created VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_saved_query_name ON saved_query (name)",
    f"""CREATE TABLE "conflict" ( {_ROW}, tab VARCHAR NOT NULL, row_guid BLOB NOT NULL, cell VARCHAR NOT NULL,
    ours VARCHAR NOT NULL, theirs VARCHAR NOT NULL, our_who VARCHAR NOT NULL, their_who VARCHAR NOT NULL,
    our_at INTEGER NOT NULL, their_at INTEGER NOT NULL, stands VARCHAR NOT NULL, settled VARCHAR,
    CONSTRAINT stands_is_known CHECK (stands IN ('ours', 'theirs')), UNIQUE (guid) )""",
    'CREATE INDEX conflict_by_row ON "conflict" (row_guid)',
)


def step(connection: Any) -> None:
    """Make the table of values anew with one index in place of three, and add four tables."""
    remake(connection, "attribute_value", VALUES)
    for statement in TABLES:
        connection.execute(statement)
