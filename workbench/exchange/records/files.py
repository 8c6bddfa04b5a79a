"""Record files as the engine sees them: csv or Parquet, read where they lie, row by row, nothing of them written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import head_of
from workbench.exchange.records.conditions import quoted
from workbench.exchange.records.definition import Definition, DefinitionIsWrongError
from workbench.exchange.records.identifying import LOOKED_AT, refuse_identifying

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1500MB"
_PARQUET = b"PAR1"


class RecordsUnreadableError(WorkbenchError):
    """The records cannot be read as a table. Ask for the file again, as csv (UTF-8) or Parquet."""


class TooManyRecordsError(WorkbenchError):
    """There are more people than can be told apart in memory. Count fewer years at a time, or count records."""


def engine() -> DuckDBPyConnection:
    """An engine in memory: it fetches nothing, keeps within its memory, and writes no file, not even for a while."""
    import duckdb

    config = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY,
        "temp_directory": "",
        "preserve_insertion_order": False,
    }
    return duckdb.connect(config=config)  # type: ignore[arg-type]


def open_files(connection: DuckDBPyConnection, told: Definition, files: dict[str, list[Path]]) -> dict[str, str]:
    """A view for each partner's files, by the partner's name.

    Raises a sentence where a file is no table, lacks a column that the definition names, or would give people away.
    """
    views: dict[str, str] = {}
    for number, (partner, paths) in enumerate(files.items()):
        wanted = columns_used(told, partner)
        times = frozenset({told.written.partners[partner].time} - {""})
        for path in paths:
            _look_at(connection, path, partner, wanted, times)
        views[partner] = f"records_{number}"
        parts = " UNION ALL BY NAME ".join(_read(group, wanted) for group in _alike(paths))
        connection.execute(f"CREATE TEMP VIEW {views[partner]} AS {parts}")
    return views


def columns_used(told: Definition, partner: str) -> tuple[str, ...]:
    """The columns of a partner's files that the definition names."""
    here = told.written.partners[partner]
    named: list[str] = [told.written.key]
    if partner == told.written.counted.partner:
        named += [here.small_area, here.small_area_name, here.district, here.time, here.sex, here.age, here.category]
        named += [*told.counted.columns, *(told.among.columns if told.among else ())]
    else:
        named += told.also[partner].columns
    return tuple(dict.fromkeys(name for name in named if name))


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, whatever it is called."""
    return head_of(path, 4).startswith(_PARQUET)


def _alike(paths: Sequence[Path]) -> list[list[Path]]:
    """The Parquet files, and the others."""
    parquet = [path for path in paths if is_parquet(path)]
    return [group for group in (parquet, [path for path in paths if path not in parquet]) if group]


def _read(paths: Sequence[Path], columns: Iterable[str]) -> str:
    """The statement that reads some files of one kind, some of their columns or all."""
    listed = ", ".join(f"'{_literal(path)}'" for path in paths)
    names = ", ".join(map(quoted, columns)) or "*"
    if is_parquet(paths[0]):
        return f"SELECT {names} FROM read_parquet([{listed}], union_by_name = true)"
    return f"SELECT {names} FROM read_csv([{listed}], all_varchar = true, header = true, union_by_name = true)"


def _literal(path: Path) -> str:
    """A path that is one file, though its name may hold what stands for several."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path.resolve())).replace("'", "''")


def _look_at(
    connection: DuckDBPyConnection, path: Path, partner: str, wanted: Sequence[str], times: frozenset[str]
) -> None:
    """Look at a file's columns and at its first rows."""
    import duckdb

    if path.suffix.lower() not in {".csv", ".tsv", ".txt", ".parquet", ".pq"}:
        raise RecordsUnreadableError(f"{path.name}: records are read from .csv and .parquet. Save it as one of these.")
    try:
        found = connection.execute(f"{_read([path], ())} LIMIT {LOOKED_AT}")
        names = [str(column[0]) for column in found.description or ()]
        rows = found.fetchall()
    except duckdb.Error as fault:
        raise unreadable(path.name, fault) from None
    for name in wanted:
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.6)
            meant = f"Did you mean “{near[0]}”?" if near else f"It has {', '.join(names[:12])}."
            raise DefinitionIsWrongError(f"{path.name} has no column “{name}”, which the definition names. {meant}")
    cells = {
        name: list({text for row in rows if row[at] is not None and (text := str(row[at]).strip())})
        for at, name in enumerate(names)
    }
    refuse_identifying(path.name, partner, cells, times)


def unreadable(name: str, fault: Exception) -> WorkbenchError:
    """What to say of a file that the engine could not read, or could not hold; never with what stands in it."""
    import duckdb

    if isinstance(fault, duckdb.OutOfMemoryException):
        return TooManyRecordsError()
    return RecordsUnreadableError(
        f"{name} cannot be read as a table from its first row to its last: it is damaged, or some rows have more cells than"
        " others. Ask for it again, as csv (UTF-8) or Parquet."
    )
