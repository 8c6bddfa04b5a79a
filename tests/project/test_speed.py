"""One coding, durable when it returns, costs at most six times what the bare statements cost."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.project import sqlite
from workbench.project.file import Project, create
from workbench.project.schema import NUMBERS
from workbench.rows import add, new_guid, now
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment

ALLOWED = 6.0
ROUNDS, EACH = 7, 60


def study(path: Path, passphrase: str | None) -> Project:
    project = create(path, title="Study", coder="amina", passphrase=passphrase)
    with project.change("Import") as session:
        document = add(session, Document, name="walk.txt", kind="transcript", length=1000)
        add(session, Segment, document_id=document, ordinal=0, start=0, end=1000, text="walking " * 125)
        add(session, Code, name="Walking")
        current_coder(session)
    return project


def through_the_project(project: Project) -> float:
    start = time.process_time()
    for number in range(EACH):
        with project.change("Apply code") as session:
            place = {"document_id": 1, "anchor": 0, "start": number, "end": number + 20}
            add(session, Coding, code_id=1, coder_id=current_coder(session), created=now(), **place)
    return (time.process_time() - start) / EACH


def by_bare_statements(connection: Any) -> float:
    start = time.process_time()
    for number in range(EACH):
        guid, at = new_guid(), int(time.time() * 1000)
        connection.execute("BEGIN IMMEDIATE")
        change = connection.execute(
            "INSERT INTO change(guid, name, who, at, kind, of_id, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (new_guid(), "Apply code", "amina", at, "do", None, 1),
        ).lastrowid
        coding = connection.execute(
            'INSERT INTO coding(guid, gone, code_id, coder_id, document_id, anchor, start, "end", origin, direction,'
            " created) VALUES (?, 0, 1, 1, 1, 0, ?, ?, 'own', 'for', ?)",
            (guid, number, number + 20, now()),
        ).lastrowid
        connection.execute(
            "INSERT INTO entry(change_id, tab, op, row_id, guid) VALUES (?, ?, 'I', ?, ?)",
            (change, NUMBERS["coding"], coding, guid),
        )
        connection.execute("COMMIT")
    return (time.process_time() - start) / EACH


@pytest.mark.parametrize("passphrase", [None, "long words"])
def test_a_coding_costs_a_few_times_the_bare_statements(tmp_path: Path, passphrase: str | None) -> None:
    project = study(tmp_path / "ours.workbench", passphrase)
    bare = study(tmp_path / "bare.workbench", passphrase)
    key = bare.key
    bare.close()
    connection = sqlite.connect(tmp_path / "bare.workbench", key)
    sqlite.use_journal(connection, "WAL")
    through_the_project(project)
    by_bare_statements(connection)
    pairs = [(through_the_project(project), by_bare_statements(connection)) for _ in range(ROUNDS)]
    connection.close()
    project.close()
    ours, raw = (median(side) * 1000 for side in zip(*pairs, strict=True))
    print(f"{'encrypted' if passphrase else 'plain'}: {ours:.2f} ms and {raw:.2f} ms, {ours / raw:.1f} times")
    assert ours / raw <= ALLOWED
