"""A long list of which only the lines in sight are drawn, with a highlight that keys and mouse move.

`LineList` is what the list of codes, the tables of rows and the choosing dialog have in common.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.commands import Command, Commands, command
from workbench.tui.painting import WholeLines
from workbench.tui.widgets.ink import Ink

ItemT = TypeVar("ItemT")


def fitted(text: str, width: int, align: str = "left") -> str:
    """Text in exactly `width` cells, cut with … where it is longer."""
    if width <= 0:
        return ""
    text = text.replace("\n", " ")
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - size) + text if align == "right" else text + " " * (width - size)


def _step(name: str, title: str, key: str, by: str) -> Command:
    """One move of the highlight as a command."""
    return Command(f"list.{name}", title, "", key, action=f"step('{by}')", palette=False)


class LineList(Commands, WholeLines, Generic[ItemT], can_focus=True, inherit_bindings=False):
    """Lines of frozen items; a kind of list says how an item is drawn and how many lines it takes."""

    BINDING_GROUP_TITLE = "List"
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--item",
        "lines--quiet",
        "lines--highlight",
        "lines--highlight-blurred",
        "lines--title",
        "lines--warning",
        "lines--error",
        "lines--good",
    }
    DEFAULT_CSS = """
    LineList { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable;
        scrollbar-size-vertical: 1; }
    """
    COMMAND_LIST = (
        _step("next", "Next", "down,j", "1"),
        _step("previous", "Previous", "up,k", "-1"),
        _step("next_page", "Next page", "pagedown", "page"),
        _step("previous_page", "Previous page", "pageup", "-page"),
        _step("first", "First", "home", "first"),
        _step("last", "Last", "end", "last"),
    )
    highlighted: var[int | None] = var[int | None](None, init=False)

    @dataclass
    class Chosen(Message):
        """Somebody pressed enter or clicked on an item."""

        lines: LineList[Any]
        index: int

        @property
        def control(self) -> LineList[Any]:
            """The list."""
            return self.lines

    @dataclass
    class Highlighted(Message):
        """The highlight stands on another item, or on none."""

        lines: LineList[Any]
        index: int | None

        @property
        def control(self) -> LineList[Any]:
            """The list."""
            return self.lines

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.items: list[ItemT] = []
        self.ink = Ink(self)
        self._tops: list[int] = [0]
        self._measured = 0

    def draw(self, item: ItemT, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """One line of an item; `base` is the ground, already that of the highlight when it is chosen."""
        raise NotImplementedError

    def lines_of(self, item: ItemT, width: int) -> int:  # noqa: ARG002
        """How many lines an item takes at this width."""
        return 1

    @property
    def current(self) -> ItemT | None:
        """The item under the highlight."""
        index = self.highlighted
        return self.items[index] if index is not None and index < len(self.items) else None

    def show_items(self, items: Sequence[ItemT], highlight: int | None = 0) -> None:
        """Show these items, with the highlight on one of them. Where few of them changed, only those are drawn."""
        changed = self._changed(items)
        self.items = list(items)
        if changed is None:
            self._measure()
        wanted = None if highlight is None or not self.items else min(highlight, len(self.items) - 1)
        if changed is not None and wanted == self.highlighted:
            for at in changed:
                self.refresh_lines(self._tops[at], self._tops[at + 1] - self._tops[at])
            self.post_message(self.Highlighted(self, wanted))
            self._into_sight()
            return
        self._stand_on(wanted)

    def _stand_on(self, wanted: int | None) -> None:
        """Put the highlight on a line of new items, which is said though its number may be the same."""
        if wanted == self.highlighted:
            self.post_message(self.Highlighted(self, wanted))
            self._into_sight()
        else:
            self.highlighted = wanted
        self.refresh()

    def _changed(self, items: Sequence[ItemT]) -> list[int] | None:
        """The places of the few items that are others now; None where many are, or they take other room."""
        width, tops = self.scrollable_content_region.width, self._tops
        if not items or len(items) != len(self.items) or width != self._measured:
            return None
        found = [
            at for at, (old, new) in enumerate(zip(self.items, items, strict=True)) if old is not new and old != new
        ]
        if len(found) > FEW or any(self.lines_of(items[at], width) != tops[at + 1] - tops[at] for at in found):
            return None
        return found

    def _measure(self) -> None:
        """Work out where each item begins at this width."""
        width = self.scrollable_content_region.width
        self._measured = width
        self._tops = [0, *accumulate(self.lines_of(item, width) for item in self.items)]
        self.virtual_size = Size(width, self._tops[-1])

    def on_resize(self) -> None:
        """Measure again when there is more or less room."""
        if self.scrollable_content_region.width != self._measured:
            self._measure()
            self._into_sight()
            self.refresh()

    def notify_style_update(self) -> None:
        """Mix the colours again when the look changes."""
        self.ink.clear()
        super().notify_style_update()

    def watch_highlighted(self, before: int | None, after: int | None) -> None:
        """Keep the highlight in sight and say where it is; the item that had it and the one that has it are drawn anew."""
        self._into_sight()
        for at in (before, after):
            if at is not None and at + 1 < len(self._tops):
                self.refresh_lines(self._tops[at], self._tops[at + 1] - self._tops[at])
        self.post_message(self.Highlighted(self, self.highlighted))

    def _into_sight(self) -> None:
        """Scroll as little as needed."""
        index = self.highlighted
        if index is None or index + 1 >= len(self._tops):
            return
        top, bottom, height = self._tops[index], self._tops[index + 1], self.size.height
        if top < self.scroll_offset.y or not height:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=min(top, bottom - height), animate=False)

    def action_step(self, by: str) -> None:
        """Move the highlight."""
        if not self.items:
            return
        last, here = len(self.items) - 1, self.highlighted
        page = max(1, self.size.height - 1)
        steps = {"1": 1, "-1": -1, "page": page, "-page": -page, "first": -last - 1, "last": last + 1}
        self.highlighted = 0 if here is None else min(max(0, here + steps[by]), last)

    @command("list.choose", "Open", key="enter", palette=False)
    def action_choose(self) -> None:
        """Take the highlighted line."""
        if self.highlighted is not None:
            self.post_message(self.Chosen(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """A click highlights, a click on what is highlighted chooses it."""
        index = bisect_right(self._tops, event.get_content_offset_capture(self).y + self.scroll_offset.y) - 1
        if 0 <= index < len(self.items):
            if index == self.highlighted or event.chain > 1:
                self.highlighted = index
                self.action_choose()
            else:
                self.highlighted = index

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self._measured or self.scrollable_content_region.width
        ground = self.ink.component("lines--item")
        if not self.items:
            words = wrapped(self.empty, max(8, width - 2))
            said = words[y] if y < len(words) else ""
            return Strip([Segment(f" {said}", self.ink.component("lines--quiet"))]).adjust_cell_length(width, ground)
        row = y + self.scroll_offset.y
        if row >= self._tops[-1]:
            return Strip.blank(width, ground)
        index = bisect_right(self._tops, row) - 1
        chosen = index == self.highlighted
        if chosen:
            lit = "lines--highlight" if self._lit else "lines--highlight-blurred"
            ground = self.ink.component(lit)
        drawn = self.draw(self.items[index], row - self._tops[index], width, ground, chosen)
        return Strip(drawn).adjust_cell_length(width, ground)

    @property
    def _lit(self) -> bool:
        """Whether the highlight is where the keys go, also while the filter above is being typed."""
        return self.has_focus or any(typed.has_focus for typed in self._typed_above())

    def _typed_above(self) -> list[Widget]:
        """The filter that stands above this list, if one does."""
        around = self.parent
        return list(around.query_children(FILTER)) if isinstance(around, Widget) else []


FEW = 6
"""So many changed lines are drawn by themselves."""

FILTER = "FilterInput"
"""The filter's class by its name in styles; it is imported when somebody filters."""


@lru_cache(maxsize=1024)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A sentence in lines."""
    lines = [""]
    for word in text.split():
        if cell_len(lines[-1]) + cell_len(word) + 1 > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)
