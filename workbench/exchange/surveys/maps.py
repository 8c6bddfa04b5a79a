"""The map of a survey's columns: what `--map` says, or what somebody set in the app, checked and put on a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map
from workbench.exchange.tables import plain

Kind = Literal["text", "number", "date", "choice", "ordered", "many"]
Place = Callable[[str, str], int]


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
    kinds: dict[str, Kind] = {}
    """Closed column: what its answers are."""
    order: dict[str, list[str]] = {}
    """Closed column, or question of `options_of`: the answers there are, from least to most where they have an order."""
    joined_by: dict[str, str] = {}
    """Closed column with several answers in a cell: what stands between them."""
    options_of: dict[str, list[str] | dict[str, str]] = {}
    """A question that has a column for each of its answers: those columns, or `column: answer`."""
    blank: list[str] = []
    """What cells hold where nothing was answered."""
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
    kinds: Mapping[int, str] = field(default_factory=dict)
    order: Mapping[int | str, tuple[str, ...]] = field(default_factory=dict)
    """By column, or by the question of `options`: the answers there are."""
    joined_by: Mapping[int, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """A question with a column for each answer: those columns and what each answer is called."""
    blank: frozenset[str] = frozenset()


def read_column_map(told: Path | Mapping[str, Any]) -> tuple[ColumnMap, dict[str, Any]]:
    """The map in a file or as it was set, with what was written; raises a sentence that names a key that is none."""
    written = read_map(told) if isinstance(told, Path) else dict(told)
    try:
        return ColumnMap.model_validate(written), written
    except ValidationError as reason:
        raise MapIsWrongError(f"{map_name(told)}: {_first_fault(reason)}") from None


def map_name(told: Path | Mapping[str, Any]) -> str:
    """What a map is called in a sentence."""
    return told.name if isinstance(told, Path) else "The columns"


def by_map(
    map_: Path | Mapping[str, Any], header: Sequence[str], table: str, *, sheet: str = "", notes: Sequence[str] = ()
) -> Columns:
    """A map put on a table's columns; names every key and column that does not fit."""
    where = map_name(map_)
    told, written = read_column_map(map_)
    if told.sheet and told.sheet.casefold() != sheet.casefold():
        raise MapIsWrongError(f"{where}: it names the sheet “{told.sheet}”, and {table} has no sheets.")
    listed = [name for columns in (told.open, told.closed, told.codes, told.ignore) for name in columns]
    if twice := next((name for name in listed if listed.count(name) > 1), None):
        raise MapIsWrongError(f"{where}: the column “{twice}” stands in it twice. Keep it in one place.")
    faults: list[str] = []
    exact = {name: number for number, name in reversed([*enumerate(header)])}

    def place(name: str, key: str) -> int:
        found = exact.get(plain(name))
        found = _place(name, header) if found is None else found
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
        notes=tuple(notes),
        written=json.dumps(written, ensure_ascii=False, sort_keys=True, default=str),
        kinds={place(name, "kinds"): kind for name, kind in told.kinds.items()},
        order={
            name if name in told.options_of else place(name, "order"): tuple(answers)
            for name, answers in told.order.items()
        },
        joined_by={place(name, "joined_by"): mark for name, mark in told.joined_by.items()},
        options={of: _named(listed, "options_of", header, place) for of, listed in told.options_of.items()},
        blank=frozenset(told.blank),
    )
    if faults:
        raise MapIsWrongError(f"{where}: " + " ".join(faults[:3]))
    return _whole(columns, header, where)


def _whole(columns: Columns, header: Sequence[str], where: str) -> Columns:
    """The columns with each code tied to its question; refuses a column in two places, and codes without answers."""
    places = [
        *([columns.case] if columns.case is not None else []),
        *columns.open,
        *columns.closed,
        *(place for options in columns.options.values() for place in options),
        *columns.codes,
        *([columns.weight] if columns.weight is not None else []),
        *columns.ignored,
    ]
    taken = set(places)
    if len(taken) < len(places):
        twice = next(place for place in places if places.count(place) > 1)
        raise MapIsWrongError(f"{where}: the column “{header[twice]}” stands in it twice. Keep it in one place.")
    _refuse_unsound(columns, header, where)
    coded = {code: columns.coded.get(code, _question_of(code, columns.open, header)) for code in columns.codes}
    stray = next((of for of in coded.values() if of not in columns.open), None)
    if stray is not None:
        raise MapIsWrongError(f"{where}: `codes_of` names “{header[stray]}”, which is no `open` column.")
    return replace(
        columns,
        open=_short_names(columns.open),
        coded=coded,
        unnamed=tuple(header[place] for place in range(len(header)) if place not in taken),
    )


def _refuse_unsound(columns: Columns, header: Sequence[str], where: str) -> None:
    """Refuse codes without answers or coder, a map of nothing, and words on columns that are not closed."""
    if columns.codes and not columns.open:
        raise MapIsWrongError(f"{where}: it has `codes` but no `open` column. Say which answers were coded.")
    if columns.codes and not columns.coder:
        raise MapIsWrongError(f"{where}: it has `codes` but no `coder`. Say whose coding it is.")
    if not columns.open and not columns.closed and not columns.options:
        raise MapIsWrongError(f"{where}: it has neither `open` nor `closed` columns, so nothing would come in.")
    for key, listed in (("kinds", columns.kinds), ("order", columns.order), ("joined_by", columns.joined_by)):
        for place in listed:
            if isinstance(place, int) and place not in columns.closed:
                raise MapIsWrongError(
                    f"{where}: `{key}` names “{header[place]}”, which is no `closed` column. Put it there too."
                )
    called = [*columns.closed.values(), *columns.options]
    if alike := next((name for name in called if called.count(name) > 1), None):
        raise MapIsWrongError(f"{where}: two closed questions are called “{alike}”. Give one of them another name.")


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


def _named(listed: list[str] | dict[str, str], key: str, header: Sequence[str], place: Place) -> dict[int, str]:
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
        "kinds": "column: kind, each kind one of text, number, date, choice, ordered or many",
        "order": "column: a list of its answers",
        "joined_by": "column: what stands between the answers in a cell",
        "options_of": "question: a list of columns, or column: answer",
        "blank": "a list of what cells hold where nothing was answered",
        "ignore": "a list of columns",
        "sampling": "purposive, self-selected, random, everyone or not recorded",
    }.get(key, "one name")
    return f"“{key}” has to be {wanted}."
