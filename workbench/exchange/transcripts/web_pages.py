"""Transcripts as web pages, `.html`: what a browser shows of the words, nothing that would run or be fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from workbench.exchange.encoding import FileIsEmptyError, read_text
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.blocks import Block, page_of
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.exchange.web_markup import VOID, TooDeepPageError, read_page
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
_CLOSED_AT_ONCE = re.compile(r"<(script|style|title|textarea|iframe)\b([^<>]*)/>", re.IGNORECASE)
"""What is well-formed XML, and in HTML would take the rest of the page for a program."""


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
        try:
            read_page(_CLOSED_AT_ONCE.sub(r"<\1\2></\1>", decoded.text), words)
        except TooDeepPageError as reason:
            raise TooDeepPageError(f"{path.name} holds{str(reason).removeprefix('It holds')}") from reason
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


class _Words:
    """The blocks of a page, in order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.counts: Counter[str] = Counter()
        self._kept: list[str] = []
        self._heading = False
        self._preformatted = self._bold = 0
        self._plain = False
        self._rows: list[list[list[str]]] | None = None
        self._nested = 0

    def begins(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins."""
        if tag in _SKIPPED or tag in _BESIDE or _is_hidden(tag, attributes):
            self._close()
            self.counts["menus, footers and forms"] += tag in _BESIDE
            return False
        if tag in _BREAKING:
            self._close()
        if tag == "br":
            self._kept.append("\n")
        self.counts["pictures"] += tag == "img"
        self._bold += tag in _BOLD
        self._heading = self._heading or tag in _HEADINGS
        self._preformatted += tag == "pre"
        self._table_begins(tag)
        return True

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

    def ends(self, tag: str) -> None:
        """An element ends."""
        if tag in _BREAKING:
            self._close()
        self._bold -= tag in _BOLD
        self._heading = self._heading and tag not in _HEADINGS
        self._preformatted -= tag == "pre"
        if tag == "table":
            self._nested -= 1
            if self._nested == 0 and self._rows is not None:
                rows, self._rows = self._rows, None
                self.blocks.append(Block("table", len(self.blocks) + 1, table=[row for row in rows if row]))

    def words(self, characters: str) -> None:
        """Words."""
        text = characters if self._preformatted else " ".join(f"-{characters}-".split())[1:-1]
        if not self._preformatted and self._kept and self._kept[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
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
        """Every block."""
        self._close()
        return self.blocks


def _is_hidden(tag: str, attributes: Mapping[str, str | None]) -> bool:
    if tag in VOID or not attributes:
        return False
    told = {name: (value or "").replace(" ", "").lower() for name, value in attributes.items()}
    return "hidden" in told or "display:none" in told.get("style", "") or told.get("aria-hidden") == "true"
