"""Transcripts as OpenDocument texts, `.odt`, as LibreOffice and Google Docs write them.

Tracked changes are accepted: what was deleted is kept in a part of its own, which is not read. Hidden words stay hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.exchange.archives import DEEPEST, Archive, opened, refuse_deeper, refuse_locked
from workbench.exchange.elements import local, told
from workbench.exchange.encoding import FileIsEmptyError
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.blocks import Block, Table, page_of, rows_as_text
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.exchange.transcripts.remarks import Remark, with_remarks
from workbench.sources.drafts import DraftDocument, LeftOut

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUFFIXES = (".odt", ".ott")
_MOST_SPACES = 1000
_LEFT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "hidden-text", "hidden-paragraph", "alphabetical-index-mark"}
)
_INDEXES = frozenset({"table-of-content", "alphabetical-index", "bibliography", "illustration-index", "table-index"})
COUNTED = {
    "pictures or charts": "only words come in",
    "hidden passages": "they are not shown on the page",
    "tables of contents": "the program writes them by itself",
}
"""What is left out by number, and why."""


class OpenTextReader:
    """Reads `.odt` transcripts."""

    name = "transcripts in .odt"
    kind = "transcript"
    suffixes = SUFFIXES
    contents = frozenset({"odt"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: whoever asks has looked inside, and it is an OpenDocument text."""
        del path
        return 0.95 if head.startswith(b"PK") else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence where it is locked, damaged, unsafe or without a word."""
        with opened(path) as archive:
            refuse_locked(archive)
            text = OpenText(archive)
            page = page_of(text.blocks(), path.name, text.left_out, speakers=options.speakers)
        page.take_notes(text.notes, "note")
        if text.deletions:
            page.notes.append(f"Tracked changes were accepted: {text.deletions} deletions are out, insertions are in.")
        if text.notes:
            page.notes.append(f"Footnotes and endnotes ({len(text.notes)}) stand at the end, as notes of no speaker.")
        for what, why in COUNTED.items():
            if text.counts[what]:
                page.leave_out("the text", f"{what} ({text.counts[what]})", why)
        draft = with_remarks(page.draft(), text.remarks)
        if not draft.has_words:
            raise FileIsEmptyError(f"{path.name} holds no words that could be read.")
        other = (
            "" if path.suffix.lower() in SUFFIXES else f"It ends in {path.suffix} and is an OpenDocument text inside."
        )
        return draft_told(draft, options, other)


READER = OpenTextReader()


class OpenText:
    """A text that is being read: its blocks in order, then what was counted and left out on the way."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.left_out: list[LeftOut] = []
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        """Footnotes and endnotes, in the order in which the text refers to them."""
        self._tree = archive.tree("content.xml")
        self._bold = {
            told(style, "name")
            for style in self._tree.iter()
            if local(style) == "style" and any(told(one, "font-weight") == "bold" for one in style)
        }
        regions = [one for one in self._tree.iter() if local(one) == "changed-region"]
        self.deletions = sum(any(local(one) == "deletion" for one in region) for region in regions)
        self._number = 0
        self._plain = False
        self._boxes: list[Element] = []
        self._noted: list[tuple[str, str]] = []
        self.remarks: list[Remark] = []
        """The comments, in the order of the text."""

    def blocks(self) -> list[Block]:
        """Everything on its pages; what is left out, and footnotes, are known afterwards."""
        body = next((one for one in self._tree.iter() if local(one) == "text" and _holds_text(one)), None)
        return list(self._blocks(body, 0)) if body is not None else []

    def _blocks(self, node: Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables inside an element, in order."""
        refuse_deeper(self.archive.name, depth)
        for child in node:
            name = local(child)
            if name in {"p", "h"}:
                yield from self._paragraph(child, name, depth)
            elif name == "table":
                yield Block("table", self._number, table=self._table(child, depth))
            elif name in _INDEXES:
                self.counts["tables of contents"] += 1
            elif name == "section" and told(child, "display") == "none":
                self.counts["hidden passages"] += 1
            elif name not in _LEFT:
                self.counts["pictures or charts"] += name == "image"
                yield from self._blocks(child, depth + 1)

    def _paragraph(self, node: Element, name: str, depth: int) -> Iterator[Block]:
        outer = self._plain, self._noted
        self._plain, self._noted = False, []
        kept: list[str] = []
        self._walk(node, kept, depth, told(node, "style-name") in self._bold)
        text, is_plain, noted = "".join(kept), self._plain, self._noted
        self._plain, self._noted = outer
        boxes, self._boxes = self._boxes, []
        self.remarks += [Remark(text, "", author, words) for author, words in noted]
        if text.strip():
            self._number += 1
            yield Block("heading" if name == "h" else "text" if is_plain else "bold", self._number, text)
        for box in boxes:
            yield from self._blocks(box, depth + 1)

    def _walk(self, node: Element, kept: list[str], depth: int, bold: bool) -> None:
        """The words inside a paragraph, in order, the words behind each element too."""
        refuse_deeper(self.archive.name, depth)
        self._keep(node.text, kept, bold)
        for child in node:
            match local(child):
                case "s":
                    kept.append(" " * _number(told(child, "c", "1")))
                case "tab":
                    kept.append("\t")
                case "line-break":
                    kept.append("\n")
                case "note":
                    body = next((one for one in child if local(one) == "note-body"), None)
                    if body is not None:
                        self.notes.append(self._aside(body, depth))
                case "annotation":
                    self._comment(child, depth)
                case "frame" | "custom-shape" | "g" | "rect":
                    self._drawn(child)
                case "hidden-text" | "hidden-paragraph":
                    self.counts["hidden passages"] += 1
                case "ruby":
                    self._walk(next(iter(child), child), kept, depth + 1, bold)
                case name if name not in _LEFT:
                    self._walk(child, kept, depth + 1, bold or told(child, "style-name") in self._bold)
            self._keep(child.tail, kept, bold)

    def _drawn(self, node: Element) -> None:
        """A picture, or words in a box: a shape holds its paragraphs itself, a frame in a text box."""
        boxes = [one for one in node.iter() if local(one) == "text-box" or any(local(each) == "p" for each in one)]
        outer = [one for one in boxes if not any(one is not other and one in set(other.iter()) for other in boxes)]
        self._boxes.extend(outer)
        self.counts["pictures or charts"] += not boxes

    def _keep(self, text: str | None, kept: list[str], bold: bool) -> None:
        """Words as they read: spaces and line ends of the file itself are one space."""
        if not text:
            return
        plain = "".join(" " if letter in "\n\r\t " else letter for letter in text)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        if kept and kept[-1].endswith((" ", "\n")):
            plain = plain.lstrip(" ")
        self._plain = self._plain or (not bold and bool(plain.strip()))
        kept.append(plain.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " "))

    def _aside(self, node: Element, depth: int) -> str:
        """The words of what is no part of the text."""
        number = self._number
        found = [
            " / ".join(rows_as_text(block.table)) if block.kind == "table" else block.text
            for block in self._blocks(node, depth + 1)
        ]
        self._number = number
        return " ".join(" ".join(found).split())

    def _comment(self, node: Element, depth: int) -> None:
        author = next((one.text for one in node if local(one) == "creator" and one.text), "somebody")
        self._noted.append((author, self._aside(node, depth)))

    def _table(self, node: Element, depth: int) -> Table:
        rows: Table = []
        for row in _rows(node, 0):
            cells = [one for one in row if local(one) in {"table-cell", "covered-table-cell"}]
            rows.append([self._flat(cell, depth) for cell in cells])
        return rows

    def _flat(self, node: Element, depth: int) -> list[str]:
        kept: list[str] = []
        for block in self._blocks(node, depth + 1):
            kept.extend(rows_as_text(block.table) if block.kind == "table" else [block.text])
        return [text for text in kept if text.strip()]


def _holds_text(node: Element) -> bool:
    """Whether this is the body of the text and not one of the elements that are called so too."""
    return node.tag.endswith("opendocument:xmlns:office:1.0}text")


def _number(text: str) -> int:
    return min(int(text), _MOST_SPACES) if text.isascii() and text.isdigit() else 1


def _rows(node: Element, depth: int) -> Iterator[Element]:
    """The rows of a table, through what may be wrapped around them."""
    for child in node:
        if local(child) == "table-row":
            yield child
        elif depth < DEEPEST and local(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child, depth + 1)
