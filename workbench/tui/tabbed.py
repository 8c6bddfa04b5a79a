"""A room of several views, one of them in sight: tabs above, changed by digit, by mouse or by the palette."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Tab, Tabs

from workbench.tui.commands import Command
from workbench.tui.screen import WorkbenchScreen


def tab_commands(area: str, tabs: dict[str, str]) -> tuple[Command, ...]:
    """A digit for every view, as a screen's `COMMAND_LIST`."""
    return tuple(
        Command(f"{area}.tab_{name}", label, f"Show {label.lower()}.", str(number), action=f"show_tab('{name}')")
        for number, (name, label) in enumerate(tabs.items(), 1)
    )


class Tabbed(WorkbenchScreen):
    """A kind of it gives `TABS` (name, label), composes a widget of each name, and says how each is read.

    Where all labels do not fit beside each other, those of the first of `SHORTER` that fits stand there.
    """

    TABS: ClassVar[dict[str, str]] = {}
    SHORTER: ClassVar[tuple[dict[str, str], ...]] = ()
    DEFAULT_CSS = """
    Tabbed Tabs { background: $background; }
    Tabbed #views { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._stale = set(self.TABS)
        self._seen = -1
        self._notes: dict[str, str] = {}

    def compose_tabs(self) -> ComposeResult:
        """One widget for each view, with its name as id."""
        yield from ()

    def compose_room(self) -> ComposeResult:
        """The tabs and their views."""
        yield Tabs(*(Tab(label, id=f"tab-{name}") for name, label in self.TABS.items()), id="tabs")
        with ContentSwitcher(initial=next(iter(self.TABS)), id="views"):
            yield from self.compose_tabs()

    @property
    def tab(self) -> str:
        """The name of the view in sight."""
        return self.query_one("#views", ContentSwitcher).current or next(iter(self.TABS))

    def action_show_tab(self, name: str) -> None:
        """Show a view."""
        self.query_one("#tabs", Tabs).active = f"tab-{name}"

    def note_on_tab(self, name: str, note: str) -> None:
        """Write something behind a tab's label, such as how much is in it."""
        self._notes[name] = note
        self._fit_tabs()

    def on_resize(self) -> None:
        """Choose labels that fit."""
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        if not self.SHORTER:
            return
        width = self.size.width - 2
        for labels in (self.TABS, *self.SHORTER):
            made = {name: f"{label} {self._notes.get(name, '')}".strip() for name, label in labels.items()}
            if sum(cell_len(label) + 2 for label in made.values()) <= width:
                break
        for name, label in made.items():
            self.name_tab(name, label)

    def name_tab(self, name: str, label: str) -> None:
        """Write something else on a tab, such as how much is in it."""
        self.query_one(f"#tab-{name}", Tab).label = label

    @on(Tabs.TabActivated)
    def _activated(self, event: Tabs.TabActivated) -> None:
        event.stop()
        name = (event.tab.id or "").removeprefix("tab-")
        switcher = self.query_one("#views", ContentSwitcher)
        if name and switcher.current != name:
            switcher.current = name
            self._read_if_stale()
            self.call_after_refresh(self.focus_tab)
        self.refresh_bindings()

    def on_screen_resume(self) -> None:
        """Read again what another room or an undo has changed."""
        super().on_screen_resume()
        if self.workbench.project is None:
            return
        if self.project.latest_change() != self._seen:
            self.show_latest()
        if self.focused is None or self.focused.id == "tabs":
            self.focus_tab()

    def show_latest(self) -> None:
        """Read the view in sight again; the others when they come into sight."""
        self._seen = self.project.latest_change()
        self._stale = set(self.TABS)
        self._read_if_stale()

    def _read_if_stale(self) -> None:
        """Read the view in sight, if the project moved since it was read."""
        if self.tab in self._stale:
            self._stale.discard(self.tab)
            self.read_tab(self.tab)

    def read_tab(self, name: str) -> None:
        """Read and draw one view."""

    def focus_tab(self) -> None:
        """Give the keys to the view in sight."""
        for widget in self.query_one(f"#{self.tab}").walk_children(Widget):
            if widget.focusable:
                widget.focus()
                return
