"""A bare view of a transcript by Textual's Line API: its words, who speaks, and its marks; a line is styled when it is shown.

It is what any view has to do that shows what is coded and nothing else: no lanes, no letters, no cursor, no lists beside.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

WIDTH, VOICE = 118, 10
LOOKS = [Style(bgcolor=f"color({colour})") for colour in (22, 52, 17, 58, 53)]
LONGEST = 3_000
"""Characters before a line in which a mark may begin that still lies on it."""

Spoken = tuple[int, str, str]
"""Where a turn begins, who speaks, and the words."""
Marked = tuple[int, int, int]
"""Where a mark begins and ends, and its code."""


def spoken(raw: Any, document: int) -> list[Spoken]:
    """The turns of a document, in order."""
    asked = "SELECT start, speaker, text FROM turn WHERE document = ? ORDER BY start"
    return list(raw.execute(asked, (document,)).fetchall())


def marked(raw: Any, document: int) -> list[Marked]:
    """What is coded in a document."""
    return list(raw.execute("SELECT start, stop, code FROM coding WHERE document = ?", (document,)).fetchall())


class BareView(ScrollView, can_focus=True):
    """Wrapped lines with their marks."""

    rows: tuple[tuple[int, int], ...] = ()

    def load(self, turns: Sequence[Spoken], marks: Sequence[Marked]) -> None:
        """Show a document from its start."""
        self.text, self.marks = "\n".join(text for _, _, text in turns), sorted(marks)
        self.voices = {start: voice for start, voice, _ in turns}
        self.rows = tuple(_wrapped(self.text))
        self.virtual_size = Size(VOICE + WIDTH, len(self.rows))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def mark(self, one: Marked, *, whole: bool) -> None:
        """Show one mark more: by painting the whole view again, or the lines that it lies on."""
        insort(self.marks, one)
        if whole:
            self.refresh()
            return
        first = bisect_right(self.rows, (one[0], len(self.text))) - 1
        last = bisect_left(self.rows, (one[1],)) - 1
        self.refresh(Region(0, first - self.scroll_offset.y, self.size.width, last - first + 1))

    def render_line(self, y: int) -> Strip:
        """One line."""
        row = y + self.scroll_offset.y
        if row >= len(self.rows):
            return Strip.blank(self.size.width)
        start, end = self.rows[row]
        low, high = bisect_left(self.marks, (start - LONGEST,)), bisect_left(self.marks, (end,))
        here = [mark for mark in self.marks[low:high] if mark[1] > start]
        cuts = sorted({start, end, *(max(start, one[0]) for one in here), *(min(end, one[1]) for one in here)})
        segments = [Segment(f"{self.voices.get(start, '')[: VOICE - 1]:<{VOICE}}")]
        for first, after in pairwise(cuts):
            over = [code for begin, stop, code in here if begin <= first and stop >= after]
            segments.append(Segment(self.text[first:after], LOOKS[over[-1] % len(LOOKS)] if over else Style()))
        return Strip(segments).adjust_cell_length(self.size.width)


def _wrapped(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, cut at spaces."""
    at = 0
    for line in text.split("\n"):
        begun, size = 0, len(line)
        while begun < size:
            stop = size if size - begun <= WIDTH else line.rfind(" ", begun, begun + WIDTH + 1)
            stop = stop if stop > begun else min(size, begun + WIDTH)
            yield at + begun, at + stop
            begun = stop + 1
        at += size + 1
