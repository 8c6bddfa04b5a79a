"""From version 2 to 3: a value of an attribute is found by its case and attribute, and by nothing else."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import remake

VALUES = """CREATE TABLE attribute_value ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL,
    gone BOOLEAN NOT NULL, case_id INTEGER NOT NULL, attribute_id INTEGER NOT NULL, value VARCHAR NOT NULL,
    UNIQUE (case_id, attribute_id), FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(attribute_id) REFERENCES attribute (id) )"""


def step(connection: Any) -> None:
    """Make the table of values anew with one index in place of three."""
    remake(connection, "attribute_value", VALUES)
