"""Transcripts as web pages, `.html`: what a browser shows of the words, nothing that would run or be fetched."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from workbench.exchange.encoding import FileIsEmptyError, decoded_or_refused, read_bytes
from workbench.exchange.readers import Options
from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts.blocks import Block, page_of
from workbench.exchange.transcripts.labels import looks_like_name
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.exchange.transcripts.remarks import Remark, with_remarks
from workbench.exchange.web_markup import VOID, TooDeepPageError, read_page
from workbench.sources.drafts import DraftDocument

SUFFIXES = (".html", ".htm", ".xhtml")
_SKIPPED = frozenset({"script", "style", "title", "template", "svg", "math", "iframe", "object", "noscript"})
_MENUS, _FIELDS, _HIDDEN, _DELETED = (
    "menus, footers and asides",
    "buttons and boxes to fill in",
    "hidden passages",
    "deletions",
)
_LEFT = {
    **dict.fromkeys(("nav", "footer", "aside"), _MENUS),
    **dict.fromkeys(("button", "select", "textarea"), _FIELDS),
    "del": _DELETED,
}
"""Elements whose words are no part of the text, and as what they are counted."""
COUNTED = {
    "pictures": "only words come in",
    _MENUS: "they stand beside the text",
    _FIELDS: "they are parts of a form",
    _HIDDEN: "the page hides them",
}
"""What is left out by number, and why."""
_BREAKING_LISTED = """
p div section article main header li ul ol dl dt dd blockquote pre figure figcaption address hr table tbody thead tr td
th caption h1 h2 h3 h4 h5 h6 body html details summary nav footer aside form button
"""
_BREAKING = frozenset(_BREAKING_LISTED.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_MARK = re.compile(r"#(?:(?:cmnt|_msocom_)|ftnt|_ftn|_edn)\d+")
"""Where a sign in the text leads to that Google Docs or Word put there: to a comment or a footnote below the text."""
_BACK = re.compile(r"#(?:(cmnt_ref|_msoanchor_)|ftnt_ref|_ftnref|_ednref)(\d+)")
"""Where the sign before a comment or a footnote leads back to; everything to the end of its division belongs to it."""
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([a-z0-9_-]{2,20})""", re.IGNORECASE
)
"""Where a page says in which encoding it is."""
_AUTHOR = re.compile(r"""mso-comment-author:\s*["']?([^"';]+)""")
_TIME = re.compile(timing.TIME)
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
        data = read_bytes(path)
        declared = _DECLARED.search(data, 0, 4096)
        decoded = decoded_or_refused(data, path.name, declared=declared[1].decode() if declared else "")
        words = _Words()
        try:
            read_page(_as_browsers_want(decoded.text), words)
        except TooDeepPageError as reason:
            raise TooDeepPageError(f"{path.name} holds{str(reason).removeprefix('It holds')}") from reason
        page = page_of(words.finished(), path.name, [], speakers=options.speakers)
        page.take_notes(words.notes, "note")
        if words.notes:
            page.notes.append(f"Footnotes ({len(words.notes)}) stand at the end, as notes of no speaker.")
        if words.counts[_DELETED]:
            page.notes.append(f"Tracked changes were accepted: what was deleted is out ({words.counts[_DELETED]}).")
        for what, why in COUNTED.items():
            if words.counts[what]:
                page.leave_out("the page", f"{what} ({words.counts[what]})", why)
        draft = with_remarks(page.draft(), words.remarks())
        if not draft.has_words:
            raise FileIsEmptyError(f"{path.name} holds no words that could be read.")
        return draft_told(draft, options, decoded.note())


READER = WebPageReader()


def _as_browsers_want(page: str) -> str:
    """What is XML in a page, in the way that HTML says the same: elements closed at once, and words as they stand."""
    first, *others = page.split("<![CDATA[") if page.lstrip().startswith("<?xml") else [page]
    plain = [first]
    for part in others:
        words, ended, after = part.partition("]]>")
        plain.append(html.escape(words) + after if ended else f"<![CDATA[{part}")
    return _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", "".join(plain))


