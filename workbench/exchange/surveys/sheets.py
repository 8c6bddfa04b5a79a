"""Surveys as workbooks, `.xlsx` and `.ods`: one sheet of answers, a row a respondent, read as a table is."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options
from workbench.exchange.sheet_tops import tops_of
from workbench.exchange.spreadsheets import (
    SUFFIXES,
    NoSuchSheetError,
    Sheet,
    WorkbookIsEmptyError,
    column_letters,
    sheets_of,
)
from workbench.exchange.surveys.maps import read_column_map
from workbench.exchange.surveys.roles import is_of_a_survey_program
from workbench.exchange.surveys.tables import IN_TABLE, LIKELY, leave_out_totals, survey_of
from workbench.exchange.tables import Table, table_of
from workbench.sources.drafts import DraftSurvey, LeftOut

RESULTS = 0.25
"""Where cells merged over several rows cover so large a share of a column, the sheet is a table of results."""
_BESIDE = frozenset({"codebook", "notes", "readme", "read me", "about", "key", "legend", "dictionary", "variables"})


class SheetIsOfResultsError(WorkbenchError):
    """The sheet is a table of results, with cells merged over several rows. A survey has one row a respondent."""


class SurveySheetReader:
    """Reads surveys from `.xlsx` and `.ods`."""

    name = "surveys in .xlsx and .ods"
    kind = "survey"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a survey: by what a survey program writes; any other workbook may be one, which a person has to say."""
        if not head.startswith(b"PK"):
            return 0.0
        tops = (row for top in tops_of(path) for row in top.rows[:1])
        return LIKELY if any(is_of_a_survey_program(row) for row in tops) else 0.3

    def read(self, path: Path, options: Options) -> DraftSurvey:
        """The survey as a draft; raises a sentence where the workbook, its sheet or the map is not sound."""
        return survey_of(self.table(path, options), options, path.name)

    def table(self, path: Path, options: Options) -> Table:
        """The table on the sheet of answers, before anything is made of its columns."""
        told = options.survey_map
        wanted = read_column_map(told)[0].sheet if told is not None else ""
        sheets = sheets_of(path, lambda share: options.going(IN_TABLE * share))
        sheet = _chosen(sheets, wanted, path.name)
        table = table_of(sheet.rows, f"{path.name}, sheet “{sheet.name}”" if len(sheets) > 1 else path.name, unit="row")
        table.sheet = sheet.name if len(sheets) > 1 or wanted else ""
        _say(table, sheet, sheets)
        if path.suffix.lower() not in SUFFIXES:
            table.notes.insert(0, f"It ends in {path.suffix} and is a workbook inside.")
        _unmerge(table, sheet, path.name, mapped=told is not None)
        leave_out_totals(table)
        return table


READER = SurveySheetReader()


def _chosen(sheets: list[Sheet], wanted: str, name: str) -> Sheet:
    """The sheet that the map names; else the one with most in it, of those that are shown and not beside the answers."""
    if wanted:
        found = next((sheet for sheet in sheets if sheet.name.casefold() == wanted.casefold()), None)
        if found is None:
            listed = ", ".join(f"“{sheet.name}”" for sheet in sheets[:8])
            raise NoSuchSheetError(f"{name} has no sheet “{wanted}”. Its sheets are {listed or 'none'}.")
        return found
    shown = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    if not shown:
        raise WorkbookIsEmptyError(f"{name} has no table on any sheet that is shown. There is nothing to bring in.")
    return max(shown, key=lambda sheet: (sheet.name.casefold().strip() not in _BESIDE, sheet.filled))


def _say(table: Table, sheet: Sheet, sheets: list[Sheet]) -> None:
    """Which sheet was read, and what is hidden or wrong on it."""
    others = [other for other in sheets if other is not sheet and other.rows]
    if others:
        table.notes.insert(0, f"Read the sheet “{sheet.name}”. Name another with `sheet:` in a --map.")
    for other in others:
        what = f"{len(other.rows):,} rows" + (", hidden" if other.hidden else "")
        table.left_out.append(LeftOut(f"sheet “{other.name}”", what, "one sheet is read at a time"))
    if sheet.hidden_rows:
        table.notes.append(f"Rows that are hidden on the sheet were read with the others ({len(sheet.hidden_rows):,}).")
    places = {column: place for place, column in enumerate(sheet.columns)}
    table.hidden = frozenset(places[column] for column in sheet.hidden_columns)
    if table.hidden:
        names = ", ".join(f"“{table.header[place]}”" for place in sorted(table.hidden))
        table.notes.append(f"Columns that are hidden on the sheet come in only where a map names them: {names}.")
    if sheet.errors:
        some = ", ".join(sheet.errors[:6]) + (" …" if len(sheet.errors) > 6 else "")
        table.left_out.append(
            LeftOut(
                f"cells {some}", f"errors such as #N/A ({len(sheet.errors):,})", "the cell holds an error, no answer"
            )
        )
    if sheet.uncalculated:
        table.left_out.append(
            LeftOut(
                "the sheet",
                f"formulas ({sheet.uncalculated:,})",
                "the file does not hold their results: open it in Excel and save it",
            )
        )


def _unmerge(table: Table, sheet: Sheet, name: str, *, mapped: bool) -> None:
    """Give every row the value of the cell that was merged over it; refuse a table of results, unless a map says more."""
    at = {line: place for place, line in enumerate(table.lines)}
    columns = {column: place for place, column in enumerate(sheet.columns)}
    covered: dict[int, int] = {}
    for (top, left), (bottom, right) in sheet.merged:
        rows = [at[line] for line in range(top + 1, min(bottom + 1, table.lines[-1]) + 1) if line in at]
        if len(rows) < 2 or top + 1 not in at or left not in columns:
            continue
        value = table.rows[at[top + 1]][columns[left]]
        for column in range(left, right + 1):
            if column in columns and value:
                covered[column] = covered.get(column, 0) + len(rows)
                for row in rows:
                    table.rows[row][columns[column]] = value
    if not covered:
        return
    if not mapped and max(covered.values()) > RESULTS * len(table.rows):
        letters = column_letters(max(covered, key=lambda column: covered[column]))
        raise SheetIsOfResultsError(
            f"{name}: the sheet “{sheet.name}” is a table of results, with cells of column {letters} merged over several"
            " rows; a survey has one row a respondent. Bring in the answers it was made from."
        )
    table.notes.append(f"Cells merged over several rows count for each of them ({sum(covered.values()):,} cells).")
