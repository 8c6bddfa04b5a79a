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
        blocks.append(Paragraph(f"{'; '.join(heard.missing)}.", heading="Not heard"))
    if heard.groups:
        blocks.append(_table(heard.groups))
        sources = "; ".join(dict.fromkeys(one.source for one in heard.groups if one.source))
        if sources:
            blocks.append(Paragraph(f"Who lives there: {sources}.", role="note"))
    return Section("heard", "Who we heard and who we did not", tuple(blocks))


def _table(groups: tuple[Group, ...]) -> Table:
    """A line a group; a column that nobody filled is left out."""
    kept = [(label, cell) for label, cell in _COUNTS if any(getattr(one, cell) for one in groups)]
    rows = tuple(
        (
            Cell((Paragraph(one.name, heading=one.attribute),)),
            *(Cell((Paragraph(getattr(one, cell) or "not known"),)) for _, cell in kept),
        )
        for one in groups
    )
    return Table("People by group", ("Group", *(label for label, _ in kept)), rows)
