"""Paper as one HTML page that needs nothing else: no script, no picture, nothing fetched; prints on A4 or A3."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.exchange.paper.pages import (
    GLYPHS,
    SAYS,
    DotPlot,
    Paper,
    beside,
    cell_words,
    closed,
    margin_words,
    right_to_left,
)
from workbench.governance.cells import neutral

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = Path(__file__).with_name("page.html")
_EVERY = 500
"""Progress is said after so many pieces of the page."""
_DEEPEST = 6
"""HTML has headings down to the sixth level."""


def as_html(paper: Paper, progress: Callable[[float], None] | None = None) -> str:
    """The paper as HTML; every text in it is escaped, and no cell of a table is a formula to a spreadsheet.

    `progress` hears now and then how much is done, from 0 to 1.
    """
    done = _Counted(len(paper.blocks), progress)
    return _page().render(
        paper=paper,
        kind=lambda block: type(block).__name__.lower(),
        glyphs=GLYPHS,
        says=SAYS,
        margin_words=margin_words,
        cell_words=cell_words,
        footer=css_string(f"{paper.audience} · {beside(paper.project)} · {paper.title}"),
        heading=lambda level: min(_DEEPEST, level + 1),
        rtl=right_to_left,
        counted=done,
    )


@cache
def _page() -> Template:
    """The template of the page, compiled once a process."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_closed
    )
    environment.filters["neutral"] = neutral
    environment.globals["drawn"] = _drawn
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _drawn(block: DotPlot, at: int) -> Any:
    """A dot plot as a drawing that stands in the page."""
    from markupsafe import Markup

    from workbench.exchange.paper.dot_plot import as_svg

    return Markup(as_svg(block, f"plot-{at}"))  # noqa: S704 - every text in it was escaped when it was drawn


def _closed(value: Any) -> Any:
    """What is printed of a value: plain texts end their own marks of direction, mark-up stays as it is."""
    return closed(value) if type(value) is str else value


class _Counted:
    """Hears of every piece of the page that is drawn, and says now and then how much that is."""

    def __init__(self, total: int, progress: Callable[[float], None] | None) -> None:
        self.total, self.progress, self.done = max(1, total), progress, 0

    def __call__(self) -> str:
        """One piece more; nothing is printed."""
        self.done += 1
        if self.progress is not None and self.done % _EVERY == 0:
            self.progress(self.done / self.total)
        return ""


def css_string(text: str) -> str:
    r"""A text as it may stand between quotation marks in a style: all but letters and digits by their number.

    >>> css_string('a"</style>')
    'a\\22 \\3c \\2f style\\3e '
    """
    return "".join(
        one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in " ".join(text.split()) if ord(one)
    )
