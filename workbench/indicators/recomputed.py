"""Recomputed: a published value and interval beside what its own count and denominator give by the right method.

Wilson's interval for a proportion, Byar's for a count or crude rate, exact below 10; a standardised rate cannot be worked
out without its age bands, and is not checked. What a publisher rounded, figure and count, is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from workbench.indicators.drafts import DraftFigure, DraftIndicator
from workbench.indicators.intervals import BYAR, EXACT, WILSON, byar, exact_poisson, interval_for, wilson
from workbench.proportions import Z_95

VALUE, INTERVAL = "its own count gives", "its published interval is"
"""What a note of a difference begins with, of the value and of the interval."""
NORMAL = "normal approximation"
_ROUNDED_TO = (1_000, 500, 100, 50, 10, 5)
_ENOUGH = 10
"""From so many counts on, all of them multiples of five are rounded counts, and no chance."""
_SHOWN = 3
_ALIKE = 1e-4
"""So much of a value may come of a rounded population."""
_NEARLY = 2e-3
"""So much of an interval's width may come of 1.96 for 1.959964."""
_CHECKED = frozenset({"proportion", "rate", "count"})


class Published(NamedTuple):
    """A row's published numbers, with the decimals that they are written with."""

    value: float | None
    lower: float | None
    upper: float | None
    count: float | None  # type: ignore[assignment]
    denominator: float | None
    decimals: int = 0
    limit_decimals: int = 0


def rounded_to(counts: Iterable[float | None]) -> float:
    """What all counts of a source are multiples of, so that a count may be half of it more or less; 1 for whole counts.

    >>> rounded_to([15, 20, 45, 90, 120, 5, 10, 300, 35, 60]), rounded_to([15, 20])
    (5.0, 1.0)
    """
    known = [count for count in counts if count]
    if len(known) < _ENOUGH:
        return 1.0
    return next((float(step) for step in _ROUNDED_TO if all(count % step == 0 for count in known)), 1.0)


def differences(row: Published, kind: str, multiplier: float, step: float = 1.0) -> list[str]:
    """What a row's published value and interval have against its own count, in words; none where they fit.

    Args:
        row: the published numbers, the value and its limits in the indicator's unit.
        kind: the indicator's: proportion, rate or count; nothing is checked of others.
        multiplier: what count / denominator is multiplied by.
        step: what the source's counts are multiples of (`rounded_to`).
    """
    value, count = row.value, row.count
    if kind not in _CHECKED or value is None or count is None or (kind != "count" and not row.denominator):
        return []
    scale = 1.0 if kind == "count" else multiplier / (row.denominator or 1.0)
    slack = (step / 2 if step > 1 else 0.0) * scale
    if abs(count * scale - value) > _half(row.decimals) + slack + _ALIKE * abs(value):
        of = f" of {row.denominator:,.10g}" if kind != "count" else ""
        ours = round(count * scale, max(row.decimals, 1))
        return [f"{VALUE} {ours:,.10g} ({count:,.10g}{of}), not {value:,.10g}: adjusted by the publisher, or a slip"]
    said = _of_interval(row, kind, multiplier, slack)
    return [said] if said else []


def _of_interval(row: Published, kind: str, multiplier: float, slack: float) -> str:
    """Which method a published interval is by where it is not the right one; nothing where it is."""
    lower, upper, count = row.lower, row.upper, row.count
    if lower is None or upper is None or count is None:
        return ""
    ours = interval_for(count, row.denominator, kind, multiplier)
    if ours is None:
        return ""
    near = _half(row.limit_decimals) + slack + _NEARLY * (ours.upper - ours.lower)
    if _alike((ours.lower, ours.upper), (lower, upper), near):
        return ""
    places = max(row.limit_decimals, 1)
    right = f"{ours.method} {ours.lower:,.{places}f} to {ours.upper:,.{places}f}"
    for method, limits in _others(count, row.denominator, kind, multiplier):
        if method != ours.method and _alike(limits, (lower, upper), near):
            return f"{INTERVAL} by the {method} method, where the right one for it is {right}"
    return f"{INTERVAL} by none of the methods we know; by the right one it is {right}"


def _others(
    count: float, denominator: float | None, kind: str, multiplier: float
) -> list[tuple[str, tuple[float, float]]]:
    """The limits by every method we know."""
    scale = 1.0 if kind == "count" or not denominator else multiplier / denominator
    found = []
    if denominator and kind != "count" and count <= denominator:
        share = count / denominator
        half = Z_95 * sqrt(share * (1 - share) / denominator)
        score = wilson(count, denominator)
        found.append((WILSON, (score.lower * multiplier, score.upper * multiplier)))
        found.append((NORMAL, ((share - half) * multiplier, (share + half) * multiplier)))
    if count > 0:
        found.append((BYAR, (byar(count).lower * scale, byar(count).upper * scale)))
        half = Z_95 * sqrt(count)
        found.append((NORMAL, ((count - half) * scale, (count + half) * scale)))
    exact = exact_poisson(count)
    found.append((EXACT, (exact.lower * scale, exact.upper * scale)))
    return found


def _half(decimals: int) -> float:
    return 0.51 * 10.0**-decimals


def _alike(ours: Sequence[float], theirs: Sequence[float], near: float) -> bool:
    return all(abs(one - other) <= near for one, other in zip(ours, theirs, strict=True))


def said_of(note: str) -> list[str]:
    """What a figure's note says of such differences, a sentence each."""
    found = [part for part in note.split("; ") if part.startswith((VALUE, INTERVAL))]
    return [f"{part[:1].upper()}{part[1:]}." for part in found]


def summed_up(indicators: Iterable[DraftIndicator]) -> list[str]:
    """What a report says of all figures of a file that could be worked out again: how many, and how many differ."""
    checked = within = 0
    value: list[str] = []
    interval: list[str] = []
    for indicator in indicators:
        for figure in indicator.figures:
            if not _could_be(figure, indicator.kind):
                continue
            checked += 1
            within += figure.interval == "published"
            place = f"{figure.area or figure.area_code}, {figure.period}"
            if VALUE in figure.note:
                value.append(place)
            if INTERVAL in figure.note:
                interval.append(place)
    said = []
    if value:
        said.append(
            f"{len(value):,} of {checked:,} published values"
            f" {'differs from its own count' if len(value) == 1 else 'differ from their own counts'}: {_listed(value)}."
        )
    if interval:
        said.append(
            f"{len(interval):,} of {within:,} published intervals"
            f" {'differs' if len(interval) == 1 else 'differ'} from what the right method gives: {_listed(interval)}."
        )
    return said


def _could_be(figure: DraftFigure, kind: str) -> bool:
    """Whether a figure was published with what it can be worked out from."""
    known = figure.value is not None and figure.count is not None and not figure.derived
    return known and kind in _CHECKED and (kind == "count" or bool(figure.denominator))


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    return f"{'; '.join(places[:_SHOWN])}{more}"
