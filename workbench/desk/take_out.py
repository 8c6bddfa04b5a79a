"""Taking out: an evidence workbook, or any table as a file, for a named audience."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.desk.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.desk.workbook import write_workbook
from workbench.errors import WorkbenchError
from workbench.exchange.workbook.sheets import NoSuchSheetError, wanted
from workbench.project.file import Project

WORKBOOK = ".xlsx"
TABLES = {".csv": "csv", ".json": "json", ".md": "md"}


class TableNotNamedError(WorkbenchError):
    """Say which table the file should hold, with --table NAME."""


def take_out(
    project: Project,
    out: Path,
    *,
    audience: str = "internal",
    sheets: Sequence[str] | None = None,
    table: str | None = None,
    by: Sequence[str] | None = None,
) -> Taken:
    """Write the evidence workbook (.xlsx), or one table (.csv, .json, .md), and enter it in the register.

    `by` names the attributes that make the groups of people in the workbook.

    Raises EndingUnknownError, NoSuchSheetError, TableNotNamedError, FolderMissingError, FileIsOpenError.
    """
    ending = out.suffix.lower()
    require_folder(out)
    if sheets is not None and ending != WORKBOOK:
        raise NoSuchSheetError(f"Only a workbook has sheets: leave --sheets out, or end {out.name} in {WORKBOOK}.")
    if ending == WORKBOOK and table is None:
        return write_workbook(project, out, audience, wanted(sheets), by)
    if ending in TABLES:
        if table is None:
            raise TableNotNamedError(f"Say which table {out.name} should hold, with --table NAME.")
        return _table(project, out, audience, table, TABLES[ending])
    if table is not None:
        raise EndingUnknownError(f"A table is written as {', '.join(TABLES)}; {out.name} ends otherwise.")
    raise EndingUnknownError(
        f"{out.name}: the ending must say what to write. It may be {WORKBOOK} for the evidence workbook, or"
        f" {', '.join(TABLES)} with --table NAME for one table."
    )


def _table(project: Project, out: Path, audience: str, name: str, kind: str) -> Taken:
    from workbench.desk.tables import make_table, written

    table = make_table(project, name, by=None, coder=None, audience=audience)
    text = written(table, kind)
    withheld = len(table.left_out)
    taken = Taken(out, "table", audience, figures=0, withheld=withheld, left_out=tuple(table.left_out))
    return leave(project, out, text.encode("utf-8"), taken)
