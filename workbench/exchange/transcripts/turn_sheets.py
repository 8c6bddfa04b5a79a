"""Transcripts as workbooks, `.xlsx` and `.ods`: a sheet of turns, read as a table of turns is."""

from __future__ import annotations

from pathlib import Path

from workbench.exchange.readers import Options
from workbench.exchange.spreadsheets import SUFFIXES, shown_sheets
from workbench.exchange.tables import table_of
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.exchange.transcripts.turn_tables import is_of_turns, transcript_of
from workbench.sources.drafts import DraftDocument


class TurnSheetReader:
    """Reads `.xlsx` and `.ods` tables of turns."""

    name = "transcripts in .xlsx and .ods, a row a turn"
    kind = "transcript"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: a workbook may hold any table, so that a person has to say it is a transcript."""
        del path
        return 0.2 if head.startswith(b"PK") else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence where no sheet has a column of words."""
        sheets = shown_sheets(path, options.going)
        named = (sheet for sheet in sheets if any(is_of_turns(cells) for _, cells in sheet.rows[:20]))
        sheet = next(named, max(sheets, key=lambda one: one.filled))
        return draft_told(transcript_of(table_of(sheet.rows, path.name, unit="row"), path.name), options)


READER = TurnSheetReader()
