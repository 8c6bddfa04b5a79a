"""What stands on a place's page, and how much of it fits on one side of A4. Pure; heights in millimetres.

Everything in it has passed the door. What finds no room is counted, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from workbench.exchange.widths import cut, lines_of

PAGE, HEAD, GAP = 277.0, 25.0, 3.0
LEFT, RIGHT, HALF = 112.0, 70.0, 91.0
"""The widths of the two columns, and of the two halves of what stands below them."""
TEXT, LINE = 8.0, 3.55
"""Points of the letters, and the height of their lines."""
SMALL, SMALL_LINE = 7.0, 3.1
TITLE = 6.2
"""The height of a column's title."""
CHART = 11.0
DOUBTS = 3
"""So many doubts of each figure are printed where there is room for them, else fewer."""
BELOW = 74.0
"""What stands below takes at most so much."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on a chart: its value with its interval, all in the chart's unit."""

    value: float
    lower: float | None = None
    upper: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class FigureBox:
    """One figure: what is measured, the number with all it carries, its charts, what makes one careful, its source."""

    name: str
    said: str
    care: tuple[tuple[str, ...], ...] = ()
    """Each doubt with its answer, if it has one, the gravest first."""
    more_care: int = 0
    """Doubts that found no room."""
    source: int = 0
    """The number of the source below."""
    here: Mark | None = None
    """None where the page is of a county and the others are its districts."""
    others: tuple[Mark, ...] = ()
    beside: Mark | None = None
    """The benchmark."""
    course: tuple[Mark, ...] = ()
    """The figure over time, the oldest first; `label` is the time."""
    described: str = ""
    """What the charts show, for who cannot see them."""

    @property
    def charted(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.others) or (self.here is not None and (self.beside is not None or len(self.course) > 1))


@dataclass(frozen=True, slots=True)
class VoiceBox:
    """A code, how many people, and what one of them said."""

    code: str
    counted: str
    quote: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class MeetBox:
    """A topic: how the two sides meet, who speaks of it here, and what is made of it."""

    topic: str
    meet: str
    here: str
    together: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one place."""

    place: str
    kind: str
    audience: str
    project: str
    made: str
    notice: str
    key: str
    """How the charts are read."""
    figures: tuple[FigureBox, ...] = ()
    heard: str = ""
    care: str = ""
    voices: tuple[VoiceBox, ...] = ()
    meets: tuple[MeetBox, ...] = ()
    unknown: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Publisher, data set and licence, in the order in which figures name them, from 1."""
    left_out: tuple[str, ...] = ()
    """What is not on the page, in sentences."""


BoxT = TypeVar("BoxT")


def fitted(sheet: Sheet) -> Sheet:
    """The sheet with as much as one side of A4 holds, and a sentence for whatever found no room."""
    short = _shortened(sheet)
    for doubts in range(DOUBTS, 0, -1):
        tried = replace(short, figures=tuple(_with_doubts(one, doubts) for one in short.figures))
        figures, lists, room = _left(tried)
        if len(figures) == len(short.figures):
            break
    voices, meets, said = _right(short, room)
    left = _count(len(short.figures) - len(figures), "figure")
    renumbered, sources = _renumbered(figures, short.sources)
    return replace(
        short, figures=renumbered, voices=voices, meets=meets, unknown=lists.unknown, planned=lists.planned,
        sources=sources, left_out=tuple(filter(None, (left, *said, *lists.said, *short.left_out))),
    )  # fmt: skip


def _left(sheet: Sheet) -> tuple[tuple[FigureBox, ...], _Lists, float]:
    """The figures that find room, what stands below them, and the height of the columns."""
    figures = sheet.figures
    while True:
        told = (_count(len(sheet.figures) - len(figures), "figure"), *sheet.left_out)
        below, lists = _below(replace(sheet, sources=_sources_of(sheet, figures), left_out=tuple(filter(None, told))))
        room = PAGE - HEAD - below - GAP
        kept = _as_many(figures, room - TITLE - SMALL_LINE * lines_of(sheet.key, SMALL, LEFT), figure_mm)
        if len(kept) == len(figures):
            return figures, lists, room
        figures = kept


def _with_doubts(one: FigureBox, most: int) -> FigureBox:
    """A figure with its first doubts, the others counted."""
    return replace(one, care=one.care[:most], more_care=one.more_care + max(0, len(one.care) - most))


@dataclass(frozen=True, slots=True)
class _Lists:
    unknown: tuple[str, ...]
    planned: tuple[str, ...]
    said: tuple[str, ...]


def _shortened(sheet: Sheet) -> Sheet:
    """Long texts cut at a word."""
    return replace(
        sheet,
        place=sheet.place[:60],
        figures=tuple(
            replace(
                one,
                name=cut(one.name, TEXT, LEFT * 0.9, 2),
                said=cut(one.said, TEXT, LEFT, 3),
                care=tuple(tuple(cut(text, SMALL, LEFT, 3) for text in doubt) for doubt in one.care),
            )
            for one in sheet.figures
        ),
        voices=tuple(
            replace(
                one,
                code=cut(one.code, TEXT, RIGHT * 0.9, 2),
                quote=cut(one.quote, TEXT, RIGHT - 4, 5),
                who=cut(one.who, SMALL, RIGHT - 4, 2),
            )
            for one in sheet.voices
        ),
        meets=tuple(
            replace(
                one,
                topic=cut(one.topic, TEXT, RIGHT * 0.9, 2),
                here=cut(one.here, SMALL, RIGHT, 3),
                together=cut(one.together, SMALL, RIGHT, 4),
            )
            for one in sheet.meets
        ),
        unknown=tuple(cut(text, SMALL, HALF - 4, 3) for text in sheet.unknown),
        planned=tuple(cut(text, SMALL, HALF - 4, 4) for text in sheet.planned),
        sources=tuple(cut(text, SMALL, HALF - 6, 2) for text in sheet.sources),
        heard=cut(sheet.heard, TEXT, RIGHT, 3),
        care=cut(sheet.care, SMALL, RIGHT, 3),
        notice=cut(sheet.notice, SMALL, 185, 2),
    )


