"""Grouping: the groups of people that stand side by side in a display.

By an attribute, by where people live, or by the level of an indicator in their area: areas in the order of their
figures, cut into so many levels of as equally many areas as can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.by_group import LIVES
from workbench.coding.crosstab import EVERYONE, NOT_RECORDED, AttributeUnknownError, groups_by
from workbench.indicators.indicators import Indicator
from workbench.indicators.sentence import amount
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, places_of
from workbench.triangulation.displays.by_place import (
    ECOLOGICAL,
    AreaPeople,
    AreasOfTwoVintagesError,
    NoPlaceInCommonError,
    areas_with_people,
)
from workbench.triangulation.displays.definitions import Definition

MOST_GROUPS = 40
"""More groups than this are no display that anybody reads."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some people under a name; `about` names it in notes, `statistic` says what its areas' figures are."""

    about: str
    name: str
    people: frozenset[int]
    statistic: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups in their order, what makes them, and remarks on how to read them."""

    by: str
    groups: tuple[Group, ...]
    remarks: tuple[str, ...] = ()


def grouped(session: Session, definition: Definition, people: frozenset[int]) -> Groups:
    """The groups that a definition asks for; where what it names is gone, none, with a remark that says so."""
    if definition.indicator:
        return _by_level(session, definition, people)
    if not definition.by:
        return Groups(EVERYONE, (Group(EVERYONE, EVERYONE, people),) if people else ())
    if definition.by.casefold() == LIVES:
        found = _where_they_live(session, people)
    else:
        try:
            found = groups_by(session, definition.by, set(people))
        except AttributeUnknownError as error:
            return Groups(definition.by, (), (str(error),))
    if len(found) > MOST_GROUPS:
        said = f"“{definition.by}” makes {len(found):,} groups; a display has room for {MOST_GROUPS}. Choose another."
        return Groups(definition.by, (), (said,))
    groups = tuple(Group(name, name, frozenset(some)) for name, some in found.items())
    return Groups(definition.by, groups)


def _where_they_live(session: Session, people: frozenset[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for case, places in places_of(session).items():
        for code, role in places:
            if role == "lives" and case in people:
                area = geography.area(code)
                found.setdefault(area.name if area else code, set()).add(case)
    rest = set(people).difference(*found.values())
    found = {name: found[name] for name in sorted(found)}
    return {**found, NOT_RECORDED: rest} if rest else found


def indicator_by_guid(session: Session, guid: str) -> tuple[int, str, str] | None:
    """Key, name and unit of an indicator by its GUID as text; None where it is gone."""
    table = table_of(Indicator)
    chosen = sa.select(table.c.id, table.c.name, table.c.unit).where(
        table.c.guid == bytes.fromhex(guid), table.c.gone.is_(False)
    )
    row = session.execute(chosen).first()
    return None if row is None else (row[0], row[1], row[2])


def _by_level(session: Session, definition: Definition, people: frozenset[int]) -> Groups:
    indicator = indicator_by_guid(session, definition.indicator)
    if indicator is None:
        return Groups("", (), ("The indicator that makes the groups is no longer in the project.",))
    key, name, unit = indicator
    try:
        areas = areas_with_people(session, key, people, role=definition.role)
    except (NoPlaceInCommonError, AreasOfTwoVintagesError) as error:
        return Groups(name, (), (str(error),))
    cut = levels(areas.lines, definition.levels)
    groups = [_level(at, some, len(cut), unit) for at, some in enumerate(cut, 1)]
    remarks = [f"Areas by {name}, {areas.period}, from the lowest to the highest.", *areas.remarks]
    if len(cut) < definition.levels:
        remarks.append(f"There are people in {len(areas.lines)} areas only, so there are {len(cut)} levels.")
    return Groups(name, tuple(groups), (*remarks, ECOLOGICAL))


def levels(lines: tuple[AreaPeople, ...], many: int) -> list[tuple[AreaPeople, ...]]:
    """Areas in their order cut into so many levels, or fewer; areas with the same figure are of one level.

    The first levels have one area more where it does not come out even.
    """
    many = min(many, len({line.figure.value for line in lines}))
    if not many:
        return []
    found: list[list[AreaPeople]] = []
    size, more = divmod(len(lines), many)
    edge = 0
    at = 0
    for level in range(many):
        edge += size + (level < more)
        some = list(lines[at : max(at, edge)])
        at += len(some)
        while some and at < len(lines) and lines[at].figure.value == some[-1].figure.value:
            some.append(lines[at])
            at += 1
        if some:
            found.append(some)
    return [tuple(some) for some in found]


def _level(at: int, lines: tuple[AreaPeople, ...], many: int, unit: str) -> Group:
    low, high = lines[0].figure.value or 0.0, lines[-1].figure.value or 0.0
    ends = amount(low, unit) if low == high else f"{amount(low, unit)} to {amount(high, unit)}"
    where = {1: "lowest", many: "highest"}.get(at, f"{at} of {many}") if many > 1 else "all areas"
    statistic = f"{ends}: {', '.join(line.name for line in lines)}"
    people = frozenset[int]().union(*(line.people for line in lines))
    return Group(f"level {at}", where, people, statistic)


def numbers_of(session: Session, name: str) -> Mapping[int, float] | str:
    """What an attribute says of each person as a number; a sentence where there is no such attribute."""
    attribute, value = table_of(Attribute), table_of(AttributeValue)
    listed = sa.select(attribute.c.id, attribute.c.name).where(attribute.c.gone.is_(False))
    key = next((key for key, one in session.execute(listed) if one.casefold() == name.casefold()), None)
    if key is None:
        return f"There is no attribute “{name}” of people in this project, so no mean is shown."
    chosen = sa.select(value.c.case_id, value.c.value).where(value.c.attribute_id == key, value.c.gone.is_(False))
    found: dict[int, float] = {}
    for case, said in session.execute(chosen):
        try:
            number = float(said.replace(",", ""))
        except ValueError:
            continue
        if number == number and abs(number) != float("inf"):
            found[case] = number
    return found if found else f"“{name}” holds no numbers, so no mean is shown."
