"""Codes that always or never come together: the chances against counting them out, and when nothing is said."""

from __future__ import annotations

from itertools import combinations

import pytest

from workbench.suggestions.together import LEAST, always_or_never, chance_of_all, chance_of_none


@pytest.mark.parametrize(("of", "one", "other"), [(6, 2, 3), (7, 3, 3), (8, 3, 6), (5, 5, 5), (6, 4, 3)])
def test_chances_are_what_counting_every_way_gives(of: int, one: int, other: int) -> None:
    have = set(range(other))
    ways = list(combinations(range(of), one))
    assert chance_of_all(of, one, other) == pytest.approx(sum(have >= set(way) for way in ways) / len(ways))
    assert chance_of_none(of, one, other) == pytest.approx(sum(not have & set(way) for way in ways) / len(ways))


def test_a_pair_that_everybody_or_nobody_has_is_said_with_counts() -> None:
    everybody = set(range(40))
    people = {1: set(range(10)), 2: set(range(12)), 3: set(range(12, 40)), 4: everybody}
    found = {(pair.one, pair.other): pair for pair in always_or_never(people)}
    assert set(found) == {(1, 2), (1, 3), (2, 3)}
    assert found[1, 2].always
    assert (found[1, 2].people, found[1, 2].others, found[1, 2].of) == (10, 12, 40)
    assert not found[1, 3].always
    assert not found[2, 3].always


def test_nothing_is_said_of_few_people_or_of_what_chance_would_do() -> None:
    assert always_or_never({1: set(range(LEAST - 1)), 2: set(range(10, 40))}) == []
    assert always_or_never({1: {1, 2, 3, 4, 5}, 2: {6, 7, 8, 9, 10}, 3: set(range(60))}) == []


def test_a_code_and_the_one_it_lies_below_are_no_news() -> None:
    people = {1: set(range(10)), 2: set(range(12)), 3: set(range(12, 40))}
    pairs = [(pair.one, pair.other) for pair in always_or_never(people, {(2, 1)})]
    assert pairs == [(2, 3), (1, 3)]
