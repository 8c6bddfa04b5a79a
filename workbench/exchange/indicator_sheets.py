"""Tables of figures as workbooks, `.xlsx`, `.ods` and old `.xls`: every sheet of figures, without cover, contents and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.archives import OLD_OFFICE, opened
from workbench.exchange.figures.drafting import draft_of
from workbench.exchange.figures.grids import Grid, sheet_grids
from workbench.exchange.old_sheets import is_old, old_names
from workbench.exchange.readers import Options
from workbench.exchange.spreadsheets import SUFFIXES, WorkbookIsEmptyError
from workbench.indicators.drafts import DraftFigures

_SHEETS = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bname=[\"']([^\"']*)[\"']")
_BESIDE = re.compile(rb"^(?:cover(?:[_ ]?sheet)?|(?:table[_ ]of[_ ])?contents|notes)$", re.IGNORECASE)
_ESTIMATES = re.compile(rb"^mye\d", re.IGNORECASE)
_OPEN = re.compile(rb"table:name=\"([^\"]*)\"")
_LIKELY, _PERHAPS = 0.7, 0.3
_OLD = (
    "An old .xls: what is hidden in it, an error, or shown as per cent cannot be seen from outside. Look the figures through,"
    " or save it in Excel as .xlsx and bring that in."
)


class IndicatorSheetReader:
    """Reads tables of figures from `.xlsx`, `.ods` and `.xls`."""

    name = "tables of figures in .xlsx, .ods and .xls"
    kind = "indicators"
    suffixes = (*SUFFIXES, ".xls")
    contents = frozenset({"xlsx", "ods", "xls"})

    def recognises(self, path: Path, head: bytes) -> float:
        """0.7 for a workbook with two of cover, contents and notes, as governments publish them; any other has to be said."""
        old = head.startswith(OLD_OFFICE)
        if not old and not head.startswith(b"PK"):
            return 0.0
        try:
            if old:
                return _by_sheets([name.encode() for name in old_names(path)])
            with opened(path) as archive:
                part = "xl/workbook.xml" if "xl/workbook.xml" in archive.parts else "content.xml"
                pattern = _SHEETS if part.startswith("xl") else _OPEN
                names = pattern.findall(archive.read(part))
        except WorkbenchError:
            return _PERHAPS
        return _by_sheets(names)

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
        if is_old(path):
            grids[0].notes.append(_OLD)
        return grids


def _by_sheets(names: Sequence[bytes]) -> float:
    """How sure the names of sheets make it that a government published the workbook."""
    published = sum(bool(_BESIDE.match(name)) for name in names) > 1 or any(map(_ESTIMATES.match, names))
    return _LIKELY if published else _PERHAPS


READER = IndicatorSheetReader()
