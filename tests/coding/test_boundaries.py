"""Where codings begin and end: published examples, and a slow count straight from the definition."""

from __future__ import annotations

import doctest
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding import boundaries
from workbench.coding.boundaries import NO_ROOM, NOT_USED, boundary_alpha, boundary_disagreement, gaps, united

Sections = list[tuple[int, int]]

KRIPPENDORFF_1995 = {
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)], 0.553),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)], -0.926),
    "C": ([(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)], 0.679),
    "D": ([(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)], 0.066),
}
"""Four pairs of coders on a line of 24 (Krippendorff 1995, page 57), with alpha on a line of infinitely many positions."""


def array(sections: Sections) -> np.ndarray:
    return np.array(sections, dtype=np.int64).reshape(-1, 2)


@pytest.mark.parametrize("name", KRIPPENDORFF_1995)
def test_the_examples_of_1995(name: str) -> None:
    first, second, published = KRIPPENDORFF_1995[name]
    fine = 50_000
    found = boundary_alpha([array(first) * fine, array(second) * fine], 24 * fine)
    assert found.value == pytest.approx(published, abs=0.02)


def test_the_example_of_2004() -> None:
    first, second = array([(225, 295), (370, 400)]) - 150, array([(220, 300), (355, 375), (400, 420)]) - 150
    assert boundary_alpha([first, second], 300).value == pytest.approx(0.7286, abs=5e-5)
    same = array([(180, 240), (300, 350)]) - 150
    assert boundary_alpha([same, same], 300).value == pytest.approx(1)
    both = [boundary_disagreement(one, 300) for one in ([first, second], [same, same])]
    observed, expected = (sum(one[at] for one in both if one) for at in (0, 1))
    assert 1 - observed / expected == pytest.approx(0.8591, abs=0.0005)


def test_the_terms_of_the_example_of_2004() -> None:
    given_, length = [array([(75, 145), (220, 250)]), array([(70, 150), (205, 225), (250, 270)])], 300
    between = [gaps(one, length) for one in given_]
    assert boundaries._observed(given_, between, length) == pytest.approx(0.0144, abs=5e-5)
    assert boundaries._expected(given_, between, length) == pytest.approx(0.0532, abs=5e-5)


def slow(coders: list[Sections], length: int) -> float:
    """Alpha by counting: every pair of sections and gaps as they lie, and every way in which they could lie."""
    apart = [([(a, b, True) for a, b in one] + [(a, b, False) for a, b in free(one, length)]) for one in coders]
    observed = sum(
        differ(mine, theirs) for one, other in permutations(apart, 2) for mine in one for theirs in other
    ) / (len(coders) * (len(coders) - 1) * length**2)
    every = [part for one in apart for part in one]
    meeting = 0.0
    for one, other in combinations(every, 2):
        (a, b, mine), (c, d, theirs) = one, other
        size, others = b - a, d - c
        if mine or theirs:
            meeting += sum(differ((0, size, mine), (at, at + others, theirs)) for at in range(-others + 1, size))
    positions = len(coders) * length
    sizes = [b - a for a, b, mine in every if mine]
    pairs = positions * (positions - 1) - sum(size * (size - 1) for size in sizes)
    return 1 - observed / (2 * meeting / length / pairs)


def free(sections: Sections, length: int) -> Sections:
    ends, starts = [0, *(b for _, b in sections)], [*(a for a, _ in sections), length]
    return [(a, b) for a, b in zip(ends, starts, strict=True) if b > a]


def differ(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> int:
    """The squared difference between two parts of the line, as the definition has it."""
    (a, b, mine), (c, d, theirs) = one, other
    if mine and theirs and a < d and c < b:
        return (a - c) ** 2 + (b - d) ** 2
    if mine and not theirs and c <= a and b <= d:
        return (b - a) ** 2
    if theirs and not mine and a <= c and d <= b:
        return (d - c) ** 2
    return 0


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[Sections], int]:
    length = draw(st.integers(6, 24))
    coders = []
    for _ in range(draw(st.integers(2, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, length), min_size=0, max_size=8, unique=True)))
        pairs = list(pairwise(cuts))
        kept = [pair for pair in pairs if draw(st.booleans())]
        coders.append(kept)
    return coders, length


@given(lines())
def test_a_slow_count_from_the_definition_agrees(drawn: tuple[list[Sections], int]) -> None:
    coders, length = drawn
    found = boundary_alpha([array(one) for one in coders], length)
    if not any(coders):
        assert found.why == NOT_USED
    elif found.value is None:
        assert found.why == NO_ROOM
        assert all(b - a == 1 for one in coders for a, b in one) or length < 2
    else:
        assert found.value == pytest.approx(slow(coders, length), abs=1e-9)


def test_codings_of_one_coder_that_overlap_are_one_section() -> None:
    assert united(array([(3, 8), (0, 4), (8, 9), (1, 2)])).tolist() == [[0, 8], [8, 9]]
    assert united(array([])).tolist() == []


def test_nobody_used_it() -> None:
    assert boundary_alpha([array([]), array([])], 100).value is None
    assert boundary_alpha([array([(0, 5)]), array([])], 100).value is not None


def test_the_worked_examples() -> None:
    assert doctest.testmod(boundaries).failed == 0
