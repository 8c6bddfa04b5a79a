"""Cases: the people, households and places that a project studies, and how each came into it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

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


class AttributeValue(Row, table=True):
    """One case's value of one attribute. No row: not recorded."""

    __tablename__ = "attribute_value"
    __table_args__: Any = (sa.Index("attribute_value_by_case", "case_id", "attribute_id"), AUTOINCREMENT)

    case_id: int = Field(foreign_key="cases.id")
    attribute_id: int = Field(foreign_key="attribute.id", index=True)
    value: str


class CasePlace(Row, table=True):
    """A place that belongs to a case, and how: it lives there, was recruited there, or speaks of it."""

    __tablename__ = "case_place"
    __table_args__: Any = (one_of("role", PLACE_ROLES), AUTOINCREMENT)

    case_id: int = Field(foreign_key="cases.id", index=True)
    area_code: str = Field(index=True)
    role: str
