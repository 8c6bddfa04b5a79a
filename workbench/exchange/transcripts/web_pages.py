"""Transcripts as web pages, `.html`: what a browser shows of the words, nothing that would run or be fetched."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from workbench.exchange.encoding import FileIsEmptyError, read_text
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.blocks import Block, page_of
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.sources.drafts import DraftDocument

SUFFIXES = (".html", ".htm", ".xhtml")
_SKIPPED = frozenset({"script", "style", "title", "template", "svg", "math", "select", "textarea", "iframe", "object"})
_BESIDE = frozenset({"nav", "footer", "aside", "button", "form"})
_BREAKING_LISTED = """
p div section article main header li ul ol dl dt dd blockquote pre figure figcaption address hr table tbody thead tr td
th caption h1 h2 h3 h4 h5 h6 title body html details summary nav footer aside form button
"""
_BREAKING = frozenset(_BREAKING_LISTED.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "track"}
)
_CELLS = frozenset({"td", "th", "tr"})
_ENDED_BY = {"p": _BREAKING, "li": frozenset({"li"}), "td": _CELLS, "th": _CELLS, "tr": frozenset({"tr"})}
"""Elements that are often not closed, and what begins after them."""


class WebPageReader:
    """Reads `.html` transcripts."""

    name = "transcripts in .html"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: by its suffix, or because it begins as a web page does."""
        begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
        return 0.9 if path.suffix.lower() in SUFFIXES or begins.startswith((b"<!doctype html", b"<html")) else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft. Raises a sentence where the page holds no words."""
        decoded = read_text(path)
        words = _Words()
        words.feed(decoded.text)
        words.close()
        page = page_of(words.finished(), path.name, [], speakers=options.speakers)
        for what, why in (
            ("pictures", "only words come in"),
            ("menus, footers and forms", "they stand beside the text"),
        ):
            if words.counts[what]:
                page.leave_out("the page", f"{what} ({words.counts[what]})", why)
        draft = page.draft()
        if not draft.has_words:
            raise FileIsEmptyError(f"{path.name} holds no words that could be read.")
        return draft_told(draft, options, decoded.note())


READER = WebPageReader()


class _Words(HTMLParser):
    """The blocks of a page, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.counts: Counter[str] = Counter()
        self._kept: list[str] = []
        self._skipping = ""
        self._depth = 0
        self._heading = self._preformatted = False
        self._bold = 0
        self._plain = False
        self._rows: list[list[list[str]]] | None = None
        self._nested = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if self._skipping in _ENDED_BY and tag in _ENDED_BY[self._skipping]:
            self._skipping = ""
        if self._skipping:
            self._depth += tag == self._skipping
            return
        if tag in _SKIPPED or tag in _BESIDE or _is_hidden(tag, attrs):
            self._close()
            self.counts["menus, footers and forms"] += tag in _BESIDE
            if tag not in _VOID:
                self._skipping, self._depth = tag, 1
            return
        if tag in _BREAKING:
            self._close()
        if tag == "br":
            self._kept.append("\n")
        self.counts["pictures"] += tag == "img"
        self._bold += tag in _BOLD
        self._heading = self._heading or tag in _HEADINGS
        self._preformatted = self._preformatted or tag == "pre"
        self._table_begins(tag)

    def _table_begins(self, tag: str) -> None:
        if tag == "table":
            self._nested += 1
            if self._rows is None:
                self._rows = []
        elif self._rows is not None and tag == "tr" and self._nested == 1:
            self._rows.append([])
        elif self._rows is not None and tag in {"td", "th"} and self._nested == 1:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed where it begins."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            self._depth -= tag == self._skipping
            if self._depth == 0:
                self._skipping = ""
            return
        if tag in _BREAKING:
            self._close()
        self._bold = max(0, self._bold - (tag in _BOLD))
        self._heading = self._heading and tag not in _HEADINGS
        self._preformatted = self._preformatted and tag != "pre"
        if tag == "table" and self._nested:
            self._nested -= 1
            if self._nested == 0 and self._rows is not None:
                rows, self._rows = self._rows, None
                self.blocks.append(Block("table", len(self.blocks) + 1, table=[row for row in rows if row]))

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._skipping:
            return
        text = data if self._preformatted else " ".join(f"-{data}-".split())[1:-1]
        self._plain = self._plain or (not self._bold and bool(text.strip()))
        self._kept.append(text.replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", ""))

    def _close(self) -> None:
        """What was kept is a paragraph."""
        text = "".join(self._kept).replace("\N{NO-BREAK SPACE}", " ")
        kind = "heading" if self._heading else "text" if self._plain else "bold"
        self._kept, self._plain = [], False
        text = "\n".join(line.rstrip() if self._preformatted else line.strip() for line in text.split("\n")).strip("\n")
        if not text.strip():
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        else:
            self.blocks.append(Block(kind, len(self.blocks) + 1, text))

    def finished(self) -> list[Block]:
        """Every block, those of a page that breaks off too."""
        self._close()
        if self._rows is not None:
            self.blocks.append(Block("table", len(self.blocks) + 1, table=[row for row in self._rows if row]))
        return self.blocks


def _is_hidden(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    if tag in _VOID:
        return False
    told = {name: (value or "").replace(" ", "").lower() for name, value in attrs}
    return "hidden" in told or "display:none" in told.get("style", "") or told.get("aria-hidden") == "true"
