"""Every area on one scale: a row an area, with its interval, a dot, the value and how it compares."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget

from workbench.indicators.observations import Figure
from workbench.indicators.sentence import limit, number, words_for
from workbench.indicators.spans import is_month
from workbench.tui.indicators.board import AreaLine, Board
from workbench.tui.indicators.charts import Scale, dot_line, scale_of, trend_lines
from workbench.tui.widgets.lines import LineList, fitted

SIGNS = {"better": "▲ better", "worse": "▼ worse", "higher": "↑ higher", "lower": "↓ lower", "similar": "= similar"}
LOWEST = 6


class AreaPlot(LineList[AreaLine]):
    """The areas of an indicator, one under the highlight."""

    HELP = """\
### Areas
Each row is an area: `●` its figure, `─` the interval, `┊` what it is compared with. Up and down move, and what stands
above is about the area in the highlight. `p` or `enter` opens the page of the place.
"""
    BINDING_GROUP_TITLE = "Areas"
    scale = Scale(0.0, 1.0)
    benchmark: float | None = None
    period = ""

    def show_board(self, board: Board, at: str | None) -> None:
        """Show an indicator's areas, with the highlight on one of them."""
        ends = [board.lowest, board.highest] if board.areas else []
        self.benchmark = board.benchmark.value if board.benchmark else None
        self.scale = scale_of([*ends, *([self.benchmark] if self.benchmark is not None else [])])
        self.period = board.period
        place = next((index for index, one in enumerate(board.areas) if one.code == at), 0)
        self.show_items(board.areas, place)

    def draw(self, item: AreaLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """Name, dot on the scale, value, how it compares."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        figure = item.figure
        late = "" if figure.period == self.period else f" ({figure.period})"
        name = min(24, max(12, width // 4))
        word = SIGNS.get(item.comparison.word, "")
        said = 11 if width >= 56 and self.benchmark is not None else 0
        if figure.value is None:
            why = f"{words_for(figure)}{late}"
            return [Segment(f" {fitted(item.name, name)} ", base), Segment(fitted(why, width - name - 2), quiet)]
        value = number(figure.value) if figure.kind == "count" else limit(figure.value)
        cells = max(LOWEST, width - name - 12 - said)
        return [
            Segment(f" {fitted(item.name + late, name)} ", base + Style(bold=item.wide or None)),
            Segment(dot_line(figure, self.benchmark, self.scale, cells), base),
            Segment(f" {value:>8} ", base),
            Segment(fitted(word, said), quiet),
        ]


class Trend(Widget):
    """An area's figures over time, beside those of its comparator."""

    DEFAULT_CSS = "Trend { height: 10; width: 1fr; }"
    history: tuple[Figure, ...] = ()
    beside: tuple[Figure, ...] = ()

    def show(self, history: tuple[Figure, ...], beside: tuple[Figure, ...]) -> None:
        """Show other figures; nothing is drawn for a single time."""
        self.history, self.beside = history, beside
        self.display = len(history) > 1
        self.refresh(layout=True)

    def render(self) -> str:
        """The chart at this width."""
        lines = trend_lines(self.history, self.beside, self.size.width, self.size.height - 1)
        return "\n".join([*lines, self._key()]).replace("[", "\\[") if lines else ""

    def _key(self) -> str:
        """What the signs mean."""
        here, parts = self.history[-1], []
        parts.append(f"● {here.area or here.area_code}")
        if self.beside:
            parts.append(f"○ {self.beside[-1].area or self.beside[-1].area_code}")
        if is_month(here):
            parts.append("by month")
        if any(one.lower is not None for one in self.history):
            parts.append("│ 95 % interval")
        if any(one.value is None for one in self.history):
            parts.append("× no figure")
        return "   ".join(parts)
