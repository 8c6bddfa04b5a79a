"""The command that asks a partner whether it is ready for a flow of data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import CoderName, ProjectFile, opened


def readiness(
    project: ProjectFile,
    flow: Annotated[str, typer.Argument(help="The flow of data, by its name; a wrong one lists them all.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", readable=False)],
    audience: Annotated[str, typer.Option("--audience", help="Who will fill it in; anyone, unless told.")] = "public",
    coder: CoderName = None,
) -> None:
    """Write a sheet for each of two people at a partner: are they ready for a flow of data?"""
    from workbench.desk.briefs.flow_sheets import write_readiness

    with opened(project, coder=coder) as file:
        taken = write_readiness(file, flow, out, audience=audience)
    say.line(taken.sentence)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("readiness")(readiness)
