"""Tables of figures: a line a figure, with its area, period and value, as csv or tsv.

Reads what publishers send as long as it is tidy: Fingertips, its reshaped copies, the Explore Local Statistics
service of the Office for National Statistics, Nomis, and a partner's own sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.delimited import rows_of
from workbench.exchange.encoding import read_text
from workbench.exchange.indicator_columns import (
    HEADER_WITHIN,
    MONTH_HEADERS,
    Columns,
    NoFiguresColumnsError,
    columns_of,
    plain,
    wide_periods,
)
from workbench.exchange.readers import Options
from workbench.indicators.comparison import PUBLISHED_WORDS
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.gathering import RawFigure, gather
from workbench.indicators.known import Known, known
from workbench.indicators.marks import Cell, UnreadableNumberError, read_cell, status_in_words
from workbench.indicators.periods import MONTHS_ONLY, PeriodNotUnderstoodError, read_period
from workbench.sources.drafts import LeftOut
from workbench.text import day_in_words

SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_FINGERTIPS = re.compile(r"fingertips[_ -]?(\d{3,6})", re.IGNORECASE)
_NOTHING = frozenset({"", "na", "n/a", "-", "none", "null", "nan", "not applicable"})
_ALL = _NOTHING | {"all", "persons", "person", "people", "both", "both sexes", "total", "all persons", "all people"}
_ALL_AGES = _ALL | {"all ages", "allages"}
_SEXES = dict.fromkeys(("m", "male", "males", "men", "boys"), "male") | dict.fromkeys(
    ("f", "female", "females", "women", "girls"), "female"
)
_NUMBERS = ("value", "lower", "upper", "count", "denominator")


class AreasUnknownError(WorkbenchError):
    """More than half the rows are about areas that are not known here. Look at the column of area codes."""


class NoFiguresError(WorkbenchError):
    """There is not one figure in it that could be read."""


class RowLeftOutError(WorkbenchError):
    """A row that cannot be kept. It is reported with its place and the reason; the others come in."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(why)
        self.what = what
        self.why = why


