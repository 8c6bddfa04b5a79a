"""A brief's chart as SVG that stands in a page: no font, no script and no picture is fetched."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from workbench.briefs.chart import specification
from workbench.briefs.page import Chart

WIDE, NARROW = 500, 140
"""The plot's width in pixels: beside its labels on a page or on paper, and on a telephone."""
_SCALE = 2.0
"""Dots of a picture for each of its pixels, so that it prints sharp."""
_ROOM = 16
"""Left and right of it, for readers whose letters are wider than those it was measured with."""
_VEGA_LITE = "5.20"
_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"(?P<box>[^\"]+)\"[^>]*>")
_UNWANTED = re.compile(r"\s(?:xmlns(?::\w+)?|role|aria-[a-z]+|class)=\"[^\"]*\"")


def as_svg(chart: Chart, name: str, *, narrow: bool = False) -> str:
    """The chart as one SVG element with its title and description; `name` begins the identifiers in it."""
    spec = specification(chart, width=NARROW if narrow else WIDE, narrow=narrow)
    return drawing(spec, chart.title, chart.described, name, look="narrow" if narrow else "wide")


def drawing(spec: dict[str, Any], title: str, described: str, name: str, *, look: str) -> str:
    """A Vega-Lite specification as one SVG element; `look` is its class."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    found = _ROOT.search(drawn)
    if found is None:
        raise ValueError("the drawing is no SVG")
    body = _UNWANTED.sub("", drawn[found.end() :])
    left, top, width, height = (float(part) for part in found["box"].split())
    box = f"{left - _ROOM:g} {top:g} {width + 2 * _ROOM:g} {height:g}"
    return (
        f'<svg class="{look}" viewBox="{box}" style="max-width:{width + 2 * _ROOM:g}px" role="img"'
        f' aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(described)}</desc>{body}'
    )


def as_png(chart: Chart) -> bytes:
    """The chart as a picture on white, for files that hold no drawing."""
    import vl_convert

    spec = {**specification(chart, width=WIDE), "background": "#ffffff"}
    spec["config"] = {**spec["config"], "font": "Liberation Sans, Arial, sans-serif"}
    drawn: bytes = vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=_SCALE, allowed_base_urls=[])
    return drawn
