"""Effects of an option on equality, by protected characteristic and by what matters locally."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from workbench.rows import AUTOINCREMENT, Row, one_of

EFFECTS = ("positive", "neutral", "negative", "not known")

CHARACTERISTICS = (
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)
"""The nine of the Equality Act 2010, section 4."""

LOCAL = ("care leavers", "living in the country", "low income")
"""What many councils look at besides; any other may be named."""


class EqualityEffect(Row, table=True):
    """What an option does for people with one characteristic, and what is done where that is bad."""

    __tablename__ = "option_equality"
    __table_args__: Any = (one_of("effect", EFFECTS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    characteristic: str
    effect: str = "not known"
    why: str = ""
    mitigation: str = ""
