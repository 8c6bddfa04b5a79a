"""Transcripts brought in, beside a raw database of the same turns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.benchmark.ratios import Goal, Result, alternate
from workbench.benchmark.raw import raw_database
from workbench.benchmark.same_rows import database, transcripts
from workbench.desk.importing.together import MOST
from workbench.rows import in_chunks


class Transcripts:
    """The files of a corpus, brought in again and again."""

    def __init__(self, folder: Path, paths: list[Path], size: str) -> None:
        self.folder, self.paths, self.size = folder, paths, size
        self.pairs = {"S": 5, "M": 3}.get(size, 1)
        self.counter = itertools.count()
        self.project: Any = None
        self.raw: Any = None

    def _fresh(self) -> Any:
        from workbench.project.file import create

        return create(self.folder / f"ours-{next(self.counter)}.workbench", title="Benchmark", coder="amina")

    def _raw_database(self) -> Any:
        return raw_database(self.folder / f"raw-{next(self.counter)}.db")

    def _raw_rows(self) -> Iterator[list[tuple[int, int, int, str, str]]]:
        """The turns of every file, as short as a script for this one way of marking speakers can be."""
        for number, path in enumerate(self.paths, 1):
            text, at, rows = path.read_text(encoding="utf-8"), 0, []
            for turn in text.split("\n\n"):
                speaker, _, said = turn.strip().removeprefix("**").partition(":** ")
                rows.append((number, at, at + len(said), speaker, said))
                at += len(said) + 1
            yield rows

    def _bring_in(self) -> None:
        from workbench.desk.importing.bring_in import bring_in

        if self.project is not None:
            self.project.close()
            self.project.path.unlink()
        self.project = self._fresh()
        bring_in(self.project, self.paths)

    def _load_raw(self, *, once: bool) -> None:
        """Every turn into the raw database: as many files in a durable transaction as ours has, or all of them in one."""
        if self.raw is not None:
            self.raw.close()
        self.raw = self._raw_database()
        last = 0
        for some in in_chunks(self._raw_rows(), len(self.paths) if once else MOST):
            self.raw.execute("BEGIN")
            for rows in some:
                self.raw.executemany("INSERT INTO turn(document, start, stop, speaker, text) VALUES (?,?,?,?,?)", rows)
            self.raw.execute("INSERT INTO turn_text(rowid, text) SELECT id, text FROM turn WHERE id > ?", (last,))
            self.raw.execute("COMMIT")
            last += sum(map(len, some))

    def importing(self) -> Result:
        """Read every transcript and write its turns with a text index; raw with as many files at a time as ours."""
        what = "import transcripts, text index included"
        goal = Goal(ratio=1.3)
        return alternate(what, self._bring_in, lambda: self._load_raw(once=False), pairs=self.pairs, goal=goal)

    def importing_same_rows(self) -> Result:
        """The same, raw with the same rows: people, speakers, GUIDs, indexes and history too."""
        what = "the same, raw with the same rows"
        return alternate(what, self._bring_in, self._load_same_rows, pairs=self.pairs, goal=Goal(ratio=1.3))

    def _load_same_rows(self) -> None:
        raw = database(self.folder / f"same-{next(self.counter)}.db")
        transcripts(raw, self._turns(), together=MOST)
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.close()

    def _turns(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Every file's name and its turns."""
        for path in self.paths:
            parts = (
                turn.strip().removeprefix("**").partition(":** ") for turn in path.read_text("utf-8").split("\n\n")
            )
            yield path.name, [(label, said) for label, _, said in parts]

    def importing_once(self) -> Result:
        """The same work of ours, raw with one transaction for all files."""
        from workbench.desk.importing.bring_in import bring_in

        def ours() -> None:
            with self._fresh() as project:
                bring_in(project, self.paths)
            project.path.unlink()

        kept, self.raw = self.raw, None
        pairs, goal = min(2, self.pairs), Goal(ratio=1.3)
        what = "the same, raw in one transaction"
        result = alternate(what, ours, lambda: self._load_raw(once=True), pairs=pairs, goal=goal)
        self.raw.close()
        self.raw = kept
        return result

    def close(self) -> None:
        """Close both files."""
        for one in (self.project, self.raw):
            if one is not None:
                one.close()
