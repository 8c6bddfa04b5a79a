"""Printing from any room: a paper for whom, to which file, and where it lies then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.governance.audiences import audiences
from workbench.tui.dialogs import Confirm, Field, Form
from workbench.tui.governance.withdrawing import aside
from workbench.tui.leaving import may_leave, reader

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.desk.paper.transcript import SecondReaderFirstError
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
                Field("path", "Where", str(where), "It ends in .docx or .html.", required=True, check=ending),
            ],
            keep="Write it",
        )
    )
    if answer is None:
        return
    out = project.path.parent / Path(answer["path"]).expanduser()
    if await may_write_over(screen, out) and await may_leave(screen, answer["audience"], "This paper"):
        await _print(screen, wanted, out, answer["audience"])


async def _print(screen: WorkbenchScreen, wanted: Printed, out: Path, audience: str) -> None:
    """Write it beside the person, and say where it lies."""
    from workbench.desk.paper.transcript import SecondReaderFirstError
    from workbench.desk.paper.writing import write_paper

    project = screen.project
    waiting: list[SecondReaderFirstError] = []

    def write(say: Callable[[float, str], None]) -> Taken | None:
        try:
            return write_paper(
                project,
                out,
                wanted.paper,
                audience=audience,
                documents=wanted.documents,
                codes=wanted.codes,
                display=wanted.display,
                progress=say,
            )
        except SecondReaderFirstError as refusal:
            waiting.append(refusal)
            return None

    taken = await aside(screen, "Printing", write)
    if waiting:
        await _ask_second_reader(screen, waiting[0])
    if taken is not None:
        said = f"{taken.sentence} It lies in {out.parent.resolve()}."
        screen.notify(said, title="Ready to print", timeout=20, markup=False)


async def _ask_second_reader(screen: WorkbenchScreen, refusal: SecondReaderFirstError) -> None:
    """Say that a second reader has to agree first, and ask for one there and then if that is wanted."""
    from workbench.desk.door.at_the_door import ask_for_transcript
    from workbench.governance.sign_offs import AskedAlreadyError

    yes = "Ask a second reader now"
    if not await screen.app.push_screen_wait(
        Confirm("A second reader first", str(refusal), yes=yes, no="Not now", undoable=True)
    ):
        return
    asked = 0
    with screen.attempt("Second reader") as tried, screen.project.change("Ask a second reader") as session:
        for name in refusal.documents:
            with suppress(AskedAlreadyError):
                ask_for_transcript(session, name, refusal.audience)
                asked += 1
    if not tried.failed:
        said = "It waits in Governance (g g), under Second reader (9), for somebody else of the team."
        screen.notify(said if asked else f"A second reader was asked already. {said}", title="Second reader")


async def may_write_over(screen: WorkbenchScreen, out: Path) -> bool:
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


def ending(typed: str) -> str | None:
    """What is wrong with the name of a paper's file; None where nothing is."""
    return None if Path(typed).suffix.lower() in {".docx", ".html", ".htm"} else "End the name in .docx or .html."
