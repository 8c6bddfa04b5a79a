"""Tables of figures as Parquet, read by DuckDB in this process, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.exchange.cells import shown
from workbench.exchange.encoding import head_of
from workbench.exchange.figures.drafting import draft_of
from workbench.exchange.figures.grids import Grid, grid_of
from workbench.exchange.readers import Options
from workbench.indicators.drafts import DraftFigures

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAGIC = b"PAR1"
"""How a Parquet file begins and ends."""
SUFFIXES = frozenset({".parquet", ".pq"})
_AT_ONCE = 10_000
_SAFE = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
}


class ParquetIsBrokenError(WorkbenchError):
    """The Parquet file cannot be read: it did not arrive whole, or is none. Ask for it again."""


class IndicatorParquetReader:
    """Reads tables of figures from `.parquet`."""

    name = "tables of figures in .parquet"
    kind = "indicators"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """0.9 for what begins as Parquet does, whatever it is called; 0.5 for its name, to say what is wrong with it."""
        if head.startswith(MAGIC):
            return 0.9
        return 0.5 if path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The figures of the table; raises a sentence where the file is damaged or holds none."""
        return draft_of(path.name, self.tables(path, options), options)

    def tables(self, path: Path, options: Options) -> list[Grid]:  # noqa: ARG002
        """The table in the file, before anything is made of its columns; what it is read with goes with it."""
        if not head_of(path, 4).startswith(MAGIC):
            raise ParquetIsBrokenError(f"{path.name} is no Parquet file inside. Ask for it again, or for a .csv.")
        return [_grid(connected(), path)]


READER = IndicatorParquetReader()


def connected() -> DuckDBPyConnection:
    """A database in memory that fetches nothing and keeps within a gigabyte."""
    import duckdb

    return duckdb.connect(config=dict(_SAFE))  # type: ignore[arg-type]


def _grid(connection: DuckDBPyConnection, path: Path) -> Grid:
    import duckdb

    try:
        found = connection.execute("SELECT * FROM read_parquet(?)", [_literal(path)])
        names = [str(column[0]) for column in found.description or ()]
        return grid_of(path.name, _rows(found, names, path))
    except duckdb.Error:
        raise _broken(path) from None


def _literal(path: Path) -> str:
    """A path that is one file, though its name may hold what stands for several."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def _rows(found: Any, names: list[str], path: Path) -> Iterator[tuple[int, list[str]]]:
    """The names of columns as row 1, then the rows."""
    import duckdb

    yield 1, names
    number = 1
    try:
        while rows := found.fetchmany(_AT_ONCE):
            for row in rows:
                number += 1
                yield number, [shown(value) for value in row]
    except duckdb.Error:
        raise _broken(path) from None


def _broken(path: Path) -> ParquetIsBrokenError:
    return ParquetIsBrokenError(f"{path.name} is damaged or did not arrive whole. Ask for it again, or for a .csv.")
