"""The command that gives a project another passphrase."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import CoderName, ProjectFile, another_passphrase, passphrase_of


def passphrase(
    project: ProjectFile,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the passphrase away: anyone with the file reads it.")
    ] = False,
    renew_backups: Annotated[
        bool,
        typer.Option("--renew-backups", help="Delete the backups beside it, and make one under the new passphrase."),
    ] = False,
    coder: CoderName = None,
) -> None:
    """Give a project another passphrase, or its first; the file is written anew, and the old one is written over."""
    from workbench.desk.passphrase import renew_backups as renew
    from workbench.desk.passphrase import set_passphrase
    from workbench.settings import coder_for

    who = coder or coder_for(project)
    old = passphrase_of(project)
    new = None if remove else another_passphrase()
    backups = set_passphrase(project, old=old, new=new, coder=who)
    say.line(
        f"{project.name} has no passphrase now: anyone with the file reads it."
        if remove
        else f"{project.name} opens with the new passphrase."
    )
    if backups and renew_backups:
        made = renew(project, passphrase=new, coder=who)
        say.line(f"Deleted: {', '.join(one.name for one in backups)}. Made: {made.name if made else 'none'}.")
    elif backups:
        say.line(
            f"These open as before: {', '.join(one.name for one in backups)}."
            " --renew-backups deletes them and makes one under the new passphrase."
        )
    say.line("Copies elsewhere, and the key of names, keep the passphrases they have.")


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("passphrase")(passphrase)
