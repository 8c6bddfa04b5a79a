"""Painting what has changed: of each widget the lines that are drawn anew, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
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
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for first, after in _runs(_open_lines(open_, seen)):
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
            for cut, piece in zip(cuts, strip.divide([cut - part.x for cut in cuts[1:]]), strict=False):
                if line.get(cut) is None:
                    line[cut] = piece
            open_[y].difference_update(cuts[:-1])


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


def _open_lines(open_: dict[int, set[int]], seen: Region) -> Iterator[int]:
    """The lines on which a widget has something to draw, from the top."""
    for y in seen.line_range if seen.width else ():
        if any(seen.x <= cut < seen.right for cut in open_.get(y, ())):
            yield y


def _runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Lines in their order as runs, each its first and the one after its last."""
    found: list[tuple[int, int]] = []
    for y in lines:
        if found and found[-1][1] == y:
            found[-1] = (found[-1][0], y + 1)
        else:
            found.append((y, y + 1))
    return found
