"""Another passphrase for a project: the file, what was computed from its words, its name in the list, and its backups."""

from __future__ import annotations

from pathlib import Path

from workbench.desk.withdrawal.unfinished import make_good
from workbench.errors import WorkbenchError
from workbench.project.backup import copies_within_reach, purge_copies
from workbench.project.file import open_file
from workbench.project.passphrase import change_passphrase
from workbench.settings import recent_projects, remember_project
from workbench.suggestions import cache


class PassphraseIsTheSameError(WorkbenchError):
    """That is its passphrase already. Nothing was changed."""


def set_passphrase(path: Path, *, old: str | None, new: str | None, coder: str) -> list[Path]:
    """Give a project another passphrase, or none; gives the backups beside it, which open as they did before.

    Raises a WorkbenchError where it is open elsewhere or does not open under the old one; then nothing was changed.
    """
    if old == new:
        raise PassphraseIsTheSameError(None if old else f"{path.name} has no passphrase. Nothing was changed.")
    with open_file(path, coder=coder, passphrase=old) as project:
        with project.turn("Change the passphrase"):
            secret, title = bytes.fromhex(project.meta["secret"]), project.title
        make_good(project)
    change_passphrase(path, old=old, new=new, coder=coder)
    cache.purge(secret)
    for recent in recent_projects():
        if recent.path == path.absolute():
            remember_project(path, title, recent.opened, recent.coder, encrypted=new is not None)
    return copies_within_reach(path)


def renew_backups(path: Path, *, passphrase: str | None, coder: str) -> Path | None:
    """Write over and delete the backups beside a project, and make one as it is now; None where there was none."""
    with open_file(path, coder=coder, passphrase=passphrase) as project:
        return purge_copies(project)[1]
