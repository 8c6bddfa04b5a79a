"""Proposing: which codes of which segments are worth a person's look, and how well each code fits.

Segments are judged in blocks, and of each only what is proposed is kept, so that a million cost no more memory than some
thousand. Never a code where a narrower one is given already, and never a code and a narrower one both for one segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.coding.paths import split_path
from workbench.suggestions.nearest import POSSIBLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.nearest import CodeTexts, Scores

SECOND = 0.45
"""A second code for the same segment must reach this, and a narrower one to stand for a broader that fits better."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code proposed for one passage."""

    passage: int
    code: int
    """Its place in the list of codes."""
    score: float


@dataclass(frozen=True, slots=True)
class Family:
    """For each code, by its place, the codes below it and those above it."""

    below: tuple[tuple[int, ...], ...]
    above: tuple[tuple[int, ...], ...]


def family(codes: Sequence[CodeTexts]) -> Family:
    """Which codes are narrower than which, by their paths."""
    place = {split_path(code.path): at for at, code in enumerate(codes)}
    below: list[list[int]] = [[] for _ in codes]
    above: list[list[int]] = [[] for _ in codes]
    for path, at in place.items():
        for length in range(len(path) - 1, 0, -1):
            if (higher := place.get(path[:length])) is not None:
                below[higher].append(at)
                above[at].append(higher)
    return Family(tuple(map(tuple, below)), tuple(map(tuple, above)))


def blocks(owners: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Passages in runs of about so many, from the first to before the last, no segment cut in two."""
    first = 0
    while first < len(owners):
        last = min(first + most, len(owners))
        while last < len(owners) and owners[last] == owners[last - 1]:
            last += 1
        yield first, last
        first = last


def propose(
    chances: Scores, owners: Sequence[int], allowed: NDArray[np.bool_], kin: Family, *, most: int = 2
) -> list[Proposal]:
    """For each segment at most so many codes, each at its best passage, the narrower before the broader.

    Args:
        chances: A row a passage, a column a code.
        owners: For each passage, the place of the segment it is cut from; passages of a segment follow each other.
        allowed: Where a code may be proposed: not where somebody has given it already, or decided about it.
        kin: Which codes are narrower than which.
        most: How many codes a segment may get.
    """
    import numpy as np

    open_chances = np.where(allowed, chances, 0.0)
    found: list[Proposal] = []
    possible = open_chances.max(axis=1, initial=0.0) >= POSSIBLE
    bounds = [0, *(at for at in range(1, len(owners)) if owners[at] != owners[at - 1]), len(owners)]
    for first, last in pairwise(bounds):
        if last <= first or not possible[first:last].any():
            continue
        part = open_chances[first:last]
        best = part.max(axis=0)
        found += [
            Proposal(first + int(part[:, code].argmax()), code, round(float(best[code]), 4))
            for code in _chosen(best, kin, most)
        ]
    return found


def _chosen(best: Scores, kin: Family, most: int) -> list[int]:
    """The codes of one segment, the best first; where a narrower one is good enough it stands for the broader."""
    import numpy as np

    taken: list[int] = []
    for code in np.argsort(-best.round(6), kind="stable").tolist():
        if len(taken) == most or best[code] < (SECOND if taken else POSSIBLE):
            break
        while good := [one for one in kin.below[code] if best[one] >= min(SECOND, float(best[code]))]:
            code = max(good, key=lambda one: float(best[one]))
        if code not in taken:
            taken.append(code)
    return sorted(taken, key=lambda one: -float(best[one].round(6)))
