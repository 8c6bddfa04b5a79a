"""The pieces of a Word file that pages are drawn with: paragraphs, runs, bars, tables and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.exchange.paper.pages import right_to_left
from workbench.exchange.paper.word_styles import BLUE, LINE, SOFT, WARN, WASH, clean
from workbench.governance.cells import neutral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INSET = 70
"""Twentieths of a point between a cell's edge and its words."""


class Pieces:
    """Makes pieces of one document, straight as the elements that the file holds.

    python-docx's own paragraphs look their style up each time; a booklet of tens of thousands would take minutes.
    """

    wide: int
    """How wide the text is, in twips."""

    def __init__(self, document: Any) -> None:
        from lxml import etree

        self._make = etree.SubElement
        self._element = document.element.makeelement
        self._end = document.element.body.sectPr
        self._styles = {style.name: style.style_id for style in document.styles}

    def _place(self, element: Any) -> None:
        self._end.addprevious(element)

    def _p(
        self,
        style: str,
        runs: Sequence[str | tuple[str, str]],
        *,
        keep: bool = False,
        together: bool = False,
        new_page: bool = False,
        left: int = 0,
        hanging: int = 0,
        of: str | None = None,
        language: str = "",
    ) -> Any:
        """A paragraph. A run is a text, or a text and how it looks: b bold, i slanted, s soft, w warning.

        `keep` holds it to the next one, `together` its lines; `of` is the text that says from which side it is read, where
        that is not the whole of it; an empty one: from the left.
        """
        make = self._make
        paragraph = self._element(f"{_W}p")
        about = make(paragraph, f"{_W}pPr")
        make(about, f"{_W}pStyle").set(f"{_W}val", self._styles[style])
        for wanted, name in ((keep, "keepNext"), (together, "keepLines"), (new_page, "pageBreakBefore")):
            if wanted:
                make(about, f"{_W}{name}")
        whole = of if of is not None else "".join(one if isinstance(one, str) else one[0] for one in runs)
        rtl = right_to_left(whole)
        if rtl:
            make(about, f"{_W}bidi")
        if left or hanging:
            indent = make(about, f"{_W}ind")
            indent.set(f"{_W}left", str(left))
            if hanging:
                indent.set(f"{_W}hanging", str(hanging))
        for one in runs:
            text, look = (one, "") if isinstance(one, str) else one
            self._run(paragraph, clean(text), look, rtl=rtl, language=language)
        return paragraph

    def _run(self, paragraph: Any, text: str, look: str, *, rtl: bool, language: str = "") -> Any:
        make = self._make
        run = make(paragraph, f"{_W}r")
        if look or rtl or language:
            about = make(run, f"{_W}rPr")
            for letter, names in (("b", ("b", "bCs")), ("i", ("i", "iCs"))):
                if letter in look:
                    for name in names:
                        make(about, f"{_W}{name}")
            ink = WARN if "w" in look else SOFT if "s" in look else ""
            if ink:
                make(about, f"{_W}color").set(f"{_W}val", ink)
            if rtl:
                make(about, f"{_W}rtl")
            if language:
                make(about, f"{_W}lang").set(f"{_W}{'bidi' if rtl else 'val'}", language)
        for line_at, line in enumerate(text.split("\n")):
            if line_at:
                make(run, f"{_W}br")
            for tab_at, piece in enumerate(line.split("\t")):
                if tab_at:
                    make(run, f"{_W}tab")
                if piece:
                    written = make(run, f"{_W}t")
                    written.text = piece
                    written.set(_SPACE, "preserve")
        return run

    def _bar(self, paragraph: Any, *, against: bool) -> None:
        """A line at the side of a quote; a double one and a tinted ground for evidence against."""
        about = paragraph[0]
        borders = self._element(f"{_W}pBdr")
        side = self._make(borders, f"{_W}right" if about.find(f"{_W}bidi") is not None else f"{_W}left")
        ink = WARN if against else LINE
        for name, value in (("val", "double" if against else "single"), ("sz", "12"), ("space", "8"), ("color", ink)):
            side.set(f"{_W}{name}", value)
        kept = [one for one in about if one.tag in (f"{_W}pStyle", f"{_W}keepNext", f"{_W}keepLines")]
        kept[-1].addnext(borders)
        if against:
            borders.addnext(self._tint())

    def _tint(self) -> Any:
        shade = self._element(f"{_W}shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
            shade.set(f"{_W}{name}", value)
        return shade

    def _mark(self, paragraph: Any, at: int) -> None:
        """A place that the contents lead to."""
        begun, ended = self._element(f"{_W}bookmarkStart"), self._element(f"{_W}bookmarkEnd")
        for one in (begun, ended):
            one.set(f"{_W}id", str(at))
        begun.set(f"{_W}name", f"part_{at}")
        paragraph.insert(1, begun)
        paragraph.append(ended)

    def _contents(self, at: int, text: str) -> Any:
        """A line of the contents: it leads to its part, and Word counts the page."""
        made = self._p("Contents", [])
        tabs = self._make(made[0], f"{_W}tabs")
        stop = self._make(tabs, f"{_W}tab")
        for name, value in (("val", "right"), ("leader", "dot"), ("pos", str(self.wide))):
            stop.set(f"{_W}{name}", value)
        link = self._make(made, f"{_W}hyperlink")
        link.set(f"{_W}anchor", f"part_{at}")
        self._run(link, f"{clean(text)}\t", "", rtl=right_to_left(text))
        field = self._make(link, f"{_W}fldSimple")
        field.set(f"{_W}instr", f" PAGEREF part_{at} ")
        field.set(f"{_W}dirty", "true")
        self._run(field, " ", "", rtl=False)
        return made

    def _table(self, caption: str, widths: Sequence[int], columns: Iterable[str], *, lines: Iterable[str]) -> Any:
        """A table with fixed widths whose first row comes again on every page, and the caption for who cannot see it."""
        make = self._make
        table = self._element(f"{_W}tbl")
        about = make(table, f"{_W}tblPr")
        self._set(make(about, f"{_W}tblW"), w=sum(widths), type="dxa")
        borders = make(about, f"{_W}tblBorders")
        for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
            if name in lines:
                self._set(make(borders, f"{_W}{name}"), val="single", sz=4, space=0, color=LINE)
        make(about, f"{_W}tblLayout").set(f"{_W}type", "fixed")
        margins = make(about, f"{_W}tblCellMar")
        for name, wide in (("top", 40), ("left", _INSET), ("bottom", 40), ("right", 90)):
            self._set(make(margins, f"{_W}{name}"), w=wide, type="dxa")
        self._set(make(about, f"{_W}tblLook"), val="00A0", firstRow=1, firstColumn=1, noHBand=1, noVBand=1)
        make(about, f"{_W}tblCaption").set(f"{_W}val", clean(caption))
        grid = make(table, f"{_W}tblGrid")
        for width in widths:
            make(grid, f"{_W}gridCol").set(f"{_W}w", str(width))
        head = self._row(table, whole=True, header=True)
        for width, column in zip(widths, columns, strict=True):
            self._cell(head, width, [self._p("Label", [(neutral(column), "b")], keep=True)], under=True)
        self._place(table)
        return table

    def _row(self, table: Any, *, whole: bool, header: bool = False) -> Any:
        """A row; `whole` keeps it on one page."""
        row = self._make(table, f"{_W}tr")
        if whole or header:
            about = self._make(row, f"{_W}trPr")
            if whole:
                self._make(about, f"{_W}cantSplit")
            if header:
                self._make(about, f"{_W}tblHeader")
        return row

    def _cell(
        self,
        row: Any,
        width: int,
        paragraphs: Iterable[Any],
        *,
        edge: bool = False,
        under: bool = False,
        shade: bool = False,
    ) -> None:
        """A cell; `edge` draws a line before it, `under` a strong one below."""
        cell = self._make(row, f"{_W}tc")
        about = self._make(cell, f"{_W}tcPr")
        self._set(self._make(about, f"{_W}tcW"), w=width, type="dxa")
        if edge or under:
            borders = self._make(about, f"{_W}tcBorders")
            if edge:
                self._set(self._make(borders, f"{_W}left"), val="single", sz=6, space=0, color=SOFT)
            if under:
                self._set(self._make(borders, f"{_W}bottom"), val="single", sz=12, space=0, color=BLUE)
        if shade:
            about.append(self._tint())
        for paragraph in paragraphs:
            cell.append(paragraph)

    @staticmethod
    def _set(element: Any, **values: str | int) -> None:
        for name, value in values.items():
            element.set(f"{_W}{name}", str(value))
