"""The command line: its commands, and the one place where a refused command becomes a sentence."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from workbench import __version__
from workbench.cli import (
    bring_in,
    checkup,
    consent,
    data_sets,
    ethics,
    frames,
    guide,
    merge,
    names,
    passphrase,
    readiness,
    say,
    survey_figures,
    take_out,
    withdraw,
)
from workbench.errors import WorkbenchError, crashed
from workbench.text import is_text

app = typer.Typer(
    name="workbench",
    help="Lived experience beside the statistics, in one project file.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class ArgumentIsNotTextError(WorkbenchError):
    """A name on the command line is not written in UTF-8. Rename it or write it anew, and try again."""


def _version(wanted: bool) -> None:
    if wanted:
        say.line(f"workbench {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Lived experience beside the statistics, in one project file.

    Without a command the app opens on its home screen; with a project file, on that project.
    """
    if context.invoked_subcommand is None:
        _open_app(None)


@app.command("open")
def open_(project: Annotated[Path, typer.Argument(help="A project file, NAME.workbench.", readable=False)]) -> None:
    """Open a project in the terminal app."""
    _open_app(project)


def _open_app(project: Path | None) -> None:
    from workbench.tui.app import WorkbenchApp

    WorkbenchApp(project_path=project).run()


for module in (
    bring_in,
    data_sets,
    ethics,
    frames,
    take_out,
    readiness,
    names,
    passphrase,
    consent,
    merge,
    withdraw,
    checkup,
    guide,
    survey_figures,
):
    module.declare(app)


def run() -> None:
    """Start from the command line. Exit 0 done, 1 refused or failed with one sentence, 2 wrong usage."""
    say.speak_utf8()
    sys.excepthook = crashed
    threading.excepthook = lambda told: crashed(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)
    arguments = sys.argv[1:]
    if arguments and not arguments[0].startswith("-") and arguments[0].endswith(".workbench"):
        arguments = ["open", *arguments]
    try:
        _require_text(arguments)
        signal.signal(signal.SIGINT, _stop)
        app(args=arguments, standalone_mode=True)
    except WorkbenchError as refusal:
        say.note(" ".join(str(refusal).split()))
        sys.exit(1)
    except (_Stopped, KeyboardInterrupt):
        say.note("Stopped. What was under way was taken back; what was done before it is kept.")
        sys.exit(1)


class _Stopped(BaseException):
    """Somebody pressed ctrl+c. Not KeyboardInterrupt, which typer would answer in its own words."""


def _stop(*_: object) -> NoReturn:
    raise _Stopped


def _require_text(arguments: list[str]) -> None:
    """Refuse arguments that are not text; files to import are refused one by one, so that the others come in."""
    files = 2 if arguments[:1] == ["import"] else len(arguments)
    stray = [one for one in arguments[:files] if not is_text(one)]
    if stray:
        raise ArgumentIsNotTextError(f"{stray[0]} is not written in UTF-8. Rename it or write it anew, and try again.")
