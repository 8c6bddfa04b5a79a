"""The page of a place, for the team's eyes or for a reader outside: everything the project has about one area.

It is read in two goes, because figures are wanted at once: `read_figures` some of the indicators, `read_around` the
voices, the topics, what nobody knows, and what is planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.briefs import wording as of_briefs
from workbench.coding.codings import Coding
from workbench.coding.themes import ThemeCode
from workbench.desk.door.door import Door
from workbench.desk.places.touching import Touching, touching
from workbench.desk.places.unknown import Unknown, unknown_of, wanted_of
from workbench.desk.places.voices import Voices, of_people, voices_of
from workbench.desk.places.within import Within, districts_of
from workbench.governance.wording import Sticking, places_in
from workbench.indicators.places import Place, indicators_at, place
from workbench.rows import table_of
from workbench.triangulation import wording as of_findings
from workbench.triangulation.figures import FigureLine, lines_of
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.joint_display import JointRow, side_by_side


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that has to do with a place, which side speaks of it here, and how they meet in the study."""

    row: JointRow
    figures: tuple[FigureLine, ...]
    """Those of the place."""
    counted: str
    """How many people of the place were given its codes, in words; empty where nobody was."""

    @property
    def here(self) -> str:
        """Who speaks of it at this place."""
        if self.figures and self.counted:
            return f"Both speak here: the figures, and {self.counted}."
        if self.figures:
            return "Only the figures speak here: nobody whose place this is is recorded as saying it."
        return f"Only people speak here: {self.counted}, and no figure of this place."


@dataclass(frozen=True, slots=True)
class Figures:
    """Some of a place's figures with everything that stands beside them, and how many indicators have one here."""

    place: Place
    lines: dict[int, FigureLine]
    """By observation."""
    withheld: dict[int, str]
    """What stands in place of figures that this reader may not see."""
    indicators: tuple[int, ...]
    """Every indicator that has a figure here, by name, whether it is read yet or not."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside the figures of a place."""

    voices: Voices
    topics: tuple[Topic, ...]
    unknown: tuple[Unknown, ...]
    touching: tuple[Touching, ...]
    within: tuple[Within, ...]
    """Of a county: its districts beside each other, by indicator."""
    more_within: int
    """Indicators of districts that are not shown."""
    worded: tuple[tuple[str, str, Sticking], ...]
    """Sentences of the team that would stick to the place: where, where it leads, and what. The team alone sees them."""


def areas_of(code: str) -> frozenset[str]:
    """The codes that make a place: its own, and of a county also those of its districts."""
    entry = geography.area(code)
    if entry is None or entry.kind != "county":
        return frozenset({code})
    return frozenset({code, *(one.code for one in geography.of_county(code))})


def read_figures(at: Door, code: str, *, most: int | None = None) -> Figures:
    """The figures of a place, of all its indicators or the first few; AreaNotKnownError where nothing knows it."""
    every = tuple(indicators_at(at.session, code))
    found = place(at.session, code, every[:most])
    lines = {one.id: one for one in at.guarded(lines_of(at.session, found.indicators))}
    return Figures(found, lines, {} if at.team else at.figures(lines.values()), every)


def read_around(at: Door, figures: Figures) -> Around:
    """The voices of a place, the topics, what nobody knows and what is planned; `figures` are all of it."""
    session, here = at.session, figures.place
    codes = areas_of(here.code)
    voices = voices_of(at, codes)
    rows = at.beside(side_by_side(session))
    of_codes = _codes_of(session, (side.finding for row in rows for side in row.words))
    names = {name for code in codes if (entry := geography.area(code)) for name in (entry.name, *entry.other_names)}
    found = (_topic(at, row, codes, voices, of_codes, names) for row in rows)
    return Around(
        voices,
        tuple(sorted(filter(None, found), key=lambda one: not (one.figures and one.counted))),
        (*wanted_of(at, codes), *unknown_of(session, here, set(figures.indicators), voices.people)),
        tuple(touching(session, codes, voices.codings, team=at.team)),
        *districts_of(at, here.code),
        tuple(_worded(session, codes, here.name)) if at.team else (),
    )


def _topic(
    at: Door,
    row: JointRow,
    codes: frozenset[str],
    voices: Voices,
    of_codes: dict[int, frozenset[int]],
    names: Set[str],
) -> Topic | None:
    """A topic as far as it has to do with a place; None where neither side of it speaks here, or it is of another."""
    named = places_in(row.topic)
    if named and not names & set(named):
        return None
    figures = tuple(line for side in row.numbers for line in side.figures if line.figure.area_code in codes)
    given = voices.codes or {}
    wanted = {code for side in row.words for code in of_codes.get(side.finding.id, ())}
    people = set[int]().union(*(given.get(code, frozenset()) for code in wanted))
    if not figures and not people:
        return None
    counted = (
        of_people(at, len(people), len(voices.people), voices.rule) if people and (at.team or voices.shown) else ""
    )
    if people and not counted:
        counted = "some people (number withheld by us: small)"
    return Topic(row, figures, counted)


def _codes_of(session: Session, findings: Iterable[FindingLine]) -> dict[int, frozenset[int]]:
    """The codes on which findings from words rest: named, gathered by their themes, or of the passages they name."""
    lines = list(findings)
    member, coding = table_of(ThemeCode).c, table_of(Coding).c
    themes: dict[int, set[int]] = {}
    for theme, code in session.execute(sa.select(member.theme_id, member.code_id).where(member.gone.is_(False))):
        themes.setdefault(theme, set()).add(code)
    keys = sorted({one.thing_id for line in lines for one in line.evidence if one.kind == "coding"})
    chosen = sa.select(coding.id, coding.code_id).where(coding.id.in_(keys))
    of_coding = {key: code for key, code in session.execute(chosen)}  # noqa: C416
    found: dict[int, frozenset[int]] = {}
    for line in lines:
        codes: set[int] = set()
        for one in line.evidence:
            if one.direction == "for" and not one.gone:
                codes |= {"theme": themes.get(one.thing_id, set()), "code": {one.thing_id}}.get(one.kind, set())
                if one.kind == "coding" and one.thing_id in of_coding:
                    codes.add(of_coding[one.thing_id])
        found[line.id] = frozenset(codes)
    return found


def _worded(session: Session, codes: frozenset[str], name: str) -> list[tuple[str, str, Sticking]]:
    """Sentences of findings, topics, briefs and options in which harsh words stand beside this place."""
    names = [name, *(entry.name for code in codes if (entry := geography.area(code)) is not None)]
    return [
        *of_findings.sticking_in(of_findings.written(session), names),
        *of_findings.sticking_in(of_briefs.written(session), names),
    ]
