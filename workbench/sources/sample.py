"""The sample: whom we meant to hear, group by group, beside whom we heard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find_guid, guid_for, live, remove, table_of
from workbench.sources.cases import attributes_of
from workbench.sources.documents import Segment


class SampleGroup(Row, table=True):
    """A group of people by one attribute's value: how many were invited, refused or not reached; all counts are people.

    Who took part is counted from the cases, and not written here.
    """

    __tablename__ = "sample_group"
    __table_args__: Any = (AUTOINCREMENT,)

    attribute: str = Field(index=True)
    value: str
    invited: int | None = None
    refused: int | None = None
    not_reached: int | None = None
    population: int | None = None
    """How many people of this group live where the study was made, by the census or another count."""
    source: str = ""
    """Where the population was counted, and when."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One group: whom we meant to hear and whom we heard; all counts are people, None where nobody wrote them down."""

    attribute: str
    value: str
    heard: int
    heard_in_all: int
    """Everybody heard of whom this attribute is known."""
    invited: int | None = None
    refused: int | None = None
    not_reached: int | None = None
    population: int | None = None
    population_in_all: int | None = None
    """The population of all groups of this attribute, where each has one."""
    source: str = ""
    note: str = ""

    @property
    def share_heard(self) -> float | None:
        """The group's share of those heard, 0 to 1."""
        return self.heard / self.heard_in_all if self.heard_in_all else None

    @property
    def share_of_population(self) -> float | None:
        """The group's share of the population, 0 to 1, where every group's is known."""
        return self.population / self.population_in_all if self.population and self.population_in_all else None

    @property
    def unaccounted(self) -> int | None:
        """Of those invited, how many neither took part, nor refused, nor could not be reached."""
        if self.invited is None:
            return None
        return self.invited - self.heard - (self.refused or 0) - (self.not_reached or 0)


class CountIsWrongError(WorkbenchError):
    """A count of people is a whole number, 0 or more."""


def set_group(
    session: Session,
    attribute: str,
    value: str,
    *,
    invited: int | None = None,
    refused: int | None = None,
    not_reached: int | None = None,
    population: int | None = None,
    source: str = "",
    note: str = "",
) -> None:
    """Write down a group of the sample; a later word replaces an earlier one. Counts are people; None is not known."""
    cells = {"invited": invited, "refused": refused, "not_reached": not_reached, "population": population}
    if any(count is not None and count < 0 for count in cells.values()):
        raise CountIsWrongError
    guid = guid_for(session, "sample group", f"{attribute}\x1f{value}")
    found = find_guid(session, SampleGroup, guid)
    told = {**cells, "source": source, "note": note}
    if found is None:
        add(session, SampleGroup, guid=guid, attribute=attribute, value=value, **told)
    else:
        assert found.id is not None
        amend(session, SampleGroup, found.id, gone=False, **told)


def remove_group(session: Session, attribute: str, value: str) -> None:
    """Take a group out of the sample."""
    found = find_guid(session, SampleGroup, guid_for(session, "sample group", f"{attribute}\x1f{value}"))
    if found is not None and found.id is not None:
        remove(session, SampleGroup, found.id)


def sample_lines(session: Session) -> list[SampleLine]:
    """Every group that somebody wrote down, and the other values of those attributes among the people heard.

    Heard is everybody whose words are in the project; interviewers, interpreters and supporters are nobody here.
    """
    groups: dict[str, dict[str, SampleGroup]] = {}
    for row in session.execute(live(SampleGroup)).scalars():
        groups.setdefault(row.attribute, {})[row.value] = row
    segment = table_of(Segment)
    spoke = sa.select(segment.c.case_id).where(segment.c.gone.is_(False), segment.c.case_id.is_not(None)).distinct()
    people = set(session.execute(spoke).scalars())
    known = {case: values for case, values in attributes_of(session).items() if case in people}
    lines = []
    for attribute, written in groups.items():
        heard = Counter(values[attribute] for values in known.values() if attribute in values)
        populations = [row.population for row in written.values()]
        whole = sum(one for one in populations if one is not None) if None not in populations else None
        for value in [*written, *(one for one in sorted(heard) if one not in written)]:
            row = written.get(value)
            lines.append(
                SampleLine(
                    attribute,
                    value,
                    heard[value],
                    heard.total(),
                    invited=row.invited if row else None,
                    refused=row.refused if row else None,
                    not_reached=row.not_reached if row else None,
                    population=row.population if row else None,
                    population_in_all=whole,
                    source=row.source if row else "",
                    note=row.note if row else "",
                )
            )
    return lines
