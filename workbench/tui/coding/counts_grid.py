"""Codes or themes by groups of people as they are drawn, with a mark on one number."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.coding.crosstab import CrosstabLine
from workbench.tui.coding.counts import Counts, CountsRow, shown_in
from workbench.tui.commands import command
from workbench.tui.widgets.marked_grid import Fit, MarkedCells, MarkedHeads, fit_into
from workbench.tui.widgets.rows import cell_lines

WIDTH, GAP = 16, 2


def fit(columns: int, room: int, marked: int) -> Fit:
    """The columns that fit into a room of so many cells, with the marked one in sight; names get what is left."""
    least = max(16, min(34, room // 3))
    many = max(1, min(columns, (room - least) // (WIDTH + GAP)))
    return fit_into(columns, many, marked, min(60, room - many * (WIDTH + GAP)))


def shortened(path: str, width: int) -> str:
    """A path in so many cells, of which its end is what tells it apart: `… / Long way`.

    >>> shortened("Journeys/Long way", 12)
    '… /Long way'
    """
    if len(path) <= width or "/" not in path:
        return path
    parts = path.split("/")
    while len(parts) > 1 and len("… /" + "/".join(parts)) > width:
        parts.pop(0)
    return "… /" + "/".join(parts)


class CountCells(MarkedCells[CountsRow]):
    """The codes or themes; arrows move the mark over them and over groups."""

    BINDING_GROUP_TITLE = "Counts"
    WIDTH, GAP = WIDTH, GAP

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.counts = Counts()

    def show(self, counts: Counts) -> None:
        """Show a table, with the mark where it was as far as that is still there."""
        kept = self.current.key if self.current and counts.of == self.counts.of else None
        here = self.here
        self.counts = counts
        self.column = counts.groups.index(here.group) if here is not None and here.group in counts.groups else 0
        at = next((place for place, row in enumerate(counts.rows) if row.key == kept), 0)
        self.show_items(counts.rows, at)
        self.refresh_heads()
        self.refresh()

    @property
    def columns(self) -> int:
        """How many groups there are."""
        return len(self.counts.groups)

    def fitting(self) -> Fit:
        """The groups in sight."""
        return fit(self.columns, self.scrollable_content_region.width - 2, self.column)

    @property
    def here(self) -> CrosstabLine | None:
        """The number under the mark."""
        row = self.current
        return row.cells[self.column] if row is not None and self.column < len(row.cells) else None

    @command("counts.group_before", "Group before", key="left", palette=False)
    def action_group_before(self) -> None:
        """Move the mark to the group before."""
        self.step_columns(-1)

    @command("counts.next_group", "Next group", key="right", palette=False)
    def action_next_group(self) -> None:
        """Move the mark to the next group."""
        self.step_columns(1)

    def lines_of(self, item: CountsRow, width: int) -> int:  # noqa: ARG002
        """Two where a number of the row has its share."""
        return 2 if self.counts.measure == "people" and any(cell.percent is not None for cell in item.cells) else 1

    def name_of(self, item: CountsRow, line: int, width: int) -> str:
        """A code's path or a theme's name, on its first line."""
        if line:
            return ""
        return shortened(item.name, width) if self.counts.of == "codes" else item.name

    def cell_of(self, item: CountsRow, line: int, place: int) -> tuple[str, str]:
        """A number, and its share on the second line."""
        cell = item.cells[place]
        return shown_in(self.counts, item, cell)[line], "quiet" if not cell.cases or line else ""

    def corner(self) -> str:
        """What the rows are."""
        return "Theme" if self.counts.of == "themes" else "Code"

    def title_of(self, place: int) -> Sequence[str]:
        """A group, with how many were heard."""
        return cell_lines(self.counts.groups[place], WIDTH, 2)


class CountHeads(MarkedHeads):
    """The groups above their columns, with how many were heard."""
