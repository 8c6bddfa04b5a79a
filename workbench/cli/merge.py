"""The command that unites copies of a project."""

from __future__ import annotations

import os
import sys
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import PASSPHRASE, AsJson, CoderName, ProjectFile, opened


def merge(
    project: ProjectFile,
    copies: Annotated[
        list[Path], typer.Argument(metavar="COPY...", help="Copies that others have worked in. They are only read.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come in and what differs; change nothing.")
    ] = False,
    choices: Annotated[
        Path | None,
        typer.Option("--choices", metavar="FILE", help="YAML: the name of what differs, and `ours` or `theirs`."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Whoever withdrew in a copy is deleted here too, without asking again.")
    ] = False,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Unite copies of a project, losing nothing. Where two say different things, both are kept and one stands."""
    from workbench.desk.merging.merge import merge as carry_out
    from workbench.desk.merging.merge import read_choices
    from workbench.project.opening import PassphraseNeededError, WrongPassphraseError

    chosen = read_choices(choices) if choices is not None else {}
    reports = []
    with opened(project, coder=coder) as file:
        for copy in copies:
            taking = partial(carry_out, file, copy, dry_run=dry_run, confirmed=yes, choices=chosen)
            try:
                report = taking(passphrase=os.environ.get(PASSPHRASE))
            except (PassphraseNeededError, WrongPassphraseError):
                if not sys.stdin.isatty():
                    raise
                report = taking(passphrase=getpass(f"Passphrase of {copy.name}: "))
            reports.append(report.as_json())
            if not json_:
                for line in report.lines():
                    say.line(line)
    if json_:
        say.value(reports)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("merge")(merge)
