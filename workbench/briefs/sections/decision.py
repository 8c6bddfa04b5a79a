"""The decision asked for: one sentence, by whom and when, and what happens without it."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Block, Paragraph, Section
from workbench.text import dated


def section(annex: Annex) -> Section:
    """What is asked, first of all, and a warning where the evidence has changed since it was cited."""
    said = annex.brief.brief
    lead = Paragraph(
        said.decision_asked or "No decision is asked yet.", role="lead" if said.decision_asked else "warning"
    )
    facts = (
        ("Decided by", said.by_whom),
        ("By when", said.by_when),
        ("If nothing is decided", said.if_nothing),
    )
    stale = [one for one in annex.brief.citations if one.state == "recheck"]
    blocks: list[Block] = [lead, *(Paragraph(dated(text), heading=heading) for heading, text in facts if text)]
    if stale:
        number = "One piece" if len(stale) == 1 else f"{len(stale)} pieces"
        blocks.append(
            Paragraph(
                f"{number} of the evidence changed after it was cited. Look again before deciding.", role="warning"
            )
        )
    return Section("decision", "The decision asked for", tuple(blocks))
