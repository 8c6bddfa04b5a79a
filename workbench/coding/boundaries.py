"""Agreement on where codings begin and end: Krippendorff's alpha for unitizing. Pure arithmetic on plain arrays.

Coders of free text choose not only a code but the words it lies on. Here a text is a line of positions, a coder's
codings with one code are sections of it, and what lies between them are gaps. Two sections that overlap differ by the
squares of the distances of their ends; one that lies wholly in the other's gap differs by the square of its length.

Krippendorff (1995), On the reliability of unitizing contiguous data, Sociological Methodology 25, 47-76, with the sign
put right in Content Analysis (2004), pages 251-256.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from workbench.coding.coefficients import Measured
from workbench.coding.presence import Whole

NOT_USED = "Nobody used it in what they have read in common."
NO_ROOM = "The text is too short to say anything of where codings begin and end."


def united(sections: Whole) -> Whole:
    """Sections (rows of start and end) in order, those that overlap made one; two that only touch stay two.

    >>> united(np.array([[5, 9], [0, 3], [2, 5]])).tolist()
    [[0, 5], [5, 9]]
    """
    if not len(sections):
        return sections.reshape(0, 2)
    ordered = sections[np.argsort(sections[:, 0], kind="stable")]
    reach = np.maximum.accumulate(ordered[:, 1])
    first = np.flatnonzero(np.concatenate(([True], ordered[1:, 0] >= reach[:-1])))
    return np.column_stack((ordered[first, 0], reach[np.append(first[1:], len(ordered)) - 1]))


def gaps(sections: Whole, length: int) -> Whole:
    """What lies between the sections of one coder, from 0 to the text's length, as rows of start and end.

    >>> gaps(np.array([[2, 4], [4, 6]]), 10).tolist()
    [[0, 2], [6, 10]]
    """
    between = np.column_stack((np.append(0, sections[:, 1]), np.append(sections[:, 0], length)))
    return between[between[:, 1] > between[:, 0]]


def boundary_alpha(coders: Sequence[Whole], length: int) -> Measured:
    """Krippendorff's alpha for unitizing, of one code.

    Args:
        coders: For each coder the sections they gave the code, as rows of start and end, 0 to `length`.
        length: How long the text is.

    The example of Krippendorff (2004), page 254, category c, on a line from 150 to 450:

    >>> first = np.array([[225, 295], [370, 400]]) - 150
    >>> second = np.array([[220, 300], [355, 375], [400, 420]]) - 150
    >>> round(boundary_alpha([first, second], 300).value, 4)
    0.7286
    """
    found = boundary_disagreement(coders, length)
    if found is None:
        return Measured(None, NOT_USED)
    observed, expected = found
    return Measured(1 - observed / expected) if expected > 0 else Measured(None, NO_ROOM)


def boundary_disagreement(coders: Sequence[Whole], length: int) -> tuple[float, float] | None:
    """Observed and expected disagreement of one code; None where nobody used it.

    Over several codes alpha is 1 less the quotient of their sums. The example of 2004 with its other category, which
    both gave to the same words (printed there as 0.8591, from rounded terms):

    >>> c = boundary_disagreement([np.array([[75, 145], [220, 250]]), np.array([[70, 150], [205, 225], [250, 270]])], 300)
    >>> k = boundary_disagreement([np.array([[30, 90], [150, 200]])] * 2, 300)
    >>> round(1 - (c[0] + k[0]) / (c[1] + k[1]), 4)
    0.8587
    """
    given = [united(np.asarray(sections)) for sections in coders]
    if not any(len(sections) for sections in given):
        return None
    between = [gaps(sections, length) for sections in given]
    return _observed(given, between, length), _expected(given, between, length)


def _observed(given: Sequence[Whole], between: Sequence[Whole], length: int) -> float:
    """The mean squared difference between any two coders."""
    found = 0.0
    for one, other in combinations(range(len(given)), 2):
        found += _apart(given[one], given[other])
        found += _within(given[one], between[other]) + _within(given[other], between[one])
    return 2 * found / (len(given) * (len(given) - 1) * float(length) ** 2)


def _apart(first: Whole, second: Whole) -> float:
    """The squared distances between the ends of sections that overlap."""
    begin = np.searchsorted(second[:, 1], first[:, 0], side="right")
    many = np.maximum(np.searchsorted(second[:, 0], first[:, 1], side="left") - begin, 0)
    mine = np.repeat(np.arange(len(first)), many)
    theirs = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(begin, many)
    return float(((first[mine] - second[theirs]).astype(float) ** 2).sum())


def _within(sections: Whole, free: Whole) -> float:
    """The squared lengths of sections that lie wholly in a gap."""
    if not len(free):
        return 0.0
    at = np.searchsorted(free[:, 0], sections[:, 0], side="right") - 1
    inside = (at >= 0) & (sections[:, 1] <= free[at, 1])
    return float(((sections[inside, 1] - sections[inside, 0]).astype(float) ** 2).sum())


def _expected(given: Sequence[Whole], between: Sequence[Whole], length: int) -> float:
    """The mean squared difference if every section and gap might lie anywhere on the line."""
    sizes = np.concatenate([sections[:, 1] - sections[:, 0] for sections in given]).astype(float)
    room = np.sort(np.concatenate([free[:, 1] - free[:, 0] for free in between]).astype(float))
    positions = len(given) * float(length)
    pairs = positions * (positions - 1) - (sizes * (sizes - 1)).sum()
    if pairs <= 0:
        return 0.0
    large = np.searchsorted(room, sizes, side="left")
    total = np.append(np.cumsum(room[::-1])[::-1], 0.0)[large]
    places = total - (len(room) - large) * (sizes - 1)
    meeting = (len(sizes) - 1) * (2 * sizes**3 - 3 * sizes**2 + sizes) / 3
    return float(2 / length * (meeting + sizes**2 * places).sum() / pairs)
