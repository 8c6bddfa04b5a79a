"""Printing from any room: a paper for whom, to which file, and where it lies then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.tui.dialogs import Confirm
from workbench.tui.leaving import Agreed, Outgoing, ask_where, leave

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.desk.paper.transcript import SecondReaderFirstError
    from workbench.tui.screen import WorkbenchScreen

ENDINGS = (".docx", ".html", ".htm")
READY = "Ready to print"


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
    agreed = await ask_where(screen, title, Outgoing("This paper", _stem(wanted), ENDINGS))
    if agreed is not None:
        await _print(screen, wanted, agreed)


async def _print(screen: WorkbenchScreen, wanted: Printed, agreed: Agreed) -> None:
    """Write it beside the person, or say that a second reader has to agree first."""
    from workbench.desk.paper.transcript import SecondReaderFirstError
    from workbench.desk.paper.writing import write_paper

    waiting: list[SecondReaderFirstError] = []

    def write(say: Callable[[float, str], None]) -> Taken | None:
        try:
            return write_paper(
                screen.project,
                agreed.out,
                wanted.paper,
                audience=agreed.audience,
                documents=wanted.documents,
                codes=wanted.codes,
                display=wanted.display,
                progress=say,
            )
        except SecondReaderFirstError as refusal:
            waiting.append(refusal)
            return None

    await leave(screen, "Printing", READY, write)
    if waiting:
        await _ask_second_reader(screen, waiting[0])


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


def _stem(wanted: Printed) -> str:
    """What the file is called after the project."""
    if len(wanted.documents) == 1:
        return Path(wanted.documents[0]).stem + ("-coded" if wanted.codes else "")
    if wanted.display:
        words = "".join(one if one.isalnum() else " " for one in wanted.display.casefold()).split()
        return "-".join(words)[:60].rstrip("-") or wanted.paper
    return f"{wanted.paper}s" if wanted.paper == "transcript" else wanted.paper
