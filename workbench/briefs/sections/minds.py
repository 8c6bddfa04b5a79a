"""What would change our mind: clashes, silences, open questions, and the strongest evidence against what is cited."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Listed, Paragraph, Section, paragraphs

_FOLLOWED = {"open": "Still open", "resolved": "Followed up", "parked": "Left for later"}


def section(annex: Annex) -> Section:
    """What the evidence itself leaves open, then what the team wrote."""
    brief = annex.brief
    items: list[Paragraph] = []
    for row in brief.rows:
        for a, b, words in row.meetings:
            open_ = _left_open(a, b, words)
            if open_:
                refs = tuple(annex.finding(line.id) for line in row.findings)
                items.append(Paragraph(open_, refs, heading=row.topic))
    items += [
        Paragraph(line.against, (annex.finding(line.id),), heading="The strongest evidence against")
        for line in brief.findings.values()
        if line.against
    ]
    items += [
        Paragraph(one.question + (f" Found: {one.conclusion}" if one.conclusion else ""), heading=_FOLLOWED[one.state])
        for one in brief.threads
    ]
    items += [Paragraph(text) for text in paragraphs(brief.brief.change_mind)]
    return Section("minds", "What would change our mind", (Listed(tuple(items)),) if items else ())


def _left_open(a: str, b: str, words: str) -> str:
    """What a meeting of two sources leaves open, in a sentence; empty when they point the same way or partly."""
    if words.startswith("≠"):
        return f"{a} and {b} point in opposite directions."
    if words.startswith("∅"):
        why = words.partition(": ")[2]
        return f"Only one side speaks{f' ({why})' if why else ''}."
    return f"{a} and {b}: {words}." if words.startswith("judged") else ""
