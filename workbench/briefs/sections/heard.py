"""Who we heard and who we did not: how many people, how they were found, and which groups are missing."""

from __future__ import annotations

from workbench.briefs.annex import Annex
from workbench.briefs.page import Block, Cell, Paragraph, Section, Table
from workbench.briefs.passed import Group

_COUNTS = (
    ("Invited", "invited"),
    ("Heard", "heard"),
    ("Refused", "refused"),
    ("Not reached", "not_reached"),
    ("Of those who live there", "population"),
)


def section(annex: Annex) -> Section:
    """The people heard, then each group that somebody meant to hear."""
    heard = annex.passed.heard
    blocks: list[Block] = [Paragraph(text) for text in heard.said]
    if heard.missing:
        blocks.append(Paragraph(f"{'; '.join(heard.missing)}.", heading="Meant to be heard, and not heard"))
    if heard.groups:
        blocks += _tables(heard.groups)
    if heard.few:
        blocks.append(Paragraph(f"Heard too, too few of each to give a number: {'; '.join(heard.few)}.", role="note"))
    if heard.groups:
        sources = "; ".join(dict.fromkeys(one.source for one in heard.groups if one.source))
        if sources:
            blocks.append(Paragraph(f"Who lives there: {sources}.", role="note"))
    return Section("heard", "Who we heard and who we did not", tuple(blocks))


def _tables(groups: tuple[Group, ...]) -> list[Block]:
    """A table for each thing that people are grouped by, a line a group; a column that nobody filled is left out."""
    made: list[Block] = []
    for by in dict.fromkeys(group.attribute for group in groups):
        listed = [group for group in groups if group.attribute == by]
        kept = [(label, cell) for label, cell in _COUNTS if any(getattr(one, cell) for one in listed)]
        rows = tuple(
            (
                Cell((Paragraph(one.name),)),
                *(Cell((Paragraph(getattr(one, cell) or "not known"),)) for _, cell in kept),
            )
            for one in listed
        )
        made.append(Table(f"People by {by}", (f"By {by}", *(label for label, _ in kept)), rows))
    return made
