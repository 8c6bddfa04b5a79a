"""Taking in a copy of the project that somebody else has worked in, and settling what the two say differently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.desk.merging.conflicts import ConflictLine, conflicts, settle
from workbench.desk.merging.merge import MergeReport, WithdrawnThereError, merge
from workbench.project.backup import backup
from workbench.project.file import Project
from workbench.project.opening import PassphraseNeededError, WrongPassphraseError
from workbench.tui.aside import aside
from workbench.tui.choosing import Choice, Choose
from workbench.tui.dialogs import Ask, Confirm, Passphrase, open_file
from workbench.tui.widgets.rows import RowLine

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

WHAT = "Taking in a copy"
COPYING = "A copy for a colleague"
COPY = "The whole project goes into a new file, under the same passphrase if it has one. Where to?"
ENDING = ".workbench"


def read_conflicts(project: Project) -> list[ConflictLine]:
    """What copies said differently: what nobody has looked at first, then the newest."""
    with project.read() as session:
        listed = conflicts(session)
    return sorted(listed, key=lambda one: (one.settled, -one.id))


def conflict_rows(listed: list[ConflictLine]) -> list[RowLine]:
    """The same as rows: both versions with whose they are, and which of them stands."""
    return [
        RowLine(
            str(one.id),
            (
                "" if one.settled else "⚠",
                f"{one.thing}: {one.cell}",
                f"{one.ours} ({one.our_who}, {one.our_day})",
                f"{one.theirs} ({one.their_who}, {one.their_day})",
                one.our_who if one.stands == "ours" else one.their_who,
            ),
        )
        for one in listed
    ]


async def settle_conflict(screen: WorkbenchScreen, one: ConflictLine) -> None:
    """Ask which of two versions stands."""
    answer = await screen.app.push_screen_wait(
        Choose(
            f"{one.thing}: {one.cell}",
            [
                Choice("ours", one.ours, f"{one.our_who}, {one.our_day}"),
                Choice("theirs", one.theirs, f"{one.their_who}, {one.their_day}"),
            ],
            note_lines=1,
        )
    )
    if not isinstance(answer, Choice):
        return
    with screen.attempt("Settle"), screen.project.change("Settle what two copies said") as session:
        settle(session, one.id, answer.key)
    screen.show_latest()


async def make_copy(screen: WorkbenchScreen) -> None:
    """Copy the project, as it is now, into a file for somebody who works elsewhere; its name is theirs to choose."""
    path = screen.project.path
    where = str(path.with_name(f"{path.stem} for a colleague{path.suffix}"))
    asked = Ask(COPYING, COPY, value=where, check=_cannot_be_written, hint="enter makes it · escape makes none")
    typed = await screen.app.push_screen_wait(asked)
    if typed is None:
        return
    project, to = screen.project, _copy_at(typed)
    made = await aside(screen, COPYING, lambda _: backup(project, to))
    if made is not None:
        told = (
            f"{made} is this project as it is now. They open it under their own name; later, u takes in what they did."
        )
        screen.notify(told, title=COPYING, markup=False, timeout=12)


def _copy_at(typed: str) -> Path:
    """The path of a copy from what somebody typed, with the ending that project files have."""
    path = Path(typed).expanduser()
    return path if path.suffix == ENDING else path.with_name(f"{path.name}{ENDING}")


def _cannot_be_written(typed: str) -> str | None:
    """Why no copy can be written there, and what to do about it; None where one can."""
    if not typed:
        return "Type where the copy goes, or press escape."
    path = _copy_at(typed).absolute()
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}. Make it first, or type another."
    return f"There is a file {path} already. Type another name." if path.exists() else None


async def take_in_copy(screen: WorkbenchScreen) -> bool:
    """Choose a copy, take it in, and say what came of it; whether the person wants to see what differs."""
    chosen = await screen.app.push_screen_wait(
        open_file(
            "A copy that somebody else has worked in",
            screen.project.path.parent,
            kinds=[("Projects", (ENDING,))],
        )
    )
    if chosen is None:
        return False
    report = await _merged(screen, Path(chosen))
    if report is None:
        return False
    told = "\n".join(_told(report))
    yes, no = ("See what differs", "Close") if report.conflicts else ("Good", "")
    answer = await screen.app.push_screen_wait(Confirm(WHAT, told, yes=yes, no=no, undoable=True))
    screen.show_latest()
    return bool(report.conflicts) and answer is True


async def _merged(screen: WorkbenchScreen, path: Path) -> MergeReport | None:
    """Take a copy in; asks for its passphrase, and before people who withdrew in it are deleted here."""
    project, passphrase, confirmed = screen.project, None, False
    while True:

        def do(
            _: object, passphrase: str | None = passphrase, confirmed: bool = confirmed
        ) -> MergeReport | PassphraseNeededError | WrongPassphraseError | WithdrawnThereError:
            try:
                return merge(project, path, passphrase=passphrase, confirmed=confirmed)
            except (PassphraseNeededError, WrongPassphraseError, WithdrawnThereError) as asked:
                return asked

        answer = await aside(screen, WHAT, do)
        if isinstance(answer, PassphraseNeededError | WrongPassphraseError):
            said = f"{path.name} has another passphrase than this project."
            if passphrase is not None:
                said = "That is not its passphrase. Try again; capital letters matter."
            passphrase = await screen.app.push_screen_wait(Passphrase("Passphrase", said))
            if not passphrase:
                return None
        elif isinstance(answer, WithdrawnThereError):
            told = "Somebody withdrew in that copy. Their words are deleted here too, and that cannot be undone."
            if not await screen.app.push_screen_wait(Confirm(WHAT, told, yes="Delete them and go on", no="Leave it")):
                return None
            confirmed = True
        else:
            return answer if isinstance(answer, MergeReport) else None


def _told(report: MergeReport) -> list[str]:
    """What came of it, with what differs by its number: the list of it has a view of its own."""
    lines, differing = report.lines(), len(report.conflicts)
    if not differing:
        return lines
    things = "1 thing was" if differing == 1 else f"{differing:,} things were"
    listed = "It is" if differing == 1 else "They are"
    told = f"{things} said differently in both copies. {listed} under “Said differently”: enter chooses which stands."
    return [*lines[: -differing - 1], told]
