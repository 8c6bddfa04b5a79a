"""Cases: the people, households and places that a project studies, and how each came into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import (
    AUTOINCREMENT,
    Ready,
    Row,
    add,
    amend,
    find_guid,
    guid_for,
    guid_text,
    joined_guid,
    key_by_guid,
    live,
    one_of,
    remove,
    table_of,
)
from workbench.sources.matches import united

KINDS = ("person", "household", "place", "group")
SAMPLING = ("purposive", "self-selected", "random", "everyone", "not recorded")
PLACE_ROLES = ("lives", "recruited in", "speaks of")
ATTRIBUTE_KINDS = ("text", "number", "date", "choice", "ordered", "many")


class Case(Row, table=True):
    """A person, household or place; its label is what is printed, never a real name."""

    __tablename__ = "cases"
    __table_args__: Any = (one_of("kind", KINDS), one_of("sampling", SAMPLING), AUTOINCREMENT)

    label: str = Field(index=True)
    kind: str = "person"
    sampling: str = "not recorded"
    weight: float | None = None
    """Survey weight, where the survey has one."""


class Attribute(Row, table=True):
    """Something known of cases: age band, sex, a closed survey answer."""

    __table_args__: Any = (one_of("kind", ATTRIBUTE_KINDS), AUTOINCREMENT)

    name: str = Field(index=True)
    kind: str = "text"
    question: str = ""
    """The wording of the question it answers, where there was one."""
    position: int = 0
    came_from: str = ""
    """The survey that brought it, if one did."""
    choices: str = ""
    """What may be picked, in order, as a JSON list; nothing where anything may be written."""


class AttributeValue(Row, table=True):
    """One case's value of one attribute. No row: not recorded.

    Its GUID is joined from those of its case and its attribute, and it is found by the two: of a large survey this is
    the table with the most rows, and a second index of it would take as long to write as its rows.
    """

    __tablename__ = "attribute_value"
    __table_args__: Any = (sa.UniqueConstraint("case_id", "attribute_id"), AUTOINCREMENT)

    guid: bytes = Field(sa_type=sa.LargeBinary(16), nullable=False)
    case_id: int = Field(foreign_key="cases.id")
    attribute_id: int = Field(foreign_key="attribute.id")
    value: str


class CasePlace(Row, table=True):
    """A place that belongs to a case, and how: it lives there, was recruited there, or speaks of it."""

    __tablename__ = "case_place"
    __table_args__: Any = (one_of("role", PLACE_ROLES), AUTOINCREMENT)

    case_id: int = Field(foreign_key="cases.id", index=True)
    area_code: str = Field(index=True)
    role: str


def case_named(session: Session, label: str, *, kind: str = "person", sampling: str = "not recorded") -> int:
    """The case of that label, taken in when new and brought back when it was removed.

    A label of somebody who was found to be another case too is that case.
    Raises WasPurgedError for somebody who was taken out for good.
    """
    guid = guid_for(session, "case", label)
    found = key_by_guid(session, Case, guid)
    if found is None:
        there = case_labelled(session, label)
        if there is not None:
            return there
        return add(session, Case, guid=guid, label=label, kind=kind, sampling=sampling)
    key, gone = found
    if gone:
        case_id = united(session).get(key)
        if case_id is not None:
            return case_id
        amend(session, Case, key, gone=False)
    return key


def case_labelled(session: Session, label: str) -> int | None:
    """The key of a case with that label that is not gone, or None."""
    found = _KEY_BY_LABEL.rows(session, label=label)
    return int(found[0][0]) if found else None


_CASES = table_of(Case)
_KEY_BY_LABEL = Ready(
    sa.select(_CASES.c.id).where(_CASES.c.gone.is_(False), _CASES.c.label == sa.bindparam("label")).limit(1)
)


def case_labels(session: Session) -> dict[int, str]:
    """Every case's label by key."""
    case = table_of(Case)
    return {
        row.id: row.label for row in session.execute(sa.select(case.c.id, case.c.label).where(case.c.gone.is_(False)))
    }


