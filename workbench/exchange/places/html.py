"""A place's page as HTML: no script, no picture, nothing fetched; one side of A4."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.exchange.paper.pages import closed
from workbench.exchange.places.chart import as_svg
from workbench.exchange.places.sheet import HALF, HEAD, LEFT, LINE, RIGHT, FigureBox, Sheet

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_TEMPLATE = Path(__file__).with_name("page.html")


def as_html(sheet: Sheet) -> str:
    """The page as HTML; every text in it is escaped."""
    return _page().render(sheet=sheet, drawn=_drawn, line=LINE, head=HEAD, left=LEFT, right=RIGHT, half=HALF)


@cache
def _page() -> Template:
    """The template of the page, compiled once a process."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: closed(value) if type(value) is str else value,
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _drawn(one: FigureBox, number: int) -> Markup:
    from markupsafe import Markup

    return Markup(as_svg(one, f"chart-{number}"))  # noqa: S704
