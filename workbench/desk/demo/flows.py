"""The flows of data of a recipe: what options need from partners, what two people answered, and what is done next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from workbench.briefs.actions import add_action
from workbench.briefs.answer_drafts import DraftAnswer, DraftAnswers, DraftSheet
from workbench.briefs.flows import add_flow, flow_named, tie
from workbench.briefs.rounds import number_of, sheets_due, take_in_answers
from workbench.briefs.statements import WORDING
from workbench.desk.demo.recipe import Recipe
from workbench.indicators.catalogue import indicator_named, indicators

DO_NOT_KNOW = "do not know"
"""What stands in a recipe where a respondent did not know."""


def flows(session: Session, recipe: Recipe, options: Mapping[str, int]) -> None:
    """Write the flows down while the brief is open. `options` gives the keys of options by their names in the recipe."""
    for said in recipe.list("flows"):
        key = add_flow(
            session,
            said["name"],
            partner=said["partner"],
            purpose=said["purpose"].strip(),
            by=str(said["by"]),
            dataset_id=_dataset(session, said["feeds"]),
        )
        for one in said["needed_by"]:
            tie(session, options[one["option"]], key, one["why"])
        _answers(session, said)
        for one in said["actions"]:
            add_action(session, key, one["text"], owner=one["owner"], due=str(one["due"]), statement=one.get("for", ""))


def _answers(session: Session, said: Mapping[str, Any]) -> None:
    """Both sheets as they would have come back."""
    sheets = []
    for place in sheets_due(session, flow_named(session, said["name"])):
        given = said["answers"][place.respondent]
        answers = tuple(
            DraftAnswer("the recipe", one, level if level != DO_NOT_KNOW else None, shows)
            for one, (level, shows) in given.items()
        )
        number = number_of(session, place)
        sheets.append(
            DraftSheet(
                place.respondent, number, WORDING, said["posts"][place.respondent], str(said["answered_on"]), answers
            )
        )
    take_in_answers(session, DraftAnswers("flows.yaml", tuple(sheets)))


def _dataset(session: Session, name: str) -> int:
    """The data set of an indicator, by the indicator's name."""
    key = indicator_named(session, name)
    return next(line.dataset_id for line in indicators(session) if line.id == key)
