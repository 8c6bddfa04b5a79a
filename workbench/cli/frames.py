"""The command that shows the coding frames there are, and one of them in full."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.coding.frames import Frame
    from workbench.errors import Problem

WIDEST = 100
"""Columns; longer lines are hard to read."""


def frames(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One frame, or a file of your own: shows what is in it.")
    ] = None,
    json_: AsJson = False,
) -> None:
    """The coding frames there are, a sentence each; with a name, its questions, codes and figures."""
    from workbench.desk import frames as desk

    problems = desk.shipped_problems() if name is None else desk.problems_in(name)
    if name is None:
        _list(desk.shipped_frames(), json_=json_)
    elif not problems:
        frame = desk.frame_named(name)
        if json_:
            say.value(desk.as_json(frame))
        else:
            for line in page_lines(frame, width()):
                say.line(line)
    _tell(problems)
    if problems:
        sys.exit(1)


def width() -> int:
    """How wide the text is: the terminal, but never so wide that the eye loses the line."""
    return max(40, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def list_lines(found: Sequence[Frame], columns: int) -> Iterator[str]:
    """Every frame with its name, title, first sentence and size."""
    from workbench.desk.frames import size

    for frame in found:
        yield from textwrap.wrap(f"{frame.name}  {frame.title}", columns, subsequent_indent="  ")
        yield from _wrapped(frame.sentence, columns, 2)
        yield from _wrapped(f"{size(frame)}.", columns, 2)
        yield ""


def page_lines(frame: Frame, columns: int) -> Iterator[str]:
    """One frame: what it is for, its questions, its codes, and its figures by where they are published."""
    from workbench.desk.frames import page_of, size

    yield frame.title
    yield from _wrapped(f"{frame.name}, version {frame.version}: {size(frame)}", columns, 0)
    yield ""
    yield from _wrapped(frame.description, columns, 0)
    for heading, entries in page_of(frame):
        yield ""
        yield heading.upper()
        for at, entry in enumerate(entries, 1):
            indent = 2 + 2 * entry.depth
            if entry.text:
                if not entry.depth:
                    yield ""
                yield from _wrapped(entry.name, columns, indent)
                yield from _wrapped(entry.text, columns, indent + 4)
            else:
                yield from textwrap.wrap(
                    f"{at:>2}  {entry.name}", columns, initial_indent="  ", subsequent_indent=" " * 6
                )


def _list(found: Sequence[Frame], *, json_: bool) -> None:
    from workbench.desk.frames import as_line

    if json_:
        say.value([as_line(frame) for frame in found])
        return
    for line in list_lines(found, width()):
        say.line(line)
    if found:
        say.note(f"`workbench frames {found[0].name}` shows one with its questions, codes and figures.")


def _tell(problems: Sequence[Problem]) -> None:
    if problems:
        say.note("Cannot be used until it is mended:")
    for problem in problems:
        say.note(f"  {problem}")


def _wrapped(text: str, columns: int, indent: int) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), columns, initial_indent=" " * indent, subsequent_indent=" " * indent)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("frames")(frames)
