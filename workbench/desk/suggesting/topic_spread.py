"""How a topic spreads: over the groups of people who speak in it, where they live, and when they were heard.

Counted in people, of those whose words a machine may read. For the team: what leaves goes by the table of topics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlmodel import Session

from workbench import geography
from workbench.coding.crosstab import NOT_RECORDED, groups_by
from workbench.desk.suggesting.topics import members_of
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.cases import attribute_names, places_of
from workbench.sources.dates import days_of_survey, days_of_transcripts
from workbench.sources.documents import Document
from workbench.sources.surveys import Survey
from workbench.suggestions.material import ToRead, may_read
from workbench.suggestions.topics import topics

MOST_GROUPS = 8
MOST_AREAS = 6
ROLES = ("lives", "recruited in", "speaks of")
ELSEWHERE = "elsewhere"
NO_DAY = "no day known"
NOT_HERE = (
    "Who speaks in the topics is not kept on this computer: they were found on another, or somebody's words were taken "
    "back since. Press s to look for topics anew; those you kept stay."
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of one group, area or time speak in a topic, and how many there are in all the material."""

    name: str
    people: int
    of: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where one topic is heard."""

    groups: tuple[Share, ...]
    areas: tuple[Share, ...]
    times: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Spreads:
    """The spread of every topic, by its key, over the groups of one attribute of people."""

    by: str = ""
    """The attribute; nothing where none makes groups."""
    choices: tuple[str, ...] = ()
    """The attributes there are."""
    topics: Mapping[int, Spread] = field(default_factory=dict)
    note: str = ""
    """Why there is none, in a sentence."""


def spreads(project: Project, by: str | None = None, *, cache: Path | None = None) -> Spreads:
    """How every topic in sight spreads. Slow for large projects: not for the thread that paints.

    Args:
        project: An open project.
        by: The attribute of people that makes the groups; the first that makes two to eight unless told.
        cache: The folder of what is derived, where it is not the user's cache folder.
    """
    with project.read() as session:
        lines = topics(session)
        if not lines:
            return Spreads()
        allowed = may_read(session)
        people = {one.case_id for one in allowed if one.case_id is not None}
        by = _first(session, people) if by is None else by
        choices = tuple(attribute_names(session))
        found: dict[int, list[int]] = {}
        missing = False
        for run in dict.fromkeys(line.run_id for line in lines):
            own = members_of(session, project.key, run, allowed, cache)
            missing |= own is None
            found.update(own or {})
        segments = {one.segment_id: one for one in allowed}
        ways = (
            {name: frozenset(some) for name, some in groups_by(session, by, people).items()} if by else {},
            _areas(session, people),
        )
        times = _times(session, allowed)
    made = {key: _spread([segments[at] for at in keys], ways, times, allowed) for key, keys in found.items()}
    return Spreads(by, choices, made, NOT_HERE if missing else "")


def _first(session: Session, people: set[int]) -> str:
    """The first attribute that makes two to eight groups of at least half the people."""
    for name in attribute_names(session):
        groups = groups_by(session, name, people)
        known = set().union(*(some for group, some in groups.items() if group != NOT_RECORDED))
        if 2 <= len([group for group in groups if group != NOT_RECORDED]) <= MOST_GROUPS and 2 * len(known) >= len(
            people
        ):
            return name
    return ""


def _areas(session: Session, people: set[int]) -> dict[str, frozenset[int]]:
    """The people of each area, by where they live, else were recruited, else speak of; the largest by name."""
    places = places_of(session)
    found: dict[str, set[int]] = {}
    for case in people:
        known = sorted(places.get(case, ()), key=lambda one: ROLES.index(one[1]))
        for code, role in known:
            if role == known[0][1]:
                area = geography.area(code)
                found.setdefault(area.name if area is not None else code, set()).add(case)
    largest = sorted(found, key=lambda name: (-len(found[name]), name))
    made = {name: frozenset(found[name]) for name in largest[:MOST_AREAS]}
    rest = frozenset().union(*(found[name] for name in largest[MOST_AREAS:]))
    return {**made, ELSEWHERE: rest} if rest else made


def _times(session: Session, allowed: list[ToRead]) -> dict[int, str]:
    """For each document the month in which it was said, or the months of its survey."""
    table, survey = table_of(Document), table_of(Survey)
    days = days_of_transcripts(session)
    surveys = {row[0]: row[1] for row in session.execute(live(Survey).with_only_columns(survey.c.id, survey.c.name))}
    chosen = live(Document).with_only_columns(table.c.id, table.c.survey_id)
    of_survey: dict[int, str] = {}
    for key, name in surveys.items():
        held = days_of_survey(session, name)
        if held is not None:
            of_survey[key] = held.said
    found = {}
    for key, survey_id in session.execute(chosen):
        if key in days:
            found[key] = _month(days[key][0])
        elif survey_id in of_survey:
            found[key] = f"{surveys[survey_id]}, {of_survey[survey_id]}"
    return {one.document_id: found.get(one.document_id, NO_DAY) for one in allowed}


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _spread(
    members: list[ToRead],
    ways: tuple[Mapping[str, frozenset[int]], Mapping[str, frozenset[int]]],
    times: Mapping[int, str],
    allowed: list[ToRead],
) -> Spread:
    speak = {one.case_id for one in members if one.case_id is not None}
    groups, areas = (tuple(Share(name, len(speak & some), len(some)) for name, some in way.items()) for way in ways)
    heard: dict[str, set[int | None]] = {}
    for one in allowed:
        heard.setdefault(times[one.document_id], set()).add(one.case_id)
    said: dict[str, set[int | None]] = {}
    for one in members:
        said.setdefault(times[one.document_id], set()).add(one.case_id)
    known = [name for name in sorted(heard) if name != NO_DAY]
    when = tuple(Share(_said(name), len(said.get(name, ())), len(heard[name])) for name in known)
    return Spread(groups, areas, when)


def _said(time: str) -> str:
    """A month as people write it: March 2026."""
    return f"{date.fromisoformat(f'{time}-01'):%B %Y}" if len(time) == 7 and time[4] == "-" else time
