"""A closed survey question counted into shares or means, group by group: arithmetic on arrays, no database.

What is worked out, and where it is from:

- A share is the weight of those who gave certain answers over the weight of all who answered; without weights every
  answer weighs 1. A mean is weighted in the same way.
- The design effect of unequal weights is n Σw² / (Σw)², which is 1 + CV², with CV the weights' standard deviation over
  their mean; the effective base is n divided by it. (L. Kish, Survey Sampling, 1965, section 11.7; Weighting for unequal
  Pi, J. Official Statistics 8 (1992) 183-200.)
- A share's interval is Wilson's score interval with the effective base in the place of the base; a mean's is Student's
  on the effective base. (E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193-201, on intervals by the
  effective sample size.)

There is no share and no interval of people who were not drawn at random, nor of fewer than twenty: then the counts stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.proportions import Z_95, wilson

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    States = npt.NDArray[np.int8]
    Whole = npt.NDArray[np.int64]
    Reals = npt.NDArray[np.float64]

OTHER, COUNTED, DONT_KNOW, WOULD_NOT_SAY, BLANK, NOT_ASKED, NO_WEIGHT, ASIDE = range(8)
"""What one person did with a question: gave another answer, one that is counted, or none, and why; answered, but weighs
nothing; or gave an answer that somebody set aside."""
STATES = 8
FEWEST = 20
"""People who have to have answered before there is a share, a mean or an interval."""
NOT_DRAWN = "the people were not drawn at random"
TOO_FEW = f"fewer than {FEWEST} answered"
PLAIN, WEIGHTED = "Wilson score", "Wilson score on the effective base"
STUDENT, STUDENT_WEIGHTED = "Student's t", "Student's t on the effective base"


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """What came of a question in one group of people. Counts are people; `value`, `lower`, `upper` as asked for.

    A share is between 0 and 1. `value` is None where `why_not` says why there is none.
    """

    asked: int
    base: int
    """People whose answer is in the figure: who answered, and weigh something."""
    count: int
    """Of them those who gave the counted answers."""
    weight: float
    """The weight of the base; without weights the same as the base."""
    dont_know: int
    would_not_say: int
    blank: int
    not_asked: int
    no_weight: int
    """Who answered and is left out because they have no weight above 0."""
    aside: int
    """Who gave an answer that does not belong to the base."""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    design_effect: float | None = None
    """None without weights."""
    method: str = ""
    why_not: str = ""

    @property
    def effective(self) -> float:
        """So many answers that all weigh the same would tell as much."""
        return self.base / (self.design_effect or 1.0)


def shares(states: States, weights: Reals | None, groups: Whole, size: int, *, drawn: bool) -> list[SurveyFigure]:
    """The share of those who gave the counted answers, for each group.

    Args:
        states: What each person did, one of the eight states; shape (n,).
        weights: Each person's weight, not a number where it is missing; None where every answer weighs the same.
        groups: Each person's group, 0 to `size` - 1; shape (n,).
        size: How many groups there are; one with nobody in it gets a figure of noughts.
        drawn: Whether the people were drawn at random, or all were asked: else there is no share.

    Raises:
        ValueError: when the arrays are of different lengths or a group is none.

    >>> import numpy as np
    >>> [one] = shares(np.repeat([1, 0, 4], [31, 19, 3]), None, np.zeros(53, int), 1, drawn=True)
    >>> one.asked, one.base, one.count, round(one.value, 3), round(one.lower, 4), round(one.upper, 4)
    (53, 50, 31, 0.62, 0.4815, 0.7414)
    """
    counts = _counted(states, weights, groups, size)
    return [
        _share(people, weight, squares, hit, weighted=weights is not None, drawn=drawn)
        for people, weight, squares, hit in counts
    ]


def means(
    numbers: Reals, states: States, weights: Reals | None, groups: Whole, size: int, *, drawn: bool
) -> list[SurveyFigure]:
    """The mean of the numbers that people gave, for each group; arguments as in `shares`, `numbers` of shape (n,).

    >>> import numpy as np
    >>> x = np.arange(1.0, 26.0)
    >>> [one] = means(x, np.ones(25, int), None, np.zeros(25, int), 1, drawn=True)
    >>> round(one.value, 2), round(one.lower, 3), round(one.upper, 3)
    (13.0, 9.962, 16.038)
    """
    import numpy as np

    counts = list(_counted(states, weights, groups, size))
    weight = np.ones(len(states)) if weights is None else weights
    within = (states <= COUNTED) & _weighs(weights, len(states))
    at, w, x = groups[within], weight[within], numbers[within]
    total, first = np.bincount(at, w, size), np.bincount(at, w * x, size)
    middle = np.divide(first, total, out=np.zeros(size), where=total > 0)
    spread = np.bincount(at, w * (x - middle[at]) ** 2, size)
    return [
        _mean(people, one[0], one[1], float(middle[group]), float(spread[group]), weights is not None, drawn)
        for group, (people, *one) in enumerate(counts)
    ]


def design_effect(weights: Reals) -> float:
    """How many times unequal weights make the variance larger: n Σw² / (Σw)².

    Raises ValueError when there is no weight, or one is not above 0.

    >>> import numpy as np
    >>> round(design_effect(np.array([1.0, 1.0, 2.0, 2.0])), 4)
    1.1111
    """
    if not len(weights) or not (weights > 0).all():
        raise ValueError("weights are numbers above 0")
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def _weighs(weights: Reals | None, size: int) -> npt.NDArray[np.bool_]:
    import numpy as np

    return np.ones(size, dtype=bool) if weights is None else np.isfinite(weights) & (np.nan_to_num(weights) > 0)


def _counted(
    states: States, weights: Reals | None, groups: Whole, size: int
) -> Iterator[tuple[list[int], float, float, float]]:
    """For each group: people by state, the weight of the base and of its squares, and the weight of the counted."""
    import numpy as np

    if len(states) != len(groups) or (weights is not None and len(weights) != len(states)):
        raise ValueError("states, weights and groups are of the same people")
    if len(groups) and not (int(groups.min()) >= 0 and int(groups.max()) < size):
        raise ValueError("a group that is none")
    weighs = _weighs(weights, len(states))
    told = np.where((states <= COUNTED) & ~weighs, NO_WEIGHT, states)
    people = np.bincount(groups * STATES + told, minlength=size * STATES).reshape(size, STATES)
    within = told <= COUNTED
    if weights is None:
        total = squares = people[:, OTHER] + people[:, COUNTED]
        hit = people[:, COUNTED]
    else:
        at, w = groups[within], weights[within]
        total, squares = np.bincount(at, w, size), np.bincount(at, w * w, size)
        hit = np.bincount(at, np.where(told[within] == COUNTED, w, 0.0), size)
    for group in range(size):
        yield people[group].tolist(), float(total[group]), float(squares[group]), float(hit[group])


def _people(people: list[int], weight: float, squares: float, *, weighted: bool) -> SurveyFigure:
    base = people[OTHER] + people[COUNTED]
    return SurveyFigure(
        asked=sum(people) - people[NOT_ASKED],
        base=base,
        count=people[COUNTED],
        weight=weight,
        dont_know=people[DONT_KNOW],
        would_not_say=people[WOULD_NOT_SAY],
        blank=people[BLANK],
        not_asked=people[NOT_ASKED],
        no_weight=people[NO_WEIGHT],
        aside=people[ASIDE],
        design_effect=base * squares / weight**2 if weighted and weight > 0 else None,
    )


def _why_not(figure: SurveyFigure, *, drawn: bool) -> str:
    return NOT_DRAWN if not drawn else TOO_FEW if figure.base < FEWEST else ""


def _with(figure: SurveyFigure, **cells: object) -> SurveyFigure:
    from dataclasses import replace

    return replace(figure, **cells)  # type: ignore[arg-type]


def _share(
    people: list[int], weight: float, squares: float, hit: float, *, weighted: bool, drawn: bool
) -> SurveyFigure:
    figure = _people(people, weight, squares, weighted=weighted)
    if why := _why_not(figure, drawn=drawn):
        return _with(figure, why_not=why)
    share = min(1.0, hit / weight)
    lower, upper = wilson(share * figure.effective, figure.effective, Z_95)
    method = WEIGHTED if weighted else PLAIN
    return _with(figure, value=share, lower=min(lower, share), upper=max(upper, share), method=method)


def _mean(
    people: list[int], weight: float, squares: float, middle: float, spread: float, weighted: bool, drawn: bool
) -> SurveyFigure:
    figure = _people(people, weight, squares, weighted=weighted)
    if why := _why_not(figure, drawn=drawn):
        return _with(figure, why_not=why)
    n = figure.effective
    if n <= 1:
        return _with(figure, value=middle)
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.975)) * math.sqrt(spread / weight / (n - 1))
    method = STUDENT_WEIGHTED if weighted else STUDENT
    return _with(figure, value=middle, lower=middle - half, upper=middle + half, method=method)
