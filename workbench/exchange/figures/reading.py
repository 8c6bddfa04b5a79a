"""Reading a table by its map: every row becomes figures, or is left out with its row and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workbench.exchange.figures.columns import Group, Plan
from workbench.exchange.figures.grids import Grid
from workbench.exchange.figures.headers import notes_in, without_notes
from workbench.exchange.figures.places import (
    AreaUnknownError,
    Place,
    Places,
    RowLeftOutError,
    ended_before,
    rows_in_words,
    shown,
    small_kind,
)
from workbench.indicators.area_drafts import OwnAreas
from workbench.indicators.comparison import PUBLISHED_WORDS
from workbench.indicators.gathering import RawFigure
from workbench.indicators.known import known
from workbench.indicators.marks import Cell, UnreadableNumberError, read_cell, status_in_words
from workbench.indicators.periods import PeriodNotUnderstoodError
from workbench.sources.drafts import LeftOut
from workbench.text import counted

_NOTHING = frozenset({"", "na", "n/a", "-", "none", "null", "nan", "not applicable"})
_ALL = _NOTHING | {
    "all",
    "persons",
    "person",
    "people",
    "both",
    "both sexes",
    "total",
    "all persons",
    "all people",
    "t",
}
_ALL_AGES = _ALL | {"all ages", "allages"}
SEXES = dict.fromkeys(("m", "male", "males", "men", "boys"), "male") | dict.fromkeys(
    ("f", "female", "females", "women", "girls"), "female"
)
"""How sexes are written, in small letters."""
_BLANK = Cell(None, "missing")
_FEW = 5
"""So many things that a column may not hold are named one by one."""
_SIGN = re.compile(r"\d\s*(%)|^\s*([£$€])")
_FINGERTIPS = re.compile(r"fingertips[_ -]?(\d{3,6})", re.IGNORECASE)

NO_OTHERS = OwnAreas()
"""No areas beside those of the register."""

Key = tuple[str, str, str]
"""An indicator as the table tells them apart: its name, its unit, its publisher's number."""


@dataclass(slots=True)
class Gathered:
    """What has been read of a table: rows by indicator, and what was left out."""

    rows: int = 0
    unknown: int = 0
    raws: dict[Key, list[RawFigure]] = field(default_factory=dict)
    signs: dict[Key, dict[int, str]] = field(default_factory=dict)
    """The sign, such as % or £, that stands at a value: by indicator, then by place among its figures."""
    left_out: list[LeftOut] = field(default_factory=list)
    skipped: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """Rows that the map does not read, by the column that tells and by what it holds."""
    places: Places = field(default_factory=Places)


def gather_rows(grid: Grid, plan: Plan, own: OwnAreas = NO_OTHERS) -> Gathered:
    """Every row of a table below its names of columns. `own` are areas that the register does not hold."""
    named = plan.at["area"].name if "area" in plan.at else ""
    gathered = Gathered(places=Places(plan.map.areas, kind=small_kind(named), own=own))
    names = [name.strip() for name in plan.header.names]
    waiting = _below(grid, plan)
    last = next(waiting, None)
    while last is not None:
        line, cells = last
        last = next(waiting, None)
        if not any(map(str.strip, cells)):
            continue
        if without_notes(cells[0]) == names[0] and [without_notes(cell) for cell in cells] == names:
            gathered.left_out.append(LeftOut(f"row {line}", "names of columns", "they stand further up"))
            continue
        if _is_note(cells, plan):
            gathered.left_out.append(LeftOut(f"row {line}", shown(" ".join(cells)), "a note, no figure"))
            continue
        gathered.rows += 1
        try:
            if last is None and not grid.whole:
                _refuse_cut_off(cells, len(names))
            _row(line, plan.derived(cells), plan, gathered)
        except RowLeftOutError as fault:
            gathered.unknown += isinstance(fault, AreaUnknownError)
            gathered.left_out.append(LeftOut(f"row {line}", fault.what, fault.why))
    gathered.left_out += _skipped(gathered.skipped)
    _one_unit(gathered)
    return gathered


def _skipped(skipped: Mapping[str, Mapping[str, list[int]]]) -> Iterator[LeftOut]:
    """The rows that a map does not read: by what their column holds, or together where that is many things."""
    for column, held in skipped.items():
        if len(held) > _FEW:
            lines = sorted(line for some in held.values() for line in some)
            why = f"{column} is none of those that the map reads"
            yield LeftOut(rows_in_words(lines), counted(len(lines), "row"), why)
            continue
        for said, lines in held.items():
            why = f"{column} is {shown(said) or 'blank'}, which is not read"
            yield LeftOut(rows_in_words(lines), counted(len(lines), "row"), why)


