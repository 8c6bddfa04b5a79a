from __future__ import annotations

import numpy as np

from tests.suggestions.conftest import BUS, DARK
from workbench.suggestions.telling import closest, learned_words, nearest, telling_words

SAID = "The police never came when we rang them about the underpass."


def test_words_shared_with_the_code_come_first() -> None:
    found = telling_words(
        SAID, ["Police not there. Absence of the police."], ["We rang and rang.", "Nobody rang back."]
    )
    assert found == ["police", "rang"]


def test_a_word_of_one_passage_alone_tells_nothing() -> None:
    assert telling_words(SAID, [], ["The underpass is wet."]) == []


def test_the_closest_passages_share_most() -> None:
    coded = ["A bus fare costs more.", "The police came to the underpass.", "We rang the police from the underpass."]
    assert closest(SAID, coded, most=2) == [2, 1]


def test_few_passages_are_all_shown() -> None:
    assert closest(SAID, ["A bus fare."]) == [0]


def test_learned_words_tell_a_code_from_others() -> None:
    said = "The bus stops in the dark, and the street lights are off."
    assert learned_words(said, BUS, DARK)[0].startswith("bus")
    assert "lights" in learned_words(said, DARK, BUS)[:3]
    assert "bus" not in learned_words(said, DARK, BUS)
    assert learned_words(said, BUS[:4], DARK) == []
    assert learned_words("", BUS, DARK) == []


def test_the_nearest_passages_are_those_of_the_nearest_vectors() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 0], [0.8, 0.6], [1, 0]], np.float32)
    known = np.array([True, True, False, True, True])
    assert nearest(vectors, known) == [3, 2, 0]
    assert nearest(vectors, known, most=1) == [3]
    assert nearest(vectors, ~known) == []
