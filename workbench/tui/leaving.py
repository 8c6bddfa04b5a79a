"""Something leaves in the app: for whom and to which file, asked once before it leaves the team, and what left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.governance.audiences import INTERNAL, audiences
from workbench.text import joined
from workbench.tui.aside import aside
from workbench.tui.dialogs import Confirm, Field, Form

if TYPE_CHECKING:
    from workbench.desk.door.leaving import Taken
    from workbench.tui.screen import WorkbenchScreen

NOTICE = 240
"""So many letters of what stays behind are said in a notice; more have a page of their own."""
_ALSO_SPELT = frozenset({".htm", ".yml"})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that is to leave: what it is in two words, how it is called after the project, and how it may end.

    Questions begin with `what`; the first ending is the usual one; `hint` says what each ending gives, where that matters.
    """

    what: str
    stem: str
    endings: tuple[str, ...]
    hint: str = ""

    @property
    def listed(self) -> str:
        """Its endings in words, each in its usual spelling."""
        usual = [one for one in self.endings if one not in _ALSO_SPELT]
        return joined(usual, "or")

    def wrong(self, typed: str) -> str | None:
        """What is wrong with the name of its file; None where nothing is."""
        return None if Path(typed).suffix.lower() in self.endings else f"End the name in {self.listed}."


@dataclass(frozen=True, slots=True)
class Agreed:
    """Where a file goes and for whom, and whatever else was asked of it."""

    out: Path
    audience: str
    answers: dict[str, str]


def reader(name: str) -> str:
    """An audience as it is listed."""
    return "The team only" if name == INTERNAL else name.capitalize()


async def ask_where(
    screen: WorkbenchScreen,
    title: str,
    file: Outgoing,
    *,
    first: Sequence[Field] = (),
    more: Sequence[Field] = (),
    begun: str = "",
) -> Agreed | None:
    """Ask for whom it is and where it goes, and again before it leaves the team or is written over another file.

    `first` and `more` are asked before and after who reads it, `begun` is the audience it begins with, where there is
    such a one. None where it is not to leave. Run it inside a worker.
    """
    project = screen.project
    with project.read() as session:
        known = audiences(session)
    stem = f"{project.path.stem}-{file.stem}" if file.stem else project.path.stem
    fields = [
        *first,
        Field(
            "audience",
            "Who will read this?",
            begun if any(one.name == begun for one in known) else "",
            options=tuple((one.name, reader(one.name)) for one in known),
            notes=tuple(one.description for one in known),
        ),
        *more,
        Field(
            "path",
            "Where",
            str(project.path.with_name(f"{stem}{file.endings[0]}")),
            file.hint or f"It ends in {file.listed}.",
            required=True,
            check=file.wrong,
        ),
    ]
    answers = await screen.app.push_screen_wait(Form(title, fields, keep="Write it"))
    if answers is None:
        return None
    out = await may_go(screen, answers["path"], answers["audience"], file.what)
    return Agreed(out, answers["audience"], answers) if out else None


async def may_go(
    screen: WorkbenchScreen,
    typed: str,
    audience: str,
    what: str,
    *,
    lies: Callable[[Path], Path] = Path,
    asked: bool = False,
) -> Path | None:
    """The file of a name that was typed, beside the project unless it says where; None where it is not to be written.

    Asks before another file is written over, which is where it `lies` in the end, and, unless that was `asked` before,
    once before it leaves the team.
    """
    out = screen.project.path.parent / Path(typed).expanduser()
    going = await _may_write_over(screen, lies(out)) and (asked or await _may_leave(screen, audience, what))
    return out if going else None


async def _may_leave(screen: WorkbenchScreen, audience: str, what: str) -> bool:
    """Ask once before something leaves the team; `what` is it in two words, with which the question begins."""
    if audience == INTERNAL:
        return True
    said = (
        f"{what} leaves the team: it is for “{audience}”. Words of people who have not allowed that are held "
        "back, and small numbers counted from records are withheld. It is entered in the register of what has left. "
        "Once somebody has the file, it cannot be taken back."
    )
    answer = await screen.app.push_screen_wait(
        Confirm("This leaves the team", said, yes=f"Write it for “{audience}”", no="Do not write it")
    )
    return answer is True


async def _may_write_over(screen: WorkbenchScreen, out: Path) -> bool:
    """Ask before a file that is there is written anew."""
    if not out.is_file():
        return True
    said = f"{out.name} is in {out.parent.resolve()} already. Written anew, what is in it now is gone; undo does not bring it back."
    answer = await screen.app.push_screen_wait(
        Confirm("There already", said, yes="Write it anew", no="Leave it as it is")
    )
    return answer is True


async def leave(
    screen: WorkbenchScreen,
    doing: str,
    done: str,
    write: Callable[[Callable[[float, str], None]], Taken | None],
    *,
    told: bool = False,
) -> None:
    """Write it beside the person, and say what left and where it lies; `doing` and `done` name it meanwhile and then.

    What stays behind is said with it, on a page of its own where that is long, unless it was `told` before.
    """
    taken = await aside(screen, doing, write)
    if taken is None:
        return
    lies = f"It lies in {taken.path.parent.resolve()}."
    stays = "" if told else " ".join(taken.left_out)
    if len(stays) > NOTICE:
        await screen.app.push_screen_wait(
            Confirm(done, f"{taken.made} {lies}\n\n{stays}", yes="Good", no="", undoable=True)
        )
    else:
        screen.notify(" ".join(filter(None, (taken.made, stays, lies))), title=done, timeout=20, markup=False)
