"""On paper: a theme beside an indicator as a dot plot with its warning, and people with both kinds of material."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.door.told_links import ToldLink, told_link
from workbench.desk.paper.wanted import Made, Wanted
from workbench.desk.tables.links import shown_people
from workbench.exchange.paper.pages import Block, DotPlot, Dotted, Heading, Listing, Side, SideRow, Sides
from workbench.indicators.sentence import amount
from workbench.triangulation.displays.both_kinds import GLYPHS, BothKinds, both_kinds
from workbench.triangulation.displays.linked import Linked, linked, role_words
from workbench.triangulation.links import LinkLine

ACROSS = 6
WITHHELD = "withheld by us"


def printed_link(session: Session, wanted: Wanted, line: LinkLine) -> Made:
    """A theme beside an indicator: by place for people who live there and who speak of it, then by group."""
    wanted.progress(0.1, "reading where both speak")
    blocks: list[Block] = [Paragraph(line.note)] if line.note else []
    remarks: dict[str, None] = {}
    for role in ("lives", "speaks of"):
        found = linked(session, line.theme_id, line.indicator_id, role=role)
        shown = told_link(wanted.at, found)
        blocks += _by_place(found, shown)
        remarks |= dict.fromkeys((f"Heard in: {found.material}. A link is no verdict.", *shown.remarks))
        if role == "lives":
            by_group = tuple(_by_group(found, shown))
    blocks += [Heading("By group"), *by_group]
    left_out = wanted.at.left_out()
    return Made(tuple(blocks), (*remarks, *left_out), left_out=left_out, title=f"{line.theme} ↔ {line.indicator}")


def _by_place(found: Linked, shown: ToldLink) -> Iterator[Block]:
    """The plot with what must be said before it, and how the two go together after it."""
    title = f"By place: {role_words(found.role)}"
    yield Heading(f"{title}, {found.period}" if found.period else title)
    if not shown.areas:
        yield Paragraph(shown.said or "So few people are in each area that none is shown.")
        return
    for warning in found.warnings:
        yield Paragraph(warning, heading="Take care")
    rows = tuple(
        Dotted(
            one.line.name,
            None if one.count is None else one.count.said,
            None if one.count is None else one.count.heard,
            one.words,
            None if one.figure is None else one.figure.value,
            WITHHELD if one.figure is None else amount(one.figure.value or 0.0, found.unit),
        )
        for one in shown.areas
    )
    described = " ".join(f"{one.name}: {one.counted}; {one.figure}." for one in rows)
    yield DotPlot(
        f"{found.theme} beside {found.indicator}",
        described,
        ("Area", "How many raised it", found.indicator),
        found.unit,
        rows,
    )
    yield Paragraph(shown.said)


def _by_group(found: Linked, shown: ToldLink) -> Iterator[Block]:
    if not shown.groups:
        yield Paragraph("No group of these people is one that the indicator is broken down by.")
        return
    rows = tuple(
        (
            f"{one.line.by}: {one.line.group}",
            one.words,
            f"{one.line.figure.area or one.line.figure.area_code}, {one.line.figure.period}: "
            + (WITHHELD if one.figure is None else amount(one.figure.value or 0.0, found.unit)),
        )
        for one in shown.groups
    )
    yield Listing(f"{found.theme} by group", ("Group", "How many raised it", found.indicator), rows, shares=(2, 4, 3))


def printed_both(session: Session, wanted: Wanted) -> Made:
    """People with both kinds of material: how many first, and who counts; then a row a person."""
    wanted.progress(0.1, "reading people with both kinds")
    found = both_kinds(session)
    people, left_out = shown_people(wanted.at, found)
    blocks: list[Block] = [Paragraph(found.first, role="lead"), Paragraph(found.who_counts)]
    if not people:
        blocks.append(Paragraph(found.why_empty or "Of nobody is a consent recorded to be shown to these readers."))
    else:
        blocks.append(Paragraph("   ".join(f"{glyph} {state}" for state, glyph in GLYPHS.items()), role="note"))
        blocks += _people(found, people)
    return Made(tuple(blocks), left_out, left_out=left_out, title="People with both kinds of material")


def _people(found: BothKinds, people: list[tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """A row a person under themes and questions, so many columns at a time."""
    heads = (*found.themes, *found.questions)
    parts = [range(at, min(at + ACROSS, len(heads))) for at in range(0, len(heads), ACROSS)]
    for number, columns in enumerate(parts, 1):
        of = f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        rows = tuple(
            SideRow(((Side(label, "title"),), *((Side(cells[column]),) for column in columns)))
            for label, cells in people
        )
        yield Sides(f"People with both kinds{of}", ("Person", *(heads[column] for column in columns)), rows)
