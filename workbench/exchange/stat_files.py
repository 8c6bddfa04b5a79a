"""Files of SPSS and Stata, read by pyreadstat in a process of its own: a file that breaks its parser ends that process alone.

What comes back is what the file says of its variables, then for each its different values and where each stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from workbench.errors import WorkbenchError
from workbench.exchange.apart import answer, heard
from workbench.exchange.archives import LIMIT
from workbench.exchange.encoding import head_of, read_bytes
from workbench.exchange.going import Going, unheard

Value: TypeAlias = float | str | None
"""A number, a text, a letter for a kind of missing that Stata has, or nothing."""

SUFFIXES = (".sav", ".zsav", ".por", ".dta")
PROGRAM = "from workbench.exchange.stat_files import serve; serve()"
MOST_CELLS = 20_000_000
"""So many rows times columns are read; more would not fit into the memory of a plain computer."""
_GUESSES = ("", "WINDOWS-1252", "LATIN1")
"""Encodings that are tried in turn: what the file says of itself, then what old programs wrote without saying."""


class StatFileIsBrokenError(WorkbenchError):
    """The file is damaged and cannot be read. Open it in the program that wrote it, save it again, and bring that in."""


class StatFileIsTooLargeError(WorkbenchError):
    """The file has more cells than can be read at once. Save the variables that are needed as a file of their own."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as its file describes it."""

    name: str
    label: str = ""
    type: str = "double"
    """string, or one of the kinds of number that ReadStat knows: int8, int16, int32, float, double."""
    format: str = ""
    measure: str = "unknown"
    """nominal, ordinal, scale or unknown."""
    width: int = 8
    """Bytes that a value takes in the file."""
    labels: tuple[tuple[Value, str], ...] = ()
    """What values are called, in the order of the values."""
    missing: tuple[tuple[Value, Value], ...] = ()
    """Values that somebody declared to be missing, as ranges from and to; a letter is Stata's `.a` to `.z`."""

    @property
    def is_text(self) -> bool:
        """Whether its values are texts."""
        return self.type == "string"


@dataclass(frozen=True, slots=True)
class Several:
    """A multiple-response set: one question over several variables, each 0 or 1, or each holding one answer."""

    name: str
    label: str
    variables: tuple[str, ...]
    counted: Value = None
    """The value that ticks an answer; None where each variable holds one."""


@dataclass(slots=True)
class StatFile:
    """What stands in a file: its variables with a value a row, and what it says of itself."""

    name: str
    kind: str
    """sav, por or dta."""
    variables: tuple[Variable, ...]
    columns: list[list[Value]]
    """The values of each variable, in the order of the rows."""
    rows: int
    sets: tuple[Several, ...] = ()
    label: str = ""
    remarks: tuple[str, ...] = ()
    weight: str = ""
    """The variable that SPSS weighed cases by."""
    notes: list[str] = field(default_factory=list)


def kind_of(path: Path, head: bytes) -> str:
    """Which of the formats a file is by its first bytes, whatever it is called: sav, por, dta; nothing for others."""
    del path
    if head[:4] in {b"$FL2", b"$FL3"}:
        return "sav"
    if head.startswith(b"<stata_dta>") or (
        head[:1] and 104 <= head[0] <= 115 and head[1:3] in {b"\x01\x01", b"\x02\x01"}
    ):
        return "dta"
    return "por" if b"SPSSPORT" in head[:1000].replace(b"\r", b"").replace(b"\n", b"") else ""


def read_stat_file(path: Path, going: Going = unheard) -> StatFile:
    """The file's variables and rows.

    Raises StatFileIsBrokenError, StatFileIsTooLargeError, and what `read_bytes` raises for a file that is not there.
    """
    kind = kind_of(path, head_of(path, 1000))
    if not kind:
        raise StatFileIsBrokenError(
            f"{path.name} ends in {path.suffix} and is no file of SPSS or Stata inside."
            " Open it in the program that wrote it, save it again, and bring that in."
        )
    read_bytes(path, limit=LIMIT)
    with heard(PROGRAM, {"path": str(path.resolve()), "kind": kind}) as lines:
        return _found(path, kind, lines, going)


def _found(path: Path, kind: str, lines: Iterator[Any], going: Going) -> StatFile:
    """What the process says; a sentence where it ended before it had said all."""
    said: dict[str, Any] | None = next(lines, None)
    if said is None:
        raise _broken(path)
    if said.get("why") == "large":
        raise StatFileIsTooLargeError(
            f"{path.name} has {said['rows']:,} rows of {said['columns']:,} variables or more, which cannot be read at once."
            " Save the variables that are needed as a file of their own, and bring that in."
        )
    variables = tuple(_variable(one) for one in said["variables"])
    found = StatFile(
        path.name,
        kind,
        variables,
        [],
        said["rows"],
        tuple(Several(one["name"], one["label"], tuple(one["variables"]), one["counted"]) for one in said["sets"]),
        said["label"],
        tuple(said["remarks"]),
        weighed_by(path, variables) if kind == "sav" else "",
    )
    if said["encoding"]:
        found.notes.append(f"Its letters were read as {said['encoding']}, which the file does not say itself.")
    for at in range(len(variables)):
        column = next(lines, None)
        if column is None:
            raise _broken(path)
        values, places = column
        found.columns.append([values[place] for place in places])
        going((at + 1) / len(variables))
    return found


def _broken(path: Path) -> StatFileIsBrokenError:
    return StatFileIsBrokenError(
        f"{path.name} is damaged and cannot be read."
        " Open it in the program that wrote it, save it again, and bring that in."
    )


