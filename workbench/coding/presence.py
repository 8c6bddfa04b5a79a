"""Agreement on whether codes are there or not, for all codes at once. Pure arithmetic on plain arrays.

A unit was read by some of the coders, and each of them either put a code on it or did not. All that the coefficients
need of a code is how many units were read by m coders and marked by k of them: its tally. Units that fewer than two
have read say nothing and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from workbench.coding.coefficients import Numbers

Whole: TypeAlias = npt.NDArray[np.int64]
Marks: TypeAlias = npt.NDArray[np.bool_]

ROOM = 1 << 27
"""Up to so many coders x codes x units, a byte each, marks are laid out in full, which is faster than sorting them."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Of every code how its units fell out.

    `tally` is codes x (coders + 1) x (coders + 1): units read by m coders and marked by k of them. `alone` is codes x 2,
    for two coders: units that only the first, and only the second, marked; None for more.
    """

    units: int
    tally: Whole
    alone: Whole | None = None

    @property
    def marked(self) -> Whole:
        """How many units carry each code, by whomever."""
        found: Whole = self.tally[:, :, 1:].sum(axis=(1, 2))
        return found


def tallies_of_marks(marks: Marks, read: Marks | None = None) -> Tallies:
    """The tallies of codes from a full array.

    Args:
        marks: coders x codes x units: whether the coder put the code on the unit.
        read: coders x units: whether the coder has read the unit; all of them unless told.

    >>> tallies_of_marks(np.array([[[True, True, False]], [[True, False, False]]])).alone.tolist()
    [[1, 0]]
    """
    coders, codes, _ = marks.shape
    size = coders + 1
    tally = np.zeros((codes, size, size), dtype=np.int64)
    units = marks.shape[2]
    groups: list[tuple[int, Marks]] = [(coders, marks)]
    if read is not None and not read.all():
        readers = read.sum(axis=0)
        masked = marks & read[:, None, :]
        groups = [(m, masked[:, :, readers == m]) for m in range(2, size)]
        units = int((readers >= 2).sum())
    alone = None
    for m, held in groups:
        if coders == 2:
            both = np.count_nonzero(held[0] & held[1], axis=1)
            alone = np.count_nonzero(held, axis=2).T - both[:, None]
            tally[:, m, 2], tally[:, m, 1] = both, alone.sum(axis=1)
        else:
            how_many = held.sum(axis=0, dtype=np.uint8)
            for k in range(1, m + 1):
                tally[:, m, k] = np.count_nonzero(how_many == k, axis=1)
        tally[:, m, 0] = held.shape[2] - tally[:, m, 1:].sum(axis=1)
    return Tallies(units, tally, alone)


def tallies_of_places(codes: int, placed: tuple[Whole, Whole, Whole], read: Marks) -> Tallies:
    """The tallies of codes from a list of marks, of which there may be millions.

    Args:
        codes: How many codes there are.
        placed: Code, unit and coder of each mark, each from 0 on; the same mark may come twice.
        read: coders x units: whether the coder has read the unit. Marks on units that their coder has not read do not
            count.

    >>> marks = (np.array([0, 0, 0]), np.array([0, 1, 0]), np.array([0, 0, 1]))
    >>> tallies_of_places(1, marks, np.ones((2, 3), dtype=bool)).alone.tolist()
    [[1, 0]]
    """
    coders, units = read.shape
    code, unit, coder = placed
    if coders * codes * units <= ROOM:
        marks = np.zeros((coders, codes, units), dtype=np.bool_)
        marks[coder, code, unit] = True
        return tallies_of_marks(marks, read)
    return _tallies_of_many(codes, placed, read)


def _tallies_of_many(codes: int, placed: tuple[Whole, Whole, Whole], read: Marks) -> Tallies:
    """The tallies where a full array would not fit: marks on the same unit and code are brought together by sorting."""
    coders, units = read.shape
    code, unit, coder = placed
    readers = read.sum(axis=0)
    counts = read[coder, unit] & (readers[unit] >= 2)
    placings = np.unique((code[counts] * units + unit[counts]) * coders + coder[counts])
    pairs = placings // coders
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    held, how_many = pairs[first], np.diff(first, append=len(pairs))
    size = coders + 1
    cell = (held // units * size + readers[held % units]) * size + how_many
    tally = np.bincount(cell, minlength=codes * size * size).reshape(codes, size, size).astype(np.int64)
    of_readers = np.bincount(readers, minlength=size)
    of_readers[:2] = 0
    tally[:, :, 0] = of_readers - tally[:, :, 1:].sum(axis=2)
    alone = None
    if coders == 2:
        whose, single = placings[first] % 2, how_many == 1
        alone = np.stack(
            [np.bincount(held[single & (whose == one)] // units, minlength=codes) for one in (0, 1)], axis=1
        )
    return Tallies(int(of_readers.sum()), tally, alone)


def _grid(tally: Whole) -> tuple[Numbers, Numbers]:
    """The m and k of the cells of a tally, as arrays that go along its last two axes."""
    size = tally.shape[-1]
    people, marked = np.arange(size, dtype=float)[:, None], np.arange(size, dtype=float)[None, :]
    return people, marked


def _quotient(above: Numbers, below: Numbers) -> Numbers:
    """A division that gives NaN for what cannot be divided; NaN stays inside this room."""
    out: Numbers = np.full(np.broadcast(above, below).shape, np.nan)
    return np.divide(above, below, out=out, where=below > 1e-12)


def _both(tally: Whole) -> tuple[Numbers, Numbers]:
    """For each tally the mean share of pairs that differ, and the mean share of marks, over units."""
    people, marked = _grid(tally)
    units = tally.sum(axis=(-2, -1)).astype(float)
    pairs = np.where(people >= 2, people * (people - 1) / 2, 1)
    differ = np.where(people >= 2, marked * (people - marked) / pairs, 0)
    share = np.where(people >= 1, marked / np.maximum(people, 1), 0)
    return (
        _quotient((tally * differ).sum(axis=(-2, -1)), units),
        _quotient((tally * share).sum(axis=(-2, -1)), units),
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed disagreement and what chance would give, a number a tally; a coefficient is 1 - observed / chance."""

    observed: Numbers
    chance: Numbers

    @property
    def beyond(self) -> Numbers:
        """The coefficient of each; NaN where nothing varies."""
        return 1 - _quotient(self.observed, self.chance)

    @property
    def pooled(self) -> float:
        """One coefficient of all together; NaN where nothing varies in any.

        De Vries, Elliott, Kanouse and Teleki (2008), Using pooled kappa to summarize interrater agreement across many
        items, Field Methods 20(3), 272-282. Codes in which nothing varies add nothing to either side.
        """
        varies = self.chance > 1e-12
        return float(1 - _quotient(self.observed[varies].sum(keepdims=True), self.chance[varies].sum(keepdims=True))[0])


