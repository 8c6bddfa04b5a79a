"""Outcomes of crimes of data.police.uk: what was decided, counted by kind of outcome, month and district.

A crime may have several outcomes, in the same month or years later, and most crimes of a month have theirs in another
file: outcomes are no share of the crimes of their month. The month is that of the outcome.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.delimited import LIMIT, rows_of
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.street.crime import ADDRESS, PUBLISHER, beyond, header_cells
from workbench.exchange.street.figures import month_of
from workbench.exchange.street.homes import Homes
from workbench.exchange.street.rows import MONTH, Lines, StreetFileCutOffError
from workbench.indicators.drafts import DraftFigures, DraftIndicator
from workbench.indicators.gathering import RawFigure, gather
from workbench.indicators.known import OPEN_GOVERNMENT
from workbench.indicators.marks import Cell
from workbench.sources.drafts import LeftOut
from workbench.text import counted

NEEDED = ("Crime ID", "Month", "Falls within", "LSOA code", "LSOA name", "Outcome type")
CAVEATS = (
    "Counts of outcomes, not of crimes: a crime may have several, and its outcome may stand months or years after it. They"
    " are no share of the crimes of the same month. The place is that of the crime, snapped to a point nearby."
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_Count = Counter[tuple[str, str, str, str]]
"""Outcomes by force, month, kind and district's code."""


class NothingToCountError(WorkbenchError):
    """Not one row can be counted. Look whether the file arrived whole, and download it again from data.police.uk."""


