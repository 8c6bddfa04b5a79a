"""The tables of where themes and indicators both speak, and of people with both kinds of material."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.desk.displays import hidden_counts
from workbench.desk.leaving import Door
from workbench.desk.quoted import descriptors
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.governance.consent import quotable
from workbench.triangulation.both_kinds import both_kinds
from workbench.triangulation.linked import Linked, linked
from workbench.triangulation.links import links
from workbench.triangulation.shown import Count

LINKS = (
    "theme", "indicator", "heard_in", "by", "group", "area_code", "period", "value", "unit", "cases", "asked", "heard",
    "reading", "note",
)  # fmt: skip
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
    return Made(rows, at.left_out(), withheld=at.small)


def _rows(at: Door, found: Linked, *, with_groups: bool) -> list[tuple[Any, ...]]:
    groups = found.groups if with_groups else ()
    hidden = hidden_counts(at, [one.count for one in found.areas]) | hidden_counts(at, [one.count for one in groups])
    pair = (found.theme, found.indicator, found.material)
    rows: list[tuple[Any, ...]] = [
        (
            *pair,
            found.role,
            one.name,
            one.code,
            found.period,
            one.figure.value,
            found.unit,
            *_count(one.count, hidden),
            "",
        )
        for one in found.areas
    ]
    rows += [
        (*pair, one.by, one.group, one.figure.area_code, one.figure.period, one.figure.value, found.unit,
         *_count(one.count, hidden), "")
        for one in groups
    ]  # fmt: skip
    said = found.association.sentence if found.association is not None else found.why
    if hidden:
        said = "Counts are withheld, so how the two go together is not said."
    notes = " ".join(filter(None, (said, *found.warnings, *found.remarks)))
    rows.append((*pair, found.role, "all areas", "", found.period, None, found.unit, None, None, None, "", notes))
    return rows


def _count(count: Count, hidden: dict[int, str]) -> tuple[Any, ...]:
    """People, asked, heard and the count in words; none of them where it is withheld."""
    if id(count) in hidden:
        return None, None, None, hidden[id(count)]
    return count.said, count.asked, count.heard, count.words


def both_kinds_table(session: Session, asking: Asking) -> Made:
    """A row a person and a theme, or a person and a question; outside the team only who may be shown, and no rare answer."""
    found = both_kinds(session)
    people = {one.case_id for one in found.people}
    answers = quotable(session, people, asking.audience.name, "paraphrase") if people else {}
    shown = people if asking.for_the_team else {key for key, answer in answers.items() if answer.allowed}
    told = {} if asking.for_the_team else descriptors(session, found.questions, asking.audience.threshold)
    rows: list[tuple[Any, ...]] = []
    for one in found.people:
        if one.case_id not in shown:
            continue
        rows += [(one.label, "theme", name, state) for name, state in zip(found.themes, one.themes, strict=True)]
        values = told.get(one.case_id, one.answers)
        rows += [
            (one.label, "answer", name, value) for name, value in zip(found.questions, values, strict=True) if value
        ]
    left_out = [found.first, *filter(None, (found.why_empty,))]
    held = len(people) - len(shown)
    if held:
        are = "person is" if held == 1 else "people are"
        left_out.append(f"{held} {are} left out: no consent is recorded to show them to {asking.audience.name}.")
    return Made(rows, left_out, withheld=held)


LINK_TABLES = (
    TableKind("links", "themes beside indicators, by place and by group", LINKS, links_table),
    TableKind("both-kinds", "people with coded words and answers to a survey", BOTH, both_kinds_table),
)
