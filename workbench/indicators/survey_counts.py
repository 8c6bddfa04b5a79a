"""A survey's question counted by a recipe: the figures of every area and group, and what is left out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.indicators import survey_figures as counting
from workbench.indicators.drafts import DraftFigure
from workbench.indicators.periods import read_period
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import SurveyFigure
from workbench.indicators.survey_questions import (
    ClosedQuestion,
    People,
    SurveyLine,
    answers_to,
    closed_questions,
    question_named,
    read_people,
    survey_named,
)
from workbench.indicators.survey_recipes import (
    NotInSurveyError,
    RecipeUnclearError,
    SurveyRecipe,
    near_names,
    nearest,
)
from workbench.rows import fetched, table_of
from workbench.sources.cases import CasePlace
from workbench.sources.dates import days_of_survey
from workbench.sources.drafts import several

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole = npt.NDArray[np.int64]

MOST_GROUPS = 60
"""An attribute of more values than this makes no groups."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a recipe: the recipe with its names as the project has them, its figures, and remarks."""

    recipe: SurveyRecipe
    survey: SurveyLine
    question: ClosedQuestion
    weighted: bool
    figures: tuple[DraftFigure, ...]
    """The survey as a whole first."""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Areas:
    """Which person is in which area: places of people and areas, side by side."""

    codes: list[str]
    names: list[str]
    people: Whole
    areas: Whole
    remarks: tuple[str, ...] = ()


def count(session: Session, recipe: SurveyRecipe, *, again: bool = False, sampling: str = "") -> Counted:
    """Count a survey's question by a recipe; nothing is changed.

    Args:
        session: for reading.
        recipe: what is counted.
        again: whether it was counted before: an answer that nobody gives any more is then no slip.
        sampling: how the survey's people were found, where it is to be tried otherwise than the project has it.

    Raises:
        NotInSurveyError: the survey, a question or an answer is none; the sentence says which are near.
        RecipeUnclearError: nothing says what counts, when it was asked, or who belongs to the survey.
    """
    import numpy as np

    survey = survey_named(session, recipe.survey)
    survey = replace(survey, sampling=sampling or survey.sampling)
    questions = closed_questions(session, survey)
    question = question_named(questions, recipe.question)
    by = question_named(questions, recipe.by) if recipe.by and not recipe.by_role else None
    attribute = question_named(questions, recipe.attribute) if recipe.attribute else None
    asked_if = question_named(questions, recipe.asked_if) if recipe.asked_if else None
    needed = [one for one in (question, by, attribute, asked_if) if one is not None]
    people = read_people(session, survey, [one.id for one in needed])
    known = _with_names(recipe, survey, question, by, attribute, asked_if)
    known = known if again else _with_answers(known, people, question, asked_if)
    weights = people.weights if known.weighted and survey.weighted else None
    if weights is not None and len(weights) and not (np.nan_to_num(weights) > 0).any():
        raise RecipeUnclearError(
            f"Nobody in “{survey.name}” has a weight above 0. Look at the column of weights, or count without weights."
        )
    states, numbers = _states(known, people, question)
    if asked_if is not None:
        allowed = set(known.asked_answers)
        was = [bool(allowed & set(_said(value, asked_if))) for value in people.answers[asked_if.id]]
        states = np.where(np.array(was, dtype=bool), states, counting.NOT_ASKED).astype(np.int8)
    areas = _areas(session, known, people, by)
    groups = _groups(people, attribute)
    figures = _figures(session, known, survey, (states, numbers, weights), areas, groups)
    return Counted(known, survey, question, weights is not None, figures, _remarks(people, areas, states, survey))


