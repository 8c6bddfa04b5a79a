"""Silences of the statistics: what the project's coding frames look for and no figure says at a place's level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench import geography
from workbench.coding.frames import WIDER, FrameHasErrorsError
from workbench.desk.frames import NoSuchFrameError, frame_named, frames_behind
from workbench.triangulation.silence.looked_for import LookedFor, reached

if TYPE_CHECKING:
    from sqlmodel import Session


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


def looked_for(session: Session) -> list[LookedFor]:
    """Every figure that the coding frames behind a project look for, each name once; a frame that is gone is left out."""
    found: dict[str, LookedFor] = {}
    for name in frames_behind(session):
        try:
            frame = frame_named(name)
        except (NoSuchFrameError, FrameHasErrorsError):
            continue
        for one in frame.indicators:
            note = " ".join(one.note.split())
            found.setdefault(_plain(one.name), LookedFor(one.name, one.level, note, one.source, frame.title))
    return list(found.values())


def silences_at(session: Session, area_code: str) -> list[Silence]:
    """What is not published for an area: figures of the project's frames that stop at a wider one, or exist nowhere.

    A figure that the project has all the same, under the frame's own name, because a partner shared it, is no silence.
    """
    from workbench.indicators.catalogue import indicators

    entry = geography.area(area_code)
    reaches = reached(area_code)
    there = {_plain(name) for line in indicators(session) for name in (line.name, line.short)}
    return [
        _silence(one, entry.kind if entry else "")
        for one in looked_for(session)
        if one.level not in reaches and _plain(one.name) not in there
    ]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _silence(one: LookedFor, kind: str) -> Silence:
    level = f"{kind}s" if kind == "district" else "areas of this kind"
    why = f"not published for {level}, only for the {WIDER[one.level]}" if one.level in WIDER else "not published"
    return Silence(one.name, why, one.note, one.source, one.frame)
