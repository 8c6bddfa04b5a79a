"""The surveys' jobs of the benchmark: one table of answers brought in, from `.csv` and from `.xlsx`.

Raw stores the same cells and no more: one table of 22 columns, a row a respondent, in one transaction. Ours makes a
case of every respondent, a row of every closed answer with its GUID, and a passage of every open answer that can be
coded and searched. The jobs "with text index" let raw fill a text index of the open answers too.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import COLUMNS, OPEN, SurveyFiles
from workbench.benchmark.ratios import Goal, Result, alternate


class Surveys:
    """The jobs over one survey."""

    def __init__(self, folder: Path, files: SurveyFiles, size: str) -> None:
        self.folder, self.files = folder, files
        self.pairs = {"S": 5, "M": 3}.get(size, 1)
        self.counter = itertools.count()

    def from_csv(self) -> Result:
        """A survey in `.csv` against `csv` and `executemany`."""
        return self._bring("survey .csv", self.files.csv, self._csv_rows, Goal(ratio=1.5), index=False)

    def from_csv_with_index(self) -> Result:
        """The same, raw with a text index of the open answers."""
        return self._bring(
            "survey .csv, raw with text index", self.files.csv, self._csv_rows, Goal(ratio=1.5), index=True
        )

    def from_xlsx(self) -> Result:
        """A survey in `.xlsx` against the fast reader and `executemany`."""
        return self._bring("survey .xlsx", self.files.xlsx, self._sheet_rows, Goal(ratio=1.3), index=False)

    def from_xlsx_with_index(self) -> Result:
        """The same, raw with a text index of the open answers."""
        return self._bring(
            "survey .xlsx, raw with text index", self.files.xlsx, self._sheet_rows, Goal(ratio=1.3), index=True
        )

    def _bring(self, what: str, path: Path, rows: Callable[[], Iterator[Any]], goal: Goal, *, index: bool) -> Result:
        from workbench.desk.importing.bring_in import bring_in
        from workbench.project.file import create

        def ours() -> None:
            place = self.folder / f"survey-{next(self.counter)}.workbench"
            with create(place, title="Benchmark", coder="amina") as project:
                report = bring_in(project, [path], as_="survey", map_=self.files.map)[0]
            if report.outcome != "imported":
                raise RuntimeError(report.why)
            place.unlink()

        return alternate(what, ours, lambda: self._raw(rows(), index=index), pairs=self.pairs, goal=goal)

    def _raw(self, rows: Iterator[Any], *, index: bool) -> None:
        import sqlcipher3.dbapi2 as driver

        place = self.folder / f"raw-survey-{next(self.counter)}.db"
        raw = driver.connect(str(place), isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"CREATE TABLE survey({', '.join(COLUMNS)})")
        raw.execute("BEGIN")
        raw.executemany(f"INSERT INTO survey VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        if index:
            raw.execute(
                f"CREATE VIRTUAL TABLE said USING fts5({', '.join(OPEN)}, content='survey', prefix='2 3')",
            )
            raw.execute("INSERT INTO said(said) VALUES ('rebuild')")
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.close()
        place.unlink()

    def _csv_rows(self) -> Iterator[list[str]]:
        with self.files.csv.open(newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            next(reader)
            yield from reader

    def _sheet_rows(self) -> Iterator[list[Any]]:
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_path(self.files.xlsx).get_sheet_by_index(0).to_python(skip_empty_area=False)
        return iter(rows[1:])