def figure_mm(one: FigureBox) -> float:
    """How high a figure stands."""
    name = lines_of(f"{one.name} [00]", TEXT, LEFT, bold=True) * LINE
    care = sum(lines_of(text, SMALL, LEFT) for doubt in one.care for text in doubt) + bool(one.more_care)
    return name + lines_of(one.said, TEXT, LEFT) * LINE + (CHART if one.charted else 0) + care * SMALL_LINE + GAP


def voice_mm(one: VoiceBox) -> float:
    """How high a code with its quote stands."""
    head = lines_of(f"{one.code}  {one.counted}", TEXT, RIGHT, bold=True) * LINE
    quote = lines_of(f"“{one.quote}”", TEXT, RIGHT - 4) * LINE if one.quote else 0
    who = lines_of(one.who, SMALL, RIGHT - 4) * SMALL_LINE if one.who else 0
    return head + quote + who + GAP / 2


def meet_mm(one: MeetBox) -> float:
    """How high a topic stands."""
    head = lines_of(f"{one.topic}", TEXT, RIGHT, bold=True) * LINE + lines_of(one.meet, TEXT, RIGHT) * LINE
    small = sum(lines_of(text, SMALL, RIGHT) for text in (one.here, one.together) if text) * SMALL_LINE
    return head + small + GAP / 2


def _right(sheet: Sheet, room: float) -> tuple[tuple[VoiceBox, ...], tuple[MeetBox, ...], tuple[str, ...]]:
    """The right column: half for each of its parts, and what one leaves is the other's."""
    top = 2 * TITLE + lines_of(sheet.heard, TEXT, RIGHT) * LINE + GAP
    top += lines_of(sheet.care, SMALL, RIGHT) * SMALL_LINE if sheet.care else 0
    free = room - top
    wanted = sum(map(meet_mm, sheet.meets))
    meets = _as_many(sheet.meets, max(free / 2, free - sum(map(voice_mm, sheet.voices))), meet_mm)
    voices = _as_many(sheet.voices, free - min(wanted, sum(map(meet_mm, meets))), voice_mm)
    meets = _as_many(sheet.meets, free - sum(map(voice_mm, voices)), meet_mm)
    left = (
        _count(len(sheet.voices) - len(voices), "code"),
        _count(len(sheet.meets) - len(meets), "topic"),
    )
    return voices, meets, left


def _below(sheet: Sheet) -> tuple[float, _Lists]:
    """What stands below: how high it is, and as much of its lists as finds room."""
    left_out = sum(lines_of(text, SMALL, 2 * HALF) for text in sheet.left_out) + 1
    sources = TITLE + sum(lines_of(f"[00] {text}", SMALL, HALF - 2) for text in sheet.sources) * SMALL_LINE
    room = BELOW - left_out * SMALL_LINE - GAP

    def item(text: str) -> float:
        return lines_of(text, SMALL, HALF - 4) * SMALL_LINE + 0.6

    unknown = _as_many(sheet.unknown, room - TITLE, item)
    planned = _as_many(sheet.planned, max(14.0, room - sources - TITLE), item)
    halves = (
        TITLE + sum(map(item, unknown)),
        sources + (TITLE + sum(map(item, planned)) if planned else 0),
    )
    left = (
        _count(len(sheet.unknown) - len(unknown), "thing nobody knows", "things nobody knows"),
        _count(len(sheet.planned) - len(planned), "brief"),
    )
    return max(halves) + left_out * SMALL_LINE + GAP, _Lists(unknown, planned, tuple(filter(None, left)))


def _as_many(boxes: Sequence[BoxT], room: float, height: Callable[[BoxT], float]) -> tuple[BoxT, ...]:
    """The first boxes as far as they find room."""
    kept: list[BoxT] = []
    for one in boxes:
        room -= height(one)
        if room < 0:
            break
        kept.append(one)
    return tuple(kept)


def _sources_of(sheet: Sheet, figures: Sequence[FigureBox]) -> tuple[str, ...]:
    used = {one.source for one in figures}
    return tuple(text for number, text in enumerate(sheet.sources, 1) if number in used)


def _renumbered(figures: Sequence[FigureBox], sources: Sequence[str]) -> tuple[tuple[FigureBox, ...], tuple[str, ...]]:
    """The figures with the sources they name, numbered from 1 in their order."""
    order = {number: at for at, number in enumerate(dict.fromkeys(one.source for one in figures if one.source), 1)}
    return (
        tuple(replace(one, source=order.get(one.source, 0)) for one in figures),
        tuple(sources[number - 1] for number in order),
    )


def _count(number: int, one: str, many: str = "") -> str:
    """What found no room, in a sentence; nothing where everything did."""
    if number <= 0:
        return ""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} more {noun} found no room on this page; the project has {'it' if number == 1 else 'them'}."
