"""The command that takes in a consent log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened
from workbench.text import counted


def consent(
    project: ProjectFile,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A table with a row a person: person, verbatim, public …")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; change nothing.")] = False,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Take in what people have agreed to, from a table: by use and audience, with date, form and guardian."""
    from workbench.desk.importing.consent_table import take_consent

    with opened(project, coder=coder) as opened_project:
        taken = take_consent(opened_project, file, dry_run=dry_run)
    if json_:
        left = [{"where": one.where, "what": one.what, "why": one.why} for one in taken.left_out]
        say.value({"people": taken.people, "answers": taken.answers, "left_out": left})
    else:
        say.line(f"{counted(taken.answers, 'answer')} of {counted(taken.people, 'person', 'people')}")
        for one in taken.left_out:
            say.note(f"left out, {one.where}: {one.what} ({one.why})")


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("consent")(consent)
