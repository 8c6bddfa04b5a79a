"""Coefficients of agreement between people who judged the same units. Pure arithmetic on plain arrays.

What they judged is a matrix, a row a coder and a column a unit; NaN is a unit that a coder did not judge. From it, or
from a table of two coders, comes how many gave each unit each value: `counts`, a row a unit and a column a value.
A coefficient that these judgements cannot give is None with a sentence, never NaN and never 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]

NO_UNITS = "No unit was judged by two people or more."
NO_VARIANCE = "Everybody gave every unit the same value, so chance cannot be told from agreement."
FIRM, TENTATIVE = 0.8, 2 / 3
"""Krippendorff's customary bounds: from the first on one may rely on the codings, below the second draw nothing."""
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Measured:
    """A coefficient, or None and the sentence that says why there is none."""

    value: float | None
    why: str = ""


def numbered(judgements: Sequence[Sequence[object | None]]) -> Numbers:
    """Judgements in any words as a matrix of numbers, a number for each different one; None is not judged.

    >>> numbered([["yes", None], ["no", "yes"]]).tolist()
    [[1.0, nan], [0.0, 1.0]]
    """
    values = {
        value: at
        for at, value in enumerate(sorted({one for row in judgements for one in row if one is not None}, key=str))
    }
    return np.array([[np.nan if one is None else values[one] for one in row] for row in judgements], dtype=float)


def counted(matrix: Numbers) -> tuple[Numbers, Numbers]:
    """How many coders gave each unit (row) each value (column), and the values in their order.

    >>> counts, values = counted(np.array([[1.0, 2.0], [1.0, np.nan]]))
    >>> counts.tolist(), values.tolist()
    ([[2.0, 0.0], [0.0, 1.0]], [1.0, 2.0])
    """
    coders, units = np.nonzero(~np.isnan(matrix))
    values, which = np.unique(matrix[coders, units], return_inverse=True)
    counts = np.zeros((matrix.shape[1], len(values)))
    np.add.at(counts, (units, which), 1)
    return counts, values


