"""The colours of code slots on a given ground, mixed from the theme and kept until the look changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from workbench.tui.themes import DARK, slot_token

if TYPE_CHECKING:
    from workbench.tui.widgets.passages import Mark


class Ink:
    """Styles for one widget that draws its own lines."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._kept: dict[object, Style] = {}

    def clear(self) -> None:
        """Forget the mixed colours."""
        self._kept.clear()

    def component(self, name: str, *, partial: bool = False) -> Style:
        """The style of a part of the widget as the style sheet has it."""
        key = (name, partial)
        if key not in self._kept:
            self._kept[key] = self._widget.get_component_rich_style(name, partial=partial)
        return self._kept[key]

    def slot(self, slot: int) -> Color:
        """The colour of a code."""
        token = slot_token(slot)
        return Color.parse(self._widget.app.theme_variables.get(token) or DARK.variables[token])

    def colour(self, slot: int) -> Style:
        """The colour of a code, for its letter."""
        key = ("colour", slot)
        if key not in self._kept:
            self._kept[key] = Style(color=self.slot(slot).rich_color, bold=True)
        return self._kept[key]

    def letter(self, base: Style, mark: Mark, active: str | None) -> Style:
        """The style of a mark's letter and bar in the margin."""
        key = ("letter", base, mark.slot, mark.mine, mark.key == active)
        if key not in self._kept:
            shown = Style(color=self.slot(mark.slot).rich_color, bold=mark.mine, reverse=mark.key == active)
            self._kept[key] = base + shown
        return self._kept[key]

    def tint(self, base: Style, over: Sequence[Mark], active: str | None) -> Style:
        """Words under marks: tinted by the shortest of mine, underlined for others, italic if suggested."""
        firm = [mark for mark in over if not mark.suggested]
        if not over:
            return base
        mine = [mark for mark in firm if mark.mine]
        top = min(mine, key=lambda mark: mark.end - mark.start, default=None)
        chosen = any(mark.key == active for mark in over)
        key = ("tint", base, top.slot if top else 0, len(mine) > 1, len(firm) > len(mine), chosen, bool(firm))
        if key not in self._kept:
            style = Style(
                underline=len(firm) > len(mine) or chosen or None,
                bold=chosen or None,
                italic=None if firm else True,
            )
            if top is not None:
                style += Style(bgcolor=self._mix(base, top.slot, 0.36 if len(mine) > 1 else 0.24))
            self._kept[key] = base + style
        return self._kept[key]

    def _mix(self, base: Style, slot: int, share: float) -> RichColor:
        """A code's colour thinned over the ground."""
        ground = Color.from_rich_color(base.bgcolor) if base.bgcolor else self._widget.background_colors[1]
        return ground.blend(self.slot(slot), share).rich_color
