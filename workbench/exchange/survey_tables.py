"""Surveys as tables: `.csv` and `.tsv`, a row a respondent, with a map of the columns or a careful guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import LIMIT, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.survey_maps import Columns, by_guess, by_map
from workbench.exchange.tables import Table
from workbench.sources.drafts import DraftAttribute, DraftCode, DraftQuestion, DraftSurvey, LeftOut

SUFFIXES = (".csv", ".tsv")
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
        """How sure this is a survey: any table may be one, so that a person has to say it."""
        del head
        return 0.3 if path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> DraftSurvey:
        """The survey as a draft; raises a sentence where the table or the map is not sound."""
        decoded = read_text(path, limit=LIMIT)
        table = read_table(decoded.text, path.name)
        note = decoded.note()
        if note:
            table.notes.insert(0, note)
        return survey_of(table, options, path.name)


READER = SurveyReader()


def survey_of(table: Table, options: Options, name: str) -> DraftSurvey:
    """A table as a survey: by the map that somebody gave, else by a guess that is said."""
    if options.map_path is not None:
        columns = by_map(options.map_path, table.header, name, sheet=table.sheet)
    else:
        columns = by_guess(table.header, table.rows, name, sheet=table.sheet, hidden=table.hidden)
    return draft_of(table, columns, name)


def draft_of(table: Table, columns: Columns, name: str) -> DraftSurvey:
    """The table as a survey, by a map of its columns."""
    kept, cases = _cases(table, columns)
    rows = [table.rows[place] for place in kept]
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
        attributes=tuple(
            _attribute(called, table.wording.get(place, table.header[place]), [row[place].strip() for row in rows])
            for place, called in columns.closed.items()
        ),
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


def _attribute(name: str, question: str, cells: Sequence[str]) -> DraftAttribute:
    values = {number: cell for number, cell in enumerate(cells) if cell}
    distinct = set(values.values())
    kind = "text"
    if values and all(_is_number(value) for value in distinct):
        kind = "number"
    elif len(distinct) <= max(2, min(30, len(values) // 2)):
        kind = "choice"
    return DraftAttribute(name=name, kind=kind, question=question if question != name else "", values=values)


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


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
        if _is_number(cell) and float(cell) >= 0:
            weights[number] = float(cell)
        elif cell:
            table.left_out.append(
                LeftOut(f"{table.unit} {lines[number]}", f"the weight “{cell[:20]}”", "it is no number")
            )
    return weights
