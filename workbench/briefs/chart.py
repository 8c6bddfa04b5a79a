"""The brief's chart: one indicator, its areas in the order of their names, each value with its interval.

Pure: what may be shown was asked before. Owns the rule which figures are drawn, and the drawing as a Vega-Lite
specification, which is plain data. Missing and withheld values are words in their row, never a dot at zero.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from workbench.briefs.annex import Annex
from workbench.briefs.contents import Contents
from workbench.briefs.page import SIGNS, Chart, Dot
from workbench.indicators.sentence import limit, number
from workbench.indicators.survey_sentence import out_of
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.neighbours import is_of_larger_area

FEWEST = 3
"""A chart of fewer areas says no more than a sentence."""
_NOTES = 3
_POINTS = {"here": "diamond", "cited": "triangle-up", "beside": "square", "other": "circle"}
_ROLE: dict[str, Any] = {"field": "role", "type": "nominal", "legend": None}
_INK, _SOFT, _LINE = "#1c2329", "#55616b", "#d5dade"
_FONT = "Segoe UI, Liberation Sans, Arial, sans-serif"


def chart_of(brief: Contents, annex: Annex) -> Chart | None:
    """The chart of the first figure from numbers that the problem rests on and that has neighbours; None without one."""
    here, around = brief.charted, brief.beside_charted
    if here is None or len(around) < FEWEST:
        return None
    withheld = annex.passed.withheld_figures
    cited = {one.id for side in brief.numbers.values() for one in side.figures}
    beside = _larger(here, around)
    dots = tuple(
        _dot(
            one,
            "here" if one.id == here.id else "beside" if one is beside else "cited" if one.id in cited else "other",
            withheld,
        )
        for one in sorted(around, key=lambda one: (one is beside, one.area))
    )
    if sum(dot.value is not None for dot in dots) < FEWEST:
        return None
    figure = here.figure
    return Chart(
        title=f"{figure.indicator}{f', {here.of}' if here.of else ''}, {figure.period}",
        unit=figure.unit or "value",
        dots=dots,
        described=_described(here, dots),
        caption=_caption(here, dots),
        notes=_notes(here, around, _stands_clear(dots), withheld),
        refs=(annex.figure(here.id),),
    )


def _larger(here: FigureLine, around: Sequence[FigureLine]) -> FigureLine | None:
    """The figure that the areas are set beside: the benchmark's, else that of their county."""
    compared = here.comparator.id if here.comparator is not None else None
    counties = [one for one in around if is_of_larger_area(one)]
    return next((one for one in around if one.id == compared), next(iter(counties), None))


def _dot(line: FigureLine, role: Any, withheld: dict[int, str]) -> Dot:
    """One area's line of the chart."""
    why = withheld.get(line.id, "")
    figure = line.figure
    if why or figure.value is None:
        return Dot(line.area, role, None, None, None, "withheld by us" if why else line.value_words, "")
    counted = [number(part) for part in (figure.count, out_of(figure)) if part is not None]
    interval = f" ({line.interval_words})" if line.interval_words else ""
    return Dot(
        line.area,
        role,
        figure.value,
        figure.lower,
        figure.upper,
        f"{limit(figure.value)}{interval}",
        " of ".join(counted),
    )


def _notes(
    here: FigureLine, around: Sequence[FigureLine], clear: Dot | None, withheld: dict[int, str]
) -> tuple[str, ...]:
    """The first doubts about the area in question, and about one that stands clear of all others."""
    own = here.doubts[:_NOTES] if here.id not in withheld else ()
    notes = [f"{here.area}: {doubt}" for doubt in own]
    far = next((one for one in around if clear is not None and one.area == clear.area and one.id != here.id), None)
    if far is not None:
        more = [doubt for doubt in far.doubts[:_NOTES] if doubt not in own]
        notes.append(f"{far.area} lies clear of all others. {' '.join(more)}".rstrip())
    return tuple(notes)


def _stands_clear(dots: Sequence[Dot]) -> Dot | None:
    """The area whose whole interval lies above those of all others, if there is one."""
    known = [dot for dot in dots if dot.lower is not None and dot.upper is not None]
    top = max(known, key=lambda dot: dot.lower or 0.0, default=None)
    if top is None or len(known) < FEWEST:
        return None
    return top if all((dot.upper or 0.0) < (top.lower or 0.0) for dot in known if dot is not top) else None


def _described(here: FigureLine, dots: Sequence[Dot]) -> str:
    """What the chart shows, for who cannot see it."""
    known = sorted((dot for dot in dots if dot.value is not None), key=lambda dot: dot.value or 0.0)
    own = next(dot for dot in dots if dot.role == "here")
    said = [
        f"{len(dots)} areas in the order of their names.",
        f"{here.area}: {own.words}{f' {here.figure.unit}' if own.value is not None and here.figure.unit else ''}.",
    ]
    said += [f"Beside it {dot.area}: {dot.words}." for dot in dots if dot.role == "beside"]
    said.append(f"The others run from {known[0].words} ({known[0].area}) to {known[-1].words} ({known[-1].area}).")
    gaps = [f"{dot.area} {dot.words}" for dot in dots if dot.value is None]
    return " ".join([*said, *([f"No value: {', '.join(gaps)}."] if gaps else [])])


