"""A page on which a survey's closed question becomes figures: what counts, by which area, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.importing.survey_figures import (
    Asked,
    SurveyFigures,
    area_code,
    is_dated,
    preview,
    survey_figures,
    surveys_there,
    what_was_asked,
)
from workbench.errors import WorkbenchError
from workbench.indicators.drafts import DraftFigure
from workbench.indicators.periods import read_period
from workbench.indicators.sentence import limit, number
from workbench.indicators.survey_answers import CALLED
from workbench.indicators.survey_figures import OTHER
from workbench.indicators.survey_recipes import SurveyRecipe
from workbench.sources.cases import PLACE_ROLES
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows

NOT_SAID = "not said yet"
FOUND = {
    "random": ("drawn at random", "Everybody had a known chance of being asked: a share and its interval are said."),
    "everyone": ("everyone was asked", "All were asked, as in a whole school: a share and its interval are said."),
    "self-selected": ("they chose to answer", "Whoever saw it could answer: only counts are said, no percentage."),
    "purposive": ("chosen by us", "Chosen for what they know: only counts are said, no percentage."),
    "not recorded": ("not recorded", "Nobody wrote it down: only counts are said, no percentage."),
}
"""How a survey's people were found, in words, and what follows."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody has said so far."""

    recipe: SurveyRecipe
    name: str = ""
    sampling: str = ""
    questions: tuple[Asked, ...] = field(default=())

    @property
    def question(self) -> Asked | None:
        """The question in hand."""
        return next((one for one in self.questions if one.question.name == self.recipe.question), None)


