"""What should be better afterwards."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Listed, Paragraph, Section, paragraphs


def section(annex: Annex) -> Section:
    """What is wanted, a line each."""
    items = tuple(Paragraph(text) for text in paragraphs(annex.brief.brief.objectives))
    return Section("objectives", "What should be better afterwards", (Listed(items),) if items else ())
