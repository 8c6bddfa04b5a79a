"""The decisions so far, or that there are none."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.lines import DecisionLine
from workbench.briefs.page import Cell, Paragraph, Section, Table
from workbench.text import dated

_COLUMNS = ("Date", "Meeting", "Decision", "Reasons", "Conditions, dissent, review")


def section(annex: Annex) -> Section:
    """Every decision in the order in which they were recorded."""
    rows = [
        tuple(
            Cell((Paragraph(text),))
            for text in (
                dated(one.decided_on or one.at[:10]),
                " ".join(part for part in (one.meeting, f"({one.deciders})" if one.deciders else "") if part),
                f"{one.outcome.capitalize()}{f': {one.option}' if one.option else ''}",
                one.reasons,
                _tail(one),
            )
        )
        for one in annex.brief.decisions
    ]
    if not rows:
        return Section("decisions", "Decisions so far", (Paragraph("Nothing has been decided yet.", role="note"),))
    return Section("decisions", "Decisions so far", (Table("Decisions", _COLUMNS, tuple(rows)),))


def _tail(one: DecisionLine) -> str:
    """What goes with a decision."""
    said = (("Conditions", one.conditions), ("Dissent", one.dissent), ("Review", one.review_on))
    return " ".join(f"{label}: {dated('; '.join(text.splitlines())).rstrip('.')}." for label, text in said if text)
