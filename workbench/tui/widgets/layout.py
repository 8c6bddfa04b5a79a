"""Lines of a transcript at one width, and the lanes of its margin. Pure: no screen is needed to test it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import accumulate
from math import inf
from typing import Literal

from rich.cells import cell_len, split_graphemes

from workbench.tui.widgets.passages import Mark, Script, Turn, drawable, is_plain

Spare = Literal["", "above", "below"]

BLOCK = 32
_RUN = re.compile(r"[^\n]*")


@dataclass(slots=True)
class Layout:
    """Every line: which turn it shows, and from which position up to which.

    `spare` says where each turn has a line without words: "below" it, "above" it, or "" for none.
    """

    width: int
    turn: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    spare: Spare = ""

    def __len__(self) -> int:
        return len(self.start)

    def row_at(self, offset: int) -> int:
        """The line that a position is drawn on."""
        row = max(0, bisect_right(self.start, offset) - 1)
        return self.worded(row, -1 if self.spare == "below" else 1)

    def is_spare(self, row: int) -> bool:
        """Whether a line is the one without words."""
        if self.spare == "above":
            return row == self.first[self.turn[row]]
        return bool(self.spare) and row + 1 < len(self.turn) and self.turn[row + 1] != self.turn[row]

    def worded(self, row: int, by: int) -> int:
        """The line itself if it has words, else the next one that way; at an end, the other way."""
        if not self.start or not self.is_spare(row):
            return row
        return row + by if 0 <= row + by < len(self.start) else row - by


def lay_out(script: Script, width: int, *, spare: Spare = "") -> Layout:
    """Wrap every turn to `width` cells, at spaces where there are some.

    `spare` adds a line without words "above" each turn, or "below" each but the last.
    """
    layout = Layout(max(4, width), spare=spare)
    starts, ends, of_turn, first = layout.start, layout.end, layout.turn, layout.first
    last = len(script.turns) - 1
    for index, turn in enumerate(script.turns):
        before = len(starts)
        first.append(before)
        if spare == "above":
            starts.append(turn.start)
            ends.append(turn.start)
        if is_plain(turn.text):
            _wrap(turn.text, turn.start, layout.width, starts, ends)
        else:
            _wrap_wide(turn, layout.width, starts, ends)
        if spare == "below" and index < last:
            starts.append(turn.end)
            ends.append(turn.end)
        of_turn += [index] * (len(starts) - before)
    return layout


def _wrap(text: str, at: int, width: int, starts: list[int], ends: list[int]) -> None:
    """Add the lines of a turn that begins at a position, where every character takes one cell."""
    if "\n" in text:
        for line in text.split("\n"):
            _wrap(line, at, width, starts, ends)
            at += len(line) + 1
        return
    begun, size = 0, len(text)
    rfind, start_at, end_at, several = text.rfind, starts.append, ends.append, "  " in text
    while size - begun > width:
        stop = rfind(" ", begun, begun + width + 1)
        start_at(at + begun)
        if stop > begun:
            end_at(at + stop)
            begun = stop + 1
        else:
            begun += width
            end_at(at + begun)
        if several:
            while begun < size and text[begun] == " ":
                begun += 1
    if begun < size or not size:
        start_at(at + begun)
        end_at(at + size)


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


class Margin:
    """In which lane and on which lines each mark is drawn, worked out only where somebody looks.

    Marks are in order of their start; each gets the first lane that is free on its lines. Marks whose lines hang together
    depend on each other and on no others, so that they are placed together.
    """

    def __init__(self, marks: Sequence[Mark], layout: Layout) -> None:
        self.lane: dict[int, int] = {}
        self.first_row: dict[int, int] = {}
        self._last_row: dict[int, int] = {}
        self._blocks: dict[int, list[int]] = {}
        self._starts = layout.start
        self._begins = [mark.start for mark in marks]
        self._ends = [max(mark.end, mark.start + 1) for mark in marks]
        self._reach = list(accumulate(self._ends, max))
        """Up to which position each mark and those before it go."""

    def on_row(self, row: int) -> list[int]:
        """The marks on a line, by their place, in order of their start."""
        after = self._starts[row + 1] if row + 1 < len(self._starts) else inf
        newest = bisect_left(self._begins, after) - 1
        if newest < 0 or self._row_before(self._reach[newest]) < row:
            return []
        if newest not in self.lane:
            self._place_around(newest)
        first, last = self.first_row, self._last_row
        return [each for each in self._blocks.get(row // BLOCK, ()) if first[each] <= row <= last[each]]

    def _row_before(self, end: int) -> int:
        """The last line with something of what ends at a position."""
        return bisect_left(self._starts, end) - 1

    def _place_around(self, index: int) -> None:
        """Find the lanes of a mark and of all whose lines hang together with it."""
        while index and self._row_before(self._reach[index - 1]) >= bisect_right(self._starts, self._begins[index]) - 1:
            index -= 1
        free: list[int] = []
        busy: list[tuple[int, int]] = []
        for each in range(index, len(self._begins)):
            first = bisect_right(self._starts, self._begins[each]) - 1
            last = self._row_before(self._ends[each])
            while busy and busy[0][0] < first:
                heappush(free, heappop(busy)[1])
            if each > index and not busy:
                return
            lane = heappop(free) if free else len(busy)
            heappush(busy, (last, lane))
            self.lane[each], self.first_row[each], self._last_row[each] = lane, first, last
            for block in range(first // BLOCK, last // BLOCK + 1):
                self._blocks.setdefault(block, []).append(each)
