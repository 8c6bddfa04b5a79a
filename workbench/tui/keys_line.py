"""The last line of every room: the few keys that matter most where the focus is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

MORE = " …"
"""Stands at the end where some keys found no room: help has them all."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key of the line: how it is written, what it does, and whether it can be done just now."""

    key: str
    written: str
    title: str
    enabled: bool
    help: str

    @property
    def width(self) -> int:
        """Its cells, a blank around and between."""
        return cell_len(self.written) + cell_len(self.title) + 3


def shown_keys(screen: Screen[object]) -> tuple[ShownKey, ...]:
    """The keys that the footer shows, each action once, help first, else in the order of the screen's bindings."""
    found: dict[str, ShownKey] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.show and binding.action not in found:
            written = screen.app.get_key_display(binding)
            found[binding.action] = ShownKey(binding.key, written, binding.description, active.enabled, active.tooltip)
    return tuple(sorted(found.values(), key=lambda one: one.key != "f1"))


def fitting(keys: Sequence[ShownKey], width: int) -> tuple[tuple[ShownKey, ...], bool]:
    """The keys that are drawn whole in so many cells, and whether some that can be done found no room.

    Where not all fit, those that cannot be done just now give way first.
    """
    if sum(one.width for one in keys) <= width:
        return tuple(keys), False
    live = [one for one in keys if one.enabled]
    if sum(one.width for one in live) <= width:
        return tuple(live), False
    ends = list(accumulate(one.width for one in live))
    return tuple(one for one, end in zip(live, ends, strict=True) if end <= width - cell_len(MORE)), True


class KeysLine(Widget):
    """Draws the keys as one line; a click presses one, the wheel brings those that found no room."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"keys--key", "keys--title", "keys--away"}  # noqa: RUF012
    DEFAULT_CSS = "KeysLine { dock: bottom; height: 1; text-wrap: nowrap; }"

    def __init__(self) -> None:
        super().__init__()
        self.keys: tuple[ShownKey, ...] = ()
        self._first = 0

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        """Follow no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        """Draw again where the keys are others."""
        keys = shown_keys(screen) if screen.app.app_focus else self.keys
        if keys != self.keys:
            self.keys, self._first = keys, 0
            self.refresh()

    def render(self) -> Content:
        """The keys from the first one on, as many as fit whole."""
        key_style, away = self.get_visual_style("keys--key"), self.get_visual_style("keys--away")
        title_style = self.get_visual_style("keys--title")
        parts = []
        drawn, more = self._drawn()
        for one in drawn:
            parts.append(Content.styled(f" {one.written} ", key_style if one.enabled else away))
            parts.append(Content.styled(f"{one.title} ", title_style if one.enabled else away))
        return Content("").join([*parts, Content.styled(MORE if more else "", away)])

    def _drawn(self) -> tuple[tuple[ShownKey, ...], bool]:
        return fitting(self.keys[self._first :], self.size.width)

    def _at(self, x: int) -> ShownKey | None:
        """The key at a cell of the line."""
        for one in self._drawn()[0]:
            if 0 <= x < one.width:
                return one
            x -= one.width
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the key under the mouse does."""
        here = self._at(event.x)
        said = here.help or here.title if here else None
        if self.tooltip != said:
            self.tooltip = said

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that was clicked on."""
        here = self._at(event.x)
        if here is not None and here.enabled:
            self.app.simulate_key(here.key)
        elif here is not None:
            self.app.bell()

    def _scroll_by(self, step: int) -> None:
        """Begin with another key, as long as the line is not whole."""
        last = len(self.keys) - 1
        while last > 0 and sum(one.width for one in self.keys[last - 1 :]) <= self.size.width:
            last -= 1
        self._first = max(0, min(self._first + step, last))
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show the keys further right."""
        event.stop()
        self._scroll_by(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show the keys further left."""
        event.stop()
        self._scroll_by(-1)
