"""From version 3 to 4: more of what a figure carries, releases of data sets, peers, areas from lookup files."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import widen

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE dataset_release ( {_ROW}, dataset_id INTEGER NOT NULL, name VARCHAR NOT NULL,
    came_from VARCHAR NOT NULL, published VARCHAR NOT NULL, imported VARCHAR NOT NULL, UNIQUE (guid),
    FOREIGN KEY(dataset_id) REFERENCES dataset (id) )""",
    "CREATE INDEX ix_dataset_release_dataset_id ON dataset_release (dataset_id)",
    f"""CREATE TABLE release_change ( {_ROW}, release_id INTEGER NOT NULL, observation_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL, value FLOAT, lower FLOAT, upper FLOAT, count FLOAT, denominator FLOAT,
    status VARCHAR NOT NULL, compared VARCHAR NOT NULL,
    CONSTRAINT kind_is_known CHECK (kind IN ('new', 'revised', 'changed', 'gone')), UNIQUE (guid),
    FOREIGN KEY(release_id) REFERENCES dataset_release (id),
    FOREIGN KEY(observation_id) REFERENCES observation (id) )""",
    "CREATE INDEX ix_release_change_observation_id ON release_change (observation_id)",
    "CREATE INDEX release_change_by_release ON release_change (release_id)",
    f"""CREATE TABLE peer_set ( {_ROW}, name VARCHAR NOT NULL, publisher VARCHAR NOT NULL, year VARCHAR NOT NULL,
    came_from VARCHAR NOT NULL, UNIQUE (guid) )""",
    "CREATE INDEX ix_peer_set_name ON peer_set (name)",
    f"""CREATE TABLE peer ( {_ROW}, peer_set_id INTEGER NOT NULL, area_code VARCHAR NOT NULL,
    peer_code VARCHAR NOT NULL, rank INTEGER, UNIQUE (guid),
    FOREIGN KEY(peer_set_id) REFERENCES peer_set (id) )""",
    "CREATE INDEX peer_by_area ON peer (peer_set_id, area_code)",
    f"""CREATE TABLE area_entry ( {_ROW}, code VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    starts VARCHAR, ends VARCHAR, source VARCHAR NOT NULL, UNIQUE (guid) )""",
    "CREATE INDEX ix_area_entry_code ON area_entry (code)",
    f"""CREATE TABLE area_member ( {_ROW}, code VARCHAR NOT NULL, whole VARCHAR NOT NULL, relation VARCHAR NOT NULL,
    vintage VARCHAR NOT NULL, source VARCHAR NOT NULL, CONSTRAINT relation_is_known
    CHECK (relation IN ('part of', 'unchanged', 'split', 'merged', 'irregular', 'renamed')), UNIQUE (guid) )""",
    "CREATE INDEX area_member_by_code ON area_member (code)",
    "CREATE INDEX area_member_by_whole ON area_member (whole)",
)


def step(connection: Any) -> None:
    """Widen figures and indicators, tell apart what we withheld, and add six tables."""
    widen(
        connection,
        "observation",
        after='"row" INTEGER',
        columns={
            "lower_998 FLOAT": "NULL",
            "upper_998 FLOAT": "NULL",
            "trend VARCHAR NOT NULL": "''",
            "base FLOAT": "NULL",
            "asked FLOAT": "NULL",
            "design_effect FLOAT": "NULL",
        },
        instead={"'withheld by the publisher', ": "'withheld by the publisher', 'withheld by us', "},
    )
    connection.execute(
        "UPDATE observation SET status = 'withheld by us' WHERE status = 'missing' AND note LIKE 'Withheld by us%'"
    )
    widen(
        connection,
        "indicator",
        after="caveats VARCHAR NOT NULL",
        columns={"comparison VARCHAR NOT NULL": "''", "recipe VARCHAR NOT NULL": "''"},
        instead={
            "'rate', 'count', 'mean', 'score', 'other'))": (
                "'rate', 'standardised rate', 'ratio', 'count', 'mean', 'score', 'other')),"
                " CONSTRAINT comparison_is_known"
                " CHECK (comparison IN ('', '95 % interval', '99.8 % interval', 'quintiles', 'none'))"
            )
        },
    )
    for statement in TABLES:
        connection.execute(statement)
