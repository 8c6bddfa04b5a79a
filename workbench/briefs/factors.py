"""Critical success factors: the five of the Green Book and at most three own, by which options are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, put_below, remove_below
from workbench.briefs.options import Brief, Option, OtherBriefError, amend_brief, chosen_of
from workbench.briefs.weights import Weighed, weigh
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, find, guid_for, guid_text, joined_guid, one_of

GREEN_BOOK = (
    "Strategic fit and meets business needs",
    "Potential value for money",
    "Supplier capacity and capability",
    "Potential affordability",
    "Potential achievability",
)
"""HM Treasury, The Green Book, Box 18."""

MOST_OWN = 3
LEVELS = ("meets", "partly", "does not", "not known")


class Factor(Row, table=True):
    """One critical success factor of a brief. `weight` is None until somebody gives one."""

    __table_args__: Any = (AUTOINCREMENT,)

    brief_id: int = Field(foreign_key="brief.id", index=True)
    position: int = 0
    name: str
    own: bool = False
    weight: float | None = None


class FactorRating(Row, table=True):
    """How far an option meets a factor, and why."""

    __tablename__ = "factor_rating"
    __table_args__: Any = (one_of("level", LEVELS), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    factor_id: int = Field(foreign_key="factor.id", index=True)
    level: str = "not known"
    why: str = ""


POINTS = {"meets": 2, "partly": 1, "does not": 0}
"""What a level counts in a sum, where weights were given; what is not known counts nothing, and then there is no sum."""

MEANS = (
    "Does it serve the objectives, and fit what partners do already?",
    "Is what comes of it likely to be worth what it costs, to all of society?",
    "Can whoever is to deliver it do so?",
    "Can it be paid for from what there is?",
    "Can it be brought about, by those who are to do it, in that time?",
)
"""The five of the Green Book as questions."""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor, as a page shows it."""

    id: int
    brief_id: int
    name: str
    own: bool
    weight: float | None

    @property
    def asks(self) -> str:
        """What one of the Green Book asks; empty for one's own."""
        return MEANS[GREEN_BOOK.index(self.name)] if self.name in GREEN_BOOK else ""


@dataclass(frozen=True, slots=True)
class RatingLine:
    """How far one option meets one factor, and why."""

    option_id: int
    factor_id: int
    level: str
    why: str


class FactorNeedsNameError(WorkbenchError):
    """Give the factor a name in a few words."""


class TooManyFactorsError(WorkbenchError):
    """Beside the five of the Green Book there are at most three of one's own. Take one out, or put two into one."""


class FactorIsThereError(WorkbenchError):
    """There is a factor of that name already."""


class GreenBookStaysError(WorkbenchError):
    """The five factors of the Green Book stay as they are. One that matters little is given a small weight, or none."""


class WeightIsWrongError(WorkbenchError):
    """A weight is a number from 0 to 100, such as 3; leave it empty where none is given."""


class RatingNeedsWhyError(WorkbenchError):
    """Write in a sentence why you say so; a level without its reason convinces nobody. “Not known” needs none."""


def appraise_in_full(session: Session, brief_id: int) -> None:
    """Appraise a brief's options in full: the five factors of the Green Book are there from now on."""
    amend_brief(session, brief_id, appraisal="full")
    brief = guid_text(find(session, Brief, brief_id).guid)
    for place, name in enumerate(GREEN_BOOK):
        guid = guid_for(session, "factor", f"{brief}/{name}")
        put_below(session, Factor, guid, {"brief_id": brief_id}, name=name, own=False, position=place)


def appraise_lightly(session: Session, brief_id: int) -> None:
    """Appraise a brief's options lightly again; the long list and what was said by factor stay for later."""
    amend_brief(session, brief_id, appraisal="light")


def add_factor(session: Session, brief_id: int, name: str, *, weight: float | None = None) -> int:
    """Add a factor of one's own.

    Raises FactorNeedsNameError, FactorIsThereError, TooManyFactorsError, WeightIsWrongError, BriefIsDecidedError.
    """
    there = factors(session, [brief_id]).get(brief_id, ())
    kept = _named(name, [one.name for one in there])
    if sum(one.own for one in there) >= MOST_OWN:
        raise TooManyFactorsError
    return add_below(session, Factor, {"brief_id": brief_id}, name=kept, own=True, weight=_weight(weight))


