"""Opening the key of names, and reading files for names: what goes before the review."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.tui.dialogs import Ask, Choice, Choose, Passphrase

if TYPE_CHECKING:
    from workbench.desk.names.found import Name
    from workbench.exchange.readers import Options
    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.project.file import Project
    from workbench.sources.drafts import DraftDocument, DraftSurvey
    from workbench.tui.screen import WorkbenchScreen

WAYS = [
    Choice("out", "Take names out: I see each one before anything is stored"),
    Choice("now", "Leave them in this time"),
    Choice("never", "Leave them in, and do not ask again in this project"),
]


@dataclass
class NamesKey:
    """The key while the app has it open, where its file is, and its passphrase."""

    names: Pseudonyms
    path: Path
    passphrase: str

    def keep(self, project: Project) -> None:
        """Write it to its file."""
        from workbench.desk.names.found import keep_key

        keep_key(project, self.names, self.path, self.passphrase)


def has_key(screen: WorkbenchScreen) -> bool:
    """Whether names are taken out of this project's texts, under a key."""
    from workbench.desk.names.found import KEY, LEFT_IN

    return screen.project.meta.get(KEY, "") not in {"", LEFT_IN}


def names_held(screen: WorkbenchScreen) -> Pseudonyms | None:
    """This project's names, if its key is open in the app."""
    from workbench.desk.names.found import KEY

    held = screen.workbench.names_key
    return held.names if isinstance(held, NamesKey) and held.names.id == screen.project.meta.get(KEY, "") else None


async def names_key(screen: WorkbenchScreen) -> NamesKey | bool:
    """The open key of this project's names; True to go on without one, False to bring nothing in."""
    from workbench.desk.names.found import KEY, LEFT_IN, leave_names_in

    kept = screen.project.meta.get(KEY, "")
    if kept == LEFT_IN:
        return True
    held = screen.workbench.names_key
    if isinstance(held, NamesKey) and held.names.id == kept:
        return held
    if not kept:
        answer = await screen.app.push_screen_wait(Choose("Names of people and places in these texts", WAYS))
        if not isinstance(answer, Choice):
            return False
        if answer.key == "never":
            leave_names_in(screen.project)
        if answer.key != "out":
            return True
    key = await _open(screen, new=not kept)
    if key is None:
        return False
    screen.workbench.names_key = key
    return key


async def open_names_key(screen: WorkbenchScreen) -> NamesKey | None:
    """The open key of this project's names, a new one where names were left in so far; None for escape."""
    from workbench.desk.names.found import KEY, LEFT_IN

    kept = screen.project.meta.get(KEY, "")
    held = screen.workbench.names_key
    if isinstance(held, NamesKey) and held.names.id == kept:
        return held
    key = await _open(screen, new=kept in {"", LEFT_IN})
    screen.workbench.names_key = key
    return key


async def _open(screen: WorkbenchScreen, *, new: bool) -> NamesKey | None:
    """Ask where the key is and for its passphrase, until it opens or the person backs out."""
    from workbench.desk.names.found import open_key, where_key_lies

    sentence = (
        "Names and what stands for them are kept in a file of its own, the key, under a passphrase of its own. Keep it"
        " in another folder than the project. Where shall it be?"
        if new
        else "Where is the key of this project's names?"
    )
    where = str((not new and where_key_lies(screen.project)) or Path.home() / f"{screen.project.path.stem}.names")
    while True:
        typed = await screen.app.push_screen_wait(Ask("Key of names", sentence, value=where, check=_in_a_folder))
        if not typed:
            return None
        path = Path(typed).expanduser()
        told = (
            "A passphrase for the new key. Without it nobody can go back from a pseudonym to the name, you neither."
            if not path.exists()
            else f"The passphrase of {path.name}."
        )
        passphrase = await screen.app.push_screen_wait(Passphrase("Key of names", told, new=not path.exists()))
        if not passphrase:
            return None
        try:
            return NamesKey(await to_thread(open_key, screen.project, path, passphrase), path, passphrase)
        except WorkbenchError as refusal:
            screen.notify(str(refusal), title="Key of names", severity="warning", timeout=12, markup=False)
            where = typed


def _in_a_folder(typed: str) -> str | None:
    folder = Path(typed).expanduser().parent
    return None if typed and folder.is_dir() else f"There is no folder {folder}. Make it first, or choose another."


async def review_names(screen: WorkbenchScreen, files: Mapping[Path, Options], key: Pseudonyms) -> bool:
    """Have somebody say what is to be taken out of files, name by name and column by column; False to bring nothing in."""
    from workbench.desk.names.closed import closed_columns, leave_out_what_gives_away
    from workbench.tui.sources.closed_columns import ClosedColumns
    from workbench.tui.sources.names import NamesReview

    read = await _read_names(screen, files, key)
    if read is None or await screen.app.push_screen_wait(NamesReview(read[1], key)) is None:
        return False
    drafts = read[0]
    leave_out_what_gives_away(drafts, key)
    if not closed_columns(drafts, key):
        return True
    return await screen.app.push_screen_wait(ClosedColumns(drafts, key)) is not None


async def _read_names(
    screen: WorkbenchScreen, files: Mapping[Path, Options], key: Pseudonyms
) -> tuple[list[DraftDocument | DraftSurvey], list[Name]] | None:
    """The transcripts and surveys among files, and what would give people away in them; None when it was stopped."""
    from workbench.desk.names.found import names_in, read_drafts

    work = screen.workbench.begin_work("Looking for names")

    def look() -> tuple[list[DraftDocument | DraftSurvey], list[Name]]:
        drafts = read_drafts(files)
        found = names_in(drafts, key, heard=lambda done, total: work.progress(float(done), total=float(total)))
        return drafts, found

    try:
        return await to_thread(look)
    except WorkbenchError as refusal:
        screen.notify(str(refusal), title="Names", severity="warning", markup=False)
        return None
    finally:
        screen.workbench.end_work()
