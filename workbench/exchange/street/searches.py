"""Stops and searches of data.police.uk, counted by month for the force: all, and by what was looked for, age and others.

The file gives a point for a search and no small area, and no force: the force is the one that the file is named for.
Nothing tells two searches that are alike in everything from one that stands twice, so that each row is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options
from workbench.exchange.street.crime import ADDRESS, PUBLISHER, header_cells
from workbench.exchange.street.figures import month_of
from workbench.exchange.street.outcomes import NothingToCountError, counted_raw, drafted_of, named_force, whole_rows
from workbench.exchange.street.rows import Lines
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.known import OPEN_GOVERNMENT
from workbench.sources.drafts import LeftOut
from workbench.text import counted

NEEDED = ("Type", "Date", "Gender", "Age range", "Object of search", "Outcome")
_GROUPS = {
    "Object of search": "looked for",
    "Outcome": "outcome",
    "Officer-defined ethnicity": "ethnicity, as the officer saw it",
    "Self-defined ethnicity": "ethnicity, as they said themselves",
    "Type": "searched",
}
"""Columns that are groups, and what a group of theirs is called."""
_NOT_SAID = "not recorded"
_DATE = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))-\d\d(?:[T ].*)?")
CAVEATS = (
    "Counts of searches that the police did: they follow where and whom the police search, not what people do or carry."
    " People searched need not live there. Ethnicity stands twice, as the officer saw it and as people said; many did not"
    " say. Searches of vehicles alone have no person."
)
_Group = tuple[str, str, str]


class ForceUnknownError(WorkbenchError):
    """The file does not say whose searches it holds. Give it the name it had on data.police.uk."""


class SearchesReader:
    """Reads stop and search files of data.police.uk."""

    name = "police.uk stop and search files"
    kind = "indicators"
    suffixes = frozenset({".csv"})

    def recognises(self, path: Path, head: bytes) -> float:
        """1 for the columns of a stop and search file; else 0."""
        return 1.0 if path.suffix.lower() == ".csv" and set(NEEDED) <= set(header_cells(head)) else 0.0

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The counts of a file; raises a sentence where it is cut off, or nobody can say whose searches it holds."""
        area = _force_of(path)
        rows, at = whole_rows(path, NEEDED, options)
        left_out: dict[str, Lines] = {}
        searches, number, alike = _counted(rows, at, left_out)
        if not searches:
            raise NothingToCountError(f"{path.name} has {number:,} rows, and not one of them can be counted.")
        months = sorted({month for month, _ in searches})
        every = sum(count for (_, group), count in searches.items() if group == ("all", "all", "all"))
        raws = [
            counted_raw(area.code, month, count, sex=sex, age=age, category=category)
            for (month, (sex, age, category)), count in sorted(searches.items())
        ]
        notes = [f"Counted {every:,} searches by {area.name}, {', '.join(month_of(month)[0] for month in months)}."]
        if alike:
            notes.append(f"{counted(alike, 'row')} like another in everything: each is counted, as published.")
        return DraftFigures(
            "Stops and searches (data.police.uk)",
            (drafted_of("Stops and searches", "police.uk/stop-and-search", raws),),
            number,
            tuple(LeftOut(lines.where(), counted(lines.count, "row"), why) for why, lines in left_out.items()),
            publisher=PUBLISHER,
            licence=OPEN_GOVERNMENT,
            address=ADDRESS,
            caveats=CAVEATS,
            notes=tuple(notes),
        )


READER = SearchesReader()


def _force_of(path: Path) -> geography.Area:
    """The area of the force that a file is named for."""
    named = named_force(path, "stop-and-search")
    forces = geography.areas("police force area")
    found = next((force for force in forces if named and force.name.casefold().startswith(named.casefold())), None)
    if found is None:
        known = ", ".join(force.name for force in forces)
        what = f"is named for “{named}”" if named else "does not say whose searches it holds"
        raise ForceUnknownError(
            f"{path.name} {what}. A name such as 2024-02-essex-stop-and-search.csv says it; the police areas known here"
            f" are: {known}."
        )
    return found


def _counted(
    rows: Iterator[tuple[int, list[str]]], at: dict[str, int], left_out: dict[str, Lines]
) -> tuple[Counter[tuple[str, _Group]], int, int]:
    """Searches by month and group, how many rows there were, and how many are like another."""
    searches: Counter[tuple[str, _Group]] = Counter()
    seen: set[int] = set()
    number = alike = 0
    for line, row in rows:
        number += 1
        date = _DATE.fullmatch(row[at["Date"]].strip())
        if date is None:
            left_out.setdefault("no date, written as 2024-02-03T10:15:00 is", Lines()).add(line)
            continue
        known = hash(tuple(row))
        alike += known in seen
        seen.add(known)
        month = date[1]
        searches[month, ("all", "all", "all")] += 1
        searches[month, (row[at["Gender"]].strip().casefold() or _NOT_SAID, "all", "all")] += 1
        searches[month, ("all", row[at["Age range"]].strip() or _NOT_SAID, "all")] += 1
        for column, called in _GROUPS.items():
            if column in at:
                searches[month, ("all", "all", f"{called}: {row[at[column]].strip() or _NOT_SAID}")] += 1
    return searches, number, alike
