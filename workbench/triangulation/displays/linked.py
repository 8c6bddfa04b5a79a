"""Linked: a theme beside an indicator where both speak: in the same areas, and of the same groups of people.

By place it is a plot of two columns and a warning. Only from eight areas with five people each is more said, and
never more than how the two orders go together beside what shuffling gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_group import LIVES, usual_groups
from workbench.coding.crosstab import NOT_RECORDED, groups_by
from workbench.coding.themes import Theme, themes
from workbench.indicators.catalogue import LEVELS
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, Observation, figures
from workbench.rows import find, live, table_of
from workbench.triangulation.displays.association import Association, associated
from workbench.triangulation.displays.by_place import (
    ECOLOGICAL,
    ROLES,
    AreasOfTwoVintagesError,
    NoPlaceInCommonError,
    areas_with_people,
)
from workbench.triangulation.displays.heard import Heard, heard
from workbench.triangulation.displays.shown import Count
from workbench.triangulation.protocol.topic_rows import Link

LEAST_AREAS, LEAST_PEOPLE = 8, 5
REFLEXIVE = (
    "In a reflexive project people are not counted by themes, so nothing is worked out of how the two go together."
)
BY_ROLE = {"lives": LIVES, "recruited in": "where they were asked", "speaks of": "where they speak of"}
"""What makes the groups by place, as groups of people are called by."""
NOT_A_CAUSE = "That two things go together does not say that one brings about the other."


@dataclass(frozen=True, slots=True)
class LinkedArea:
    """An area with its figure, and how many of its people raised the theme."""

    code: str
    name: str
    figure: Figure
    count: Count


@dataclass(frozen=True, slots=True)
class LinkedGroup:
    """A group of people with how many raised the theme, and the figure of the same group of everybody."""

    by: str
    group: str
    count: Count
    figure: Figure


@dataclass(frozen=True, slots=True)
class Linked:
    """A theme and an indicator where both speak. Where nothing is said by place, `why` says so in a sentence."""

    theme: str
    indicator: str
    unit: str
    material: str
    role: str
    period: str = ""
    areas: tuple[LinkedArea, ...] = ()
    groups: tuple[LinkedGroup, ...] = ()
    association: Association | None = None
    why: str = ""
    """Why there is no association, or nothing at all by place."""
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    whole: Count | None = None
    """How many of everybody raised the theme."""


def linked(session: Session, theme_id: int, indicator_id: int, *, role: str = "lives", heard_in: str = "") -> Linked:
    """A theme beside an indicator, by place and by group.

    Raises NotInProjectError where one of them is gone, MaterialUnknownError for no such material.
    """
    theme, indicator = find(session, Theme, theme_id), find(session, Indicator, indicator_id)
    codes = frozenset(next((line.code_ids for line in themes(session) if line.id == theme_id), ()))
    voices = heard(session, heard_in)
    said = voices.saying(codes)
    whole = voices.count(codes, said, voices.people, of=theme.name)
    common = Linked(theme.name, indicator.name, indicator.unit, voices.material, role, whole=whole)
    groups = tuple(_groups(session, indicator_id, voices, (theme.name, codes), said))
    try:
        found = areas_with_people(session, indicator_id, voices.people, role=role)
    except (NoPlaceInCommonError, AreasOfTwoVintagesError) as error:
        return replace(common, groups=groups, why=str(error))
    areas = tuple(
        LinkedArea(
            one.code,
            one.name,
            one.figure,
            voices.count(codes, said, one.people, of=theme.name, called=(BY_ROLE[role], one.name)),
        )
        for one in found.lines
    )
    association, why = (None, REFLEXIVE) if voices.reflexive else association_of(areas)
    warnings = [ECOLOGICAL]
    if association is not None:
        pairs = len(list(session.execute(live(Link)).scalars()))
        warnings += [NOT_A_CAUSE, *_many(pairs)]
    return replace(
        common,
        period=found.period,
        areas=areas,
        groups=groups,
        association=association,
        why=why,
        warnings=tuple(warnings),
        remarks=found.remarks,
    )


def _many(pairs: int) -> Iterator[str]:
    """Of many pairs some go together by chance."""
    if pairs > 1:
        yield f"{pairs} pairs of themes and indicators are looked at in this project; of so many, some go together by chance."


def association_of(areas: Sequence[LinkedArea]) -> tuple[Association | None, str]:
    """How the share of people who raised a theme goes with the figure, over areas; or why that is not said.

    From eight areas with five people each on. Shares are of those asked where that is recorded in each of the areas,
    else of those heard. Raises nothing: areas are of one period and one vintage already.
    """
    enough = [one for one in areas if one.count.heard >= LEAST_PEOPLE and one.figure.value is not None]
    if len(enough) < LEAST_AREAS:
        return None, (
            f"{len(enough)} {'area has' if len(enough) == 1 else 'areas have'} {LEAST_PEOPLE} people or more. Nothing is"
            f" worked out of how the two go together below {LEAST_AREAS} such areas."
        )
    asked = all((one.count.asked or 0) >= LEAST_PEOPLE for one in enough)
    shares = [
        (one.count.of_asked or 0) / (one.count.asked or 1) if asked else one.count.said / one.count.heard
        for one in enough
    ]
    found = associated(shares, [one.figure.value or 0.0 for one in enough])
    if found is None:
        return None, "Every area has the same figure, or the same share of people, so the two cannot be set in order."
    return found, ""


def _groups(
    session: Session, indicator_id: int, voices: Heard, theme: tuple[str, frozenset[int]], said: frozenset[int]
) -> Iterator[LinkedGroup]:
    """Groups that an attribute of people and a breakdown of the indicator have in common, two or more of an attribute."""
    broken = _broken_down(session, indicator_id)
    if not broken:
        return
    for name in usual_groups(session):
        if name == LIVES:
            continue
        groups = {
            _plain(group): (group, people) for group, people in groups_by(session, name, set(voices.people)).items()
        }
        for by_value in broken:
            both = [key for key in groups if key in by_value and key != _plain(NOT_RECORDED)]
            if len(both) < 2:
                continue
            for key in both:
                group, people = groups[key]
                count = voices.count(theme[1], said, frozenset(people), of=theme[0], called=(name, group))
                yield LinkedGroup(name, group, count, by_value[key])
            break


def _broken_down(session: Session, indicator_id: int) -> list[dict[str, Figure]]:
    """The newest figures of the widest area by sex, by age and by category, each by its value."""
    o = table_of(Observation).c
    chosen = sa.select(o.sex, o.age, o.category).where(o.indicator_id == indicator_id, o.gone.is_(False)).distinct()
    if len(session.execute(chosen).all()) < 2:
        return []
    found = [one for one in figures(session, indicator_id=indicator_id) if one.value is not None]
    made = []
    for place in range(3):
        by_area: dict[tuple[int, str, str, str], dict[str, Figure]] = defaultdict(dict)
        for one in found:
            rest = [cell for at, cell in enumerate(one.breakdown) if at != place]
            if one.breakdown[place] != "all" and all(cell == "all" for cell in rest):
                by_area[-_width(one.area_code), one.ends, one.starts, one.area_code][_plain(one.breakdown[place])] = one
        if by_area:
            made.append(by_area[max(by_area)])
    return made


def _width(code: str) -> int:
    """The place of an area's kind among kinds of area, the widest first."""
    return next((at for at, (_, begins) in enumerate(LEVELS) if code[:3] in begins), len(LEVELS))


def _plain(value: str) -> str:
    """A group's name as it is compared: female, Females and FEMALE are one.

    >>> _plain("Females"), _plain("16 to 24"), _plain("16-24")
    ('female', '16-24', '16-24')
    """
    text = " ".join(value.casefold().replace("–", "-").replace(" to ", "-").split())
    return text.removesuffix("s") if text.isalpha() and len(text) > 3 else text


def role_words(role: str) -> str:
    """How people belong to an area, as people read it."""
    return f"people who {ROLES[role]}"
