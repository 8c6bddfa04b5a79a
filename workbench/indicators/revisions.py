"""Revisions: what a file says beside what the project has, figure by figure, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.indicators.drafts import DraftFigure

SAYS = ("value", "lower", "upper", "count", "denominator", "compared", "status")
"""The cells by which a figure of a file is the one that the project has."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that the file gives otherwise: its row, the cells to set, and the change in words."""

    key: int
    cells: dict[str, Any]
    said: str


@dataclass(slots=True)
class Plan:
    """What bringing in one indicator would do: rows to add, keys to bring back, figures that differ, figures found."""

    fresh: list[dict[str, Any]] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    changed: list[Revision] = field(default_factory=list)
    found: int = 0


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
    planned = Plan()
    for guid, figure in figures:
        row = there.get(guid)
        if row is None:
            planned.fresh.append({"guid": guid, "indicator_id": indicator, **_cells(figure)})
            continue
        if row.gone:
            planned.returned.append(row.id)
        cells = _differences(row, figure, today)
        if cells:
            change = f"from {_number(row.value)} to {_number(figure.value)}" if "value" in cells else "beside its value"
            said = f"{figure.area or figure.area_code}, {figure.period}, {change}"
            planned.changed.append(Revision(row.id, cells, said))
        elif not row.gone:
            planned.found += 1
    return planned


def _cells(figure: DraftFigure) -> dict[str, Any]:
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
    }


def _differences(row: Any, figure: DraftFigure, today: str) -> dict[str, Any]:
    """The cells that an amendment sets; empty when the file says what the project has. Notes are kept."""
    revised = row.status == "revised" and figure.status == "normal"
    new = _cells(figure)
    cells = {name: new[name] for name in SAYS if getattr(row, name) != new[name] and not (name == "status" and revised)}
    if not cells:
        return {}
    cells |= {name: new[name] for name in ("interval", "derived", "row")}
    notes = [note for note in (row.note, figure.note) if note]
    if "value" in cells:
        notes.append(f"was {_number(row.value)} until {today}")
        if figure.status == "normal" and row.value is not None:
            cells["status"] = "revised"
    cells["note"] = "; ".join(dict.fromkeys(notes))
    return cells


def _number(value: float | None) -> str:
    return "no figure" if value is None else f"{value:,.10g}"
