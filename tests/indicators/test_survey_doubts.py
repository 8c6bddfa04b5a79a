"""What makes one careful with a survey's figure."""

from __future__ import annotations

import pytest

from workbench.indicators.observations import Figure
from workbench.indicators.survey_doubts import survey_doubts
from workbench.indicators.survey_sentence import guarded, said_of, why_no_percentage


def figure(**cells: object) -> Figure:
    plain: dict[str, object] = dict.fromkeys(Figure._fields, "") | dict.fromkeys(
        ("value", "lower", "upper", "count", "denominator", "base", "asked", "design_effect", "row"), None
    )
    return Figure(**{**plain, "unit": "%", "kind": "proportion", **cells})  # type: ignore[arg-type]


WHOLE = {"value": 62.0, "lower": 57.2, "upper": 66.4, "count": 298.0, "base": 480.0, "asked": 511.0}


def kinds(one: Figure) -> list[str]:
    return [doubt.kind for doubt in survey_doubts(one)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"base": None}, []),
        ({"asked": 960.0}, ["many did not answer"]),
        ({"asked": 1200.0, "design_effect": 3.0}, ["many did not answer", "unequal weights"]),
        ({"design_effect": 1.2}, []),
        ({"base": 34.0, "asked": 36.0, "count": 9.0}, ["few answered"]),
        (
            {"value": None, "note": "No percentage: the people were not drawn at random. 31 left it blank."},
            ["not drawn at random"],
        ),
        (
            {"value": None, "base": 12.0, "asked": 12.0, "note": "No percentage: fewer than 20 answered."},
            ["few answered"],
        ),
    ],
)
def test_the_doubts_of_a_figure(cells: dict[str, object], expected: list[str]) -> None:
    assert kinds(figure(**{**WHOLE, **cells})) == expected


def test_it_says_what_the_weights_cost() -> None:
    [doubt] = survey_doubts(figure(**{**WHOLE, "design_effect": 1.6}))
    assert "the 480 tell no more than 300 that weighed the same would" in doubt.sentence


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"design_effect": 1.4},
            "62 % of the 480 who answered (95 % interval 57.2 to 66.4, allowing for the weights);"
            " 31 of the 511 asked are not in it",
        ),
        (
            {"asked": 481.0},
            "62 % of the 480 who answered (298 people; 95 % interval 57.2 to 66.4); 1 of the 481 asked is not in it",
        ),
        (
            {"value": None, "lower": None, "upper": None, "asked": 480.0},
            "298 of the 480 who answered",
        ),
        (
            {"unit": "", "value": 7.24, "count": None, "asked": 480.0},
            "7.2 on average of the 480 who answered (95 % interval 57.2 to 66.4)",
        ),
    ],
)
def test_a_figure_in_words(cells: dict[str, object], said: str) -> None:
    assert said_of(figure(**{**WHOLE, **cells})) == said


def test_readers_outside_are_not_told_how_few_gave_no_answer() -> None:
    note = "No percentage: the people were not drawn at random. 2 would not say."
    shown = guarded(figure(**{**WHOLE, "asked": 482.0, "value": None, "note": note}), 5)
    assert (shown.asked, shown.note) == (None, "No percentage: the people were not drawn at random.")
    assert why_no_percentage(shown) == "No percentage: the people were not drawn at random."
    assert guarded(figure(**WHOLE), 5).asked == 511
