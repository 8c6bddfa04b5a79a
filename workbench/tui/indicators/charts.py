"""Charts of characters: a trend with its interval, a dot on a scale. Pure: shapes carry the meaning, not colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.indicators.observations import Figure
from workbench.indicators.sentence import number

HERE, BESIDE, BOTH, BAR, GAP = "●", "○", "◉", "│", "×"
WHISKER, ZERO = "─", "┊"


@dataclass(frozen=True, slots=True)
class Scale:
    """From the lowest to the highest number that must be shown."""

    low: float
    high: float

    def place(self, value: float, cells: int) -> int:
        """Which of so many cells a value falls in, from 0."""
        if self.high <= self.low:
            return cells // 2
        share = (value - self.low) / (self.high - self.low)
        return min(cells - 1, max(0, round(share * (cells - 1))))


def scale_of(values: Sequence[float]) -> Scale:
    """A scale with a little room at both ends; it begins at 0 where the numbers come near it."""
    if not values:
        return Scale(0.0, 1.0)
    low, high = min(values), max(values)
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    begins = 0.0 if 0 <= low <= (high - low) else low - room
    return Scale(begins, high + room)


def dot_line(figure: Figure, benchmark: float | None, scale: Scale, cells: int) -> str:
    """A figure on a scale: its interval as a line, itself as a dot, the comparator as a dotted upright."""
    drawn = [" "] * max(1, cells)
    if figure.value is None:
        return "".join(drawn)
    if figure.lower is not None and figure.upper is not None:
        first, last = scale.place(figure.lower, cells), scale.place(figure.upper, cells)
        drawn[first : last + 1] = WHISKER * (last + 1 - first)
    if benchmark is not None:
        drawn[scale.place(benchmark, cells)] = ZERO
    drawn[scale.place(figure.value, cells)] = HERE
    return "".join(drawn)


def trend_lines(history: Sequence[Figure], beside: Sequence[Figure], width: int, height: int) -> list[str]:
    """A trend: an upright for each interval, ● the area, ○ its comparator, × where there is no figure.

    Args:
        history: An area's figures, the oldest first.
        beside: The comparator's, of any times; those of the same times are drawn.
        width: Cells across.
        height: Lines, the one with the times among them.
    """
    shown, others = list(history), {(one.starts, one.ends): one for one in beside}
    values = [end for one in shown for end in (one.value, one.lower, one.upper) if end is not None]
    same_times = [others[one.starts, one.ends] for one in shown if (one.starts, one.ends) in others]
    values += [one.value for one in same_times if one.value is not None]
    if not values or height < 3:
        return []
    scale, rows = scale_of(values), height - 1
    labels = _labels(scale, rows)
    margin = max(len(label) for label in labels) + 2
    step = max(2, min(9, (width - margin) // len(shown)))
    shown = shown[-((width - margin) // step) :]
    columns = [_column(one, others.get((one.starts, one.ends)), scale, rows) for one in shown]
    lines = []
    for row in range(rows):
        marks = "".join(column[row].center(step) for column in columns)
        lines.append(f"{labels[row]:>{margin - 2}} ┤{marks}".rstrip())
    return [*lines, _times(shown, margin, step)]


def _column(figure: Figure, other: Figure | None, scale: Scale, rows: int) -> list[str]:
    """One time, from the top down."""
    drawn = [" "] * rows

    def line_of(value: float) -> int:
        return rows - 1 - scale.place(value, rows)

    if figure.lower is not None and figure.upper is not None:
        for row in range(line_of(figure.upper), line_of(figure.lower) + 1):
            drawn[row] = BAR
    there = line_of(other.value) if other is not None and other.value is not None else None
    if there is not None:
        drawn[there] = BESIDE
    if figure.value is None:
        drawn[-1] = GAP
    else:
        here = line_of(figure.value)
        drawn[here] = BOTH if here == there else HERE
    return drawn


def _labels(scale: Scale, rows: int) -> list[str]:
    """The numbers on the left: top, middle and bottom."""
    found = [""] * rows
    for row in {0, rows // 2, rows - 1}:
        value = scale.high - (scale.high - scale.low) * row / max(1, rows - 1)
        found[row] = number(value)
    return found


def _times(shown: Sequence[Figure], margin: int, step: int) -> str:
    """The times below, as many as find room."""
    line = [" "] * (margin + step * len(shown) + 12)
    free = 0
    for at, figure in enumerate(shown):
        label = _short(figure.period)
        begin = max(margin, margin + at * step + step // 2 - len(label) // 2)
        if begin >= free:
            line[begin : begin + len(label)] = label
            free = begin + len(label) + 1
    return "".join(line).rstrip()


def _short(period: str) -> str:
    """2015/16 as it is; anything longer by its end."""
    return period if len(period) <= 9 else period.split()[-1]
