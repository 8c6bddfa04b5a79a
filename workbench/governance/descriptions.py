"""Descriptions: what may be printed of people beside their words, so that each fits enough of them. Pure.

What is left off tells too: the one woman whose age is not printed is none of those whose age is. So it is counted what is
printed, gaps and all: every line that is printed is the line of at least so many people of the sample. (The rule is
k-anonymity by leaving cells off: L. Sweeney, Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002)
571-588.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

WITHHELD = "withheld by us"

MANY = 500
"""Of more different lines than this all rare ones lose a value at a time, which is quicker and leaves a little more off."""

Line = tuple[str, ...]
"""One person's values, an attribute a place; empty: not recorded."""


def told(people: Mapping[int, Line], fewest: int) -> dict[int, Line]:
    """What may be printed of each person: their values, or `WITHHELD` in place of those that would single them out.

    From a line that is rare the value that fewest people have is left off, until enough have what is left; of others who
    have all of what is left and more, those with the rarest line then lose the rest of theirs too.

    Args:
        people: the values of everybody in the sample, whether their words are printed or not.
        fewest: how many people must have a line that is printed; below 2 everything is.

    >>> sample = {1: ("woman", "driver"), 2: ("woman", "nurse"), 3: ("man", "nurse"), 4: ("man", "nurse"), 5: ("woman", "nurse")}
    >>> told(sample, 2)[4], told(sample, 2)[1]
    (('man', 'nurse'), ('woman', 'withheld by us'))
    """
    lines = dict(people)
    if fewest <= 1:
        return lines
    shared = Counter((at, value) for line in people.values() for at, value in enumerate(line))
    counted = Counter(lines.values())
    while len(counted) > MANY and any(number < fewest for line, number in counted.items() if set(line) != {WITHHELD}):
        fits = {line for line, number in counted.items() if number >= fewest or set(line) == {WITHHELD}}
        lines = {key: line if line in fits else _without_rarest(line, shared) for key, line in lines.items()}
        counted = Counter(lines.values())
    while rare := sorted((number, line) for line, number in counted.items() if number < fewest):
        line = rare[0][1]
        wider = [(number, other) for other, number in counted.items() if other != line and _covers(line, other)]
        if wider:
            gone, into = min(wider)[1], line
        elif any(value != WITHHELD for value in line):
            gone, into = line, _without_rarest(line, shared)
        else:
            break
        lines = {key: into if one == gone else one for key, one in lines.items()}
        counted[into] += counted.pop(gone)
    return lines


def _covers(line: Line, other: Line) -> bool:
    """Whether another line says all that this one says, and more."""
    return all(value in {WITHHELD, said} for value, said in zip(line, other, strict=True))


def _without_rarest(line: Line, shared: Mapping[tuple[int, str], int]) -> Line:
    """The line with one value less: the one that fewest people have, of those alike the later."""
    at = min((at for at, value in enumerate(line) if value != WITHHELD), key=lambda at: (shared[at, line[at]], -at))
    return (*line[:at], WITHHELD, *line[at + 1 :])
