"""What each thing that left holds: its quotes by their place and what stood beside them, never by their words."""

from __future__ import annotations

from sqlmodel import Session

from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.mosaic import NAME, QuotedLine, quoted
from workbench.sources.coders import coder_names

FOR_THE_TEAM = "What is in each thing that left is for the team only: it says where quotes stand."


def beside_words(line: QuotedLine) -> str:
    """What stood beside a quote, in words."""
    return ", ".join("name" if one == NAME else one.replace("_", " ") for one in line.descriptors) or "nothing"


def quotes_left_table(session: Session, asking: Asking) -> Made:
    """Each quote in each file that left, the newest first."""
    if not asking.for_the_team:
        return Made([], [FOR_THE_TEAM])
    names = coder_names(session)
    rows: list[tuple[Cell, ...]] = [
        (
            one.at,
            names.get(one.who, ""),
            one.kind,
            one.name,
            one.audience,
            one.document,
            one.start,
            one.end,
            beside_words(one),
        )
        for one in quoted(session)
    ]
    return Made(rows)


QUOTES_LEFT = TableKind(
    "exports-quotes",
    "which quotes each thing that left holds, by their place",
    ("at", "who", "kind", "name", "audience", "document", "start", "end", "beside"),
    quotes_left_table,
)
