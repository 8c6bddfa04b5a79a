"""Survey figures: a closed question of a survey made an indicator, with its weights, base and those who did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from workbench import geography
from workbench.indicators.drafts import DraftFigure
from workbench.indicators.indicators import Indicator
from workbench.indicators.sentence import limit, number
from workbench.indicators.survey_counts import Counted, count
from workbench.indicators.survey_keeping import keep, recipes, usual_name
from workbench.indicators.survey_questions import (
    AnswerCount,
    ClosedQuestion,
    SurveyLine,
    closed_questions,
    every_answer,
    question_named,
    read_people,
    survey_named,
    surveys,
)
from workbench.indicators.survey_recipes import NotInSurveyError, SurveyRecipe, near_names, nearest
from workbench.project.file import Project
from workbench.rows import find
from workbench.sources.cases import SAMPLING
from workbench.sources.dates import days_of_survey
from workbench.sources.how_found import say_sampling


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """What came of a question: the indicator's name, how it was counted, a line a figure, and remarks."""

    name: str
    counted: Counted
    kept: bool
    indicator_id: int | None = None
    new: int = 0
    changed: int = 0

    def lines(self) -> list[str]:
        """The figures and remarks as people read them."""
        return [*(line_of(one) for one in self.counted.figures), *self.counted.remarks]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        recipe = self.counted.recipe
        return {
            "indicator": self.name,
            "kept": self.kept,
            "survey": recipe.survey,
            "question": recipe.question,
            "answers": list(recipe.answers),
            "measure": recipe.measure,
            "sampling": self.counted.survey.sampling,
            "weighted": self.counted.weighted,
            "new": self.new,
            "changed": self.changed,
            "figures": [
                {
                    "area_code": one.area_code, "area": one.area, "period": one.period, "category": one.category,
                    "value": one.value, "lower": one.lower, "upper": one.upper, "count": one.count, "base": one.base,
                    "asked": one.asked, "weight": one.denominator, "design_effect": one.design_effect,
                    "interval": one.interval, "note": one.note,
                }
                for one in self.counted.figures
            ],
            "remarks": list(self.counted.remarks),
        }  # fmt: skip


class _TrialError(Exception):
    """Ends a change that was tried only."""


def survey_figures(
    project: Project, recipe: SurveyRecipe, *, name: str = "", sampling: str = "", dry_run: bool = False
) -> SurveyFigures:
    """Count a survey's question by a recipe, and keep it as an indicator of the survey's own data set.

    Args:
        project: open for writing.
        recipe: what is counted; names may be near to what the survey has, an area may be a name.
        name: what the indicator is called; told nothing, after the question and the answers.
        sampling: how the survey's people were found, where a person says it now: random, everyone, self-selected …
        dry_run: count, and change nothing.

    Raises:
        NotInSurveyError, RecipeUnclearError: with what there is and what to say.
    """
    done: SurveyFigures | None = None
    try:
        with project.change("Survey figures", kind="trial" if dry_run else "do") as session:
            done = _kept(session, recipe, name, sampling)
            _stop_if(dry_run)
    except _TrialError:
        assert done is not None
        return replace(done, kept=False)
    return done


def _stop_if(dry_run: bool) -> None:
    if dry_run:
        raise _TrialError


def _kept(session: Session, recipe: SurveyRecipe, name: str, sampling: str) -> SurveyFigures:
    survey = survey_named(session, recipe.survey)
    if sampling:
        if sampling not in SAMPLING:
            raise NotInSurveyError(f"“{sampling}” is no way to find people. {near_names(sampling, SAMPLING)}")
        say_sampling(session, survey.id, sampling)
    counted = count(session, replace(recipe, survey=survey.name, area=area_code(recipe.area)))
    done = keep(session, counted, name=name)
    called = find(session, Indicator, done.indicator_id).name
    return SurveyFigures(called, counted, True, done.indicator_id, done.new, len(done.moved))