def shares_agreed(tally: Whole) -> Numbers:
    """The percentage of pairs of coders who do the same, 0 to 100.

    >>> shares_agreed(tallies_of_marks(np.array([[[True, True, False, False]], [[True, False, False, False]]])).tally)
    array([75.])
    """
    differ, _ = _both(tally)
    return 100 * (1 - differ)


def alphas(tally: Whole) -> Disagreement:
    """Krippendorff's alpha (nominal, two values) of each tally; see `coefficients.alpha`.

    >>> held = tallies_of_marks(np.array([[[0, 1, 0, 0, 0, 0, 0, 0, 1, 0]], [[1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]]) > 0)
    >>> alphas(held.tally).beyond.round(3)
    array([0.095])
    """
    people, marked = _grid(tally)
    weight = np.where(people >= 2, marked * (people - marked) / np.maximum(people - 1, 1), 0)
    judged = (tally * people).sum(axis=(-2, -1)).astype(float)
    ones = (tally * marked).sum(axis=(-2, -1)).astype(float)
    observed = _quotient((tally * weight).sum(axis=(-2, -1)), judged)
    return Disagreement(observed, _quotient(ones * (judged - ones), judged * (judged - 1)))


def ac1s(tally: Whole) -> Disagreement:
    """Gwet's AC1 of each tally; see `coefficients.gwet_ac1`. Chance is NaN where nothing varies."""
    differ, share = _both(tally)
    chance = 1 - 2 * share * (1 - share)
    return Disagreement(differ, np.where((share > 0) & (share < 1), chance, 0))


