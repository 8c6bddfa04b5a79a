"""Taking work out: the evidence workbook, or for other programs the project, its codebook, codings, or plain files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.governance.audiences import INTERNAL
from workbench.tui.dialogs import Confirm, Field
from workbench.tui.leaving import Agreed, Outgoing, ask_where, leave

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.desk.paper.wanted import Progress
    from workbench.project.file import Project
    from workbench.tui.screen import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A file for Excel or another program, how it is written, and what is asked of it beside for whom and where."""

    file: Outgoing
    write: Callable[[Project, Agreed, Progress], Taken]
    more: tuple[Field, ...] = ()


async def ask_and_take_out(screen: WorkbenchScreen, title: str, wanted: TakenOut) -> None:
    """Ask who will read it and where it goes, say what stays behind, and write it. Run it inside a worker."""
    agreed = await ask_where(screen, title, wanted.file, more=wanted.more)
    if agreed is None or (wanted is PROJECT and not await _stays_are_seen(screen)):
        return
    told = wanted is PROJECT and agreed.audience == INTERNAL
    await leave(screen, title, "Taken out", lambda say: wanted.write(screen.project, agreed, say), told=told)


async def _stays_are_seen(screen: WorkbenchScreen) -> bool:
    """Say what has no place in the format, before anything is written."""
    from workbench.desk.refi.writing import stays_behind

    said = stays_behind(screen.project)
    if not said:
        return True
    return (
        await screen.app.push_screen_wait(Confirm("What stays behind", said, yes="Write it", no="Do not write it"))
        is True
    )


def _write_evidence(project: Project, agreed: Agreed, say: Progress) -> Taken:
    from workbench.desk.take_out import take_out

    return take_out(project, agreed.out, audience=agreed.audience, progress=say)


def _write_project(project: Project, agreed: Agreed, say: Progress) -> Taken:
    from workbench.desk.refi.writing import write_qdpx

    positions = agreed.answers["positions"]
    return write_qdpx(project, agreed.out, audience=agreed.audience, positions=positions, progress=say)


def _write_codebook(project: Project, agreed: Agreed, _: Progress) -> Taken:
    from workbench.desk.refi.codebook_out import write_codebook

    return write_codebook(project, agreed.out, audience=agreed.audience)


def _write_variables(project: Project, agreed: Agreed, _: Progress) -> Taken:
    from workbench.desk.variables import write_variables

    return write_variables(project, agreed.out, audience=agreed.audience, each_answer=agreed.answers["row"] == "answer")


def _write_archive(project: Project, agreed: Agreed, say: Progress) -> Taken:
    from workbench.desk.archive.writing import write_archive

    return write_archive(project, agreed.out, audience=agreed.audience, progress=say)


_COUNTED = Field(
    "positions",
    "How does it count characters?",
    options=(
        ("code-points", "As the standard says: QualCoder, ATLAS.ti, MAXQDA and others"),
        ("utf-16", "As NVivo reads it"),
    ),
)
EVIDENCE = TakenOut(Outgoing("This workbook", "evidence", (".xlsx",)), _write_evidence)
PROJECT = TakenOut(Outgoing("This file", "", (".qdpx",)), _write_project, (_COUNTED,))
CODEBOOK = TakenOut(
    Outgoing(
        "This codebook",
        "codebook",
        (".qdc", ".csv", ".xlsx", ".yaml", ".yml"),
        "It ends in .qdc for another program, .csv or .xlsx as a table, .yaml as a frame.",
    ),
    _write_codebook,
)
_ROW = Field(
    "row",
    "What is a row?",
    options=(("person", "A person"), ("answer", "An answer to an open question of a survey")),
    notes=(
        "All that somebody said is taken together.",
        "Who gave several answers has a row for each; interviews are not in it.",
    ),
)
VARIABLES = TakenOut(Outgoing("This file", "variables", (".sav", ".dta", ".csv")), _write_variables, (_ROW,))
ARCHIVE = TakenOut(Outgoing("This archive", "archive", (".zip",)), _write_archive)
