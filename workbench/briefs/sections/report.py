"""What a council's own report form asks for besides: wards, legal, finance, equality, background papers, exempt or not."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Paragraph, Section, paragraphs


def section(annex: Annex) -> Section:
    """Each heading of the form with what is written there; nothing where nobody has begun to fill it in."""
    slots = annex.brief.slots
    if not any(slot.text for slot in slots):
        return Section("report", "", ())
    blocks = []
    for slot in slots:
        first, *others = paragraphs(slot.text) or ["Not written yet."]
        blocks.append(Paragraph(first, heading=slot.name, role="" if slot.text else "note"))
        blocks += [Paragraph(text) for text in others]
    return Section("report", "What the report form asks for", tuple(blocks))
