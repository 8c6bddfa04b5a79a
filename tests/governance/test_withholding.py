"""What is withheld cannot be worked out: checked by a solver of its own over what is shown, and by trying every number."""

import itertools
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from workbench.governance.withholding import Tree, small, withhold_areas, withhold_breakdowns


class Reader:
    """A reader who knows every number that is shown, every sum, and the rule; asks between what a number must lie."""

    def __init__(self, tree, counts, groups, areas, without):
        self.names, self.rows, self.low, self.high = {}, [], [], []
        measures = range(len(next(iter(counts.values()))))
        for area in tree.areas:
            for m in measures:
                self._put(("all", area, m), counts[area][m], area not in areas)
            if area in areas:
                self._sum([("all", area, m) for m in measures], [], low=1)
            for group, of in groups.get(area, {}).items():
                for m in measures:
                    self._put((group, area, m), of[m], area not in areas | without)
        for area in tree.areas:
            within = tree.within(area)
            for m in measures:
                for group in ("all", *groups.get(area, {})):
                    if within:
                        self._sum([(group, one, m) for one in within], [(group, area, m)])
                if groups.get(area):
                    self._sum([(group, area, m) for group in groups[area]], [("all", area, m)])

    def _put(self, name, value, shown):
        self.names[name] = len(self.names)
        self.low.append(value if shown else 0)
        self.high.append(value if shown else 10_000)

    def _sum(self, plus, minus, low=0):
        self.rows.append(({**dict.fromkeys(plus, 1), **dict.fromkeys(minus, -1)}, low, np.inf if low else 0))

    def between(self, name):
        matrix = np.zeros((len(self.rows), len(self.names)))
        for at, (cells, _, _) in enumerate(self.rows):
            for cell, sign in cells.items():
                matrix[at, self.names[cell]] = sign
        rule = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = []
        for sign in (1, -1):
            aim = np.zeros(len(self.names))
            aim[self.names[name]] = sign
            done = milp(aim, constraints=rule, bounds=Bounds(self.low, self.high), integrality=np.ones(len(aim)))
            assert done.status == 0, done.message
            found.append(round(sign * done.fun))
        return found


def invented(seed):
    """A county of districts of small areas, with groups, many of them small."""
    dice = random.Random(seed)
    tree, leaves = {}, []
    for district in "ABC"[: dice.randint(1, 3)]:
        tree[district] = "county"
        for number in range(dice.randint(1, 4)):
            tree[f"{district}{number}"] = district
            leaves.append(f"{district}{number}")
    areas = ("county", *(one for one in tree if len(one) == 1), *leaves)
    measures = dice.choice([1, 2])
    names = ["f", "m", "x"][: dice.randint(1, 3)]
    groups = {
        one: {g: tuple(dice.choice([0, 0, 1, 1, 2, 3, 5, 9, 30]) for _ in range(measures)) for g in names}
        for one in leaves
    }
    for one in reversed([area for area in areas if area not in leaves]):
        within = [area for area in areas if tree.get(area) == one]
        groups[one] = {g: tuple(sum(groups[area][g][m] for area in within) for m in range(measures)) for g in names}
    counts = {one: tuple(sum(groups[one][g][m] for g in names) for m in range(measures)) for one in areas}
    return Tree(tree, areas), counts, groups


@pytest.mark.parametrize("seed", range(120))
def test_no_small_count_can_be_worked_out(seed):
    tree, counts, groups = invented(seed)
    fewest = 5
    areas = withhold_areas(tree, counts, fewest)
    without = withhold_breakdowns(tree, counts, groups, fewest, areas)
    assert areas <= without
    reader = Reader(tree, counts, groups, areas, without)
    for area in tree.areas:
        assert area in areas or not small(counts[area], fewest)
        for m, count in enumerate(counts[area]):
            if 0 < count < fewest:
                low, high = reader.between(("all", area, m))
                assert low < high, (area, counts)
        for group, of in groups[area].items():
            assert area in without or not small(of, fewest)
            for m, count in enumerate(of):
                if 0 < count < fewest:
                    low, high = reader.between((group, area, m))
                    assert low < high, (area, group, groups)


def test_the_reader_of_these_tests_does_find_what_is_left_open():
    """Only the small count is withheld: the reader subtracts, so the tests above could fail."""
    tree = Tree({"a": "all", "b": "all"}, ("all", "a", "b"))
    reader = Reader(tree, {"all": (23,), "a": (3,), "b": (20,)}, {}, frozenset({"a"}), frozenset())
    assert reader.between(("all", "a", 0)) == [3, 3]


def test_every_number_tried_leaves_more_than_one_answer():
    """Two of 1 beside a sum of 2 are both 1, so a third number goes too: every triple that sums as shown is tried."""
    tree = Tree(dict.fromkeys("abcd", "all"), ("all", "a", "b", "c", "d"))
    counts = {"all": (60,), "a": (1,), "b": (1,), "c": (18,), "d": (40,)}
    hidden = withhold_areas(tree, counts, 5)
    assert hidden == {"a", "b", "c"}
    left = 60 - 40
    answers = [found for found in itertools.product(range(1, left), repeat=3) if sum(found) == left]
    assert len({found[0] for found in answers}) > 1


def test_nothing_small_withholds_nothing():
    tree = Tree(dict.fromkeys("ab", "all"), ("all", "a", "b"))
    counts = {"all": (25,), "a": (25,), "b": (0,)}
    assert not withhold_areas(tree, counts, 5)
    groups = {one: {"f": (10,), "m": (15,)} for one in ("all", "a")} | {"b": {"f": (0,), "m": (0,)}}
    assert not withhold_breakdowns(tree, counts, groups, 5, frozenset())


def test_a_breakdown_is_kept_whole_or_not_at_all_and_another_goes_with_it():
    tree = Tree(dict.fromkeys("abc", "all"), ("all", "a", "b", "c"))
    groups = {"a": {"f": (2,), "m": (30,)}, "b": {"f": (9,), "m": (9,)}, "c": {"f": (50,), "m": (50,)}}
    groups["all"] = {"f": (61,), "m": (89,)}
    counts = {one: (sum(of[0] for of in by.values()),) for one, by in groups.items()}
    assert withhold_areas(tree, counts, 5) == frozenset()
    assert withhold_breakdowns(tree, counts, groups, 5, frozenset()) == {"a", "b"}


def test_few_left_over_are_small_too():
    tree = Tree(dict.fromkeys("abc", "all"), ("all", "a", "b", "c"))
    counts = {"all": (70, 62), "a": (30, 2), "b": (20, 30), "c": (20, 30)}
    assert "a" in withhold_areas(tree, counts, 5)
