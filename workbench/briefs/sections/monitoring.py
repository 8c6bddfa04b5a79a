"""How it will be seen whether it works."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Listed, Paragraph, Section, paragraphs


def section(annex: Annex) -> Section:
    """What will be watched, a line each."""
    items = tuple(Paragraph(text) for text in paragraphs(annex.brief.brief.monitoring))
    return Section("monitoring", "How we will see whether it works", (Listed(items),) if items else ())
