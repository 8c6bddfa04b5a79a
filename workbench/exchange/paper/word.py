"""Paper as a Word file: real headings, tables whose first row comes again on every page, nothing torn that belongs together."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from workbench.briefs.page import Paragraph
from workbench.exchange.paper.pages import (
    GLYPHS,
    SAYS,
    Block,
    DotPlot,
    Entry,
    Heading,
    Listing,
    Matrix,
    Paper,
    Said,
    Sides,
    Turn,
    Turns,
    beside,
    cell_words,
    margin_words,
)
from workbench.exchange.paper.word_pieces import Pieces
from workbench.exchange.paper.word_styles import begin, sheet_of, twips
from workbench.governance.cells import neutral

_EVERY = 500
"""Progress is said after so many pieces."""
_DEEPEST = 6
_LONG = 450
"""A turn of more letters than this may run over the end of a page."""
_ROLES = {"lead": "Lead", "note": "Remark", "label": "Label"}


def as_word(paper: Paper, progress: Callable[[float], None] | None = None) -> bytes:
    """The paper as a .docx file. `progress` hears now and then how much is done, from 0 to 1."""
    document = begin(paper)
    draw = _Drawing(document, paper)
    draw.top()
    for at, block in enumerate(paper.blocks):
        draw.block(at, block)
        if progress is not None and at % _EVERY == 0:
            progress(0.9 * at / len(paper.blocks))
    draw.bottom()
    written = BytesIO()
    document.save(written)
    return written.getvalue()


class _Drawing(Pieces):
    """Writes blocks into a document, one after the other."""

    def __init__(self, document: Any, paper: Paper) -> None:
        super().__init__(document)
        self._document = document
        self.paper, self.wide = paper, sheet_of(paper).text
        self._draws: dict[type, Callable[[int, Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Said: self._said,
            Turns: self._turns,
            Entry: self._entry,
            Listing: self._listing,
            Matrix: self._matrix,
            Sides: self._sides,
            DotPlot: self._plot,
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

    def bottom(self) -> None:
        """A last small paragraph: a Word file does not end with a table."""
        if self.paper.blocks and isinstance(self.paper.blocks[-1], Turns | Listing | Matrix | Sides | DotPlot):
            self._place(self._p("Margin", []))

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
        self._place(made)

    def _said(self, _: int, block: Said) -> None:
        quote = self._p("Quote", [block.text], keep=True, together=True, language=block.language)
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
            self._cell(row, widths[1], [self._turn(turn, block.language)])
            notes = [self._p("Margin", [neutral(margin_words(one))]) for one in turn.margin]
            self._cell(row, widths[2], notes or [self._p("Margin", [])], edge=True)

    def _turn(self, turn: Turn, language: str) -> Any:
        """The words of a turn, with who says them before."""
        look = {"direction": "is", "heading": "b", "left out": "iw"}.get(turn.kind, "")
        who = [(f"{neutral(turn.speaker)}: ", "b")] if turn.speaker else []
        words = turn.text if turn.speaker else neutral(turn.text)
        mark = [(f" ({turn.mark})", "s")] if turn.mark else []
        spoken = "" if turn.kind == "left out" else language
        return self._p("Words", [*who, (words, look), *mark], of=turn.text, language=spoken)

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
        if block.shares:
            widths = tuple(self.wide * share // sum(block.shares) for share in block.shares)
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

    def _plot(self, at: int, block: DotPlot) -> None:
        """The drawing as a picture with its description, and the same as a table."""
        from docx.shared import Emu

        from workbench.exchange.paper.dot_plot import as_png

        made = self._document.add_paragraph()
        made.paragraph_format.keep_with_next = True
        picture = made.add_run().add_picture(BytesIO(as_png(block)))
        wide = min(picture.width, Emu(self.wide * 635))
        picture.height, picture.width = Emu(int(picture.height * wide / picture.width)), wide
        known = picture._inline.docPr
        known.set("title", block.title)
        known.set("descr", block.described)
        element = made._p
        element.getparent().remove(element)
        self._place(element)
        self._listing(at, block.table)

    def _sides(self, _: int, block: Sides) -> None:
        self._place(self._p("Caption", [block.caption], keep=True))
        widths = tuple(int(self.wide * share) for share in block.shares)
        table = self._table(block.caption, widths, block.columns, lines=("insideH", "insideV", "bottom"))
        looks = {"title": "b", "quiet": "s", "quote": "i", "count": "", "figure": ""}
        for one in block.rows:
            row = self._row(table, whole=False)
            for cell, width in zip(one.cells, widths, strict=True):
                said = [
                    self._p("Cell", [(neutral(side.text), looks.get(side.look, ""))], of=side.text) for side in cell
                ]
                self._cell(row, width, said or [self._p("Cell", [])])
