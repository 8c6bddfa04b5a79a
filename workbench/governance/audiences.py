"""Audiences: the named organisations that may be shown something, and what has left the house for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.governance.policies import EVERYTHING, PUBLIC, Policy, falls_short, stricter
from workbench.rows import AUTOINCREMENT, Row, add, amend, find_guid, guid_for, live, one_of

INTERNAL = "internal"
"""The team itself: the audience of every command unless another is named."""


ZEROS = ("shown", "withheld")
PERCENT = ("from rounded", "withheld when few")


class Audience(Row, table=True):
    """An organisation or circle that reads what leaves, with the threshold for small numbers agreed for it."""

    __table_args__: Any = (one_of("zeros", ZEROS), one_of("percent", PERCENT), AUTOINCREMENT)

    name: str = Field(index=True)
    description: str = ""
    threshold: int = 5
    """Counts of people below it, but not zero, are withheld in tables counted from records."""
    rounding: int = 0
    """Counts of records are rounded to a multiple of it; 0: they are not rounded."""
    zeros: str = "shown"
    """Whether a count of nobody is shown or withheld."""
    percent: str = "from rounded"
    """How percentages are made: from rounded numbers, or withheld below `percent_of`."""
    percent_of: int = 0
    people: int = 5
    """A printed description of a person must fit at least so many people."""
    policy: str = ""
    """The name of the rule these were taken from; empty: somebody chose them."""


class Agreement(Row, table=True):
    """A sharing agreement: between whom, for what, until when."""

    reference: str = Field(index=True)
    parties: str = ""
    purpose: str = ""
    permitted: str = ""
    starts_on: str | None = None
    ends_on: str | None = None
    threshold: int = 0
    """Counts below it may not be shown to anybody outside; 0: it says nothing of that."""
    rounding: int = 0
    """Counts must be rounded to a multiple of it; 0: it says nothing of that."""


class Departure(Row, table=True):
    """Something that left the house: what, for whom, by whom, when. Holds no words and no figures."""

    __table_args__: Any = (AUTOINCREMENT,)

    at: str
    coder_id: int = Field(foreign_key="coder.id")
    kind: str
    name: str
    """The file's name, without its folder."""
    audience: str = INTERNAL
    quotes: int = 0
    figures: int = 0
    withheld: int = 0
    content: str = ""
    """SHA-256 of what left."""


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """An audience as it is shown; the threshold of the team itself is 0, nothing is withheld from it."""

    id: int | None
    name: str
    description: str
    threshold: int
    rule: Policy = EVERYTHING
    """For tables counted from records."""
    people: int = 5
    """A printed description of a person must fit at least so many people."""


class AudienceUnknownError(WorkbenchError):
    """There is no such audience in this project."""


class AudienceNeedsNameError(WorkbenchError):
    """An audience needs a name of its own: an organisation or a circle of readers, not the team itself."""


class ThresholdTooLowError(WorkbenchError):
    """The threshold for small numbers must be at least 2: counts below it are withheld."""


class RoundingUnknownError(WorkbenchError):
    """Round to a whole number such as 5 or 10, or to 0 for no rounding."""


TEAM = AudienceLine(None, INTERNAL, "The team itself.", 0)


def add_audience(
    session: Session,
    name: str,
    *,
    description: str = "",
    threshold: int | None = None,
    rule: Policy | None = None,
    people: int | None = None,
) -> int:
    """Take in an audience, or change the one of that name.

    Args:
        session: of a change.
        name: of the audience.
        description: who that is.
        threshold: counts of people below it are withheld; 5 unless told. Without a rule it stands for one that does not round.
        rule: the rule for tables counted from records. What is not told stays as it is.
        people: a printed description of a person must fit at least so many; 5 unless told.

    Raises:
        AudienceNeedsNameError, ThresholdTooLowError, RoundingUnknownError: as a sentence.
    """
    name = name.strip()
    if not name or name == INTERNAL:
        raise AudienceNeedsNameError
    guid = guid_for(session, "audience", name)
    there = find_guid(session, Audience, guid)
    cells: dict[str, Any] = {"description": description, "gone": False}
    if rule is None and (threshold is not None or there is None):
        rule = Policy(5 if threshold is None else threshold)
    if rule is not None:
        cells |= _checked(rule)
    if people is not None:
        cells["people"] = people
    if there is None:
        return add(session, Audience, guid=guid, name=name, **cells)
    assert there.id is not None
    amend(session, Audience, there.id, **cells)
    return there.id


