"""The jobs on what partners send: records counted into an indicator, and a year of street-level crime brought in.

Raw groups the same records by the same columns in the engine alone, and keeps the rows it gives. Ours looks at the
columns first, adds up every level, works out doubts and withholds what may not be kept. For crime raw reads the same
cells by `csv` and counts them by month, type and small area.
"""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import SIZES
from workbench.benchmark.partners import make_records, make_street_year
from workbench.benchmark.ratios import Goal, Result, alternate

_OURS = """
import sys
from pathlib import Path
from workbench.exchange.records.reading import read_records
read_records([Path(sys.argv[1])], Path(sys.argv[2]))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
_RAW = """
import sys
from workbench.benchmark.figures import grouped
grouped(sys.argv[1])
from pathlib import Path
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def partners(folder: Path, size: str) -> Iterator[Result]:
    """Records to an indicator, its memory where that can be read, and a year of crime."""
    from workbench.exchange.records.reading import read_records

    place, definition = make_records(folder, size)
    pairs = {"S": 7, "M": 5}.get(size, 5)
    what = f"{SIZES[size].records:,} records to an indicator"
    goal = Goal(ratio=2) if size == "L" else None
    yield alternate(
        what, lambda: read_records([place], definition), lambda: grouped(str(place)), pairs=pairs, goal=goal
    )
    if Path("/proc/self/status").exists():
        ours, bare = (_memory(code, place, definition) for code in (_OURS, _RAW))
        yield Result("the same, memory", ours, bare, ours / bare, 0, 1, Goal(mb=2_000), "MB")
    yield _street(folder, size)


def grouped(place: str) -> list[Any]:
    """The engine's own group-by: by small area, district, year, sex and band of ages."""
    import duckdb

    with duckdb.connect() as engine:
        return engine.execute(
            "SELECT lsoa, district, year(CAST(day AS DATE)) AS year, sex, CASE WHEN age BETWEEN 10 AND 17 THEN '10-17'"
            " WHEN age BETWEEN 18 AND 24 THEN '18-24' ELSE '25+' END AS band, count(*) FROM read_parquet(?)"
            " WHERE offence IN ('violence', 'robbery') GROUP BY ALL",
            [place],
        ).fetchall()


def _memory(code: str, place: Path, definition: Path) -> float:
    """The most memory that a process of its own took, MB."""
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(place), str(definition)], capture_output=True, text=True, check=True
    )
    return int(said.stdout.split()[-1]) / 1024


def _street(folder: Path, size: str) -> Result:
    from workbench.desk.importing.bring_in import bring_in
    from workbench.project.file import create

    months = make_street_year(folder, size)
    counter = itertools.count()

    def ours() -> None:
        place = folder / f"street-{next(counter)}.workbench"
        with create(place, title="Benchmark", coder="amina") as project:
            report = bring_in(project, [months])[0]
        if report.outcome != "imported":
            raise RuntimeError(report.why)
        place.unlink()

    return alternate("a year of street-level crime", ours, lambda: _counted(months), pairs=3, goal=Goal(wall_ms=5_000))


def _counted(months: Path) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for path in sorted(months.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            next(rows)
            found.update((row[1], row[9], row[7]) for row in rows)
    return found
