"""Workbooks of before 2007, `.xls`: the values on their sheets, which do not show what is hidden, wrong or per cent.

They are read in a process of their own: one that is damaged can lead the library in a circle that fills the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.exchange.apart import answer, heard
from workbench.exchange.archives import LIMIT, OLD_OFFICE, PartIsBrokenError
from workbench.exchange.cells import texts
from workbench.exchange.encoding import head_of
from workbench.exchange.sheet_extent import is_too_wide, too_wide

PROGRAM = "from workbench.exchange.old_sheets import serve; serve()"
LEAST = 1024**3
AS_LARGE = 40
"""Bytes that the process may take, and bytes more for each of the file."""
LEAST_OF_A_CELL = 6
"""Bytes that a cell takes in the file, at least."""
Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, each row and column from 0."""


@dataclass(frozen=True, slots=True)
class OldSheet:
    """One sheet of cells, all rows as long as each other."""

    name: str
    hidden: bool
    rows: list[list[str]]
    merged: list[Merged]


def is_old(path: Path) -> bool:
    """Whether a workbook is one of before 2007, `.xls`, whatever it is called."""
    return head_of(path, 8) == OLD_OFFICE


def old_names(path: Path) -> list[str]:
    """The names of its sheets. Raises PartIsBrokenError."""
    with _heard(path, names=True) as lines:
        names = next(lines, None)
    if names is None:
        raise unreadable(path.name)
    return [str(name) for name in names]


def old_sheets(path: Path) -> list[OldSheet]:
    """Its sheets of cells. Raises PartIsBrokenError, and SheetIsTooWideError before a nearly empty one is laid out."""
    found = []
    with _heard(path, names=False) as lines:
        names = next(lines, None)
        for said in lines:
            if said["too_wide"]:
                raise too_wide(path.name)
            merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in said["merged"]]
            found.append(OldSheet(said["name"], said["hidden"], said["rows"], merged))
    if names is None or len(found) != len(names):
        raise unreadable(path.name)
    return found


def _heard(path: Path, *, names: bool) -> AbstractContextManager[Iterator[Any]]:
    head_of(path, 8, limit=LIMIT)
    size = path.stat().st_size
    asked = {"path": str(path.resolve()), "names": names, "most": size // LEAST_OF_A_CELL}
    return heard(PROGRAM, asked, memory=LEAST + AS_LARGE * size)


def unreadable(name: str) -> PartIsBrokenError:
    """What is said of a workbook that cannot be read."""
    return PartIsBrokenError(
        f"{name} is damaged and cannot be read. Open it in the program that wrote it, save it again, and bring that in."
    )


def serve() -> None:
    """What runs in the process: read the workbook that is named on its input, and say what stands in it."""
    answer(_tell)


def _tell(asked: Mapping[str, Any]) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(asked["path"])
    sheets = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    yield [one.name for one in sheets]
    for number, one in enumerate(workbook.sheets_metadata):
        if one.typ == SheetTypeEnum.WorkSheet and not asked["names"]:
            cells = workbook.get_sheet_by_index(number)
            wide = is_too_wide(cells.height * cells.width, asked["most"])
            yield {
                "too_wide": wide,
                "name": one.name,
                "hidden": one.visible != SheetVisibleEnum.Visible,
                "rows": [] if wide else list(texts(cells.to_python(skip_empty_area=False))),
                "merged": cells.merged_cell_ranges or [],
            }
