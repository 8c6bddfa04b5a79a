"""The command that makes figures of a survey's closed questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli import say
from workbench.cli.opening import AsJson, CoderName, ProjectFile, opened

if TYPE_CHECKING:
    from workbench.desk.importing.survey_figures import Asked
    from workbench.project.file import Project

Answers = Annotated[
    list[str] | None, typer.Option("--answers", help="The answers that count, commas between; may be given again.")
]
Base = Annotated[
    list[str] | None, typer.Option("--base", help="The answers that belong to the base, where not all of them do.")
]
By = Annotated[
    str, typer.Option("--by", help="`lives`, `recruited in`, `speaks of`, or a question that names people's area.")
]
AskedIf = Annotated[str, typer.Option("--asked-if", help="Who was asked: QUESTION=ANSWER,ANSWER of an earlier one.")]
Sampling = Annotated[
    str, typer.Option("--sampling", help="How its people were found: random, everyone, self-selected, purposive.")
]


def figures(
    project: ProjectFile,
    survey: Annotated[str, typer.Option("--survey", help="The survey; not needed where there is one.")] = "",
    question: Annotated[str, typer.Option("--question", help="The closed question; without it they are listed.")] = "",
    answers: Answers = None,
    base: Base = None,
    mean: Annotated[bool, typer.Option("--mean", help="The mean of the numbers given, and not a share.")] = False,
    by: By = "",
    attribute: Annotated[str, typer.Option("--attribute", help="Also by the groups of this attribute.")] = "",
    asked_if: AskedIf = "",
    area: Annotated[str, typer.Option("--area", help="The area, by code or name, that the whole survey is of.")] = "",
    period: Annotated[str, typer.Option("--period", help="When people answered, where no column says it.")] = "",
    sampling: Sampling = "",
    unweighted: Annotated[bool, typer.Option("--unweighted", help="Leave the survey's weights aside.")] = False,
    name: Annotated[str, typer.Option("--name", help="What the indicator is called.")] = "",
    recipe: Annotated[
        Path | None, typer.Option("--recipe", help="All of this in a file, YAML.", readable=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count and show; change nothing.")] = False,
    coder: CoderName = None,
    json_: AsJson = False,
) -> None:
    """Make figures of a survey's closed question, with base, interval and who did not answer."""
    from workbench.desk.importing.survey_figures import survey_figures, what_was_asked
    from workbench.indicators.survey_recipes import recipe_of

    said: dict[str, Any] = _from_file(recipe)
    survey, question = survey or said.get("survey", ""), question or said.get("question", "")
    with opened(project, coder=coder) as file:
        if not question:
            _list(what_was_asked(file, survey), as_json=json_)
            return
        told = {"by": by, "attribute": attribute, "area": area, "period": period}
        if mean:
            told["measure"] = "mean"
        for key, typed in (("answers", answers), ("base", base)):
            if typed:
                said[key] = _answers(file, survey, question, typed)
        if asked_if:
            before, _, after = asked_if.partition("=")
            said |= {"asked_if": before.strip(), "asked_answers": _answers(file, survey, before.strip(), [after])}
        said |= {"survey": survey, "question": question, **{key: value for key, value in told.items() if value}}
        if unweighted:
            said["weighted"] = False
        called, found = name or said.pop("name", ""), sampling or said.pop("sampling", "")
        cells = {key: value for key, value in said.items() if key not in {"name", "sampling"}}
        done = survey_figures(file, recipe_of(cells), name=called, sampling=found, dry_run=dry_run)
    if json_:
        say.value(done.as_json())
        return
    say.line(f"{done.name}{'' if done.kept else ' (tried only: nothing was changed)'}")
    for line in done.lines():
        say.line(f"  {line}")


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    from workbench.exchange.readers import read_map

    return dict(read_map(path))


def _answers(file: Project, survey: str, question: str, typed: list[str]) -> list[str]:
    """The answers that somebody typed; a comma within an answer that there is parts nothing."""
    from workbench.desk.importing.survey_figures import answers_from, what_was_asked

    [asked] = what_was_asked(file, survey, question)
    there = [*(one.answer for one in asked.answers), *asked.question.choices]
    return [one for each in typed for one in answers_from(each, there)]


def _list(listed: list[Asked], *, as_json: bool) -> None:
    """The closed questions there are, with their answers."""
    if as_json:
        say.value(
            [
                {
                    "question": one.question.name,
                    "wording": one.question.wording,
                    "kind": one.question.kind,
                    "people": one.people,
                    "answers": {each.answer: each.people for each in one.answers[:100]},
                }
                for one in listed
            ]
        )
        return
    for one in listed:
        say.line(one.line())
    say.note("Say which with --question, and which answers count with --answers.")


def declare(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("figures")(figures)
