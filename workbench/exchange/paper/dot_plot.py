"""A dot plot as a drawing: a row an area, on the left a dot a person, on the right the figure on its scale."""

from __future__ import annotations

from typing import Any

from workbench.exchange.charts import drawing
from workbench.exchange.paper.pages import DotPlot

KEY = "Each dot a person: full, raised it; open, did not"
MOST_DOTS = 12
"""Of more people there are no dots: the number stands in the table."""
_INK, _SOFT, _LINE = "#1c2329", "#55616b", "#d5dade"
_FONT = "Segoe UI, Liberation Sans, Arial, sans-serif"
_STEP, _EACH, _SCALE = 24, 15, 240


def as_svg(plot: DotPlot, name: str) -> str:
    """The plot as one SVG element with its title and description; `name` begins the identifiers in it."""
    return drawing(specification(plot), plot.title, plot.described, name, look="plot")


def as_png(plot: DotPlot) -> bytes:
    """The plot as a picture, for a paper that holds no drawings, at twice its size."""
    import vl_convert

    made: bytes = vl_convert.vegalite_to_png(specification(plot), scale=2.0, allowed_base_urls=[])
    return made


def specification(plot: DotPlot) -> dict[str, Any]:
    """The plot as a Vega-Lite specification. A full dot is somebody who raised it, an open one somebody who did not."""
    order = [one.name for one in plot.rows]
    people = [
        {"area": one.name, "at": at + 1, "raised": "yes" if at < one.said else "no"}
        for one in plot.rows
        if one.said is not None and one.of is not None and one.of <= MOST_DOTS
        for at in range(one.of)
    ]
    words = [{"area": one.name, "words": "" if _dotted(one.said, one.of) else one.counted} for one in plot.rows]
    figures = [{"area": one.name, "value": one.value, "words": one.figure} for one in plot.rows]
    most = max((int(one["at"]) for one in people), default=1)
    left = _panel(people, order, _people(most, words), max(most * _EACH, 150), KEY, labels=True)
    right = _panel(figures, order, _figure(plot.unit), _SCALE, plot.columns[2], labels=False)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "hconcat": [left, right],
        "spacing": 30,
        "padding": 4,
        "background": "white",
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelColor": _INK,
                "titleColor": _INK,
                "domainColor": _SOFT,
            },
            "title": {"fontSize": 12, "anchor": "start", "color": _INK, "limit": 330},
        },
    }


def _dotted(said: int | None, of: int | None) -> bool:
    return said is not None and of is not None and of <= MOST_DOTS


def _panel(
    values: list[dict[str, Any]], order: list[str], layer: list[dict[str, Any]], width: int, title: str, *, labels: bool
) -> dict[str, Any]:
    axis = {
        "labels": labels, "ticks": False, "domain": False, "grid": True, "gridColor": _LINE, "gridDash": [1, 3],
        "labelLimit": 190, "labelPadding": 8,
    }  # fmt: skip
    return {
        "title": title,
        "width": width,
        "height": {"step": _STEP},
        "data": {"values": values},
        "encoding": {
            "y": {
                "field": "area",
                "type": "nominal",
                "sort": order,
                "title": None,
                "axis": axis,
                "scale": {"domain": order},
            }
        },
        "layer": layer,
    }


def _people(most: int, words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dots = {
        "mark": {"type": "point", "size": 75, "strokeWidth": 1.3, "stroke": _INK, "opacity": 1, "filled": True},
        "encoding": {
            "x": {"field": "at", "type": "quantitative", "axis": None, "scale": {"domain": [0.5, most + 0.5]}},
            "fill": {
                "field": "raised", "type": "nominal", "legend": None,
                "scale": {"domain": ["yes", "no"], "range": [_INK, "#ffffff"]},
            },
        },
    }  # fmt: skip
    text = {
        "data": {"values": words},
        "mark": {"type": "text", "align": "left", "fontSize": 11, "color": _INK, "limit": 260},
        "encoding": {"x": {"value": 2}, "text": {"field": "words", "type": "nominal"}},
    }
    return [dots, text]


def _figure(unit: str) -> list[dict[str, Any]]:
    value = {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": False, "nice": True}}
    axis = {"grid": False, "tickCount": 5, "titleFontWeight": "normal"}
    return [
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 80, "color": _INK, "opacity": 1},
            "encoding": {"x": {**value, "axis": axis}},
        },
        {
            "mark": {"type": "text", "align": "left", "fontSize": 11, "color": _INK},
            "encoding": {"x": {"value": _SCALE + 10}, "text": {"field": "words", "type": "nominal"}},
        },
    ]
