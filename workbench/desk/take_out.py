"""Taking out: an evidence workbook, any table as a file, or a paper to print, for a named audience."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.desk.door.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.desk.door.sentences import require_nobody_named
from workbench.desk.for_others import ENDINGS as FOR_OTHERS
from workbench.desk.for_others import ForOthers, write_for_others
from workbench.desk.paper.wanted import Progress, unheard
from workbench.desk.paper.writing import ENDINGS as PAPER
from workbench.desk.paper.writing import PAPERS, PaperNotAskedSoError, write_paper
from workbench.desk.places.paper import write_place
from workbench.desk.tabular import Table
from workbench.errors import WorkbenchError
from workbench.exchange.workbook.sheets import NoSuchSheetError
from workbench.governance.audiences import INTERNAL
from workbench.governance.departures import record_departure
from workbench.governance.mosaic import record_quoted
from workbench.governance.released import write_released
from workbench.project.file import Project

WORKBOOK = ".xlsx"
TABLES = {".csv": "csv", ".json": "json", ".md": "md"}


class TableNotNamedError(WorkbenchError):
    """Say which table the file should hold, with --table NAME."""


class PaperNotNamedError(WorkbenchError):
    """Say which paper to print, with --paper transcript, quotes, codebook or matrix."""


def take_out(
    project: Project,
    out: Path,
    *,
    audience: str = "internal",
    sheets: Sequence[str] | None = None,
    table: str | None = None,
    by: Sequence[str] | None = None,
    paper: str | None = None,
    documents: Sequence[str] = (),
    codes: bool = False,
    place: str | None = None,
    display: str | None = None,
    positions: str | None = None,
    codebook: bool = False,
    variables: bool = False,
    each_answer: bool = False,
    progress: Progress = unheard,
) -> Taken:
    """Write the evidence workbook (.xlsx), one table (.csv, .json, .md), a paper (.docx, .html), a place (.html), or variables.

    For other programs as `write_for_others` says. It is entered in the register. `by` names the attributes that make the
    groups of people in the workbook; `documents` and `codes` are a transcript's; `place` is a place's name or code;
    `display` a display's title, for its paper or table; `positions` is what a project for another tool counts;
    `each_answer` makes a row of codings as variables an answer.

    Raises EndingUnknownError, NoSuchSheetError, TableNotNamedError, PaperNotNamedError, and what the writers raise.
    """
    ending = out.suffix.lower()
    require_folder(out)
    other = ForOthers(positions, codebook=codebook, variables=variables, each_answer=each_answer)
    if other.asked or ending in FOR_OTHERS:
        more = any((paper, table, sheets, display, documents, codes, by, place))
        return write_for_others(project, out, other, audience=audience, more=more, progress=progress)
    if place is not None:
        if paper is not None or table is not None or sheets is not None or documents or codes:
            raise PaperNotAskedSoError("A place has a page of its own: say --place alone, without --paper or --table.")
        return write_place(project, out, place, audience=audience)
    if paper is not None and table is None and sheets is None:
        asked = {"documents": documents, "codes": codes, "display": display or ""}
        return write_paper(project, out, paper, audience=audience, progress=progress, **asked)  # type: ignore[arg-type]
    if paper is not None or documents or codes:
        raise PaperNotAskedSoError(
            "A file holds a paper, a table or sheets: say one of --paper, --table and --sheets; --document and --codes"
            " belong to --paper transcript."
        )
    if sheets is not None and ending != WORKBOOK:
        raise NoSuchSheetError(f"Only a workbook has sheets: leave --sheets out, or end {out.name} in {WORKBOOK}.")
    if ending == WORKBOOK and table is None:
        return _workbook(project, out, audience, sheets, by)
    if ending in TABLES:
        if table is None:
            raise TableNotNamedError(f"Say which table {out.name} should hold, with --table NAME.")
        return _table(project, out, audience, table, TABLES[ending], display)
    if ending in PAPER and table is None:
        listed = ", ".join(f"{one.name} ({one.says})" for one in PAPERS)
        raise PaperNotNamedError(f"Say what to print in {out.name}, with --paper. There are: {listed}.")
    raise EndingUnknownError(_not_so_ended(out, table))


def _not_so_ended(out: Path, table: str | None) -> str:
    """What a file's ending may be."""
    if table is not None:
        return f"A table is written as {', '.join(TABLES)}; {out.name} ends otherwise."
    return (
        f"{out.name}: the ending must say what to write. It may be {WORKBOOK} for the evidence workbook,"
        f" {', '.join(TABLES)} with --table NAME for one table, .docx or .html with --paper NAME to print, .html with --place NAME,"
        " .qdpx or .qdc for another tool, .sav or .dta for codings as variables, or .zip for everything as plain files."
    )


def note_shown(project: Project, table: Table, text: str, audience: str) -> tuple[str, ...]:
    """Enter in the register that a table is shown to an audience outside the team, number by number.

    Gives what somebody else should read, in sentences. Raises NamesSomebodyError before anything is entered.
    """
    if audience == INTERNAL:
        return ()
    with project.read() as session:
        doubtful = require_nobody_named(session, audience, text)
    with project.change(f"Show {table.name} to {audience}", kind="departure") as session:
        departure = record_departure(
            session,
            kind="table",
            name=table.name,
            audience=audience,
            quotes=table.quotes,
            withheld=table.withheld,
            content=text,
        )
        write_released(session, departure, table.leaving)
        record_quoted(session, departure, table.printed)
    return doubtful


def _workbook(
    project: Project, out: Path, audience: str, sheets: Sequence[str] | None, by: Sequence[str] | None
) -> Taken:
    from workbench.desk.workbook.declared import wanted
    from workbench.desk.workbook.writing import write_workbook
    from workbench.triangulation.displays.displays import displays

    with project.read() as session:
        titles = [line.title for line in displays(session)]
    return write_workbook(project, out, audience, wanted(sheets, titles), by)


def _table(project: Project, out: Path, audience: str, name: str, kind: str, display: str | None) -> Taken:
    from workbench.desk.tables.declared import make_table, written

    table = make_table(project, name, by=None, coder=None, audience=audience, display=display)
    text = written(table, kind)
    taken = Taken(
        out,
        "table",
        audience,
        quotes=table.quotes,
        withheld=table.withheld,
        left_out=table.left_out,
        leaving=table.leaving,
        printed=table.printed,
    )
    return leave(project, out, text.encode("utf-8"), taken)
