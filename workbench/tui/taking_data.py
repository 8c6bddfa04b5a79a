"""Taking work out for other programs: codings as variables, or everything as plain files; for whom, and to which file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.governance.audiences import audiences
from workbench.tui.dialogs import Field, Form
from workbench.tui.governance.withdrawing import aside
from workbench.tui.leaving import may_leave, reader
from workbench.tui.printing import may_write_over

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.tui.screen import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A file for other programs: which endings it may have, the first one usual, and what it is in two words."""

    stem: str
    endings: tuple[str, ...]
    what: str

    @property
    def said(self) -> str:
        """Its endings in words."""
        return " or ".join(filter(None, (", ".join(self.endings[:-1]), self.endings[-1])))

    def wrong(self, typed: str) -> str | None:
        """What is wrong with the name of its file; None where nothing is."""
        return None if Path(typed).suffix.lower() in self.endings else f"End the name in {self.said}."


VARIABLES = TakenOut("variables", (".sav", ".dta", ".csv"), "These variables")
ARCHIVE = TakenOut("archive", (".zip",), "This archive")


async def ask_and_take_data(screen: WorkbenchScreen, title: str, wanted: TakenOut) -> None:
    """Ask who will read it and where it goes, and write it beside the person. Run it inside a worker."""
    project = screen.project
    with project.read() as session:
        known = audiences(session)
    where = project.path.with_name(f"{project.path.stem}-{wanted.stem}{wanted.endings[0]}")
    readers = tuple((one.name, reader(one.name)) for one in known)
    answer = await screen.app.push_screen_wait(
        Form(
            title,
            [
                Field(
                    "audience", "Who will read this?", options=readers, notes=tuple(one.description for one in known)
                ),
                Field("path", "Where", str(where), f"It ends in {wanted.said}.", required=True, check=wanted.wrong),
            ],
            keep="Write it",
        )
    )
    if answer is None:
        return
    out = project.path.parent / Path(answer["path"]).expanduser()
    if await may_write_over(screen, out) and await may_leave(screen, answer["audience"], wanted.what):
        await _take_out(screen, title, wanted, out, answer["audience"])


async def _take_out(screen: WorkbenchScreen, title: str, wanted: TakenOut, out: Path, audience: str) -> None:
    """Write it beside the person, and say where it lies."""
    from workbench.desk.take_out import take_out

    project = screen.project

    def write(say: Callable[[float, str], None]) -> Taken:
        return take_out(project, out, audience=audience, variables=wanted is VARIABLES, progress=say)

    taken = await aside(screen, title, write)
    if taken is not None:
        said = f"{taken.sentence} It lies in {out.parent.resolve()}."
        screen.notify(said, title=title, timeout=20, markup=False)
