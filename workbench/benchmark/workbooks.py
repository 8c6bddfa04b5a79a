"""Workbooks: the whole evidence workbook of a study, and one long sheet of quotes beside openpyxl's own streaming mode."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from workbench.benchmark.alone import alone
from workbench.benchmark.corpus import CLOSED, COLUMNS, OPEN, Words, answers, write_sheet
from workbench.benchmark.ratios import Goal, Result, alternate, compared
from workbench.benchmark.study import Study
from workbench.exchange.workbook.sheets import Column, Cover, Sheet
from workbench.exchange.workbook.writing import workbook

ROWS = {"S": 20_000, "M": 200_000, "L": 200_000}
THEMES, FINDINGS = 12, 30
PAIRS = 3
_BY_HAND = 3.3
"""One and a half times the fastest writer of .xlsx for Python, rustpy-xlsxwriter 0.8.0, which takes 2.2 times raw by hand."""
_NUMBERS = {name for name, choices in CLOSED.items() if choices[0].replace(".", "", 1).isdigit()}
_MEMORY = """
import sys
from pathlib import Path
from workbench.benchmark import workbooks
getattr(workbooks, sys.argv[2])(workbooks.quote_rows(int(sys.argv[1])))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def workbooks(study: Study, size: str) -> Iterator[Result]:
    """The whole workbook beside its own rows written raw; then the long sheet, in time and in memory."""
    yield _whole(study)
    rows = quote_rows(ROWS[size])
    what = f"a sheet of {len(rows):,} quotes"
    yield alternate(f"{what} written", lambda: ours(rows), lambda: raw(rows), pairs=PAIRS, goal=Goal(ratio=1.5))
    most, bare = (_memory(ROWS[size], job) for job in ("ours", "raw"))
    yield Result(f"{what}, memory", most, bare, most / bare, 0, 1, Goal(mb=300), "MB")
    yield from wide_table(ROWS[size])


def wide_table(number: int) -> Iterator[Result]:
    """A table of answers, 22 columns wide, beside a sheet written by hand; its memory above that of the answers."""
    table, bare = (alone("workbooks:wide", job, number) for job in ("ours", "raw"))
    what = f"a table of {number:,} rows, 22 columns"
    yield compared(f"{what}, raw by hand", [table], [bare], goal=Goal(ratio=_BY_HAND))
    above = table.above / max(1.0, bare.above)
    yield Result("the same, memory above the rows", table.above, bare.above, above, 0, 1, Goal(mb=100), "MB")


def wide(job: str, number: str) -> Callable[[], object]:
    """The writing of so many answers, which are there before it begins: ours numbers as numbers, raw all as text."""
    rows = [tuple(row) for row in answers(int(number), Random(1))]  # noqa: S311
    if job == "raw":
        return lambda: _by_hand(rows)
    typed = [tuple(float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row) for row in rows]
    rows.clear()
    columns = tuple(Column(name, 40 if name in OPEN else 12, "0" if name in _NUMBERS else "") for name in COLUMNS)
    return lambda: workbook(
        Cover("A wide table", ()), [Sheet("Answers", "Answers", columns, typed)], title="", heading=""
    )


def _by_hand(rows: Sequence[Sequence[str]]) -> None:
    with tempfile.TemporaryDirectory(prefix="workbench-workbook-") as name:
        write_sheet(Path(name) / "raw.xlsx", rows)


def quote_rows(number: int) -> list[tuple[Any, ...]]:
    """Quotes as the sheet of quotes has them, invented; the same number gives the same ones."""
    chance = Random(5)  # noqa: S311
    words = Words(chance)
    said = [" ".join(words.drawn(chance.randint(8, 60))).capitalize() for _ in range(2_000)]
    codes = [f"Code {place:03d}/Part {place % 7}" for place in range(200)]
    return [
        (
            codes[at * len(codes) // number],
            f"{said[at * 7 % len(said)]} ({at}).",
            f"P{at % 3_000}",
            "30-39",
            "Harlow",
            f"interview-{at % 3_000:04d}.md",
            at * 13 % 40_000,
            "On the way home",
            1 + at % 3,
            "none",
            "none",
        )
        for at in range(number)
    ]


def ours(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """The sheet as we write it: marked up, each row as high as its words need."""
    widths = (27, 74, 13, 14, 14, 29, 12, 24, 9, 10, 20)
    columns = tuple(
        Column(f"Column {at}", width, "0" if at in {6, 8} else "", strong=at == 0) for at, width in enumerate(widths)
    )
    sheet = Sheet("Quotes", "Quotes: a long sheet", columns, rows)
    return workbook(Cover("A long sheet", ()), [sheet], title="A long sheet", heading="Benchmark")


def raw(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """The same rows in openpyxl's write-only mode, as plain cells."""
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Quotes")
    for row in rows:
        page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _memory(rows: int, job: str) -> float:
    """The most memory that a process of its own takes to write the sheet, the rows among it, in MB."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _MEMORY, str(rows), job], check=True, capture_output=True, text=True
    )
    return int(done.stdout) / 1024


def _whole(study: Study) -> Result:
    """Every usual sheet of the study's workbook, from the project to the file, beside the writing of as many cells."""
    from workbench.desk.take_out import take_out

    _findings(study)
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="workbench-workbook-") as name:
        folder = Path(name)

        def write() -> None:
            take_out(study.project, folder / f"{next(numbers)}.xlsx")

        rows = quote_rows(study.counts.codings)
        what = f"the evidence workbook of {study.counts.codings:,} codings"
        return alternate(what, write, lambda: raw(rows), pairs=1, goal=Goal(wall_ms=10_000))


def _findings(study: Study) -> None:
    """Themes over the codes, and findings that rest on them, set side by side."""
    from workbench.coding.themes import Theme, ThemeCode
    from workbench.rows import add
    from workbench.triangulation.evidence import Evidence
    from workbench.triangulation.findings import write_finding
    from workbench.triangulation.protocol.topic_rows import add_row, place

    with study.project.change("Themes and findings") as session:
        themes = []
        for number in range(THEMES):
            theme = add(session, Theme, name=f"Theme {number}", statement="Invented.", state="kept")
            for code in study.codes[number::THEMES]:
                add(session, ThemeCode, theme_id=theme, code_id=code)
            themes.append(theme)
        for number in range(FINDINGS):
            finding = write_finding(
                session,
                strand="words",
                source=("interviews", "groups", "diaries")[number % 3],
                statement=f"People say it, {number}.",
                prominence="medium",
                evidence=[Evidence("theme", themes[number % THEMES])],
                against="One does not.",
            )
            if number % 3 == 0:
                row = add_row(session, f"Topic {number // 3}")
            place(session, row, finding)
