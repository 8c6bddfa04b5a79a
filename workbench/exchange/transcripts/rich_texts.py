"""Transcripts as rich text, `.rtf`, as old word processors and some transcription services write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import FileIsEmptyError, read_bytes
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.blocks import Block, page_of
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.sources.drafts import DraftDocument

SUFFIXES = (".rtf",)
LIMIT = 64 * 1024 * 1024
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{2,5})")
LEFT = {
    "pictures or objects": (re.compile(r"\\(?:pict|object)\b"), "only words come in"),
    "footnotes": (re.compile(r"\\footnote\b"), "rich text does not part them from the words: save it as .docx"),
    "comments": (re.compile(r"\\annotation\b"), "comments are no part of the text"),
    "text boxes": (re.compile(r"\\shptxt\b"), "their words are not read from rich text: save it as .docx"),
}
"""What is left out by number: how it is written, and why."""
_DELETED = re.compile(r"\\deleted\b(?!0)")
_CELLS = re.compile(r"[ \t]*\|[ \t]*")


class RichTextIsBrokenError(WorkbenchError):
    """The rich text is damaged. Open it in the program that wrote it, save it as .docx, and bring that in."""


class RichTextReader:
    """Reads `.rtf` transcripts."""

    name = "transcripts in .rtf"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: whatever it is called, it begins as rich text."""
        del path
        return 0.95 if head.startswith(b"{\\rtf") else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft. Raises a sentence where it is damaged or holds no words."""
        raw = read_bytes(path, limit=LIMIT)
        written = raw.decode("latin-1")
        text = _plain(written, _encoding(raw), path.name)
        blocks = [Block("text", number, line) for number, line in enumerate(_lines(text), 1)]
        page = page_of(blocks, path.name, [], speakers=options.speakers)
        for what, (sign, why) in LEFT.items():
            if times := len(sign.findall(written)):
                page.leave_out("the text", f"{what} ({times})", why)
        if deleted := len(_DELETED.findall(written)):
            page.notes.append(
                f"{deleted} tracked deletions are marked in it, and their words came in: rich text does not part them."
                " Accept the changes in the program that wrote it if they should not."
            )
        draft = page.draft()
        if not draft.has_words:
            boxed = (
                " Words in text boxes are not read from rich text: save it as .docx." if "\\shptxt" in written else ""
            )
            raise FileIsEmptyError(f"{path.name} holds no words that could be read.{boxed}")
        other = "" if path.suffix.lower() in SUFFIXES else f"It ends in {path.suffix} and is rich text inside."
        return draft_told(draft, options, other)


READER = RichTextReader()


def _encoding(raw: bytes) -> str:
    """The code page that the text names."""
    import codecs

    found = _CODE_PAGE.search(raw[:4096])
    name = f"cp{found.group(1).decode()}" if found else "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8" if name == "cp65001" else "cp1252"
    return name


def _plain(written: str, encoding: str, name: str) -> str:
    from striprtf import striprtf

    try:
        read: Callable[..., str] = striprtf.rtf_to_text
        return read(written, encoding=encoding, errors="replace")
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise RichTextIsBrokenError(
            f"{name} is damaged and cannot be read. Open it in the program that wrote it, save it as .docx,"
            " and bring that in."
        ) from None


def _lines(text: str) -> list[str]:
    """The paragraphs; a row of a table has its cells parted, and none after the last."""
    plain = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "")
    return [_CELLS.sub(" | ", line).strip().removesuffix("|").rstrip() for line in plain.split("\n")]
