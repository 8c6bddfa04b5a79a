"""The words of a Word document as a person sees them on its pages, in reading order, with what was left out.

Tracked changes are accepted, hidden words stay hidden, and what Word itself writes (page numbers, the numbers of lists)
is not there. Tables come as tables, so that whoever reads on can tell turns from other tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workbench.exchange.archives import DEEPEST, Archive, refuse_deeper
from workbench.exchange.elements import local, told
from workbench.exchange.transcripts.blocks import Block, Table, rows_as_text
from workbench.exchange.transcripts.remarks import Remark
from workbench.sources.drafts import LeftOut

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEFT_LISTED = """
pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr instrText delInstrText delText softHyphen lastRenderedPageBreak
proofErr annotationRef footnoteRef endnoteRef separator continuationSeparator pgNum rt Fallback
"""
_LEFT = frozenset(_LEFT_LISTED.split())
"""Elements with nothing in them that a reader of the page reads."""
_HELD = frozenset(
    {"body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "Choice", "AlternateContent", "txbxContent"}
)
"""Elements that hold paragraphs without being one."""
_DRAWN = frozenset({"drawing", "pict", "object"})
_SHOWN = frozenset({"blip", "imagedata", "chart", "relIds", "OLEObject"})
_SYMBOLS: Mapping[tuple[str, int], str] = {
    ("wingdings", 0x4A): "☺",
    ("wingdings", 0x4B): "😐",
    ("wingdings", 0x4C): "☹",
    ("wingdings", 0xDF): "←",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
}


def _child(element: Element, *path: str) -> Element | None:
    found: Element | None = element
    for name in path:
        found = next((one for one in found if local(one) == name), None) if found is not None else None
    return found


def _is_on(element: Element | None) -> bool:
    return element is not None and told(element, "val", "true").casefold() not in {"0", "false", "off", "none"}


class WordText:
    """A document that is being read: its blocks in order, then what was counted and left out on the way."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = archive.main_part("word/document.xml")
        self.left_out: list[LeftOut] = []
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        """Footnotes and endnotes, in the order in which the text refers to them."""
        self._related = list(archive.related(self.main).values())
        self._headings = self._heading_styles()
        self._comments = {told(one, "id"): one for part in self._parts("comments") for one in archive.tree(part)}
        self._footnotes = {
            (f"{kind}Reference", told(one, "id")): one
            for kind in ("footnote", "endnote")
            for part in self._parts(f"{kind}s")
            for one in archive.tree(part)
        }
        self._number = 0
        self._buffer: list[str] = []
        self._boxes: list[Element] = []
        self.remarks: list[Remark] = []
        """The comments, in the order of the text."""
        self._noted: list[tuple[Element, int, int]] = []
        self._begun: dict[str, int] = {}
        self._codes: list[bool] = []
        self._carried = ""
        self._plain = False
        """Whether the paragraph that is being read has words that are not bold."""

    def _parts(self, kind: str) -> list[str]:
        return [part for found, part in self._related if found == kind and part in self.archive.parts]

    def _heading_styles(self) -> dict[str, bool]:
        """Which styles are headings, by the names that Word gives them in every language."""
        styles = [one for part in self._parts("styles") for one in self.archive.tree(part) if local(one) == "style"]
        named = {told(one, "styleId"): _child(one, "name") for one in styles}
        return {key: name is not None and _names_heading(told(name, "val")) for key, name in named.items()}

    def blocks(self) -> list[Block]:
        """Everything on its pages; what is left out, and footnotes, are known afterwards."""
        body = _child(self.archive.tree(self.main), "body")
        found = list(self._blocks(body, 0)) if body is not None else []
        self._say_headers()
        if any(part.endswith("vbaProject.bin") for part in self.archive.parts):
            self.left_out.append(LeftOut("the file", "macros", "they are neither run nor kept"))
        return found

    def _blocks(self, node: Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables inside an element, in order."""
        refuse_deeper(self.archive.name, depth)
        for child in node:
            match local(child):
                case "p":
                    yield from self._paragraph(child, depth)
                case "tbl":
                    table = self._table(child, depth)
                    yield Block("table", self._number, table=table)
                case "sdt" if _is_on(_child(child, "sdtPr", "showingPlcHdr")):
                    self.counts["prompts of empty fields"] += 1
                case "del" | "moveFrom":
                    self.counts["deletions"] += 1
                case "altChunk":
                    self._leave_out("a part in another format", "it is a file of its own inside this one")
                case name if name in _HELD:
                    self.counts["insertions"] += name == "ins"
                    yield from self._blocks(_chosen(child), depth + 1)

    def _paragraph(self, node: Element, depth: int) -> Iterator[Block]:
        properties = _child(node, "pPr")
        carried, self._carried = self._carried, ""
        outer = self._buffer, self._plain, self._noted
        self._buffer, self._plain, self._noted = [carried] if carried else [], False, []
        self._walk(node, depth)
        text, is_plain, noted = "".join(self._buffer), self._plain, self._noted
        self._buffer, self._plain, self._noted = outer
        while self._codes and self._codes[-1]:
            self._codes.pop()
        if properties is not None and _child(properties, "rPr", "del") is not None:
            self._carried = text
            return
        boxes, self._boxes = self._boxes, []
        if text.strip():
            self._number += 1
            listed = _child(properties, "numPr", "numId") if properties is not None else None
            self.counts["list numbers or bullets"] += listed is not None and told(listed, "val") != "0"
            kind = "heading" if self._is_heading(properties) else "text" if is_plain else "bold"
            yield Block(kind, self._number, text)
        self._keep_remarks(text, noted)
        for box in boxes:
            yield from self._blocks(box, depth + 1)

    def _is_heading(self, properties: Element | None) -> bool:
        style = _child(properties, "pStyle") if properties is not None else None
        if style is None:
            return False
        key = told(style, "val")
        return self._headings.get(key, _names_heading(key) if not self._headings else False)

    def _walk(self, node: Element, depth: int) -> None:
        """The words inside a paragraph, run by run."""
        refuse_deeper(self.archive.name, depth)
        for child in node:
            name = local(child)
            if name in {"t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym"}:
                self._letters(child, name)
            elif name == "fldChar":
                self._field(told(child, "fldCharType"))
            elif name in {"del", "moveFrom"}:
                self.counts["deletions"] += _child(child, "r") is not None
            elif name in {"footnoteReference", "endnoteReference"}:
                self._footnote(name, told(child, "id"), depth)
            elif name == "commentRangeStart":
                self._begun[told(child, "id")] = sum(map(len, self._buffer))
            elif name == "commentReference" and told(child, "id") in self._comments:
                key = told(child, "id")
                self._noted.append((self._comments[key], self._begun.pop(key, 0), sum(map(len, self._buffer))))
            elif name == "r" and _is_on(_child(child, "rPr", "vanish")):
                self.counts["hidden passages"] += any(local(one) == "t" for one in child)
            elif name in _DRAWN:
                self._drawn(child)
            elif name == "sdt" and _is_on(_child(child, "sdtPr", "showingPlcHdr")):
                self.counts["prompts of empty fields"] += 1
            elif name not in _LEFT:
                if name in {"ins", "moveTo"}:
                    self.counts["insertions"] += _child(child, "r") is not None
                if name == "r" and not _is_on(_child(child, "rPr", "b")):
                    self._plain = self._plain or any(local(one) == "t" and (one.text or "").strip() for one in child)
                self.counts["struck passages"] += name == "r" and _is_on(_child(child, "rPr", "strike"))
                self._walk(_chosen(child), depth + 1)

    def _letters(self, child: Element, name: str) -> None:
        if self._codes and self._codes[-1]:
            return
        if name == "t":
            self._buffer.append((child.text or "").replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " "))
        elif name == "sym":
            self._buffer.append(self._symbol(told(child, "font"), told(child, "char")))
        else:
            self._buffer.append({"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))

    def _symbol(self, font: str, char: str) -> str:
        try:
            number = int(char, 16)
        except ValueError:
            number = 0
        known = _SYMBOLS.get((font.casefold(), number & 0xFF))
        if known is None and 0x20 <= number < 0xD800:
            known = chr(number)
        if known is None:
            self._leave_out(f"a symbol of the font {font[:30]}", "it stands for no letter")
        return known or ""

    def _field(self, kind: str) -> None:
        """A field has a code, which nobody sees, and a result."""
        if kind == "begin":
            self._codes.append(True)
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()

    def _drawn(self, node: Element) -> None:
        boxes = [one for one in _shown_descendants(node) if local(one) == "txbxContent"]
        self._boxes.extend(boxes)
        if not boxes and any(local(one) in _SHOWN for one in node.iter()):
            self.counts["pictures or charts"] += 1

    def _footnote(self, kind: str, key: str, depth: int) -> None:
        found = self._footnotes.get((kind, key))
        if found is not None:
            number = self._number
            self.notes.append(" ".join(self._flat(found, depth + DEEPEST // 2)))
            self._number = number

    def _flat(self, node: Element, depth: int) -> list[str]:
        """The paragraphs of a cell, a note or a comment; a table inside it row by row."""
        kept: list[str] = []
        for block in self._blocks(node, depth + 1):
            kept.extend(rows_as_text(block.table) if block.kind == "table" else [block.text])
        return [text for text in kept if text.strip()]

    def _table(self, node: Element, depth: int) -> Table:
        rows: Table = []
        for row in _inside(node, "tr"):
            if _child(row, "trPr", "del") is not None:
                self.counts["deletions"] += 1
                continue
            rows.append([self._flat(cell, depth) for cell in _inside(row, "tc")])
        return rows

    def _leave_out(self, what: str, why: str, shown: str = "") -> None:
        where = f"paragraph {max(1, self._number)}" + (f" (“{shown}”)" if shown else "")
        self.left_out.append(LeftOut(where, what, why))

    def _aside(self, node: Element) -> str:
        """The words of what is no part of the text; nothing in it is counted."""
        number, counts = self._number, self.counts.copy()
        words = " ".join(" ".join(self._flat(node, 0)).split())
        self._number, self.counts = number, counts
        return words

    def _keep_remarks(self, text: str, noted: list[tuple[Element, int, int]]) -> None:
        for one, start, end in noted:
            author = told(one, "author") or "somebody"
            self.remarks.append(Remark(text, text[start:end], author, self._aside(one)))

    def _say_headers(self) -> None:
        """Headers and footers are left out, and said with their words."""
        said: dict[str, None] = {}
        for part in (*self._parts("header"), *self._parts("footer")):
            words = self._aside(self.archive.tree(part))
            if words:
                said[f"“{_short(words)}”"] = None
        if said:
            self.left_out.append(
                LeftOut(
                    "the page headers and footers", ", ".join(said), "they stand on every page, and nobody says them"
                )
            )


def _names_heading(style: str) -> bool:
    name = style.casefold().replace(" ", "")
    return name in {"title", "subtitle"} or (name.startswith("heading") and name[7:].isdigit())


def _chosen(node: Element) -> Element:
    """One of several ways of showing the same thing: the first that is there."""
    if local(node) != "AlternateContent":
        return node
    return next((one for one in node if local(one) in {"Choice", "Fallback"}), node)


def _shown_descendants(node: Element) -> Iterator[Element]:
    """Elements inside a drawing, each way of showing it once; not those inside a text box."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if local(one) != "txbxContent":
            waiting.extend(reversed(list(_chosen(one))))


def _inside(node: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through what may be wrapped around them."""
    for child in node:
        if local(child) == name:
            yield child
        elif local(child) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _inside(child, name)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"
