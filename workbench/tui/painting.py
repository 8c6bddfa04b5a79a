"""Painting what has changed: of each widget the lines that are drawn anew, and no others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.color import Color as GroundColor
from textual.css.styles import RulesMap, StylesBase
from textual.geometry import Region, Size, Spacing
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual
from textual.widget import Widget


class PartialCompositor(Compositor):
    """Textual's compositor, which paints a change at the price of what changed.

    Textual draws the smallest rectangle around all that changed: a letter in a margin, a count in the list beside it and
    the line at the foot of the screen make it nearly everything, at every key.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """The update that paints what changed; None where nothing did."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        if not spans:
            return None
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
        open_ = open_cells(spans, cuts)
        lines = sorted(open_)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for first, after in _runs(_open_lines(open_, lines, seen)):
                part = Region(seen.x, first, seen.width, after - first)
                self._fill(widget, region, part, chops, open_)
        return ChopsUpdate(chops, spans, [line[1:] for line in cuts])

    def _fill(
        self,
        widget: Widget,
        region: Region,
        part: Region,
        chops: list[dict[int, Strip | None]],
        open_: dict[int, set[int]],
    ) -> None:
        """Draw a part of a widget where nothing in front of it has been drawn."""
        strips = widget.render_lines(part.translate(-region.offset))
        for y, strip in zip(part.line_range, strips, strict=False):
            line = chops[y]
            cuts = [cut for cut in self.cuts[y] if part.x <= cut <= part.right]
            pieces = [strip] if len(cuts) == 2 else strip.divide([cut - part.x for cut in cuts[1:]])
            for cut, piece in zip(cuts, pieces, strict=False):
                if line.get(cut) is None:
                    line[cut] = piece
            open_[y].difference_update(cuts[:-1])


class WholeLines(ScrollView):
    """A view that draws every line of itself in all its colours."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._styles_cache = LinesCache()

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, whose lines are drawn whole as well."""
        bar = super().vertical_scrollbar
        if not isinstance(bar._styles_cache, LinesCache):
            bar._styles_cache = LinesCache()
            bar.renderer = PlainBar  # type: ignore[misc]
        return bar


class PlainBar(ScrollBarRender, Visual):
    """A scrollbar as Textual draws it, without asking Rich's console for each of its lines."""

    def render_strips(self, width: int, height: int | None, style: VisualStyle, options: RenderOptions) -> list[Strip]:  # noqa: ARG002
        """A strip for each line of it."""
        look, ground = cast("Style", self.style), style.rich_style
        bar = self.render_bar(
            size=height or 1,
            virtual_size=self.virtual_size,
            window_size=self.window_size,
            position=self.position,
            thickness=width,
            back_color=cast("Color", look.bgcolor),
            bar_color=cast("Color", look.color),
        )
        return [Strip([Segment(text, ground + part)], width) for text, part, _ in bar.segments]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """As wide as it is."""
        return self.thickness

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """As high as there is room."""
        return 1


class LinesCache(StylesCache):
    """Lines as they were drawn, with a border around them and nothing else.

    Textual asks the style sheet at every line whether to pad, tint, hatch or outline it, which takes longer than to draw
    the line.
    """

    _sides: tuple[int, list[Segment], list[Segment]] | None = None
    """How many lines the border takes above, and what it has left and right of each."""

    def clear(self) -> None:
        """Forget the lines and the border."""
        super().clear()
        self._sides = None

    def render_line(
        self,
        styles: StylesBase,
        y: int,
        size: Size,
        content_size: Size,
        padding: Spacing,
        base_background: GroundColor,
        background: GroundColor,
        render_content_line: Callable[[int], Strip],
        border_title: Any,
        border_subtitle: Any,
        opacity: float,
        ansi_theme: Any,
        native_ansi: bool,
    ) -> Strip:
        """A line of the widget; the first and last of a border, and one that shines through, as Textual has them."""
        top, left, right = self._sides or (0, [], [])
        if self._sides is not None or content_size == size:
            inside = y - top
            if 0 <= inside < content_size.height and opacity == 1.0:
                ground = self.get_inner_outer(base_background, background)[0].rich_style
                line = render_content_line(inside)
                room = content_size.width - line.cell_length
                if room < 0 or not (left or right):
                    line, room = line.adjust_cell_length(content_size.width, ground), 0
                if not (left or right):
                    return line
                return Strip([*left, *line, *([Segment(" " * room, ground)] if room else ()), *right], size.width)
        whole = super().render_line(
            styles,
            y,
            size,
            content_size,
            padding,
            base_background,
            background,
            render_content_line,
            border_title,
            border_subtitle,
            opacity,
            ansi_theme,
            native_ansi,
        )
        gutter = styles.gutter
        if gutter.top <= y < size.height - gutter.bottom and not any(padding):
            segments = list(whole)
            self._sides = (gutter.top, segments[: gutter.left], segments[len(segments) - gutter.right :])
        return whole


def open_cells(spans: Iterable[tuple[int, int, int]], cuts: list[list[int]]) -> dict[int, set[int]]:
    """By line, where the pieces begin in which something changed.

    >>> open_cells([(1, 5, 7)], [[0, 9], [0, 4, 6, 9]])
    {1: {4, 6}}
    """
    found: dict[int, set[int]] = {}
    for y, first, after in spans:
        pieces = {cut for cut, end in pairwise(cuts[y]) if cut < after and end > first}
        found.setdefault(y, set()).update(pieces)
    return found


def _open_lines(open_: dict[int, set[int]], lines: list[int], seen: Region) -> Iterator[int]:
    """The lines on which a widget has something to draw, from the top."""
    if not seen:
        return
    left, right = seen.x, seen.right
    for y in lines[bisect_left(lines, seen.y) : bisect_left(lines, seen.bottom)]:
        for cut in open_[y]:
            if left <= cut < right:
                yield y
                break


def _runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Lines in their order as runs, each its first and the one after its last."""
    found: list[tuple[int, int]] = []
    for y in lines:
        if found and found[-1][1] == y:
            found[-1] = (found[-1][0], y + 1)
        else:
            found.append((y, y + 1))
    return found