def _with_names(
    recipe: SurveyRecipe,
    survey: SurveyLine,
    question: ClosedQuestion,
    by: ClosedQuestion | None,
    attribute: ClosedQuestion | None,
    asked_if: ClosedQuestion | None,
) -> SurveyRecipe:
    """The recipe with the names under which the project keeps what it speaks of."""
    for one, what in ((by, "areas"), (attribute, "groups")):
        if one is not None and one.kind == "many":
            raise RecipeUnclearError(f"People may give several answers to “{one.name}”, so it makes no {what}.")
    return replace(
        recipe,
        survey=survey.name,
        question=question.name,
        by=by.name if by else recipe.by,
        attribute=attribute.name if attribute else "",
        asked_if=asked_if.name if asked_if else "",
        measure="mean" if recipe.measure == "mean" or (question.kind == "number" and not recipe.answers) else "share",
    )


def _said(value: str | None, question: ClosedQuestion) -> list[str]:
    return [] if not value else several(value) if question.kind == "many" else [value]


def _with_answers(
    recipe: SurveyRecipe, people: People, question: ClosedQuestion, asked_if: ClosedQuestion | None
) -> SurveyRecipe:
    """The recipe with the answers as the survey has them; a name that is none is refused with near ones."""
    there = [one.answer for one in answers_to(people, question)]
    there += [one for one in question.choices if one not in there]
    if recipe.measure == "mean":
        if not any(_number(one) is not None for one in there):
            raise RecipeUnclearError(
                f"“{question.name}” has no numbers to take a mean of. Say which answers count. {near_names('', there)}"
            )
        return recipe
    if not recipe.answers:
        raise RecipeUnclearError(f"Say which answers to “{question.name}” count. {near_names('', there)}")
    cells = {"answers": _known(recipe.answers, there, question), "base": _known(recipe.base, there, question)}
    if asked_if is not None:
        routes = [one.answer for one in answers_to(people, asked_if)]
        if not recipe.asked_answers:
            raise RecipeUnclearError(f"Say after which answers to “{asked_if.name}” people were asked.")
        cells["asked_answers"] = _known(recipe.asked_answers, [*routes, *asked_if.choices], asked_if)
    return replace(recipe, **cells)  # type: ignore[arg-type]


def _known(wanted: Sequence[str], there: Sequence[str], question: ClosedQuestion) -> tuple[str, ...]:
    found = []
    for name in wanted:
        one = nearest(name, list(dict.fromkeys(there)))
        if one is None:
            raise NotInSurveyError(
                f"Nobody can answer “{name}” to “{question.name}”. {near_names(name, list(dict.fromkeys(there)))}"
            )
        found.append(one)
    return tuple(dict.fromkeys(found))