class _Words:
    """The blocks of a page, in order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self.counts: Counter[str] = Counter()
        self._kept: list[str] = []
        self._heading = False
        self._preformatted = self._bold = 0
        self._plain = False
        self._rows: list[list[list[str]]] | None = None
        self._nested = 0
        self._left, self._depth, self._left_words = "", 0, False
        """As what the element is counted that is being left out, how many are open in it, and whether it holds words."""
        self._below = ""
        """The comment whose division is being read, or `note` in that of a footnote."""
        self._marks: list[str] = []
        """The comments on the paragraph that is being read."""
        self._marked: dict[str, str] = {}
        self._comments: dict[str, list[str]] = {}
        self._authors: dict[str, str] = {}
        self._author = ""

    def begins(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins."""
        if tag in _SKIPPED:
            return False
        if self._left:
            self._depth += tag not in VOID
            return True
        if left := _HIDDEN if _is_hidden(tag, attributes) else _LEFT.get(tag, ""):
            if tag in _BREAKING:
                self._close()
            self._left, self._depth, self._left_words = left, 1, False
            return True
        if tag == "a" and self._refers(attributes.get("href") or ""):
            self._left, self._depth = "sign", 1
            return True
        if tag == "span" and (author := _AUTHOR.search(attributes.get("style") or "")):
            self._author = author[1]
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

    def _refers(self, target: str) -> bool:
        """Whether a link is the sign of a comment or a footnote, in the text or below it."""
        if back := _BACK.fullmatch(target):
            self._below = back[2] if back[1] else "note"
            if back[1]:
                self._comments.setdefault(back[2], [])
                self._authors[back[2]] = self._author
            else:
                self.notes.append("")
        elif mark := _MARK.fullmatch(target):
            self._marks.append(mark[0].strip("#_abcdefghijklmnopqrstuvwxyz"))
        return bool(back or _MARK.fullmatch(target))

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
        if self._left:
            self._depth -= 1
            if not self._depth:
                self.counts[self._left] += self._left_words
                self._left = ""
            return
        if tag in _BREAKING:
            self._close()
        if tag == "div":
            self._below = ""
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
        if self._left:
            self._left_words = self._left_words or bool(characters.strip())
            return
        text = characters if self._preformatted else " ".join(f"-{characters}-".split())[1:-1]
        if not self._preformatted and self._kept and self._kept[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        self._plain = self._plain or (not self._bold and bool(text.strip()))
        self._kept.append(text.replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", ""))

    def _close(self) -> None:
        """What was kept is a paragraph."""
        text = "".join(self._named_at()).replace("\N{NO-BREAK SPACE}", " ")
        kind = "heading" if self._heading else "text" if self._plain else "bold"
        marks, self._marks = self._marks, []
        self._kept, self._plain = [], False
        text = "\n".join(line.rstrip() if self._preformatted else line.strip() for line in text.split("\n")).strip("\n")
        if not text.strip():
            return
        self._marked.update(dict.fromkeys(marks, text))
        if self._below == "note":
            self.notes[-1] = f"{self.notes[-1]} {text}".strip()
        elif self._below:
            self._comments[self._below].append(text)
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        elif _TIME.fullmatch(text) and self.blocks and _may_speak(self.blocks[-1]):
            before = self.blocks.pop()
            self.blocks.append(Block("text", before.number, f"{before.text}  {text}"))
        else:
            self.blocks.append(Block(kind, len(self.blocks) + 1, text))

    def _named_at(self) -> list[str]:
        """The pieces of a paragraph; where they are a name and a time, each in an element of its own, set apart as on a line."""
        pieces = [piece.strip() for piece in self._kept if piece.strip()]
        if len(pieces) == 2 and _TIME.fullmatch(pieces[1]) and looks_like_name(pieces[0]):
            return [pieces[0], "  ", pieces[1]]
        return self._kept

    def remarks(self) -> list[Remark]:
        """The comments, each on the whole of its paragraph."""
        return [
            Remark(self._marked.get(key, ""), "", self._authors[key] or "somebody", " ".join(" ".join(texts).split()))
            for key, texts in self._comments.items()
        ]

    def finished(self) -> list[Block]:
        """Every block."""
        self._close()
        return self.blocks


def _is_hidden(tag: str, attributes: Mapping[str, str | None]) -> bool:
    if tag in VOID or not attributes:
        return False
    told = {name: (value or "").replace(" ", "").lower() for name, value in attributes.items()}
    return "hidden" in told or "display:none" in told.get("style", "") or told.get("aria-hidden") == "true"


def _may_speak(block: Block) -> bool:
    """Whether a paragraph may be the name of who speaks, and the time below it that of what is said."""
    return block.kind in {"text", "bold"} and looks_like_name(block.text)