class AreaUnknownError(RowLeftOutError):
    """A row about an area that the register does not know."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far: rows by indicator and unit, and what was left out."""

    rows: int = 0
    unknown: int = 0
    raws: dict[tuple[str, str, str], list[RawFigure]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


class IndicatorTableReader:
    """Reads tidy tables of figures."""

    name = "table of figures"
    kind = "indicators"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """0.9 for a table with area, period and value columns and area codes in it; 0.6 without codes; else 0."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        text = head.decode("utf-8-sig", errors="replace") if b"\0" not in head else head.decode("utf-16", "replace")
        found = _header(rows_of(text, _delimiter(text), path.name, whole=False), [])
        if found is None:
            return 0.0
        if re.search(r"\b[EWSNK]\d{8}\b", text):
            return 0.9
        return 0.6 if found.has("area") and found.has("value") and found.has("indicator") else 0.3

    def read(self, path: Path, options: Options) -> DraftFigures:  # noqa: ARG002
        """The figures of a file, with every row and column that was left out and why.

        Raises a WorkbenchError with a sentence when it is no such table, has no figure, or knows too few areas.
        """
        decoded = read_text(path)
        rows = rows_of(decoded.text, _delimiter(decoded.text), path.name)
        seen: list[Sequence[str]] = []
        columns = _header(rows, seen)
        if columns is None:
            raise NoFiguresColumnsError(_no_columns(path.name, seen))
        return _draft(path.name, columns, _gather_rows(rows, columns, path), decoded.note())


READER = IndicatorTableReader()


def _delimiter(text: str) -> str:
    """Tab, semicolon or comma: the one that the first lines have most of."""
    top = "\n".join(text.splitlines()[:HEADER_WITHIN])
    return max(",\t;", key=top.count)


def _header(rows: Iterator[tuple[int, list[str]]], seen: list[Sequence[str]]) -> Columns | None:
    """The first row that names the columns of a table of figures, within the first lines."""
    for _, row in rows:
        seen.append(row)
        found = columns_of(row)
        if found is not None or len(seen) >= HEADER_WITHIN:
            return found
    return None


def _no_columns(name: str, seen: list[Sequence[str]]) -> str:
    """Why no header was found, in the words that help most."""
    periods = max((wide_periods(row) for row in seen), key=len, default=[])
    if len(periods) > 1:
        return (
            f"{name} has a column for each period ({', '.join(periods[:3])} …)."
            " Put the periods under each other: one line a figure, with columns area_code, period and value."
        )
    return f"{name} has no area, period and value columns that we know. Name them area_code, period and value."


def _gather_rows(rows: Iterator[tuple[int, list[str]]], columns: Columns, path: Path) -> _Gathered:
    """Every row of the table, kept by its indicator or left out with its line and reason."""
    gathered = _Gathered()
    number = re.search(_FINGERTIPS, path.name)
    told_id = number[1] if number else ""
    months = "period" in columns.at and plain(columns.headers[columns.at["period"]]) in MONTH_HEADERS
    for first, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        gathered.rows += 1
        try:
            _fits_the_header(row, columns)
            name = columns.cell(row, "indicator") or path.stem.replace("_", " ").strip()
            external = columns.cell(row, "indicator_id") or told_id
            fact = known(name, external)
            raw = _raw(row, columns, first, fact, MONTHS_ONLY if months else "")
            gathered.raws.setdefault((name, _unit(row, columns), external), []).append(raw)
        except RowLeftOutError as fault:
            gathered.unknown += isinstance(fault, AreaUnknownError)
            gathered.left_out.append(LeftOut(f"row {first}", fault.what, fault.why))
    return gathered


def _fits_the_header(row: Sequence[str], columns: Columns) -> None:
    """Raises when a row has more cells than there are columns: everything in it may have shifted."""
    if any(cell.strip() for cell in row[len(columns.headers) :]):
        why = f"it has {len(row)} cells where the first line has {len(columns.headers)}"
        raise RowLeftOutError(_shown(" ".join(row)), why)


def _raw(row: Sequence[str], columns: Columns, line: int, fact: Known | None, years: str) -> RawFigure:
    """One row as a raw figure; raises RowLeftOutError when it cannot be one."""
    code, area, notes = _area(columns.cell(row, "area_code"), columns.cell(row, "area"))
    period, starts, ends = _period(row, columns, years or (fact.years if fact else "financial"), area or code)
    sex, age, category = _breakdown(row, columns)
    ended = geography.area(code)
    if ended is not None and ended.ends is not None and ended.ends.isoformat() < starts:
        notes = (*notes, f"{ended.name} ended on {day_in_words(ended.ends)}")
    cells = {name: _number(row, columns, name, f"{area or code}, {period}") for name in _NUMBERS}
    told = status_in_words(columns.cell(row, "status"))
    for place in columns.notes:
        if place < len(row) and told.status == "normal" and not told.note:
            told = status_in_words(row[place])
    compared = PUBLISHED_WORDS.get(columns.cell(row, "compared").lower(), "")
    return RawFigure(
        line, code, area, period, starts, ends, sex, age, category,
        **cells,
        told=told,
        compared="" if compared == "not compared" else compared,
        notes=notes,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _area(code: str, name: str) -> tuple[str, str, tuple[str, ...]]:
    """The area of a row, by its code, or by its name where there is no code; raises when it is not known."""
    wanted = code.upper().replace(" ", "")
    if not wanted and geography.is_code(name.upper()):
        wanted, name = name.upper(), ""
    if not wanted:
        found = geography.by_name(name) if name else None
        if found is None:
            what = _shown(name) or "no area"
            raise AreaUnknownError(what, f"there is no area code, and no one area of that name{_meant(name)}")
        return found.code, name, ("the code was found by the name",)
    standing = geography.standing(wanted)
    if standing == "not in the register":
        return wanted, name, ("area not in the register",)
    if standing == "not a code":
        why = f"“{_shown(code)}” is no area code, a letter and eight digits{_meant(name or code)}"
        raise AreaUnknownError(_shown(f"{code} {name}"), why)
    entry = geography.area(wanted)
    if entry is None:
        raise AreaUnknownError(_shown(f"{code} {name}"), f"no area has the code {wanted}{_meant(name)}")
    others = geography.named(name) if name else []
    if others and entry not in others:
        raise RowLeftOutError(_shown(f"{code} {name}"), f"{wanted} is {entry.name}, and the row says {_shown(name)}")
    return entry.code, name or entry.name, (f"published as {wanted}",) if entry.code != wanted else ()


def _meant(name: str) -> str:
    """What a person may have meant, as the end of a sentence."""
    exact = geography.by_name(name) if name else None
    near = [exact] if exact else geography.near_names(name) if name else []
    listed = ", ".join(f"{area.name} ({area.code})" for area in near if area is not None)
    return f"; did you mean {listed}?" if listed else ""


def _period(row: Sequence[str], columns: Columns, years: str, place: str) -> tuple[str, str, str]:
    """A row's period as it is written, with its first and last day."""
    text = columns.cell(row, "period")
    starts, ends = columns.cell(row, "starts")[:10], columns.cell(row, "ends")[:10]
    try:
        if starts and ends:
            first, last = date.fromisoformat(starts), date.fromisoformat(ends)
            if first > last:
                raise RowLeftOutError(place, f"the period ends before it begins, {starts} to {ends}")
            return text or f"{starts} to {ends}", starts, ends
    except ValueError:
        pass
    try:
        period = read_period(text, years)
    except PeriodNotUnderstoodError as fault:
        raise RowLeftOutError(place, str(fault)) from fault
    return period.text, period.starts.isoformat(), period.ends.isoformat()


def _breakdown(row: Sequence[str], columns: Columns) -> tuple[str, str, str]:
    """Sex, age and category of a row; `all` for everybody. Persons in a unit column is a sex, not a unit."""
    sex = " ".join(columns.cell(row, "sex").split())
    if not sex and columns.cell(row, "unit").lower() in _SEXES:
        sex = columns.cell(row, "unit")
    age = " ".join(columns.cell(row, "age").split())
    kind = columns.cell(row, "category_type")
    parts = []
    for place in columns.categories:
        cell = " ".join(row[place].split()) if place < len(row) else ""
        if cell.lower() in _NOTHING or cell.lower() in {"all", "total"}:
            continue
        if cell.lower() in _SEXES and not sex:
            sex = cell
        else:
            parts.append(cell)
    if parts and kind.lower() not in _NOTHING:
        parts[0] = f"{kind}: {parts[0]}"
    return (
        "all" if sex.lower() in _ALL else _SEXES.get(sex.lower(), sex),
        "all" if age.lower() in _ALL_AGES else age,
        "; ".join(parts) or "all",
    )


def _unit(row: Sequence[str], columns: Columns) -> str:
    """The unit of a row: its unit column unless that says whom it counts; then its measure; then the value's header."""
    unit = columns.cell(row, "unit")
    if unit.lower() not in _ALL and unit.lower() not in _SEXES:
        return unit
    measure = columns.cell(row, "measure")
    if measure.lower() not in _NOTHING:
        return measure
    header = columns.headers[columns.at["value"]] if columns.has("value") else ""
    return header if plain(header) in {"percentage", "percent", "proportion", "score"} else ""


def _number(row: Sequence[str], columns: Columns, name: str, what: str) -> Cell:
    """A number cell of a row; raises when it holds neither a number nor a mark."""
    text = columns.cell(row, name)
    if not text:
        return Cell(None, "missing")
    try:
        return read_cell(text)
    except UnreadableNumberError as fault:
        why = f"“{_shown(text)}” in {columns.headers[columns.at[name]].strip()} is neither a number nor a mark we know"
        raise RowLeftOutError(what, why) from fault


def _draft(name: str, columns: Columns, gathered: _Gathered, note: str) -> DraftFigures:
    """The draft of a file from its rows; raises when too little of it was understood."""
    if gathered.unknown * 2 > gathered.rows:
        example = next(entry for entry in gathered.left_out if "area" in entry.why)
        raise AreasUnknownError(
            f"{name}: {gathered.unknown} of {gathered.rows} rows are about areas that are not known here,"
            " more than half."
            f" The first is {example.where}, “{example.what}”: {example.why}."
        )
    names = [key[0] for key in gathered.raws]
    indicators, left_out = [], list(gathered.left_out)
    for (indicator, unit, external), raws in gathered.raws.items():
        shown = f"{indicator} ({unit})" if names.count(indicator) > 1 and unit else indicator
        drafted, faults = gather(shown, unit, external, raws, benchmark=columns.compared_with)
        left_out.extend(faults)
        if drafted.figures:
            indicators.append(drafted)
    if not indicators:
        first = f" The first: {left_out[0].where}, {left_out[0].why}." if left_out else ""
        raise NoFiguresError(f"{name} has not one figure that could be read.{first}")
    if columns.unused:
        left_out.append(LeftOut("first line", ", ".join(columns.unused), "columns that are no part of a figure"))
    fact = next((known(entry.name, entry.external_id) for entry in indicators), None)
    return DraftFigures(
        name,
        tuple(indicators),
        gathered.rows,
        tuple(left_out),
        publisher=fact.publisher if fact else "",
        licence=fact.licence if fact else "",
        address=fact.address if fact else "",
        caveats=fact.caveats if fact else "",
        notes=(note,) if note else (),
    )


def _shown(text: str) -> str:
    """A cell as a report shows it: one line, not long."""
    plain_text = " ".join(text.split())
    return plain_text if len(plain_text) <= 60 else f"{plain_text[:60]}…"
