"""Lines of a transcript at one width, and the lanes of its margin. Pure: no screen is needed to test it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from rich.cells import cell_len, split_graphemes

from workbench.tui.widgets.passages import Mark, Script, Turn, drawable, is_plain

_RUN = re.compile(r"[^\n]*")


@dataclass(slots=True)
class Layout:
    """Every line: which turn it shows, and from which position up to which; `breaks` are empty lines between turns."""

    width: int
    turn: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    breaks: bool = False

    def __len__(self) -> int:
        return len(self.start)

    def row_at(self, offset: int) -> int:
        """The line that a position is drawn on."""
        row = max(0, bisect_right(self.start, offset) - 1)
        return row - 1 if self.is_break(row) and row else row

    def is_break(self, row: int) -> bool:
        """Whether a line is the empty one below a turn."""
        return self.breaks and row + 1 < len(self.turn) and self.turn[row + 1] != self.turn[row]


def lay_out(script: Script, width: int, *, breaks: bool = False) -> Layout:
    """Wrap every turn to `width` cells, at spaces where there are some.

    With `breaks` an empty line stands below each turn but the last.
    """
    layout = Layout(max(4, width), breaks=breaks)
    last = len(script.turns) - 1
    for index, turn in enumerate(script.turns):
        layout.first.append(len(layout.start))
        before = len(layout.start)
        _wrap(turn, layout.width, layout.start, layout.end)
        if breaks and index < last:
            layout.start.append(turn.end)
            layout.end.append(turn.end)
        layout.turn.extend([index] * (len(layout.start) - before))
    return layout


def _wrap(turn: Turn, width: int, starts: list[int], ends: list[int]) -> None:
    """Add the lines of one turn."""
    text = turn.text
    if len(text) <= width and "\n" not in text and is_plain(text):
        starts.append(turn.start)
        ends.append(turn.end)
        return
    if not is_plain(text):
        _wrap_wide(turn, width, starts, ends)
        return
    position = 0
    for line in text.split("\n"):
        begun, size = 0, len(line)
        if not size:
            starts.append(turn.start + position)
            ends.append(turn.start + position)
        while begun < size:
            stop = size if size - begun <= width else line.rfind(" ", begun, begun + width + 1)
            if stop <= begun:
                stop = min(size, begun + width)
            starts.append(turn.start + position + begun)
            ends.append(turn.start + position + stop)
            begun = stop
            while begun < size and line[begun] == " ":
                begun += 1
        position += size + 1


def _wrap_wide(turn: Turn, width: int, starts: list[int], ends: list[int]) -> None:
    """The same for text whose characters take no cell, one or two; whole characters stay together."""
    for match in _RUN.finditer(turn.text):
        base = turn.start + match.start()
        line = drawable(match.group())
        if not line and match.start() and turn.text[match.start() - 1] != "\n":
            continue
        spans, _ = split_graphemes(line)
        begun = place = 0
        while True:
            cells, stop, space = 0, place, -1
            while stop < len(spans) and cells + spans[stop][2] <= width:
                if line[spans[stop][0]] == " " and stop > place:
                    space = stop
                cells += spans[stop][2]
                stop += 1
            if stop < len(spans) and line[spans[stop][0]] != " " and space > place:
                stop = space
            stop = max(stop, min(place + 1, len(spans)))
            end = spans[stop - 1][1] if stop else 0
            starts.append(base + begun)
            ends.append(base + end)
            while stop < len(spans) and line[spans[stop][0]] == " ":
                stop += 1
            if stop >= len(spans):
                break
            place, begun = stop, spans[stop][0]


def cell_of(script: Script, layout: Layout, row: int, offset: int) -> int:
    """How many cells lie between the start of a line and a position on it."""
    turn = script.turns[layout.turn[row]]
    offset = min(offset, layout.end[row])
    return cell_len(drawable(turn.text[layout.start[row] - turn.start : offset - turn.start]))


def offset_at(script: Script, layout: Layout, row: int, cell: int) -> int:
    """The position drawn at a cell of a line; its end when the cell lies beyond."""
    turn = script.turns[layout.turn[row]]
    text = turn.text[layout.start[row] - turn.start : layout.end[row] - turn.start]
    if is_plain(text):
        return layout.start[row] + min(max(0, cell), len(text))
    at = 0
    for start, _, size in split_graphemes(drawable(text))[0]:
        if at + size > cell:
            return layout.start[row] + start
        at += size
    return layout.end[row]


@dataclass(slots=True)
class Margin:
    """Which marks a turn has, and in which lane of the margin each is drawn, on which lines."""

    by_turn: dict[int, list[int]] = field(default_factory=dict)
    lane: list[int] = field(default_factory=list)
    first_row: list[int] = field(default_factory=list)
    last_row: list[int] = field(default_factory=list)


def set_margin(marks: Sequence[Mark], script: Script, layout: Layout) -> Margin:
    """Give every mark the first lane that is free on its lines; marks are in order of their start."""
    margin = Margin()
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    lanes = 0
    starts, row_starts, by_turn = script.starts, layout.start, margin.by_turn
    for index, mark in enumerate(marks):
        first = layout.row_at(mark.start)
        last = max(first, bisect_left(row_starts, mark.end) - 1)
        if layout.is_break(last) and last > first:
            last -= 1
        while busy and busy[0][0] < first:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, lanes = lanes, lanes + 1
        heappush(busy, (last, lane))
        margin.lane.append(lane)
        margin.first_row.append(first)
        margin.last_row.append(last)
        top = max(0, bisect_right(starts, mark.start) - 1)
        bottom = max(top, bisect_left(starts, mark.end) - 1)
        for turn in range(top, bottom + 1):
            by_turn.setdefault(turn, []).append(index)
    return margin
