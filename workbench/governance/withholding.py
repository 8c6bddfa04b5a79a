"""Counts of areas within areas, made safe to keep: which are withheld so that no small one can be worked out. Pure.

Areas lie in each other as a tree; each sum over the areas of a larger one can be known. A count may also be broken down
into groups of people, which sum to it. The rule: a breakdown of an area is kept whole or not at all, and an area whose
count is withheld keeps no breakdown. What is withheld is then the same areas for every group, and each small count can
be shown to be in doubt by a move: it goes up or down by one, others on a way through the tree with it, so that every
sum stays and no count falls below what a reader knows. (The argument by moves: L. H. Cox, J. Am. Stat. Assoc. 90 (1995)
1453-1462.) Where there is no move, the smallest count beside it is withheld too, and where none is left the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Counts = tuple[int, ...]
"""What is counted of an area or a group: one number, or those counted and those left over."""
Fits = Callable[[str, int], bool]
"""Whether what is known of an area allows it to be one more (1) or one fewer (-1)."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Which area lies in which; the largest has no parent. Several may have none: their sum is not known."""

    parent: Mapping[str, str]
    areas: tuple[str, ...]

    def within(self, area: str) -> list[str]:
        """The areas right within one."""
        return self._children.get(area, [])

    @property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for area in self.areas:
            if area in self.parent:
                found.setdefault(self.parent[area], []).append(area)
        return found


def small(counts: Counts, fewest: int) -> bool:
    """Whether any of what is counted is above zero and below the smallest that may be kept."""
    return any(0 < count < fewest for count in counts)


def withhold_areas(tree: Tree, counts: Mapping[str, Counts], fewest: int) -> frozenset[str]:
    """The areas whose counts are withheld.

    >>> tree = Tree({"a": "all", "b": "all", "c": "all"}, ("all", "a", "b", "c"))
    >>> sorted(withhold_areas(tree, {"all": (60,), "a": (3,), "b": (20,), "c": (37,)}, 5))
    ['a', 'b']
    """
    work = _Work(tree, {area: sum(counts[area]) for area in tree.areas})
    work.hidden |= {area for area in tree.areas if small(counts[area], fewest)}

    def doubtful(area: str) -> bool:
        return all(
            work.moves(area, _fits_alone(counts, measure))
            for measure, count in enumerate(counts[area])
            if 0 < count < fewest
        )

    work.hide_until(doubtful, [area for area in tree.areas if small(counts[area], fewest)])
    return frozenset(work.hidden)


def withhold_breakdowns(
    tree: Tree,
    counts: Mapping[str, Counts],
    groups: Mapping[str, Mapping[str, Counts]],
    fewest: int,
    areas: frozenset[str],
) -> frozenset[str]:
    """The areas whose breakdown into groups is withheld, beside those whose count is.

    Args:
        tree: of areas.
        counts: of each area as a whole.
        groups: by area, then by group: its counts; every area has every group.
        fewest: the smallest count that may be kept.
        areas: those whose count is withheld.
    """
    work = _Work(tree, {area: sum(counts[area]) for area in tree.areas})
    mine = [area for area in tree.areas if any(small(one, fewest) for one in groups[area].values())]
    work.hidden |= {*mine, *areas}
    alone = _Work(tree, work.sizes)
    alone.hidden |= areas

    def doubtful(area: str) -> bool:
        for group, of in groups[area].items():
            for measure, count in enumerate(of):
                if not 0 < count < fewest:
                    continue
                others = [other for other in groups[area] if other != group]
                if any(work.moves(area, _fits_against(groups, group, other, measure)) for other in others):
                    continue
                if area in areas and alone.moves(area, _fits_both(counts, groups, group, measure)):
                    continue
                return False
        return True

    work.hide_until(doubtful, mine)
    return frozenset(work.hidden)


def _fits_alone(counts: Mapping[str, Counts], measure: int) -> Fits:
    """A withheld area has at least one of something: who has none at all is shown as nought."""

    def fits(area: str, by: int) -> bool:
        moved = [count + by * (place == measure) for place, count in enumerate(counts[area])]
        return min(moved) >= 0 and any(moved)

    return fits


def _fits_against(groups: Mapping[str, Mapping[str, Counts]], group: str, other: str, measure: int) -> Fits:
    def fits(area: str, by: int) -> bool:
        return groups[area][group][measure] + by >= 0 and groups[area][other][measure] - by >= 0

    return fits


def _fits_both(
    counts: Mapping[str, Counts], groups: Mapping[str, Mapping[str, Counts]], group: str, measure: int
) -> Fits:
    alone = _fits_alone(counts, measure)

    def fits(area: str, by: int) -> bool:
        return alone(area, by) and groups[area][group][measure] + by >= 0

    return fits


class _Work:
    """Areas that are withheld so far, and the ways by which counts can move among them."""

    def __init__(self, tree: Tree, sizes: Mapping[str, int]) -> None:
        self.tree, self.sizes = tree, sizes
        self.parent = tree.parent
        self.children = tree._children
        self.roots = [area for area in tree.areas if area not in tree.parent]
        self.hidden: set[str] = set()

    def hide_until(self, doubtful: Callable[[str], bool], wanted: Sequence[str]) -> None:
        """Withhold more until each of the wanted areas is in doubt; with all withheld each is."""
        self._mend()
        waiting = list(wanted)
        while waiting:
            still = [area for area in waiting if not doubtful(area)]
            if not still or not self._more(still[0]):
                return
            self._mend()
            waiting = list(wanted)

    def _mend(self) -> None:
        """In every sum of which one number alone is withheld, withhold another."""
        mended = True
        while mended:
            mended = False
            for whole, within in self.children.items():
                if (whole in self.hidden) + sum(area in self.hidden for area in within) == 1:
                    mended |= self._add_in(whole)

    def _add_in(self, whole: str) -> bool:
        """Withhold the next number of a sum: the smallest above zero, else the sum itself, else a nought."""
        free = [area for area in self.children[whole] if area not in self.hidden]
        above = [area for area in free if self.sizes[area] > 0]
        if above:
            self.hidden.add(min(above, key=lambda area: (self.sizes[area], area)))
        elif whole not in self.hidden:
            self.hidden.add(whole)
        elif free:
            self.hidden.add(free[0])
        else:
            return False
        return True

    def _more(self, area: str) -> bool:
        """Withhold one more number near an area: in the sum it is in, then in larger ones, then within those beside."""
        at = area
        while at in self.parent:
            at = self.parent[at]
            if self._add_in(at):
                return True
        return any(self._add_in(whole) for whole in self.children)

    def moves(self, area: str, fits: Fits) -> bool:
        """Whether a withheld number can be another with every sum as it is."""
        return area in self.hidden and any(
            fits(area, by) and self._down(area, by, fits) and self._up(area, by, fits) for by in (1, -1)
        )

    def _down(self, area: str, by: int, fits: Fits) -> bool:
        within = self.children.get(area, ())
        return not within or self._any(within, by, fits)

    def _any(self, areas: Iterable[str], by: int, fits: Fits) -> bool:
        return any(one in self.hidden and fits(one, by) and self._down(one, by, fits) for one in areas)

    def _up(self, area: str, by: int, fits: Fits) -> bool:
        whole = self.parent.get(area)
        if whole is None:
            return True
        if self._any((one for one in self.children[whole] if one != area), -by, fits):
            return True
        return whole in self.hidden and fits(whole, by) and self._up(whole, by, fits)