def _caption(here: FigureLine, dots: Sequence[Dot]) -> str:
    """How to read it, of how many, and from whom."""
    figure = here.figure
    marks = {"here": "the area in question", "cited": "also cited", "beside": "set beside it"}
    key = "; ".join(
        f"{SIGNS[role]} {said} ({', '.join(dot.area for dot in dots if dot.role == role)})"
        for role, said in marks.items()
        if any(dot.role == role for dot in dots)
    )
    drawn = any(dot.lower is not None for dot in dots)
    method = (
        "" if not figure.interval else ", as published" if figure.interval == "published" else f", {figure.interval}"
    )
    line = (
        f"The line through it is the 95 % interval{method}."
        if drawn
        else "No interval is known: chance cannot be ruled out."
    )
    own = next(dot for dot in dots if dot.role == "here")
    counted = f"{here.area}: {own.counted}." if own.counted else ""
    parts = (
        f"{key}.",
        f"Each mark is a value{f' ({figure.unit})' if figure.unit else ''}, {figure.period}. {line}",
        "Areas stand in the order of their names, not of their values: where lines overlap, a difference may be chance.",
        counted,
        f"Source: {here.source or 'not recorded'}.",
    )
    return " ".join(part for part in parts if part)


def specification(chart: Chart, *, width: int, narrow: bool = False) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, `width` pixels for the plot; a narrow one prints values without intervals."""
    rows = [
        {
            "area": dot.marked,
            "value": dot.value,
            "lower": dot.lower,
            "upper": dot.upper,
            "role": dot.role,
            "words": _short(dot) if narrow else dot.words,
        }
        for dot in chart.dots
    ]
    size = 13 if narrow else 12
    value = {"type": "quantitative", "title": chart.unit, "scale": {"zero": False, "nice": True}}
    words = {
        "mark": {"type": "text", "align": "left", "fontSize": size - 1, "color": _INK},
        "encoding": {"x": {"value": width + 10}, "text": {"field": "words", "type": "nominal"}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": {"step": 21 if narrow else 20},
        "padding": 4,
        "background": None,
        "data": {"values": rows},
        "encoding": {"y": _areas(rows)},
        "layer": [*_line_beside(chart, value), _whiskers(value), _marks(value, narrow), words],
        "config": {
            "aria": False,
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": size, "titleFontSize": size, "labelColor": _INK, "titleColor": _INK},
            "axisX": {
                "grid": False,
                "domainColor": _SOFT,
                "tickColor": _SOFT,
                "tickCount": 5,
                "titleFontWeight": "normal",
            },
        },
    }


def _areas(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The areas, one below the other in their order; the ones in question in bold."""
    marked = [row["area"] for row in rows if row["role"] in {"here", "beside"}]
    bold = f"indexof({json.dumps(marked)}, datum.value) >= 0"
    return {
        "field": "area",
        "type": "nominal",
        "sort": [row["area"] for row in rows],
        "title": None,
        "axis": {
            "ticks": False,
            "domain": False,
            "grid": True,
            "gridColor": _LINE,
            "gridDash": [1, 3],
            "labelLimit": 150,
            "labelPadding": 8,
            "labelFontWeight": {"condition": {"test": bold, "value": "bold"}, "value": "normal"},
        },
    }


def _line_beside(chart: Chart, value: dict[str, Any]) -> list[dict[str, Any]]:
    """A dashed line at the value that the areas are set beside, where there is one."""
    at = next((dot.value for dot in chart.dots if dot.role == "beside" and dot.value is not None), None)
    line = {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": _SOFT},
        "encoding": {"x": {"field": "at", **value}, "y": {"value": 0}, "y2": {"value": "height"}},
    }
    return [] if at is None else [line]


def _whiskers(value: dict[str, Any]) -> dict[str, Any]:
    """The intervals."""
    return {
        "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
        "mark": {"type": "rule", "strokeWidth": 1.6},
        "encoding": {
            "x": {"field": "lower", **value},
            "x2": {"field": "upper"},
            "color": _by_role({"here": _INK, "beside": _INK}),
        },
    }


def _marks(value: dict[str, Any], narrow: bool) -> dict[str, Any]:
    """The values: a shape for each role, so that nothing is said by colour alone."""
    names = list(_POINTS)
    sizes = [70, 45, 40, 22] if narrow else [130, 75, 80, 50]
    return {
        "transform": [{"filter": "isValid(datum.value)"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 1.4},
        "encoding": {
            "x": {"field": "value", **value},
            "shape": {**_ROLE, "scale": {"domain": names, "range": [_POINTS[name] for name in names]}},
            "size": {**_ROLE, "scale": {"domain": names, "range": sizes}},
            "fill": _by_role({"here": _INK, "beside": _INK}, other="#ffffff"),
            "stroke": _by_role({"here": _INK, "beside": _INK}),
        },
    }


def _by_role(colours: dict[str, str], *, other: str = _SOFT) -> dict[str, Any]:
    """A colour for each role."""
    return {**_ROLE, "scale": {"domain": list(_POINTS), "range": [colours.get(name, other) for name in _POINTS]}}


def _short(dot: Dot) -> str:
    """The value without its interval."""
    return dot.words.partition(" (")[0]
