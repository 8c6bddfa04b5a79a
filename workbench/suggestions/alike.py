"""Alike: which passages read the same, from vectors of length one, in blocks so that nothing grows with the square. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

BLOCK = 1_024
"""So many rows are compared at a time: a few megabytes whatever the project's size."""


def thinned(places: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most so many of some places, spread evenly over all of them."""
    import numpy as np

    if len(places) <= most:
        return places
    return places[np.linspace(0, len(places) - 1, most).astype(np.int64)]


def nearest_among(rows: Vectors, others: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """For each row the place of the nearest of the others, and how near it is (a cosine)."""
    import numpy as np

    place = np.zeros(len(rows), np.int64)
    near = np.full(len(rows), -1.0, np.float32)
    for first in range(0, len(rows), BLOCK):
        cosines = rows[first : first + BLOCK] @ others.T
        best = cosines.argmax(axis=1)
        place[first : first + BLOCK] = best
        near[first : first + BLOCK] = cosines[np.arange(len(best)), best]
    return place, near


def pairs_above(rows: Vectors, least: float, most: int) -> list[tuple[int, int, float]]:
    """Pairs of rows that are at least so near, the nearest first, at most so many; the first place is the smaller."""
    import numpy as np

    found: list[tuple[int, int, float]] = []
    for first in range(0, len(rows), BLOCK):
        cosines: Any = rows[first : first + BLOCK] @ rows[first:].T
        left, right = np.nonzero(np.triu(cosines >= least, 1))
        near = cosines[left, right]
        order = np.argsort(-near, kind="stable")[:most]
        found += [(first + int(left[at]), first + int(right[at]), float(near[at])) for at in order]
        found = sorted(found, key=lambda pair: (-round(pair[2], 6), pair[:2]))[:most]
    return found
