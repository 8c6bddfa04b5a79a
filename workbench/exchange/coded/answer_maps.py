"""What the columns of a coded table are: told by a map, else worked out from their names and cells.

Three shapes are known: a column of 0 and 1 for each code, a column with the codes of each answer, a row for each code
that an answer was given. Several coders stand in a column of their own, in the names of columns, or on sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import WorkbenchError
from workbench.exchange.readers import read_map
from workbench.exchange.surveys.columns import NO_TICKS, TICKS, Seen, look
from workbench.exchange.surveys.options import joined_by
from workbench.exchange.surveys.roles import squeezed
from workbench.exchange.tables import Table, plain

_IDS_LISTED = """
id case caseid participant participantid pid respondent respondentid responseid response answer answerid uuid person
personid recordid rowid subjectid unit unitid item itemid segmentid textid nr
"""
_IDS = frozenset(_IDS_LISTED.split())
_CODERS = frozenset(
    ["coder", "codername", "codedby", "rater", "ratername", "annotator", "analyst", "codierer", "codedfrom"]
)
_CODES = frozenset(
    ["code", "codes", "codename", "codespath", "codepath", "kode", "kodes", "theme", "themes", "label", "labels"]
)
_GIVEN = frozenset(["value", "given", "coded", "applies", "present", "yes", "wert", "applied"])
_WORDS = frozenset(["answer", "text", "response", "words", "verbatim", "comment", "antwort", "answertext"])
_CODES_OF = re.compile(
    r"^codes?(?:\s+(?:by|of|from)\b)?[\s_:.(\[-]+(\S.*?)[)\]]?$|^(\S.*?)[\s_:.(\[-]+codes?[)\]]?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"^(.+?)\s*(?:_|:|\.|\s-\s|\s\|\s|\()\s*([^_:.()|]+?)\)?$")
_PARTED = ("\n", ";", "|")
_MOST_CODERS = 8


class AnswerMapIsWrongError(WorkbenchError):
    """The map does not fit the table. Look at its names and the table's columns."""

    asks = "map"


class CoderIsNotSaidError(WorkbenchError):
    """Nothing in the table says whose coding it is. Say it in a map, as in `coder: ana`."""

    asks = "map"


class AnswerMap(BaseModel):
    """A map of a coded table as a person writes it."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    survey: str = ""
    """The survey that the answers belong to, as the project calls it."""
    question: str = ""
    """Its open question: the column or the short name."""
    case: str = ""
    text: str = ""
    codes: list[str] | dict[str, str] = []
    """Columns of 0 and 1, or column: path of the code."""
    code: str = ""
    """The column with the code of a row, or the codes of an answer."""
    joined_by: str = ""
    value: str = ""
    """Of a table with a row a code: the column that says 1 or 0."""
    coder: str = ""
    coder_column: str = ""
    coders: dict[str, str] = {}
    """Column of codes: whose they are."""
    names: dict[str, str] = {}
    """What a cell says: the path of the code that it stands for."""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """The columns of a coded table by their places, and what is said of them."""

    case: int
    ticked: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Column of 0 and 1: the code, and the coder where the column's name says who."""
    listed: Mapping[int, str] = field(default_factory=dict)
    """Column with codes in its cells: whose they are, where that is said."""
    coder_column: int | None = None
    value: int | None = None
    words: int | None = None
    coder: str = ""
    marks: Mapping[int, str] = field(default_factory=dict)
    """Column with codes: what stands between several."""
    names: Mapping[str, str] = field(default_factory=dict)
    survey: str = ""
    question: str = ""
    notes: tuple[str, ...] = ()


def columns_of(table: Table, told: Path | Mapping[str, Any] | None, name: str) -> AnswerColumns:
    """The columns of a coded table. Raises AnswerMapIsWrongError, with what does not fit or could not be worked out."""
    mapped = _mapped(told, name)
    seen = look(table.header, table.rows, wording=table.wording, hidden=table.hidden)
    case = _told(table, mapped.case, "case", name) if mapped.case else _guess_case(seen)
    if case is None:
        raise AnswerMapIsWrongError(
            f"{name}: no column says which answer a row is about. Say it in a map, as in `case: {table.header[0]}`."
        )
    coder_column = (
        _told(table, mapped.coder_column, "coder_column", name)
        if mapped.coder_column
        else _named(seen, _CODERS, but={case})
    )
    notes: list[str] = []
    ticked: dict[int, tuple[str, str]] = {}
    listed: dict[int, str] = {}
    if mapped.codes:
        given = mapped.codes if isinstance(mapped.codes, dict) else {code: code for code in mapped.codes}
        ticked = {_told(table, column, "codes", name): (path, "") for column, path in given.items()}
    elif mapped.coders:
        listed = {_told(table, column, "coders", name): coder for column, coder in mapped.coders.items()}
    elif mapped.code:
        listed = {_told(table, mapped.code, "code", name): ""}
    else:
        ticked, listed = _guess_codes(seen, {case, coder_column}, notes, told_coder=bool(mapped.coder))
    if not ticked and not listed:
        raise AnswerMapIsWrongError(
            f"{name}: no column of it holds codes: neither 0 and 1, nor a column called code. Say which in a map, as in"
            f" `code: {table.header[-1]}`."
        )
    taken = {case, coder_column, *ticked, *listed}
    words = _told(table, mapped.text, "text", name) if mapped.text else _guess_words(seen, taken)
    value = _told(table, mapped.value, "value", name) if mapped.value else _guess_value(seen, taken, listed)
    marks = {place: mapped.joined_by or _mark(seen[place], notes) for place in listed}
    return AnswerColumns(
        case, ticked, listed, coder_column, value, words, mapped.coder, marks, mapped.names, mapped.survey,
        mapped.question, tuple(notes),
    )  # fmt: skip


