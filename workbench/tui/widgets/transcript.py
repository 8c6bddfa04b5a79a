"""The transcript as it is read and coded: speakers left, words in the middle, lettered codes on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from workbench.text import Span
from workbench.tui.commands import Commands, command
from workbench.tui.painting import WholeLines
from workbench.tui.widgets.ink import Ink
from workbench.tui.widgets.layout import Spare, cell_of, offset_at
from workbench.tui.widgets.lines import wrapped
from workbench.tui.widgets.moves import MOVES
from workbench.tui.widgets.page import HEADED, Page, Seen
from workbench.tui.widgets.passages import Mark, Script, Turn, marks_on


class TranscriptView(Commands, WholeLines, can_focus=True, inherit_bindings=False):
    """Turns with their marks. It shows and selects; what a selection is for, the screen decides."""

    HELP = """\
### Reading and selecting
Arrows move by line and character, `w` `b` by word, `s` `S` by sentence, `t` `T` by turn,
`u` to the next turn not yet read, `home` and `end` to the ends of the document.

`x` begins a selection and any move extends it; `space` takes the sentence, again the turn;
`[` `]` move its end and `,` `.` its start by a word; `escape` drops it. Dragging with the mouse
selects too; a double click takes the sentence.

On the right each code has a letter: `▌` mine, `│` somebody else's, `░` only suggested,
`−` beside the letter: evidence against.
"""
    BINDING_GROUP_TITLE = "Transcript"
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--text",
        "transcript--quiet",
        "transcript--speaker",
        "transcript--label",
        "transcript--line",
        "transcript--cursor",
        "transcript--cursor-blurred",
        "transcript--selection",
        "transcript--hit",
    }
    DEFAULT_CSS = """
    TranscriptView {
        height: 1fr; width: 1fr; overflow-y: scroll; overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    """
    COMMAND_LIST = MOVES

    @dataclass
    class CursorMoved(Message):
        """The cursor stands somewhere else."""

        offset: int

    @dataclass
    class EdgeMoved(Message):
        """Nothing is selected: the `start` or `end` of the coding under the cursor moves 1 or -1 word."""

        edge: str
        by: int

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.script = Script([])
        self.marks: list[Mark] = []
        self.hits: list[Span] = []
        self.active: str | None = None
        self.picked: str | None = None
        """The mark that somebody picked among those on the same words."""
        self.cursor = 0
        self._selected: Span | None = None
        self._anchor: int | None = None
        self._dragging = False
        self._goal: int | None = None
        self._page: Page | None = None
        self._ink = Ink(self)

    # What the screen hands down

    def show(self, turns: Sequence[Turn], marks: Iterable[Mark] = (), *, at: int | None = None) -> None:
        """Show a document from its start, or with the cursor at a position."""
        self.script = Script(turns)
        self.marks = _by_start(marks)
        self.hits = []
        self.cursor = self.script.nearest(at if at is not None else (turns[0].start if turns else 0))
        self._selected = self._anchor = self._goal = None
        self._page = None
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True)
        if at is not None:
            self.go_to(at)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Draw other marks on the same words; nothing is wrapped again, nothing moves, and only what changed is drawn."""
        self.marks = _by_start(marks)
        page = self._page
        if page is None:
            self.refresh()
            return
        rows = self._in_sight(page)
        before = [page.marks_on(row) for row in rows]
        page.set_marks(self.marks)
        self._draw_rows(row for row, drawn in zip(rows, before, strict=True) if page.marks_on(row) != drawn)

    def _in_sight(self, page: Page) -> range:
        """The lines on the screen."""
        top = self.scroll_offset.y
        return range(top, min(top + max(1, self.size.height), len(page.layout)))

    def _draw_again(self, *spans: Span | None) -> None:
        """Draw the lines anew that some words stand on."""
        page = self._page
        if page is None:
            self.refresh()
            return
        sight = self._in_sight(page)
        self._draw_rows({row for span in spans if span is not None for row in page.rows_of(span) if row in sight})

    def _draw_rows(self, rows: Iterable[int]) -> None:
        """Draw lines anew, all of them asked for at once: Textual measures the view each time that it is asked."""
        top, width = self.scroll_offset.y, max(self.virtual_size.width, self.size.width)
        if regions := [Region(0, row - top, width, 1) for row in sorted(rows)]:
            self.refresh(*regions)

    def set_hits(self, hits: Iterable[Span]) -> None:
        """Draw what a search found."""
        self.hits = sorted(hits)
        self.refresh()

    def set_active(self, key: str | None) -> None:
        """Draw one mark as the one that is being worked on."""
        if key == self.active:
            return
        keys, self.active = {key, self.active}, key
        self._draw_again(*(Span(mark.start, mark.end) for mark in self.marks if mark.key in keys))

    def set_read(self, index: int, read: bool = True) -> None:
        """Note that a turn, counted from 0, is read."""
        self.script.set_read(index, read)
        if index < len(self.script.starts):
            self._draw_again(Span(self.script.starts[index], self.script.starts[index]))

    # What the screen asks

    @property
    def selection(self) -> Span | None:
        """The selected words without white space at their ends."""
        return self.script.trimmed(self._selected) if self._selected else None

    @property
    def turn(self) -> Turn | None:
        """The turn under the cursor."""
        return self.script.turns[self.script.turn_at(self.cursor)] if self.script.turns else None

    @property
    def word_under_cursor(self) -> Span | None:
        """The word under the cursor."""
        return self.script.word_at(self.cursor)

    @property
    def sentence_under_cursor(self) -> Span | None:
        """The sentence under the cursor."""
        return self.script.sentence_at(self.cursor)

    @property
    def turn_under_cursor(self) -> Span | None:
        """The words of the turn under the cursor."""
        return self.script.turn_span(self.cursor)

    def marks_at(self, offset: int) -> list[Mark]:
        """The marks on a position, the shortest first; where one of them was picked, from that one on."""
        here, first = marks_on(self.marks, offset, self.picked)
        return [*here[first:], *here[:first]]

    def pick_mark(self, by: int) -> None:
        """Go on (1) or back (-1) to another of the marks under the cursor, which is the first of them from then on."""
        here = self.marks_at(self.cursor)
        if len(here) < 2:
            self.app.notify("No other code is on these words.", title="Codes here")
        else:
            self.picked = here[by % len(here)].key
            self.post_message(self.CursorMoved(self.cursor))

    # Moving

    def go_to(self, offset: int, *, select: Span | None = None) -> None:
        """Put the cursor at a position, a third down the screen, and select a passage if one is given."""
        self._anchor = self._goal = None
        self._place(self.script.nearest(offset), centre=True)
        self.select(select)

    def select(self, span: Span | None) -> None:
        """Select these words, or drop the selection."""
        if span == self._selected:
            return
        self._draw_again(self._selected, span)
        self._selected = span

    def action_move(self, unit: str, by: int) -> None:
        """Move the cursor; a selection that was begun goes with it, another one is dropped."""
        if not self.script.turns:
            return
        if unit in ("line", "page"):
            to = self._rows_away(by * (max(1, self.size.height - 2) if unit == "page" else 1))
        else:
            self._goal = None
            to = self.script.moved(self.cursor, unit, by, extending=self._anchor is not None)
        self._place(to)
        self._extend()

    def _rows_away(self, by: int) -> int:
        """The position so many lines on, in the column where the move began."""
        page = self._lay_out()
        if page is None:
            return self.cursor
        row = page.row_of(self.cursor)
        if self._goal is None:
            self._goal = cell_of(self.script, page.layout, row, self.cursor)
        row = page.layout.worded(min(max(0, row + by), len(page.layout) - 1), 1 if by > 0 else -1)
        return offset_at(self.script, page.layout, row, self._goal)

    def _extend(self) -> None:
        """Let the selection follow the cursor, or drop one that was not begun with `x`."""
        if self._anchor is None:
            self.select(None)
        else:
            self.select(Span(min(self._anchor, self.cursor), max(self._anchor, self.cursor)))

    def _place(self, offset: int, *, centre: bool = False) -> None:
        """Set the cursor and keep it in sight."""
        before, self.cursor = self.cursor, offset
        page = self._lay_out()
        if page is not None:
            row, height, top = page.row_of(offset), max(1, self.size.height), self.scroll_offset.y
            edge = min(2, height // 4)
            if centre and not top + edge <= row < top + height * 2 // 3:
                self.scroll_to(y=max(0, row - height // 3), animate=False, immediate=True)
            elif row < top + edge:
                self.scroll_to(y=max(0, row - edge), animate=False, immediate=True)
            elif row >= top + height - edge:
                self.scroll_to(y=row - height + edge + 1, animate=False, immediate=True)
            self._draw_rows({page.row_of(before), row})
        if before != offset:
            self.post_message(self.CursorMoved(offset))

    @command("transcript.next_unread", "Next unread turn", key="u")
    def action_next_unread(self) -> None:
        """Go to the next turn that nobody has read."""
        to = self.script.next_unread(self.cursor) if self.script.turns else None
        if to is None:
            self.app.notify("Every turn here is read.", title="Next unread")
        else:
            self.go_to(to)

    # Selecting

    @command("transcript.begin_selection", "Begin a selection", key="x", palette=False)
    def action_begin_selection(self) -> None:
        """Begin a selection here, which every move extends; a second time, leave it as it is."""
        self._anchor = self.cursor if self._anchor is None else None
        if self._anchor is not None:
            self.select(None)
        self.refresh()

    @command("transcript.take_sentence", "Select the sentence", key="space")
    def action_take_sentence(self) -> None:
        """Select the sentence under the cursor; once more, the whole turn."""
        sentence, turn = self.sentence_under_cursor, self.turn_under_cursor
        self._anchor = None
        self.select(turn if sentence is not None and self.selection in (sentence, turn) else sentence)

    @command("transcript.drop_selection", "Drop the selection", key="escape", palette=False)
    def action_drop_selection(self) -> None:
        """Select nothing."""
        self._anchor = None
        self.select(None)
        self._draw_again(Span(self.cursor, self.cursor))

    def action_edge(self, edge: str, by: int) -> None:
        """Move an end of the selection by a word, or ask the screen to move the coding's."""
        span = self.selection
        if span is None:
            self.post_message(self.EdgeMoved(edge, by))
        else:
            self._anchor = None
            self.select(self.script.moved_edge(span, edge, by))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Backing out of a selection is only here when there is one."""
        if action == "drop_selection":
            return self._selected is not None or self._anchor is not None
        return super().check_action(action, parameters)

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, and begin to drag."""
        offset = self._under(event)
        if offset is None or event.button != 1:
            return
        self._dragging, self._goal = True, None
        self._place(offset)
        self._anchor = offset
        self.select(None)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection to where the mouse is."""
        offset = self._under(event) if self._dragging else None
        if offset is not None and offset != self.cursor:
            self._place(offset)
            self._extend()

    def on_mouse_up(self) -> None:
        """End the dragging; what is selected stays."""
        if self._dragging:
            self._dragging, self._anchor = False, None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click takes the sentence, a third the turn."""
        if event.chain > 1:
            self.action_take_sentence()

    def _under(self, event: events.MouseEvent) -> int | None:
        """The position under the mouse."""
        page = self._page
        if page is None or not len(page.layout):
            return None
        at = event.get_content_offset_capture(self)
        row = min(max(0, at.y + self.scroll_offset.y), len(page.layout) - 1)
        row = page.layout.worded(row, -1 if page.spare == "below" else 1)
        return offset_at(self.script, page.layout, row, at.x - page.left)

    # Drawing

    def _lay_out(self) -> Page | None:
        """The page at the width there is, wrapped again if that changed, keeping the place."""
        width = self.scrollable_content_region.width
        if width <= 0 or not self.script.turns:
            return None
        spare: Spare = "above" if width < HEADED else "below" if self.size.height >= 30 else ""
        old = self._page
        if old is not None and (old.width, old.spare) == (width, spare):
            return old
        page = self._page = Page(self.script, self.marks, width, spare, self._ink)
        self.virtual_size = Size(width, len(page.layout))
        if old is not None:
            self._keep_place(old, page)
        self.refresh()
        return page

    def _keep_place(self, old: Page, page: Page) -> None:
        """Leave the cursor where it was on the screen, or the top line if the cursor was out of sight."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        above = old.row_of(self.cursor) - top
        if 0 <= above < height:
            self.scroll_to(y=page.row_of(self.cursor) - min(above, height // 2), animate=False, immediate=True)
        elif top < len(old.layout):
            self.scroll_to(y=page.row_of(old.layout.start[top]), animate=False, immediate=True)

    def on_resize(self) -> None:
        """Wrap again when there is more or less room; a view that had none until now brings the cursor into sight."""
        if self._page is None:
            self._place(self.cursor, centre=True)
        else:
            self._lay_out()

    def notify_style_update(self) -> None:
        """Mix the colours again when the look changes."""
        self._ink.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        ground = self._ink.component("transcript--text")
        page, row = self._page, y + self.scroll_offset.y
        width = self.scrollable_content_region.width if page is None else page.width
        if not self.script.turns:
            lines = wrapped(self.empty, max(8, width - 4))
            said = lines[y - 1] if 0 < y <= len(lines) else ""
            return Strip([Segment(f"  {said}", self._ink.component("transcript--quiet"))]).adjust_cell_length(
                width, ground
            )
        if page is None or row >= len(page.layout):
            return Strip.blank(width, ground)
        seen = Seen(self.cursor, self._selected, self._anchor is not None, self.hits, self.active, self.has_focus)
        segments, base = page.draw(row, y == 0, seen)
        return Strip(segments).adjust_cell_length(width, base)


def _by_start(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in reading order, the longer first."""
    return sorted(sorted(marks, key=attrgetter("end"), reverse=True), key=attrgetter("start"))
