"""Printing from any room: a paper for whom, to which file, and where it lies then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.governance.audiences import audiences
from workbench.tui.dialogs import Confirm, Field, Form
from workbench.tui.governance.withdrawing import aside
from workbench.tui.leaving import may_leave, reader

if TYPE_CHECKING:
    from workbench.desk.leaving import Taken
    from workbench.tui.screen import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class Printed:
    """What somebody wants on paper: which one, of which documents, with the codings or not."""

    paper: str
    documents: tuple[str, ...] = ()
    codes: bool = False
    display: str = ""
    """Of a display, its title."""


async def ask_and_print(screen: WorkbenchScreen, title: str, wanted: Printed) -> None:
    """Ask who will read a paper and where it goes, and write it beside the person. Run it inside a worker."""
    project = screen.project
    with project.read() as session:
        readers = [(one.name, reader(one.name)) for one in audiences(session)]
        notes = [one.description for one in audiences(session)]
    where = project.path.with_name(f"{project.path.stem}-{_stem(wanted)}.docx")
    answer = await screen.app.push_screen_wait(
        Form(
            title,
            [
                Field("audience", "Who will read this?", options=tuple(readers), notes=tuple(notes)),
                Field("path", "Where", str(where), "It ends in .docx or .html.", required=True, check=_ending),
            ],
            keep="Write it",
        )
    )
    if answer is None:
        return
    out = project.path.parent / Path(answer["path"]).expanduser()
    if await _may_write_over(screen, out) and await may_leave(screen, answer["audience"], "This paper"):
        await _print(screen, wanted, out, answer["audience"])


async def _print(screen: WorkbenchScreen, wanted: Printed, out: Path, audience: str) -> None:
    """Write it beside the person, and say where it lies."""
    from workbench.desk.paper.writing import write_paper

    project = screen.project
    taken: Taken | None = await aside(
        screen,
        "Printing",
        lambda say: write_paper(
            project,
            out,
            wanted.paper,
            audience=audience,
            documents=wanted.documents,
            codes=wanted.codes,
            display=wanted.display,
            progress=say,
        ),
    )
    if taken is not None:
        said = f"{taken.sentence} It lies in {out.parent.resolve()}."
        screen.notify(said, title="Ready to print", timeout=20, markup=False)


async def _may_write_over(screen: WorkbenchScreen, out: Path) -> bool:
    """Ask before a file that is there is written anew."""
    if not out.is_file():
        return True
    said = f"{out.name} is in {out.parent.resolve()} already. Written anew, what is in it now is gone; undo does not bring it back."
    answer = await screen.app.push_screen_wait(
        Confirm("There already", said, yes="Write it anew", no="Leave it as it is")
    )
    return answer is True


def _stem(wanted: Printed) -> str:
    """What the file is called after the project."""
    if len(wanted.documents) == 1:
        return Path(wanted.documents[0]).stem + ("-coded" if wanted.codes else "")
    if wanted.display:
        words = "".join(one if one.isalnum() else " " for one in wanted.display.casefold()).split()
        return "-".join(words)[:60].rstrip("-") or wanted.paper
    return f"{wanted.paper}s" if wanted.paper == "transcript" else wanted.paper


def _ending(typed: str) -> str | None:
    return None if Path(typed).suffix.lower() in {".docx", ".html", ".htm"} else "End the name in .docx or .html."
