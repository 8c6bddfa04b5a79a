"""Whether a file of figures is a new release of a data set that the project has: the same indicators about the same areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.indicators.datasets import Dataset
from workbench.indicators.drafts import DraftFigures, DraftIndicator
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.releases import Release
from workbench.rows import CHUNK, guid_for, table_of


class LooksLikeReleaseError(WorkbenchError):
    """The file looks like a new release of a data set that is there. Say --release-of, or --as-new to keep both."""

    asks = "release"

    def __init__(self, sentence: str, datasets: Sequence[str]) -> None:
        super().__init__(sentence)
        self.datasets = tuple(datasets)


class NoSuchDatasetError(WorkbenchError):
    """There is no such data set in the project. The table datasets lists those there are."""


@dataclass(frozen=True, slots=True)
class Match:
    """A data set of the project whose indicators a file has too: how many of the file's, and one of their names."""

    dataset_id: int
    name: str
    indicators: int
    of: int
    example: str

    @property
    def said(self) -> str:
        """It in words."""
        if self.of == 1:
            return f"“{self.name}” (it has the same indicator, {self.example})"
        return f"“{self.name}” ({self.indicators} of its {self.of} indicators are there, such as {self.example})"


def earlier_releases(session: Session, draft: DraftFigures) -> list[Match]:
    """The data sets of which a file may be a new release, those that share most with it first.

    None where the project has the file's name already, or where its figures are months that add up with others.
    """
    if draft.adds_up or dataset_of_file(session, draft.name) is not None:
        return []
    i, d = table_of(Indicator).c, table_of(Dataset).c
    known = session.execute(
        sa.select(i.id, i.name, i.external_id, i.dataset_id, d.name.label("dataset"), d.publisher)
        .join(table_of(Dataset), d.id == i.dataset_id)
        .where(i.gone.is_(False), d.gone.is_(False))
        .order_by(d.id, i.id)
    ).all()
    shared: dict[int, list[Any]] = {}
    for entry in draft.indicators:
        for row in known:
            if same_indicator(entry, row, draft.publisher) and _about_the_same(session, row.id, entry):
                shared.setdefault(row.dataset_id, []).append(row)
    found = [
        Match(key, rows[0].dataset, len({row.id for row in rows}), len(draft.indicators), rows[0].name)
        for key, rows in shared.items()
    ]
    return sorted(found, key=lambda one: (-one.indicators, one.dataset_id))


def same_indicator(entry: DraftIndicator, row: Any, publisher: str = "") -> bool:
    """Whether an indicator of a file is one of the project: by its publisher's number, else by its name.

    Two publishers may use one number for two things, so that the name has to be the same where they differ.
    """
    named = _plain(entry.name) == _plain(row.name)
    if entry.external_id and row.external_id:
        one, other = _plain(publisher), _plain(row.publisher)
        known_alike = not one or not other or one in other or other in one
        return bool(entry.external_id == row.external_id and (named or known_alike))
    return named


def _about_the_same(session: Session, indicator_id: int, entry: DraftIndicator) -> bool:
    """Whether the project has figures of that indicator for one of the file's areas."""
    o = table_of(Observation).c
    codes = sorted({figure.area_code for figure in entry.figures})[:CHUNK]
    chosen = sa.select(o.id).where(o.indicator_id == indicator_id, o.area_code.in_(codes), o.gone.is_(False))
    return session.execute(chosen.limit(1)).first() is not None


def dataset_of_file(session: Session, file: str) -> tuple[int, str] | None:
    """The data set that a file of that name brought, first or as a release: its key and the file that brought it first."""
    d, r = table_of(Dataset).c, table_of(Release).c
    first = sa.select(d.id, d.came_from).where(d.guid == guid_for(session, "dataset", file))
    row = session.execute(first).first()
    if row is None:
        row = session.execute(
            sa.select(d.id, d.came_from)
            .join(table_of(Release), r.dataset_id == d.id)
            .where(r.came_from == file, r.gone.is_(False), d.gone.is_(False))
            .order_by(r.imported.desc())
            .limit(1)
        ).first()
    return None if row is None else (row[0], row[1])


def dataset_named(session: Session, name: str) -> int:
    """The key of the data set of that title or file; NoSuchDatasetError says which there are."""
    d, wanted = table_of(Dataset).c, name.strip().casefold()
    rows = session.execute(sa.select(d.id, d.name, d.came_from).where(d.gone.is_(False)).order_by(d.name)).all()
    found = [row.id for row in rows if wanted in {row.name.casefold(), row.came_from.casefold()}]
    if not found:
        known = session.execute(
            sa.select(table_of(Release).c.dataset_id).where(table_of(Release).c.came_from == name.strip())
        )
        found = list(dict.fromkeys(known.scalars()))
    if len(found) == 1:
        return int(found[0])
    listed = ", ".join(f"“{row.name}”" for row in rows[:8]) or "none yet"
    many = "Several data sets are" if found else "There is no data set"
    raise NoSuchDatasetError(f"{many} called “{name}” in the project. It has {listed}.")


def as_known(session: Session, draft: DraftFigures, dataset_id: int) -> DraftFigures:
    """A file as if the data set's first file had brought it: with its name, and the names of its indicators there."""
    d = table_of(Dataset).c
    came_from = session.execute(sa.select(d.came_from).where(d.id == dataset_id)).scalar_one()
    names = {id(entry): row.name for entry, row in matched(session, draft, dataset_id) if row is not None}
    indicators = tuple(replace(entry, name=names.get(id(entry), entry.name)) for entry in draft.indicators)
    return replace(draft, name=came_from, indicators=indicators)


def matched(session: Session, draft: DraftFigures, dataset_id: int) -> list[tuple[DraftIndicator, Any]]:
    """Each indicator of a file with the data set's row of it, None where it is new; each row is matched once."""
    rows = list(_indicators(session, dataset_id))
    found: list[tuple[DraftIndicator, Any]] = []
    for entry in draft.indicators:
        same = [row for row in rows if _plain(row.name) == _plain(entry.name)]
        same = same or [row for row in rows if same_indicator(entry, row, draft.publisher)]
        row = same[0] if same else None
        if row is not None:
            rows.remove(row)
        found.append((entry, row))
    return found


def _indicators(session: Session, dataset_id: int) -> Iterable[Any]:
    i, d = table_of(Indicator).c, table_of(Dataset).c
    return session.execute(
        sa.select(table_of(Indicator), d.publisher)
        .join(table_of(Dataset), d.id == i.dataset_id)
        .where(i.dataset_id == dataset_id)
        .order_by(i.gone, i.id)
    ).all()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
