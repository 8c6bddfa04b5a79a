"""Revisions: what a file says beside what the project has, figure by figure, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from workbench import small_areas
from workbench.errors import WorkbenchError
from workbench.geography import is_small_area
from workbench.indicators.drafts import PLACE, DraftFigure
from workbench.rows import guids_for

SAYS = ("value", "lower", "upper", "count", "denominator", "compared", "status")
"""The cells by which a figure of a file is the one that the project has."""


class FiguresChangedError(WorkbenchError):
    """The file gives other figures than the project has. Bring it in with --amend to take the new ones."""

    asks = "amend"


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that the file gives otherwise: its row, the cells to set, and the change in words."""

    key: int
    cells: dict[str, Any]
    said: str
    ours: bool = False
    """Whether what the project has was worked out here, and not brought by a file."""


@dataclass(slots=True)
class Plan:
    """What bringing in one indicator would do: figures to add, keys to bring back, figures that differ or are found."""

    indicator: int
    fresh: list[tuple[bytes, DraftFigure]] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    changed: list[Revision] = field(default_factory=list)
    found: int = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """The cells of the figures to add."""
        for guid, figure in self.fresh:
            cells = cells_of(figure)
            cells["guid"], cells["indicator_id"] = guid, self.indicator
            yield cells

    @property
    def touches(self) -> bool:
        """Whether anything would be other than it is."""
        return bool(self.fresh or self.returned or self.changed)


def with_guids(session: Session, indicator: str, figures: Iterable[DraftFigure]) -> list[tuple[bytes, DraftFigure]]:
    """Figures with their GUIDs, the same each time a file brings them; `indicator` is its data set's name and its own."""
    guid = guids_for(session, "observation", f"{indicator}\x1f")
    return [(guid(figure.key), figure) for figure in figures]


def plan(
    indicator: int, figures: Iterable[tuple[bytes, DraftFigure]], there: Mapping[bytes, Any], *, today: str
) -> Plan:
    """Which figures of an indicator are new, known, gone or changed.

    Args:
        indicator: the indicator's key.
        figures: the file's figures by GUID.
        there: the project's rows of that indicator by GUID, those that are gone among them.
        today: the ISO day that a note on a revision names.
    """
    planned = Plan(indicator)
    for guid, figure in figures:
        row = there.get(guid)
        if row is None:
            planned.fresh.append((guid, figure))
            continue
        if row.gone:
            planned.returned.append(row.id)
        cells = _differences(row, figure, today)
        if cells:
            change = (
                f"from {in_words(row.value)} to {in_words(figure.value)}" if "value" in cells else "beside its value"
            )
            said = f"{figure.area or figure.area_code}, {figure.period}, {change}"
            planned.changed.append(Revision(row.id, cells, said, bool(row.derived)))
        elif not row.gone:
            planned.found += 1
    return planned


def parts_no_longer_there(
    coming: Iterable[tuple[bytes, DraftFigure]], there: Mapping[bytes, Any]
) -> Iterator[Revision]:
    """Counts of small areas and kinds of place that the project has, and that a file which covers them has not."""
    guids, covered = set(), set()
    for guid, figure in coming:
        guids.add(guid)
        if figure.category == "all" and not is_small_area(figure.area_code):
            covered.add((figure.starts, figure.ends, figure.area_code))
    for guid, row in there.items():
        if row.gone or guid in guids:
            continue
        small = is_small_area(row.area_code)
        code = small_areas.home(row.area_code, row.area, row.period_end).district if small else row.area_code
        if (small or row.category.startswith(PLACE)) and (row.period_start, row.period_end, code) in covered:
            what = row.category.removeprefix(PLACE) if row.category.startswith(PLACE) else row.area_code
            said = f"{row.area}, {what}, {row.period}, from {in_words(row.count)} to none"
            yield Revision(row.id, {"gone": True}, said)


def cells_of(figure: DraftFigure) -> dict[str, Any]:
    """The cells of a row."""
    return {
        "area_code": figure.area_code,
        "area": figure.area,
        "period": figure.period,
        "period_start": figure.starts,
        "period_end": figure.ends,
        "sex": figure.sex,
        "age": figure.age,
        "category": figure.category,
        "value": figure.value,
        "lower": figure.lower,
        "upper": figure.upper,
        "count": figure.count,
        "denominator": figure.denominator,
        "interval": figure.interval,
        "compared": figure.compared,
        "status": figure.status,
        "note": figure.note,
        "derived": figure.derived,
        "row": figure.row,
        "lower_998": figure.lower_998,
        "upper_998": figure.upper_998,
        "trend": figure.trend,
        "base": figure.base,
        "asked": figure.asked,
        "design_effect": figure.design_effect,
    }


def _differences(row: Any, figure: DraftFigure, today: str) -> dict[str, Any]:
    """The cells that an amendment sets; empty when the file says what the project has. Notes are kept."""
    revised = row.status == "revised" and figure.status == "normal"
    new = cells_of(figure)
    cells = {name: new[name] for name in SAYS if getattr(row, name) != new[name] and not (name == "status" and revised)}
    if not cells:
        return {}
    cells |= {name: new[name] for name in ("interval", "derived", "row")}
    notes = [note for note in (row.note, figure.note) if note]
    if "value" in cells:
        notes.append(f"was {in_words(row.value)} until {today}")
        if figure.status == "normal" and row.value is not None:
            cells["status"] = "revised"
    cells["note"] = "; ".join(dict.fromkeys(notes))
    return cells


def in_words(value: float | None) -> str:
    """A value as a revision names it."""
    return "no figure" if value is None else f"{value:,.10g}"
