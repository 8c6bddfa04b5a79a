"""A share of people, and how sure one may be of it."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
"""The normal deviate of a two-sided 95 % interval."""


def wilson(count: float, of: float, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share, both ends between 0 and 1; sound at 0 and at all.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, as used by OHID for proportions.
    ValueError when there is nobody, or more than everybody.

    >>> [round(end, 6) for end in wilson(15, 50)]
    [0.191036, 0.437504]
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"not a share: {count} of {of}")
    rest = 1 - count / of
    middle = 2 * count + z * z
    half = z * math.sqrt(z * z + 4 * count * rest)
    below = 2 * (of + z * z)
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)
