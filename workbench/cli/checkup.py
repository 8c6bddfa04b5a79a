"""Commands that say how a project stands, and take changes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened


def status(project: ProjectFile, json_: AsJson = False) -> None:
    """What is in a project, and how many problems it has."""
    from workbench.desk.status import status as status_of

    with opened(project) as file:
        counts, problems = status_of(file)
    if json_:
        say.value({**counts, "problems": problems})
        return
    say.columns((name, f"{number:,}") for name, number in counts.items())
    say.line("problems: " + ", ".join(f"{number} {severity}" for severity, number in problems.items()))


def check(project: ProjectFile, json_: AsJson = False) -> None:
    """Every problem the project has: look again, consent, small numbers, integrity."""
    from workbench.desk.problems import problems as problems_of

    with opened(project) as file, file.read() as session:
        problems = problems_of(session)
    if json_:
        say.value([{"severity": one.severity, "where": one.where, "message": one.message} for one in problems])
    else:
        for one in problems:
            say.line(f"{one.severity}: {one}")
        if not problems:
            say.line("No problems found.")
    if any(one.severity == "error" for one in problems):
        sys.exit(1)


def undo(project: ProjectFile, coder: CoderName = None) -> None:
    """Take back your own newest change."""
    with opened(project, coder=coder) as file:
        done = file.undo()
        say.line(f"Taken back: {done.name}." if done else "There is nothing of yours to take back.")


def redo(project: ProjectFile, coder: CoderName = None) -> None:
    """Do again what you took back last."""
    with opened(project, coder=coder) as file:
        done = file.redo()
        say.line(f"Done again: {done.name}." if done else "There is nothing of yours to do again.")


STATES = {
    "done": "done",
    "undone": "taken back",
    "dropped": "taken back for good",
    "sealed": "done, cannot be taken back",
}
"""What a state of a change is called."""


def history(
    project: ProjectFile,
    limit: Annotated[int, typer.Option("--limit", help="How many changes, the newest first.")] = 50,
    json_: AsJson = False,
) -> None:
    """Who changed what, and when."""
    from workbench.project.history import changes

    with opened(project) as file, file.read() as session:
        listed = changes(session, limit=limit)
    if json_:
        say.value(
            [
                {"name": one.name, "who": one.who, "at": one.at[:19] + "Z", "kind": one.kind, "state": one.state}
                for one in listed
            ]
        )
    else:
        say.columns((one.at[:19] + "Z", one.who, one.name, STATES[one.state]) for one in listed)


def benchmark(
    size: Annotated[str, typer.Option("--size", help="S, M or L.")] = "S",
    speed: Annotated[
        str | None, typer.Option("--suggestions-speed", help="Instead: how long suggestions take: S, M or L.")
    ] = None,
    suggestions: Annotated[
        Path | None,
        typer.Option(
            "--suggestions", help="Instead: how good proposed codes and topics are, on the coded answers here."
        ),
    ] = None,
    json_: AsJson = False,
) -> None:
    """Our speed as ratios to raw scripts doing the same, in one run."""
    if speed is not None:
        _suggestions_speed(speed, json_=json_)
        return
    if suggestions is not None:
        _suggestions_quality(suggestions, json_=json_)
        return
    from workbench.benchmark import run_benchmark

    results = run_benchmark(size, say=say.note)
    if json_:
        say.value([result.as_json() for result in results])
    else:
        say.columns([("what", "ours", "raw", "ratio", "goal"), *(result.as_row() for result in results)])


def _suggestions_speed(size: str, *, json_: bool) -> None:
    from workbench.benchmark.suggesting_speed import HEAD, speeds

    taken = []
    for one in speeds(size):
        say.note("  ".join(one.as_row()))
        taken.append(one)
    if json_:
        say.value([one.as_json() for one in taken])
    else:
        say.columns([HEAD, *(one.as_row() for one in taken)])


def _suggestions_quality(folder: Path, *, json_: bool) -> None:
    from dataclasses import asdict

    from workbench.benchmark import suggesting, topics

    measures = suggesting.measure(folder, say=say.note)
    grouped = topics.topics_quality(folder, say=say.note)
    if json_:
        say.value([*(one.as_json() for one in measures), *(asdict(one) for one in grouped)])
    else:
        say.columns([suggesting.HEADER, *(one.as_row() for one in measures)])
        say.columns([topics.HEADER, *(one.as_row() for one in grouped)])


def declare(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (status, check, undo, redo, history, benchmark):
        app.command(command.__name__)(command)
