"""Surveys as files of SPSS and Stata: `.sav`, `.zsav`, `.por` and `.dta`, with what they say of their variables.

Value labels become answers in words, and so do the kinds of missing that somebody declared (refused, not asked); what
the program itself wrote for nothing is nothing. A multiple-response set is one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.column_roles import Role
from workbench.exchange.readers import Options
from workbench.exchange.stat_files import SUFFIXES, Several, StatFile, Value, Variable, kind_of, read_stat_file
from workbench.exchange.stat_values import Answers, cells_of, is_missing, made_of, number
from workbench.exchange.surveys.scales import in_order
from workbench.exchange.surveys.tables import IN_TABLE, survey_of
from workbench.exchange.tables import Table, plain
from workbench.sources.drafts import DraftSurvey

BETWEEN = "|"
"""What stands between the answers of a multiple-response set in a cell."""
_MOST_STEPS = 40
_REMARK = 300


class StatFileHasNoRowsError(WorkbenchError):
    """The file has variables and no rows. There is nothing to bring in."""


class SurveyStatReader:
    """Reads surveys from `.sav`, `.zsav`, `.por` and `.dta`."""

    name = "surveys of SPSS and Stata"
    kind = "survey"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """0.95 for what begins as such a file does, whatever it is called; 0.6 for its name, to say what is wrong with it."""
        if kind_of(path, head):
            return 0.95
        return 0.6 if path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> DraftSurvey:
        """The survey as a draft; raises a sentence where the file or the map is not sound."""
        return survey_of(self.table(path, options), options, path.name)

    def table(self, path: Path, options: Options) -> Table:
        """The file as a table of words, with the roles that it gives its variables."""
        file = read_stat_file(path, lambda share: options.going(IN_TABLE * share))
        return _table(file)


READER = SurveyStatReader()


def _table(file: StatFile) -> Table:
    """The table of a file: a column a variable, and one for each multiple-response set in place of its variables."""
    if not file.rows or not file.variables:
        raise StatFileHasNoRowsError(f"{file.name} has no rows of answers. There is nothing to bring in.")
    sets = [one for one in file.sets if _is_sound(one, file)]
    gathered = {name for one in sets for name in one.variables}
    table = Table(header=[], unit="row", lines=list(range(1, file.rows + 1)), notes=list(file.notes))
    columns: list[list[str]] = []
    wording: dict[int, str] = {}
    roles: dict[int, Role] = {}
    missing: dict[str, list[str]] = {}

    beside: list[tuple[str, str, list[str], Role]] = []

    def put(name: str, says: str, cells: list[str], role: Role | None) -> None:
        place = len(columns)
        table.header.append(plain(name))
        columns.append(cells)
        if says.strip():
            wording[place] = plain(says)
        if role is not None:
            roles[place] = role

    for at, variable in enumerate(file.variables):
        if variable.name in gathered:
            continue
        cells, answers = cells_of(variable, file.columns[at])
        role = _weight(variable) if variable.name == file.weight else _role(variable, cells, answers)
        if role is None and any(cell in answers.none for cell in cells):
            beside.append(_why_none(variable, cells, answers))
            cells = ["" if cell in answers.none else cell for cell in cells]
        for kind in answers.none:
            missing.setdefault(kind, []).append(variable.name)
        put(variable.name, _wording(variable, answers), cells, role)
    taken = {name.casefold() for name in table.header}
    for one in sets:
        name = one.name if one.name.casefold() not in taken else f"{one.name} (set)"
        put(name, one.label, *_of_set(one, file))
    for name, label, cells, role in beside:
        put(name if name.casefold() not in taken else f"{name} (missing)", label, cells, role)
    table.rows = [list(row) for row in zip(*columns, strict=True)]
    table.wording, table.roles = wording, roles
    _say(file, table, sets, missing)
    return table


def _is_sound(one: Several, file: StatFile) -> bool:
    """Whether a set has two variables or more, all of them in the file."""
    there = {variable.name for variable in file.variables}
    return len(one.variables) > 1 and set(one.variables) <= there


def _wording(variable: Variable, answers: Answers) -> str:
    """The label of a variable; with the names of those steps that have one, where the others are figures."""
    if not answers.in_figures:
        return variable.label
    named = ", ".join(
        f"{number(value)} {name}"
        for value, name in variable.labels
        if isinstance(value, float) and not is_missing(variable, value)
    )
    return f"{variable.label or variable.name} ({named})"


def _weight(variable: Variable) -> Role:
    return Role("weight", f"SPSS weighs the rows by {variable.name}")


def _role(variable: Variable, cells: Sequence[str], answers: Answers) -> Role | None:
    """What the file itself says that a variable is; None where it says nothing, so that its answers are looked at."""
    if answers.given:
        return _listed(variable, answers)
    if made_of(variable) in {"day", "moment"}:
        return Role("date", "the file says that these are days")
    if variable.is_text or made_of(variable):
        return None
    said = sorted({cell for cell in cells if cell} - {*answers.none}, key=_as_number)
    if variable.measure == "ordinal" and 2 < len(said) <= _MOST_STEPS:
        return Role("ordered", "the file says that it has an order", (*said, *answers.none))
    if variable.measure == "nominal" and len(said) <= _MOST_STEPS:
        return Role("choice", "the file says that these are names, not amounts", (*said, *answers.none))
    if answers.in_figures and len(said) <= 11:
        return Role("ordered", "some of its steps have names", (*said, *answers.none))
    if variable.measure == "scale" or answers.none:
        return Role("number", "the file says that these are amounts" if variable.measure == "scale" else "numbers")
    return None


def _listed(variable: Variable, answers: Answers) -> Role:
    """A variable whose values have names: in order where the file or the names themselves say so."""
    every = (*answers.given, *answers.none)
    if variable.measure == "ordinal" and len(answers.given) > 2:
        return Role("ordered", "the file says that it has an order", every)
    known = in_order(answers.given) if variable.measure != "nominal" else None
    if known is not None and known in {answers.given, answers.given[::-1]}:
        return Role("ordered", "a scale", every)
    return Role("choice", "its values have names", every)


def _as_number(cell: str) -> tuple[float, str]:
    try:
        return float(cell), cell
    except ValueError:
        return float("inf"), cell


def _why_none(variable: Variable, cells: Sequence[str], answers: Answers) -> tuple[str, str, list[str], Role]:
    """What stands beside answers in people's own words: why there is none, as a closed question's answers say it."""
    given = tuple(kind for kind in answers.none if kind in cells)
    role = Role("choice", "the file says why there is no answer", given)
    why = [cell if cell in given else "" for cell in cells]
    return f"{variable.name}: no answer", f"Why there is no answer to “{variable.label or variable.name}”", why, role


def _of_set(one: Several, file: StatFile) -> tuple[list[str], Role]:
    """The cells of a multiple-response set, its answers joined, and its role."""
    places = {variable.name: at for at, variable in enumerate(file.variables)}
    listed = [(file.variables[places[name]], places[name]) for name in one.variables]
    chosen: list[list[str]] = [[] for _ in range(file.rows)]
    options: dict[str, None] = {}
    for variable, at in listed:
        values = file.columns[at]
        cells, answers = cells_of(variable, values)
        called = _mark_free(variable.label or variable.name)
        options.update(dict.fromkeys([called] if one.counted is not None else map(_mark_free, answers.given)))
        for said, value, cell in zip(chosen, values, cells, strict=True):
            told = _ticked(one, variable, value, cell, called)
            if told and told not in said:
                said.append(told)
                options.setdefault(told, None)
    cells = [f" {BETWEEN} ".join(said) for said in chosen]
    return cells, Role("many", "a multiple-response set of the file", tuple(options), BETWEEN)


def _ticked(one: Several, variable: Variable, value: Value, cell: str, called: str) -> str:
    """What a variable of a set adds to a person's answers: its answer, or why there is none."""
    if value is None or one.counted is None or is_missing(variable, value):
        return _mark_free(cell)
    return called if _same(value, one.counted) else ""


def _same(value: Value, counted: Value) -> bool:
    if isinstance(value, str) or isinstance(counted, str):
        return (
            _as_number(str(value).strip()) == _as_number(str(counted).strip())
            or str(value).strip() == str(counted).strip()
        )
    return value == counted


def _mark_free(text: str) -> str:
    return text.replace(BETWEEN, "/")


def _say(file: StatFile, table: Table, sets: Sequence[Several], missing: dict[str, list[str]]) -> None:
    """What a person should know of how the file was read."""
    said = " ".join(" ".join(line.split()) for line in (file.label, *file.remarks) if line.strip())
    if said:
        table.notes.append(f"The file says of itself: {said[:_REMARK]}{' …' if len(said) > _REMARK else ''}")
    for kind, names in missing.items():
        some = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        table.notes.append(
            f"“{kind}” is kept as an answer that says why there is none, apart from nothing at all: {some}."
        )
    table.notes.extend(
        f"“{one.label or one.name}” is one question with several answers, from {len(one.variables)} variables."
        for one in sets
    )
    if file.kind == "por":
        table.notes.append(
            "A portable file is read without its kinds of missing: they are nothing answered. Save it as .sav to keep them."
        )
