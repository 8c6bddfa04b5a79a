"""The demonstration: a project built from text, with its evidence workbook and option brief beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.coding.by_group import LIVES
from workbench.desk.briefs.brief import write_brief
from workbench.desk.demo import meeting
from workbench.desk.demo import recipe as cook
from workbench.desk.demo.decided import decided
from workbench.desk.demo.displays import displays
from workbench.desk.demo.ethics import ethics
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.new_project import new_project
from workbench.desk.shipped import shipped
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.take_out import take_out
from workbench.errors import WorkbenchError
from workbench.project.file import Project, open_file

NAME = "getting-about-safely"
AUDIENCE = "public"
PREFERRED = "O3"
GROUPS = ("age_band", "part", "area", LIVES)
"""What the people are grouped by in its workbook."""
CODER = "amina"
"""Whose eyes the demonstration is opened with."""


class NoFolderForItError(WorkbenchError):
    """The demonstration goes into a folder, and none can be made there. Name another."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built, or found: the project, and every file beside it."""

    project: Path
    files: tuple[Path, ...]


def build_demo(folder: Path, *, say: Callable[[str], None], every_core: bool = False) -> Demo:
    """Build the demonstration in a folder; one that is there is left as it is.

    With `every_core` the reading of its words takes the whole machine.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise NoFolderForItError(f"{folder} cannot be made a folder ({reason.strerror}). Name another.") from reason
    path = folder / f"{NAME}.workbench"
    workbook, brief = folder / f"{NAME}-evidence.xlsx", folder / f"{NAME}-brief.html"
    packs = tuple(folder / f"{NAME}-ethics-{number}.docx" for number in (1, 2))
    made = Demo(path, (path, workbook, brief, *packs))
    if path.exists():
        say(f"{path.name} is there already; it is left as it is.")
        return Demo(path, tuple(one for one in made.files if one.exists()))
    unfinished = folder / f".{NAME}-{id(made)}.workbench"
    try:
        _build(unfinished, say, every_core=every_core)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    with open_file(path, coder=CODER) as project:
        say("Writing the evidence workbook, the brief and the ethics pack")
        take_out(project, workbook, audience=AUDIENCE, by=GROUPS)
        write_brief(project, PREFERRED, brief, audience=AUDIENCE)
        recipe = cook.read_recipe(shipped("projects") / "getting_about_safely" / "project.yaml")
        ethics(project, recipe, folder, NAME, audience=AUDIENCE)
    return made


def _build(path: Path, say: Callable[[str], None], *, every_core: bool) -> None:
    source = shipped("projects") / "getting_about_safely"
    recipe = cook.read_recipe(source / "project.yaml")
    with new_project(
        path,
        title=recipe.says["title"],
        frame=recipe.says["frame"],
        approach=recipe.says["approach"],
        coder=CODER,
        notice=" ".join(recipe.says["invented"].split()),
    ) as project:
        say("Bringing in interviews, survey and figures")
        _material(project, source, recipe)
        with project.change("People, consent and who was asked") as session:
            cook.people(session, recipe)
            cook.respondents(session, recipe)
        with project.change("What the figures are") as session:
            cook.describe_figures(session, recipe)
        say("Coding")
        with project.change("Code the interviews and answers") as session:
            cook.codings(session, recipe, "amina")
    with open_file(path, coder="ben") as project, project.change("Code three interviews again") as session:
        cook.codings(session, recipe, "ben")
    with open_file(path, coder=CODER) as project:
        with project.change("Answer doubts about figures") as session:
            cook.answers(session, recipe)
        with project.change("Themes and findings") as session:
            meeting.themes_and_findings(session, recipe)
        with project.change("Side by side") as session:
            meeting.rows(session, recipe)
            meeting.judge(session, recipe, CODER)
    with open_file(path, coder="ben") as project, project.change("Side by side, judged again") as session:
        meeting.judge(session, recipe, "ben")
        meeting.together(session, recipe, "ben")
    with open_file(path, coder=CODER) as project:
        with project.change("What was settled, and the whole") as session:
            meeting.together(session, recipe, CODER)
            meeting.conclusions(session, recipe)
        with project.change("The questions that were followed") as session:
            meeting.settle_threads(session, recipe)
        with project.change("The brief") as session:
            meeting.briefs(session, recipe, audience=AUDIENCE)
        with project.change("What was decided on it") as session:
            decided(project, session, recipe, audience=AUDIENCE)
        with project.change("Displays") as session:
            displays(session, recipe)
        say("Finding topics")
        suggest(project, topics="auto", seed=42, every_core=every_core)


def _material(project: Project, source: Path, recipe: cook.Recipe) -> None:
    """Bring in every file the recipe names; a refused one stops the building."""
    survey = recipe.says["survey"]
    reports = bring_in(project, [source / one["file"] for one in recipe.list("documents")])
    reports += bring_in(project, [source / survey["file"]], map_=source / survey["map"])
    figures = dict.fromkeys(one["file"] for one in recipe.list("indicators"))
    reports += bring_in(project, [source / file for file in figures], as_="indicators")
    refused = [report for report in reports if report.outcome == "refused"]
    if refused:
        raise cook.RecipeDoesNotFitError(f"{refused[0].file} was refused: {refused[0].left_out}")
