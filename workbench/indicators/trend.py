"""Recent trend: whether the last five yearly figures of an area rise or fall, as OHID works it out for Fingertips.

A straight line through the five, each weighted by how narrow its 95 % interval is; it counts as a trend where chi-square
for the slope is above 9.5495 (one degree of freedom, 99.8 %) and no single figure left out turns the slope round.
Source: the trend analysis of FingertipsNext (Department of Health and Social Care), which uses it for proportions,
crude rates and directly standardised rates, and the Fingertips technical guidance, which calls it no rigorous analysis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from workbench.indicators.breaks import known_breaks, last_break
from workbench.indicators.comparison import judged
from workbench.indicators.observations import Figure

POINTS = 5
CHI_SQUARE = 9.54953570608324
WIDTH = 3.92
"""A 95 % interval in standard errors, as the source has it."""
KINDS = frozenset({"proportion", "rate", "standardised rate"})
YEAR = range(360, 372)
"""Days of a period that counts as a year."""

Word = Literal["rising", "falling", "no clear trend", "cannot be told"]


class Point(NamedTuple):
    """A figure with its 95 % interval, all in the figure's unit."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Which way it goes, and why it cannot be told where that is so."""

    word: Word
    slope: float | None = None
    """Change a year, in the figure's unit."""
    chi_square: float | None = None
    why: str = ""
    since: str = ""
    """The first of the five periods."""
    until: str = ""


def recent_trend(points: Sequence[Point]) -> Trend:
    """The trend of the last five of some yearly figures, the oldest first.

    >>> made = recent_trend([Point(value, value - 1.5, value + 1.5) for value in (20, 21, 23, 24, 26)])
    >>> made.word, round(made.slope, 6), round(made.chi_square, 3)
    ('rising', 1.5, 38.416)

    Args:
        points: At least five figures, each with an interval of some width.
    """
    if len(points) < POINTS:
        few = (
            f"only {len(points)} of its yearly figures carry an interval" if points else "its figures carry no interval"
        )
        return Trend("cannot be told", why=f"{few}, and it takes {POINTS}")
    last = list(enumerate(points[-POINTS:], start=1))
    if any(point.upper <= point.lower for _, point in last):
        return Trend("cannot be told", why="one of the figures has an interval without width")
    slope, chi_square = _slope(last)
    without = [_slope([one for one in last if one[0] != left_out])[0] for left_out, _ in last]
    if chi_square <= CHI_SQUARE or any((one < 0) != (slope < 0) for one in without):
        return Trend("no clear trend", slope, chi_square)
    return Trend("rising" if slope > 0 else "falling", slope, chi_square)


def _slope(points: Sequence[tuple[int, Point]]) -> tuple[float, float]:
    """The slope of the weighted straight line through some figures, and its chi-square."""
    weighted = [(place, point.value, (WIDTH / (point.upper - point.lower)) ** 2) for place, point in points]
    w = sum(weight for _, _, weight in weighted)
    wt = sum(weight * place for place, _, weight in weighted)
    wtt = sum(weight * place * place for place, _, weight in weighted)
    wv = sum(weight * value for _, value, weight in weighted)
    wtv = sum(weight * place * value for place, value, weight in weighted)
    spread = w * wtt - wt * wt
    slope = (w * wtv - wt * wv) / spread
    return slope, slope * slope * spread / w


def trend_of(history: Sequence[Figure]) -> Trend:
    """The recent trend of an area's figures of one group of people, the oldest first; what makes it impossible in words."""
    if not history:
        return Trend("cannot be told", why="there are no figures")
    if history[-1].kind not in KINDS:
        return Trend("cannot be told", why="it is worked out for proportions and rates only")
    if any((date.fromisoformat(one.ends) - date.fromisoformat(one.starts)).days + 1 not in YEAR for one in history):
        return Trend("cannot be told", why="its periods are not single years")
    broken_at, _ = last_break(history, known_breaks(history[-1].indicator, history[-1].external_id))
    since = list(history[broken_at:])
    if any(later.starts <= before.ends for before, later in pairwise(since)):
        return Trend("cannot be told", why="its periods overlap")
    known = [
        (one, Point(one.value, one.lower, one.upper))
        for one in since
        if one.value is not None and one.lower is not None and one.upper is not None
    ]
    found = recent_trend([point for _, point in known])
    if found.word == "cannot be told":
        after = " since the series broke" if broken_at else ""
        return Trend("cannot be told", why=f"{found.why}{after}")
    first, last = known[-POINTS][0], known[-1][0]
    return Trend(found.word, found.slope, found.chi_square, "", first.period, last.period)


_PUBLISHED: tuple[tuple[str, Word], ...] = (
    ("increas", "rising"),
    ("decreas", "falling"),
    ("no significant change", "no clear trend"),
    ("could not be calculated", "cannot be told"),
    ("cannot be calculated", "cannot be told"),
)
"""How Fingertips words a recent trend."""


def published_trend(words: str) -> Word | None:
    """A publisher's word for a recent trend as ours; None where it says nothing that we know.

    >>> published_trend("Increasing & getting worse"), published_trend("")
    ('rising', None)
    """
    return next((word for begins, word in _PUBLISHED if begins in words.casefold()), None)


def trend_sentence(history: Sequence[Figure]) -> str:
    """The trend as people read it, the publisher's word beside ours; nothing where there is only one figure."""
    theirs = history[-1].trend if history else ""
    said = f"The publisher says of the recent trend: {theirs.rstrip('.')}." if theirs else ""
    if len(history) < 2:
        return said
    ours = trend_of(history)
    word = published_trend(theirs)
    unlike = word not in {None, "cannot be told"} and ours.word not in {"cannot be told", word}
    again = " The two differ: the publisher may have had other or later figures than these." if unlike else ""
    return " ".join(filter(None, (_our_trend(history, ours), said))) + again


def _our_trend(history: Sequence[Figure], found: Trend) -> str:
    if found.word == "cannot be told":
        return f"Recent trend: cannot be told, {found.why}."
    span = f"{found.since} to {found.until}"
    if found.word == "no clear trend":
        return f"Recent trend, {span}: none that is clear, by OHID's rule, which OHID calls no rigorous analysis."
    way = judged("higher" if found.word == "rising" else "lower", history[-1].polarity)
    meant = f", getting {way}" if way in {"better", "worse"} else ""
    return f"Recent trend, {span}: {found.word}{meant}, by OHID's rule, which OHID calls no rigorous analysis."
