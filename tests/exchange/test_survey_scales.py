"""Answers that have an order, in the words in which surveys give them."""

from __future__ import annotations

import random

import pytest

from workbench.exchange.surveys.scales import figures_in_order, in_order

SCALES = [
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Definitely disagree", "Tend to disagree", "Tend to agree", "Definitely agree"),
    ("Very unsafe", "A bit unsafe", "Fairly safe", "Very safe", "Don't know"),
    ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied", "Not applicable"),
    ("Not at all important", "Not very important", "Fairly important", "Very important"),
    ("Not at all worried", "Not very worried", "Fairly worried", "Very worried"),
    ("Never", "Rarely", "Sometimes", "Often", "Always"),
    ("Hardly ever", "Some of the time", "Most of the time", "All the time"),
    ("Never", "Less than once a month", "Monthly", "Weekly", "Daily"),
    ("Never", "A few times a year", "Once a month", "Every week", "Most days", "Every day"),
    ("Not at all", "Not much", "Some", "A lot"),
    ("Much worse", "A little worse", "About the same", "Better", "Much better"),
    ("Very poor", "Poor", "Fair", "Good", "Excellent"),
    ("Low", "Medium", "High"),
    ("Under 16", "16 to 24", "25 to 34", "65 or over", "Prefer not to say"),
    ("Less than 6 months", "6-12 months", "1-2 years", "2+ years"),
    ("£0 - £9,999", "£10,000 - £19,999", "£20,000+"),
    ("None", "1-2", "3 or more"),
    ("1 - Not at all", "2", "3", "4", "5 - Very much"),
    ("(0) No problem", "(1) Slight", "(2) Serious"),
]


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale[0])
def test_a_scale_is_put_in_order_whatever_comes_first(scale: tuple[str, ...]) -> None:
    mixed = list(scale)
    random.Random(7).shuffle(mixed)
    assert in_order(mixed) == scale


@pytest.mark.parametrize(
    "answers",
    [
        ["Yes", "No"],
        ["Bus", "Train", "On foot"],
        ["Agree", "Disagree"],
        ["2025-03-01", "2025-03-02", "2025-03-05"],
        ["Never", "Rarely", "At the shops"],
        ["Yes", "No", "Don't know"],
        ["CM1", "CM2", "CO15"],
        ["1. Harlow", "2. Epping", "3. Chelmsford"],
    ],
    ids=str,
)
def test_what_has_no_order_gets_none(answers: list[str]) -> None:
    assert in_order(answers) is None


def test_figures_are_steps_or_counts() -> None:
    assert figures_in_order(["5", "1", "3", "4"], said=False) == ("1", "2", "3", "4", "5")
    assert figures_in_order(["0", "10"], said=True) is None
    assert figures_in_order(["0", "10", "5", "7", "8", "3"], said=True) == tuple(map(str, range(11)))
    assert figures_in_order(["1", "6", "2", "3"], said=False) is None
    assert figures_in_order(["16", "17", "18"], said=True) is None
    assert figures_in_order(["1.5", "2"], said=True) is None
