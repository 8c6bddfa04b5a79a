"""Surveys as tables: `.csv` and `.tsv`, a row a respondent, with a map of the columns or a careful guess."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import LIMIT, SUFFIXES, first_row, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.going import Going, unheard
from workbench.exchange.readers import Options
from workbench.exchange.surveys.columns import NO_TICKS, TICKS, is_number, look, number_of, reads_as_number, usual_kind
from workbench.exchange.surveys.guess import guessed_map
from workbench.exchange.surveys.maps import Columns, by_map
from workbench.exchange.surveys.options import parts_of
from workbench.exchange.surveys.roles import is_of_a_survey_program
from workbench.exchange.tables import Table
from workbench.sources.drafts import DraftAttribute, DraftCode, DraftQuestion, DraftSurvey, LeftOut, several_joined

LIKELY = 0.65
IN_TABLE = 0.4
"""The share of the reading that a table takes until its columns are looked at."""
_YES = frozenset({"1", "1.0", "true", "yes", "y", "x"})
_NO = frozenset({"0", "0.0", "false", "no", "n"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


class CodeIsNotZeroOrOneError(WorkbenchError):
    """A column of codes holds something else than 0 and 1."""


class SurveyReader:
    """Reads surveys from `.csv` and `.tsv`."""

    name = "surveys in .csv and .tsv"
    kind = "survey"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a survey: by what a survey program writes; any other table may be one, which a person has to say."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        return LIKELY if is_of_a_survey_program(first_row(head, path.name)) else 0.3

    def read(self, path: Path, options: Options) -> DraftSurvey:
        """The survey as a draft; raises a sentence where the table or the map is not sound."""
        return survey_of(self.table(path, options), options, path.name)

    def table(self, path: Path, options: Options) -> Table:
        """The table in the file, before anything is made of its columns."""
        decoded = read_text(path, limit=LIMIT)
        table = read_table(decoded.text, path.name, lambda share: options.going(IN_TABLE * share))
        note = decoded.note()
        if note:
            table.notes.insert(0, note)
        leave_out_totals(table)
        return table


READER = SurveyReader()


def survey_of(table: Table, options: Options, name: str) -> DraftSurvey:
    """A table as a survey: by the map that somebody gave, else by a guess that is said."""
    told, notes = options.survey_map, list[str]()
    if told is None:
        seen = look(table.header, table.rows, wording=table.wording, hidden=table.hidden)
        told, notes = guessed_map(seen, name, sheet=table.sheet, told=table.roles)
    return draft_of(table, by_map(told, table.header, name, sheet=table.sheet, notes=notes), name, options.going)


def leave_out_totals(table: Table) -> None:
    """Leave out a last row that nobody answered: the sums of the columns above it, beside a blank or the word total."""
    if len(table.rows) < 3:
        return
    last = table.rows[-1]
    sums = {place: number_of(cell) for place, cell in enumerate(last) if is_number(cell.strip())}
    beside = " ".join(cell.strip() for place, cell in enumerate(last) if place not in sums).strip()
    if len(sums) < 2 or beside.casefold() not in {"", "total", "totals", "sum", "all"}:
        return
    for place, said in sums.items():
        above = [cell for row in table.rows[:-1] if (cell := row[place].strip())]
        if not all(is_number(cell) for cell in above) or sum(number_of(cell) for cell in above) != said:
            return
    table.rows.pop()
    table.leave_out(table.lines.pop(), "a row of totals", "it is the sum of the rows above it")


def draft_of(table: Table, columns: Columns, name: str, going: Going = unheard) -> DraftSurvey:
    """The table as a survey, by a map of its columns."""
    going(IN_TABLE)
    kept, cases = _cases(table, columns)
    rows = [table.rows[place] for place in kept]
    if columns.blank:
        rows = _blanked(rows, columns, table)
    lines = [table.lines[place] for place in kept]
    questions = tuple(
        DraftQuestion(
            column=table.header[place],
            short=short,
            text=table.wording.get(place, table.header[place]),
            answers={number: _words(row[place]) for number, row in enumerate(rows) if row[place].strip()},
        )
        for place, short in columns.open.items()
    )
    blanks = len(rows) * len(questions) - sum(len(question.answers) for question in questions)
    codes = tuple(
        _code(
            table.header[place],
            path,
            table.header[columns.coded[place]],
            [row[place] for row in rows],
            lines,
            table.unit,
        )
        for place, path in columns.codes.items()
    )
    if columns.unnamed:
        table.left_out.append(
            LeftOut("the columns " + ", ".join(columns.unnamed), f"{len(columns.unnamed)} columns", "not in the map")
        )
    return DraftSurvey(
        name=columns.survey,
        came_from=name,
        cases=tuple(cases),
        questions=questions,
        attributes=(*_attributes(rows, columns, table, going), *_of_options(rows, columns)),
        codes=codes,
        coder=columns.coder,
        weights=_weights(columns.weight, rows, lines, table),
        sampling=columns.sampling,
        column_map=columns.written,
        blanks=blanks,
        left_out=tuple(table.left_out),
        notes=(*table.notes, *columns.notes),
    )


def _cases(table: Table, columns: Columns) -> tuple[list[int], list[str]]:
    """Rows that are kept, and whose they are. A row without an id, or with one that came before, is left out."""
    if columns.case is None:
        table.notes.append("No column says who answered: each row is somebody of its own, known by its number.")
        return list(range(len(table.rows))), [f"{columns.survey} {number}" for number in range(1, len(table.rows) + 1)]
    kept: list[int] = []
    cases: list[str] = []
    seen: dict[str, int] = {}
    for place, row in enumerate(table.rows):
        label, line = " ".join(row[columns.case].split()), table.lines[place]
        if not label:
            table.left_out.append(LeftOut(f"{table.unit} {line}", "a row", f"“{table.header[columns.case]}” is blank"))
        elif label in seen:
            table.left_out.append(
                LeftOut(f"{table.unit} {line}", f"a row of {label}", f"{label} is on {table.unit} {seen[label]} too")
            )
        else:
            seen[label] = line
            kept.append(place)
            cases.append(label)
    return kept, cases


def _words(cell: str) -> str:
    """An answer with plain line ends and without what prints nothing."""
    return _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _blanked(rows: Sequence[list[str]], columns: Columns, table: Table) -> list[list[str]]:
    """The rows without what a program wrote where nothing was answered; says how often that was."""
    found = 0
    blanked: list[list[str]] = []
    for row in rows:
        if columns.blank.isdisjoint(row):
            blanked.append(row)
            continue
        cells = ["" if cell.strip() in columns.blank else cell for cell in row]
        found += sum(cell != before for cell, before in zip(cells, row, strict=True))
        blanked.append(cells)
    if found:
        marks = ", ".join(f"“{mark}”" for mark in sorted(columns.blank))
        keeps = " A map without it under `blank` keeps it." if any(map(is_number, columns.blank)) else ""
        table.notes.append(f"{marks} was read as nothing answered ({found:,} cells).{keeps}")
    return blanked


def _attributes(rows: Sequence[Sequence[str]], columns: Columns, table: Table, going: Going) -> list[DraftAttribute]:
    """Closed questions, each with a column."""
    found: list[DraftAttribute] = []
    for place, called in columns.closed.items():
        going(IN_TABLE + (1 - IN_TABLE) * (1 + len(found)) / (1 + len(columns.closed)))
        question = table.wording.get(place, table.header[place])
        values = {number: cell for number, row in enumerate(rows) if (cell := row[place].strip())}
        kind = columns.kinds.get(place) or usual_kind(set(values.values()), len(values))
        if kind == "many":
            values = _several(values, columns.joined_by.get(place, ";"))
        found.append(
            DraftAttribute(
                name=called,
                kind=kind,
                question=question if question != called else "",
                values=values,
                choices=columns.order.get(place, ()),
            )
        )
    return found


def _several(values: Mapping[int, str], mark: str) -> dict[int, str]:
    """Cells with several answers, joined as the project joins them; each different cell is taken apart once."""
    joined = {cell: several_joined(parts_of(cell, mark)) for cell in set(values.values())}
    return {number: said for number, cell in values.items() if (said := joined[cell])}


def _of_options(rows: Sequence[Sequence[str]], columns: Columns) -> list[DraftAttribute]:
    """Questions that have a column for each of their answers: who ticked several has them joined."""
    found: list[DraftAttribute] = []
    for question, options in columns.options.items():
        ticked: dict[int, list[str]] = {}
        for place, option in options.items():
            cells = {number: cell for number, row in enumerate(rows) if (cell := row[place].strip())}
            said = {cell for cell in set(cells.values()) if cell.casefold() not in NO_TICKS}
            alone = len(said) == 1
            for number, cell in cells.items():
                if cell in said:
                    ticked.setdefault(number, []).append(option if alone or cell.casefold() in TICKS else cell)
        values = {number: several_joined(ticked[number]) for number in sorted(ticked)}
        choices = columns.order.get(question) or tuple(options.values())
        found.append(DraftAttribute(name=question, kind="many", question="", values=values, choices=choices))
    return found


def _code(column: str, path: str, question: str, cells: Sequence[str], lines: Sequence[int], unit: str) -> DraftCode:
    yes: set[int] = set()
    no: set[int] = set()
    for number, cell in enumerate(cells):
        value = cell.strip().casefold()
        if value in _YES:
            yes.add(number)
        elif value in _NO:
            no.add(number)
        elif value:
            raise CodeIsNotZeroOrOneError(
                f"The column of codes “{column}” holds “{cell.strip()[:30]}” on {unit} {lines[number]}."
                " A code is 0 or 1; leave the column out of `codes`, or correct the cell."
            )
    return DraftCode(column=column, path=path, question=question, yes=frozenset(yes), no=frozenset(no))


def _weights(place: int | None, rows: Sequence[Sequence[str]], lines: Sequence[int], table: Table) -> dict[int, float]:
    if place is None:
        return {}
    weights: dict[int, float] = {}
    for number, row in enumerate(rows):
        cell = row[place].strip()
        if reads_as_number(cell) and 0 <= float(cell) < math.inf:
            weights[number] = float(cell)
        elif cell:
            table.left_out.append(
                LeftOut(
                    f"{table.unit} {lines[number]}", f"the weight “{cell[:20]}”", "a weight is a number of 0 or more"
                )
            )
    return weights
