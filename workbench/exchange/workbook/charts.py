"""Charts that a spreadsheet draws itself from the cells beside them: bars, with whiskers for intervals.

They show nothing that the table does not say; one dark colour on white, with titles, titled axes and a description.
"""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Any

from workbench.exchange.workbook.sheets import Chart, Sheet
from workbench.exchange.workbook.text import plain_text

COLOUR, WHISKER = "5B8DB8", "000000"
"""3.5 to 1 on white and 5.9 to 1 under black: bars are seen on the paper, and whiskers on bars."""
WIDE, HEAD, A_BAR = 22.0, 4.2, 0.72
"""Centimetres: how wide a chart is, how high without its bars, and how much a bar adds."""
MOST_BARS = 40
_IN_ORDER = ("errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr")
"""The parts of whiskers as the file's schema orders them; openpyxl writes what is below before what is above."""


def height(chart: Chart) -> float:
    """How high a chart is, in centimetres."""
    return HEAD + A_BAR * (chart.last - chart.first + 1)


def drawn(page: Any, sheet: Sheet, chart: Chart, first: int) -> Any:
    """The chart of some rows; `first` is the number of the table's first row in its sheet."""
    from openpyxl.chart import BarChart
    from openpyxl.chart.layout import Layout, ManualLayout

    bars: Any = BarChart()
    bars.type = "bar"
    rows = (first + chart.first, first + chart.last)
    bars.add_data(cells(page, chart.values, rows), titles_from_data=False)
    bars.set_categories(cells(page, chart.labels, rows))
    bars.title, bars.legend, bars.gapWidth = plain_text(chart.title), None, 60
    bars.x_axis.title, bars.y_axis.title = chart.lists, chart.measures
    bars.x_axis.scaling.orientation = "maxMin"
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.crosses = "max"
    if _lowest(sheet, chart) >= 0:
        bars.y_axis.scaling.min = 0
        bars.y_axis.scaling.max = _round_above(_highest(sheet, chart))
    bars.y_axis.number_format, bars.y_axis.majorGridlines = "#,##0.##", None
    bars.layout = Layout(manualLayout=ManualLayout(layoutTarget="inner", x=0.3, y=0.16, w=0.64, h=0.66))
    series = bars.series[0]
    series.graphicalProperties.solidFill = COLOUR
    if chart.reach is not None:
        series.errBars = _whiskers(page, chart.reach, rows)
    bars.width, bars.height = WIDE, height(chart)
    _letters(bars)
    return bars


def _lowest(sheet: Sheet, chart: Chart) -> float:
    return min(float(row[chart.values]) for row in sheet.rows[chart.first : chart.last + 1])


def _highest(sheet: Sheet, chart: Chart) -> float:
    """The end of the longest bar with its whisker."""
    above = chart.reach[1] if chart.reach is not None else None
    ends = []
    for row in sheet.rows[chart.first : chart.last + 1]:
        more = row[above] if above is not None and isinstance(row[above], int | float) else 0
        ends.append(float(row[chart.values] + more))
    return max(ends)


def _round_above(value: float) -> float:
    """The next round number that is not below a value.

    >>> _round_above(31.4), _round_above(0.013), _round_above(0)
    (35.0, 0.015, 1.0)
    """
    if value <= 0:
        return 1.0
    step = 10.0 ** floor(log10(value)) / 2
    return float(f"{ceil(value / step) * step:.10g}")


def cells(page: Any, column: int, rows: tuple[int, int]) -> Any:
    """The cells of a column, counted from 0, in some rows of a sheet."""
    from openpyxl.chart import Reference

    return Reference(page, column + 1, rows[0], column + 1, rows[1])


def _whiskers(page: Any, columns: tuple[int, int], rows: tuple[int, int]) -> Any:
    """The interval of each bar, from the two columns that say how far it reaches below and above."""
    from openpyxl.chart.data_source import NumDataSource, NumRef
    from openpyxl.chart.error_bar import ErrorBars
    from openpyxl.chart.shapes import GraphicalProperties

    below, above = (NumDataSource(numRef=NumRef(f=str(cells(page, column, rows)))) for column in columns)
    look = GraphicalProperties()
    look.line.solidFill, look.line.width = WHISKER, 19_050
    bars = ErrorBars(errBarType="both", errValType="cust", noEndCap=False, plus=above, minus=below, spPr=look)
    bars.__dict__["__elements__"] = _IN_ORDER
    return bars


def _letters(bars: Any) -> None:
    """Letters of 12 points and more, as everywhere in the workbook."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

    def letters(size: int, *, bold: bool = False) -> CharacterProperties:
        return CharacterProperties(sz=size * 100, b=bold, solidFill="000000", latin=_arial())

    for axis in (bars.x_axis, bars.y_axis):
        plain = ParagraphProperties(defRPr=letters(12))
        axis.txPr = RichText(p=[Paragraph(pPr=plain, endParaRPr=letters(12))])
        _title(axis.title, letters(12))
    _title(bars.title, letters(14, bold=True))


def _title(title: Any, letters: Any) -> None:
    for paragraph in title.tx.rich.p:
        for run in paragraph.r or ():
            run.rPr = letters
    title.overlay = False


def _arial() -> Any:
    from openpyxl.drawing.text import Font

    return Font(typeface="Arial")
