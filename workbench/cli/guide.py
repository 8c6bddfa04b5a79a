"""The command that prints the guide, for whoever has no app open."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from workbench.cli import say


def guide(
    page: Annotated[str | None, typer.Argument(metavar="PAGE", help="Which page; without one, the list.")] = None,
) -> None:
    """A page of the guide: your first hour, the whole way, for your IT department."""
    from workbench.desk.guide import PAGES, page_named

    if page is None:
        say.columns((one.name, one.sentence) for one in PAGES)
        return
    text = page_named(page).text()
    if not sys.stdout.isatty():
        say.line(text.rstrip("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(100, Console().width)).print(Markdown(text))


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("guide")(guide)