def _checked(rule: Policy) -> dict[str, Any]:
    """The cells of an audience that hold its rule."""
    if rule.threshold < 2:
        raise ThresholdTooLowError
    if rule.rounding < 0 or rule.rounding == 1:
        raise RoundingUnknownError
    return {
        "threshold": rule.threshold,
        "rounding": rule.rounding,
        "zeros": rule.zeros,
        "percent": rule.percent,
        "percent_of": rule.percent_of,
        "policy": rule.name,
    }


def add_agreement(session: Session, reference: str, *, parties: str = "", purpose: str = "", ends_on: str = "") -> int:
    """Take in a sharing agreement, or find the one of that reference; what a person wrote about it stands."""
    guid = guid_for(session, "agreement", reference)
    there = find_guid(session, Agreement, guid)
    if there is None:
        return add(
            session,
            Agreement,
            guid=guid,
            reference=reference,
            parties=parties,
            purpose=purpose,
            ends_on=ends_on or None,
        )
    assert there.id is not None
    cells: dict[str, Any] = {"gone": False} if there.gone else {}
    if ends_on and there.ends_on != ends_on:
        cells["ends_on"] = ends_on
    if cells:
        amend(session, Agreement, there.id, **cells)
    return there.id


def amend_agreement(session: Session, agreement_id: int, **cells: str | int) -> None:
    """Change what is written of a sharing agreement: parties, purpose, permitted, starts_on, ends_on (ISO days).

    `threshold` and `rounding` are what it demands of counts that anybody outside is shown; 0 demands nothing.
    """
    known = {"parties", "purpose", "permitted", "starts_on", "ends_on", "threshold", "rounding"}
    strange = sorted(set(cells) - known)
    if strange:
        raise TypeError(f"not to be set here: {', '.join(strange)}")
    amend(session, Agreement, agreement_id, **cells)


@dataclass(frozen=True, slots=True)
class Demand:
    """What an agreement demands of counts that anybody outside is shown."""

    id: int
    reference: str
    parties: str
    rule: Policy

    @property
    def said(self) -> str:
        """As it stands beside an audience's rule: WEISF 12 (police): fewer than 10 withheld."""
        return f"{self.reference}{f' ({self.parties})' if self.parties else ''}: {self.rule.in_short}"


def demands(session: Session) -> list[Demand]:
    """What agreements demand of small numbers, by reference; those that say nothing of that left out."""
    rows = session.execute(live(Agreement)).scalars()
    found = [
        Demand(row.id or 0, row.reference, row.parties, Policy(row.threshold, row.rounding))
        for row in rows
        if row.threshold > 1 or row.rounding > 1
    ]
    return sorted(found, key=lambda one: one.reference)


def weaker_than(rule: Policy, demanded: Iterable[Demand]) -> str:
    """One sentence on what agreements demand and a rule does not; nothing where it keeps them all."""
    short = [one for one in demanded if falls_short(rule, one.rule)]
    if not short:
        return ""
    needed = rule
    for one in short:
        needed = stricter(needed, one.rule)
    named = " and ".join(one.reference for one in short)
    demand = "demands" if len(short) == 1 else "demand"
    return (
        f"Counts from data under {named} are shown by a stricter rule, which the agreement {demand}: {needed.in_short}."
    ).replace("the agreement demand:", "the agreements demand:")


def audiences(session: Session) -> list[AudienceLine]:
    """Every audience, the team first."""
    rows = session.execute(live(Audience)).scalars()
    return [TEAM, *sorted(map(_line, rows), key=_name)]


def _line(row: Audience) -> AudienceLine:
    rule = Policy(row.threshold, row.rounding, row.zeros, row.percent, row.percent_of, row.policy)
    return AudienceLine(row.id, row.name, row.description, row.threshold, rule, row.people)


def audience_named(session: Session, name: str) -> AudienceLine:
    """The audience of that name; AudienceUnknownError says which there are."""
    known = audiences(session)
    for one in known:
        if one.name == name:
            return one
    listed = ", ".join(one.name for one in known)
    raise AudienceUnknownError(f"There is no audience called “{name}” in this project. There are: {listed}.")


def _name(line: AudienceLine) -> str:
    return line.name.casefold()


USUAL = (
    ("public", "Anyone: a committee's papers, a report, a website"),
    ("council", "The councils of the partnership"),
    ("police", "The police"),
    ("school", "Schools and colleges"),
    ("health", "Health services"),
)
"""The audiences that a new project begins with; a partnership renames, adds and takes away."""


def add_usual_audiences(session: Session) -> None:
    """Give a new project the audiences that most partnerships have."""
    for name, description in USUAL:
        add_audience(session, name, description=description, rule=PUBLIC if name == "public" else None)
