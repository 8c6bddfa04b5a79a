"""What nobody knows of a place: figures that are withheld or not published, questions that nobody there was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.frames import WIDER, FrameIndicator
from workbench.desk.door.door import Door
from workbench.desk.frames import frames_behind, shipped_frames
from workbench.desk.not_known import Telling
from workbench.desk.silences import silences_at
from workbench.indicators.catalogue import indicators_named
from workbench.indicators.places import Place
from workbench.indicators.sentence import missing_words
from workbench.rows import table_of
from workbench.sources.asked import Asked, topic_guide
from workbench.text import day_in_words
from workbench.triangulation.silence.requests import requests

NAMED = 6
"""So many things are named in a sentence; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that nobody knows, under the heading it belongs to, in a sentence. `to` is where it leads, if anywhere."""

    heading: str
    sentence: str
    to: str = ""


WITHHELD, NOT_HERE, NOWHERE, ASKING, WANTED = (
    "No number, and why",
    "No figure of this place",
    "Not published at this level",
    "Not asked here",
    "Asked for",
)


def unknown_of(session: Session, place: Place, here: Collection[int], people: Collection[int]) -> list[Unknown]:
    """Everything that is not known of a place.

    Args:
        session: for reading.
        place: with its figures.
        here: the indicators that have a figure of it.
        people: the cases whose place it is.
    """
    named = indicators_named(session)
    return [
        *_without_number(place),
        *_elsewhere([one.short or one.name for one in named if one.id not in here], place.name),
        *_silent(session, place, [one.name for one in named]),
        *_not_asked(session, people),
    ]


def wanted_of(at: Door, codes: Set[str]) -> list[Unknown]:
    """What was asked for of a place and has not come yet; of whom it was asked is for the team only.

    Args:
        at: the door for whoever reads it.
        codes: of the areas that make the place.
    """
    telling = Telling(at)
    found = []
    for one in requests(at.session):
        wanted = telling.told(one.wanted)
        if one.is_open and wanted and not codes.isdisjoint(one.areas):
            what = "A question to people" if one.kind == "question" else "A figure"
            whom = f", of {one.whom}" if at.team and one.whom else ""
            due = f", by {day_in_words(date.fromisoformat(one.due))}" if one.due else ""
            found.append(Unknown(WANTED, f"{what}: {wanted.rstrip('.')}{whom}{due} ({one.state})."))
    return found


def _without_number(place: Place) -> list[Unknown]:
    """Figures that are there and have no value."""
    return [
        Unknown(
            WITHHELD,
            f"{one.figure.indicator}, {one.figure.period}: {missing_words(one.figure)}.",
            f"figure:{one.figure.id}",
        )
        for one in place.indicators
        if one.figure.value is None and one.figure.count is None
    ]


def _elsewhere(names: Sequence[str], place: str) -> list[Unknown]:
    """Indicators of the project that have figures of other areas only."""
    if not names:
        return []
    return [Unknown(NOT_HERE, f"The project has figures of other areas, and none of {place}, for {listed(names)}.")]


def _silent(session: Session, place: Place, names: Sequence[str]) -> list[Unknown]:
    """The figures that the coding frame looks for and that nobody publishes at this level, or that are not brought in."""
    behind = set(frames_behind(session))
    looked_for = [one for frame in shipped_frames() if frame.name in behind for one in frame.indicators]
    small = place.kind not in {"county", "region", "country"}
    found = [Unknown(NOWHERE, f"{one.name}: {one.why}.") for one in silences_at(session, place.code)]
    absent = [one.name for one in looked_for if _is_published(one, small=small) and not _is_among(one.name, names)]
    if absent:
        found.append(Unknown(NOT_HERE, f"Published, and not in this project yet: {listed(absent)}."))
    return found


def _is_published(one: FrameIndicator, *, small: bool) -> bool:
    return one.level == "district" or (not small and one.level in WIDER)


def _is_among(wanted: str, names: Iterable[str]) -> bool:
    """Whether an indicator of the project is the one a frame looks for: one name's words are all in the other's."""
    words = _words(wanted)
    return any(mine and (mine <= words or words <= mine) for mine in map(_words, names))


def _words(name: str) -> frozenset[str]:
    small = {"of", "the", "by", "and", "in", "for", "a", "or", "percentage", "level", "street", "records", "recorded"}
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return frozenset(word.rstrip("s") for word in plain.split()) - small


def _not_asked(session: Session, people: Collection[int]) -> list[Unknown]:
    """The questions of the topic guide that nobody of the place was asked, or of whom it is not recorded."""
    questions = topic_guide(session)
    if not questions:
        return []
    if not people:
        return [Unknown(ASKING, "Nobody whose place this is was interviewed, so nothing was asked here.")]
    asked = table_of(Asked).c
    rows = session.execute(sa.select(asked.question_id, asked.case_id, asked.state).where(asked.gone.is_(False)))
    states: dict[int, Counter[str]] = {}
    for question, case, state in rows:
        if case in people:
            states.setdefault(question, Counter())[state] += 1
    silent = [one for one in questions if not _came_up(states.get(one.id, Counter()))]
    known = [one.short for one in silent if states.get(one.id, Counter())["not asked"]]
    unsaid = [one.short for one in silent if not states.get(one.id, Counter())["not asked"]]
    found = []
    if known:
        found.append(Unknown(ASKING, f"Nobody here was asked about {listed(known)}."))
    if unsaid:
        found.append(Unknown(ASKING, f"It is not recorded whether anybody here was asked about {listed(unsaid)}."))
    return found


def _came_up(counts: Counter[str]) -> bool:
    return any(counts[state] for state in ("asked", "prompted", "volunteered"))


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """Names in a sentence, the first few of many.

    >>> listed(["A", "B"]), listed(["A", "B", "C", "D"], 2)
    ('A; B', 'A; B; and 2 more')
    """
    more = len(names) - most
    return "; ".join(names) if more <= 0 else f"{'; '.join(names[:most])}; and {more} more"
