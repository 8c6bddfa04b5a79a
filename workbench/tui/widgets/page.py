"""A document at one width, which draws its lines: speakers, words under their marks, lettered margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from workbench.text import Span
from workbench.tui.widgets.ink import Ink
from workbench.tui.widgets.layout import Layout, Margin, Spare, lay_out
from workbench.tui.widgets.lines import fitted
from workbench.tui.widgets.passages import Mark, Script, Turn, drawable

TEXT_WIDTH = 92
HEADED = 72
LANE = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader has done to the page: cursor, selection, what was found, what is being worked on."""

    cursor: int = 0
    selected: Span | None = None
    extending: bool = False
    hits: Sequence[Span] = ()
    active: str | None = None
    focused: bool = False


class Page:
    """The lines of a script at a width.

    With a spare line "above", each speaker stands there, over the words, else in a column to their left.
    Lines of words stay under `TEXT_WIDTH`, which is what an eye can follow.
    """

    def __init__(self, script: Script, marks: Sequence[Mark], width: int, spare: Spare, ink: Ink) -> None:
        turns = script.turns
        self.script, self.width, self.spare, self._ink = script, width, spare, ink
        self._label = max((len(turn.label) for turn in turns), default=0)
        speaker = min(max((cell_len(name) for name in {turn.speaker for turn in turns}), default=0), 16)
        self._lanes = 6 if width >= 84 else 4 if width >= 48 else 2
        headed = spare == "above"
        self.left = 2 if headed else 2 + (self._label and self._label + 1) + (speaker and speaker + 2)
        self.text_width = min(TEXT_WIDTH, max(12, width - self.left - 2 - self._lanes * LANE))
        self.layout: Layout = lay_out(script, self.text_width, spare=spare)
        self.set_marks(marks)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Draw other marks, in order of their start; nothing is wrapped again."""
        self.marks = marks
        self._margin = Margin(marks, self.layout)
        self._drawn: dict[int, list[tuple[Mark, int, bool]]] = {}

    def marks_on(self, row: int) -> list[tuple[Mark, int, bool]]:
        """What is drawn of marks on a line: each, its lane, and whether it begins there."""
        if row not in self._drawn:
            margin = self._margin
            self._drawn[row] = [
                (self.marks[each], margin.lane[each], margin.first_row[each] == row) for each in margin.on_row(row)
            ]
        return self._drawn[row]

    def rows_of(self, span: Span) -> range:
        """The lines that some words are drawn on."""
        return range(self.row_of(span.start), self.row_of(max(span.start, span.end - 1)) + 1)

    def row_of(self, offset: int) -> int:
        """The line a position is drawn on."""
        return self.layout.row_at(offset)

    def draw(self, row: int, top: bool, seen: Seen) -> tuple[list[Segment], Style]:
        """One line and its ground; on the `top` line in sight every mark shows its letter."""
        index = self.layout.turn[row]
        here = self._margin.on_row(row)
        on_cursor = row == self.row_of(seen.cursor)
        base = self._ink.component("transcript--text")
        if on_cursor:
            base += self._ink.component("transcript--line", partial=True)
        segments = self._speaker(row, index, base, seen if on_cursor else None)
        segments += self._words(row, index, [self.marks[each] for each in here], base, seen)
        used = sum(segment.cell_length for segment in segments)
        if not here:
            return [*segments, Segment(" " * (self.width - used), base)], base
        segments.append(Segment(" " * (self.left + self.text_width + 1 - used), base))
        return segments + self._letters(row, top, here, base, seen.active), base

    def _speaker(self, row: int, index: int, base: Style, seen: Seen | None) -> list[Segment]:
        """Cursor mark or unread dot, the turn's label and its speaker; `seen` only on the cursor's line."""
        turn, headed = self.script.turns[index], self.spare == "above"
        first = row == self.layout.first[index]
        quiet = base + self._ink.component("transcript--label", partial=True)
        named = base + self._ink.component("transcript--speaker", partial=True)
        if seen is not None:
            dot = "×" if seen.extending else "▸"
        else:
            dot = "•" if first and not turn.read else " "
        segments = [Segment(f"{dot} ", named)]
        if not first:
            return [*segments, Segment(" " * (self.left - 2), base)]
        if self._label:
            label = turn.label if headed else turn.label.rjust(self._label)
            segments.append(Segment(f"{label} ", quiet))
        used = sum(segment.cell_length for segment in segments)
        room = (self.text_width if headed else self.left) - used
        name = fitted(drawable(turn.speaker), max(0, room - 2))
        segments.append(Segment(name + " " * (room - cell_len(name)), named if is_participant(turn) else quiet))
        return segments

    def _words(self, row: int, index: int, marks: list[Mark], base: Style, seen: Seen) -> list[Segment]:
        """The words of a line in runs that look the same."""
        start, end = self.layout.start[row], self.layout.end[row]
        turn = self.script.turns[index]
        if not is_participant(turn):
            base += self._ink.component("transcript--quiet", partial=True)
        cursor = self._cursor_cells(row, seen.cursor)
        hits = [hit for hit in seen.hits if hit.start < end and hit.end > start]
        picked = [seen.selected] if seen.selected else []
        cuts = {start, end, *(min(max(start, each), end) for each in cursor)}
        for low, high in ((span.start, span.end) for group in (marks, hits, picked) for span in group):
            cuts.update((min(max(start, low), end), min(max(start, high), end)))
        if self.script.characters(index) is not None:
            cuts = {self.script.nearest(cut) if cut < end else cut for cut in cuts}
        segments = []
        for low, high in pairwise(sorted(cuts)):
            style = self._ink.tint(base, _over(marks, low, high), seen.active)
            if _over(hits, low, high):
                style += self._ink.component("transcript--hit", partial=True)
            if _over(picked, low, high):
                style += self._ink.component("transcript--selection", partial=True)
            if cursor[0] <= low and cursor[1] >= high:
                style += self._cursor_style(seen)
            segments.append(Segment(drawable(turn.text[low - turn.start : high - turn.start]), style))
        if cursor[0] == end:
            segments.append(Segment(" ", base + self._cursor_style(seen)))
        return segments

    def _cursor_cells(self, row: int, cursor: int) -> tuple[int, int]:
        """The character under the cursor, as it is drawn on a line; nothing on other lines."""
        if row != self.row_of(cursor):
            return (-1, -1)
        end = self.layout.end[row]
        return (end, end) if cursor >= end else (cursor, min(end, self.script.next_character(cursor, 1)))

    def _cursor_style(self, seen: Seen) -> Style:
        """A block while the words have the focus, an underline while they do not."""
        kind = "transcript--cursor" if seen.focused else "transcript--cursor-blurred"
        return self._ink.component(kind, partial=True)

    def _letters(self, row: int, top: bool, here: list[int], base: Style, active: str | None) -> list[Segment]:
        """The margin: a letter where a mark begins, a bar further down, + for those that find no room."""
        cells: dict[int, Segment] = {}
        more = False
        for each in here:
            mark, lane = self.marks[each], self._margin.lane[each]
            if lane >= self._lanes:
                more = True
                if mark.key != active or not self._lanes:
                    continue
                lane = self._lanes - 1
            elif lane in cells and more:
                continue
            sign = _sign(mark, top or row == self._margin.first_row[each])
            cells[lane] = Segment(sign.ljust(LANE), self._ink.letter(base, mark, active))
        last = max(cells, default=-1) + 1
        segments = [cells.get(lane, Segment(" " * LANE, base)) for lane in range(last)]
        left = (self._lanes - last) * LANE
        beyond = self.width - self.left - self.text_width - 2 - self._lanes * LANE
        return [*segments, Segment(" " * left + ("+" if more else " ") + " " * beyond, base)]


SpanT = TypeVar("SpanT", Mark, Span)


def _over(spans: Sequence[SpanT], low: int, high: int) -> tuple[SpanT, ...]:
    """The spans that cover a run."""
    return tuple(span for span in spans if span.start <= low and span.end >= high)


def is_participant(turn: Turn) -> bool:
    """Whether the words are those of somebody who is studied."""
    return turn.role == "participant"


def _sign(mark: Mark, lettered: bool) -> str:
    """What the margin shows of a mark on one line."""
    faint = "┊" if mark.mine else "░"
    bar = faint if mark.suggested else "▌" if mark.mine else "│"
    if not lettered:
        return bar
    return mark.letter[:1] + ("−" if mark.against else "░" if bar == "░" else "")
