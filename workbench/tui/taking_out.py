"""Taking the project or its codebook out for another program: for whom, counted how, to which file, and what stays behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.governance.audiences import audiences
from workbench.tui.dialogs import Confirm, Field, Form
from workbench.tui.governance.withdrawing import aside
from workbench.tui.leaving import may_leave, reader
from workbench.tui.printing import may_write_over

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.tui.screen import WorkbenchScreen

PROJECT, CODEBOOK = "project", "codebook file"
_COUNTED = (
    ("code-points", "As the standard says: QualCoder, ATLAS.ti, MAXQDA and others"),
    ("utf-16", "As NVivo reads it"),
)


async def ask_and_take_out(screen: WorkbenchScreen, title: str, what: str) -> None:
    """Ask who will read it and where it goes, say what stays behind, and write it. Run it inside a worker."""
    project = screen.project
    with project.read() as session:
        readers = [(one.name, reader(one.name)) for one in audiences(session)]
        notes = [one.description for one in audiences(session)]
    whole = what == PROJECT
    where = project.path.with_name(f"{project.path.stem}{'.qdpx' if whole else '-codebook.qdc'}")
    fields = [Field("audience", "Who will read this?", options=tuple(readers), notes=tuple(notes))]
    if whole:
        fields.append(Field("positions", "How does it count characters?", options=_COUNTED))
    hint = (
        "It ends in .qdpx."
        if whole
        else "It ends in .qdc for another program, .csv or .xlsx as a table, .yaml as a frame."
    )
    fields.append(
        Field("path", "Where", str(where), hint, required=True, check=project_ending if whole else book_ending)
    )
    answer = await screen.app.push_screen_wait(Form(title, fields, keep="Go on" if whole else "Write it"))
    if answer is None:
        return
    out = project.path.parent / Path(answer["path"]).expanduser()
    if whole and not await _stays_are_seen(screen):
        return
    if await may_write_over(screen, out) and await may_leave(screen, answer["audience"], "This file"):
        await _write(screen, out, answer, whole=whole)


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


async def _write(screen: WorkbenchScreen, out: Path, answer: dict[str, str], *, whole: bool) -> None:
    """Write it beside the person, and say where it lies."""
    from workbench.desk.refi.codebook_out import write_codebook
    from workbench.desk.refi.writing import write_qdpx

    project = screen.project

    def write(say: Callable[[float, str], None]) -> Taken:
        if whole:
            return write_qdpx(project, out, audience=answer["audience"], positions=answer["positions"], progress=say)
        return write_codebook(project, out, audience=answer["audience"])

    taken = await aside(screen, "Taking out", write)
    if taken is not None:
        said = f"{taken.sentence} It lies in {out.parent.resolve()}."
        screen.notify(said, title="Taken out", timeout=20, markup=False)


def project_ending(typed: str) -> str | None:
    """What is wrong with the name of a project's file; None where nothing is."""
    return None if Path(typed).suffix.lower() == ".qdpx" else "End the name in .qdpx."


def book_ending(typed: str) -> str | None:
    """What is wrong with the name of a codebook's file; None where nothing is."""
    good = Path(typed).suffix.lower() in {".qdc", ".csv", ".xlsx", ".yaml", ".yml"}
    return None if good else "End the name in .qdc, .csv, .xlsx or .yaml."
