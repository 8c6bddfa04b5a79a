"""A process that changes a project and says what it was told is done, until it is killed.

It prints "open", then the key of each change that has returned.
"""

from __future__ import annotations

from pathlib import Path

from workbench.coding.codebook import Code
from workbench.project.file import Project, open_file
from workbench.rows import add, add_many, amend, bulk
from workbench.sources.documents import Document, Segment

ROWS = 400


def single(project: Project, number: int) -> None:
    with project.change("Add code") as session:
        key = add(session, Code, name=f"Code {number}")
        amend(session, Code, key, definition=f"Definition {number}")


def imported(project: Project, number: int) -> None:
    with project.change("Import") as session:
        document = add(session, Document, name=f"walk {number}.txt", kind="notes")
        with bulk(session, Segment):
            add_many(session, Segment, rows(document))


def rows(document: int) -> list[dict[str, object]]:
    return [
        {"document_id": document, "ordinal": n, "start": n, "end": n + 1, "text": f"walking home {n}"}
        for n in range(ROWS)
    ]


def run(path: Path, passphrase: str | None, mode: str) -> None:
    project = open_file(path, coder="amina", passphrase=passphrase, shared_folder=mode == "shared")
    print("open", flush=True)
    number = 0
    while True:
        number += 1
        if mode == "bulk" or (mode == "mixed" and number % 5 == 0):
            imported(project, number)
        else:
            single(project, number)
        if mode == "mixed" and number % 7 == 0:
            project.undo()
        print(project.latest_change(), flush=True)
