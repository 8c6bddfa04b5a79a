"""How a command opens the project file it was given."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.project.file import Project

PASSPHRASE = "WORKBENCH_PASSPHRASE"  # noqa: S105
NEW_PASSPHRASE = "WORKBENCH_NEW_PASSPHRASE"  # noqa: S105
NAMES_PASSPHRASE = "WORKBENCH_NAMES_PASSPHRASE"  # noqa: S105

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT", help="A project file, NAME.workbench.", readable=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output.")]
CoderName = Annotated[str | None, typer.Option("--coder", help="Whose work this is; your own name unless told.")]


class PassphraseNotGivenError(WorkbenchError):
    """There is nobody to ask for a passphrase. Put it in WORKBENCH_PASSPHRASE, or run this in a terminal."""


@contextmanager
def opened(path: Path, *, coder: str | None = None, change: str = "") -> Iterator[Project]:
    """The project, open; asks for a passphrase where the file needs one and none is in WORKBENCH_PASSPHRASE.

    With the name of a change that will be written down, raises ReadingOnlyError before any work where nothing can be.
    """
    from workbench.desk.withdrawal.unfinished import make_good
    from workbench.project.file import open_file
    from workbench.settings import coder_for, read_settings

    shared = read_settings().shared_folder or None
    project = open_file(path, coder=coder or coder_for(path), passphrase=passphrase_of(path), shared_folder=shared)
    with project:
        make_good(project)
        if change:
            with project.turn(change):
                pass
        yield project


def new_passphrase() -> str:
    """A passphrase for a new project: from WORKBENCH_PASSPHRASE, or asked for twice."""
    return _new(PASSPHRASE, "Passphrase for the new project: ")


def another_passphrase() -> str:
    """Another passphrase for a project: from WORKBENCH_NEW_PASSPHRASE, or asked for twice."""
    return _new(NEW_PASSPHRASE, "The new passphrase: ")


def _new(variable: str, prompt: str) -> str:
    given = os.environ.get(variable)
    if given:
        return given
    if not sys.stdin.isatty():
        raise PassphraseNotGivenError(
            f"There is nobody to ask for a passphrase. Put it in {variable}, or run this in a terminal."
        )
    return _asked_twice(prompt)


def passphrase_of(path: Path) -> str | None:
    """The passphrase under which a project lies: from WORKBENCH_PASSPHRASE, or asked for; None where it needs none."""
    from workbench.project.opening import PassphraseNeededError, look

    try:
        look(path, passphrase=None)
    except PassphraseNeededError:
        given = os.environ.get(PASSPHRASE)
        if given is None and not sys.stdin.isatty():
            raise
        return given if given is not None else getpass("Passphrase: ")
    return None


def _asked_twice(prompt: str) -> str:
    while True:
        first = getpass(prompt)
        if first and first == getpass("The same again: "):
            return first
        sys.stderr.write("The two were not the same, or empty. Once more.\n")


def names_passphrase(*, new: bool) -> str:
    """The passphrase of a key of names: from WORKBENCH_NAMES_PASSPHRASE, or asked for; twice for a new key."""
    given = os.environ.get(NAMES_PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise PassphraseNotGivenError(
            f"There is nobody to ask for the passphrase of the key. Put it in {NAMES_PASSPHRASE}, or use a terminal."
        )
    if not new:
        return getpass("Passphrase of the key of names: ")
    return _asked_twice("A passphrase for the new key of names: ")