def _refuse_cut_off(cells: Sequence[str], width: int) -> None:
    """Raises where the last row of a text without a last line break is shorter than the others."""
    if len(cells) < width:
        why = "the file ends in the middle of this row: look whether it arrived whole"
        raise RowLeftOutError(shown(" ".join(cells)), why)


def _below(grid: Grid, plan: Plan) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(grid.rows()):
        if place >= plan.header.first:
            yield row


def _is_note(cells: Sequence[str], plan: Plan) -> bool:
    """Whether a row is a note below or between the figures: words in one cell, or two, and no figure."""
    if len(plan.header.names) < 3 or sum(map(bool, map(str.strip, cells))) > 1:
        return False
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    return filled[0] not in plan.figure_places and (plan.wide or filled[0] == 0)


def _row(line: int, cells: Sequence[str], plan: Plan, gathered: Gathered) -> None:
    """The figures of one row; raises RowLeftOutError when it has none that can be kept."""
    if len(cells) > plan.width and any(map(str.strip, cells[plan.width :])):
        why = f"it has {len(cells)} cells where the first line has {len(plan.header.names)}"
        raise RowLeftOutError(shown(" ".join(cells)), why)
    for column, wanted in plan.only:
        said = column.cell(cells)
        if said.casefold() not in wanted:
            gathered.skipped.setdefault(column.name, {}).setdefault(said, []).append(line)
            return
    found = gathered.places.find(plan.cell(cells, "area_code"), without_notes(plan.cell(cells, "area")), line)
    sex, age, category = _breakdown(cells, plan)
    told = status_in_words(plan.cell(cells, "status"))
    for column in plan.notes:
        if told.status == "normal" and not told.note:
            told = status_in_words(column.cell(cells))
    compared = PUBLISHED_WORDS.get(plan.cell(cells, "compared").lower(), "")
    compared = "" if compared == "not compared" else compared
    trend = " ".join(plan.cell(cells, "trend").split())
    if plan.wide and not any(column.cell(cells) for group in plan.groups for column in group.parts.values()):
        raise RowLeftOutError(found.name or found.code, "there is no figure in the row")
    for group in plan.groups:
        period, starts, ends = _period(cells, plan, group, found)
        place = gathered.places.in_its_time(found, ends)
        notes = place.notes
        if ended := ended_before(place.code, starts):
            notes = (*notes, ended)
            gathered.places.had_ended(place, line)
        name = group.says.indicator or plan.cell(cells, "indicator") or plan.name
        key = (name, group.says.unit or _unit(cells, plan), plan.cell(cells, "indicator_id") or _numbered(plan))
        read, sign = _parts(line, cells, group, f"{place.name or place.code}, {period}", plan, gathered)
        if read is None:
            continue
        raws = gathered.raws.setdefault(key, [])
        if sign:
            gathered.signs.setdefault(key, {})[len(raws)] = sign
        raws.append(
            RawFigure(
                line, place.code, place.name, period, starts, ends,
                group.says.sex or sex, group.says.age or age, _joined(group.says.category, category),
                **read,
                told=told,
                compared=compared,
                notes=notes,
                trend=trend,
            )
        )  # fmt: skip


def _numbered(plan: Plan) -> str:
    found = _FINGERTIPS.search(plan.file)
    return found[1] if found else ""


def _joined(of_column: str, of_row: str) -> str:
    return of_row if not of_column else of_column if of_row == "all" else f"{of_row}; {of_column}"


def _parts(
    line: int, cells: Sequence[str], group: Group, what: str, plan: Plan, gathered: Gathered
) -> tuple[dict[str, Cell] | None, str]:
    """The number cells of a figure and the sign at its value; None where one of several columns cannot be read."""
    read: dict[str, Cell] = {}
    sign = ""
    for part, column in group.parts.items():
        text = column.cell(cells)
        try:
            read[part] = _number(text)
        except UnreadableNumberError:
            why = f"“{shown(text)}” in {column.name} is neither a number nor a mark we know"
            if not plan.wide:
                raise RowLeftOutError(what, why) from None
            gathered.left_out.append(LeftOut(f"row {line}", what, why))
            return None, ""
        if part == "value" and read[part].value is not None and (found := _SIGN.search(text)):
            sign = found[1] or found[2]
    _widen(read)
    return read, sign


def _widen(read: dict[str, Cell]) -> None:
    """The ends of an interval from half its width."""
    margin, value = read.pop("margin", _BLANK).value, read.get("value", _BLANK)
    if margin is not None and value.value is not None:
        read["lower"] = value._replace(value=round(value.value - margin, 9))
        read["upper"] = value._replace(value=round(value.value + margin, 9))


