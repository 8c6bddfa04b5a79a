"""The transcript as it is read and coded: speakers left, words in the middle, lettered codes on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.text import Span
from workbench.tui.commands import Command, Commands, command
from workbench.tui.widgets.ink import Ink
from workbench.tui.widgets.layout import Layout, Margin, cell_of, lay_out, offset_at, set_margin
from workbench.tui.widgets.passages import Mark, Script, Turn, drawable

TEXT_WIDTH = 92
LANE = 2


def _move(name: str, title: str, key: str, unit: str, by: int) -> Command:
    """One move of the cursor as a command."""
    action = f"move('{unit}', {by})"
    return Command(f"transcript.{name}", title, "With a selection begun, extends it.", key, action=action, palette=False)


class TranscriptView(Commands, ScrollView, can_focus=True):
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
    TranscriptView { height: 1fr; width: 1fr; overflow-y: scroll; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """
    COMMAND_LIST = (
        _move("next_line", "Next line", "down", "line", 1),
        _move("previous_line", "Previous line", "up", "line", -1),
        _move("next_character", "Next character", "right", "character", 1),
        _move("previous_character", "Previous character", "left", "character", -1),
        _move("next_page", "Next page", "pagedown", "page", 1),
        _move("previous_page", "Previous page", "pageup", "page", -1),
        _move("next_word", "Next word", "w", "word", 1),
        _move("previous_word", "Previous word", "b", "word", -1),
        _move("next_sentence", "Next sentence", "s", "sentence", 1),
        _move("previous_sentence", "Previous sentence", "S", "sentence", -1),
        _move("next_turn", "Next turn", "t", "turn", 1),
        _move("previous_turn", "Previous turn", "T", "turn", -1),
        _move("document_start", "Start of the document", "home,ctrl+home", "document", -1),
        _move("document_end", "End of the document", "end,ctrl+end", "document", 1),
        Command("transcript.end_back", "End one word back", "Of the selection.", "left_square_bracket",
                action="edge('end', -1)", palette=False),
        Command("transcript.end_on", "End one word on", "Of the selection.", "right_square_bracket",
                action="edge('end', 1)", palette=False),
        Command("transcript.start_back", "Start one word back", "Of the selection.", "comma",
                action="edge('start', -1)", palette=False),
        Command("transcript.start_on", "Start one word on", "Of the selection.", "full_stop",
                action="edge('start', 1)", palette=False),
    )  # fmt: skip

    @dataclass
    class PassageSelected(Message):
        """The selection changed to these words."""

        span: Span

    @dataclass
    class SelectionDropped(Message):
        """Nothing is selected any more."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands somewhere else."""

        offset: int

    @dataclass
    class EdgeMoved(Message):
        """Without a selection, the person moves an end of the coding under the cursor: `start` or `end`, 1 or -1 word."""

        edge: str
        by: int

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.script = Script([])
        self.marks: list[Mark] = []
        self.hits: list[Span] = []
        self.active: str | None = None
        self.cursor = 0
        self._selected: Span | None = None
        self._anchor: int | None = None
        self._dragging = False
        self._goal: int | None = None
        self._layout = Layout(1)
        self._laid_out = (0, False)
        self._margin: Margin | None = None
        self._columns = (0, 0, 1, 0)
        self._ink = Ink(self)

    # What the screen hands down

    def show(self, turns: Sequence[Turn], marks: Iterable[Mark] = (), *, at: int | None = None) -> None:
        """Show a document from its start, or with the cursor at a position."""
        self.script = Script(turns)
        self.marks = sorted(marks, key=_by_start)
        self.hits = []
        self.cursor = self.script.nearest(at if at is not None else (turns[0].start if turns else 0))
        self._selected = self._anchor = self._goal = None
        self._laid_out = (0, False)
        self._lay_out()
        self.scroll_to(y=0, animate=False)
        if at is not None:
            self.go_to(at)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Draw other marks on the same words; nothing is wrapped again and nothing moves."""
        self.marks = sorted(marks, key=_by_start)
        self._margin = None
        self.refresh()

    def set_hits(self, hits: Iterable[Span]) -> None:
        """Draw what a search found."""
        self.hits = sorted(hits)
        self.refresh()

    def set_active(self, key: str | None) -> None:
        """Draw one mark as the one that is being worked on."""
        self.active = key
        self.refresh()

    def set_read(self, index: int, read: bool = True) -> None:
        """Note that a turn, counted from 0, is read."""
        self.script.set_read(index, read)
        self.refresh()

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
        """The marks on a position, the shortest first."""
        here = [mark for mark in self.marks if mark.start <= offset < mark.end]
        return sorted(here, key=lambda mark: mark.end - mark.start)

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
        self._selected = span
        self.refresh()
        selection = self.selection
        self.post_message(self.PassageSelected(selection) if selection else self.SelectionDropped())

    def action_move(self, unit: str, by: int) -> None:
        """Move the cursor; a selection that was begun goes with it, another one is dropped."""
        if not self.script.turns:
            return
        if unit in ("line", "page"):
            to = self._rows_away(by * (max(1, self.size.height - 2) if unit == "page" else 1))
        else:
            self._goal = None
            to = self._target(unit, by)
        self._place(to)
        self._extend()

    def _target(self, unit: str, by: int) -> int:
        """Where a move by anything but lines leads."""
        if unit == "character":
            return self.script.next_character(self.cursor, by)
        if unit == "turn":
            if by > 0 and self._anchor is not None and self.turn is self.script.turns[-1]:
                return self.script.end
            return self.script.next_turn(self.cursor, by)
        if unit == "document":
            return self.script.end if by > 0 else self.script.starts[0]
        return self.script.next_start(self.cursor, by, unit)

    def _rows_away(self, by: int) -> int:
        """The position so many lines on, in the column where the move began."""
        self._lay_out()
        layout = self._layout
        row = layout.row_at(self.cursor)
        if self._goal is None:
            self._goal = cell_of(self.script, layout, row, self.cursor)
        row = min(max(0, row + by), len(layout) - 1)
        if layout.is_break(row):
            row = min(max(0, row + (1 if by > 0 else -1)), len(layout) - 1)
        return offset_at(self.script, layout, row, self._goal)

    def _extend(self) -> None:
        """Let the selection follow the cursor, or drop one that was not begun with `x`."""
        if self._anchor is None:
            self.select(None)
        else:
            self.select(Span(min(self._anchor, self.cursor), max(self._anchor, self.cursor)))

    def _place(self, offset: int, *, centre: bool = False) -> None:
        """Set the cursor and keep it in sight."""
        self._lay_out()
        layout = self._layout
        before, self.cursor = self.cursor, offset
        if not len(layout):
            return
        row, height = layout.row_at(offset), max(1, self.size.height)
        top = self.scroll_offset.y
        edge = min(2, height // 4)
        if centre and not top + edge <= row < top + height - edge:
            self.scroll_to(y=max(0, row - height // 3), animate=False)
        elif row < top + edge:
            self.scroll_to(y=max(0, row - edge), animate=False)
        elif row >= top + height - edge:
            self.scroll_to(y=row - height + edge + 1, animate=False)
        self.refresh_line(layout.row_at(before))
        self.refresh_line(row)
        if before != offset:
            self.post_message(self.CursorMoved(offset))

    @command("transcript.next_unread", "Next unread turn", key="u")
    def action_next_unread(self) -> None:
        """Go to the next turn that nobody has read."""
        to = self.script.next_unread(self.cursor) if self.script.turns else None
        if to is None:
            self.app.bell()
        else:
            self.go_to(to)

    # Selecting

    @command("transcript.begin_selection", "Begin a selection", key="x", palette=False)
    def action_begin_selection(self) -> None:
        """Begin a selection here, which every move extends; a second time, leave it as it is."""
        self._anchor = self.cursor if self._anchor is None else None
        if self._anchor is not None:
            self.select(None)
        self.refresh_line(self._layout.row_at(self.cursor))

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
        self.refresh()

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
        if not len(self._layout):
            return None
        at = event.get_content_offset_capture(self)
        row = min(max(0, at.y + self.scroll_offset.y), len(self._layout) - 1)
        if self._layout.is_break(row):
            row -= 1
        return offset_at(self.script, self._layout, row, at.x - self._columns[0])

    # Drawing

    def _lay_out(self) -> None:
        """Wrap the words if the width changed, and keep the place."""
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        wanted = (width, self.size.height >= 30)
        if self._laid_out == wanted:
            return
        keep = self._layout.start[self.scroll_offset.y] if self.scroll_offset.y < len(self._layout) else None
        label = max((len(turn.label) for turn in self.script.turns), default=0)
        speaker = max((cell_len(name) for name in {turn.speaker for turn in self.script.turns}), default=0)
        speaker = min(speaker, 16 if width >= 84 else 10)
        lanes = 6 if width >= 84 else 4 if width >= 56 else 2
        left = 2 + (label + 1 if label else 0) + (speaker + 2 if speaker else 0)
        text = min(TEXT_WIDTH, max(12, width - left - 2 - lanes * LANE))
        self._columns = (left, label, text, lanes)
        self._laid_out = wanted
        self._layout = lay_out(self.script, text, breaks=wanted[1])
        self._margin = None
        self.virtual_size = Size(width, len(self._layout))
        if keep is not None and self._layout.start:
            self.scroll_to(y=self._layout.row_at(self.script.nearest(keep)), animate=False)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap again when there is more or less room."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Mix the colours again when the look changes."""
        self._ink.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line: cursor or unread dot, label, speaker, words, margin."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        text_style = self._ink.component("transcript--text")
        if not self.script.turns:
            said = self.empty if y == 1 else ""
            return Strip([Segment(f"  {said}", self._ink.component("transcript--quiet"))]).adjust_cell_length(width, text_style)
        if row >= len(self._layout):
            return Strip.blank(width, text_style)
        if self._margin is None:
            self._margin = set_margin(self.marks, self.script, self._layout)
        index = self._layout.turn[row]
        here = [
            each
            for each in self._margin.by_turn.get(index, ())
            if self._margin.first_row[each] <= row <= self._margin.last_row[each]
        ]
        on_cursor = row == self._layout.row_at(self.cursor)
        base = text_style + self._ink.component("transcript--line") if on_cursor else text_style
        segments = self._left(row, index, base, on_cursor)
        segments += self._words(row, index, [self.marks[each] for each in here], base)
        left, _, text, _ = self._columns
        strip = Strip(segments).adjust_cell_length(left + text + 1, base)
        margin = Strip(self._letters(row, y == 0, here, base))
        return Strip([*strip, *margin]).adjust_cell_length(width, base)

    def _left(self, row: int, index: int, base: Style, on_cursor: bool) -> list[Segment]:
        """Cursor mark or unread dot, the turn's label and its speaker."""
        left, label, _, _ = self._columns
        turn = self.script.turns[index]
        first = row == self._layout.first[index]
        quiet = base + self._ink.component("transcript--label", partial=True)
        dot = "▸" if on_cursor else "•" if first and not turn.read else " "
        if self._anchor is not None and on_cursor:
            dot = "×"
        segments = [Segment(f"{dot} ", base + self._ink.component("transcript--speaker", partial=True))]
        if not first:
            return [*segments, Segment(" " * (left - 2), base)]
        if label:
            segments.append(Segment(f"{turn.label:>{label}} ", quiet))
        room = left - 2 - (label + 1 if label else 0)
        if room > 0:
            kind = "transcript--speaker" if turn.role == "participant" else "transcript--label"
            name = drawable(turn.speaker)
            name = name if cell_len(name) <= room - 2 else set_cell_size(name, room - 3) + "…"
            segments.append(Segment(set_cell_size(name, room), base + self._ink.component(kind, partial=True)))
        return segments

    def _words(self, row: int, index: int, marks: list[Mark], base: Style) -> list[Segment]:
        """The words of a line in runs that look the same."""
        start, end = self._layout.start[row], self._layout.end[row]
        turn = self.script.turns[index]
        if turn.role != "participant":
            base += self._ink.component("transcript--quiet", partial=True)
        selected, cursor = self._selected, self._cursor_cells(row)
        hits = [hit for hit in self.hits if hit.start < end and hit.end > start]
        cuts = {start, end}
        for low, high in (
            *((mark.start, mark.end) for mark in marks),
            *((hit.start, hit.end) for hit in hits),
            *(((selected.start, selected.end),) if selected else ()),
            cursor,
        ):
            cuts.update((min(max(start, low), end), min(max(start, high), end)))
        if turn.start + len(turn.text) and self.script.characters(index) is not None:
            cuts = {self.script.nearest(cut) if cut < end else cut for cut in cuts}
        edges = sorted(cuts)
        segments = []
        for low, high in zip(edges, edges[1:], strict=False):
            over = tuple(mark for mark in marks if mark.start <= low and mark.end >= high)
            style = self._ink.tint(base, over, self.active)
            if any(hit.start <= low and hit.end >= high for hit in hits):
                style += self._ink.component("transcript--hit", partial=True)
            if selected and selected.start <= low and selected.end >= high:
                style += self._ink.component("transcript--selection", partial=True)
            if cursor[0] <= low and cursor[1] >= high:
                style += self._cursor_style()
            segments.append(Segment(drawable(turn.text[low - turn.start : high - turn.start]), style))
        if cursor[0] == end and row == self._layout.row_at(self.cursor):
            segments.append(Segment(" ", base + self._cursor_style()))
        return segments

    def _cursor_cells(self, row: int) -> tuple[int, int]:
        """The character under the cursor, as it is drawn on a line; nothing on other lines."""
        if row != self._layout.row_at(self.cursor):
            return (-1, -1)
        end = self._layout.end[row]
        if self.cursor >= end:
            return (end, end)
        return (self.cursor, min(end, self.script.next_character(self.cursor, 1)))

    def _cursor_style(self) -> Style:
        """A block while the words have the focus, an underline while they do not."""
        kind = "transcript--cursor" if self.has_focus else "transcript--cursor-blurred"
        return self._ink.component(kind, partial=True)

    def _letters(self, row: int, top: bool, here: list[int], base: Style) -> list[Segment]:
        """The margin of a line: a letter where a mark begins, a bar further down, + for those without room."""
        lanes, margin = self._columns[3], self._margin
        assert margin is not None  # noqa: S101
        cells: dict[int, Segment] = {}
        more = 0
        for each in here:
            mark, lane = self.marks[each], margin.lane[each]
            if lane >= lanes:
                more += 1
                continue
            lettered = top or row == margin.first_row[each]
            cells[lane] = Segment(_sign(mark, lettered).ljust(LANE), self._ink.letter(base, mark, self.active))
        segments = [cells.get(lane, Segment(" " * LANE, base)) for lane in range(lanes)]
        return [*segments, Segment("+" if more else " ", base)]


def _by_start(mark: Mark) -> tuple[int, int]:
    """Marks in reading order, the longer first."""
    return (mark.start, -mark.end)


def _sign(mark: Mark, lettered: bool) -> str:
    """What the margin shows of a mark on one line."""
    bar = "░" if mark.suggested else "▌" if mark.mine else "│"
    if not lettered:
        return bar
    return mark.letter[:1] + ("−" if mark.against else "░" if mark.suggested else "")


__all__: list[Any] = ["Mark", "Turn", "TranscriptView"]
