"""Two copies of the corpus in which two people have coded, united; raw attaches the other database and copies its rows.

Ours also knows rows by their GUID, compares every cell that both wrote, and takes in the history. After each time the
merge is undone, which is not counted.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import SIZES
from workbench.benchmark.ratios import Result, alternate
from workbench.benchmark.transcripts import Transcripts


def uniting(made: Transcripts, folder: Path) -> Result:
    """A copy with half as many new codings as the size has, taken in; as many are new on this side."""
    from workbench.desk.merge import merge
    from workbench.project.backup import backup
    from workbench.project.file import open_file

    number = SIZES[made.size].codings // 2
    copies = [backup(made.project, folder / f"{name}.workbench") for name in ("one", "other")]
    for path, seed in zip(copies, (1, 2), strict=True):
        with open_file(path, coder=path.stem) as copy:
            _code(copy, made.codes, number, seed=seed)
    raw = _RawCopies(folder, made.raw, number)
    results = []
    with open_file(copies[0], coder="one") as project:
        for _ in range(3):
            what = f"copy with {number:,} new codings united"
            results.append(alternate(what, lambda: merge(project, copies[1]), raw.unite, pairs=1))
            project.undo()
            raw.take_back()
    raw.close()
    return sorted(results, key=lambda one: one.ratio)[1]


def _code(project: Any, codes: list[int], number: int, *, seed: int) -> None:
    """New codings here and there, so many in each change as somebody makes in some days."""
    from workbench.coding.codings import NewCoding, apply_codes
    from workbench.sources.document_list import documents
    from workbench.sources.documents import segments_of

    chance = random.Random(seed)  # noqa: S311
    with project.read() as session:
        listed = documents(session)
        turns = {line.id: segments_of(session, line.id) for line in listed[:300]}
    for begins in range(0, number, 500):
        new = []
        for _ in range(min(500, number - begins)):
            document = chance.choice(list(turns))
            turn = chance.choice(turns[document])
            start = turn.start + chance.randrange(max(1, len(turn.text) // 2))
            new.append(NewCoding(chance.choice(codes), document, start, turn.end))
        with project.change("Apply codes") as session:
            apply_codes(session, new, origin="own")


class _RawCopies:
    """A database of codings and a copy of it that has more."""

    def __init__(self, folder: Path, raw: Any, number: int) -> None:
        self.raw = raw
        path = folder / "raw-copy.db"
        self.raw.execute("VACUUM INTO ?", (str(path),))
        self.raw.execute("ATTACH ? AS theirs", (str(path),))
        (self.last,) = self.raw.execute("SELECT max(id) FROM coding").fetchone()
        chance = random.Random(3)  # noqa: S311
        rows = [(chance.randrange(60), 2, chance.randrange(30), at, at + 40) for at in range(number)]
        for schema in ("theirs", "main"):
            self.raw.execute("BEGIN")
            self.raw.executemany(
                f"INSERT INTO {schema}.coding(code, coder, document, start, stop) VALUES (?,?,?,?,?)", rows
            )
            self.raw.execute("COMMIT")
        (self.before,) = self.raw.execute("SELECT max(id) FROM coding").fetchone()

    def unite(self) -> None:
        """Copy every row that is new in the other one."""
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.execute(
            "INSERT INTO coding(code, coder, document, start, stop)"
            " SELECT code, coder, document, start, stop FROM theirs.coding WHERE id > ?",
            (self.last,),
        )
        self.raw.execute("COMMIT")

    def take_back(self) -> None:
        """Delete them again."""
        self.raw.execute("DELETE FROM coding WHERE id > ?", (self.before,))

    def close(self) -> None:
        """Let the other one go, and what was added."""
        self.raw.execute("DELETE FROM coding WHERE id > ?", (self.last,))
        self.raw.execute("DETACH theirs")
