"""An option brief as one HTML page that needs nothing else: no script, no picture, nothing fetched; prints on A4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.briefs.page import Block, Chart, Page, Paragraph, Section

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = Path(__file__).with_name("brief_page.html")


def as_html(page: Page) -> str:
    """The page as HTML; every text in it is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    titles = {entry.key: entry.title for entry in page.annex}
    return template.render(page=page, titles=titles, kind=_kind, sides=sides, drawn=_drawn)


def _drawn(chart: Chart) -> Markup:
    """The chart twice, for a page and for a telephone; the page shows the one that fits."""
    from markupsafe import Markup

    from workbench.exchange.brief_chart import as_svg

    return Markup(as_svg(chart, "chart-wide") + as_svg(chart, "chart-narrow", narrow=True))  # noqa: S704


def sides(section: Section) -> list[tuple[str, list[Paragraph]]]:
    """What each side says of the problem, and where they meet, each under its heading."""
    found: dict[str, list[Paragraph]] = {}
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.role in {"numbers", "words", "meet"}:
            found.setdefault(block.heading, []).append(block)
    return list(found.items())


def _kind(block: Block) -> str:
    """What a block is, for the template."""
    return type(block).__name__.lower()