def _number(text: str) -> float | None:
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def _states(
    recipe: SurveyRecipe, people: People, question: ClosedQuestion
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    """What each person did with the question, and the number they gave."""
    import numpy as np

    codes, values = _codes(people.answers[question.id])
    table = np.array([_state(recipe, value, question) for value in values], dtype=np.int8)
    given = [_number(value) if value and recipe.measure == "mean" else None for value in values]
    numbers = np.array([np.nan if one is None else one for one in given], dtype=np.float64)
    if not len(codes):
        return np.zeros(0, dtype=np.int8), np.zeros(0)
    return table[codes], numbers[codes]


def _state(recipe: SurveyRecipe, value: str | None, question: ClosedQuestion) -> int:
    said = _said(value, question)
    if not said:
        return counting.BLANK
    told = [state_of(one) for one in said]
    none = next((one for one in told if one != counting.OTHER), counting.ASIDE)
    if recipe.measure == "mean":
        return counting.COUNTED if _number(said[0]) is not None else none
    if any(one in recipe.answers for one in said):
        return counting.COUNTED
    if recipe.base:
        return counting.OTHER if any(one in recipe.base for one in said) else none
    return counting.OTHER if counting.OTHER in told else none


def _codes(column: Sequence[str | None]) -> tuple[Whole, list[str | None]]:
    """A column as numbers, and what each number stands for."""
    import numpy as np

    values = list(dict.fromkeys(column))
    index = {value: number for number, value in enumerate(values)}
    return np.array(list(map(index.__getitem__, column)), dtype=np.int64), values


def _areas(session: Session, recipe: SurveyRecipe, people: People, by: ClosedQuestion | None) -> _Areas:
    """The areas of people: by their places in one role, or by an answer that names one."""
    import numpy as np

    if recipe.by_role:
        place = table_of(CasePlace)
        rows = fetched(
            session,
            sa.select(place.c.case_id, place.c.area_code).where(place.c.gone.is_(False), place.c.role == recipe.by),
        )
        at = {int(key): number for number, key in enumerate(people.keys.tolist())}
        pairs = [(at[row[0]], str(row[1])) for row in rows if row[0] in at]
        found, names, who = _known_areas([code for _, code in pairs])
        unknown: list[str] = []
        who_of = np.array([person for person, _ in pairs], dtype=np.int64)
    elif by is not None:
        codes, values = _codes(people.answers[by.id])
        found, names, of_value = _known_areas([_area_of(value or "") for value in values])
        unknown = [value for value, one in zip(values, of_value.tolist(), strict=True) if value and one < 0]
        who, who_of = of_value[codes] if len(codes) else codes, np.arange(len(codes))
    else:
        nobody = np.zeros(0, dtype=np.int64)
        return _Areas([], [], nobody, nobody)
    within = who >= 0
    once = np.unique(who_of[within] * max(1, len(found)) + who[within]) if recipe.by_role else None
    both = (who_of[within], who[within]) if once is None else np.divmod(once, max(1, len(found)))
    areas = _Areas(found, names, *both)
    outside = len(people.keys) - int((np.bincount(both[0], minlength=len(people.keys)) > 0).sum())
    said = [] if not unknown else [f"No area of the register: {', '.join(f'“{one}”' for one in unknown[:8])}."]
    said += [] if not outside else [f"{outside:,} people have no area that is known; they are in the whole only."]
    return replace(areas, remarks=tuple(said))


def _area_of(text: str) -> str:
    """The code of the area that a text is or names; nothing where it is none."""
    plain = text.strip()
    if geography.is_code(plain):
        return plain
    entry = geography.by_name(plain) if plain else None
    return entry.code if entry else ""


def _known_areas(listed: Sequence[str]) -> tuple[list[str], list[str], Whole]:
    """Codes as the register has them now with their names, by name; for each of those listed its place, -1 for none."""
    import numpy as np

    now = [(entry.code, entry.name) if (entry := geography.area(code)) else (code, code) for code in listed]
    found = sorted({one for one in now if one[0]}, key=lambda one: (one[1], one[0]))
    place = {one: number for number, one in enumerate(found)}
    return (
        [code for code, _ in found],
        [name for _, name in found],
        np.array([place.get(one, -1) for one in now], dtype=np.int64),
    )


def _groups(people: People, attribute: ClosedQuestion | None) -> tuple[list[str], Whole]:
    """The groups of an attribute by name, and each person's, -1 for none."""
    import numpy as np

    if attribute is None:
        return [], np.full(len(people.keys), -1)
    codes, values = _codes(people.answers[attribute.id])
    named = [value for value in values if value]
    if len(named) > MOST_GROUPS:
        raise RecipeUnclearError(
            f"“{attribute.name}” has {len(named):,} different answers: too many for groups. Choose one with fewer."
        )
    place = {answer: number for number, answer in enumerate(attribute.choices)}
    named.sort(key=lambda one: (place.get(one, len(place)), one))
    if attribute.name.casefold() == "place":
        called = named
    else:
        called = [f"{attribute.name}: {one}" for one in named]
    order = {one: number for number, one in enumerate(named)}
    table = np.array([order.get(value or "", -1) for value in values] or [-1], dtype=np.int64)
    return called, table[codes] if len(codes) else codes


def _figures(
    session: Session,
    recipe: SurveyRecipe,
    survey: SurveyLine,
    columns: tuple[npt.NDArray[np.int8], npt.NDArray[np.float64], npt.NDArray[np.float64] | None],
    areas: _Areas,
    groups: tuple[list[str], Whole],
) -> tuple[DraftFigure, ...]:
    """The figure of every area and group in which anybody was asked: the whole survey first."""
    import numpy as np

    states, numbers, weights = columns
    named, group = groups
    width = len(named) + 1
    who = np.concatenate([np.arange(len(states)), areas.people])
    place = np.concatenate([np.zeros(len(states), dtype=np.int64), areas.areas + 1]) * width
    told = group[who] >= 0
    at = np.concatenate([place, place[told] + group[who][told] + 1])
    who = np.concatenate([who, who[told]])
    size = (len(areas.codes) + 1) * width
    weight = None if weights is None else weights[who]
    if recipe.measure == "mean":
        found = counting.means(numbers[who], states[who], weight, at, size, drawn=survey.drawn)
    else:
        found = counting.shares(states[who], weight, at, size, drawn=survey.drawn)
    period, starts, ends = _period(session, recipe, survey)
    whole = geography.area(recipe.area) if recipe.area else None
    codes = [recipe.whole, *areas.codes]
    names = [whole.name if whole else f"Everyone in {survey.name}", *areas.names]
    made = []
    for number, one in enumerate(found):
        code, name = codes[number // width], names[number // width]
        category = named[number % width - 1] if number % width else "all"
        if one.asked and not (number >= width and code == recipe.whole):
            made.append(
                _draft(one, recipe, (code, name, category), (period, starts, ends), weighted=weights is not None)
            )
    return tuple(made)


def _period(session: Session, recipe: SurveyRecipe, survey: SurveyLine) -> tuple[str, str, str]:
    """When people answered: as a person said it, else by the survey's own columns of days."""
    if recipe.period:
        told = read_period(recipe.period)
        return told.text, told.starts.isoformat(), told.ends.isoformat()
    days = days_of_survey(session, survey.name)
    if days is None:
        raise RecipeUnclearError(
            f"No column of “{survey.name}” says when people answered. Say it: March 2026, or Oct 2025 to Feb 2026."
        )
    return days.said, days.first.isoformat(), days.last.isoformat()


def _draft(
    one: SurveyFigure, recipe: SurveyRecipe, of: tuple[str, str, str], when: tuple[str, str, str], *, weighted: bool
) -> DraftFigure:
    code, name, category = of
    times = 100.0 if recipe.measure == "share" else 1.0
    value, lower, upper = (None if cell is None else cell * times for cell in (one.value, one.lower, one.upper))
    return DraftFigure(
        code, name, *when, category=category, value=value, lower=lower, upper=upper,
        count=float(one.count) if recipe.measure == "share" else None,
        denominator=one.weight if weighted else float(one.base),
        interval=one.method, status="normal" if value is not None else "not applicable", note=note_on(one),
        base=float(one.base), asked=float(one.asked), design_effect=one.design_effect,
    )  # fmt: skip


def note_on(one: SurveyFigure) -> str:
    """Why there is no share, and what became of those who gave no answer.

    >>> note_on(SurveyFigure(53, 50, 31, 50.0, 2, 1, 0, 4, 0, 0, why_not="the people were not drawn at random"))
    'No percentage: the people were not drawn at random. 2 did not know, 1 would not say. 4 were not asked.'
    """
    parts = [f"No percentage: {one.why_not}."] if one.why_not else []
    told: Mapping[str, int] = {
        "did not know": one.dont_know,
        "would not say": one.would_not_say,
        "left it blank": one.blank,
        "gave an answer that was set aside": one.aside,
        "answered and weigh nothing": one.no_weight,
    }
    none = ", ".join(f"{many:,} {what}" for what, many in told.items() if many)
    parts += [f"{none}."] if none else []
    parts += [f"{one.not_asked:,} were not asked."] if one.not_asked else []
    return " ".join(parts)


def _remarks(people: People, areas: _Areas, states: npt.NDArray[np.int8], survey: SurveyLine) -> tuple[str, ...]:
    said = list(areas.remarks)
    if people.refused:
        said.append(f"{people.refused:,} people do not agree, or no longer, that what they said is used: left out.")
    if not len(states) or not (states != counting.NOT_ASKED).any():
        said.append(f"Nobody in “{survey.name}” was asked this.")
    return tuple(said)
