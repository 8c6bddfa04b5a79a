"""Parts: what an area's count is made of, small areas within it and kinds of place, where figures of them came along.

A small area is a census output area or a group of them (an LSOA), and lies in the district that the official lookup
says. A kind of place is a figure of the same area in a category such as `place: Airport/Airfield`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.indicators.area_drafts import OwnAreas
from workbench.indicators.breakdowns import in_parts
from workbench.indicators.drafts import PLACE, is_part
from workbench.indicators.observations import Figure, Observation
from workbench.indicators.own_areas import home_of, own_areas
from workbench.indicators.spans import larger
from workbench.rows import CHUNK, keeps, table_of

NO_OTHERS = OwnAreas()


@dataclass(frozen=True, slots=True)
class Part:
    """A share of an area's count: a smaller area with its code, or a kind of place."""

    name: str
    count: float
    kind: Literal["small area", "place"] = "small area"
    code: str = ""


class Counted(NamedTuple):
    """The cells of a figure that make it a part of another."""

    indicator_id: int
    starts: str
    ends: str
    area_code: str
    area: str
    sex: str
    age: str
    category: str
    count: float | None  # type: ignore[assignment]


def parts_among(
    figures: Iterable[Figure], counted: Iterable[Figure | Counted], own: OwnAreas = NO_OTHERS
) -> dict[int, list[Part]]:
    """The parts of each figure, by its key, among others that were read already; figures without any are left out.

    `own` are areas that only the project's lookup files know.
    """
    whole: dict[tuple[Any, ...], list[Part]] = {}
    for one in counted:
        if not one.count or one.sex != "all" or one.age != "all":
            continue
        if one.category.startswith(PLACE):
            part = Part(one.category.removeprefix(PLACE), one.count, "place")
            whole.setdefault((one.indicator_id, one.starts, one.ends, one.area_code), []).append(part)
        elif (
            one.category == "all"
            and geography.is_small_area(one.area_code)
            and (district := home_of(own, one.area_code, one.area, one.ends))
        ):
            part = Part(one.area, one.count, "small area", one.area_code)
            whole.setdefault((one.indicator_id, one.starts, one.ends, district), []).append(part)
    if not whole:
        return {}
    found = {}
    for figure in figures:
        parts = whole.get((figure.indicator_id, figure.starts, figure.ends, figure.area_code))
        if parts and figure.breakdown == ("all", "all", "all"):
            found[figure.id] = parts
    return found


def parts_of(session: Session, figures: Sequence[Figure]) -> dict[int, list[Part]]:
    """The parts of each figure, by its key: those of the same indicator and time. Read at once for many figures."""
    wanted = [one for one in figures if one.breakdown == ("all", "all", "all") and not is_part(one.area_code, "all")]
    if wanted and keeps(session):
        having = in_parts(session)
        wanted = [one for one in wanted if one.indicator_id in having]
    if not wanted:
        return {}
    o = table_of(Observation).c
    statement = sa.select(
        o.indicator_id, o.period_start, o.period_end, o.area_code, o.area, o.sex, o.age, o.category, o.count
    ).where(
        o.gone.is_(False), o.count > 0, o.sex == "all", o.age == "all",
        o.indicator_id.in_(sorted({one.indicator_id for one in wanted})),
        sa.or_(
            o.category.like(f"{PLACE}%"),
            sa.and_(o.category == "all", ~larger(o.area_code)),
        ),
    )  # fmt: skip
    times = sorted({one.starts for one in wanted})
    if len(times) <= CHUNK:
        statement = statement.where(o.period_start.in_(times))
    return parts_among(wanted, map(Counted._make, session.execute(statement)), own_areas(session))
