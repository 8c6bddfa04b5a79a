"""Nearest codes: what a code says, what it excludes, and what people coded, all count."""

from __future__ import annotations

import numpy as np
import pytest

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, vectored
from workbench.suggestions.nearest import Coded, CodeTexts, in_words, scores, texts_of
from workbench.suggestions.proposing import family, propose


def score(texts: tuple[str, ...], codes: list[CodeTexts], coded: tuple[Coded, ...] = ()) -> np.ndarray:
    return scores(vectored(texts, codes, coded))


CODES = [
    texts_of(1, "Buses", "Buses", "Buses, fares, timetables, waiting at the stop.", "", "", ""),
    texts_of(2, "Lighting", "Lighting", "Darkness and street lights that are off at night.", "", "", ""),
    texts_of(3, "Police", "Police", "Police officers, being stopped and searched.", "", "", ""),
]


def test_the_right_code_comes_first() -> None:
    best = score(EVERY, CODES).argmax(axis=1)
    assert (best == [0] * 6 + [1] * 6 + [2] * 6).mean() >= 0.9


def test_what_a_code_excludes_counts_against_it() -> None:
    said = ("The police took an hour to come out after the fight at the bus station.",)
    plain = CODES[2]
    fussy = texts_of(4, "Police", "Police", "Police officers, being stopped and searched.", "", said[0], "")
    both = score((*said, *POLICE[:1]), [plain, fussy])
    assert both[0, 1] < 0.5 * both[0, 0]
    assert both[1, 1] == pytest.approx(both[1, 0], rel=0.2)


def test_coded_passages_teach_a_code_that_says_nothing() -> None:
    mute = [texts_of(1, "A", "A", "", "", "", ""), texts_of(2, "B", "B", "", "", "", "")]
    coded = tuple(Coded(text, frozenset({1})) for text in BUS[:4]) + tuple(
        Coded(text, frozenset({2})) for text in DARK[:4]
    )
    found = score((*BUS[4:], *DARK[4:]), mute, coded)
    assert list(found.argmax(axis=1)) == [0, 0, 1, 1]


def test_from_a_hundred_passages_on_codes_are_learned() -> None:
    mute = [texts_of(1, "A", "A", "", "", "", ""), texts_of(2, "B", "B", "", "", "", "")]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "March", "April", "May")
    coded = tuple(
        Coded(f"{day}: {text}", frozenset({code}))
        for code, some in ((1, BUS), (2, DARK))
        for text in some
        for day in days
    )
    found = score(("The bus was late.", "No street light was on."), mute, coded)
    assert found[0, 0] > 0.8 > 0.2 > found[0, 1]
    assert found[1, 1] > 0.8 > 0.2 > found[1, 0]


def test_scores_are_chances_even_without_codes_or_words() -> None:
    assert score((), CODES).shape == (0, 3)
    assert score(EVERY, []).shape == (18, 0)
    assert ((score(("", "bus"), CODES) >= 0) & (score(("", "bus"), CODES) <= 1)).all()


def test_two_codes_a_segment_at_most_each_at_its_best_passage() -> None:
    chances = np.array([[0.9, 0.5, 0.1, 0.8], [0.2, 0.7, 0.1, 0.1], [0.2, 0.1, 0.29, 0.0]])
    allowed = np.ones((3, 4), bool)
    allowed[0, 0] = False
    found = propose(
        chances,
        [0, 0, 1],
        allowed,
        family([texts_of(at, name, name, "", "", "", "") for at, name in enumerate("abcd")]),
    )
    assert [(one.passage, one.code, one.score) for one in found] == [(0, 3, 0.8), (1, 1, 0.7)]


def test_a_score_in_words() -> None:
    assert [in_words(value) for value in (0.61, 0.31, 0.1)] == ["likely", "possible", "unlikely"]


def test_on_real_answers_the_names_alone_beat_chance(shared_data) -> None:
    """Answers of the Jupyter 2015 survey with the themes that people gave them (label ranking average precision)."""
    import csv

    from sklearn.metrics import label_ranking_average_precision_score

    folder = shared_data / "coded" / "jupyter2015"
    with (folder / "survey_short_columns.csv").open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    with (folder / "pleasant_aspects_themes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    given = [
        (
            " ".join(filter(None, (answers[int(row[0])][f"pleasant_aspects_{n}"] for n in (1, 2, 3)))),
            set(row[1].split(",")),
        )
        for row in rows
        if row[1]
    ]
    given = [one for one in given if one[0]]
    names = sorted(
        name for name in {name for _, some in given for name in some} if sum(name in s for _, s in given) > 9
    )
    codes = [texts_of(at, name, name, "", "", "", "") for at, name in enumerate(names)]
    unseen = [one for one in given[300:420] if one[1] & set(names)]
    right = np.array([[name in some for name in names] for _, some in unseen])
    texts = tuple(text for text, _ in unseen)
    coded = tuple(
        Coded(text, frozenset(at for at, name in enumerate(names) if name in some)) for text, some in given[:200]
    )
    chance = label_ranking_average_precision_score(right, np.random.default_rng(0).random(right.shape))
    nothing = label_ranking_average_precision_score(right, score(texts, codes))
    some = label_ranking_average_precision_score(right, score(texts, codes, coded[:50]))
    many = label_ranking_average_precision_score(right, score(texts, codes, coded))
    assert chance < 0.45 < 0.5 < nothing
    assert nothing + 0.1 < some < many
    assert many > 0.85
