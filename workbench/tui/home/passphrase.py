"""Another passphrase for a project, asked for on the home screen: the one it has, the new one twice, and its backups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.settings import coder_for
from workbench.tui.aside import aside
from workbench.tui.dialogs import Confirm, Passphrase
from workbench.tui.opening import is_open, leave, opens_under

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

WHAT = "Another passphrase"
NEW = (
    "Nobody can open the file without it, and nobody can find it out for you: write it down where your organisation keeps"
    " such things. Left empty, anyone with the file can read it."
)


async def change_passphrase(screen: WorkbenchScreen, path: Path) -> None:
    """Ask for the passphrase that a project has and for another, and write the file under that; escape changes nothing."""
    from workbench.desk.passphrase import renew_backups, set_passphrase

    known = await opens_under(screen.workbench, path, WHAT)
    if known is None:
        return
    old = known or None
    new = await screen.app.push_screen_wait(
        Passphrase(f"A new passphrase for {path.name}", NEW, new=True, may_be_open=True)
    )
    if new is None or not (new or await _may_be_open(screen, path, old)):
        return
    coder = coder_for(path)
    if is_open(screen.workbench, path):
        leave(screen.workbench)
    backups = await aside(
        screen, "Writing the file anew", lambda _: set_passphrase(path, old=old, new=new or None, coder=coder)
    )
    if backups is None:
        return
    how = "opens with the new passphrase" if new else "has no passphrase now"
    screen.notify(f"{path.name} {how}. Copies elsewhere, and the key of names, keep theirs.", title=WHAT, markup=False)
    if not backups:
        return
    wanted = await screen.app.push_screen_wait(_about_backups(backups))
    if wanted:
        await aside(screen, "Renewing the backup", lambda _: renew_backups(path, passphrase=new or None, coder=coder))


async def _may_be_open(screen: WorkbenchScreen, path: Path, old: str | None) -> bool:
    """Whether somebody wants the passphrase gone, who has left the new one empty."""
    if old is None:
        screen.notify(f"{path.name} has no passphrase. Nothing was changed.", title=WHAT, markup=False)
        return False
    said = f"Without a passphrase anyone who has {path.name} can read what people told you."
    wanted = await screen.app.push_screen_wait(Confirm("No passphrase", said, yes="Take it away", no="Keep it"))
    return bool(wanted)


def _about_backups(backups: list[Path]) -> Confirm:
    names = "\n".join(one.name for one in backups)
    said = (
        f"Beside it lie backups that open as they did before:\n\n{names}\n\n"
        "If somebody may know the old passphrase, they should go; one is made of the project as it is now."
    )
    return Confirm("Backups under the old passphrase", said, yes="Delete them, make a new one", no="Keep them")
