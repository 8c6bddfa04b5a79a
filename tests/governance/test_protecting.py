"""Linked numbers: the method's example, hierarchies, shared margins, and that an attacker learns no more than the rule lets."""

from __future__ import annotations

import random
import time

import pytest

from tests.governance.test_disclosure import assert_nothing_recoverable
from workbench.governance.disclosure import TOTAL, Withheld
from workbench.governance.linked import MOST, Number, Sum
from workbench.governance.policies import Policy
from workbench.governance.protecting import Protected, protect


def grid(counts: list[list[int]]) -> tuple[list[Number], list[Sum]]:
    """A table with its totals as linked numbers."""
    height, width = len(counts), len(counts[0])
    rows = [Number((row, TOTAL), sum(counts[row]), total=True) for row in range(height)]
    columns = [Number((TOTAL, at), sum(line[at] for line in counts), total=True) for at in range(width)]
    inner = [Number((row, at), counts[row][at]) for row in range(height) for at in range(width)]
    whole = Number((TOTAL, TOTAL), sum(map(sum, counts)), total=True)
    sums = [Sum((row, TOTAL), tuple((row, at) for at in range(width))) for row in range(height)]
    sums += [Sum((TOTAL, at), tuple((row, at) for row in range(height))) for at in range(width)]
    sums += [Sum(whole.at, tuple(one.at for one in rows)), Sum(whole.at, tuple(one.at for one in columns))]
    return [*inner, *rows, *columns, whole], sums


def test_the_example_of_the_method() -> None:
    """Row A: 3, 10, 20, total 33 kept, T = 5: 3 is withheld, then the smallest other, 10.

    With rows beneath it every line that has a withheld cell has two, and together they are the fewest and smallest: 20,
    12 and 9 rather than 10, 12 and 30.
    """
    row = [Number("a", 3), Number("b", 10), Number("c", 20), Number("all", 33, total=True)]
    found = protect(row, [Sum("all", ("a", "b", "c"))], Policy(5))
    assert found.shown == {"a": None, "b": None, "c": 20, "all": 33}
    assert (found.small, found.beside) == ({"a"}, {"b"})
    numbers, sums = grid([[3, 10, 20], [12, 30, 9], [40, 8, 15]])
    table = protect(numbers, sums, Policy(5))
    assert table.withheld == {(0, 0), (0, 2), (1, 0), (1, 2)}


def test_districts_within_a_county_within_a_region() -> None:
    """A small district alone in its county: the county's other district is withheld, not the region."""
    numbers = [
        Number("a", 3), Number("b", 40), Number("x", 43, total=True), Number("c", 50), Number("d", 60),
        Number("y", 110, total=True), Number("all", 153, total=True),
    ]  # fmt: skip
    sums = [Sum("x", ("a", "b")), Sum("y", ("c", "d")), Sum("all", ("x", "y"))]
    assert protect(numbers, sums, Policy(5)).withheld == {"a", "b"}
    alone = [Number("a", 3), Number("x", 3, total=True), *numbers[3:6], Number("all", 113, total=True)]
    found = protect(alone, [Sum("x", ("a",)), *sums[1:]], Policy(5))
    assert {"a", "x"} < found.withheld
    assert "all" in found.withheld or "y" in found.withheld


def test_two_tables_that_share_a_margin() -> None:
    """By sex: 4 and 46 of 50. By age: 20 and 30 of the same 50. Only the table by sex has to withhold."""
    numbers = [
        Number("men", 4), Number("women", 46), Number("young", 20), Number("old", 30), Number("all", 50, total=True),
    ]  # fmt: skip
    sums = [Sum("all", ("men", "women")), Sum("all", ("young", "old"))]
    assert protect(numbers, sums, Policy(5)).withheld == {"men", "women"}


def test_what_a_sum_leaves_over_is_a_small_number_too() -> None:
    """Two districts of 20 and 30 in a county of 52: two people live elsewhere."""
    numbers = [Number("a", 20), Number("b", 30), Number("all", 52, total=True), Number("rest", 2, printed=False)]
    found = protect(numbers, [Sum("all", ("a", "b", "rest"))], Policy(5))
    assert found.beside == {"a"}


def test_rounded_numbers_may_give_a_small_one_away_as_well() -> None:
    """12 is shown as 10 (8 to 12), 17 as 15 (13 to 17), the total 33 as 35 (33 to 37): what is left is 4 and no less."""
    row = [Number("a", 4), Number("b", 12), Number("c", 17), Number("all", 33, total=True)]
    found = protect(row, [Sum("all", ("a", "b", "c"))], Policy(5, rounding=5))
    assert len(found.withheld) > 1
    easy = [Number("a", 4), Number("b", 15), Number("c", 20), Number("all", 39, total=True)]
    assert protect(easy, [Sum("all", ("a", "b", "c"))], Policy(5, rounding=5)).shown == {
        "a": None, "b": 15, "c": 20, "all": 40,
    }  # fmt: skip


def test_where_everyone_said_it_that_is_withheld() -> None:
    found = protect([Number("a", 20, of=20), Number("b", 30, of=60)], [], Policy(5))
    assert found.small == {"a"}


def test_noughts_are_withheld_where_the_rule_says_so() -> None:
    row = [Number("a", 0), Number("b", 12), Number("c", 17), Number("all", 29, total=True)]
    assert protect(row, [Sum("all", ("a", "b", "c"))], Policy(5)).withheld == set()
    found = protect(row, [Sum("all", ("a", "b", "c"))], Policy(5, zeros="withheld"))
    assert "a" in found.small
    assert found.beside


@pytest.mark.parametrize("seed", range(40))
def test_no_withheld_cell_of_a_table_is_known_more_closely_than_the_rule_lets(seed: int) -> None:
    rnd = random.Random(seed)
    counts = [
        [rnd.choice([rnd.randint(0, 8), rnd.randint(0, 60)]) for _ in range(width)]
        for width in [rnd.randint(2, 6)]
        for _ in range(rnd.randint(2, 6))
    ]
    threshold = rnd.choice([3, 5, 8, 10])
    numbers, sums = grid(counts)
    found = protect(numbers, sums, Policy(threshold))
    inner_small = {(r, c) for r, line in enumerate(counts) for c, value in enumerate(line) if 0 < value < threshold}
    assert inner_small <= found.small
    assert_nothing_recoverable(counts, threshold, as_withheld(found))


def as_withheld(found: Protected) -> Withheld:
    return Withheld(found.small, found.beside)  # type: ignore[arg-type]


def test_a_table_of_500_by_100_is_rounded_in_under_a_second() -> None:
    """Above 2,000 linked numbers they are rounded, by the rule or instead of it, and it is said which."""
    rnd = random.Random(8)
    numbers, sums = grid([[rnd.choice([0, 2, 7, 30, 400]) for _ in range(100)] for _ in range(500)])
    assert len(numbers) > MOST
    for rule, base in ((Policy(5, rounding=5), 5), (Policy(8), 10)):
        began = time.process_time()
        found = protect(numbers, sums, rule)
        assert time.process_time() - began < 1.5
        assert len(found.rounded_only) == len(numbers)
        assert all(value is None or value % base == 0 for value in found.shown.values())
        assert found.shown[TOTAL, TOTAL] is not None
        assert not found.beside
