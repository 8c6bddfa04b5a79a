"""Ranks: by hand on the weapons of Essex, and that they hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.essex_weapons import COUNTS
from workbench import geography
from workbench.indicators.intervals import rate
from workbench.indicators.ranks import Rank, place_words, rank, rank_words, wider


def weapons() -> dict[str, tuple[float, float, float]]:
    found = {}
    for name, count in COUNTS.items():
        people = geography.by_name(name).population_2020  # type: ignore[union-attr]
        assert people
        lower, upper, _ = rate(count, people, 100_000)
        found[name] = (count / people * 100_000, lower, upper)
    return found


def test_uttlesford_is_the_highest_whatever_chance_does_and_harlow_is_not_the_second() -> None:
    spreads = weapons()

    def of(name: str) -> Rank:
        return rank(spreads[name], [one for other, one in spreads.items() if other != name])

    assert of("Uttlesford") == Rank(1, 1, 1, 14, 13)
    assert rank_words(of("Uttlesford")) == (
        "By its value it is the highest of 14. With all 14 compared at once it can be told apart from all the others."
    )
    harlow = of("Harlow")
    assert (harlow.place, harlow.highest) == (2, 2)
    assert harlow.lowest > 5
    assert rank_words(harlow) == (
        "By its value it is the second highest of 14. With all 14 compared at once it can be told apart from 3 of the"
        " others, and chance could put it anywhere from the second highest to the third lowest."
    )


def test_the_interval_is_widened_for_all_areas_together() -> None:
    assert wider(14) == pytest.approx(stats.norm.ppf((1 + 0.95 ** (1 / 14)) / 2) / stats.norm.ppf(0.975))
    near = [(10.0, 9.0, 11.0), (12.2, 11.2, 13.2)]
    assert rank(near[0], near[1:]).apart == 0, "95 % intervals that just part do not hold for both together"
    far = (13.0, 12.0, 14.0)
    assert rank(near[0], [far]) == Rank(2, 2, 2, 2, 1)


def test_alike_areas_are_not_ranked() -> None:
    same = [(10.0, 8.0, 12.0)] * 5
    found = rank(same[0], same[1:])
    assert found == Rank(1, 1, 5, 5, 0)
    assert rank_words(found) == (
        "By its value it is the highest of 5, but with all 5 compared at once it cannot be told apart from any: do not rank"
        " it."
    )


def test_all_true_ranks_lie_within_as_often_as_is_said() -> None:
    chance = np.random.default_rng(20260102)
    truth = np.array([10.0, 10.5, 11.0, 12.0, 14.0, 14.5, 18.0])
    places = [int((truth > one).sum()) + 1 for one in truth]
    held = 0
    for _ in range(1_000):
        seen = chance.normal(truth, 1.0)
        spreads = [(float(v), float(v) - 1.959964, float(v) + 1.959964) for v in seen]
        ranks = [rank(one, spreads[:at] + spreads[at + 1 :]) for at, one in enumerate(spreads)]
        held += all(one.highest <= place <= one.lowest for one, place in zip(ranks, places, strict=True))
    assert held / 1_000 >= 0.95


def test_places_in_words() -> None:
    assert [place_words(at, 5) for at in range(1, 6)] == [
        "the highest", "the second highest", "the third highest", "the second lowest", "the lowest",
    ]  # fmt: skip
    assert place_words(30, 60) == "the 30th highest"
