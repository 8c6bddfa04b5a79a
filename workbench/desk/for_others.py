"""What leaves for other programs: the project, its codebook, codings as variables, everything as plain files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.desk.archive.writing import SUFFIX as ARCHIVE
from workbench.desk.archive.writing import write_archive
from workbench.desk.door.leaving import EndingUnknownError, Taken
from workbench.desk.paper.wanted import Progress
from workbench.desk.refi.codebook_out import CODEBOOK, FRAMES, write_codebook
from workbench.desk.refi.writing import PROJECT, write_qdpx
from workbench.desk.variables import write_variables
from workbench.errors import WorkbenchError
from workbench.project.file import Project

STATISTICS = (".sav", ".dta")
"""Endings of SPSS and Stata: codings as variables, a row a person."""
ENDINGS = frozenset({PROJECT, CODEBOOK, *FRAMES, ARCHIVE, *STATISTICS})
"""Endings that say by themselves that a file is for another program."""


class ArchiveNotAskedSoError(WorkbenchError):
    """An archive holds everything that its readers may have: name it OUT.zip and say no more than --audience."""


class CodebookNotAskedSoError(WorkbenchError):
    """A codebook is a file of its own: say --codebook without --paper, --table, --sheets or --variables."""


class ProjectNotAskedSoError(WorkbenchError):
    """A project for another tool is a file of its own, named OUT.qdpx; only in it does --positions say what is counted."""


class VariablesNotAskedSoError(WorkbenchError):
    """Codings as variables are all there is in their file: leave out --table, --sheets, --paper, --by and what belongs to them."""


@dataclass(frozen=True, slots=True)
class ForOthers:
    """What was said of a file for another program beyond its name: what a project counts, what a table's ending holds, what a row is."""

    positions: str | None = None
    codebook: bool = False
    variables: bool = False
    each_answer: bool = False

    @property
    def asked(self) -> bool:
        """Whether anything was said that only such a file has."""
        return self.positions is not None or self.codebook or self.variables or self.each_answer


def write_for_others(
    project: Project, out: Path, wanted: ForOthers, *, audience: str, more: bool, progress: Progress
) -> Taken:
    """Write a file for another program and enter it in the register.

    The project is .qdpx, the codebook .qdc and .yaml, and .csv or .xlsx with `codebook`; codings as variables are .sav
    and .dta, and .csv with `variables`; everything as plain files is .zip. `more` is whether anything else was asked of
    the file.

    Raises ArchiveNotAskedSoError, CodebookNotAskedSoError, ProjectNotAskedSoError, VariablesNotAskedSoError,
    EndingUnknownError, and what the writers raise.
    """
    ending = out.suffix.lower()
    if wanted.positions is not None and ending != PROJECT:
        raise ProjectNotAskedSoError(f"Only a project for another tool counts positions: end {out.name} in {PROJECT}.")
    if ending == ARCHIVE:
        if more or wanted.codebook or wanted.variables or wanted.each_answer:
            raise ArchiveNotAskedSoError
        return write_archive(project, out, audience=audience, progress=progress)
    if ending == PROJECT:
        if more or wanted.codebook or wanted.variables or wanted.each_answer:
            raise ProjectNotAskedSoError
        return write_qdpx(
            project, out, audience=audience, positions=wanted.positions or "code-points", progress=progress
        )
    if wanted.codebook or ending in {CODEBOOK, *FRAMES}:
        if more or wanted.variables or wanted.each_answer:
            raise CodebookNotAskedSoError
        return write_codebook(project, out, audience=audience)
    if more:
        raise VariablesNotAskedSoError
    if ending not in {*STATISTICS, ".csv"}:
        raise EndingUnknownError(f"Codings as variables are written as .sav, .dta or .csv; {out.name} ends otherwise.")
    return write_variables(project, out, audience=audience, each_answer=wanted.each_answer)
