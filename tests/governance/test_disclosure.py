"""Small numbers: what the method's own example says, and that nothing withheld can be worked out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.governance.disclosure import TOTAL, Withheld, withheld_words, withhold_small


def test_the_example_of_the_method() -> None:
    """Row A: 3, 10, 20, total 33 kept: 3 is withheld, then the smallest other cell, 10."""
    found = withhold_small([[3, 10, 20]], 5, column_totals=False)
    assert found.small == {(0, 0)}
    assert found.beside == {(0, 1)}
    assert found.shown([[3, 10, 20]]) == [[None, None, 20]]


def test_columns_that_then_have_one_withheld_cell_are_mended_too() -> None:
    found = withhold_small([[3, 10, 20], [12, 30, 9], [40, 8, 15]], 5)
    assert found.small == {(0, 0)}
    for column in (0, 1):
        assert len([at for at in found.places if at[1] == column]) >= 2
    assert len(found.places) == 4


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert not withhold_small([[0, 10], [20, 5]], 5).places


def test_zero_is_shown_and_the_threshold_itself_too() -> None:
    found = withhold_small([[0, 5, 6, 4]], 5, row_totals=False, column_totals=False)
    assert found.places == {(0, 3)}


def test_without_a_total_nothing_else_is_withheld() -> None:
    assert withhold_small([[3, 10, 20]], 5, row_totals=False, column_totals=False).beside == frozenset()


@pytest.mark.parametrize("line", [[1, 1, 9], [4, 4, 9], [1, 5, 30]])
def test_two_withheld_numbers_may_still_give_each_other_away(line: list[int]) -> None:
    """1 and 1 of 2 left, 4 and 4 of 8 left, 1 beside a 5 that is known to be no smaller."""
    assert len(withhold_small([line], 5, column_totals=False).places) == 3


def test_where_everyone_said_it_that_is_withheld() -> None:
    found = withhold_small([[18, 30]], 5, row_totals=False, column_totals=False, of=[[20, 60]])
    assert found.small == {(0, 0)}
    assert withhold_small([[20]], 5, row_totals=False, column_totals=False, of=[[20]]).small == {(0, 0)}


def test_a_bridge_between_two_rings_is_seen() -> None:
    """Every line has two withheld cells or none, and still one of them follows from the others."""
    counts = [[3, 3, 50, 50, 50], [3, 3, 50, 50, 50], [50, 3, 3, 3, 50], [50, 50, 3, 3, 50], [50, 50, 50, 50, 50]]
    assert_nothing_recoverable(counts, 5, withhold_small(counts, 5))


def test_more_doubt_than_one_can_be_asked_for() -> None:
    line = [[1, 6, 40, 50]]
    assert len(withhold_small(line, 5, column_totals=False).places) == 2
    assert len(withhold_small(line, 5, column_totals=False, doubt=3).places) == 3


def test_the_words() -> None:
    assert withheld_words(5) == "Withheld by us: fewer than 5"
    assert withheld_words(10, beside=True).startswith("Withheld by us: fewer than 10")


grids = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=columns, max_size=columns),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=150, deadline=None)
@given(counts=grids, threshold=st.sampled_from([3, 5, 8, 10]), rows=st.booleans(), columns=st.booleans())
def test_no_withheld_cell_can_be_worked_out(counts: list[list[int]], threshold: int, rows: bool, columns: bool) -> None:
    found = withhold_small(counts, threshold, row_totals=rows, column_totals=columns)
    small = {(r, c) for r, line in enumerate(counts) for c, value in enumerate(line) if 0 < value < threshold}
    assert small <= found.small
    assert_nothing_recoverable(counts, threshold, found, rows=rows, columns=columns)


def assert_nothing_recoverable(
    counts: list[list[int]], threshold: int, found: Withheld, *, rows: bool = True, columns: bool = True
) -> None:
    """By linear programming, which shares nothing with our own way: each withheld cell has more than one value."""
    height, width = len(counts), len(counts[0])
    values = {(r, c): counts[r][c] for r in range(height) for c in range(width)}
    equations: list[list[tuple[int, int]]] = []
    if rows:
        for r in range(height):
            values[r, TOTAL] = sum(counts[r])
            equations.append([(r, TOTAL), *((r, c) for c in range(width))])
    if columns:
        for c in range(width):
            values[TOTAL, c] = sum(line[c] for line in counts)
            equations.append([(TOTAL, c), *((r, c) for r in range(height))])
    if rows and columns:
        values[TOTAL, TOTAL] = sum(map(sum, counts))
        equations.append([(TOTAL, TOTAL), *((TOTAL, c) for c in range(width))])
        equations.append([(TOTAL, TOTAL), *((r, TOTAL) for r in range(height))])
    unknown = sorted(found.places)
    if not unknown:
        return
    index = {at: n for n, at in enumerate(unknown)}
    sides = np.zeros((max(1, len(equations)), len(unknown)))
    right = np.zeros(max(1, len(equations)))
    for n, (total, *parts) in enumerate(equations):
        for at, sign in [(total, 1), *((part, -1) for part in parts)]:
            if at in index:
                sides[n, index[at]] += sign
            else:
                right[n] -= sign * values[at]
    bounds = [(1, threshold - 1) if at in found.small else (min(values[at], threshold), None) for at in unknown]
    for at in unknown:
        wanted = np.zeros(len(unknown))
        wanted[index[at]] = 1
        least = linprog(wanted, A_eq=sides, b_eq=right, bounds=bounds)
        most = linprog(-wanted, A_eq=sides, b_eq=right, bounds=bounds)
        assert least.status == 0
        assert most.status in {0, 3}
        if most.status == 0:
            assert -most.fun - least.fun > 0.5, (counts, at, sorted(found.places))
