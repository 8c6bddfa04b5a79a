"""A data set's figures deleted for good: the rows, what the history and judgements keep of them, and the backups."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.desk.looking_again.moved import Moved, moved, standing
from workbench.desk.withdrawal.withdrawing import finish
from workbench.errors import WorkbenchError
from workbench.indicators.datasets import Dataset
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.releases import Release, ReleaseChange
from workbench.project import purge
from workbench.project.file import Project
from workbench.rows import Row, amend, find, in_chunks, table_of
from workbench.triangulation.findings import Finding

REASON = "data set deleted"
_NUMBERS = ("value", "lower", "upper", "compared")


class DeletingNeedsReasonError(WorkbenchError):
    """Figures that are deleted for good leave a reason behind. Say why, such as: the agreement has ended."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted of a data set, and which judgements rested on it."""

    dataset: str
    figures: int
    moved: tuple[Moved, ...]

    @property
    def said(self) -> str:
        """It in words."""
        rested = "".join(f"\n{one.said}" for one in self.moved)
        words = " What people wrote from them stands: look at it." if self.moved else ""
        return (
            f"Deleted for good from the project file, its history and its backups: {self.figures:,} figures of"
            f" “{self.dataset}”.{words}{rested}"
        )


def delete_figures(project: Project, dataset_id: int, *, reason: str) -> Deleted:
    """Delete the figures of a data set for good, with what each release changed of them and the doubts about them.

    The data set and its indicators are removed and keep the reason; a file that would bring the figures back is refused.

    Args:
        project: open for writing.
        dataset_id: the data set's key.
        reason: why, in words that may stay.

    Raises DeletingNeedsReasonError without a reason.
    """
    if not reason.strip():
        raise DeletingNeedsReasonError
    with purge.purging(project, "Delete the figures of a data set") as session:
        dataset = find(session, Dataset, dataset_id)
        title, caveats = dataset.name, dataset.caveats
        before = standing(session)
        indicators = _keys(session, Indicator, "dataset_id", [dataset_id])
        observations = _keys(session, Observation, "indicator_id", indicators)
        _forget_numbers(session, _guids(session, observations))
        changes = _keys(session, ReleaseChange, "release_id", _keys(session, Release, "dataset_id", [dataset_id]))
        purge.purge(session, ReleaseChange, changes, reason=REASON)
        purge.purge(session, Doubt, _keys(session, Doubt, "indicator_id", indicators), reason=REASON)
        purge.purge(session, Observation, observations, reason=REASON)
        for key in indicators:
            amend(session, Indicator, key, gone=True)
        said = f"Its figures were deleted: {reason.strip()}"
        amend(session, Dataset, dataset_id, gone=True, caveats=f"{caveats} {said}".strip())
        rested = moved(session, before)
        purge.leave_unfinished(session)
    finish(project)
    return Deleted(title, len(observations), rested)


def _keys(session: Session, kind: type[Row], cell: str, values: list[int]) -> list[int]:
    """The keys of all rows with one of these values in a cell, gone or not."""
    table = table_of(kind)
    return [
        key
        for some in in_chunks(values)
        for key in session.execute(sa.select(table.c.id).where(table.c[cell].in_(some)).order_by(table.c.id)).scalars()
    ]


def _guids(session: Session, keys: list[int]) -> set[str]:
    table = table_of(Observation)
    return {
        guid.hex()
        for some in in_chunks(keys)
        for guid in session.execute(sa.select(table.c.guid).where(table.c.id.in_(some))).scalars()
    }


def _forget_numbers(session: Session, guids: set[str]) -> None:
    """Take the numbers of these figures out of what judgements keep of their evidence, and out of their history."""
    for kind in (Finding, Citation):
        table = table_of(kind)
        touched = []
        for key, says in session.execute(sa.select(table.c.id, table.c.says)).all():
            kept: dict[str, Any] = json.loads(says or "{}")
            mine = [thing for guid, thing in kept.get("things", {}).items() if guid in guids]
            if mine:
                for thing in mine:
                    thing.update({name: None for name in _NUMBERS if name in thing})
                amend(session, kind, key, says=json.dumps(kept, ensure_ascii=False, sort_keys=True))
                touched.append(key)
        purge.forget_rows(session, kind, touched)
