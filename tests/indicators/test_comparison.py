from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.making import ESSEX, made
from workbench.indicators.comparison import compare, judged
from workbench.indicators.doubts.neighbours import many_comparisons
from workbench.indicators.reading_a_figure import many_words
from workbench.indicators.sentence import figure_sentence


@pytest.mark.parametrize(
    ("lower", "upper", "polarity", "word"),
    [
        (69, 75, "high is good", "better"),
        (69, 75, "low is good", "worse"),
        (69, 75, "none", "higher"),
        (60, 67, "high is good", "worse"),
        (60, 67, "low is good", "better"),
        (60, 67, "none", "lower"),
        (60, 68, "high is good", "similar"),
        (68, 70, "low is good", "similar"),
        (None, None, "high is good", "not compared"),
    ],
)
def test_an_interval_against_a_value(lower: float | None, upper: float | None, polarity: str, word: str) -> None:
    value = None if lower is None else (lower + (upper or 0)) / 2
    found = compare(66 if value is None else value, lower, upper, 68, polarity=polarity)
    assert found.word == word
    assert not found.published


def test_the_publishers_word_has_precedence_and_is_named() -> None:
    found = compare(60, 69, 75, 68, polarity="high is good", published="Worse")
    assert (found.word, found.published, found.why) == ("worse", True, "as the publisher compares them")
    assert compare(70, 69, 75, 68, polarity="high is good", published="Not compared").word == "better"


def test_nothing_to_compare() -> None:
    assert compare(None, None, None, 68).why == "there is no figure"
    assert compare(60, 55, 65, None).why == "there is no figure to compare it with"
    assert "chance" in compare(60, None, None, 68).why


@given(st.floats(0, 100), st.floats(0, 10), st.floats(0, 100))
def test_polarity_only_turns_the_word(value: float, half: float, benchmark: float) -> None:
    words = [
        compare(value, value - half, value + half, benchmark, polarity=polarity).word
        for polarity in ("high is good", "low is good", "none")
    ]
    assert words in (["similar"] * 3, ["better", "worse", "higher"], ["worse", "better", "lower"])
    assert judged("higher", "high is good") == "better"


@pytest.mark.parametrize("word", ["best", "worst", "middle", "highest", "lowest"])
def test_a_publisher_that_sets_areas_in_fifths(word: str) -> None:
    found = compare(12.0, 10.0, 14.0, 20.0, polarity="low is good", published=word.capitalize())
    assert (found.word, found.published) == (word, True)
    sentence = figure_sentence(made(value=12.0, compared=word), made("E92000001", 20.0))
    assert f"In the {word} fifth of areas, as the publisher sets the areas in fifths." in sentence
    others = [made(code, 12.0 + at, compared="worse") for at, code in enumerate(ESSEX)]
    mine = others[0]._replace(compared=word)
    assert many_comparisons(mine, others[1:], made("E92000001", 20.0)) is None
    assert many_words([mine, *others[1:]], made("E92000001", 20.0)) == ""
