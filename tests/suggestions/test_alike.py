"""Which rows lie near each other: blocks give what the whole matrix gives."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.suggestions import alike
from workbench.suggestions.embedding import unit


@pytest.fixture(params=[3, 1_024])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(alike, "BLOCK", request.param)
    return int(request.param)


def test_the_nearest_is_the_nearest_whatever_the_block(block: int) -> None:
    random = np.random.default_rng(block * 0 + 1)
    rows, others = unit(random.normal(size=(20, 6))), unit(random.normal(size=(7, 6)))
    place, near = alike.nearest_among(rows, others)
    whole = rows @ others.T
    assert place.tolist() == whole.argmax(axis=1).tolist()
    assert near == pytest.approx(whole.max(axis=1), abs=1e-6)


def test_pairs_are_those_of_the_whole_matrix_the_nearest_first(block: int) -> None:
    rows = unit(np.random.default_rng(block * 0 + 2).normal(size=(25, 4)))
    whole = rows @ rows.T
    wanted = {(a, b) for a in range(25) for b in range(a + 1, 25) if whole[a, b] >= 0.6}
    found = alike.pairs_above(rows, 0.6, 1_000)
    assert {pair[:2] for pair in found} == wanted
    assert [pair[2] for pair in found] == pytest.approx(sorted((pair[2] for pair in found), reverse=True), abs=1e-5)
    assert alike.pairs_above(rows, 0.6, 3) == found[:3]


def test_thinned_keeps_ends_and_number() -> None:
    places = np.arange(100)
    assert alike.thinned(places, 200).tolist() == places.tolist()
    thin = alike.thinned(places, 10)
    assert (len(thin), thin[0], thin[-1]) == (10, 0, 99)
