"""Silences of the statistics: what the project's coding frames look for and no figure says at a place's level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench import geography
from workbench.coding.frames import FrameHasErrorsError
from workbench.desk.frames import WIDER, NoSuchFrameError, frame_named, frames_behind

if TYPE_CHECKING:
    from sqlmodel import Session

    from workbench.coding.frames import FrameIndicator, Level

REACHES: dict[str, frozenset[Level]] = {
    "county": frozenset({"district", "county"}),
    "police force area": frozenset({"district", "force"}),
    "region": frozenset({"district", "county", "force"}),
    "country": frozenset({"district", "county", "force"}),
}
"""Which figures are published for an area of a kind, or can be had from those of the areas in it; else a district's."""
OF_DISTRICTS: frozenset[Level] = frozenset({"district"})


@dataclass(frozen=True, slots=True)
class Silence:
    """A figure that the frame looks for and that nobody publishes for such an area: why, and who might have it."""

    name: str
    why: str
    note: str
    source: str
    frame: str

    @property
    def said(self) -> str:
        """The silence in one line."""
        return f"{self.name}: {self.why}. {self.note}"


def silences_at(session: Session, area_code: str) -> list[Silence]:
    """What is not published for an area: figures of the project's frames that stop at a wider one, or exist nowhere.

    A figure that the project has all the same, under the frame's own name, because a partner shared it, is no silence.
    """
    from workbench.indicators.catalogue import indicators

    entry = geography.area(area_code)
    reaches = REACHES.get(entry.kind, OF_DISTRICTS) if entry else OF_DISTRICTS
    there = {" ".join(name.casefold().split()) for line in indicators(session) for name in (line.name, line.short)}
    found: dict[str, Silence] = {}
    for name in frames_behind(session):
        try:
            frame = frame_named(name)
        except (NoSuchFrameError, FrameHasErrorsError):
            continue
        for one in frame.indicators:
            plain = " ".join(one.name.casefold().split())
            if one.level not in reaches and plain not in there:
                found.setdefault(plain, _silence(one, entry.kind if entry else "", frame.title))
    return list(found.values())


def _silence(one: FrameIndicator, kind: str, frame: str) -> Silence:
    level = f"{kind}s" if kind == "district" else "areas of this kind"
    why = f"not published for {level}, only for the {WIDER[one.level]}" if one.level in WIDER else "not published"
    return Silence(one.name, why, " ".join(one.note.split()), one.source, frame)
