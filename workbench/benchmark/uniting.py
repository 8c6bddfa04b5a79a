"""Two copies of the corpus in which two people have coded, united; raw attaches the other database and copies its rows.

Ours also knows rows by their GUID, compares every cell that both wrote, and takes in the history. After each time the
merge is undone, which is not counted.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.benchmark.ratios import Goal, Result, alternate
from workbench.benchmark.study import Study

MOST = 25_000
"""New codings in each copy: what is new of a project of size M; a larger one has no more."""

IN_A_PROCESS = """
import sys
from pathlib import Path
from workbench.desk.merging.merge import merge
from workbench.project.file import open_file
with open_file(Path(sys.argv[1]), coder="one") as project:
    merge(project, Path(sys.argv[2]))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
RAW_IN_A_PROCESS = """
import sys, sqlcipher3.dbapi2 as driver
from pathlib import Path
raw = driver.connect(sys.argv[1], isolation_level=None)
raw.execute("ATTACH ? AS theirs", (sys.argv[2],))
raw.execute("INSERT INTO coding(code, coder, document, start, stop)"
    " SELECT code, coder, document, start, stop FROM theirs.coding WHERE id > ?", (int(sys.argv[3]),))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
"""They say the most memory that they ever held, in kilobytes, as Linux tells it."""


def uniting(study: Study, folder: Path) -> Iterator[Result]:
    """A copy with half as many new codings as the size has, taken in; as many are new on this side."""
    from workbench.desk.merging.merge import merge
    from workbench.project.backup import backup
    from workbench.project.file import open_file

    number = min(study.counts.codings // 2, MOST)
    copies = [backup(study.project, folder / f"{name}.workbench") for name in ("one", "other")]
    for path, seed in zip(copies, (1, 2), strict=True):
        with open_file(path, coder=path.stem) as copy:
            _code(copy, study.codes, number, seed=seed)
    raw = _RawCopies(folder, study.raw, number)
    results = []
    with open_file(copies[0], coder="one") as project:
        for _ in range(1 if study.size == "L" else 3):
            what = f"copy with {number:,} new codings united"
            goal = Goal(wall_ms=60_000)
            results.append(alternate(what, lambda: merge(project, copies[1]), raw.unite, pairs=1, goal=goal))
            project.undo()
            raw.take_back()
    yield sorted(results, key=lambda one: one.ratio)[len(results) // 2]
    ours = _memory(IN_A_PROCESS, copies[0], copies[1])
    bare = _memory(RAW_IN_A_PROCESS, raw.copied(folder), raw.path, raw.last)
    yield Result("the same, memory", ours, bare, ours / bare, 0, 1, Goal(mb=500), "MB")
    raw.close()


def _memory(program: str, *told: object) -> float:
    """MB that a program held at most in a process of its own."""
    command = [sys.executable, "-c", program, *(str(one) for one in told)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return int(ran.stdout.split()[-1]) / 1024


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
        self.path = folder / "raw-copy.db"
        self.raw.execute("VACUUM INTO ?", (str(self.path),))
        self.raw.execute("ATTACH ? AS theirs", (str(self.path),))
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

    def copied(self, folder: Path) -> Path:
        """Another copy of this side."""
        path = folder / "raw-other.db"
        self.raw.execute("VACUUM main INTO ?", (str(path),))
        return path

    def take_back(self) -> None:
        """Delete them again."""
        self.raw.execute("DELETE FROM coding WHERE id > ?", (self.before,))

    def close(self) -> None:
        """Let the other one go, and what was added."""
        self.raw.execute("DELETE FROM coding WHERE id > ?", (self.last,))
        self.raw.execute("DETACH theirs")
