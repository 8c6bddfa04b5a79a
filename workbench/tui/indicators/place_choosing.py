"""Choosing a place by a few letters: the one last looked at first, then those the project knows of, then all others."""

from __future__ import annotations

from collections.abc import Sequence

from workbench import geography
from workbench.indicators.places import areas_with_figures
from workbench.project.file import Project
from workbench.sources.cases import places_of
from workbench.tui.dialogs import Choice

REMEMBERED = 8
"""So many places that were looked at stand first."""


def places_offered(project: Project, seen: Sequence[str]) -> list[Choice[str]]:
    """Every place that can be looked at. `seen` are the codes of those that were, the last one last."""
    with project.read() as session:
        figures = areas_with_figures(session)
        spoken = {code for listed in places_of(session).values() for code, _ in listed}
    register = {one.code: one for one in geography.areas() if one.ends is None or one.code in figures}
    names = {**figures, **{code: one.name for code, one in register.items()}}
    last = list(dict.fromkeys(reversed(seen)))[:REMEMBERED]
    known = sorted((code for code in names if code in figures or code in spoken), key=lambda code: _order(code, names))
    rest = sorted((code for code in names if code not in figures and code not in spoken), key=lambda code: names[code])
    codes = dict.fromkeys((*(code for code in last if code in names), *known, *rest))
    return [
        Choice(
            code,
            names[code] or code,
            _note(code, figured=code in figures, spoken=code in spoken),
            "looked at" if code in last else "" if code in figures or code in spoken else "nothing yet",
        )
        for code in codes
    ]


def _order(code: str, names: dict[str, str]) -> tuple[bool, str]:
    """Local areas by name, small ones after them."""
    return geography.is_small_area(code), names[code]


def _note(code: str, *, figured: bool, spoken: bool) -> str:
    """What it is, where it lies, and what the project has of it."""
    entry = geography.area(code)
    county = geography.area(entry.county) if entry is not None and entry.county else None
    within = f" in {county.name}" if county is not None and entry is not None and county.code != entry.code else ""
    has = " and ".join(
        said for said, there in (("figures", figured), ("people who live there or speak of it", spoken)) if there
    )
    kind = entry.kind if entry is not None else "a small area" if geography.is_small_area(code) else "an area"
    return f"{kind}{within}, {code}. The project has {has or 'nothing of it'}."