def crossed(first: Numbers, second: Numbers, values: Numbers) -> Numbers:
    """Two coders' judgements as a square table: a row a value of the first, a column a value of the second.

    >>> crossed(np.array([1.0, 1.0, 2.0]), np.array([1.0, 2.0, np.nan]), np.array([1.0, 2.0])).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    both = ~(np.isnan(first) | np.isnan(second))
    table = np.zeros((len(values), len(values)))
    np.add.at(table, (np.searchsorted(values, first[both]), np.searchsorted(values, second[both])), 1)
    return table


def counts_of_table(table: Numbers) -> Numbers:
    """The counts behind a square table of two coders, a row a unit.

    >>> counts_of_table(np.array([[1, 1], [0, 0]])).tolist()
    [[2.0, 0.0], [1.0, 1.0]]
    """
    size = len(table)
    first, second = np.divmod(np.repeat(np.arange(size * size), table.astype(int).ravel()), size)
    return np.eye(size)[first] + np.eye(size)[second]


def units_of(counts: Numbers) -> int:
    """How many units at least two people judged: those that say something of agreement.

    >>> units_of(np.array([[2, 0], [0, 1]]))
    1
    """
    return int((counts.sum(axis=1) >= 2).sum())


def _pairwise(counts: Numbers) -> float:
    """The mean over units of the share of pairs of coders who gave the same value, 0 to 1."""
    judged = counts[counts.sum(axis=1) >= 2]
    people = judged.sum(axis=1)
    return float(((judged * (judged - 1)).sum(axis=1) / (people * (people - 1))).mean())


def percent_agreement(counts: Numbers) -> Measured:
    """The share of pairs of judgements that are the same, 0 to 100; not corrected for chance.

    Of two coders it is the percentage of units on which they agree. Fleiss (1971) has the form for more.

    >>> percent_agreement(np.array([[2, 0], [2, 0], [1, 1], [0, 2]]))
    Measured(value=75.0, why='')
    """
    if not units_of(counts):
        return Measured(None, NO_UNITS)
    return Measured(100 * _pairwise(counts))


def cohen_kappa(table: Numbers) -> Measured:
    """Cohen's kappa of two coders: what they agree beyond chance, which is taken from each one's own shares.

    Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1), 37-46;
    his table with 70 % agreement:

    >>> round(cohen_kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])).value, 3)
    0.492
    """
    units = table.sum()
    if not units:
        return Measured(None, NO_UNITS)
    agreed = np.trace(table) / units
    chance = float((table.sum(axis=0) * table.sum(axis=1)).sum() / units**2)
    return _beyond(float(agreed), chance)


def _beyond(agreed: float, chance: float) -> Measured:
    """What is agreed beyond chance; None where chance alone explains everything."""
    if chance >= 1 - 1e-12:
        return Measured(None, NO_VARIANCE)
    return Measured((agreed - chance) / (1 - chance))


def fleiss_kappa(counts: Numbers) -> Measured:
    """Fleiss' kappa of any number of coders; of two it is Scott's pi.

    Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76(5), 378-382. Where not
    everybody judged every unit, it is Gwet's form for missing ratings (Handbook of Inter-Rater Reliability, 4th
    edition, 2014): shares are means over units, which is the same where everybody did.

    >>> round(fleiss_kappa(np.array([[2, 0], [2, 0], [1, 1], [0, 2]])).value, 4)
    0.4667
    """
    if not units_of(counts):
        return Measured(None, NO_UNITS)
    return _beyond(_pairwise(counts), float((_shares(counts) ** 2).sum()))


def _shares(counts: Numbers) -> Numbers:
    """The share of each value: the mean over the units that anybody judged."""
    judged = counts[counts.sum(axis=1) >= 1]
    shares: Numbers = (judged / judged.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def fleiss_kappas(counts: Numbers) -> list[Measured]:
    """Fleiss' kappa of each value against all others (Fleiss 1971, formula 23, as two classes).

    >>> [round(one.value, 4) for one in fleiss_kappas(np.array([[2, 0], [2, 0], [1, 1], [0, 2]]))]
    [0.4667, 0.4667]
    """
    every = counts.sum(axis=1)
    return [fleiss_kappa(np.column_stack((counts[:, at], every - counts[:, at]))) for at in range(counts.shape[1])]


def gwet_ac1(counts: Numbers) -> Measured:
    """Gwet's AC1: steady where nearly all units are of one class, and kappa is not.

    Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British Journal
    of Mathematical and Statistical Psychology 61, 29-48. Of his ten units both say yes to eight:

    >>> round(gwet_ac1(np.array([[2, 0]] * 8 + [[0, 2], [1, 1]])).value, 4)
    0.8658
    """
    if not units_of(counts):
        return Measured(None, NO_UNITS)
    shares = _shares(counts)
    if counts.shape[1] < 2 or shares.max() == 1:
        return Measured(None, NO_VARIANCE)
    return _beyond(_pairwise(counts), float((shares * (1 - shares)).sum() / (len(shares) - 1)))


def pabak(percent: float, classes: int = 2) -> float:
    """Kappa as it would be if every class were equally common and nobody leant one way: from the agreement alone.

    Byrt, Bishop and Carlin (1993), Bias, prevalence and kappa, Journal of Clinical Epidemiology 46(5), 423-429.

    Args:
        percent: The agreement, 0 to 100.
        classes: How many there are to choose from; yes and no are two.

    >>> round(pabak(91), 6)
    0.82
    """
    return (classes * percent / 100 - 1) / (classes - 1)


def alpha(matrix: Numbers, level: Level = "nominal") -> Measured:
    """Krippendorff's alpha of any number of coders, with units that some did not judge.

    Krippendorff (2011), Computing Krippendorff's alpha-reliability; Content Analysis (2004), chapter 11.

    Args:
        matrix: A row a coder, a column a unit, NaN where not judged.
        level: nominal, ordinal, interval or ratio.

    >>> first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    >>> second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(alpha(np.array([first, second], dtype=float)).value, 3)
    0.095
    """
    counts, values = counted(matrix)
    return alpha_of_counts(counts, values, level)


def alpha_of_counts(counts: Numbers, values: Numbers, level: Level = "nominal") -> Measured:
    """Krippendorff's alpha from how many gave each unit each value.

    >>> alpha_of_counts(np.array([[2, 0], [0, 2]]), np.array([0.0, 1.0]))
    Measured(value=1.0, why='')
    """
    judged = counts[counts.sum(axis=1) >= 2]
    if not len(judged):
        return Measured(None, NO_UNITS)
    observed, expected = _disagreements(judged, _distances(judged.sum(axis=0), values, level))
    return Measured(1 - observed / expected) if expected > 0 else Measured(None, NO_VARIANCE)


def _disagreements(judged: Numbers, distances: Numbers) -> tuple[float, float]:
    """Observed and expected disagreement, both times the number of judgements."""
    people = judged.sum(axis=1)
    together = judged / (people - 1)[:, None]
    coincidences = together.T @ judged - np.diag(together.sum(axis=0))
    totals = judged.sum(axis=0)
    every = totals.sum()
    expected = float(((np.outer(totals, totals) - np.diag(totals)) * distances).sum() / (every - 1))
    return float((coincidences * distances).sum()), expected


def _distances(totals: Numbers, values: Numbers, level: Level) -> Numbers:
    """The squared distance between any two values, at a level of measurement."""
    if level not in LEVELS:
        raise ValueError(f"not a level of measurement: {level}")
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    apart = values[:, None] - values[None, :]
    if level == "ordinal":
        middle = np.cumsum(totals) - totals / 2
        apart = middle[:, None] - middle[None, :]
    if level == "ratio":
        both = values[:, None] + values[None, :]
        apart = np.divide(apart, both, out=np.zeros_like(apart), where=both != 0)
    distances: Numbers = apart**2
    return distances


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a coefficient may lie; two times None and a sentence where that cannot be said."""

    lower: float | None
    upper: float | None
    why: str = ""


