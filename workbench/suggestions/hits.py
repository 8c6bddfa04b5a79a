"""How often a machine was right: a share of cases that may weigh differently, several of them from one person.

- The share is the weight of the hits over the weight of all cases: a ratio estimate. Its variance is linearised, with
  people as clusters: C/(C-1) Σ z², where z is a person's Σ w(y - p) over the sum of all weights. (W. G. Cochran,
  Sampling Techniques, 3rd ed. 1977, section 3.12; strata are passed over, which makes it no smaller.)
- The interval is Wilson's on the effective number of cases, p(1 - p) over that variance, made smaller by the squared
  ratio of Student's deviates for the cases and for the people. (E. L. Korn and B. I. Graubard, Survey Methodology 24
  (1998) 193-201.) Where all or none are hits, the effective number is that of the people.
- Two shares differ where Newcombe's hybrid score interval of their difference leaves nought out. (R. G. Newcombe,
  Statistics in Medicine 17 (1998) 873-890, method 10.)

Pure.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.proportions import wilson

FEWEST, FEWEST_PEOPLE = 10, 5
"""So many cases, of so many people, there must be before there is a share: below it is too few to say."""
TOO_FEW = "too few to say"
BY_PASSAGE, BY_PERSON = "Wilson score", "Wilson score on the effective number, by person"
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Trial:
    """One case: whose words, how many cases it stands for, and whether the machine was right."""

    person: str
    weight: float
    hit: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """What came of some trials. `hits`, `of` and `people` are plain counts; `share` and its ends lie between 0 and 1."""

    hits: int
    of: int
    people: int
    share: float | None = None
    lower: float | None = None
    upper: float | None = None
    method: str = ""
    why_not: str = ""

    @property
    def in_words(self) -> str:
        """The count, with share and interval where there are enough.

        >>> Hits(3, 4, 2, why_not=TOO_FEW).in_words
        '3 of 4, too few to say'
        """
        said = f"{self.hits:,} of {self.of:,}"
        if self.share is None or self.lower is None or self.upper is None:
            return f"{said}, {self.why_not}" if self.of else "none yet"
        return f"{said}: {100 * self.share:.0f} % ({100 * self.lower:.0f} to {100 * self.upper:.0f})"


def passage_hits(trials: Sequence[Trial], *, level: float = LEVEL) -> Hits:
    """The share at the level of passages: Wilson's interval on Kish's effective number, (Σw)² over Σw².

    >>> found = passage_hits([Trial(str(at), 1.0, at < 15) for at in range(50)])
    >>> found.hits, found.of, round(found.lower, 6), round(found.upper, 6)
    (15, 50, 0.191036, 0.437504)
    """
    counted = _counted(trials)
    if counted.of < FEWEST:
        return counted
    weights = [one.weight for one in trials]
    effective = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    return _with_interval(counted, _share(trials), effective, BY_PASSAGE, level)


def person_hits(trials: Sequence[Trial], *, level: float = LEVEL) -> Hits:
    """The share over all, with an interval that respects that passages of one person hang together."""
    counted = _counted(trials)
    if counted.of < FEWEST or counted.people < FEWEST_PEOPLE:
        return counted
    share = _share(trials)
    spread = variance(trials)
    if spread <= 0:
        return _with_interval(counted, share, float(counted.people), BY_PERSON, level)
    effective = share * (1 - share) / spread
    effective *= (_student(counted.of - 1, level) / _student(counted.people - 1, level)) ** 2
    return _with_interval(counted, share, min(effective, float(counted.of)), BY_PERSON, level)


def variance(trials: Sequence[Trial]) -> float:
    """The linearised variance of the share, with people as clusters; ValueError with fewer than two people.

    >>> two = [Trial("a", 1.0, True), Trial("a", 1.0, True), Trial("b", 1.0, False), Trial("b", 1.0, False)]
    >>> variance(two)
    0.25
    """
    people: dict[str, float] = defaultdict(float)
    share, weight = _share(trials), sum(one.weight for one in trials)
    for one in trials:
        people[one.person] += one.weight * (one.hit - share) / weight
    if len(people) < 2:
        raise ValueError("a variance between people needs two of them")
    return len(people) / (len(people) - 1) * math.fsum(z * z for z in people.values())


def difference(one: Hits, other: Hits) -> tuple[float, float] | None:
    """The interval of how much larger one share is than another; None where either is too few to say.

    >>> a = passage_hits([Trial(str(at), 1.0, at < 56) for at in range(70)])
    >>> b = passage_hits([Trial(str(at), 1.0, at < 48) for at in range(80)])
    >>> [round(end, 4) for end in difference(a, b)]
    [0.0524, 0.3339]
    """
    if one.share is None or other.share is None:
        return None
    assert one.lower is not None
    assert one.upper is not None
    assert other.lower is not None
    assert other.upper is not None
    apart = one.share - other.share
    down = math.hypot(one.share - one.lower, other.upper - other.share)
    up = math.hypot(one.upper - one.share, other.share - other.lower)
    return apart - down, apart + up


def _counted(trials: Sequence[Trial]) -> Hits:
    people = len({one.person for one in trials})
    return Hits(sum(one.hit for one in trials), len(trials), people, why_not=TOO_FEW)


def _share(trials: Sequence[Trial]) -> float:
    return math.fsum(one.weight for one in trials if one.hit) / math.fsum(one.weight for one in trials)


def _with_interval(counted: Hits, share: float, effective: float, method: str, level: float) -> Hits:
    from scipy.special import ndtri

    share = min(1.0, share)
    lower, upper = wilson(share * effective, effective, float(ndtri((1 + level) / 2)))
    return Hits(counted.hits, counted.of, counted.people, share, min(lower, share), max(upper, share), method)


def _student(freedom: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))
