"""Recipes of survey figures: how an indicator is counted from this project's own survey answers, to be counted anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from typing import Literal

from workbench.errors import WorkbenchError
from workbench.sources.cases import PLACE_ROLES

Measure = Literal["share", "mean"]
OWN_AREA = "survey:"
"""What the code of a survey's own area begins with, where nobody said which area the survey is of."""


class RecipeUnclearError(WorkbenchError):
    """How the figure is to be counted is not clear. Name a survey, a question, and which answers count."""


class NotInSurveyError(WorkbenchError):
    """The survey has no such question or answer. Look at its closed questions."""


@dataclass(frozen=True, slots=True)
class SurveyRecipe:
    """How a survey's question is counted.

    `answers` are counted, of `base`: the answers that are answers, where a person said so; else all but those that say
    that somebody did not know, would not say or was not asked.
    """

    survey: str
    question: str
    """The name under which the project keeps the question."""
    answers: tuple[str, ...] = ()
    measure: Measure = "share"
    base: tuple[str, ...] = ()
    by: str = ""
    """`lives`, `recruited in` or `speaks of`, or a question whose answers are names of areas; nothing: all together."""
    attribute: str = ""
    """What people are told apart by within an area, if they are."""
    asked_if: str = ""
    """The question that decided who was asked, if one did."""
    asked_answers: tuple[str, ...] = ()
    """Who gave one of these answers to it was asked."""
    weighted: bool = True
    """Whether the survey's weights count, where it has any."""
    area: str = ""
    """The code of the area that the survey as a whole is of; nothing for an area of its own."""
    period: str = ""
    """When people answered, where a person said it."""

    @property
    def by_role(self) -> bool:
        """Whether the areas are those of people's places, and not an answer."""
        return self.by in PLACE_ROLES

    @property
    def whole(self) -> str:
        """The code of the area of everybody together."""
        return self.area or f"{OWN_AREA}{self.survey}"

    def written(self) -> str:
        """The recipe as JSON, without what is left at its default.

        >>> SurveyRecipe("study", "safe", ("no",)).written()
        '{"answers": ["no"], "question": "safe", "survey": "study"}'
        """
        plain = {one.name: one.default for one in fields(self)}
        return json.dumps(
            {name: cell for name, cell in asdict(self).items() if cell != plain[name]},
            ensure_ascii=False,
            sort_keys=True,
        )


_LISTS = ("answers", "base", "asked_answers")


def read_recipe(text: str) -> SurveyRecipe:
    """A recipe from its JSON.

    >>> read_recipe('{"survey": "study", "question": "safe", "answers": ["no"]}').answers
    ('no',)

    Raises RecipeUnclearError when it is none.
    """
    try:
        said = json.loads(text)
    except ValueError:
        raise RecipeUnclearError from None
    return recipe_of(said)


def recipe_of(said: object) -> SurveyRecipe:
    """A recipe from plain values, as in a recipe file; RecipeUnclearError names what is not understood."""
    names = {one.name for one in fields(SurveyRecipe)}
    if not isinstance(said, dict) or not {"survey", "question"} <= said.keys():
        raise RecipeUnclearError
    if strange := sorted(str(key) for key in set(said) - names):
        raise RecipeUnclearError(f"A recipe says nothing of “{strange[0]}”. It may say {', '.join(sorted(names))}.")
    cells = dict(said)
    for name in _LISTS:
        listed = cells.get(name, ())
        cells[name] = tuple(str(one) for one in ([listed] if isinstance(listed, str) else listed or ()))
    for name in names - set(_LISTS) - {"weighted"}:
        if name in cells:
            cells[name] = str(cells[name])
    if cells.get("measure", "share") not in {"share", "mean"}:
        raise RecipeUnclearError("`measure` is share or mean.")
    return SurveyRecipe(**cells)


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The name among those known that somebody means, whatever its capitals and spaces; None where there is none.

    >>> nearest(" very  UNSAFE", ["Very unsafe", "unsafe"])
    'Very unsafe'
    """
    listed = list(known)
    if wanted in listed:
        return wanted
    plain = _plain(wanted)
    found = [name for name in listed if _plain(name) == plain]
    return found[0] if len(found) == 1 else None


def near_names(wanted: str, known: Iterable[str], many: int = 8) -> str:
    """A sentence on what somebody may have meant: near names, else the first there are."""
    listed = list(known)
    by_plain = {_plain(name): name for name in listed}
    near = [by_plain[name] for name in get_close_matches(_plain(wanted), list(by_plain), n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(f'“{name}”' for name in near)}?"
    if not listed:
        return "There are none yet."
    more = f" and {len(listed) - many:,} more" if len(listed) > many else ""
    return f"There are: {', '.join(f'“{name}”' for name in listed[:many])}{more}."


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())
