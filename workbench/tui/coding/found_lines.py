"""Places that were found, each to be kept or dropped before a code is put on them."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from workbench.coding.finding import Hit
from workbench.tui.widgets.lines import LineList, fitted


@dataclass(frozen=True, slots=True)
class Found:
    """A place, whether it is kept, and whether its words carry the code already."""

    hit: Hit
    kept: bool = True
    already: bool = False

    @property
    def goes(self) -> bool:
        """Whether the code is to be put on it."""
        return self.kept and not self.already

    def state(self) -> str:
        """Its state, as a glyph and a word."""
        if self.already:
            return "= has the code"
        return "✓ keep" if self.kept else "× drop"


class FoundLines(LineList[Found]):
    """Two lines a place: its state, whose and where; then the words in their context."""

    def lines_of(self, item: Found, width: int) -> int:  # noqa: ARG002
        """Two lines each."""
        return 2

    def draw(self, item: Found, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """Whose and where, or the words with what was looked for marked."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        if line == 0:
            about = f"{item.hit.speaker or 'not known who'} · {item.hit.document}"
            state = f" {item.state():<15}"
            return [
                Segment(state, base + Style(bold=item.goes or None)),
                Segment(fitted(about, width - len(state)), quiet),
            ]
        return _in_context(item.hit, width - 3, base if item.goes else quiet, quiet)


def _in_context(hit: Hit, width: int, base: Style, quiet: Style) -> list[Segment]:
    """The words of a place on one line, cut so that what was found is in sight."""
    first = hit.marks[0][0] if hit.marks else 0
    lead, text = _plain(hit.before), _plain(hit.text)
    room = max(8, width // 3)
    begins = max(0, first - room) if len(text) > width - 8 else 0
    if begins:
        lead, shown = "…", text[begins:]
    else:
        lead = f"…{lead[-room:]}" if len(lead) > room else lead
        shown = text
    segments, at = [Segment("   ", base), Segment(lead, quiet)], 0
    for start, end in hit.marks:
        low, high = max(0, start - begins), max(0, end - begins)
        if low < at or high <= low:
            continue
        segments += [Segment(shown[at:low], base), Segment(shown[low:high], base + Style(bold=True, underline=True))]
        at = high
    segments.append(Segment(shown[at:], base))
    used = sum(cell_len(segment.text) for segment in segments)
    if used < width:
        segments.append(Segment(fitted(_plain(hit.after), width - used), quiet))
    return segments


def _plain(text: str) -> str:
    """On one line, letter for letter."""
    return text.replace("\n", " ").replace("\t", " ")
