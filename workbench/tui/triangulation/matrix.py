"""The matrix as it is drawn: topics down, sources across, then pairs and the whole, with a mark on one cell.

Where there is not room for all columns they move sideways under the mark; the topic always stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from workbench.triangulation.protocol.convergence import GLYPHS
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, Pair
from workbench.tui.commands import command
from workbench.tui.widgets.lines import LineList, fitted

Kind = Literal["topic", "source", "pair", "overall"]
GAP = 2
LEAST = {"topic": 20, "source": 11, "pair": 15, "overall": 14}


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column: a source, a pair of sources, or the whole."""

    kind: Kind
    title: str
    source: str = ""
    pair: Pair | None = None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Some words and what they mean for a person: `warning` wants another look."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A topic with its cells."""

    id: int
    topic: MatrixCell
    cells: tuple[MatrixCell, ...]


def columns_of(matrix: Matrix) -> tuple[MatrixColumn, ...]:
    """Sources, then the pairs that meet in a topic or that somebody judged, then the whole."""
    met = [pair for pair in matrix.pairs if any(row.meetings[pair].matters for row in matrix.rows)]
    return (
        *(MatrixColumn("source", name, source=name) for name in matrix.sources),
        *(MatrixColumn("pair", f"{pair[0]} ↔ {pair[1]}", pair=pair) for pair in met),
        *([MatrixColumn("overall", "as a whole")] if matrix.rows else []),
    )


def lines_of(matrix: Matrix, columns: Sequence[MatrixColumn]) -> list[MatrixLine]:
    """The topics as they are drawn."""
    return [MatrixLine(row.id, _topic(row), tuple(_cell(row, column) for column in columns)) for row in matrix.rows]


def _topic(row: MatrixRow) -> MatrixCell:
    mark = {"recheck": "⚠ ", "grown": "+ ", "current": ""}[row.state]
    return MatrixCell(f"{mark}{row.title}", "warning" if row.state == "recheck" else "title")


def _cell(row: MatrixRow, column: MatrixColumn) -> MatrixCell:
    """A cell's words: of a source how prominent, of a pair how the two meet."""
    if column.kind == "source":
        cell = row.cells[column.source]
        marks = {line.state for line in cell.findings}
        mark = "⚠ " if "recheck" in marks else "+ " if "grown" in marks else ""
        return MatrixCell(mark + cell.words if cell.findings else "–", "" if cell.findings else "quiet")
    if column.pair is not None:
        meeting = row.meetings[column.pair]
        mark = f"{meeting.mark} " if meeting.mark else ""
        said = meeting.words
        if said.startswith(GLYPHS[""]) and meeting.proposal is not None and meeting.proposal.value == "silence":
            said = f"{GLYPHS['']} one side only, not judged"
        elif meeting.consensus is not None:
            said = f"{said} · settled"
        elif len(meeting.judged) == 1 and not meeting.hidden:
            said = f"{said} · one person"
        return MatrixCell(mark + said if said else "", "warning" if meeting.state == "recheck" else _tone(said))
    return MatrixCell(row.words, _tone(row.words))


def _tone(said: str) -> str:
    glyph = said[:1]
    if said.startswith("judged differently"):
        return "error"
    tones = {GLYPHS["agreement"]: "good", GLYPHS["dissonance"]: "error", GLYPHS[""]: "quiet"}
    return tones.get(glyph, "")


@dataclass(frozen=True, slots=True)
class Fit:
    """Which columns are in sight, by their place, and how wide; `topic` is the first column's width."""

    topic: int
    widths: dict[int, int]
    left: bool = False
    right: bool = False


