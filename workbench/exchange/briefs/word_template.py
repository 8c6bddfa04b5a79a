"""A council's own Word file as the ground of a brief: its styles are used, and its placeholders are filled.

A placeholder is `{{ title }}`. A word or sentence may stand anywhere; a whole section, such as `{{ known }}`, stands in
a paragraph of its own. A file without a place for the brief has it at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from workbench.briefs.page import Page, Section
from workbench.errors import WorkbenchError
from workbench.exchange.briefs.html import BriefTemplateError, unreadable
from workbench.exchange.briefs.word import BriefDrawing
from workbench.exchange.paper.word_styles import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_LARGEST = 40_000_000
"""Bytes of a template; a report form is far smaller."""
NEEDED = (
    "Title", "Heading 1", "Heading 2", "Heading 3", "Lead", "Remark", "Label", "Quote", "Caption", "List Bullet", "Cell",
    "Margin", "Fact",
)  # fmt: skip
"""The styles that a brief is written in; one that the file lacks is like its ordinary text."""

_SMALL = {"Cell": 9, "Fact": 9, "Remark": 9, "Label": 9, "Margin": 2}
"""The letters of what is small, in points, where the file has no style for it."""


def filled(page: Page, path: Path) -> Any:
    """The document with the brief in it.

    Raises BriefTemplateError where the file is no Word file, or names something that there is not.
    """
    document = _opened(path)
    words, places = _words(page), _places(page)
    found = list(_paragraphs(document))
    _refuse_wrong(path.name, found, words, places)
    _add_styles(document)
    draw = BriefDrawing(document, page, _wide(document))
    used: set[str] = set()
    for paragraph in found:
        used |= set(_PLACE.findall(paragraph.text))
    asked = bool(used & set(dict(page.slots)))
    for paragraph in found:
        named = _PLACE.findall(paragraph.text)
        if named[0] in places:
            _put(draw, paragraph, places[named[0]], asked=asked)
        else:
            _replace(paragraph, words)
    if not used & places.keys():
        if "title" not in used:
            draw.top()
        _whole(draw, page, asked=asked)
    _unlink(document.element.body)
    return document


def _wide(document: Any) -> int:
    """How wide its text is, in twips; a file that says no size of its page is A4 with Word's usual margins."""
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    told = (11_906 * 635 if page is None else page) - sum(1_440 * 635 if one is None else one for one in (left, right))
    return max(int(told / 635), 2_000)


def _opened(path: Path) -> Any:
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        if path.stat().st_size > _LARGEST:
            raise BriefTemplateError(f"The template {path.name} is too large for a report form. Take its pictures out.")
        _refuse_unsafe(path)
        return Document(str(path))
    except OSError as error:
        raise unreadable(path, error) from error
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise BriefTemplateError(
            f"The template {path.name} is no Word file that can be read. Save it as .docx and try again."
        ) from error


def _refuse_unsafe(path: Path) -> None:
    """Raise where the file would unpack to no document that somebody wrote, or holds macros, which would leave with it."""
    from workbench.exchange.archives import ArchiveIsUnsafeError, opened

    try:
        with opened(path) as archive:
            macros = any(part.casefold().startswith("word/vba") for part in archive.parts)
    except ArchiveIsUnsafeError as error:
        raise BriefTemplateError(
            f"The template {path.name} is not read: it is locked, or unpacks to far more than a report form holds. Open it"
            " in Word, save it anew as .docx and try again."
        ) from error
    except WorkbenchError:
        return  # it is no archive at all, which whoever opens it says
    if macros:
        raise BriefTemplateError(
            f"The template {path.name} holds macros, which would leave with the brief. Save it in Word as .docx without"
            " macros and try again."
        )


def _words(page: Page) -> dict[str, str]:
    """What a placeholder within a line stands for."""
    said = {
        "title": page.title, "name": page.name, "status": page.status, "owner": page.owner, "date": page.made,
        "audience": page.audience, "project": page.project, "notice": page.notice,
    }  # fmt: skip
    return {**said, **dict(page.slots)}