def _mapped(told: Path | Mapping[str, Any] | None, name: str) -> AnswerMap:
    if told is None:
        return AnswerMap()
    written = read_map(told) if isinstance(told, Path) else dict(told)
    where = told.name if isinstance(told, Path) else name
    try:
        return AnswerMap.model_validate(written)
    except ValidationError as reason:
        fault = reason.errors()[0]
        key = str(fault["loc"][0]) if fault["loc"] else "the map"
        if fault["type"] == "extra_forbidden":
            near = get_close_matches(key, AnswerMap.model_fields, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"The keys are {', '.join(AnswerMap.model_fields)}."
            raise AnswerMapIsWrongError(f"{where}: there is no key “{key}” in a map of codes. {hint}") from None
        raise AnswerMapIsWrongError(f"{where}: “{key}” cannot be read. It is a name, or names with names.") from None


def _told(table: Table, column: str, key: str, name: str) -> int:
    wanted = plain(column).casefold()
    places = [place for place, header in enumerate(table.header) if header.casefold() == wanted]
    if not places:
        near = get_close_matches(plain(column), table.header, n=1, cutoff=0.5)
        hint = f"Did you mean “{near[0]}”?" if near else f"The columns are {', '.join(table.header[:8])}."
        raise AnswerMapIsWrongError(
            f"{name}: `{key}` names the column “{column}”, which the table does not have. {hint}"
        )
    return places[0]


def _named(seen: Sequence[Seen], names: frozenset[str], but: set[int | None]) -> int | None:
    return next((place for place, one in enumerate(seen) if squeezed(one.name) in names and place not in but), None)


def _guess_case(seen: Sequence[Seen]) -> int | None:
    """The column that says which answer: by its name, else the first if every row has a value of its own."""
    named = [
        place
        for place, one in enumerate(seen)
        if squeezed(one.name) in _IDS and one.values and one.words < 3 and max(map(len, one.values)) <= 60
    ]
    if named:
        return named[0]
    first = seen[0] if seen else None
    return 0 if first is not None and first.is_unique and first.words < 3 and not first.marks <= {"0", "1"} else None


def _guess_codes(
    seen: Sequence[Seen], but: set[int | None], notes: list[str], *, told_coder: bool
) -> tuple[dict[int, tuple[str, str]], dict[int, str]]:
    """Columns of codes: one that is called so, one for each coder, or all those of 0 and 1."""
    by_coder = {
        place: next(part for part in found.groups() if part).strip(" _:-()")
        for place, one in enumerate(seen)
        if place not in but and not _is_ticked(one) and one.values and (found := _CODES_OF.match(one.name))
    }
    if len(by_coder) > 1 and len(set(by_coder.values())) == len(by_coder):
        notes.append(f"Each coder has a column of codes: {', '.join(by_coder.values())}.")
        return {}, by_coder
    named = _named(seen, _CODES, but)
    if named is not None and not _is_ticked(seen[named]):
        return {}, {named: ""}
    ticked = [place for place, one in enumerate(seen) if place not in but and _is_ticked(one)]
    crossed = None if told_coder else _crossed([seen[place].name for place in ticked])
    if crossed is not None:
        coders = dict.fromkeys(coder for _, coder in crossed)
        notes.append(f"The names of columns say whose coding each is: {', '.join(coders)}.")
        return dict(zip(ticked, crossed, strict=True)), {}
    return {place: (seen[place].name, "") for place in ticked}, {}


def _is_ticked(one: Seen) -> bool:
    return bool(one.marks) and one.marks <= TICKS | NO_TICKS


def _crossed(names: Sequence[str]) -> list[tuple[str, str]] | None:
    """Code and coder of each column, where every code has a column for each of the same few coders; else None."""
    parted = [_BETWEEN.match(name) for name in names]
    if len(names) < 4 or not all(parted):
        return None
    pairs = [(found.group(1).strip(), found.group(2).strip()) for found in parted if found]
    for told in (pairs, [(second, first) for first, second in pairs]):
        codes, coders = {code for code, _ in told}, {coder for _, coder in told}
        whole = len(set(told)) == len(told) == len(codes) * len(coders)
        if whole and 2 <= len(coders) <= _MOST_CODERS and len(codes) >= 2 and len(coders) <= len(codes):
            return told
    return None


def _guess_words(seen: Sequence[Seen], taken: set[int | None]) -> int | None:
    """The column with the answers themselves, if the table has one."""
    likely = [place for place, one in enumerate(seen) if place not in taken and one.words >= 3 and not one.made_of]
    named = [place for place in likely if squeezed(seen[place].name) in _WORDS]
    return next(iter(named or sorted(likely, key=lambda place: -seen[place].words)), None)


def _guess_value(seen: Sequence[Seen], taken: set[int | None], listed: Mapping[int, str]) -> int | None:
    if len(listed) != 1:
        return None
    found = _named(seen, _GIVEN, taken)
    return found if found is not None and _is_ticked(seen[found]) else None


def _mark(one: Seen, notes: list[str]) -> str:
    """What stands between several codes in a cell: a line end, a semicolon or a bar; a comma where the cells show it."""
    for mark in _PARTED:
        if any(mark in value for value in one.values):
            return mark
    found = joined_by(one)
    if found is not None and found.mark == ",":
        notes.append(f"Cells of “{one.name}” are read as several codes with a comma between them.")
        return ","
    return ";"
