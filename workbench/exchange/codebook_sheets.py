"""Codebooks as workbooks, `.xlsx` and `.ods`: read as a table of codes is, and written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from workbench.coding.study_drafts import DraftCodebook
from workbench.exchange.codebook_tables import HARDLY, ONLY_TOLD, codebook_of, how_sure, is_of_codes
from workbench.exchange.readers import Options
from workbench.exchange.sheet_tops import tops_of
from workbench.exchange.spreadsheets import SUFFIXES, shown_sheets
from workbench.exchange.tables import table_of

_WIDTHS = (38, 50, 40, 40, 40, 40, 10, 10)
"""Of the columns, in characters."""


class CodebookSheetReader:
    """Reads `.xlsx` and `.ods` codebooks."""

    name = "codebooks in .xlsx and .ods, a row a code"
    kind = "codes"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: a workbook may hold any table, so that a person has to say it is a codebook."""
        if not head.startswith(b"PK"):
            return 0.0
        tops = tops_of(path)
        if any(is_of_codes(cells) for top in tops for cells in top.rows):
            return ONLY_TOLD
        return min(ONLY_TOLD, max((how_sure(cells) for top in tops[:1] for cells in top.rows), default=HARDLY))

    def read(self, path: Path, options: Options) -> DraftCodebook:
        """The codebook as a draft; raises a sentence where no sheet has a column of codes."""
        sheets = shown_sheets(path, options.going)
        named = (sheet for sheet in sheets if any(is_of_codes(cells) for _, cells in sheet.rows[:20]))
        sheet = next(named, max(sheets, key=lambda one: one.filled))
        return codebook_of(table_of(sheet.rows, path.name, unit="row"), path.name)


READER = CodebookSheetReader()


def codebook_as_sheet(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A codebook as a workbook with one sheet; cells are text that no program runs."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Codebook"
    for row in (columns, *rows):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell) for cell in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
