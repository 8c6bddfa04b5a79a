"""What would change our mind: what the team says, clashes, silences, open questions, and the strongest evidence against."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Listed, Paragraph, Section, paragraphs

_FOLLOWED = {"open": "Still open", "resolved": "Followed up", "parked": "Left for later"}


def section(annex: Annex) -> Section:
    """What the team wrote, then what the evidence itself leaves open, then what speaks against it."""
    brief = annex.brief
    items = [Paragraph(text) for text in paragraphs(brief.brief.change_mind)]
    for row in brief.rows:
        open_ = dict.fromkeys(_left_open(*meeting) for meeting in row.meetings)
        said = " ".join(one for one in open_ if one)
        if said:
            items.append(Paragraph(said, tuple(annex.finding(line.id) for line in row.findings), heading=row.topic))
    items += [
        Paragraph(one.question + (f" Found: {one.conclusion}" if one.conclusion else ""), heading=_FOLLOWED[one.state])
        for one in brief.threads
    ]
    items += [
        Paragraph(line.against, (annex.finding(line.id),), heading="The strongest evidence against")
        for line in brief.findings.values()
        if line.against
    ]
    return Section("minds", "What would change our mind", (Listed(tuple(items)),) if items else ())


def _left_open(a: str, b: str, words: str) -> str:
    """What a meeting of two sources leaves open, in a sentence; empty when they point the same way or partly."""
    if words.startswith("≠"):
        return f"{a} and {b} point in opposite directions."
    if words.startswith("∅"):
        why = words.partition(": ")[2]
        return f"Only one side speaks{f' ({why})' if why else ''}."
    return f"{a} and {b}: {words}." if words.startswith("judged") else ""
