"""The tables of data sets, of their releases, and of what each release did to the figures of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.importing.data_sets import DATASETS, data_sets
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.indicators.datasets import Dataset, kept_out
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.releases import CHANGES, Release, ReleaseChange, releases
from workbench.rows import table_of

RELEASES = ("dataset", "release", "file", "published", "imported", *CHANGES)
_NUMBERS = ("value", "lower", "upper", "count", "denominator")
RELEASE_CHANGES = (
    "dataset", "release", "change", "indicator", "area_code", "area", "period", "sex", "age", "category",
    *(f"{name}_before" for name in (*_NUMBERS, "status", "compared")), *_NUMBERS, "status", "compared",
)  # fmt: skip
FOR_THE_TEAM = "What releases changed is for the team: it holds figures as they were."


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """What a release did to a figure: which, what it was, and what it is now; `now` is None where it is gone."""

    figure_id: int
    dataset: str
    release: str
    kind: str
    indicator: str
    unit: str
    area_code: str
    area: str
    period: str
    sex: str
    age: str
    category: str
    before: tuple[Any, ...]
    """Value, lower, upper, count, denominator, status, comparison."""
    now: tuple[Any, ...]

    @property
    def of(self) -> str:
        """The group of people, where it is not everybody."""
        return ", ".join(cell for cell in (self.sex, self.age, self.category) if cell != "all")


def changed_figures(session: Session, release_id: int | None = None, *, most: int | None = None) -> list[ChangedFigure]:
    """What a release, or every one, did to figures, by kind, indicator, area and time; those kept out left out."""
    return list(_changed(session, release_id, most))


def _changed(session: Session, release_id: int | None, most: int | None) -> Iterator[ChangedFigure]:
    c, r, o, i, d = (table_of(one).c for one in (ReleaseChange, Release, Observation, Indicator, Dataset))
    kinds = sa.case({kind: place for place, kind in enumerate(_ORDER)}, value=c.kind, else_=9)
    statement = (
        sa.select(
            o.id, d.name, r.name, c.kind, i.name, i.unit, o.area_code, o.area, o.period, o.sex, o.age, o.category,
            c.value, c.lower, c.upper, c.count, c.denominator, c.status, c.compared,
            o.value, o.lower, o.upper, o.count, o.denominator, o.status, o.compared,
        )
        .select_from(table_of(ReleaseChange))
        .join(table_of(Release), r.id == c.release_id)
        .join(table_of(Observation), o.id == c.observation_id)
        .join(table_of(Indicator), i.id == o.indicator_id)
        .join(table_of(Dataset), d.id == r.dataset_id)
        .where(c.gone.is_(False), r.gone.is_(False), d.gone.is_(False), d.id.not_in(sorted(kept_out(session))))
        .order_by(d.name, r.imported.desc(), r.id, kinds, i.name, o.area_code, o.period_start, o.id)
    )  # fmt: skip
    if release_id is not None:
        statement = statement.where(c.release_id == release_id)
    for row in session.execute(statement.limit(most) if most else statement):
        cells = tuple(row)
        now = _NOTHING if row.kind == "gone" else cells[19:]
        yield ChangedFigure(*(*cells[:12], cells[12:19], now))


_ORDER = ("revised", "changed", "gone", "new")
_NOTHING = (None, None, None, None, None, "", "")


def releases_table(session: Session, asking: Asking) -> Made:  # noqa: ARG001
    """A row a release, the newest first, with how many figures it touched, by kind."""
    d = table_of(Dataset).c
    names = {row.id: row.name for row in session.execute(sa.select(d.id, d.name).where(d.gone.is_(False)))}
    lines = [one for one in releases(session) if one.dataset_id in names]
    return Made(
        [
            (
                names[one.dataset_id],
                one.name,
                one.came_from,
                one.published,
                one.imported,
                *(one.counts.get(kind, 0) for kind in CHANGES),
            )
            for one in lines
        ]
    )


def changes_table(session: Session, asking: Asking) -> Made:
    """A row a figure that a release touched, with what it was and what it is."""
    if not asking.for_the_team:
        return Made([], left_out=[FOR_THE_TEAM])
    return Made(
        [
            (
                one.dataset, one.release, one.kind, one.indicator, one.area_code, one.area, one.period, one.sex, one.age,
                one.category, *one.before, *one.now,
            )
            for one in changed_figures(session)
        ]
    )  # fmt: skip


def datasets_table(session: Session, asking: Asking) -> Made:  # noqa: ARG001
    """A row a data set: where it is from, on what terms, and what is missing."""
    return Made([line.row() for line in data_sets(session)])


def left_out_of_figures(session: Session) -> list[str]:
    """The data sets whose figures are in no table, each with the reasons."""
    out = kept_out(session)
    return [
        f"Figures of {line.title} are left out. {' '.join(out[line.id])}"
        for line in data_sets(session)
        if line.id in out
    ]


RELEASE_TABLES: tuple[TableKind, ...] = (
    TableKind("datasets", "data sets, on what terms, and what is missing", DATASETS, datasets_table),
    TableKind("releases", "releases of data sets, and how many figures each touched", RELEASES, releases_table),
    TableKind("release-changes", "what releases did to figures, before and after", RELEASE_CHANGES, changes_table),
)
