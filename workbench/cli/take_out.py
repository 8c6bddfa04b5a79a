"""Commands that take something out: tables, the workbook, paper, a brief."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli import say
from workbench.cli.opening import CoderName, ProjectFile, opened

if TYPE_CHECKING:
    from workbench.project.file import Project

Audience = Annotated[str, typer.Option("--audience", help="Who will read it: `internal`, or an organisation's name.")]


DisplayName = Annotated[str | None, typer.Option("--display", help="A display of words and numbers, by its title.")]


PaperName = Annotated[
    str | None,
    typer.Option(
        "--paper",
        help="What to print: transcript, quotes, codebook, matrix, unknown, display, transparency or participants (.docx, .html).",
    ),
]
Groups = Annotated[
    str | None, typer.Option("--by", help="Group people in a workbook by these attributes, A,B, or “where they live”.")
]
Positions = Annotated[
    str | None, typer.Option("--positions", help="What a .qdpx counts: code-points, unless told, or utf-16 for NVivo.")
]
Codebook = Annotated[
    bool, typer.Option("--codebook", help="The codebook, in a .csv, .xlsx or .yaml; a .qdc holds nothing else.")
]
OutFile = Annotated[
    Path,
    typer.Argument(
        metavar="OUT",
        help="The file to write; its ending says what: .xlsx, .csv, .docx, .html, .qdpx, .qdc, .sav, .dta, .zip.",
        readable=False,
    ),
]
AsVariables = Annotated[
    bool,
    typer.Option("--variables", help="Codings as variables, a row a person, in a .csv; .sav and .dta always are."),
]
EachAnswer = Annotated[
    bool,
    typer.Option("--each-answer", help="Of codings as variables: a row an answer to an open question, not a person."),
]


class Format(StrEnum):
    """How a table is written."""

    csv = "csv"
    json = "json"
    md = "md"


def table(
    project: ProjectFile,
    name: Annotated[str, typer.Argument(help="Which table; a wrong name lists them all.")],
    by: Annotated[str | None, typer.Option("--by", help="Group people by this attribute.")] = None,
    coder: CoderName = None,
    display: DisplayName = None,
    audience: Audience = "internal",
    format_: Annotated[Format | None, typer.Option("--format", help="csv, json or md.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Any analysis as a tidy table."""
    from workbench.desk.tables.declared import make_table, written
    from workbench.desk.take_out import note_shown

    with opened(project) as file:
        made = make_table(file, name, by=by, coder=coder, audience=audience, display=display)
        text = written(made, "json" if json_ else (format_ or Format.csv).value)
        doubtful = note_shown(file, made, text, audience)
    say.line(text.rstrip("\n"))
    for remark in (*made.left_out, *doubtful):
        say.note(remark)


def export(
    project: ProjectFile,
    out: OutFile,
    audience: Audience = "internal",
    sheets: Annotated[
        str | None,
        typer.Option("--sheets", help="Only these sheets of a workbook, A,B; a wrong name lists all there are."),
    ] = None,
    table: Annotated[str | None, typer.Option("--table", help="The table that a .csv holds.")] = None,
    by: Groups = None,
    paper: PaperName = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="A document of a transcript, by its name; may come again.")
    ] = None,
    codes: Annotated[bool, typer.Option("--codes", help="A transcript with its codings in the margin.")] = False,
    place: Annotated[
        str | None, typer.Option("--place", help="A place on one A4 page (.html), by its name or code.")
    ] = None,
    display: DisplayName = None,
    positions: Positions = None,
    codebook: Codebook = False,
    variables: AsVariables = False,
    each_answer: EachAnswer = False,
    coder: CoderName = None,
) -> None:
    """Write a workbook, a table, a paper, a place on one page, or what is in the project for another program."""
    from workbench.desk.take_out import take_out

    hears = say.Progress(100)
    with opened(project, coder=coder, change=f"Take out {out.name}") as file:
        _say_what_stays(file, out)
        taken = take_out(
            file,
            out,
            audience=audience,
            sheets=_names(sheets),
            table=table,
            by=_names(by),
            paper=paper,
            documents=document or (),
            codes=codes,
            place=place,
            display=display,
            variables=variables,
            each_answer=each_answer,
            positions=positions,
            codebook=codebook,
            progress=lambda done, _: hears(100 * done),
        )
    say.line(taken.sentence)


def _say_what_stays(project: Project, out: Path) -> None:
    """Before a project leaves for another program, say what the format has no place for."""
    if out.suffix.lower() == ".qdpx":
        from workbench.desk.refi.writing import stays_behind

        say.note(stays_behind(project) or "Everything in the project has a place in the format.")


def _names(said: str | None) -> list[str] | None:
    """Names with commas between them; None where none was said."""
    return [name.strip() for name in said.split(",")] if said else None


def brief(
    project: ProjectFile,
    option: Annotated[str, typer.Argument(help="An option's number, O1, or its title.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .html, .docx or .md.", readable=False)],
    audience: Annotated[
        str | None,
        typer.Option("--audience", help="Who will read it: `internal` unless told, or an organisation's name."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--version",
            help="A version that was kept when it was decided on, by its number or how its fingerprint begins;"
            " it leaves for the readers it was kept for.",
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", help="A council's own form: a .docx for .docx, a Jinja file for .html.", readable=False
        ),
    ] = None,
    coder: CoderName = None,
) -> None:
    """Write the option brief that an option belongs to, as it stands or as a version was kept."""
    from workbench.desk.briefs.brief import write_brief
    from workbench.desk.briefs.kept_versions import write_named

    with opened(project, coder=coder, change=f"Take out {out.name}") as file:
        if version is None:
            taken = write_brief(file, option, out, audience=audience or "internal", template=template)
        else:
            taken = write_named(file, option, version, out, audience=audience, template=template)
    say.line(taken.sentence)


def declare(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("table")(table)
    app.command("export")(export)
    app.command("brief")(brief)
