"""Makes the specimen of a project of today's version: `python -m tests.specimens.make_project`.

A specimen of an earlier version is never made again: it is what the migrations have to open.
"""

from __future__ import annotations

from pathlib import Path

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.project import sqlite
from workbench.project.file import create
from workbench.project.schema import VERSION
from workbench.rows import add, add_many, bulk, now, remove
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment

FOLDER = Path(__file__).resolve().parent / "projects"
TURNS = ("We walk the long way round.", "Because of the station?", "Because nobody is there after six.")


def make(path: Path) -> None:
    """A small project with a transcript, two codes, a coding, something undone and something removed."""
    with create(path, title="Specimen", coder="amina", consent="") as project:
        with project.change("Import walk.txt") as session:
            length = sum(len(turn) + 1 for turn in TURNS) - 1
            document = add(session, Document, name="walk.txt", kind="transcript", length=length)
            with bulk(session, Segment):
                add_many(session, Segment, segments(document))
        with project.change("Add code") as session:
            code = add(session, Code, name="Avoiding")
        with project.change("Apply code") as session:
            coder = current_coder(session)
            place = {"document_id": document, "anchor": 0, "start": 3, "end": 26}
            add(session, Coding, code_id=code, coder_id=coder, created=now(), **place)
        with project.change("Add code") as session:
            other = add(session, Code, name="Lighting")
        with project.change("Remove code") as session:
            remove(session, Code, other)
        project.undo()
    shrink(path)


def shrink(path: Path) -> None:
    """Use small pages, as a specimen has many tables and few rows."""
    connection = sqlite.connect(path, None)
    connection.execute("PRAGMA page_size = 1024")
    connection.execute("VACUUM")
    connection.close()


def segments(document: int) -> list[dict[str, object]]:
    """The turns as rows, one after the other with a line break between two."""
    rows, start = [], 0
    for ordinal, turn in enumerate(TURNS):
        end = start + len(turn)
        rows.append({"document_id": document, "ordinal": ordinal, "start": start, "end": end, "text": turn, "words": 5})
        start = end + 1
    return rows


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    specimen = FOLDER / f"version_{VERSION}.workbench"
    specimen.unlink(missing_ok=True)
    make(specimen)