def _number(text: str) -> Cell:
    """A number cell, with what it says of notes apart; raises UnreadableNumberError."""
    if not text:
        return _BLANK
    if "[" not in text and "(" not in text:
        return read_cell(text.lstrip("£$€ "))
    bare = without_notes(text)
    cell = read_cell(bare.lstrip("£$€ "))
    refers = notes_in(text)
    if not refers:
        return cell
    return cell._replace(note="; ".join(filter(None, (cell.note, f"the publisher's note {', '.join(refers)}"))))


def _period(cells: Sequence[str], plan: Plan, group: Group, place: Place) -> tuple[str, str, str]:
    """A figure's period as it is written, with its first and last day."""
    if group.period is not None:
        return group.period
    text = plan.cell(cells, "period")
    starts, ends = plan.cell(cells, "starts")[:10], plan.cell(cells, "ends")[:10]
    try:
        if starts and ends:
            first, last = date.fromisoformat(starts), date.fromisoformat(ends)
            if first > last:
                raise RowLeftOutError(place.name or place.code, f"the period ends before it begins, {starts} to {ends}")
            return text or f"{starts} to {ends}", starts, ends
    except ValueError:
        pass
    years = plan.map.years or (fact.years if (fact := known(*_about(cells, plan))) else "")
    try:
        period = plan.times(years).read(text)
    except PeriodNotUnderstoodError as fault:
        raise RowLeftOutError(place.name or place.code, str(fault)) from fault
    return period.text, period.starts.isoformat(), period.ends.isoformat()


def _about(cells: Sequence[str], plan: Plan) -> tuple[str, str]:
    return plan.cell(cells, "indicator") or plan.name, plan.cell(cells, "indicator_id") or _numbered(plan)


def _breakdown(cells: Sequence[str], plan: Plan) -> tuple[str, str, str]:
    """Sex, age and category of a row; `all` for everybody. Persons in a unit column is a sex, not a unit."""
    sex = " ".join(plan.cell(cells, "sex").split())
    if not sex and plan.cell(cells, "unit").lower() in SEXES:
        sex = plan.cell(cells, "unit")
    age = " ".join(plan.cell(cells, "age").split())
    kind = plan.cell(cells, "category_type")
    parts = []
    for column in plan.categories:
        said = " ".join(without_notes(column.cell(cells)).split())
        if said.lower() in _NOTHING or said.lower() in {"all", "total"}:
            continue
        if said.lower() in SEXES and sex.lower() in _ALL:
            sex = said
        else:
            parts.append(said)
    if parts and kind.lower() not in _NOTHING and kind.lower() not in {"all", "total"}:
        parts[0] = f"{kind}: {parts[0]}"
    return (
        "all" if sex.lower() in _ALL else SEXES.get(sex.lower(), sex),
        "all" if age.lower() in _ALL_AGES else age,
        "; ".join(parts) or plan.map.always.get("category", "all"),
    )


def _unit(cells: Sequence[str], plan: Plan) -> str:
    """The unit of a row: its unit column unless that says whom it counts; then its measure; then the value's name."""
    unit = plan.cell(cells, "unit")
    if unit.lower() not in _ALL and unit.lower() not in SEXES:
        return unit
    measure = plan.cell(cells, "measure")
    if measure.lower() not in _NOTHING:
        return measure
    return plan.unit_of_value


def _one_unit(gathered: Gathered) -> None:
    """Keep one unit in an indicator whose cells say theirs themselves: what most of them have; the others are left out."""
    for key, signs in list(gathered.signs.items()):
        raws = gathered.raws[key]
        numbers = [place for place, raw in enumerate(raws) if raw.value.value is not None]
        numbers_of = {sign: sum(said == sign for said in signs.values()) for sign in dict.fromkeys(signs.values())}
        numbers_of[""] = len(numbers) - len(signs)
        most = max(numbers_of, key=lambda sign: numbers_of[sign])
        odd = {place for place in numbers if signs.get(place, "") != most}
        for place in sorted(odd):
            raw, sign = raws[place], signs.get(place, "")
            said = f"it is written with {sign}" if sign else f"it is written without {most}"
            why = f"two units in one column: {said}, and most others {'with ' + most if most else 'are not'}"
            gathered.left_out.append(LeftOut(f"row {raw.row}", f"{raw.area or raw.area_code}, {raw.period}", why))
        kept = [raw for place, raw in enumerate(raws) if place not in odd]
        name, unit, external = key
        del gathered.raws[key]
        gathered.raws.setdefault((name, unit or most, external), []).extend(kept)
