"""Where words and patterns stand."""

from __future__ import annotations

import time

import pytest

from workbench.coding.patterns import (
    LONGEST,
    NothingToLookForError,
    PatternIsUnclearError,
    PatternRunsAwayError,
    places_of_pattern,
    places_of_words,
)


def found(typed: str, text: str) -> list[str]:
    return [text[start:end] for start, end in places_of_words(typed, [text])[0]]


@pytest.mark.parametrize(
    ("typed", "text", "there"),
    [
        ("dark", "Dark, darker, undark; in the dark.", ["Dark", "dark"]),
        ("dark*", "Dark, darker, undark", ["Dark", "darker"]),
        ('"bus stop" lamp*', "At the bus\nstop the lamps; a bus, a stop.", ["bus\nstop", "lamps"]),
        ("cafe", "The café 😬 is shut, the Cafe too", ["café", "Cafe"]),
        ("don't", "We don’t. They don't.", ["don’t", "don't"]),
        ('"walk* home"', "walk home, walking home", ["walk home"]),
        ("a.c", "abc a.c", ["a.c"]),
    ],
)
def test_words_beginnings_and_phrases_are_found_where_they_stand(typed: str, text: str, there: list[str]) -> None:
    assert found(typed, text) == there


@pytest.mark.parametrize("typed", ["", "  ", "* ?", '""'])
def test_without_a_word_there_is_nothing_to_look_for(typed: str) -> None:
    with pytest.raises(NothingToLookForError):
        places_of_words(typed, ["words"])


def test_a_pattern_is_found_by_code_points_and_an_empty_fit_is_none() -> None:
    assert places_of_pattern(r"\d+|x*", ["😬 in 2019", "none"]) == [[(5, 9)], []]
    assert places_of_pattern("POLICE", ["the police"]) == [[(4, 10)]]


def test_a_pattern_that_cannot_be_read_says_so() -> None:
    with pytest.raises(PatternIsUnclearError, match="cannot be read"):
        places_of_pattern("(dark", ["dark"])
    with pytest.raises(PatternIsUnclearError, match=str(LONGEST)):
        places_of_pattern("a" * (LONGEST + 1), ["a"])
    with pytest.raises(NothingToLookForError):
        places_of_pattern("  ", ["a"])


def test_a_pattern_that_runs_away_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(PatternRunsAwayError):
        places_of_pattern("(a+)+$", ["a" * 60 + "b"], seconds=1.0)
    assert time.monotonic() - began < 20
