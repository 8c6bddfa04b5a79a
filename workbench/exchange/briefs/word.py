"""An option brief as a Word file: real headings, tables whose first row comes again, captions, charts with alternative text.

Every citation is a link to its entry in the annex, and each entry leads back to its places. A council's own file may
be the ground on which it is written (`brief_word_template.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workbench.briefs.page import Block, Cell, Chart, Entry, Listed, Page, Paragraph, Ref, Section, Table, in_words
from workbench.exchange.briefs.heights import WIDE, widths_of
from workbench.exchange.paper.pages import Paper, beside
from workbench.exchange.paper.word_pieces import Pieces
from workbench.exchange.paper.word_styles import begin, sheet_of, twips
from workbench.governance.cells import neutral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {"lead": "Lead", "note": "Remark", "label": "Label", "quote": "Quote"}
_CELL_LOOKS = {"note": "s", "quote": "i", "meet": "b", "warning": "w"}
_PREFERRED = "★ Preferred: "
_LINK = "14577D"
_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first day that an archive's parts can be of."""


def as_word(page: Page, template: Path | None = None) -> bytes:
    """The brief as a .docx file, on its own or on the ground of a council's file.

    Raises BriefTemplateError, from `brief_word_template.py`, in one sentence.
    """
    if template is None:
        document = begin(_paper(page))
        _smaller(document)
        draw = BriefDrawing(document, page, sheet_of(_paper(page)).text)
        draw.whole()
    else:
        from workbench.exchange.briefs.word_template import filled

        document = filled(page, template)
    made = _day(page.made)
    document.core_properties.created = document.core_properties.modified = made
    written = BytesIO()
    document.save(written)
    return _dated(written.getvalue(), made)


def _day(written: str) -> datetime:
    """The day on which a page was made, so that the same page gives the same bytes at any hour.

    >>> str(_day("3 March 2025").date()), str(_day("").date())
    ('2025-03-03', '1980-01-01')
    """
    try:
        return max(datetime.strptime(written, "%d %B %Y").replace(tzinfo=UTC), _FIRST)
    except ValueError:
        return _FIRST


def _dated(content: bytes, day: datetime) -> bytes:
    """The same archive with all its parts of one day."""
    told = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(told, "w", ZIP_DEFLATED) as steady:
        for part in archive.infolist():
            about = ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            steady.writestr(about, archive.read(part), ZIP_DEFLATED)
    return told.getvalue()


def _paper(page: Page) -> Paper:
    """What stands at the head and foot of every page."""
    return Paper("brief", page.title, page.project, page.audience, page.made, page.notice, (), ())


_POINTS = {
    "Normal": 9, "Lead": 11.5, "Remark": 8, "Cell": 8, "Label": 8, "Title": 17, "Heading 1": 11, "Heading 2": 10.5,
    "Heading 3": 9, "Caption": 7.5, "List Bullet": 9, "Quote": 9, "Fact": 8, "Margin": 2, "Header": 7.5, "Footer": 7.5,
}  # fmt: skip
"""The letters of each style, in points, with which what belongs on two pages stands on two pages."""


