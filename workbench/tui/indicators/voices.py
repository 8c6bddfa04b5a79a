"""A place as people and figures speak of it: voices through the door for the team, topics where both meet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from workbench import geography
from workbench.coding.retrieval import Passage, passages
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import Quote, held_back, quotes
from workbench.indicators.places import Place, place
from workbench.project.file import Project
from workbench.sources.cases import PLACE_ROLES, places_of
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.joint_display import JointRow, side_by_side

QUOTES = 2
"""So many passages of each code."""
CODES = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """A code that people of a place were given, how many of them, and some of their words."""

    code: str
    people: int
    quotes: tuple[Quote[Passage], ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place with its figures, its voices, and the topics in which a figure of it speaks."""

    place: Place
    lines: dict[int, FigureLine]
    """Each indicator's newest figure with its doubts, by observation."""
    people: int
    roles: tuple[tuple[str, int], ...]
    themes: tuple[Theme, ...]
    more: int
    """Codes that are not shown."""
    held: tuple[str, ...]
    rows: tuple[JointRow, ...]


def read_place(project: Project, area_code: str) -> PlacePage:
    """Everything the project has about one area; about a county, also from its districts."""
    entry = geography.area(area_code)
    codes = {area_code}
    if entry is not None and entry.kind == "county":
        codes |= {one.code for one in geography.of_county(area_code)}
    with project.read() as session:
        whole = place(session, area_code)
        lines = figure_lines(session, [one.figure.id for one in whole.indicators])
        roles: dict[str, set[int]] = defaultdict(set)
        for case, listed in places_of(session).items():
            for code, role in listed:
                if code in codes:
                    roles[role].add(case)
        people = set().union(*roles.values())
        found = passages(session, cases=sorted(people)) if people else []
        through, held = quotes(session, found, INTERNAL)
        rows = tuple(row for row in side_by_side(session) if _speaks_of(row, codes))
    themes = _themes(through, people)
    counted = tuple((role, len(roles[role])) for role in PLACE_ROLES if roles[role])
    return PlacePage(
        whole,
        lines,
        len(people),
        counted,
        tuple(themes[:CODES]),
        max(0, len(themes) - CODES),
        tuple(held_back(held)),
        rows,
    )


def _themes(through: list[Quote[Passage]], people: set[int]) -> list[Theme]:
    """Codes by how many of the people they were given to, each with words of different people first."""
    by_code: dict[str, list[Quote[Passage]]] = defaultdict(list)
    for one in through:
        if one.passage.direction == "for":
            by_code[one.passage.code].append(one)
    found = []
    for code, given in by_code.items():
        said_by = {case for one in given for case in one.passage.case_ids if case in people}
        firsts = list({one.passage.case_ids: one for one in reversed(given)}.values())[::-1]
        found.append(Theme(code, len(said_by), tuple(firsts[:QUOTES])))
    return sorted(found, key=lambda theme: (-theme.people, theme.code))


def _speaks_of(row: JointRow, codes: set[str]) -> bool:
    """Whether a figure of the place speaks in a topic."""
    return any(line.figure.area_code in codes for side in row.numbers for line in side.figures)