def _variable(said: Mapping[str, Any]) -> Variable:
    ordered = {**said, "labels": _pairs(said["labels"]), "missing": _pairs(said["missing"])}
    return Variable(**ordered)


def _pairs(listed: list[list[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((one[0], one[1]) for one in listed)


def weighed_by(path: Path, variables: tuple[Variable, ...]) -> str:
    """The variable that an SPSS file weighs its cases by, or nothing.

    The header holds the place of the variable, counted in pieces of eight bytes; a text longer than 255 bytes lies in
    segments of 255, each of which holds 252 of it (PSPP's description of the system file format).
    """
    head = head_of(path, 80)
    layout = head[64:68]
    order = "<" if layout in {b"\x02\0\0\0", b"\x03\0\0\0"} else ">"
    wanted = struct.unpack(f"{order}i", head[76:80])[0] if len(head) == 80 else 0
    place = 1
    for variable in variables:
        if place == wanted and not variable.is_text:
            return variable.name
        place += _pieces(variable.width) if variable.is_text else 1
    return ""


def _pieces(width: int) -> int:
    if width <= 255:
        return max(1, -(-width // 8))
    whole = -(-width // 252) - 1
    return whole * 32 + max(1, -(-(width - whole * 252) // 8))


def serve() -> None:
    """What runs in the process: read the file that is named on its input, and say what stands in it."""
    answer(_tell)


def _tell(asked: Mapping[str, Any]) -> Iterator[Any]:
    """The file's lines; none where a variable has no name, as no program writes it."""
    import pyreadstat

    path, kind = asked["path"], asked["kind"]
    read = {"sav": pyreadstat.read_sav, "por": pyreadstat.read_por, "dta": pyreadstat.read_dta}[kind]
    how: dict[str, Any] = {"output_format": "dict", "disable_datetime_conversion": True}
    if kind != "por":
        how["user_missing"] = True
    columns, meta, encoding = _decoded(read, path, how, kind)
    if columns is None:
        yield {"why": "large", "rows": meta.number_rows, "columns": meta.number_columns}
        return
    if None in meta.column_names:
        return
    listed = [columns[name] for name in meta.column_names]
    rows = len(listed[0]) if listed else 0
    yield {
        "variables": [_described(name, meta) for name in meta.column_names],
        "sets": [_set(name, one) for name, one in (meta.mr_sets or {}).items()],
        "label": meta.file_label or "",
        "remarks": [str(one) for one in meta.notes or ()],
        "encoding": encoding,
        "rows": rows,
    }
    for column in listed:
        index: dict[Any, int] = {}
        places = [index.setdefault(value, len(index)) for value in column]
        yield [[_plain(value) for value in index], places]


def _decoded(read: Any, path: str, how: dict[str, Any], kind: str) -> tuple[Any, Any, str]:
    """Columns, what is said of them, and an encoding that had to be guessed; no columns where there are too many cells."""
    import pyreadstat

    for guess in _GUESSES if kind != "por" else _GUESSES[:1]:
        told = {**how, "encoding": guess} if guess else how
        try:
            _, meta = read(path, metadataonly=True, **told)
            most = MOST_CELLS // max(1, meta.number_columns)
            if (meta.number_rows or 0) > most:
                return None, meta, guess
            columns, meta = read(path, row_limit=most + 1, **told)
        except (UnicodeError, pyreadstat.ReadstatError) as reason:
            if guess == _GUESSES[-1] or not _of_letters(reason):
                raise
            continue
        if meta.number_columns and len(next(iter(columns.values()))) > most:
            meta.number_rows = most + 1
            return None, meta, guess
        return columns, meta, guess
    raise UnicodeError


def _of_letters(reason: Exception) -> bool:
    """Whether a file was not read because of its letters."""
    return isinstance(reason, UnicodeError) or any(
        word in str(reason) for word in ("byte sequence", "encoding", "convert")
    )


def _described(name: str, meta: Any) -> dict[str, Any]:
    """A variable in plain values."""
    labels = meta.variable_value_labels.get(name) or {}
    ranges = [(one["lo"], one["hi"]) for one in meta.missing_ranges.get(name) or ()]
    letters = [(letter, letter) for letter in meta.missing_user_values.get(name) or ()]
    return {
        "name": name,
        "label": meta.column_names_to_labels.get(name) or "",
        "type": meta.readstat_variable_types.get(name) or "double",
        "format": meta.original_variable_types.get(name) or "",
        "measure": meta.variable_measure.get(name) or "unknown",
        "width": meta.variable_storage_width.get(name) or 8,
        "labels": [(_plain(value), str(label)) for value, label in labels.items()],
        "missing": [(_bound(low), _bound(high)) for low, high in (*ranges, *letters)],
    }


def _set(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A multiple-response set in plain values."""
    counted = said.get("counted_value")
    return {
        "name": name,
        "label": said.get("label") or "",
        "variables": list(said.get("variable_list") or ()),
        "counted": _plain(counted) if said.get("is_dichotomy") else None,
    }


def _bound(value: Any) -> Value:
    """An end of a range; open ones are as far as numbers go."""
    if isinstance(value, float) and value in {float("inf"), float("-inf")}:
        return 1.7e308 if value > 0 else -1.7e308
    return _plain(value)


def _plain(value: Any) -> Value:
    """A value as JSON has it; what is no number is nothing."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    return number if number - number == 0 else None