def rename_factor(session: Session, factor_id: int, name: str) -> None:
    """Give a factor of one's own another name; raises GreenBookStaysError for the five."""
    factor = find(session, Factor, factor_id)
    if not factor.own:
        raise GreenBookStaysError
    others = [one.name for one in factors(session, [factor.brief_id])[factor.brief_id] if one.id != factor_id]
    amend_below(session, Factor, factor_id, name=_named(name, others))


def weight_factor(session: Session, factor_id: int, weight: float | None) -> None:
    """Say how much a factor counts beside the others, or with None that nobody says so. Raises WeightIsWrongError."""
    amend_below(session, Factor, factor_id, weight=_weight(weight))


def remove_factor(session: Session, factor_id: int) -> None:
    """Take a factor of one's own out; raises GreenBookStaysError for the five."""
    if not find(session, Factor, factor_id).own:
        raise GreenBookStaysError
    remove_below(session, Factor, factor_id)


def rate_option(session: Session, option_id: int, factor_id: int, level: str, why: str = "") -> int:
    """Say how far an option meets a factor, and why, in place of what was said before. `level` is of LEVELS.

    Raises RatingNeedsWhyError, NotOfThoseError, OtherBriefError, BriefIsDecidedError.
    """
    option, factor = find(session, Option, option_id), find(session, Factor, factor_id)
    if option.brief_id != factor.brief_id:
        raise OtherBriefError
    if chosen_of(level, LEVELS, "How far an option meets a factor") != "not known" and not why.strip():
        raise RatingNeedsWhyError
    over = {"option_id": option_id, "factor_id": factor_id}
    return put_below(session, FactorRating, joined_guid(option.guid, factor.guid), over, level=level, why=why.strip())


def factors(session: Session, brief_ids: Iterable[int]) -> dict[int, tuple[FactorLine, ...]]:
    """The factors of each brief: the five in the Green Book's order, then one's own."""
    return {
        brief: tuple(
            FactorLine(row.id or 0, brief, row.name, row.own, row.weight)
            for row in sorted(rows, key=lambda row: row.own)
        )
        for brief, rows in below(session, Factor, "brief_id", brief_ids).items()
    }


def ratings(session: Session, option_ids: Iterable[int]) -> dict[tuple[int, int], RatingLine]:
    """What was said of options by factors, by option and factor."""
    return {
        (option, row.factor_id): RatingLine(option, row.factor_id, row.level, row.why)
        for option, rows in below(session, FactorRating, "option_id", option_ids).items()
        for row in rows
    }


def weighed(
    option_ids: Iterable[int], given: Iterable[FactorLine], said: dict[tuple[int, int], RatingLine]
) -> Weighed | None:
    """What the options come to under the weights that were given, by the factors that have one.

    None where no factor has a weight above 0, or where an option is not judged by one that has a weight.
    """
    keys, counted = list(option_ids), [one for one in given if one.weight is not None]
    if len(keys) < 2 or not any(one.weight for one in counted) or not_judged(keys, counted, said):
        return None
    points = [[POINTS[said[option, one.id].level] for one in counted] for option in keys]
    return weigh(points, [one.weight or 0.0 for one in counted])


def not_judged(
    option_ids: Iterable[int], given: Iterable[FactorLine], said: dict[tuple[int, int], RatingLine]
) -> list[tuple[int, FactorLine]]:
    """The options and factors of which nobody has said how far the one meets the other."""
    listed = list(given)
    return [
        (option, one)
        for option in option_ids
        for one in listed
        if (option, one.id) not in said or said[option, one.id].level == "not known"
    ]


def _named(name: str, there: Iterable[str]) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise FactorNeedsNameError
    if kept.casefold() in {one.casefold() for one in there}:
        raise FactorIsThereError
    return kept


def _weight(weight: float | None) -> float | None:
    if weight is not None and not (isfinite(weight) and 0 <= weight <= 100):
        raise WeightIsWrongError
    return weight
