"""Tables of figures as workbooks, `.xlsx` and `.ods`: every sheet of figures, without cover, contents and notes."""

from __future__ import annotations

import re
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.archives import opened
from workbench.exchange.figures.drafting import draft_of
from workbench.exchange.figures.grids import Grid, sheet_grids
from workbench.exchange.readers import Options
from workbench.exchange.spreadsheets import SUFFIXES, WorkbookIsEmptyError
from workbench.indicators.drafts import DraftFigures

_SHEETS = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bname=[\"']([^\"']*)[\"']")
_BESIDE = re.compile(rb"^(?:cover(?:[_ ]?sheet)?|(?:table[_ ]of[_ ])?contents|notes)$", re.IGNORECASE)
_ESTIMATES = re.compile(rb"^mye\d", re.IGNORECASE)
_OPEN = re.compile(rb"table:name=\"([^\"]*)\"")
_LIKELY, _PERHAPS = 0.7, 0.3


class IndicatorSheetReader:
    """Reads tables of figures from `.xlsx` and `.ods`."""

    name = "tables of figures in .xlsx and .ods"
    kind = "indicators"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """0.7 for a workbook with two of cover, contents and notes, as governments publish them; any other has to be said."""
        if not head.startswith(b"PK"):
            return 0.0
        try:
            with opened(path) as archive:
                part = "xl/workbook.xml" if "xl/workbook.xml" in archive.parts else "content.xml"
                pattern = _SHEETS if part.startswith("xl") else _OPEN
                names = pattern.findall(archive.read(part))
        except WorkbenchError:
            return _PERHAPS
        published = sum(bool(_BESIDE.match(name)) for name in names) > 1 or any(map(_ESTIMATES.match, names))
        return _LIKELY if published else _PERHAPS

    def read(self, path: Path, options: Options) -> DraftFigures:
        """The figures of every sheet that has any; raises a sentence where there is none."""
        return draft_of(path.name, self.tables(path, options), options)

    def tables(self, path: Path, options: Options) -> list[Grid]:
        """The sheets that anything stands on, before anything is made of their columns."""
        grids = sheet_grids(path, options.going)
        if not grids:
            raise WorkbookIsEmptyError(
                f"{path.name} has no table on any sheet that is shown. There is nothing to bring in."
            )
        return grids


READER = IndicatorSheetReader()
