"""A Word file for paper before anything stands in it: its sheet, its styles, who it is for on every page, page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workbench.exchange.paper.pages import Paper, closed
from workbench.exchange.workbook.text import NOT_IN_A_FILE

SERIF, SANS = "Cambria", "Calibri"
INK, SOFT, BLUE, WARN, LINE, WASH = "1C2329", "55616B", "1F3A4D", "7A3B00", "C9D0D5", "FDF3E4"
_TWIPS = 56.6929
"""Twentieths of a point in a millimetre."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper with its margins, in millimetres."""

    width: float
    height: float
    left: float
    right: float
    top: float = 18
    bottom: float = 18

    @property
    def text(self) -> int:
        """How wide the text is, in twips."""
        return twips(self.width - self.left - self.right)


A4 = Sheet(210, 297, 20, 15)
BRIEF = Sheet(210, 297, 14, 14, 14, 13)
"""A brief's, on which two pages must hold it."""
A3_WIDE = Sheet(420, 297, 13, 13, 16, 15)
A4_WIDE = Sheet(297, 210, 13, 13, 16, 15)


def sheet_of(paper: Paper) -> Sheet:
    """The sheet that a paper is laid out for."""
    if paper.wide:
        return A3_WIDE
    if paper.form == "brief":
        return BRIEF
    return A4_WIDE if paper.on_its_side else A4


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, as Word counts."""
    return round(millimetres * _TWIPS)


def clean(text: str) -> str:
    """Text without what a Word file may not hold, line breaks as one kind, its marks of direction ended."""
    return closed(NOT_IN_A_FILE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def begin(paper: Paper) -> Any:
    """The empty document with its styles, header and footer."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = Document()
    sheet, section = sheet_of(paper), document.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.on_its_side else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.header_distance = section.footer_distance = Mm(8)
    _styles(document, paper)
    _every_page(section, paper, sheet)
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.subject = clean(paper.title)[:250], clean(paper.audience)[:250]
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return document


def _styles(document: Any, paper: Paper) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    styles = document.styles
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")
    size = 9.5 if paper.on_its_side else 11
    _style(styles["Normal"], SERIF, size, INK, after=4)
    _style(styles["Title"], SANS, 22, INK, after=3, bold=True)
    border = styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    level_of_title = OxmlElement("w:outlineLvl")
    level_of_title.set(qn("w:val"), "0")
    styles["Title"].element.pPr.append(level_of_title)
    for level, points in enumerate((16, 13, 11.5, 11, 11, 11), start=1):
        _style(styles[f"Heading {level}"], SANS, points, BLUE, before=14 - level, after=3, bold=True, keep=True)
    _style(styles["Quote"], SERIF, size, INK, before=5, after=1, left=5)
    _style(styles["Caption"], SANS, 9, SOFT, before=4, after=3, bold=True, keep=True)
    _style(styles["List Bullet"], SANS, 9.5, INK, after=1, left=5)
    styles["List Bullet"].paragraph_format.first_line_indent = Mm(-4)
    _style(styles["Header"], SANS, 8.5, SOFT)
    _style(styles["Footer"], SANS, 8.5, SOFT)
    for name, font, points, ink, left in (
        ("Attribution", SANS, 9, SOFT, 5),
        ("Remark", SANS, 9.5, SOFT, 0),
        ("Label", SANS, 9.5, BLUE, 0),
        ("Lead", SERIF, 13, INK, 0),
        ("Fact", SERIF, 10.5, INK, 0),
        ("Words", SERIF, 10.5, INK, 0),
        ("Margin", SANS, 8, SOFT, 0),
        ("Contents", SANS, 10, INK, 0),
        ("Cell", SERIF, 9, INK, 0),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _style(style, font, points, ink, after=6 if name in {"Attribution", "Lead"} else 1, left=left)


def _style(
    style: Any,
    font: str,
    points: float,
    ink: str,
    *,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    bold: bool = False,
    keep: bool = False,
) -> None:
    """Say how a style looks; the template's own fonts and colours are taken out of it."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(points), bold, False
    style.font.color.rgb = RGBColor.from_string(ink)
    for slanted in style.element.rPr.findall(qn("w:iCs")):
        style.element.rPr.remove(slanted)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), font)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.left_indent = Pt(before), Pt(after), Mm(left)
    layout.widow_control, layout.keep_with_next = True, keep


def _every_page(section: Any, paper: Paper, sheet: Sheet) -> None:
    """Who it is for and the notice above, the paper's name and the page below."""
    from docx.shared import Pt

    head = section.header.paragraphs[0]
    _tabs(head, sheet)
    head.add_run(f"{clean(paper.audience)}\t{clean(paper.project)}")
    last = section.header.add_paragraph(clean(paper.notice), style="Header") if paper.notice else head
    last.paragraph_format.space_after = Pt(8)
    foot = section.footer.paragraphs[0]
    _tabs(foot, sheet)
    foot.add_run(f"{clean(paper.title)} · {paper.made}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _tabs(paragraph: Any, sheet: Sheet) -> None:
    """One tab at the right edge, instead of those that the template has."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Twips

    stops = paragraph.paragraph_format.tab_stops
    for stop in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Twips(sheet.text), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts itself."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
