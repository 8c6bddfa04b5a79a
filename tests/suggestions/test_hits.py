"""Shares of cases of people: against published examples, a jackknife and a simulation."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from workbench.proportions import wilson
from workbench.suggestions.hits import (
    BY_PERSON,
    FEWEST,
    TOO_FEW,
    Hits,
    Trial,
    difference,
    passage_hits,
    person_hits,
    variance,
)

HOUSEHOLDS = "5:1 6:3 3:1 3:2 2:1 3:1 3:1 3:1 4:2 4:3 3:2 2:1 7:3 4:3 3:2 5:3 4:3 4:3 3:2 3:1 4:1 3:2 3:1 1:0 2:1 4:3 3:1 4:2 2:1 4:2"
"""Members and males of 30 households: W. G. Cochran, Sampling Techniques, 3rd ed., table 3.5."""


def males() -> list[Trial]:
    found = []
    for number, said in enumerate(HOUSEHOLDS.split()):
        members, male = map(int, said.split(":"))
        found += [Trial(str(number), 1.0, at < male) for at in range(members)]
    return found


def test_the_variance_between_people_is_cochrans() -> None:
    """Section 3.12: 53 of 104 are male; by clusters the variance is 0.00114, as if drawn one by one 0.00240."""
    trials = males()
    assert (sum(one.hit for one in trials), len(trials)) == (53, 104)
    assert variance(trials) == pytest.approx(0.00114, abs=5e-6)
    share = 53 / 104
    assert share * (1 - share) / 104 == pytest.approx(0.00240, abs=5e-6)


def test_the_variance_agrees_with_a_jackknife_over_people() -> None:
    chance = random.Random(3)
    trials = []
    for person in range(40):
        often = chance.random()
        trials += [
            Trial(str(person), chance.choice((1.0, 3.5)), chance.random() < often) for _ in range(chance.randint(1, 9))
        ]
    people = defaultdict(list)
    for one in trials:
        people[one.person].append(one)

    def share(some: list[Trial]) -> float:
        return sum(one.weight for one in some if one.hit) / sum(one.weight for one in some)

    without = [share([one for one in trials if one.person != person]) for person in people]
    middle = sum(without) / len(without)
    jackknife = (len(without) - 1) / len(without) * sum((one - middle) ** 2 for one in without)
    assert variance(trials) == pytest.approx(jackknife, rel=0.08)


def test_one_case_a_person_without_weights_is_the_plain_interval_but_for_degrees_of_freedom() -> None:
    trials = [Trial(str(at), 1.0, at < 30) for at in range(200)]
    found = person_hits(trials)
    lower, upper = wilson(30, 200)
    assert found.method == BY_PERSON
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=0.002), pytest.approx(upper, abs=0.002))


def test_people_who_hang_together_widen_the_interval() -> None:
    apart = [Trial(str(at), 1.0, at % 2 == 0) for at in range(60)]
    together = [Trial(str(at // 6), 1.0, (at // 6) % 2 == 0) for at in range(60)]
    one, other = person_hits(apart), person_hits(together)
    assert one.share == other.share == 0.5
    assert other.upper - other.lower > 2 * (one.upper - one.lower)  # type: ignore[operator]


def test_the_interval_holds_what_it_promises_for_few_people() -> None:
    """In 600 made-up samples of 12 people with passages alike within each, the truth is inside about 95 times in 100."""
    chance = random.Random(11)
    inside = 0
    for _ in range(600):
        trials = []
        for person in range(12):
            often = chance.betavariate(2.8, 1.2)
            trials += [Trial(str(person), chance.choice((1.0, 2.0)), chance.random() < often) for _ in range(4)]
        found = person_hits(trials)
        inside += found.lower <= 0.7 <= found.upper  # type: ignore[operator]
    assert 0.925 <= inside / 600 <= 0.985


def test_all_right_is_not_sure_of_everything() -> None:
    found = person_hits([Trial(str(at // 3), 1.0, True) for at in range(18)])
    assert (found.share, found.upper) == (1.0, 1.0)
    assert found.lower == pytest.approx(wilson(6, 6)[0])


@pytest.mark.parametrize("of", [0, 1, FEWEST - 1])
def test_too_few_to_say(of: int) -> None:
    for count in (passage_hits, person_hits):
        found = count([Trial(str(at), 1.0, True) for at in range(of)])
        assert (found.hits, found.of, found.share, found.why_not) == (of, of, None, TOO_FEW)


def test_many_cases_of_few_people_are_too_few_as_well() -> None:
    assert person_hits([Trial(str(at % 4), 1.0, True) for at in range(40)]).why_not == TOO_FEW


def test_what_stands_for_more_counts_for_more() -> None:
    trials = [Trial(str(at), 3.0, True) for at in range(10)] + [Trial(str(20 + at), 1.0, False) for at in range(10)]
    assert person_hits(trials).share == pytest.approx(0.75)
    assert passage_hits(trials).share == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("one", "other", "lower", "upper"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_the_difference_is_newcombes(one: tuple[int, int], other: tuple[int, int], lower: float, upper: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10, examples a, b and g."""
    shares = [passage_hits([Trial(str(at), 1.0, at < hit) for at in range(of)]) for hit, of in (one, other)]
    assert difference(*shares) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_what_is_too_few_differs_from_nothing() -> None:
    enough = passage_hits([Trial(str(at), 1.0, True) for at in range(30)])
    assert difference(enough, Hits(0, 2, 2, why_not=TOO_FEW)) is None
