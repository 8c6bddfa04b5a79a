"""Opening a project in the app: away from the interface, asking for a passphrase where the file needs one.

Nothing of the project is imported before somebody opens one, so that the home screen is there at once.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import WorkbenchError
from workbench.tui.title_bar import Heading

if TYPE_CHECKING:
    from workbench.project.file import Project
    from workbench.tui.app import WorkbenchApp

Opened = TypeVar("Opened")

INSTEAD = "To code now, work in a copy of the file: Governance (g g) takes it in later, with u."


async def open_project(app: WorkbenchApp, path: Path, *, room: str = "coding", coder: str | None = None) -> bool:
    """Open a project file and go to a room; says why not where it cannot be opened. Run it inside a worker.

    One that is open here already, and may be written to, stays as it is. While it opens, the title bar says so, and what
    is typed waits for the question of its passphrase.
    """
    if is_open(app, path):
        app.go_to_room(room)
        return True
    before = app.heading
    app.set_heading(Heading(f"Opening {path.name} …"))
    app.opening = True
    try:
        opened = await _ask_and_open(app, path, coder)
    finally:
        app.opening = False
        app.typed_while_opening.clear()
    if opened is None:
        app.set_heading(before)
        return False
    project, passphrase = opened
    hold(app, project, passphrase)
    app.go_to_room(room)
    if project.read_only:
        app.notify(f"{project.why_reading_only()} {INSTEAD}", title="Reading only", timeout=15, markup=False)
    return True


async def _ask_and_open(app: WorkbenchApp, path: Path, coder: str | None) -> tuple[Project, str | None] | None:
    """The project and the passphrase that somebody typed for it; None where it does not open, which is said."""
    prompt = f"{path.name} is encrypted. Nobody can open it without its passphrase."
    return await _asked_until(app, partial(_open, path, coder), prompt, "Open a project", f"Open {path.name}")


async def opens_under(app: WorkbenchApp, path: Path, title: str) -> str | None:
    """The passphrase under which a file lies, which somebody has typed; "" where it has none, None where they back out."""
    prompt = f"{path.name} is encrypted. Type the passphrase that it has now."
    unlocked = await _asked_until(app, partial(_unlock, path), prompt, title, title)
    return None if unlocked is None else unlocked[1] or ""


async def _asked_until(
    app: WorkbenchApp, attempt: Callable[[str | None], Opened], prompt: str, asked: str, refused: str
) -> tuple[Opened, str | None] | None:
    """What an attempt with the passphrase gives, and the passphrase: None where the file needs none, else asked for until it fits.

    None where they back out, or where it is refused for something else, which is said. `asked` and `refused` are the
    titles of the question and of the notice.
    """
    from workbench.tui.dialogs import Passphrase

    passphrase: str | None = None
    while True:
        try:
            return await to_thread(attempt, passphrase), passphrase
        except WorkbenchError as refusal:
            if not _wants_passphrase(refusal):
                app.notify(str(refusal), title=refused, severity="error", timeout=15, markup=False)
                return None
            if passphrase is not None:
                prompt = "That is not its passphrase. Try again; capital letters matter."
            passphrase = await app.push_screen_wait(Passphrase(asked, prompt))
            if not passphrase:
                return None


def is_open(app: WorkbenchApp, path: Path) -> bool:
    """Whether the app itself has this project open for writing: to open it again would find it taken."""
    if app.project is None:
        return False
    from workbench.project.file import Project

    held = app.project
    return isinstance(held, Project) and not held.read_only and held.path.resolve() == path.expanduser().resolve()


def hold(app: WorkbenchApp, project: Project, passphrase: str | None = None) -> None:
    """Let the app hold an open project, closing the one before."""
    from workbench.rows import now
    from workbench.settings import read_settings, remember_project

    leave(app)
    app.idle_seconds = max(1, read_settings().idle_minutes) * 60
    app.passphrase_check = None if passphrase is None else (lambda typed: typed == passphrase)
    saved = "read only" if project.read_only else "saved"
    app.set_project(project, Heading(project.title, saved, project.coder))
    remember_project(project.path, project.title, now(), project.coder, encrypted=project.key is not None)


def leave(app: WorkbenchApp) -> None:
    """Close the project that is open, if any."""
    from workbench.project.file import Project

    if isinstance(app.project, Project):
        app.project.close()
        app.passphrase_check = None
        app.set_project(None, Heading())


def _unlock(path: Path, passphrase: str | None) -> None:
    from workbench.project.opening import look, unlock

    unlock(path, look(path, passphrase=passphrase), passphrase)


def _open(path: Path, coder: str | None, passphrase: str | None) -> Project:
    from workbench.desk.withdrawal.unfinished import make_good
    from workbench.project.file import open_file
    from workbench.settings import coder_for, read_settings

    settings = read_settings()
    project = open_file(
        path, coder=coder or coder_for(path), passphrase=passphrase, shared_folder=settings.shared_folder or None
    )
    make_good(project)
    return project


def _wants_passphrase(refusal: WorkbenchError) -> bool:
    from workbench.project.opening import PassphraseNeededError, WrongPassphraseError

    return isinstance(refusal, PassphraseNeededError | WrongPassphraseError)
