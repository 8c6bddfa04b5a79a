"""The whole catalogue over the room's width: every indicator with its data set, publisher, areas, and how much there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.indicators.catalogue import IndicatorLine
from workbench.tui.commands import command
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows

COUNTING = "…"
"""Stands for how much there is while it is still being counted."""
OUT = "✗"
NO_INDICATORS = "No indicators yet. Bring a table of figures in from Sources (g s, then i)."


def newest_of(one: IndicatorLine) -> str:
    """The newest time, by its end where it is long."""
    return one.latest[-9:].strip() or COUNTING


def narrow_rows(listed: Sequence[IndicatorLine]) -> list[RowLine]:
    """The indicators for the room's list: name and newest time; the filter also finds them by what is not shown."""
    return [
        RowLine(str(one.id), (_name(one), newest_of(one), *_found_by(one)), "quiet" if one.kept_out else "")
        for one in listed
    ]


def wide_rows(listed: Sequence[IndicatorLine]) -> list[RowLine]:
    """The indicators for the whole catalogue, data set by data set."""
    found = []
    for one in sorted(listed, key=lambda one: (one.dataset.casefold(), one.name.casefold())):
        counted = bool(one.latest)
        cells = (
            one.dataset,
            _name(one),
            one.publisher or "not recorded",
            ", ".join(one.levels),
            f"{one.figures:,}" if counted else COUNTING,
            f"{one.periods:,}" if counted else COUNTING,
            newest_of(one),
            one.kept_out,
            *_found_by(one),
        )
        found.append(RowLine(str(one.id), cells, "quiet" if one.kept_out else ""))
    return found


def _name(one: IndicatorLine) -> str:
    return f"{OUT} {one.short or one.name}" if one.kept_out else one.short or one.name


def _found_by(one: IndicatorLine) -> tuple[str, ...]:
    """What the filter looks in and the list does not show."""
    return one.name, one.publisher, one.dataset, ", ".join(one.levels)


class CatalogueScreen(WorkbenchScreen):
    """Every indicator in one table."""

    HELP = """\
### The whole catalogue
Every indicator by data set: who publishes it, of which kinds of area, how many figures, how many times, the newest.
`/` and a few letters narrow it by name, publisher, data set or kind of area. `enter` goes to the indicator, `escape`
back. ✗ marks what is kept out of analysis; why stands below.
"""
    room = "indicators"
    DEFAULT_CSS = """
    CatalogueScreen { #catalogue-said { height: 3; padding: 0 1; color: $quiet; } }
    """

    def __init__(self, listed: Sequence[IndicatorLine], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._listed = {str(one.id): one for one in listed}
        self._chosen = chosen

    def compose_room(self) -> ComposeResult:
        """The table, and more of the marked one."""
        yield Rows(
            Column("Data set", share=2, least=14, gives_way=2),
            Column("Indicator", share=3, least=20, wrap=2),
            Column("Publisher", share=2, least=12, gives_way=5),
            Column("Areas", share=2, least=12, gives_way=4),
            Column("Figures", width=9, align="right"),
            Column("Times", width=6, align="right", gives_way=3),
            Column("Newest", width=9),
            empty=NO_INDICATORS,
            id="all-indicators",
            classes="pane",
        )
        yield Static("", id="catalogue-said", markup=False)

    def on_mount(self) -> None:
        """Show everything."""
        rows = self.query_one("#all-indicators", Rows)
        rows.border_title = f"Catalogue · {len(self._listed):,} indicators"
        rows.show(wide_rows(list(self._listed.values())))
        rows.focus_list()

    def show_counted(self, listed: Sequence[IndicatorLine]) -> None:
        """Show how much there is, once it is counted."""
        self._listed = {str(one.id): one for one in listed}
        self.query_one("#all-indicators", Rows).show(wide_rows(listed))

    @on(Rows.RowHighlighted, "#all-indicators")
    def _marked(self, event: Rows.RowHighlighted) -> None:
        event.stop()
        one = self._listed.get(event.key or "")
        self.query_one("#catalogue-said", Static).update(about(one) if one is not None else "")

    @on(Rows.RowChosen, "#all-indicators")
    def _go(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.dismiss()
        self._chosen(event.key)

    @command("catalogue.leave", "Back", key="escape", footer=True)
    def action_leave(self) -> None:
        """Go back to the indicator."""
        self.dismiss()


def about(one: IndicatorLine) -> str:
    """An indicator in a few lines: why it is kept out, whose it is, and what it measures."""
    whose = " · ".join(
        part for part in (one.publisher, one.dataset, one.licence, one.unit, ", ".join(one.levels)) if part
    )
    out = f"{OUT} Kept out of analysis: {one.kept_out}" if one.kept_out else ""
    missing = f"{one.missing:,} of its figures have no value." if one.missing else ""
    return "\n".join(part for part in (out, whose, missing, one.definition) if part)
