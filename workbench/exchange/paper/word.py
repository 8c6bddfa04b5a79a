"""Paper as a Word file: real headings, tables whose first row comes again on every page, nothing torn that belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from workbench.briefs.page import Paragraph
from workbench.exchange.paper.pages import (
    GLYPHS,
    SAYS,
    Block,
    Entry,
    Heading,
    Listing,
    Matrix,
    Paper,
    Said,
    Turn,
    Turns,
    beside,
    cell_words,
    margin_words,
    right_to_left,
)
from workbench.exchange.paper.word_styles import BLUE, LINE, SOFT, WARN, WASH, begin, clean, sheet_of, twips
from workbench.governance.cells import neutral

_EVERY = 500
"""Progress is said after so many pieces."""
_DEEPEST = 6
_INSET = 70
"""Twentieths of a point between a cell's edge and its words; a table is moved in by as much, to stand under the text."""
_LONG = 700
"""A turn of more letters than this may run over the end of a page."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROLES = {"lead": "Lead", "note": "Remark", "label": "Label", "warning": "Remark"}


def as_word(paper: Paper, progress: Callable[[float], None] | None = None) -> bytes:
    """The paper as a .docx file. `progress` hears now and then how much is done, from 0 to 1."""
    document = begin(paper)
    draw = _Drawing(document, paper)
    draw.top()
    for at, block in enumerate(paper.blocks):
        draw.block(at, block)
        if progress is not None and at % _EVERY == 0:
            progress(0.9 * at / len(paper.blocks))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


class _Drawing:
    """Writes blocks into a document, one after the other, straight as the elements that the file holds.

    python-docx's own paragraphs look their style up each time; a booklet of tens of thousands would take minutes.
    """

    def __init__(self, document: Any, paper: Paper) -> None:
        from lxml import etree

        self._make = etree.SubElement
        self._element = document.element.makeelement
        self._end = document.element.body.sectPr
        self._styles = {style.name: style.style_id for style in document.styles}
        self.paper, self.wide = paper, sheet_of(paper).text
        self._draws: dict[type, Callable[[int, Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Said: self._said,
            Turns: self._turns,
            Entry: self._entry,
            Listing: self._listing,
            Matrix: self._matrix,
        }

    def block(self, at: int, block: Block) -> None:
        """Draw one block."""
        self._draws[type(block)](at, block)

    def top(self) -> None:
        """Title, remarks, legend and contents."""
        paper = self.paper
        self._place(self._p("Title", [paper.title]))
        self._place(self._p("Remark", [f"{paper.audience} · {beside(paper.project)} · {paper.made}"]))
        for remark in paper.remarks:
            self._place(self._p("List Bullet", [remark]))
        if paper.wide and paper.blocks:
            self._place(self._p("Remark", ["   ".join(f"{GLYPHS[state]} {SAYS[state]}" for state in GLYPHS)]))
        parts = list(paper.parts())
        if len(parts) > 1:
            self._place(self._p("Label", ["Contents"], keep=True))
            for at, text in parts:
                self._place(self._contents(at, text))

    # Blocks

    def _heading(self, at: int, block: Heading) -> None:
        made = self._p(f"Heading {min(_DEEPEST, block.level)}", [block.text], keep=True, new_page=block.new_page)
        if block.level == 1:
            self._mark(made, at)
        self._place(made)

    def _paragraph(self, _: int, block: Paragraph) -> None:
        before = [(f"{block.heading}: ", "b")] if block.heading else []
        keep = block.role in {"lead", "label"}
        made = self._p(_ROLES.get(block.role, "Normal"), [*before, block.text], keep=keep, of=block.text)
        if block.role == "warning":
            self._shade(made)
        self._place(made)

    def _said(self, _: int, block: Said) -> None:
        quote = self._p("Quote", [block.text], keep=True, together=True, of=block.text)
        self._bar(quote, against=block.against)
        self._place(quote)
        sign = [("− ", "w")] if block.against else []
        where = "".join(f" · {beside(one)}" for one in block.where)
        self._place(self._p("Attribution", [*sign, (block.who, "b"), where], together=True, of=""))

    def _turns(self, _: int, block: Turns) -> None:
        self._place(self._p("Caption", [block.caption], keep=True))
        first, third = twips(15), twips(62)
        widths = (first, self.wide - first - third, third)
        table = self._table(block.caption, widths, block.columns, lines=("insideH",))
        for turn in block.turns:
            row = self._row(table, whole=len(turn.text) <= _LONG)
            number = f"{turn.number}\n{turn.time}" if turn.time else turn.number
            self._cell(row, widths[0], [self._p("Margin", [number])])
            self._cell(row, widths[1], [self._turn(turn)])
            notes = [self._p("Margin", [neutral(margin_words(one))]) for one in turn.margin]
            self._cell(row, widths[2], notes or [self._p("Margin", [])], edge=True)

    def _turn(self, turn: Turn) -> Any:
        """The words of a turn, with who says them before."""
        look = {"direction": "is", "heading": "b", "left out": "iw"}.get(turn.kind, "")
        who = [(f"{neutral(turn.speaker)}: ", "b")] if turn.speaker else []
        words = turn.text if turn.speaker else neutral(turn.text)
        mark = [(f" ({turn.mark})", "s")] if turn.mark else []
        return self._p("Words", [*who, (words, look), *mark], of=turn.text)

    def _entry(self, _: int, block: Entry) -> None:
        left = twips(6 * min(block.depth, 4))
        retired = [(" (retired)", "s")] if block.retired else []
        level = min(_DEEPEST, block.depth + 2)
        self._place(self._p(f"Heading {level}", [block.name, *retired], keep=True, left=left, of=""))
        path = f"{beside(block.path)} · " if block.depth else ""
        self._place(self._p("Remark", [f"{path}{block.counted}"], keep=bool(block.facts), left=left, of=""))
        for at, (label, text) in enumerate(block.facts):
            last = at == len(block.facts) - 1
            hang = left + twips(30)
            made = self._p(
                "Fact",
                [(f"{label}\t", "bs"), text],
                keep=not last,
                together=True,
                left=hang,
                hanging=twips(30),
                of=text,
            )
            self._place(made)

    def _listing(self, _: int, block: Listing) -> None:
        self._place(self._p("Caption", [block.caption], keep=True))
        rest = twips(30)
        widths = (self.wide - rest * (len(block.columns) - 1), *(rest for _ in block.columns[1:]))
        table = self._table(block.caption, widths, block.columns, lines=("insideH",))
        for at, texts in enumerate(block.rows):
            row = self._row(table, whole=True)
            deep = block.indents[at] if block.indents else 0
            for place, (text, width) in enumerate(zip(texts, widths, strict=True)):
                left = twips(5 * min(deep, 5)) if place == 0 else 0
                self._cell(row, width, [self._p("Cell", [neutral(text)], left=left, of="")])

    def _matrix(self, _: int, block: Matrix) -> None:
        self._place(self._p("Caption", [block.caption], keep=True))
        first = twips(34)
        each = (self.wide - first) // max(1, len(block.columns))
        widths = (first, *(each for _ in block.columns))
        table = self._table(
            block.caption, widths, (block.corner, *block.columns), lines=("insideH", "insideV", "bottom")
        )
        for one in block.rows:
            row = self._row(table, whole=True)
            known = [self._p("Margin", [one.known])] if one.known else []
            self._cell(row, first, [self._p("Cell", [(neutral(one.who), "b")], of=one.who), *known])
            for cell in one.cells:
                said = [self._p("Cell", [neutral(cell.summary)], of=cell.summary)] if cell.summary else []
                state = self._p("Margin", [(cell_words(cell), "wb" if cell.state == "older" else "")])
                self._cell(row, each, [*said, state], shade=cell.state == "older")
        self._place(self._p("Remark", []))

    # Pieces

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
            self._run(paragraph, clean(text), look, rtl=rtl)
        return paragraph

    def _run(self, paragraph: Any, text: str, look: str, *, rtl: bool) -> Any:
        make = self._make
        run = make(paragraph, f"{_W}r")
        if look or rtl:
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

    def _shade(self, paragraph: Any) -> None:
        about = paragraph[0]
        place = about.find(f"{_W}bidi")
        place.addprevious(self._tint()) if place is not None else about.append(self._tint())

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
        self._set(make(about, f"{_W}tblInd"), w=_INSET, type="dxa")
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
