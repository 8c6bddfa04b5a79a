"""The map of a survey's columns: what `--map` says, checked; or what a careful guess makes of the table."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map

_ID_NAMES_LISTED = """
id case caseid case_id participant participantid participant_id respondent respondentid respondent_id key
key_id keyid responseid response_id uuid person person_id
"""
_ID_NAMES = frozenset(_ID_NAMES_LISTED.split())


class MapIsWrongError(WorkbenchError):
    """The map does not fit the table. Look at its names and the table's columns."""

    asks = "map"


class ColumnMap(BaseModel):
    """A survey map as a person writes it. Lists of columns may be `column: short name` instead."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    survey: str = ""
    sheet: str = ""
    """Which sheet of a workbook holds the answers."""
    case: str = ""
    open: list[str] | dict[str, str] = []
    closed: list[str] | dict[str, str] = []
    codes: list[str] | dict[str, str] = []
    codes_of: dict[str, str] = {}
    """Code column: the open column whose answers it codes, where several are open."""
    coder: str = ""
    weight: str = ""
    ignore: list[str] = []
    sampling: Literal["purposive", "self-selected", "random", "everyone", "not recorded"] = "self-selected"


@dataclass(frozen=True, slots=True)
class Columns:
    """A map put on one table: positions of its columns, and the names they go by."""

    survey: str
    case: int | None
    open: Mapping[int, str]
    closed: Mapping[int, str]
    codes: Mapping[int, str]
    coded: Mapping[int, int]
    """Code column: the open column it codes."""
    coder: str = ""
    weight: int | None = None
    ignored: tuple[int, ...] = ()
    sampling: str = "self-selected"
    notes: tuple[str, ...] = ()
    written: str = "{}"
    unnamed: tuple[str, ...] = field(default=())
    """Columns that the map says nothing of."""


def plain(name: str) -> str:
    """A column's name with single spaces and no byte order mark."""
    return " ".join(name.replace("\ufeff", "").split())


def read_column_map(path: Path) -> tuple[ColumnMap, dict[str, Any]]:
    """The map in a file, with what was written; raises a sentence that names the key where it is no survey map."""
    written = read_map(path)
    try:
        return ColumnMap.model_validate(written), written
    except ValidationError as reason:
        raise MapIsWrongError(f"{path.name}: {_first_fault(reason)}") from None


def by_map(path: Path, header: Sequence[str], table: str, *, sheet: str = "") -> Columns:
    """The map in a file, put on a table's columns; names every key and column that does not fit."""
    told, written = read_column_map(path)
    if told.sheet and told.sheet.casefold() != sheet.casefold():
        raise MapIsWrongError(f"{path.name}: it names the sheet “{told.sheet}”, and {table} has no sheets.")
    listed = [name for columns in (told.open, told.closed, told.codes, told.ignore) for name in columns]
    if twice := next((name for name in listed if listed.count(name) > 1), None):
        raise MapIsWrongError(f"{path.name}: the column “{twice}” stands in it twice. Keep it in one place.")
    faults: list[str] = []

    def place(name: str, key: str) -> int:
        found = _place(name, header)
        if found is None:
            faults.append(_no_column(name, key, header))
            return -1
        return found

    columns = Columns(
        survey=told.survey or Path(table).stem,
        case=place(told.case, "case") if told.case else None,
        open=_named(told.open, "open", header, place),
        closed=_named(told.closed, "closed", header, place),
        codes=_named(told.codes, "codes", header, place),
        coded={place(code, "codes_of"): place(of, "codes_of") for code, of in told.codes_of.items()},
        coder=told.coder,
        weight=place(told.weight, "weight") if told.weight else None,
        ignored=tuple(place(name, "ignore") for name in told.ignore),
        sampling=told.sampling,
        written=json.dumps(written, ensure_ascii=False, sort_keys=True, default=str),
    )
    if faults:
        raise MapIsWrongError(f"{path.name}: " + " ".join(faults[:3]))
    return _whole(columns, header, path.name)


def _whole(columns: Columns, header: Sequence[str], where: str) -> Columns:
    """The columns with each code tied to its question; refuses a column in two places, and codes without answers."""
    places = [
        *([columns.case] if columns.case is not None else []),
        *columns.open,
        *columns.closed,
        *columns.codes,
        *([columns.weight] if columns.weight is not None else []),
        *columns.ignored,
    ]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        raise MapIsWrongError(f"{where}: the column “{header[twice]}” stands in it twice. Keep it in one place.")
    if columns.codes and not columns.open:
        raise MapIsWrongError(f"{where}: it has `codes` but no `open` column. Say which answers were coded.")
    if columns.codes and not columns.coder:
        raise MapIsWrongError(f"{where}: it has `codes` but no `coder`. Say whose coding it is.")
    if not columns.open and not columns.closed:
        raise MapIsWrongError(f"{where}: it has neither `open` nor `closed` columns, so nothing would come in.")
    coded = {code: columns.coded.get(code, _question_of(code, columns.open, header)) for code in columns.codes}
    stray = next((of for of in coded.values() if of not in columns.open), None)
    if stray is not None:
        raise MapIsWrongError(f"{where}: `codes_of` names “{header[stray]}”, which is no `open` column.")
    return Columns(
        survey=columns.survey,
        case=columns.case,
        open=_short_names(columns.open),
        closed=columns.closed,
        codes=columns.codes,
        coded=coded,
        coder=columns.coder,
        weight=columns.weight,
        ignored=columns.ignored,
        sampling=columns.sampling,
        notes=columns.notes,
        written=columns.written,
        unnamed=tuple(header[place] for place in range(len(header)) if place not in places),
    )


