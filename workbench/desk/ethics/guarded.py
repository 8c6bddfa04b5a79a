"""By which rules small numbers are kept back from whom, and what has left the team so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.briefs.page import Paragraph
from workbench.desk.door.door import Door
from workbench.desk.door.leaving import heading
from workbench.exchange.paper.pages import Block, Listing
from workbench.governance.audiences import INTERNAL, audiences, demands
from workbench.governance.departures import DepartureLine, departures
from workbench.text import counted, dated

KIND = "ethics pack"
"""What the pack itself is called in the register; it does not count itself."""
MANY = {
    "table": "tables", "workbook": "workbooks", "paper": "papers", "brief": "briefs", "place": "pages of places",
    "clipboard": "things copied",
}  # fmt: skip
HOW = (
    "Before a file leaves, all its numbers are looked at together, also beside what left before, so that a number that"
    " was kept back cannot be worked out from the others."
)
BY_HAND = "The register knows what left through the program. What somebody photographs or retells it does not know."


def small(at: Door) -> Iterator[Block]:
    """The rule of each audience in words, and what agreements demand beyond it."""
    rows = tuple(
        (_reader(one.name), one.description or "not recorded", one.rule.in_words, _described(one.people))
        for one in audiences(at.session)
        if one.name != INTERNAL
    )
    if rows:
        columns = ("Readers", "Who that is", "Counts of people", "What is told of a person beside their words")
        yield Listing("The rule for each group of readers", columns, rows, shares=(2, 3, 5, 4))
    else:
        yield Paragraph("No readers outside the team are set down, so nothing can leave for anybody.")
    asked = demands(at.session)
    if asked:
        yield Paragraph(f"{'; '.join(one.said for one in asked)}.", heading="What agreements demand beyond that")
    yield Paragraph(HOW)


def _reader(name: str) -> str:
    return "The public" if name == "public" else f"{name[:1].upper()}{name[1:]}"


def _described(people: int) -> str:
    if people <= 1:
        return "No rule"
    return f"Only what fits at least {people} of the people heard"


def left(at: Door) -> Iterator[Block]:
    """How many of what left for whom, and when last; the pack itself is not counted."""
    found: dict[tuple[str, str], list[DepartureLine]] = defaultdict(list)
    for one in departures(at.session):
        if one.kind != KIND:
            found[one.audience, one.kind].append(one)
    if not found:
        yield Paragraph("Nothing has left the team through the program so far, but for this pack.")
        yield Paragraph(BY_HAND, role="note")
        return
    rows = tuple(
        (
            heading(audience),
            counted(len(lines), kind, MANY.get(kind, f"{kind}s")),
            f"{sum(one.quotes for one in lines):,}",
            f"{sum(one.withheld for one in lines):,}",
            dated(lines[0].at[:10]),
        )
        for (audience, kind), lines in sorted(found.items())
    )
    columns = ("For whom", "What", "Quotes in it", "Quotes and numbers kept back", "Last on")
    yield Listing("What has left", columns, rows, shares=(4, 4, 2, 3, 3))
    reached = {INTERNAL, *(who for who, _ in found)}
    never = [_reader(one.name) for one in audiences(at.session) if one.name not in reached]
    if never:
        yield Paragraph(f"{'; '.join(never)}.", heading="Readers for whom nothing has left")
    yield Paragraph(BY_HAND, role="note")