def _places(page: Page) -> dict[str, Section | str]:
    """What a placeholder in a paragraph of its own stands for: a section by its name, the whole, or a part of it."""
    sections: dict[str, Section | str] = {section.name: section for section in (*page.sections, *page.further)}
    return {**sections, "brief": "brief", "two_pages": "two_pages", "annex": "annex"}


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph with a placeholder: of the text, of tables within tables, of heads and feet of pages."""
    from docx.text.paragraph import Paragraph

    roots = [document.element.body]
    for section in document.sections:
        parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        roots += [part._element for part in parts if not part.is_linked_to_previous]
    for root in roots:
        for element in root.iter(f"{_W}p"):
            paragraph = Paragraph(element, document._body)
            if "{{" in paragraph.text:
                yield paragraph


def _refuse_wrong(name: str, found: list[Any], words: dict[str, str], places: dict[str, Section | str]) -> None:
    """Raise where a placeholder is not closed, names something that there is not, or has no paragraph of its own."""
    known = sorted({*words, *places})
    for paragraph in found:
        rest = _PLACE.sub("", paragraph.text)
        if "{{" in rest:
            begun = rest[rest.index("{{") :][:40].strip()
            raise BriefTemplateError(f"{name}: “{begun}” is no placeholder. Write it as {{{{ title }}}}.")
        named = _PLACE.findall(paragraph.text)
        for one in named:
            if one not in known:
                near = get_close_matches(one, known, n=1)
                hint = f" Did you mean {{{{ {near[0]} }}}}?" if near else ""
                raise BriefTemplateError(
                    f"{name}: there is nothing called “{one}” to put in.{hint} There are: {', '.join(known)}."
                )
            if one in places and (len(named) > 1 or rest.strip()):
                raise BriefTemplateError(
                    f"{name}: {{{{ {one} }}}} is a whole section. Give it a paragraph of its own in the file."
                )


def _replace(paragraph: Any, words: dict[str, str]) -> None:
    """Fill the placeholders within a line; the letters keep the look of where each begins."""
    for match in reversed(list(_PLACE.finditer(paragraph.text))):
        if match[1] not in words:
            continue
        at = 0
        said: str | None = clean(words[match[1]])
        for run in paragraph.runs:
            begin, end = at, at + len(run.text)
            at = end
            if end <= match.start() or begin >= match.end():
                continue
            left = run.text[: max(0, match.start() - begin)]
            right = run.text[max(0, match.end() - begin) :]
            run.text = f"{left}{said if said is not None else ''}{right}"
            said = None


def _put(draw: BriefDrawing, paragraph: Any, what: Section | str, *, asked: bool) -> None:
    """Draw what a placeholder stands for in its place."""
    element = paragraph._p
    draw.put_before(element)
    if isinstance(what, Section):
        draw.blocks(what.blocks, what.name)
    elif what == "annex":
        draw.annex(_further(draw.page, asked=asked))
    else:
        for section in draw.page.sections:
            draw.section(section)
        if what == "brief":
            draw.annex(_further(draw.page, asked=asked))
    parent = element.getparent()
    if parent.tag == f"{_W}tc" and parent[-1] is element:
        for run in element.findall(f"{_W}r"):
            element.remove(run)
        return
    parent.remove(element)


def _whole(draw: BriefDrawing, page: Page, *, asked: bool) -> None:
    for section in page.sections:
        draw.section(section)
    draw.annex(_further(page, asked=asked))


def _unlink(body: Any) -> None:
    """Make plain words of links to what the form has no place for."""
    there = {one.get(f"{_W}name") for one in body.iter(f"{_W}bookmarkStart")}
    for link in list(body.iter(f"{_W}hyperlink")):
        if link.get(f"{_W}anchor") and link.get(f"{_W}anchor") not in there:
            for run in list(link):
                link.addprevious(run)
            link.getparent().remove(link)


def _further(page: Page, *, asked: bool) -> list[Section]:
    """What goes further; what the form itself asks for is not said again where the form has it."""
    return [section for section in page.further if not (asked and section.name == "report")]


def _add_styles(document: Any) -> None:
    """The styles that the file lacks, like its ordinary text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    there = {style.name for style in document.styles}
    for name in NEEDED:
        if name not in there:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"] if "Normal" in there else None
            style.font.bold = name.startswith("Heading") or name in {"Title", "Label"} or None
            if name in _SMALL:
                style.font.size = Pt(_SMALL[name])
                style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(2), 1.0