def fit(columns: Sequence[MatrixColumn], room: int, here: int) -> Fit:
    """The columns that find room, with the marked one among them; the whole always stays in sight, on the right."""
    topic = max(LEAST["topic"], min(34, room // 4))
    least = [LEAST[column.kind] + GAP for column in columns]
    if sum(least) <= room - topic:
        spare = min(12, (room - topic - sum(least)) // max(1, len(least)))
        widths = {at: width - GAP + spare for at, width in enumerate(least)}
        return Fit(room - sum(widths.values()) - GAP * len(widths), widths)
    whole = len(columns) - 1
    free = room - topic - least[whole]
    first = last = min(max(0, here), whole - 1)
    used = least[first]
    while True:
        if last + 1 < whole and used + least[last + 1] <= free:
            last += 1
            used += least[last]
        elif first > 0 and used + least[first - 1] <= free:
            first -= 1
            used += least[first]
        else:
            break
    spare = max(0, free - used) // (last - first + 2)
    widths = {at: least[at] - GAP + spare for at in (*range(first, last + 1), whole)}
    return Fit(topic, widths, first > 0, last + 1 < whole)


class MatrixGrid(LineList[MatrixLine]):
    """The topics, a mark on one cell. Arrows move it; `enter` opens the cell."""

    HELP = """\
### Matrix
Arrows move from cell to cell, `enter` opens it: two findings side by side with their evidence.
`=` point the same way, `≈` partly, `≠` opposite, `∅` only one side speaks, `·` not judged yet.
`⚠` look again, something it rests on changed; `+` there is more evidence since.
"""
    BINDING_GROUP_TITLE = "Matrix"
    column: var[int] = var(0, init=False)

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.columns: tuple[MatrixColumn, ...] = ()

    def show(self, matrix: Matrix) -> None:
        """Show a matrix, with the mark on the cell it was on."""
        kept = self.current.id if self.current else None
        name = self.here.title if self.here else ""
        self.columns = columns_of(matrix)
        lines = lines_of(matrix, self.columns)
        titles = [column.title for column in self.columns]
        self.column = titles.index(name) if name in titles else 0
        self.show_items(lines, next((at for at, line in enumerate(lines) if line.id == kept), 0))
        self.heads()

    @property
    def here(self) -> MatrixColumn | None:
        """The marked column."""
        return self.columns[self.column] if self.column < len(self.columns) else None

    def put(self, row_id: int, title: str) -> None:
        """Put the mark on a topic and a column."""
        for at, line in enumerate(self.items):
            if line.id == row_id:
                self.highlighted = at
        for at, column in enumerate(self.columns):
            if column.title == title:
                self.column = at

    def fitting(self) -> Fit:
        """The columns in sight at this width."""
        return fit(self.columns, self.scrollable_content_region.width - 2, self.column)

    def heads(self) -> None:
        """Draw the titles again."""
        if isinstance(self.parent, Widget):
            for heads in self.parent.query(MatrixHeads):
                heads.refresh()

    def watch_column(self) -> None:
        """Bring the marked column into sight and say where the mark is."""
        self._measure()
        self.heads()
        self.refresh()
        self.post_message(self.Highlighted(self, self.highlighted))

    def on_resize(self) -> None:
        """Fit the columns again."""
        super().on_resize()
        self.heads()

    @command("matrix.cell_left", "Left", key="left", palette=False)
    def action_cell_left(self) -> None:
        """Move the mark to the column before."""
        self.column = max(0, self.column - 1)

    @command("matrix.cell_right", "Right", key="right", palette=False)
    def action_cell_right(self) -> None:
        """Move the mark to the next column."""
        self.column = min(self.column + 1, max(0, len(self.columns) - 1))

    def on_click(self, event: events.Click) -> None:
        """A click marks the cell it falls on, another opens it."""
        at = event.get_content_offset_capture(self)
        fitting = self.fitting()
        edges = list(accumulate((fitting.topic + 1 + GAP, *(width + GAP for width in fitting.widths.values()))))
        place = bisect_right(edges, at.x) - 1
        shown = list(fitting.widths)
        row = bisect_right(self._tops, at.y + self.scroll_offset.y) - 1
        if 0 <= place < len(shown) and shown[place] != self.column and row == self.highlighted:
            self.column = shown[place]
            return
        if 0 <= place < len(shown):
            self.column = shown[place]
        super().on_click(event)

    def lines_of(self, item: MatrixLine, width: int) -> int:  # noqa: ARG002
        """As many as the tallest cell in sight, and one between topics."""
        return max(len(cell) for _, cell, _ in self._cells(item)) + 1

    def _cells(self, item: MatrixLine) -> list[tuple[int, list[str], MatrixCell]]:
        """Place of the column (-1 the topic), its lines, the cell."""
        fitting = self.fitting()
        found = [(-1, _wrapped(item.topic.text, fitting.topic), item.topic)]
        for at, width in fitting.widths.items():
            found.append((at, _wrapped(item.cells[at].text, width), item.cells[at]))
        return found

    def draw(self, item: MatrixLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """One line of a topic; the marked cell stands out from its row."""
        fitting = self.fitting()
        ground = self.ink.component("lines--highlight-blurred") if chosen else base
        segments = [Segment(" ", ground)]
        for place, lines, cell in self._cells(item):
            size = fitting.topic if place < 0 else fitting.widths[place]
            text = lines[line] if line < len(lines) else ""
            style = ground
            if chosen and place == self.column:
                style = base
            elif cell.tone:
                style = ground + self.ink.component(f"lines--{cell.tone}", partial=True)
            if place >= 0:
                segments.append(Segment(" " * (GAP - 1), ground))
            segments.append(Segment((" " if place >= 0 else "") + fitted(text, size), style))
        drawn = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, width - drawn), ground)]


def _wrapped(text: str, width: int) -> list[str]:
    lines = wrap(text, max(4, width)) or [""]
    return lines if len(lines) <= 4 else [*lines[:3], " ".join(lines[3:])]


class MatrixHeads(Widget):
    """The titles of the columns, two lines."""

    DEFAULT_CSS = "MatrixHeads { height: 2; width: 1fr; background: $surface; color: $quiet; }"

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__()
        self._grid = grid

    def render_line(self, y: int) -> Strip:
        """One line of titles; ‹ and › where columns are out of sight."""
        fitting = self._grid.fitting()
        style = self.rich_style
        more = "› " if fitting.right and y == 0 else ""
        text = " " + fitted(("‹ " if fitting.left and y == 0 else "") + ("Topic" if y == 0 else ""), fitting.topic)
        segments = [Segment(text, style)]
        for at, width in fitting.widths.items():
            lines = _headed(self._grid.columns[at].title, width)
            here = at == self._grid.column
            shown = style + Style(bold=True, underline=True) if here else style
            segments.append(Segment(" " * GAP, style))
            words_ = lines[y] if y < len(lines) else ""
            segments.append(Segment(fitted(words_, width), shown if words_ else style))
        segments.append(Segment(f" {more}", style))
        return Strip(segments).adjust_cell_length(self.size.width, style)


def _headed(title: str, width: int) -> list[str]:
    lines = wrap(title, width) or [""]
    return lines if len(lines) <= 2 else [lines[0], " ".join(lines[1:])]


class MatrixTable(Vertical):
    """The matrix with its titles."""

    DEFAULT_CSS = "MatrixTable { height: 1fr; width: 1fr; }"

    def __init__(self, *, empty: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.grid = MatrixGrid(empty=empty)

    def compose(self) -> ComposeResult:
        """Titles above, topics below."""
        yield MatrixHeads(self.grid)
        yield self.grid
