"""The coding frames one can start from: found by name, and laid out to be read.

Frames come with the workbench, or are a file of one's own that is named by its path. A project keeps the codes and
questions of its frame; the figures that the frame names stay in the frame, and are looked up there again.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.coding.frames import (
    WIDER,
    Frame,
    FrameHasErrorsError,
    FrameIndicator,
    Level,
    frame_problems,
    frames,
    read_frame,
)
from workbench.desk.shipped import shipped
from workbench.errors import Problem, WorkbenchError

if TYPE_CHECKING:
    from sqlmodel import Session

ENDINGS = {".yaml", ".yml"}
FIGURES: tuple[tuple[str, tuple[Level, ...]], ...] = (
    ("Figures published by district", ("district",)),
    ("Figures for the police force area or the county only", ("force", "county")),
    ("Not published for any of these", ("none",)),
)
"""How the figures of a frame are grouped, with the heading of each group."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a frame's page: how deep it stands, its name and what is said of it."""

    depth: int
    name: str
    text: str


Page = tuple[tuple[str, tuple[Entry, ...]], ...]
"""A frame laid out: headings, each with its entries."""


class NoSuchFrameError(WorkbenchError):
    """There is no coding frame of that name. `workbench frames` lists them."""


def shipped_frames() -> list[Frame]:
    """The frames that came with the workbench and can be used."""
    return frames(shipped("coding_frames"))


def shipped_problems() -> list[Problem]:
    """What is wrong with the frames that came with the workbench and cannot be used."""
    return frame_problems(shipped("coding_frames"))


def frame_named(name: str) -> Frame:
    """The coding frame with that name, or at that path.

    Raises NoSuchFrameError with the names that are near or those there are, FrameHasErrorsError for a broken one.
    """
    path = Path(name)
    if path.suffix in ENDINGS and path.exists():
        return read_frame(path)
    folder = shipped("coding_frames")
    for ending in sorted(ENDINGS):
        if name == path.name and (folder / f"{name}{ending}").is_file():
            return read_frame(folder / f"{name}{ending}")
    found = {frame.name: frame.title for frame in frames(folder)}
    of_a_file = path.suffix in ENDINGS
    near = _near(path.stem if of_a_file else name, found)
    there = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(sorted(found))}."
    raise NoSuchFrameError(f"There is no {'file' if of_a_file else 'coding frame'} “{name}”. {there}")


def problems_in(name: str) -> list[Problem]:
    """Everything that is wrong with one frame; nothing when it can be used."""
    try:
        frame_named(name)
    except FrameHasErrorsError as error:
        return error.problems
    return []


def _near(name: str, found: dict[str, str]) -> list[str]:
    """Names like the one given, however it is written; else frames whose name or title holds one of its words."""
    plain = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    near = difflib.get_close_matches(plain, found, n=3, cutoff=0.65)
    words = [word for word in plain.split("_") if len(word) > 3]
    titles = {one: f"{one} {title}".casefold().replace("_", " ").split() for one, title in sorted(found.items())}
    return near or [
        one for one, said in titles.items() if any(difflib.get_close_matches(word, said, cutoff=0.8) for word in words)
    ]


def figures_by_level(frame: Frame) -> list[tuple[str, tuple[FrameIndicator, ...]]]:
    """The figures a frame names, in the groups of `FIGURES`; groups with nothing in them are left out."""
    groups = [(heading, tuple(one for one in frame.indicators if one.level in levels)) for heading, levels in FIGURES]
    return [(heading, group) for heading, group in groups if group]


def size(frame: Frame) -> str:
    """How much is in a frame, and how many of its figures exist where."""
    words = f"{len(list(frame.walk()))} codes, {len(frame.questions)} questions"
    counts = [sum(one.level in levels for one in frame.indicators) for _, levels in FIGURES]
    told = zip(counts, ("by district", "wider only", "not published"), strict=True)
    figures = ", ".join(f"{count} {where}" for count, where in told if count)
    return f"{words}; figures: {figures}" if figures else words


def page_of(frame: Frame, *, codes: bool = True) -> Page:
    """A frame laid out to be read: its questions, its codes with what they mean, its figures by where they exist."""
    questions = tuple(Entry(0, one.text, "") for one in frame.questions)
    tree = tuple(Entry(len(path) - 1, code.name, code.definition) for path, code in frame.walk())
    figures = tuple(
        (heading, tuple(Entry(0, _figure_name(one), _figure_text(one)) for one in group))
        for heading, group in figures_by_level(frame)
    )
    return (("Questions", questions), *((("Codes", tree),) if codes else ()), *figures)


def as_json(frame: Frame) -> dict[str, Any]:
    """The whole of a frame as plain values."""
    return {**frame.model_dump(mode="json"), "sentence": frame.sentence}


def as_line(frame: Frame) -> dict[str, Any]:
    """A frame in a list of frames, as plain values."""
    levels = [one.level for one in frame.indicators]
    return {
        "name": frame.name,
        "title": frame.title,
        "version": frame.version,
        "sentence": frame.sentence,
        "codes": len(list(frame.walk())),
        "questions": len(frame.questions),
        "indicators": {level: levels.count(level) for level in ("district", "force", "county", "none")},
    }


def frames_behind(session: Session) -> list[str]:
    """The names of the frames that a project's codes came from, the one with most codes first."""
    from workbench.coding.codebook import codebook

    counts: dict[str, int] = {}
    for code in codebook(session, counts=False):
        if code.frame:
            name = code.frame.rsplit(" ", 1)[0]
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])


def _figure_name(figure: FrameIndicator) -> str:
    return f"{figure.name} ({WIDER[figure.level]})" if figure.level in WIDER else figure.name


def _figure_text(figure: FrameIndicator) -> str:
    return figure.note if figure.source == "none" else f"{figure.note} Source: {figure.source}."
