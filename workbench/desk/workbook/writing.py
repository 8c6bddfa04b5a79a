"""Writing the evidence workbook: its sheets made one after the other, the whole written at once and entered in the register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.desk.door.door import door
from workbench.desk.door.leaving import Taken, heading, leave
from workbench.desk.workbook.declared import SheetKind
from workbench.desk.workbook.front import Told, contents, cover, notes
from workbench.desk.workbook.making import begin
from workbench.exchange.workbook.names import fitted
from workbench.project.file import Project


def write_workbook(
    project: Project, out: Path, audience: str, kinds: Sequence[SheetKind], by: Sequence[str] | None = None
) -> Taken:
    """Write the evidence workbook with these sheets, and enter it in the register.

    Args:
        project: The open project.
        out: The file.
        audience: Who will read it.
        kinds: The sheets, in their order.
        by: Attributes that make the groups of people, and `lives in`; None: those that make few groups.

    Raises:
        AttributeUnknownError, FolderMissingError, FileIsOpenError: as a sentence.
    """
    from workbench.exchange.workbook.writing import workbook

    with project.read() as session:
        at = door(session, audience)
        made = begin(session, project, at, [kind.name for kind in kinds], by)
        for kind in kinds:
            made.sheets.append(kind.make(session, made))
        made.remarks += fitted(sheet.name for sheet in made.sheets)[1]
        told = Told(at.left_out(), list(dict.fromkeys(made.remarks)), made.datasets)
        said = notes(project, session, at, told, made.sheets)
        front = (contents(kinds, [said, *made.sheets]), said)
        first = cover(project, session, at, made.sheets)
    content = workbook(
        first,
        (*front, *made.sheets),
        title=f"{project.title}: evidence workbook",
        heading=heading(audience),
        author=project.title,
    )
    taken = Taken(
        out,
        "workbook",
        audience,
        quotes=made.quotes,
        figures=made.figures,
        withheld=len(at.held) + at.small,
        left_out=(*told.left_out, *at.remarks()),
        leaving=at.leaving(),
        printed=at.printed,
    )
    return leave(project, out, content, taken)