def attribute_named(
    session: Session, name: str, *, kind: str = "text", question: str = "", came_from: str = "", choices: str = ""
) -> int:
    """The attribute of that name, taken in when new."""
    guid = guid_for(session, "attribute", name)
    found = key_by_guid(session, Attribute, guid)
    if found is None:
        cells = {"kind": kind, "question": question, "came_from": came_from, "choices": choices}
        return add(session, Attribute, guid=guid, name=name, **cells)
    key, gone = found
    if gone:
        amend(session, Attribute, key, gone=False)
    return key


def set_attribute(
    session: Session, case_id: int, name: str, value: str, *, kind: str = "text", question: str = ""
) -> None:
    """Write down what is known of a case; an empty value means that it is not known, and takes the record away."""
    attribute_id = attribute_named(session, name, kind=kind, question=question)
    there = table_of(AttributeValue)
    found = session.execute(
        sa.select(there).where(there.c.case_id == case_id, there.c.attribute_id == attribute_id)
    ).first()
    if found is None:
        if value:
            guid = value_guid(session, case_id, attribute_id)
            add(session, AttributeValue, guid=guid, case_id=case_id, attribute_id=attribute_id, value=value)
    elif not value:
        remove(session, AttributeValue, found.id)
    elif found.value != value or found.gone:
        amend(session, AttributeValue, found.id, value=value, gone=False)


def value_guid(session: Session, case_id: int, attribute_id: int) -> bytes:
    """The GUID of one case's value of one attribute, the same in every copy of the project."""
    case, attribute = table_of(Case), table_of(Attribute)
    owner = session.execute(sa.select(case.c.guid).where(case.c.id == case_id)).scalar_one()
    which = session.execute(sa.select(attribute.c.guid).where(attribute.c.id == attribute_id)).scalar_one()
    return joined_guid(owner, which)


def attributes_of(session: Session) -> dict[int, dict[str, str]]:
    """What is known of every case: attribute values by name, by case. A missing name means not recorded."""
    value, attribute = table_of(AttributeValue), table_of(Attribute)
    rows = session.execute(
        sa.select(value.c.case_id, attribute.c.name, value.c.value)
        .join(attribute, attribute.c.id == value.c.attribute_id)
        .where(value.c.gone.is_(False), attribute.c.gone.is_(False))
        .order_by(attribute.c.position, attribute.c.id)
    )
    known: dict[int, dict[str, str]] = {}
    for case_id, name, said in rows:
        known.setdefault(case_id, {})[name] = said
    return known


def attribute_names(session: Session, *, keys: Iterable[int] | None = None) -> list[str]:
    """The names of all attributes, or of those with these keys, in their order."""
    attribute = table_of(Attribute)
    chosen = sa.select(attribute.c.name).where(attribute.c.gone.is_(False))
    if keys is not None:
        chosen = chosen.where(attribute.c.id.in_(list(keys)))
    return list(session.execute(chosen.order_by(attribute.c.position, attribute.c.id)).scalars())


def set_place(session: Session, case_id: int, area_code: str, role: str) -> None:
    """Write down a place of a case: where it lives, was recruited, or speaks of. Saying it twice changes nothing."""
    case = table_of(Case)
    owner = session.execute(sa.select(case.c.guid).where(case.c.id == case_id)).scalar_one()
    guid = guid_for(session, "case place", f"{guid_text(owner)} {area_code} {role}")
    found = find_guid(session, CasePlace, guid)
    if found is None:
        add(session, CasePlace, guid=guid, case_id=case_id, area_code=area_code, role=role)
    elif found.gone and found.id is not None:
        amend(session, CasePlace, found.id, gone=False)


def places_of(session: Session) -> Mapping[int, list[tuple[str, str]]]:
    """Every case's places as (area code, role)."""
    places: dict[int, list[tuple[str, str]]] = {}
    for row in session.execute(live(CasePlace)).scalars():
        places.setdefault(row.case_id, []).append((row.area_code, row.role))
    return places