class OutcomesReader:
    """Reads outcome files of data.police.uk."""

    name = "police.uk outcome files"
    kind = "indicators"
    suffixes = frozenset({".csv"})

    def recognises(self, path: Path, head: bytes) -> float:
        """1 for the columns of an outcome file; else 0."""
        return 1.0 if path.suffix.lower() == ".csv" and set(NEEDED) <= set(header_cells(head)) else 0.0

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The counts of a file; raises a sentence where it is cut off, or nothing in it can be counted."""
        rows, header = whole_rows(path, NEEDED, options)
        left_out: dict[str, Lines] = {}
        homes = Homes(options.areas.homes)
        outcomes, number = _counted(rows, header, left_out, homes)
        told = [LeftOut(lines.where(), counted(lines.count, "row"), why) for why, lines in left_out.items()]
        told += _without_strays(outcomes)
        if not outcomes:
            first = f" The first reason: {told[0].why}." if told else ""
            raise NothingToCountError(f"{path.name} has {number:,} rows, and not one of them can be counted.{first}")
        drafts = _indicators(outcomes)
        months = sorted({month for _, month, _, _ in outcomes})
        return DraftFigures(
            "Outcomes of crimes (data.police.uk)",
            drafts,
            number,
            tuple(told),
            publisher=PUBLISHER,
            licence=OPEN_GOVERNMENT,
            address=ADDRESS,
            caveats=CAVEATS,
            notes=(
                f"Counted {sum(outcomes.values()):,} outcomes: {month_of(months[0])[0]}"
                + (f" to {month_of(months[-1])[0]}" if len(months) > 1 else "")
                + f"; {len(drafts)} kinds of outcome.",
                *homes.said(),
            ),
        )


READER = OutcomesReader()


def whole_rows(
    path: Path, needed: Sequence[str], options: Options
) -> tuple[Iterator[tuple[int, list[str]]], dict[str, int]]:
    """The rows of a file of data.police.uk below its first line, and where each column stands.

    Raises StreetFileCutOffError, once it is reached, where the last line is not whole.
    """
    text = read_text(path, limit=LIMIT).text
    rows = rows_of(text, ",", path.name, going=options.going)
    _, header = next(rows)
    at = {cell.strip(): place for place, cell in enumerate(header)}
    if missing := [name for name in needed if name not in at]:
        raise NothingToCountError(
            f"{path.name} has no column {missing[0]}, which files of this kind have. Download it again from data.police.uk."
        )

    def checked() -> Iterator[tuple[int, list[str]]]:
        last = 0
        for line, row in rows:
            if last:
                break
            if len(row) < len(header):
                last = line
            else:
                yield line, row
        if last:
            raise StreetFileCutOffError(
                f"{path.name} ends in the middle of line {last:,}, or has a line too short: it did not arrive whole."
                " Download it again."
            )

    return checked(), at


def _counted(
    rows: Iterator[tuple[int, list[str]]], at: dict[str, int], left_out: dict[str, Lines], homes: Homes
) -> tuple[_Count, int]:
    """Outcomes counted row by row, and how many rows there were; what cannot be counted is told with its lines."""
    outcomes: _Count = Counter()
    seen: set[tuple[str, ...]] = set()
    number = 0
    for line, row in rows:
        number += 1
        crime, month, force, code, name, kind = (row[at[column]].strip() for column in NEEDED)
        why = ""
        if not MONTH.fullmatch(month):
            why = "no month, written as 2019-02 is"
        elif not kind:
            why = "no outcome"
        elif not name:
            why = "no LSOA, so nobody can say in which district"
        elif not (district := homes.find(code, name, month, rows=1, line=line)):
            why = "the register has no district of that name, and no lookup has its code"
        elif crime and (crime, month, kind, name) in seen:
            why = "the same Crime ID, month, outcome and LSOA stand further up: counted once"
        if why:
            left_out.setdefault(why, Lines()).add(line)
            continue
        if crime:
            seen.add((crime, month, kind, name))
        outcomes[force, month, kind, district] += 1
    return outcomes, number


def _without_strays(outcomes: _Count) -> list[LeftOut]:
    """Take out districts of neighbouring forces, and say how many rows they had."""
    told: list[LeftOut] = []
    by_force: dict[str, Counter[str]] = defaultdict(Counter)
    for (force, _, _, district), count in outcomes.items():
        by_force[force][district] += count
    for force, districts in by_force.items():
        for code in sorted(beyond(force, dict(districts))):
            for key in [key for key in outcomes if key[0] == force and key[3] == code]:
                del outcomes[key]
            area = geography.area(code)
            what = f"{counted(districts[code], 'row')} in {area.name if area else code}"
            told.append(LeftOut("the file", what, f"outside {force}'s districts"))
    return told


def _indicators(outcomes: _Count) -> tuple[DraftIndicator, ...]:
    """An indicator for each kind of outcome; none in a district and month that the file covers is zero."""
    covered = sorted({(month, district) for _, month, _, district in outcomes})
    drafts = []
    for kind in sorted({kind for _, _, kind, _ in outcomes}):
        totals: Counter[tuple[str, str]] = Counter()
        for (_, month, of, district), count in outcomes.items():
            if of == kind:
                totals[month, district] += count
        raws = [counted_raw(district, month, totals[month, district]) for month, district in covered]
        slug = _NOT_WORD.sub("-", kind.casefold()).strip("-")
        drafts.append(drafted_of(f"Outcome of crimes: {kind}", f"police.uk/outcome-{slug}", raws))
    return tuple(drafts)


def drafted_of(name: str, external: str, raws: list[RawFigure]) -> DraftIndicator:
    """Counts as an indicator; they come from many rows, so that none has a row of its own."""
    drafted, _ = gather(name, "Count", external, raws)
    return replace(drafted, figures=tuple(replace(figure, row=None) for figure in drafted.figures))


def counted_raw(
    code: str, month: str, count: int, *, sex: str = "all", age: str = "all", category: str = "all"
) -> RawFigure:
    """A count of a month as a figure is gathered from."""
    period, starts, ends = month_of(month)
    area = geography.area(code)
    number = Cell(float(count))
    return RawFigure(
        0, code, area.name if area else code, period, starts, ends, sex, age, category, value=number, count=number
    )


def named_force(path: Path, what: str) -> str:
    """The force that a file of data.police.uk is named for, as its name writes it; empty where the name says none."""
    found = re.fullmatch(rf"(?:19|20)\d\d-\d\d-(.+)-{what}", path.stem, re.IGNORECASE)
    return found[1].replace("-", " ") if found else ""