def preview(project: Project, recipe: SurveyRecipe, *, sampling: str = "") -> SurveyFigures:
    """What a recipe would give, with people found so where that is said; nothing is changed. Raises as `survey_figures`."""
    with project.read() as session:
        counted = count(session, replace(recipe, area=area_code(recipe.area)), sampling=sampling)
    return SurveyFigures(usual_name(counted.recipe), counted, False)


def surveys_there(project: Project) -> list[SurveyLine]:
    """The project's surveys by name."""
    with project.read() as session:
        return surveys(session)


def is_dated(project: Project, survey: str) -> bool:
    """Whether a column of a survey says when people answered."""
    with project.read() as session:
        return days_of_survey(session, survey) is not None


def question_behind(project: Project, indicator_id: int) -> str:
    """The question that an indicator is counted from; nothing where it is not counted from a survey of the project."""
    with project.read() as session:
        return next((recipe.question for key, _, recipe in recipes(session) if key == indicator_id), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A closed question with the answers that people gave, to choose from."""

    question: ClosedQuestion
    answers: tuple[AnswerCount, ...]
    people: int
    """Of the survey, whether they answered or not."""

    def line(self, most: int = 12) -> str:
        """The question and its answers in a line, with how many gave each."""
        listed = [f"{one.answer} {one.people:,}" for one in self.answers[:most]]
        more = f" and {len(self.answers) - most:,} more" if len(self.answers) > most else ""
        return f"{self.question.name}: {', '.join(listed) or 'nobody answered it'}{more}"


def what_was_asked(project: Project, survey: str, question: str = "") -> list[Asked]:
    """The closed questions of a survey, or one of them, with their answers. NotInSurveyError says what there is."""
    with project.read() as session:
        line = survey_named(session, survey)
        questions = closed_questions(session, line)
        wanted = [question_named(questions, question)] if question else questions
        people = len(read_people(session, line, []).keys)
        counts = every_answer(session, line, wanted)
        return [Asked(one, tuple(answers), people) for one, answers in zip(wanted, counts, strict=True)]


def area_code(said: str) -> str:
    """The code of the area that a survey is of, from its code or name; NotInSurveyError says what may be meant."""
    plain = said.strip()
    if not plain or geography.is_code(plain):
        return plain
    entry = geography.by_name(plain)
    if entry is None:
        near = [one.name for one in geography.near_names(plain)]
        raise NotInSurveyError(f"There is no area “{plain}” in the register. {near_names(plain, near)}")
    return entry.code


def line_of(one: DraftFigure) -> str:
    """A figure in a line: its area, the share and its interval, the count of how many, and who did not answer."""
    who = one.area if one.category == "all" else f"{one.area}, {one.category}"
    base, asked = int(one.base or 0), int(one.asked or 0)
    of = f"{base:,} who answered"
    said = f"{number(one.count)} of the {of}" if one.count is not None else f"of the {of}"
    if one.value is not None:
        unit = " %" if one.count is not None else ""
        interval = (
            f" ({limit(one.lower)} to {limit(one.upper)})" if one.lower is not None and one.upper is not None else ""
        )
        said = f"{number(one.value)}{unit}{interval}, {said}"
    effect = f"; design effect {number(one.design_effect, 2)}" if one.design_effect is not None else ""
    return f"{who}: {said}; {asked - base:,} of the {asked:,} asked are not in it{effect}. {one.note}".rstrip()


def answers_from(typed: str, there: Sequence[str] = ()) -> tuple[str, ...]:
    """Answers as they are typed on a command line: with commas between, where no answer that there is has one.

    >>> answers_from("Unsafe, Very unsafe")
    ('Unsafe', 'Very unsafe')
    >>> answers_from("No, never", ["No, never", "Yes"])
    ('No, never',)
    """
    if nearest(typed, there):
        return (typed,)
    return tuple(part.strip() for part in typed.split(",") if part.strip())
