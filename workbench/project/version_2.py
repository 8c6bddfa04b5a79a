"""From version 1 to 2: recordings, what lies beside a document, guardians, matches, the sample, flags, withdrawals, codings to look at again."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import widen
from workbench.rows import joined_guid

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE case_match ( {_ROW}, case_id INTEGER NOT NULL, other_id INTEGER NOT NULL,
    state VARCHAR NOT NULL, CONSTRAINT state_is_known CHECK (state IN ('same', 'different')), UNIQUE (guid),
    FOREIGN KEY(case_id) REFERENCES cases (id), FOREIGN KEY(other_id) REFERENCES cases (id) )""",
    "CREATE INDEX ix_case_match_case_id ON case_match (case_id)",
    "CREATE INDEX ix_case_match_other_id ON case_match (other_id)",
    f"""CREATE TABLE sample_group ( {_ROW}, attribute VARCHAR NOT NULL, value VARCHAR NOT NULL,
    invited INTEGER, refused INTEGER, not_reached INTEGER, population INTEGER, source VARCHAR NOT NULL,
    note VARCHAR NOT NULL, UNIQUE (guid) )""",
    "CREATE INDEX ix_sample_group_attribute ON sample_group (attribute)",
    f"""CREATE TABLE passage_flag ( {_ROW}, document_id INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, kind VARCHAR NOT NULL, reason VARCHAR NOT NULL, contact VARCHAR NOT NULL,
    action VARCHAR NOT NULL, done_on VARCHAR, paraphrase VARCHAR NOT NULL, coder_id INTEGER NOT NULL,
    created VARCHAR NOT NULL, second_id INTEGER, second_at VARCHAR,
    CONSTRAINT kind_is_known CHECK (kind IN ('safeguarding', 'recognisable')), UNIQUE (guid),
    FOREIGN KEY(document_id) REFERENCES document (id), FOREIGN KEY(coder_id) REFERENCES coder (id),
    FOREIGN KEY(second_id) REFERENCES coder (id) )""",
    "CREATE INDEX passage_flag_by_place ON passage_flag (document_id, start)",
    f"""CREATE TABLE withdrawal ( {_ROW}, name VARCHAR NOT NULL, at VARCHAR NOT NULL, coder_id INTEGER NOT NULL,
    scope VARCHAR NOT NULL, asked_on VARCHAR, counts VARCHAR NOT NULL, UNIQUE (guid),
    FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_withdrawal_name ON withdrawal (name)",
)


def step(connection: Any) -> None:
    """Widen five tables, and add four."""
    widen(connection, "segment", after="at_ms INTEGER", columns={"until_ms INTEGER": "NULL"})
    widen(
        connection,
        "document",
        after="imported VARCHAR NOT NULL",
        columns={
            "recording VARCHAR NOT NULL": "''",
            "beside_id INTEGER": "NULL",
            "beside_as VARCHAR NOT NULL": "''",
            "names_out VARCHAR NOT NULL": "''",
        },
        ties=("FOREIGN KEY(beside_id) REFERENCES document (id)",),
    )
    widen(connection, "attribute", after="came_from VARCHAR NOT NULL", columns={"choices VARCHAR NOT NULL": "''"})
    widen(connection, "coding", after="created VARCHAR NOT NULL", columns={"reworded VARCHAR": "NULL"})
    widen(
        connection,
        "consent",
        after="method VARCHAR NOT NULL",
        columns={"guardian VARCHAR NOT NULL": "''", "assent VARCHAR NOT NULL": "''", "withdraw_by VARCHAR": "NULL"},
    )
    for statement in TABLES:
        connection.execute(statement)
    _join_guids(connection)


def _join_guids(connection: Any) -> None:
    """Give every value of an attribute the GUID that is joined from its case's and its attribute's."""
    rows = connection.execute(
        "SELECT value.id, cases.guid, attribute.guid FROM attribute_value value"
        " JOIN cases ON cases.id = value.case_id JOIN attribute ON attribute.id = value.attribute_id"
    ).fetchall()
    connection.executemany(
        "UPDATE attribute_value SET guid = ? WHERE id = ?",
        ((joined_guid(case, attribute), key) for key, case, attribute in rows),
    )
