"""The command that says what is known of a data set: its source, its terms, its agreements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened


def dataset(
    project: ProjectFile,
    name: Annotated[str, typer.Argument(metavar="DATASET", help="Its title, or the file that brought it.")],
    about: Annotated[
        Path | None, typer.Option("--about", help="Everything that is to be said of it, YAML.", readable=False)
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who publishes it.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", help="How it may be used.")] = None,
    shared_by: Annotated[str | None, typer.Option("--shared-by", help="The partner who shared it.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="The sharing agreement's reference.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="For what purpose it was shared.")] = None,
    lawful_basis: Annotated[str | None, typer.Option("--lawful-basis", help="On what lawful basis.")] = None,
    impact_assessment: Annotated[
        str | None, typer.Option("--impact-assessment", help="The impact assessment's reference.")
    ] = None,
    keep_until: Annotated[str | None, typer.Option("--keep-until", help="The last day it may be kept.")] = None,
    published: Annotated[bool, typer.Option("--published", help="It is published, and no partner shared it.")] = False,
    delete: Annotated[
        str,
        typer.Option("--delete", metavar="REASON", help="Delete its figures for good; undo cannot bring them back."),
    ] = "",
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Say where a data set comes from and on what terms it is here, or read what is said; or delete its figures."""
    from workbench.desk.data_sets import describe, facts_line, facts_of, read_facts
    from workbench.desk.deleting import delete_figures
    from workbench.indicators.recognised import dataset_named

    said = {
        "title": title,
        "publisher": publisher,
        "licence": licence,
        "shared by": shared_by,
        "agreement": agreement,
        "purpose": purpose,
        "lawful basis": lawful_basis,
        "impact assessment": impact_assessment,
        "keep until": keep_until,
        "shared": False if published else None,
    }
    given = {key: value for key, value in said.items() if value is not None}
    facts = [read_facts(about)] if about else []
    facts += [facts_of(given)] if given else []
    with opened(project, coder=coder) as file:
        with file.read() as session:
            key = dataset_named(session, name)
        if delete:
            done = delete_figures(file, key, reason=delete)
            say.line(done.said)
            return
        if facts:
            with file.change("Describe a data set") as session:
                for one in facts:
                    describe(session, key, one)
        with file.read() as session:
            line = facts_line(session, key)
    if json_:
        say.value(line.as_json())
    else:
        for sentence in line.lines():
            say.line(sentence)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("dataset")(dataset)
