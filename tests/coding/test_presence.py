"""All codes at once give what each gives alone, from full arrays and from lists of marks."""

from __future__ import annotations

import doctest
import timeit

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding import presence
from workbench.coding.coefficients import (
    Measured,
    alpha,
    alpha_interval,
    cohen_kappa,
    counted,
    crossed,
    fleiss_kappa,
    gwet_ac1,
    interval_of,
    percent_agreement,
)
from workbench.coding.presence import (
    Marks,
    ac1s,
    alphas,
    commonest,
    drawn_alphas,
    kappas,
    shares_agreed,
    tallies_of_marks,
    tallies_of_places,
)


def judged(coders: int, codes: int, units: int, seed: int, all_read: bool) -> tuple[Marks, Marks]:
    """Marks of coders x codes x units and who read what, as a few people might leave them."""
    draws = np.random.default_rng(seed)
    truth = draws.random((codes, units)) < draws.random((codes, 1)) * 0.6
    marks = truth[None] ^ (draws.random((coders, codes, units)) < 0.15)
    read = np.ones((coders, units), dtype=bool) if all_read else draws.random((coders, units)) < 0.75
    return marks & read[:, None, :], read


def same(found: float, alone: Measured) -> bool:
    return np.isnan(found) if alone.value is None else found == pytest.approx(alone.value, abs=1e-9)


@given(st.integers(2, 5), st.integers(1, 4), st.integers(2, 40), st.integers(0, 10_000), st.booleans())
def test_all_at_once_is_each_alone(coders: int, codes: int, units: int, seed: int, all_read: bool) -> None:
    marks, read = judged(coders, codes, units, seed, all_read)
    held = tallies_of_marks(marks, read)
    enough = read.sum(axis=0) >= 2
    for at in range(codes):
        matrix = np.where(read, marks[:, at, :].astype(float), np.nan)[:, enough]
        counts, values = counted(matrix)
        assert held.units == enough.sum()
        assert same(alphas(held.tally).beyond[at], alpha(matrix))
        assert same(ac1s(held.tally).beyond[at], gwet_ac1(counts))
        assert same(shares_agreed(held.tally)[at], percent_agreement(counts))
        if coders == 2:
            assert same(kappas(held).beyond[at], cohen_kappa(crossed(matrix[0], matrix[1], values)))
        else:
            assert same(kappas(held).beyond[at], fleiss_kappa(counts))
        if enough.any():
            assert commonest(held.tally)[at] == pytest.approx(max(np.nanmean(m) for m in (_shares(matrix))))


def _shares(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    marked = np.nanmean(matrix, axis=0)
    return marked, 1 - marked


@given(st.integers(2, 5), st.integers(1, 4), st.integers(2, 40), st.integers(0, 10_000), st.booleans())
def test_a_list_of_marks_gives_the_same(coders: int, codes: int, units: int, seed: int, all_read: bool) -> None:
    marks, read = judged(coders, codes, units, seed, all_read)
    coder, code, unit = np.nonzero(marks)
    twice = np.concatenate((np.arange(len(code)), np.arange(len(code) // 2)))
    listed = tallies_of_places(codes, (code[twice], unit[twice], coder[twice]), read)
    many = presence._tallies_of_many(codes, (code[twice], unit[twice], coder[twice]), read)
    full = tallies_of_marks(marks, read)
    for one in (listed, many):
        assert one.units == full.units
        assert (one.tally == full.tally).all()
        assert (one.alone is None) == (full.alone is None)
        assert one.alone is None or full.alone is None or (one.alone == full.alone).all()


def test_what_a_coder_has_not_read_does_not_count() -> None:
    read = np.array([[True, True], [True, False]])
    marks = (np.array([0, 0]), np.array([1, 0]), np.array([0, 0]))
    held = tallies_of_places(1, marks, read)
    assert (held.units, held.marked.tolist()) == (1, [1])


def test_drawing_cells_is_drawing_units() -> None:
    marks, read = judged(2, 1, 200, 3, all_read=True)
    held = tallies_of_marks(marks, read)
    drawn = interval_of(drawn_alphas(held.tally[0], resamples=4000))
    one_by_one = alpha_interval(marks[:, 0, :].astype(float), resamples=4000, seed=9)
    assert drawn.lower == pytest.approx(one_by_one.lower, abs=0.02)
    assert drawn.upper == pytest.approx(one_by_one.upper, abs=0.02)


def test_pooled_lies_between_and_ignores_what_does_not_vary() -> None:
    marks, read = judged(2, 3, 100, 5, all_read=True)
    marks[:, 2, :] = False
    found = alphas(tallies_of_marks(marks, read).tally)
    assert np.isnan(found.beyond[2])
    assert found.beyond[:2].min() <= found.pooled <= found.beyond[:2].max()


def plain(marks: Marks) -> np.ndarray:
    """Alpha of two coders as short as numpy has it."""
    first, second = marks
    both, one, other = (first & second).sum(1), first.sum(1), second.sum(1)
    ones, every = one + other, 2 * first.shape[1]
    result: np.ndarray = 1 - (every - 1) * (ones - 2 * both) / (ones * (every - ones))
    return result


def test_a_million_marks_on_five_hundred_codes_take_about_what_plain_arithmetic_takes() -> None:
    marks = np.random.default_rng(0).random((2, 500, 20_000)) < 0.05
    assert marks.sum() > 990_000

    def ours() -> np.ndarray:
        return alphas(tallies_of_marks(marks).tally).beyond

    assert ours() == pytest.approx(plain(marks), abs=1e-12)
    mine, theirs = (min(timeit.repeat(work, number=1, repeat=9)) for work in (ours, lambda: plain(marks)))
    assert mine < 3 * theirs, "1.3 times on a quiet machine"


def test_the_worked_examples() -> None:
    assert doctest.testmod(presence).failed == 0
    assert doctest.testmod(presence).attempted > 4
