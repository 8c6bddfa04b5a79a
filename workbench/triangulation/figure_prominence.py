"""Prominence in figures: what a figure's comparison and trend suggest, as a hint beside a person's rating.

High is clearly different from its comparator with a trend that does not turn back, or the best or worst fifth of areas;
medium one of the two, clearly different or a clear trend; low neither. Size matters more than certainty: that is said too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from workbench.indicators.comparison import Word
from workbench.indicators.observations import history_of
from workbench.indicators.sentence import comparison_of
from workbench.indicators.trend import Trend, trend_of
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.findings import FindingLine

_EXTREME = frozenset({"best", "worst", "highest", "lowest"})
_DIFFERENT = frozenset({"better", "worse", "higher", "lower"})
_ORDER = ("high", "medium", "low", "")


@dataclass(frozen=True, slots=True)
class FigureHint:
    """The level that a figure suggests, empty where it suggests none, and why."""

    level: str
    why: str


def figure_hint(word: Word, trend: str, reversing: bool) -> FigureHint:
    """The level that a comparison and a trend suggest.

    `word` is how the figure stands beside its comparator, `trend` as in `indicators.trend`, and `reversing` whether the
    trend leads back to the comparator.

    >>> figure_hint("worse", "rising", False).level, figure_hint("worse", "cannot be told", False).level
    ('high', 'medium')
    >>> figure_hint("similar", "no clear trend", False).level
    'low'
    """
    clear = trend in {"rising", "falling"}
    told = (
        f"its trend is {trend}" if clear else "no clear trend" if trend == "no clear trend" else "no trend can be told"
    )
    if word in _EXTREME:
        return FigureHint("high", f"in the {word} fifth of areas")
    if word in _DIFFERENT and clear and not reversing:
        return FigureHint("high", f"clearly {word} than its comparator, and {told}")
    if word in _DIFFERENT:
        back = ", back towards the comparator" if reversing else ""
        return FigureHint("medium", f"clearly {word} than its comparator, but {told}{back}")
    if clear:
        return FigureHint("medium", f"not clearly different from its comparator, but {told}")
    if word == "similar":
        return FigureHint("low", f"similar to its comparator, and {told}")
    return FigureHint("", "it is compared with nothing, and no trend can be told")


def hint_of(line: FigureLine, trend: Trend) -> FigureHint:
    """The level that one figure suggests."""
    compared = comparison_of(line.figure, line.comparator)
    value, beside = line.figure.value, line.comparator.value if line.comparator else None
    reversing = False
    if value is not None and beside is not None and trend.word in {"rising", "falling"}:
        reversing = (value > beside) == (trend.word == "falling")
    return figure_hint(compared.word, trend.word, reversing)


def hint_of_figures(session: Session, lines: Iterable[FigureLine]) -> FigureHint:
    """What some figures suggest together: the strongest, with the figure it comes from."""
    found: list[tuple[FigureHint, FigureLine]] = []
    for line in lines:
        history = history_of(session, line.figure.indicator_id, line.figure.area_code)
        upto = [one for one in history if one.ends <= line.figure.ends and one.breakdown == line.figure.breakdown]
        found.append((hint_of(line, trend_of(upto)), line))
    if not found:
        return FigureHint("", "")
    best, line = min(found, key=lambda pair: _ORDER.index(pair[0].level))
    return FigureHint(best.level, f"{line.area}, {line.figure.period}: {best.why}")


def hints_of_findings(session: Session, lines: Iterable[FindingLine]) -> dict[int, str]:
    """What the figures behind each finding from numbers suggest, in a sentence with the threshold."""
    wanted = [line for line in lines if line.strand == "numbers"]
    keys = {line.id: [one.thing_id for one in line.evidence if one.kind == "observation"] for line in wanted}
    figures = figure_lines(session, {key for some in keys.values() for key in some})
    return {
        line.id: in_words(hint_of_figures(session, [figures[key] for key in keys[line.id] if key in figures]))
        for line in wanted
    }


def in_words(hint: FigureHint) -> str:
    """The hint as it is printed beside a rating."""
    if not hint.why:
        return ""
    suggests = f", which suggests {hint.level}" if hint.level else ""
    return f"{hint.why}{suggests}; weigh how large it is, not how certain."
