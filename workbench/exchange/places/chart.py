"""The small charts of a place's page as SVG: a strip of areas, and a course over time. Black and white, shapes only."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from workbench.exchange.places.sheet import FigureBox
from workbench.indicators.sentence import number

WIDTH, HEIGHT = 440.0, 44.0
"""In the drawing's own units, 4 to a millimetre."""
_STRIP, _COURSE = (6.0, 252.0), (306.0, 434.0)
_MIDDLE, _BOTTOM = 15.0, 30.0
_TEXT = 'font-family="Arial, Liberation Sans, Helvetica, sans-serif" font-size="9.5"'


def as_svg(box: FigureBox, name: str) -> str:
    """The charts of one figure, with a title and description; `name` begins the identifiers in it."""
    drawn = [*_strip(box), *_course(box)]
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(box.name)}</title><desc id="{name}-d">{escape(box.described)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _strip(box: FigureBox) -> list[str]:
    """Every area on one line: ○ others, ◆ this place with its interval, a dashed upright for the benchmark."""
    here = box.here
    marks = [one for one in (here, *box.others, box.beside) if one is not None]
    low, high = _ends([end for one in marks for end in (one.value, one.lower, one.upper) if end is not None])

    def x(value: float) -> float:
        return _STRIP[0] + (value - low) / (high - low) * (_STRIP[1] - _STRIP[0])

    drawn = [f'<path d="M{_STRIP[0]:g} {_BOTTOM:g}H{_STRIP[1]:g}" stroke="#555" stroke-width=".8"/>']
    if box.beside is not None:
        drawn.append(
            f'<path d="M{x(box.beside.value):.1f} 3V{_BOTTOM:g}" stroke="#000" stroke-width="1.4" stroke-dasharray="3 2"/>'
        )
    drawn += [
        f'<circle cx="{x(one.value):.1f}" cy="{_MIDDLE:g}" r="3.4" fill="none" stroke="#555" stroke-width="1.1"/>'
        for one in box.others
    ]
    if here is not None and here.lower is not None and here.upper is not None:
        drawn.append(
            f'<path d="M{x(here.lower):.1f} {_MIDDLE:g}H{x(here.upper):.1f}" stroke="#000" stroke-width="2.2"/>'
        )
    if here is not None:
        drawn.append(f'<path d="M{x(here.value):.1f} {_MIDDLE - 6:g}l6 6l-6 6l-6 -6z" fill="#000"/>')
    drawn += [
        f'<text x="{_STRIP[0]:g}" y="{HEIGHT - 3:g}" {_TEXT}>{number(low)}</text>',
        f'<text x="{_STRIP[1]:g}" y="{HEIGHT - 3:g}" text-anchor="end" {_TEXT}>{number(high)}</text>',
    ]
    return drawn


def _course(box: FigureBox) -> list[str]:
    """The figure over time: a line, its intervals as uprights, first and last time below."""
    marks = box.course
    if len(marks) < 2:
        return []
    low, high = _ends([end for one in marks for end in (one.value, one.lower, one.upper) if end is not None])
    step = (_COURSE[1] - _COURSE[0]) / (len(marks) - 1)

    def y(value: float) -> float:
        return 28 - (value - low) / (high - low) * 24

    places = [(_COURSE[0] + at * step, one) for at, one in enumerate(marks)]
    line = " ".join(f"{x:.1f},{y(one.value):.1f}" for x, one in places)
    drawn = [f'<path d="M{_COURSE[0]:g} {_BOTTOM:g}H{_COURSE[1]:g}" stroke="#555" stroke-width=".8"/>']
    drawn += [
        f'<path d="M{x:.1f} {y(one.lower):.1f}V{y(one.upper):.1f}" stroke="#777" stroke-width="1"/>'
        for x, one in places
        if one.lower is not None and one.upper is not None
    ]
    drawn.append(f'<polyline points="{line}" fill="none" stroke="#000" stroke-width="1.4"/>')
    last_x, last = places[-1]
    drawn.append(f'<path d="M{last_x:.1f} {y(last.value) - 4:.1f}l4 4l-4 4l-4 -4z" fill="#000"/>')
    drawn += [
        f'<text x="{_COURSE[0] - 5:g}" y="10" text-anchor="end" {_TEXT}>{number(high)}</text>',
        f'<text x="{_COURSE[0] - 5:g}" y="30" text-anchor="end" {_TEXT}>{number(low)}</text>',
        f'<text x="{_COURSE[0]:g}" y="{HEIGHT - 3:g}" {_TEXT}>{escape(_short(marks[0].label))}</text>',
        f'<text x="{_COURSE[1]:g}" y="{HEIGHT - 3:g}" text-anchor="end" {_TEXT}>{escape(_short(last.label))}</text>',
    ]
    return drawn


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest number drawn, from 0 where they come near it."""
    low, high = min(values), max(values)
    if 0 <= low <= high - low:
        low = 0.0
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _short(period: str) -> str:
    """A time by its end where it is long."""
    return period if len(period) <= 9 else " ".join(period.split()[-2:])[-12:]