class SurveyFiguresPage(WorkbenchScreen):
    """A survey's question as figures, shown before they are kept."""

    HELP = """\
### Figures from a survey
Above, what is counted: `enter` changes the marked line. Below, what comes of it: for each area how many gave the
answers that count, of how many who answered, and how many of those asked gave no answer. A percentage and its interval
stand there only where people were drawn at random, or all were asked, and twenty or more answered.

`ctrl+s` keeps the figures as an indicator. They are counted anew whenever an answer, a weight or a person changes.
`escape` goes back without.
"""
    room = "indicators"
    DEFAULT_CSS = """
    SurveyFiguresPage {
        #counted-how { width: 52; }
        #counted-what { width: 1fr; }
        #survey-said { height: auto; max-height: 6; padding: 0 1; color: $quiet; }
        #survey-preview { height: 1fr; }
        &.-narrow #survey-both { layout: vertical; }
        &.-narrow #counted-how { width: 1fr; height: 11; }
        &.-narrow #counted-what { height: 1fr; }
    }
    """

    def __init__(self, survey: str = "") -> None:
        super().__init__()
        self._asking = Asking(SurveyRecipe(survey, ""))
        self._found: SurveyFigures | None = None

    def compose_room(self) -> ComposeResult:
        """What is counted, and what comes of it."""
        with Horizontal(id="survey-both"):
            with Vertical(id="counted-how", classes="pane") as how:
                how.border_title = "What is counted"
                yield Rows(Column("What", width=15), Column("As it is now", share=1, wrap=2), id="survey-how")
            with Vertical(id="counted-what", classes="pane") as what:
                what.border_title = "What comes of it"
                yield Static("", id="survey-said", markup=False)
                yield Rows(
                    Column("Area", share=2, least=12),
                    Column("Share", width=7, align="right", gives_way=1),
                    Column("Interval", width=14, gives_way=3),
                    Column("Gave it", width=7, align="right"),
                    Column("Answered", width=8, align="right"),
                    Column("No answer", width=9, align="right", gives_way=2),
                    empty="Choose a question and which of its answers count.",
                    id="survey-preview",
                )

    def on_mount(self) -> None:
        """Begin with the survey, and with the question."""
        self._show()
        self.query_one("#survey-how", Rows).focus_list()
        self._begin()

    @work(exclusive=True, group="question")
    async def _begin(self) -> None:
        if await self._choose_survey():
            await self._change("question")

    async def _choose_survey(self) -> bool:
        """The survey: the one there is, or one of several."""
        listed = surveys_there(self.project)
        if not listed:
            self.notify("There is no survey in the project. Bring one in from Sources (g s, then i).", title="Figures")
            self.dismiss()
            return False
        names = [one.name for one in listed]
        wanted = self._asking.recipe.survey
        if wanted not in names and len(names) > 1:
            answer = await self.app.push_screen_wait(Choose("Which survey?", [Choice(one, one) for one in names]))
            if not isinstance(answer, Choice):
                self.dismiss()
                return False
            wanted = answer.key
        survey = next((one for one in listed if one.name == wanted), listed[0])
        try:
            questions = tuple(what_was_asked(self.project, survey.name))
        except WorkbenchError as refusal:
            self.notify(str(refusal), title="Figures", severity="error", timeout=12, markup=False)
            self.dismiss()
            return False
        weighted = self._asking.recipe.weighted and survey.weighted
        recipe = replace(self._asking.recipe, survey=survey.name, weighted=weighted)
        self._asking = Asking(recipe, "", survey.sampling, questions)
        self._has_weights = survey.weighted
        self._undated = not is_dated(self.project, survey.name)
        self._show()
        return True

    # Showing

    _has_weights = _undated = False

    def _lines(self) -> list[RowLine]:
        """What is said so far, a line each."""
        one, recipe = self._asking, self._asking.recipe
        mean = recipe.measure == "mean"
        answers = "the mean of the numbers" if mean else ", ".join(recipe.answers)
        told = (
            ("question", "Question", recipe.question),
            ("answers", "These count", answers),
            ("base", "Out of", ", ".join(recipe.base) or "all who gave an answer"),
            ("by", "By area", recipe.by or "all together"),
            ("attribute", "By group", recipe.attribute or "none"),
            ("sampling", "People were", FOUND.get(one.sampling, (one.sampling, ""))[0]),
            ("period", "Answered", recipe.period or ("" if self._undated else "as its days say")),
            ("area", "The whole is", recipe.area or "an area of its own"),
            ("weighted", "Weights", ("counted" if recipe.weighted else "left aside") if self._has_weights else "none"),
            ("name", "Called", one.name or (self._found.name if self._found else "after question and answers")),
        )
        waiting = {"question", "answers", "period"}
        return [
            RowLine(key, (label, said or NOT_SAID), "warning" if not said and key in waiting else "")
            for key, label, said in told
        ]

    def _show(self) -> None:
        self.query_one("#survey-how", Rows).show(self._lines())

    def _count_again(self) -> None:
        self._show()
        recipe = self._asking.recipe
        if recipe.question and (recipe.answers or recipe.measure == "mean"):
            self._count(recipe, self._asking.sampling)

    @work(thread=True, exclusive=True, group="count")
    def _count(self, recipe: SurveyRecipe, sampling: str) -> None:
        """Count beside the person, who may change something else meanwhile."""
        worker = get_current_worker()
        try:
            found: SurveyFigures | str = preview(self.project, recipe, sampling=sampling)
        except WorkbenchError as refusal:
            found = str(refusal)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_found, found)

    def _show_found(self, found: SurveyFigures | str) -> None:
        if not self.is_mounted:
            return
        self._found = found if isinstance(found, SurveyFigures) else None
        figures = self._found.counted.figures if self._found else ()
        self.query_one("#survey-preview", Rows).show([_row(str(at), one) for at, one in enumerate(figures)])
        said = [found] if isinstance(found, str) else _said(found)
        self.query_one("#survey-said", Static).update("\n".join(said))
        self._show()

    # Changing

    @on(Rows.RowChosen, "#survey-how")
    @work(exclusive=True, group="question")
    async def _chosen(self, event: Rows.RowChosen) -> None:
        await self._change(event.key)

    async def _change(self, what: str) -> None:
        """Ask for one thing, and count again."""
        recipe = self._asking.recipe
        match what:
            case "question":
                if await self._ask_question():
                    await self._change("answers")
                    return
            case "answers" | "base":
                await self._ask_answers(what)
            case "by":
                places = [Choice(role, f"Where they {role}" if role == "lives" else role) for role in PLACE_ROLES]
                places[0] = Choice("lives", "where they live")
                await self._choose(
                    "by", "Which area do people belong to?", [Choice("", "all together"), *places], areas=True
                )
            case "attribute":
                await self._choose("attribute", "By which group as well?", [Choice("", "none")], areas=True)
            case "sampling":
                listed = [Choice(key, said, note) for key, (said, note) in FOUND.items()]
                answer = await self.app.push_screen_wait(Choose("How were its people found?", listed))
                if isinstance(answer, Choice):
                    self._asking = replace(self._asking, sampling=answer.key)
            case "weighted" if self._has_weights:
                self._set(weighted=not recipe.weighted)
            case "period":
                said = "March 2026, or Oct 2025 to Feb 2026; empty where a column of days says it."
                await self._type("period", "When did people answer?", said, _no_period)
            case "area":
                await self._type("area", "Which area is the survey of?", "Its name or code, such as Essex.", _no_area)
            case "name":
                typed = await self.app.push_screen_wait(Ask("What is it called?", value=self._lines()[-1].cells[1]))
                if typed:
                    self._asking = replace(self._asking, name=typed)
        self._count_again()

    def _set(self, **cells: object) -> None:
        self._asking = replace(self._asking, recipe=replace(self._asking.recipe, **cells))  # type: ignore[arg-type]

    async def _ask_question(self) -> bool:
        listed = [
            Choice(
                one.question.name, one.question.name, one.question.wording, f"{sum(a.people for a in one.answers):,}"
            )
            for one in self._asking.questions
        ]
        answer = await self.app.push_screen_wait(Choose("Which question?", listed))
        if not isinstance(answer, Choice):
            return False
        self._set(question=answer.key, answers=(), base=(), measure="share")
        self._asking, self._found = replace(self._asking, name=""), None
        self._show_found("")
        return True

    async def _ask_answers(self, what: str) -> None:
        asked = self._asking.question
        if asked is None:
            return
        listed = [
            Choice(
                one.answer,
                one.answer,
                "" if one.state == OTHER else f"Left out: {CALLED[one.state]}.",
                f"{one.people:,}",
            )
            for one in asked.answers
        ]
        recipe = self._asking.recipe
        if what == "answers" and asked.question.kind == "number":
            listed = [Choice("\0", "the mean of the numbers", "Or mark the numbers that count."), *listed]
        title = (
            "Which answers count?" if what == "answers" else "Out of which answers? None marked: all that are answers."
        )
        marked = recipe.answers if what == "answers" else recipe.base
        answer = await self.app.push_screen_wait(ChooseSeveral(title, listed, marked=marked, exactly=what == "base"))
        if answer is None:
            return
        keys = tuple(one.key for one in answer if isinstance(one, Choice))
        if what == "base":
            self._set(base=keys)
        elif "\0" in keys:
            self._set(answers=(), measure="mean")
        else:
            self._set(answers=keys, measure="share")

    async def _choose(self, what: str, title: str, choices: list[Choice[str]], *, areas: bool) -> None:
        """One of some choices, or a question of the survey with one answer each."""
        names = [one.question for one in self._asking.questions if areas and one.question.kind != "many"]
        listed = [*choices, *(Choice(one.name, f"by the answer to {one.name}", one.wording) for one in names)]
        answer = await self.app.push_screen_wait(Choose(title, listed))
        if isinstance(answer, Choice):
            self._set(**{what: answer.key})

    async def _type(self, what: str, title: str, prompt: str, check: object) -> None:
        value = getattr(self._asking.recipe, what)
        typed = await self.app.push_screen_wait(Ask(title, prompt, value=value, check=check))  # type: ignore[arg-type]
        if typed is not None:
            self._set(**{what: typed})

    # Keeping

    @command("survey_figures.keep", "Keep them", key="ctrl+s", footer=True)
    def action_keep(self) -> None:
        """Keep the figures as an indicator of the survey."""
        if self._found is None:
            self.notify("Choose a question and which of its answers count first.", title="Figures")
            return
        one, told = self._asking, self._found.counted.survey.sampling
        with self.attempt("Figures from a survey") as tried:
            done = survey_figures(self.project, one.recipe, name=one.name, sampling=one.sampling or told)
        if not tried.failed:
            self.notify(f"{done.name}: {len(done.counted.figures):,} figures.", title="Kept", markup=False)
            self.dismiss()

    @command("survey_figures.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back without keeping anything."""
        self.dismiss()


def _row(key: str, one: DraftFigure) -> RowLine:
    who = one.area if one.category == "all" else f"  {one.category}"
    unit = " %" if one.count is not None else ""
    interval = "" if one.lower is None or one.upper is None else f"{limit(one.lower)} to {limit(one.upper)}"
    counted = "" if one.count is None else number(one.count)
    base, asked = one.base or 0, one.asked or 0
    cells = (who, "–" if one.value is None else f"{limit(one.value)}{unit}", interval, counted)
    return RowLine(key, (*cells, number(base), number(asked - base)), "quiet" if one.value is None else "")


def _said(found: SurveyFigures) -> list[str]:
    """What is to be known of the figures as a whole: the first one's note, what the weights cost, remarks."""
    said = list(found.counted.remarks)
    if found.counted.figures:
        first = found.counted.figures[0]
        if first.note:
            said.insert(0, f"{first.area}: {first.note}")
        if first.design_effect is not None:
            worth = (first.base or 0) / first.design_effect
            said.insert(
                0, f"The weights make {number(first.base or 0)} answers worth {number(worth, 0)} of equal weight."
            )
    return said


def _no_period(typed: str) -> str | None:
    try:
        read_period(typed) if typed else None
    except WorkbenchError as refusal:
        return str(refusal)
    return None


def _no_area(typed: str) -> str | None:
    try:
        area_code(typed)
    except WorkbenchError as refusal:
        return str(refusal)
    return None