PARADOX = (
    "Nearly all are in one class, which makes the percentage high and kappa low whatever people do: "
    "read AC1 beside them, and look at the few that differ."
)
TOO_RARE = "Too few have it to say between which bounds alpha lies."


def alpha_interval(
    matrix: Numbers, level: Level = "nominal", *, resamples: int = 1000, share: float = 0.95, seed: int = 1
) -> Interval:
    """An interval for alpha by drawing units again and again, with replacement (percentile bootstrap).

    Units are drawn, not pairs of judgements: Zapf, Castell, Morawietz and Karch (2016), Measuring inter-rater
    reliability for nominal data, BMC Medical Research Methodology 16, 93, who found it to hold what it says; the same
    draws give the same interval. A draw in which nothing varies has no alpha and is left out; where more than one in
    twenty is, there is no interval.

    >>> interval = alpha_interval(np.array([[0, 1] * 30, [0, 1] * 29 + [1, 0]], dtype=float))
    >>> round(interval.lower, 2), round(interval.upper, 2)
    (0.83, 1.0)
    """
    counts, values = counted(matrix)
    judged = counts[counts.sum(axis=1) >= 2]
    if not len(judged):
        return Interval(None, None, NO_UNITS)
    kinds, often = np.unique(judged, axis=0, return_counts=True)
    draws = np.random.default_rng(seed).multinomial(len(judged), often / len(judged), size=resamples)
    drawn = [alpha_of_counts(np.repeat(kinds, draw, axis=0), values, level).value for draw in draws]
    return interval_of(np.array(drawn, dtype=float), share)


def interval_of(drawn: Numbers, share: float = 0.95) -> Interval:
    """The bounds between which the middle `share` of some drawn coefficients lies; NaN is a draw without one.

    >>> interval_of(np.array([np.nan, np.nan, 0.5]))
    Interval(lower=None, upper=None, why='Too few have it to say between which bounds alpha lies.')
    """
    known = drawn[~np.isnan(drawn)]
    if not len(drawn) or len(known) < 0.95 * len(drawn):
        return Interval(None, None, TOO_RARE)
    lower, upper = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(lower), float(upper))


def paradox(percent: float | None, kappa: float | None, commonest: float) -> str:
    """A sentence where people nearly always agree and kappa is low all the same; nothing where that is not so.

    Feinstein and Cicchetti (1990), High agreement but low kappa, Journal of Clinical Epidemiology 43(6), 543-549. Here:
    at least 80 % the same, kappa below 0.6, and nine in ten judgements in one class.

    Args:
        percent: The agreement, 0 to 100.
        kappa: Cohen's or Fleiss' kappa.
        commonest: The share of judgements in the commonest class, 0 to 1.

    >>> paradox(91, 0.135, 0.945)[:29]
    'Nearly all are in one class, '
    >>> paradox(91, 0.82, 0.5)
    ''
    """
    if percent is None or kappa is None or percent < 80 or kappa >= 0.6 or commonest < 0.9:
        return ""
    return PARADOX


def standing(value: float | None) -> str:
    """What one may do with codings of that alpha, in Krippendorff's customary three steps.

    >>> standing(0.83), standing(0.7), standing(0.2), standing(None)
    ('good enough for firm statements', 'tentative', 'too low', 'cannot be said')
    """
    if value is None:
        return "cannot be said"
    if value >= FIRM:
        return "good enough for firm statements"
    return "tentative" if value >= TENTATIVE else "too low"
