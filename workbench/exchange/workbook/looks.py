"""The few looks of cells: one plain type of letters in 12 points, bold for headings, underlined for links; no fills.

Source: Government Analysis Function, "Releasing statistics in spreadsheets" (sans serif, 12 points or more, automatic
colour, numbers to the right, words to the left; titles marked with the styles for headings).
"""

from __future__ import annotations

from typing import Any

FONT, SIZE = "Arial", 12
LINK_COLOUR = "0B5394"
"""7.6 to 1 against white: more than the 4.5 to 1 that is asked for."""
LINE = "D4D4D4"
"""Under each row, as a spreadsheet draws its own lines on the screen: on paper there would be none."""
_HEADINGS = {"Heading 1": (16, 16), "Heading 2": (17, 14)}
"""The styles that spreadsheets know as headings: their number there, and the size of letters."""


class Looks:
    """The looks of one workbook, each kept once by the number under which its cells name it."""

    def __init__(self, book: Any) -> None:
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

        self.book = book
        self.fonts = {
            "plain": Font(name=FONT, size=SIZE),
            "strong": Font(name=FONT, size=SIZE, bold=True),
            "link": Font(name=FONT, size=SIZE, underline="single", color=LINK_COLOUR),
        }
        self.sides = {
            False: Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1),
            True: Alignment(wrap_text=True, vertical="top", horizontal="right"),
        }
        self.line = Border(bottom=Side(style="thin", color=LINE))
        self.over = Alignment(wrap_text=False, vertical="top", horizontal="left")
        for name, (number, size) in _HEADINGS.items():
            font = Font(name=FONT, size=size, bold=True)
            book.add_named_style(NamedStyle(name, font=font, alignment=self.over, builtinId=number))
        self.known: dict[tuple[str, str, bool], int] = {}
        self.closed = False
        """Once the workbook's styles are written, no other look can be had."""

    def of(self, number: str, look: str, *, right: bool) -> int:
        """The number of a look: how numbers are written, plain, strong or link, and whether it stands to the right."""
        known = self.known.get((number, look, right))
        if known is None:
            if self.closed:
                raise LookupError(f"a look that was not foreseen: {number}, {look}")
            from openpyxl.cell import Cell

            cell = Cell(self.book.active, row=1, column=1)
            cell.font, cell.alignment, cell.number_format = self.fonts[look], self.sides[right], number
            cell.border = self.line
            known = self.known[number, look, right] = cell.style_id
        return known
