"""The command that takes somebody's words out of a project, for good."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened
from workbench.errors import WorkbenchError


class NotConfirmedError(WorkbenchError):
    """Nothing was withdrawn. It cannot be undone, so it has to be confirmed: type the label, or give --yes."""


def withdraw(
    project: ProjectFile,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The person's label, as the people list shows it.")],
    scope: Annotated[
        str | None,
        typer.Option("--scope", help="Only consent to: verbatim, paraphrase, machine, or an audience. Nothing goes."),
    ] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only what they said in this document.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it touches; change nothing.")] = False,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="OUT", help="Write the certificate to this file.")
    ] = None,
    asked_on: Annotated[str | None, typer.Option("--asked-on", help="The day they asked, as 2026-03-14.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Take back somebody's words or consent. What it touches is shown first; it cannot be undone."""
    from workbench.desk.withdrawal.withdrawing import save_certificate, touched
    from workbench.desk.withdrawal.withdrawing import withdraw as carry_out

    if scope and document:
        raise typer.BadParameter("--scope takes consent back and deletes nothing; --document deletes. Choose one.")
    with opened(project, coder=coder) as file:
        found = touched(file, case, scope=scope, document=document)
        if dry_run:
            _tell(found.as_json() if json_ else found.lines())
            return
        if not yes:
            _confirm(case, found.lines())
        done = carry_out(file, case, scope=scope, document=document, asked_on=asked_on)
        if certificate is not None:
            save_certificate(file, done, certificate)
    _tell(done.as_json() if json_ else done.lines())


def _tell(what: dict[str, object] | list[str]) -> None:
    if isinstance(what, dict):
        say.value(what)
        return
    for line in what:
        say.line(line)


def _confirm(case: str, lines: list[str]) -> None:
    """Show what it touches and have the label typed."""
    if not sys.stdin.isatty():
        raise NotConfirmedError
    for line in lines:
        say.note(line)
    say.note("This cannot be undone.")
    if typer.prompt(f"Type {case} to go on", default="", show_default=False, err=True) != case:
        raise NotConfirmedError


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("withdraw")(withdraw)