def kappas(held: Tallies) -> Disagreement:
    """Cohen's kappa of two coders, Fleiss' of more; see `coefficients.cohen_kappa` and `fleiss_kappa`."""
    differ, share = _both(held.tally)
    if held.alone is None:
        return Disagreement(differ, 2 * share * (1 - share))
    units = held.tally.sum(axis=(1, 2)).astype(float)
    both = held.tally[:, 2, 2]
    first, second = (_quotient((both + held.alone[:, at]).astype(float), units) for at in (0, 1))
    return Disagreement(differ, first * (1 - second) + second * (1 - first))


def commonest(tally: Whole) -> Numbers:
    """The share of judgements in the commoner of the two classes, 0.5 to 1."""
    _, share = _both(tally)
    return np.maximum(share, 1 - share)


def drawn_alphas(tally: Whole, *, resamples: int = 1000, seed: int = 1) -> Numbers:
    """Alpha of one code (coders + 1 squared) when its units are drawn again and again, with replacement.

    Units of one tally cell are all alike, so that drawing units is drawing the cells: see
    `coefficients.alpha_interval`.
    """
    people, marked = np.nonzero(tally)
    often = tally[people, marked]
    draws = np.random.default_rng(seed).multinomial(often.sum(), often / often.sum(), size=resamples).astype(float)
    weight = np.where(people >= 2, marked * (people - marked) / np.maximum(people - 1, 1), 0)
    judged, ones = draws @ people.astype(float), draws @ marked.astype(float)
    observed = _quotient(draws @ weight.astype(float), judged)
    return Disagreement(observed, _quotient(ones * (judged - ones), judged * (judged - 1))).beyond


def drawn_pooled_alphas(
    codes: int, placed: tuple[Whole, Whole, Whole], read: Marks, *, most: int = 20_000_000, seed: int = 1
) -> Numbers:
    """Alpha of all codes together when the units are drawn again and again, with replacement.

    A unit is drawn with all its codes at once. There are 1,000 draws, fewer (not under 200) where a draw goes over so
    many marks and units that all of them would go over more than `most`.
    """
    coders, units = read.shape
    readers = read.sum(axis=0)
    enough = readers >= 2
    code, unit, coder = placed
    counts = read[coder, unit] & enough[unit]
    keys = np.unique((code[counts] * units + unit[counts]) * coders + coder[counts]) // coders
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    marked = np.diff(first, append=len(keys)).astype(float)
    of_code, of_unit = keys[first] // units, keys[first] % units
    people = readers.astype(float)
    weight = marked * (people[of_unit] - marked) / (people[of_unit] - 1)
    pool, found = np.flatnonzero(enough), []
    generator = np.random.default_rng(seed)
    for _ in range(min(1000, max(200, most // (len(pool) + len(first) + 1)))):
        times = np.bincount(generator.choice(pool, len(pool)), minlength=units).astype(float)
        judged = np.full(codes, float((times * people)[pool].sum()))
        ones = np.bincount(of_code, weights=times[of_unit] * marked, minlength=codes)
        observed = np.bincount(of_code, weights=times[of_unit] * weight, minlength=codes)
        chance = _quotient(ones * (judged - ones), judged * (judged - 1))
        found.append(Disagreement(observed / judged, chance).pooled)
    return np.array(found)
