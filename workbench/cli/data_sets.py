"""The command that says what is known of a data set: its source, its terms, its agreements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened

Text = str | None
Named = Annotated[str, typer.Argument(metavar="DATASET", help="Its title, or the file that brought it.")]
About = Annotated[
    Path | None, typer.Option("--about", help="Everything that is to be said of it, YAML.", readable=False)
]
Title = Annotated[Text, typer.Option("--title", help="What it is called.")]
Publisher = Annotated[Text, typer.Option("--publisher", help="Who publishes it.")]
Licence = Annotated[Text, typer.Option("--licence", help="How it may be used.")]
SharedBy = Annotated[Text, typer.Option("--shared-by", help="The partner who shared it.")]
AgreementName = Annotated[Text, typer.Option("--agreement", help="The sharing agreement's reference.")]
Purpose = Annotated[Text, typer.Option("--purpose", help="For what purpose it was shared.")]
LawfulBasis = Annotated[Text, typer.Option("--lawful-basis", help="On what lawful basis.")]
Assessment = Annotated[Text, typer.Option("--impact-assessment", help="The impact assessment's reference.")]
KeepUntil = Annotated[Text, typer.Option("--keep-until", help="The last day it may be kept.")]
Published = Annotated[bool, typer.Option("--published", help="It is published, and no partner shared it.")]
Delete = Annotated[
    str, typer.Option("--delete", metavar="REASON", help="Delete its figures for good; undo cannot bring them back.")
]


def dataset(
    project: ProjectFile,
    name: Named,
    about: About = None,
    title: Title = None,
    publisher: Publisher = None,
    licence: Licence = None,
    shared_by: SharedBy = None,
    agreement: AgreementName = None,
    purpose: Purpose = None,
    lawful_basis: LawfulBasis = None,
    impact_assessment: Assessment = None,
    keep_until: KeepUntil = None,
    published: Published = False,
    delete: Delete = "",
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Say where a data set comes from and on what terms it is here, or read what is said; or delete its figures."""
    from workbench.desk.importing.data_sets import describe, facts_line, facts_of, read_facts
    from workbench.desk.withdrawal.deleting import delete_figures
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
            say.line(delete_figures(file, key, reason=delete).said)
            return
        if facts:
            with file.change("Describe a data set") as session:
                for one in facts:
                    describe(session, key, one)
        with file.read() as session:
            line = facts_line(session, key)
    if json_:
        say.value(line.as_json())
        return
    for sentence in line.lines():
        say.line(sentence)


def declare(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("dataset")(dataset)
