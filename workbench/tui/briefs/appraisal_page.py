"""The page of a brief's appraisal: what it wants, and in full its long list and its options by factor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from textual import work

from workbench.briefs.contents import Contents, contents
from workbench.briefs.factors import appraise_in_full, appraise_lightly, rate_option
from workbench.briefs.long_list import ASKED, DIMENSIONS
from workbench.briefs.objectives import ObjectiveLine, amend_objective
from workbench.briefs.readiness.appraised import lacking
from workbench.briefs.sections.full import weights_in_words
from workbench.briefs.sections.options import abreast
from workbench.rows import live
from workbench.sources.asked import Question
from workbench.tui.briefs.line_forms import rating_fields
from workbench.tui.briefs.line_page import LinePage
from workbench.tui.briefs.option_parts import LEVELS
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.triangulation.asking import choose_figure
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words

_VERDICTS = {
    "": "? not judged",
    "carried forward": "→ carried on",
    "preferred": "★ preferred",
    "discounted": "× dropped",
}


class AppraisalPage(LinePage):
    """What a brief wants, its long list, and its options by factor."""

    HELP = """\
### The appraisal
What should be better afterwards, each with the figure from which it starts and what people will be asked again. In full
also the long list, and the options by factor. `tab` walks the lines, `enter` edits the marked one, `a` adds one,
`delete` takes it out, `K` and `J` move it up and down. `u` appraises in full, or lightly again; nothing written is lost by that.
"""
    KINDS = ("objective", "choice", "factor")

    def __init__(self, brief_id: int) -> None:
        super().__init__()
        self._brief_id = brief_id
        self._brief: Contents | None = None

    def brief_here(self) -> int:
        """The brief."""
        return self._brief_id

    def read_page(self) -> list[Part]:
        """The appraisal as it stands."""
        with self.attempt("The appraisal") as tried, self.project.read() as session:
            self._brief = contents(session, self._brief_id)
        if tried.failed or self._brief is None:
            return [words("This brief is no longer in the project. Escape goes back.", "quiet")]
        brief = self._brief
        self.page_title = f"{brief.brief.name} {brief.brief.title}".replace("[", "\\[")
        lacks = [one for one in lacking(brief) if one.where == brief.brief.name and one.severity != "info"]
        made: list[Part] = [Block((Run(one.message, "warning"),), 0, "⚠") for one in lacks]
        made += [blank()] if made else []
        made += [Rule("What should be better afterwards"), *self._objectives(brief)]
        if brief.brief.appraisal == "full":
            made += [blank(), Rule("The long list"), *_long_list(brief), blank(), Rule("The options by factor")]
            made += _factors(brief)
        else:
            made += [blank(), Rule("The appraisal")]
            said = (
                "The options are appraised lightly. In full there is a long list of what could be chosen, and factors."
            )
            made.append(words(said, "quiet"))
            made.append(Block((Run("Appraise in full", "", "full:yes"),), 2))
        return made

    def _objectives(self, brief: Contents) -> Iterator[Part]:
        for one in brief.appraisal.objectives:
            yield Block((Run(one.text, "", f"objective:{one.id}"),), 0, "·")
            yield Block((Run("Seen in numbers", "", f"start:{one.id}"), Run(f": {_measured(brief, one)}")), 4)
            asked = f" Asked again: “{one.question}”" if one.question else ""
            lived = f"{one.lived}{asked}".strip() or "nobody will be asked"
            yield Block((Run("Asked again", "", f"asked:{one.id}"), Run(f": {lived}")), 4)
            target = (one.target or "none given").rstrip(".")
            yield words(f"Target: {target}. By {one.by_words or 'no day given'}.", "quiet", indent=4)
        yield Block((Run("+ Add an objective", "", "add:objective"),), 2)

    def line_at(self, kind: str, key: str) -> Any:
        """A line of the appraisal."""
        if self._brief is None:
            return None
        held = self._brief.appraisal
        lines: dict[str, tuple[Any, ...]] = {
            "objective": held.objectives,
            "choice": held.choices,
            "factor": held.factors,
        }
        return next((one for one in lines.get(kind, ()) if str(one.id) == key), None)

    async def edit_place(self, kind: str, key: str) -> None:
        """Choose a figure to start from or a question to ask again, judge an option, or appraise in full."""
        match kind:
            case "start":
                await self._choose_start(int(key))
            case "asked":
                await self._choose_question(int(key))
            case "rating":
                option, _, factor = key.partition(":")
                await self._rate(int(option), int(factor))
            case "full":
                self._switch()

    async def _choose_start(self, objective_id: int) -> None:
        figure = await choose_figure(self, self.project)
        if figure is not None:
            with self.attempt("Where it starts"), self.project.change("Say where an objective starts") as session:
                cells = {"indicator_id": figure.figure.indicator_id, "area": figure.figure.area_code}
                amend_objective(session, objective_id, observation_id=figure.id, **cells)

    async def _choose_question(self, objective_id: int) -> None:
        with self.project.read() as session:
            asked = session.execute(live(Question).order_by(sa.text("position"))).scalars()
            choices: list[Choice[int]] = [Choice(row.id or 0, row.short, row.text) for row in asked]
        choices.append(Choice(0, "None of the topic guide", "What is asked again stands in the objective's own words."))
        answer = await self.app.push_screen_wait(Choose("Which question is asked again?", choices))
        if isinstance(answer, Choice):
            with self.attempt("Asked again"), self.project.change("Say what is asked again") as session:
                amend_objective(session, objective_id, question_id=answer.key or None)

    async def _rate(self, option_id: int, factor_id: int) -> None:
        assert self._brief is not None
        factor = next((one for one in self._brief.appraisal.factors if one.id == factor_id), None)
        option = next((one for one in self._brief.options if one.id == option_id), None)
        if factor is None or option is None:
            return
        await self.ask(
            f"{option.name} {option.title}",
            rating_fields(self._brief.appraisal.ratings.get((option_id, factor_id))),
            lambda session, said: rate_option(session, option_id, factor_id, said["level"], said["why"]),
            name="Judge an option by a factor",
            prompt=f"{factor.name}. {factor.asks}".strip(),
        )

    def _switch(self) -> None:
        light = self._brief is None or self._brief.brief.appraisal == "light"
        with (
            self.attempt("Appraisal"),
            self.project.change("Appraise in full" if light else "Appraise lightly") as session,
        ):
            if light:
                appraise_in_full(session, self._brief_id)
            else:
                appraise_lightly(session, self._brief_id)

    @command("appraisal.switch_full", "In full or lightly", key="u", footer=True)
    @work(exclusive=True, group="question")
    async def action_switch_full(self) -> None:
        """Appraise the options in full by the Green Book, or lightly again; nothing written is lost by that."""
        if not self.is_decided():
            self._switch()
            self.show_latest()


def _measured(brief: Contents, one: ObjectiveLine) -> str:
    """The indicator and where it starts."""
    figure = brief.figures.get(one.observation_id or 0)
    start = f"{figure.figure.period}: {figure.in_words}" if figure is not None else ""
    where = f"{one.indicator}, {one.area_name}".strip(", ") if one.is_measured else "no indicator is named"
    return ". ".join(part for part in (where, start, one.baseline) if part)


def _long_list(brief: Contents) -> Iterator[Part]:
    for dimension in DIMENSIONS:
        yield Block((Run(dimension.capitalize(), "title"), Run(f" {ASKED[dimension]}", "quiet")))
        for one in (each for each in brief.appraisal.choices if each.dimension == dimension):
            why = f". {one.why}" if one.why else ""
            yield Block((Run(one.text, "", f"choice:{one.id}"), Run(f": {_VERDICTS[one.verdict]}{why}")), 2, "·")
    yield Block((Run("+ Add a choice", "", "add:choice"),), 2)


def _factors(brief: Contents) -> Iterator[Part]:
    """What the weights say, then a table of factors by options, each cell a place."""
    for said in weights_in_words(brief.appraisal, brief.options):
        yield words(said, "quiet")
    weighed = brief.appraisal.weighed(brief.options)
    sums = dict(zip((one.id for one in brief.options), weighed.sums if weighed else (), strict=False))
    for some in abreast(brief.options):
        rows = []
        for factor in brief.appraisal.factors:
            weight = "no weight" if factor.weight is None else f"weight {factor.weight:g}"
            head = (Block((Run(factor.name, "", f"factor:{factor.id}"),)), words(weight, "quiet"))
            cells = []
            for option in some:
                one = brief.appraisal.ratings.get((option.id, factor.id))
                to = f"rating:{option.id}:{factor.id}"
                why = (words(one.why, "quiet"),) if one and one.why else ()
                cells.append((words(LEVELS[one.level if one else "not known"], to=to), *why))
            rows.append((head, *cells))
        if weighed is not None:
            total = [(words(f"{sums[option.id]:g} of {weighed.most:g}"),) for option in some]
            rows.append(((words("Sum under these weights"),), *total))
        titles = ("", *(f"{one.name} {one.title}" for one in some))
        marked = next((at for at, one in enumerate(some, start=1) if one.preferred), None)
        yield Grid(titles, tuple(rows), (3, *(4 for _ in some)), marked)
        yield blank()
    yield Block((Run("+ Add a factor of your own", "", "add:factor"),), 2)
