"""Words of topics: which are counted, which tell a topic from the others, and whether they hang together."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.suggestions.topic_names import NamesAmong
from workbench.suggestions.topic_words import coherence, diversity, keywords, npmi, ranked
from workbench.suggestions.word_counts import count_words

TALK = [
    "The main road has no crossing.",
    "I cross the main road by the shop.",
    "Lorries on the main road never slow down.",
    "The road by the shop is narrow.",
    "Street lamps are broken near the shop.",
    "Broken street lamps all along the river.",
    "The lamps went out again, broken.",
    "Lamps by the river were mended.",
]
TWO = np.asarray([0, 0, 0, 0, 1, 1, 1, 1])


def test_words_that_belong_together_count_as_one_and_others_do_not() -> None:
    table = count_words(TALK)
    assert "main_road" in table.words
    assert not [word for word in table.words if word.startswith("shop_")]
    assert table.said_in(np.arange(8))[table.words.index("lamps")] == 4


def test_a_pair_stands_for_a_word_that_is_mostly_said_in_it() -> None:
    words = keywords(count_words(TALK), TWO, 2)
    assert words[0][0] == "main road"
    assert set(words[1]) >= {"lamps", "broken"}


def test_words_of_the_question_are_no_keywords_of_its_answers_but_of_what_others_say() -> None:
    answers = [f"The lighting at stop {place}" for place in ("north", "south", "west", "east")]
    texts = [*answers, *(f"Better lighting, said {who}" for who in ("mum", "dad", "aunt"))]
    table = count_words(texts, question_of=[0] * 4 + [-1] * 3, questions=["What about the lights and the lighting?"])
    at = table.words.index("lighting")
    assert table.there[:, [at]].toarray().ravel().tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_a_word_that_only_one_person_says_is_no_keyword() -> None:
    table = count_words(TALK)
    assert "broken" in keywords(table, TWO, 2, people=[1, 2, 3, 4, 5, 6, 7, 8])[1]
    assert "broken" not in keywords(table, TWO, 2, people=[1, 2, 3, 4, 5, 5, 5, 6])[1]


def test_names_of_people_who_are_spoken_of_are_found_among_keywords() -> None:
    texts = [
        "I saw Denise at the library on Monday.",
        "Then Denise came round and we went to the library.",
        "My sister Denise works at the library.",
        "The library closes when Denise goes home.",
    ]
    names = NamesAmong(texts)
    assert names.of([["denise", "library"]], np.zeros(4, np.int64)) == {"denise"}
    assert names.of([["library"]], np.zeros(4, np.int64)) == {"denise"}, "what was found before still counts"


def test_log_odds_as_published() -> None:
    """Monroe et al. (2008), equations 16 and 22, written out for one word of two topics."""
    table = count_words(["bus bus stop", "bus lamp", "lamp", "lamp"])
    weights, said = ranked(table, np.asarray([0, 0, 1, 1]), 2)
    bus = table.words.index("bus")
    assert said[:, bus].tolist() == [2, 0]
    total, every = table.there.sum(), np.asarray(table.there.sum(axis=0)).ravel()
    prior = every / total * 500 + 0.01
    inside, outside = 2 + prior[bus], 0 + prior[bus]
    own, other = said[0].sum() + prior.sum(), said[1].sum() + prior.sum()
    odds = np.log(inside / (own - inside)) - np.log(outside / (other - outside))
    assert weights[0, bus] == pytest.approx(odds / np.sqrt(1 / inside + 1 / outside))


def test_coherence_by_hand() -> None:
    """Of four passages bus stands in two, stop in one with it: log(0.25 / (0.5 x 0.25)) / -log(0.25) = 0.5."""
    table = count_words(["bus stop", "bus", "lamp", "river"])
    assert coherence(table, ["bus", "stop"]) == pytest.approx(0.5)
    assert coherence(table, ["bus", "lamp"]) == -1
    assert coherence(table, ["bus"]) is None
    assert npmi(1.0, 1.0, 1.0) == 1
    assert diversity([]) == 0


def test_nothing_and_only_signs_are_no_words() -> None:
    table = count_words(["", "🙂🙂", "!!!", "the of and"])
    assert table.words == ()
    assert keywords(table, np.zeros(4, np.int64), 1) == [[]]
