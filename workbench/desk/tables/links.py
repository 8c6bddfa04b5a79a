"""The tables of where themes and indicators both speak, and of people with both kinds of material."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.desk.door.quoted import descriptors
from workbench.desk.door.told_links import ToldArea, ToldGroup, told_link
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.governance.consent import quotable
from workbench.triangulation.displays.both_kinds import GLYPHS, BothKinds, both_kinds
from workbench.triangulation.displays.linked import Linked, linked
from workbench.triangulation.links import links

LINKS = (
    "theme", "indicator", "heard_in", "by", "group", "area_code", "period", "value", "unit", "cases", "asked", "heard",
    "reading", "note",
)  # fmt: skip
NO_ANSWER = "no answer"
BOTH = ("case", "kind", "what", "says")


def links_table(session: Session, asking: Asking) -> Made:
    """A row an area or a group: how many of its people raised a theme, beside the indicator's figure for it.

    The last row of a pair, by place, says how the two go together where there are enough areas, or why that is not said.
    """
    at = Door(session, asking.audience)
    rows: list[tuple[Any, ...]] = []
    for line in links(session):
        for role in ("lives", "speaks of"):
            rows += _rows(at, linked(session, line.theme_id, line.indicator_id, role=role), with_groups=role == "lives")
    return Made(rows, at.left_out(), withheld=at.small, leaving=at.leaving())


def _rows(at: Door, found: Linked, *, with_groups: bool) -> list[tuple[Any, ...]]:
    at_the_door = told_link(at, found)
    groups = at_the_door.groups if with_groups else ()
    pair = (found.theme, found.indicator, found.material)
    rows: list[tuple[Any, ...]] = [
        (
            *pair,
            found.role,
            one.line.name,
            one.line.code,
            found.period,
            one.line.figure.value,
            found.unit,
            *_count(one),
            "",
        )
        for one in at_the_door.areas
    ]
    rows += [
        (*pair, one.line.by, one.line.group, one.line.figure.area_code, one.line.figure.period, _value(one),
         found.unit, *_count(one), "")
        for one in groups
    ]  # fmt: skip
    notes = " ".join(filter(None, (at_the_door.said, *found.warnings, *at_the_door.remarks)))
    rows.append((*pair, found.role, "all areas", "", found.period, None, found.unit, None, None, None, "", notes))
    return rows


def _value(one: ToldArea | ToldGroup) -> float | None:
    return None if one.figure is None else one.figure.value


def _count(one: ToldArea | ToldGroup) -> tuple[Any, ...]:
    """People, asked, heard and the count in words; none of the numbers where they are withheld."""
    count = one.count
    return (None, None, None, one.words) if count is None else (count.said, count.asked, count.heard, one.words)


def both_kinds_table(session: Session, asking: Asking) -> Made:
    """A row a person and a theme, or a person and a question; outside the team only who may be shown, and no rare answer."""
    found = both_kinds(session)
    at = Door(session, asking.audience)
    people, left_out = shown_people(at, found, signs=False)
    themes = len(found.themes)
    rows: list[tuple[Any, ...]] = []
    for label, cells in people:
        rows += [(label, "theme", name, state) for name, state in zip(found.themes, cells, strict=False)]
        rows += [
            (label, "answer", name, value)
            for name, value in zip(found.questions, cells[themes:], strict=True)
            if value != NO_ANSWER
        ]
    said = [found.first, found.who_counts, *filter(None, (found.why_empty,))]
    return Made(rows, (*said, *left_out), withheld=len(found.people) - len(people))


def shown_people(
    at: Door, found: BothKinds, *, signs: bool = True
) -> tuple[list[tuple[str, tuple[str, ...]]], tuple[str, ...]]:
    """People with both kinds as they may be shown: label, then a cell a theme and a question; and who is left out, in a sentence."""
    session, readers = at.session, at.audience.name
    keys = {one.case_id for one in found.people}
    answers = quotable(session, keys, readers, "paraphrase") if keys and not at.team else {}
    shown = [one for one in found.people if at.team or answers[one.case_id].allowed]
    told = {} if at.team else descriptors(session, found.questions, at.audience.people)
    rows = [
        (
            one.label,
            (
                *(GLYPHS[state] if signs else state for state in one.themes),
                *(value or NO_ANSWER for value in told.get(one.case_id, one.answers)),
            ),
        )
        for one in shown
    ]
    held = len(found.people) - len(shown)
    are = "person is" if held == 1 else "people are"
    return rows, (f"{held} {are} left out: no consent is recorded to show them to {readers}.",) * bool(held)


LINK_TABLES = (
    TableKind("links", "themes beside indicators, by place and by group", LINKS, links_table),
    TableKind("both-kinds", "people with coded words and an answer that counts as a number", BOTH, both_kinds_table),
)
