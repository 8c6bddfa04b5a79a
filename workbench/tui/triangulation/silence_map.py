"""The map of silences as it is drawn: topics down, sources across, each silent cell with its kind in a glyph and a word."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from workbench.desk.not_known import Entry, NotKnown
from workbench.tui.triangulation.matrix import MatrixCell, MatrixColumn, MatrixGrid, MatrixHeads, MatrixLine

SPEAKS = "● speaks"
DOING = "→"
"""Stands behind a silence about which something is being done."""


def map_columns(known: NotKnown) -> tuple[MatrixColumn, ...]:
    """A column a source."""
    return tuple(MatrixColumn("source", name, source=name) for name in known.matrix.sources)


def map_lines(known: NotKnown) -> list[MatrixLine]:
    """A line a topic."""
    entries = {(one.silence.row_id, one.silence.source): one for one in known.entries}
    return [
        MatrixLine(
            row.id,
            MatrixCell(row.title, "title"),
            tuple(_cell(entries.get((row.id, source))) for source in known.matrix.sources),
        )
        for row in known.matrix.rows
    ]


def _cell(entry: Entry | None) -> MatrixCell:
    """The kind of a silence; in brackets where it is only proposed; an arrow where something is being done."""
    if entry is None:
        return MatrixCell(SPEAKS, "quiet")
    busy = any(one.is_open for one in entry.requests) or any(one.is_open for one in entry.threads)
    tone = {"differs": "warning", "proposed": "quiet"}.get(entry.stands.by, "")
    if entry.stands.kind == "asked and nobody raised it" and not tone:
        tone = "good"
    return MatrixCell(f"{entry.stands.words} {DOING}" if busy else entry.stands.words, tone)


class SilenceGrid(MatrixGrid):
    """The map, a mark on one cell. Arrows move it; `enter` opens the silence."""

    HELP = """\
### Map of silences
Arrows move from cell to cell, `enter` opens what is marked. Where a source says nothing stands why:
`○` not asked, `◌` the people who could say were not heard, `–` no figure published, `◇` figures of other areas only,
`×` withheld, `?` cannot tell, `∅` asked, and nobody raised it: only this one is evidence; `≠` people judged differently.
In brackets: proposed from the project's own records, and nobody has said so yet. `→` something is being done about it.
"""
    BINDING_GROUP_TITLE = "Map"

    def show_map(self, known: NotKnown) -> None:
        """Show the map, with the mark on the cell it was on."""
        kept = self.current.id if self.current else None
        name = self.here.title if self.here else ""
        self.columns = map_columns(known)
        lines = map_lines(known)
        titles = [column.title for column in self.columns]
        self.column = titles.index(name) if name in titles else 0
        self.show_items(lines, next((at for at, line in enumerate(lines) if line.id == kept), 0))
        self.heads()


class SilenceTable(Vertical):
    """The map with its titles."""

    DEFAULT_CSS = "SilenceTable { height: 1fr; width: 1fr; }"

    def __init__(self, *, empty: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.grid = SilenceGrid(empty=empty)

    def compose(self) -> ComposeResult:
        """Titles above, topics below."""
        yield MatrixHeads(self.grid)
        yield self.grid
