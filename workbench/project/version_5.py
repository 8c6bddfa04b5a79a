"""From version 4 to 5: more of what a run and a topic carry, when a suggestion was shown, and blind samples."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import widen

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE blind_sample ( {_ROW}, coder_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
    seed INTEGER NOT NULL, drawn_from INTEGER NOT NULL, drawn VARCHAR NOT NULL, done VARCHAR NOT NULL, UNIQUE (guid),
    FOREIGN KEY(coder_id) REFERENCES coder (id), FOREIGN KEY(run_id) REFERENCES run (id) )""",
    f"""CREATE TABLE blind_passage ( {_ROW}, sample_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
    segment_id INTEGER NOT NULL, place INTEGER NOT NULL, weight FLOAT NOT NULL, answered VARCHAR NOT NULL,
    looked_ms INTEGER, UNIQUE (guid), FOREIGN KEY(sample_id) REFERENCES blind_sample (id),
    FOREIGN KEY(document_id) REFERENCES document (id), FOREIGN KEY(segment_id) REFERENCES segment (id) )""",
    "CREATE INDEX blind_passage_by_sample ON blind_passage (sample_id)",
    "CREATE INDEX blind_passage_segment_id ON blind_passage (segment_id)",
    f"""CREATE TABLE blind_code ( {_ROW}, passage_id INTEGER NOT NULL, code_id INTEGER NOT NULL,
    score FLOAT NOT NULL, proposed BOOLEAN NOT NULL, given BOOLEAN NOT NULL, UNIQUE (guid),
    FOREIGN KEY(passage_id) REFERENCES blind_passage (id), FOREIGN KEY(code_id) REFERENCES code (id) )""",
    "CREATE INDEX blind_code_by_passage ON blind_code (passage_id)",
)


def step(connection: Any) -> None:
    """Widen runs, topics and suggestions, and add three tables."""
    widen(
        connection,
        "run",
        after="content VARCHAR NOT NULL",
        columns={"taught VARCHAR NOT NULL": "''", "versions VARCHAR NOT NULL": "'{}'"},
    )
    widen(
        connection,
        "topic",
        after="state VARCHAR NOT NULL",
        columns={
            "kind VARCHAR NOT NULL": "'topic'",
            "over_seeds FLOAT": "NULL",
            "coherence FLOAT": "NULL",
            "into_id INTEGER": "NULL",
            "from_id INTEGER": "NULL",
            "part INTEGER NOT NULL": "0",
            "parts INTEGER NOT NULL": "0",
        },
        instead={
            "('proposed', 'kept', 'discarded'))": (
                "('proposed', 'kept', 'discarded', 'merged', 'split')),"
                " CONSTRAINT kind_is_known CHECK (kind IN ('topic', 'outliers'))"
            )
        },
        ties=("FOREIGN KEY(into_id) REFERENCES topic (id)", "FOREIGN KEY(from_id) REFERENCES topic (id)"),
    )
    widen(
        connection,
        "suggestion",
        after="coding_id INTEGER",
        columns={"shown VARCHAR NOT NULL": "''", "basis VARCHAR NOT NULL": "''"},
        instead={
            "'rejected', 'later'))": (
                "'rejected', 'later')),"
                " CONSTRAINT basis_is_known CHECK (basis IN ('', 'definition', 'learned', 'topic'))"
            )
        },
    )
    for statement in TABLES:
        connection.execute(statement)
