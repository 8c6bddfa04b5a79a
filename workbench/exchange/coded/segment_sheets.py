"""Tables of coded segments as workbooks, `.xlsx` and `.ods`, read as those in text are."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from workbench.coding.segment_drafts import DraftSegments
from workbench.exchange.coded.segment_columns import is_of_segments
from workbench.exchange.coded.segments import LIKELY, segments_of
from workbench.exchange.readers import Options
from workbench.exchange.sheet_tops import tops_of
from workbench.exchange.spreadsheets import SUFFIXES, Sheet, shown_sheets
from workbench.exchange.tables import HEADER_WITHIN, table_of
from workbench.sources.drafts import LeftOut


class SegmentSheetReader:
    """Reads coded segments from `.xlsx` and `.ods`."""

    name = "coded segments in .xlsx and .ods"
    kind = "codes"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a table of coded segments: by the names of its columns."""
        if not head.startswith(b"PK"):
            return 0.0
        return LIKELY if any(is_of_segments(cells) for top in tops_of(path) for cells in top.rows) else 0.0

    def read(self, path: Path, options: Options) -> DraftSegments:
        """The segments of every sheet of such columns; of none, a sentence that says what is missing."""
        sheets = shown_sheets(path, options.going)
        fitting = [sheet for sheet in sheets if _fits(sheet)]
        read = fitting or [max(sheets, key=lambda one: one.filled)]
        tables = []
        for sheet in read:
            table = table_of(sheet.rows, path.name, unit="row")
            table.sheet = f"sheet “{sheet.name}”" if len(read) > 1 else ""
            tables.append(table)
        others = [
            LeftOut(f"sheet “{one.name}”", f"{len(one.rows):,} rows", "it has no coded segments")
            for one in sheets
            if one not in read
        ]
        tables[0].left_out += others
        return segments_of(tables, path.name)


READER = SegmentSheetReader()


def _fits(sheet: Sheet) -> bool:
    return any(is_of_segments(cells) for _, cells in islice(sheet.rows, HEADER_WITHIN))
