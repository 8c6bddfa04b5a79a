"""Coded tables as workbooks, `.xlsx` and `.ods`; a sheet for each coder where several have the same columns."""

from __future__ import annotations

from pathlib import Path

from workbench.coding.segment_drafts import DraftAnswerCodes
from workbench.errors import WorkbenchError
from workbench.exchange.coded.answer_maps import AnswerMapIsWrongError
from workbench.exchange.coded.answers import answer_codes_of, likely
from workbench.exchange.readers import Options, read_map
from workbench.exchange.sheet_tops import tops_of
from workbench.exchange.spreadsheets import SUFFIXES, Sheet, WorkbookIsEmptyError, shown_sheets
from workbench.exchange.tables import Table, table_of
from workbench.sources.drafts import LeftOut


class CodedAnswerSheetsReader:
    """Reads coded tables from `.xlsx` and `.ods`."""

    name = "codes of answers in .xlsx and .ods"
    kind = "codes"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: by columns of an answer, its code and its coder; any other table has to be told."""
        if not head.startswith(b"PK"):
            return 0.0
        return max((likely(cells) for top in tops_of(path) for cells in top.rows), default=likely([]))

    def read(self, path: Path, options: Options) -> DraftAnswerCodes:
        """The codes as a draft; raises a sentence where the workbook, its sheets or the map is not sound."""
        sheets = shown_sheets(path, options.going)
        told = options.survey_map
        written = read_map(told) if isinstance(told, Path) else dict(told or {})
        wanted = str(written.get("sheet", ""))
        chosen = [sheet for sheet in sheets if sheet.name.casefold() == wanted.casefold()] if wanted else sheets
        if not chosen:
            listed = ", ".join(f"“{sheet.name}”" for sheet in sheets[:8])
            raise AnswerMapIsWrongError(f"{path.name} has no sheet “{wanted}”. Its sheets are {listed}.")
        tables = _alike(chosen, path.name)
        read = {name for name, _ in tables}
        tables[0][1].left_out += [
            LeftOut(f"sheet “{one.name}”", f"{len(one.rows):,} rows", "its columns are others")
            for one in sheets
            if one.name not in read
        ]
        several = len(tables) > 1
        notes = [f"A sheet for each coder: {', '.join(name for name, _ in tables)}."] if several else []
        return answer_codes_of([(name if several else "", table) for name, table in tables], path.name, told, notes)


READER = CodedAnswerSheetsReader()


def _alike(sheets: list[Sheet], name: str) -> list[tuple[str, Table]]:
    """The fullest sheet, and the others that have the same columns."""
    tables: list[tuple[str, Table]] = []
    for sheet in sheets:
        try:
            tables.append((sheet.name, table_of(sheet.rows, name, unit="row")))
        except WorkbenchError:
            if len(sheets) == 1:
                raise
    if not tables:
        raise WorkbookIsEmptyError(f"{name} has no table on any sheet that is shown.")
    fullest = max(tables, key=lambda one: len(one[1].rows) * len(one[1].header))
    return [one for one in tables if one[1].header == fullest[1].header]