def _smaller(document: Any) -> None:
    """Letters and spaces as `brief_heights.py` reckons with."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    for name, points in _POINTS.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(points), "Arial"
        style.element.rPr.rFonts.set(qn("w:cs"), "Arial")
        layout = style.paragraph_format
        layout.line_spacing = 1.0
        layout.space_before = Mm(2.4 if name.startswith("Heading") else 0)
        layout.space_after = Mm({"Margin": 0, "Cell": 0.3, "Title": 0.5}.get(name, 0.8))
    for line in document.sections[0].header.paragraphs:
        line.paragraph_format.space_after = Mm(0.8)
    document.sections[0].header_distance = document.sections[0].footer_distance = Mm(6)


class BriefDrawing(Pieces):
    """Writes a brief into a document, one piece after the other."""

    def __init__(self, document: Any, page: Page, wide: int) -> None:
        super().__init__(document)
        self.document, self.page, self.wide = document, page, wide
        self._marks = 1000
        self._numbers = {"Table": 0, "Figure": 0}

    def put_before(self, element: Any) -> None:
        """Whatever is drawn from now on stands before this element."""
        self._end = element

    def whole(self) -> None:
        """The whole brief."""
        self.top()
        for section in self.page.sections:
            self.section(section)
        self.annex(self.page.further)

    def top(self) -> None:
        """Title, what it is and how far it is."""
        page = self.page
        said = (f"Option brief {page.name}", page.status, page.owner, page.made)
        self._place(self._p("Title", [page.title]))
        self._place(self._p("Remark", [" · ".join(beside(part) for part in said if part)]))

    def annex(self, further: Sequence[Section]) -> None:
        """What goes further, and the evidence in full, from a new page on."""
        page = self.page
        if not further and not page.annex:
            return
        self._place(self._p("Heading 1", ["Annex"], keep=True, new_page=True))
        for section in further:
            self.section(section, level=2)
        self.entries()

    def entries(self) -> None:
        """The evidence in full."""
        if not self.page.annex:
            return
        self._place(self._p("Heading 2", ["The evidence in full"], keep=True))
        told = "F is a finding, Q something a person said, D a figure. The arrows lead back to where it is cited."
        self._place(self._p("Remark", [told]))
        for entry in self.page.annex:
            self._entry(entry)

    def section(self, section: Section, *, level: int = 1) -> None:
        """A section under its heading."""
        heading = self._p(f"Heading {level}", [section.heading], keep=True)
        if section.more:
            self._run(heading, "   ", "", rtl=False)
            self._link(heading, f"s_{section.more}", "in full in the annex", small=True)
        self._named(heading, f"s_{section.name}")
        self._place(heading)
        self.blocks(section.blocks, section.name)

    def blocks(self, blocks: Sequence[Block], name: str = "") -> None:
        """Blocks without a heading."""
        draws: dict[type, Callable[[Any], None]] = {
            Listed: self._bullets, Chart: self._chart, Paragraph: self._paragraph,
        }  # fmt: skip
        for block in blocks:
            if isinstance(block, Table):
                self._listing(block, name)
            else:
                draws[type(block)](block)

    # Blocks

    def _paragraph(self, said: Paragraph, style: str = "") -> None:
        chosen = style or _STYLES.get(said.role, "Normal")
        look = "w" if said.role == "warning" else ""
        before = [(f"{said.heading}: ", "b")] if said.heading else []
        keep = said.role in {"lead", "label"}
        made = self._p(chosen, [*before, (said.text, look)], keep=keep, of=said.text)
        self._cite(made, said.refs)
        self._place(made)

    def _bullets(self, block: Listed) -> None:
        for item in block.items:
            self._paragraph(item, "List Bullet")

    def _listing(self, table: Table, name: str = "") -> None:
        self._caption("Table", table.caption)
        widths = tuple(int(self.wide * share / WIDE) for share in widths_of(table, name))
        names = [f"{_PREFERRED}{name}" if at == table.marked else name for at, name in enumerate(table.columns)]
        made = self._table(table.caption, widths, names, lines=("insideH", "bottom"))
        for row in table.rows:
            drawn = self._row(made, whole=sum(map(_letters, row)) < 1200)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
                self._cell(drawn, width, self._said(cell, bold=at == 0), shade=at == table.marked)
        self._place(self._p("Margin", []))

    def _said(self, cell: Cell, *, bold: bool) -> list[Any]:
        made = []
        for one in cell.paragraphs:
            look = "b" if bold else _CELL_LOOKS.get(one.role, "")
            before = [(f"{one.heading}: ", "b")] if one.heading else []
            paragraph = self._p(
                "Cell", [*before, (in_words(one.text) if one.role == "meet" else neutral(one.text), look)], of=one.text
            )
            self._cite(paragraph, one.refs)
            made.append(paragraph)
        return made or [self._p("Cell", [])]

    def _chart(self, chart: Chart) -> None:
        """The chart as a picture with its alternative text, its caption, the reasons for care, and the same as a table."""
        from docx.shared import Twips

        from workbench.exchange.charts import as_png

        paragraph = self.document.add_paragraph()
        run = paragraph.add_run()
        picture = run.add_picture(BytesIO(as_png(chart)), width=Twips(min(self.wide, twips(150))))
        about = picture._inline.docPr
        about.set("descr", f"{chart.title}. {chart.described}")
        about.set("title", chart.title)
        paragraph.paragraph_format.keep_with_next = True
        self._place(paragraph._p)
        self._caption("Figure", chart.title, refs=chart.refs, above=False)
        self._place(self._p("Remark", [chart.caption]))
        if chart.notes:
            self._place(self._p("Label", ["With care"], keep=True))
        for note in chart.notes:
            self._place(self._p("List Bullet", [note]))
        self._listing(chart.table)

    def _caption(self, kind: str, text: str, *, refs: tuple[Ref, ...] = (), above: bool = True) -> None:
        """A caption that Word numbers by itself."""
        self._numbers[kind] += 1
        made = self._p("Caption", [f"{kind} "], keep=above, of="")
        field = self._make(made, f"{_W}fldSimple")
        field.set(f"{_W}instr", f" SEQ {kind} \\* ARABIC ")
        self._run(field, str(self._numbers[kind]), "", rtl=False)
        self._run(made, f". {text}", "", rtl=False)
        self._cite(made, refs)
        self._place(made)

    def _entry(self, entry: Entry) -> None:
        head = self._p("Heading 3", [f"{entry.key}  {neutral(entry.title)}"], keep=True, of="")
        self._named(head, f"e_{entry.key}")
        self._place(head)
        if entry.quote:
            quote = self._p("Quote", [entry.quote], keep=True, together=True)
            self._bar(quote, against=False)
            self._place(quote)
        hang = twips(32)
        for label, text in entry.facts:
            self._place(self._p("Fact", [(f"{label}\t", "bs"), text], together=True, left=hang, hanging=hang, of=text))
        if entry.rests_on:
            made = self._p("Fact", [("Rests on\t", "bs")], left=hang, hanging=hang, of="")
            self._cite(made, entry.rests_on)
            self._place(made)
        back = self._p("Fact", [("Cited here\t", "bs")], left=hang, hanging=hang, of="")
        for ref in entry.refs:
            self._link(back, f"c_{ref.key}_{ref.nth}", f"↑{ref.nth} ")
        self._place(back)

    # Links

    def _cite(self, paragraph: Any, refs: Sequence[Ref]) -> None:
        """What a paragraph cites, each a link and a place to come back to."""
        for ref in refs:
            self._run(paragraph, " ", "", rtl=False)
            begun, ended = self._bookmark(f"c_{ref.key}_{ref.nth}")
            paragraph.append(begun)
            self._link(paragraph, f"e_{ref.key}", ref.key)
            paragraph.append(ended)

    def _link(self, paragraph: Any, to: str, text: str, *, small: bool = False) -> None:
        link = self._make(paragraph, f"{_W}hyperlink")
        link.set(f"{_W}anchor", _place_name(to))
        run = self._run(link, text, "", rtl=False)
        about = self._element(f"{_W}rPr")
        if small:
            self._make(about, f"{_W}b").set(f"{_W}val", "0")
        self._make(about, f"{_W}color").set(f"{_W}val", _LINK)
        if small:
            self._make(about, f"{_W}sz").set(f"{_W}val", "15")
        self._make(about, f"{_W}u").set(f"{_W}val", "single")
        run.insert(0, about)

    def _named(self, paragraph: Any, name: str) -> None:
        """A place that links lead to, around a whole paragraph."""
        begun, ended = self._bookmark(name)
        paragraph.insert(1, begun)
        paragraph.append(ended)

    def _bookmark(self, name: str) -> tuple[Any, Any]:
        self._marks += 1
        begun, ended = self._element(f"{_W}bookmarkStart"), self._element(f"{_W}bookmarkEnd")
        for one in (begun, ended):
            one.set(f"{_W}id", str(self._marks))
        begun.set(f"{_W}name", _place_name(name))
        return begun, ended


def _letters(cell: Cell) -> int:
    return sum(len(one.text) for one in cell.paragraphs)


def _place_name(name: str) -> str:
    """A place's name as Word takes it."""
    return name.replace("-", "_")[:40]
