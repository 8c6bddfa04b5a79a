"""Change since a date: a figure against an earlier one of its series, with an interval, and when that may not be done.

The two times must not overlap, nothing may break between them, and the area must have been the same. The difference has
its interval as between two areas (`differences`); a survey that asks the same people twice would be surer than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench import geography
from workbench.indicators.against import apart
from workbench.indicators.breaks import known_breaks, last_break
from workbench.indicators.comparison import judged
from workbench.indicators.differences import Compared
from workbench.indicators.observations import Figure
from workbench.indicators.sentence import amount, limit, number


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, the earlier one, what lies between them, and why nothing can be said where that is so."""

    figure: Figure
    earlier: Figure | None = None
    gap: Compared | None = None
    why: str = ""


def change_since(history: Sequence[Figure], since: str = "") -> Change:
    """How the newest figure of a series differs from an earlier one.

    Args:
        history: the figures of one area and group of people, the oldest first; at least one.
        since: an ISO day: the earlier figure is the last that ends by then. Without it, it is the oldest that may be
            compared.
    """
    figure = history[-1]
    first, brk = last_break(history, known_breaks(figure.indicator, figure.external_id))
    before = [one for one in history[:-1] if one.value is not None and (not since or one.ends <= since)]
    if not before:
        return Change(figure, why="there is no earlier figure")
    if figure.value is None:
        return Change(figure, why="there is no newest figure")
    began, after = _began(figure), history[first:]
    comparable = [one for one in before if one in after and one.starts >= began]
    earlier = before[-1] if since or not comparable else comparable[0]
    why = _why_not(figure, earlier, earlier not in history[first:], brk.why if brk else "its publisher says so")
    if why:
        return Change(figure, earlier, why=why)
    return Change(figure, earlier, apart(figure, earlier))


def _why_not(figure: Figure, earlier: Figure, across: bool, why: str) -> str:
    if across:
        return f"the series breaks between them: {why}"
    if earlier.ends >= figure.starts:
        return "the two share a part of their time"
    if abs(_days(figure) - _days(earlier)) > max(_days(figure), _days(earlier)) / 20:
        return "the two are not as long as each other"
    began = _began(figure)
    if earlier.starts < began:
        day = date.fromisoformat(began)
        return f"{figure.area} exists only since {day.day} {day:%B %Y}"
    return ""


def _began(figure: Figure) -> str:
    """The first day of its area; empty where that is not known."""
    entry = geography.area(figure.area_code)
    return entry.starts.isoformat() if entry and entry.starts else ""


def _days(figure: Figure) -> int:
    return (date.fromisoformat(figure.ends) - date.fromisoformat(figure.starts)).days + 1


def change_words(found: Change) -> str:
    """A change as a sentence; nothing where there is no earlier figure."""
    earlier, figure = found.earlier, found.figure
    if earlier is None or earlier.value is None or figure.value is None:
        return ""
    if found.why:
        return f"Since {earlier.period}: no change can be worked out, {found.why}."
    then = f"Since {earlier.period}, when it was {amount(earlier.value, figure.unit)}"
    if found.gap is None:
        by = number(abs(figure.value - earlier.value))
        way = "up" if figure.value > earlier.value else "down"
        if by == "0":
            return f"{then}: the same."
        return f"{then}: {way} by {by}, but without intervals chance cannot be ruled out."
    span = f"{limit(found.gap.lower)} to {limit(found.gap.upper)}"
    if not found.gap.told_apart:
        return f"{then}: no change that chance could not account for (the difference is {span})."
    way = "higher" if found.gap.value > 0 else "lower"
    meant = judged("higher" if way == "higher" else "lower", figure.polarity)
    said = f", {meant}" if meant in {"better", "worse"} else ""
    return f"{then}: {way}{said} by {number(abs(found.gap.value))} (95 % interval of the difference {span})."