def _question_of(code: int, opened: Mapping[int, str], header: Sequence[str]) -> int:
    """The open column that a code column belongs to: the one its name begins with, else the nearest to its left."""
    if len(opened) == 1:
        return next(iter(opened))
    name = header[code].casefold()
    begun = [place for place in opened if name.startswith(header[place].casefold())]
    if begun:
        return max(begun, key=lambda place: len(header[place]))
    left = [place for place in opened if place < code]
    return max(left) if left else min(opened)


def _named(listed: list[str] | dict[str, str], key: str, header: Sequence[str], place: Any) -> dict[int, str]:
    if isinstance(listed, dict):
        return {place(column, key): name for column, name in listed.items()}
    found = {place(column, key): column for column in listed}
    return {number: header[number] if number >= 0 else column for number, column in found.items()}


def _short_names(opened: Mapping[int, str]) -> dict[int, str]:
    """Short names that differ from each other: cut at a word, numbered where two would be the same."""
    names: dict[int, str] = {}
    for place, name in opened.items():
        short = shortened(name)
        number = 2
        while short in names.values():
            short = f"{shortened(name)} ({number})"
            number += 1
        names[place] = short
    return names


def shortened(name: str, limit: int = 60) -> str:
    """A name of at most `limit` characters, cut at a word.

    >>> shortened("What, if anything, hinders you", 20)
    'What, if anything…'
    """
    if len(name) <= limit:
        return name
    return name[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _place(name: str, header: Sequence[str]) -> int | None:
    wanted = plain(name)
    if wanted in header:
        return header.index(wanted)
    folded = [column.casefold() for column in header]
    return folded.index(wanted.casefold()) if folded.count(wanted.casefold()) == 1 else None


def _no_column(name: str, key: str, header: Sequence[str]) -> str:
    near = get_close_matches(plain(name), header, n=1, cutoff=0.5)
    hint = f" Did you mean “{near[0]}”?" if near else f" The columns are {', '.join(header[:8])}."
    return f"`{key}` names the column “{name}”, which the table does not have.{hint}"


def _first_fault(reason: ValidationError) -> str:
    fault = reason.errors()[0]
    key = str(fault["loc"][0]) if fault["loc"] else "the map"
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(key, ColumnMap.model_fields, n=1, cutoff=0.5)
        return f"there is no key “{key}”." + (
            f" Did you mean “{near[0]}”?" if near else f" The keys are {', '.join(ColumnMap.model_fields)}."
        )
    wanted = {
        "open": "a list of columns",
        "closed": "a list of columns",
        "codes": "a list of columns, or column: code path",
        "codes_of": "code column: open column",
        "ignore": "a list of columns",
        "sampling": "purposive, self-selected, random, everyone or not recorded",
    }.get(key, "one name")
    return f"“{key}” has to be {wanted}."


def by_guess(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    table: str,
    *,
    sheet: str = "",
    hidden: Collection[int] = (),
) -> Columns:
    """A careful guess: which column is the id, which are open (long and varied) and which closed; said in the notes."""
    filled = [[row[place].strip() for row in rows if row[place].strip()] for place in range(len(header))]
    case = _guess_case(header, filled, len(rows))
    opened: dict[int, str] = {}
    closed: dict[int, str] = {}
    ignored: list[int] = []
    for place, values in enumerate(filled):
        if place == case:
            continue
        words = sum(len(value.split()) for value in values) / max(1, len(values))
        distinct = len(set(values)) / max(1, len(values))
        if place in hidden or not values or (distinct == 1 and len(values) > 20 and words < 3):
            ignored.append(place)
        elif words >= 4 and distinct >= 0.5 and not _are_numbers(values):
            opened[place] = header[place]
        else:
            closed[place] = header[place]
    named = f"“{header[case]}” as who answered" if case is not None else "the row as who answered"
    notes = [
        f"Guessed without a map: {named}; open: {_listed(opened, header)}; closed: {_listed(closed, header)};"
        f" left out: {_listed(ignored, header)}. Write a --map to say it yourself."
    ]
    if not opened and not closed:
        raise MapIsWrongError(f"{table}: no column of it looks like an answer. Say what is what with --map.")
    written = {
        "survey": Path(table).stem,
        **({"sheet": sheet} if sheet else {}),
        **({"case": header[case]} if case is not None else {}),
        "open": [header[place] for place in opened],
        "closed": [header[place] for place in closed],
        "ignore": [header[place] for place in ignored],
    }
    return Columns(
        survey=Path(table).stem,
        case=case,
        open=_short_names(opened),
        closed=closed,
        codes={},
        coded={},
        ignored=tuple(ignored),
        notes=tuple(notes),
        written=json.dumps(written, ensure_ascii=False, sort_keys=True),
    )


def _guess_case(header: Sequence[str], filled: Sequence[Sequence[str]], rows: int) -> int | None:
    unique = [
        place
        for place, values in enumerate(filled)
        if len(values) == rows and len(set(values)) == rows and max((len(value) for value in values), default=0) <= 40
    ]
    named = [place for place in unique if "".join(header[place].casefold().split()).replace("-", "_") in _ID_NAMES]
    if named:
        return named[0]
    return 0 if 0 in unique and not any(" " in value for value in filled[0]) else None


def _are_numbers(values: Sequence[str]) -> bool:
    return all(value.replace(".", "", 1).replace(",", "").lstrip("-").isdigit() for value in values)


def _listed(places: Any, header: Sequence[str]) -> str:
    names = [shortened(header[place], 30) for place in places]
    if not names:
        return "none"
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
