"""The command that writes the ethics pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import CoderName, ProjectFile, opened


def ethics(
    project: ProjectFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .docx or .html.", readable=False)],
    committee: Annotated[
        str, typer.Option("--committee", help="To whom it goes; without it, it is a draft and no version is kept.")
    ] = "",
    meeting: Annotated[
        str, typer.Option("--meeting", metavar="DAY", help="The day on which the committee meets.")
    ] = "",
    audience: Annotated[str, typer.Option("--audience", help="Who will read it; the public unless told.")] = "public",
    coder: CoderName = None,
) -> None:
    """Write what a data ethics committee asks, from what is in the project."""
    from workbench.desk.ethics.writing import write_pack

    hears = say.Progress(100)
    with opened(project, coder=coder) as file:
        taken = write_pack(
            file,
            out,
            audience=audience,
            committee=committee,
            meeting=meeting,
            progress=lambda done, _: hears(100 * done),
        )
    say.line(taken.sentence)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("ethics")(ethics)
