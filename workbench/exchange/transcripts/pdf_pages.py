"""Transcripts as PDF with a text layer: page headers, page and line numbers off, words broken at line ends joined."""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.exchange.archives import LIMIT
from workbench.exchange.encoding import head_of
from workbench.exchange.readers import Options
from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts.line_numbers import without_line_numbers
from workbench.exchange.transcripts.plain_texts import cleaned, draft_told
from workbench.exchange.transcripts.turns import Page
from workbench.sources.drafts import DraftDocument

if TYPE_CHECKING:
    from pypdf import PdfReader

SUFFIXES = (".pdf",)
MOST_PAGES = 3_000
_AT_EDGE = 3
"""A header or a footer is among so many lines at the top or the bottom of a page."""
_FEWEST_PAGES = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\s*(?:(?:page|p\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class PdfIsScannedError(WorkbenchError):
    """The PDF is pictures of pages and holds no text. Have its text recognised first, then bring that in."""


class PdfIsLockedError(WorkbenchError):
    """The PDF is locked with a password. Save a copy without one, and bring that in."""


class PdfIsBrokenError(WorkbenchError):
    """The PDF is damaged. Open it in a PDF program, save it again, and bring that in."""


class PdfIsTooLongError(WorkbenchError):
    """The PDF has more pages than a transcript has. Bring in the part that is one."""


class PdfReaderOfTranscripts:
    """Reads `.pdf` transcripts."""

    name = "transcripts in .pdf with a text layer"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: whatever a PDF is called, it begins as one."""
        del path
        return 0.95 if head.startswith(b"%PDF") else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence for a scan, and for what is locked, damaged or too long."""
        head_of(path, 16, limit=LIMIT)
        pages, pictures = _pages_of(path)
        if not any(any(letter.isalpha() for letter in line) for lines in pages for line in lines):
            raise PdfIsScannedError(
                f"{path.name} is pictures of pages and holds no text. Have its text recognised (a scanner's program or"
                " Acrobat does it), or type it, and bring that in."
                if pictures
                else f"{path.name} holds no words. There is nothing to bring in."
            )
        page = Page(path.name, speakers=options.speakers)
        lines = _body(pages, page)
        if pictures:
            page.leave_out("the pages", f"pictures ({pictures})", "only words come in")
        page.notes.append(
            "A PDF keeps lines and no paragraphs: where turns and paragraphs begin was worked out. Look it through."
        )
        before, cues = timing.cues_in(lines)
        if cues:
            page.take_cues(before, cues)
        else:
            page.take_lines(lines)
        other = "" if path.suffix.lower() in SUFFIXES else f"It ends in {path.suffix} and is a PDF inside."
        return draft_told(page.draft(), options, other)


READER = PdfReaderOfTranscripts()


def _pages_of(path: Path) -> tuple[list[list[str]], int]:
    """The lines of every page, and how many pictures there are."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    broken = (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
        zlib.error,
    )
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfIsLockedError(
                f"{path.name} is locked with a password. Open it with its password, save a copy without one,"
                " and bring that in."
            )
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise PdfIsTooLongError(f"{path.name} has {count:,} pages; at most {MOST_PAGES:,} are read.")
        return _read(reader)
    except broken:
        raise PdfIsBrokenError(
            f"{path.name} is damaged and cannot be read. Open it in a PDF program, save it again, and bring that in."
        ) from None


def _read(reader: PdfReader) -> tuple[list[list[str]], int]:
    pages: list[list[str]] = []
    pictures = 0
    for page in reader.pages:
        text, _ = cleaned(page.extract_text() or "")
        plain = text.translate(_LIGATURES).replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}\n", "")
        pages.append([line.rstrip() for line in plain.replace("\N{SOFT HYPHEN}", "").split("\n")])
        pictures += len(page.images.keys())
    return pages, pictures


def _body(pages: Sequence[list[str]], page: Page) -> list[str]:
    """The lines of all pages without what stands on each of them."""
    bare = without_line_numbers(pages, page.leave_out)
    repeated = _repeated(bare)
    kept: list[str] = []
    dropped: Counter[str] = Counter()
    for lines in bare:
        written = [number for number, line in enumerate(lines) if line.strip()]
        edge = {*written[:_AT_EDGE], *written[-_AT_EDGE:]}
        outermost = {*written[:1], *written[-1:]}
        for number, line in enumerate(lines):
            if number in edge and _shape(line) in repeated:
                dropped[" ".join(_NUMBER.sub("#", line).split())[:60]] += 1
            elif len(bare) > 1 and number in outermost and line.strip() and _PAGE_NUMBER.fullmatch(line):
                dropped["page numbers"] += 1
            elif line.strip() or (written and written[0] < number < written[-1]):
                kept.append(line)
    if not any(letter.isalpha() for line in kept for letter in line):
        return _joined([line for lines in bare for line in lines])
    for what, times in dropped.items():
        said = f"page numbers ({times})" if what == "page numbers" else f"“{what}” ({times} times)"
        page.leave_out("the page headers and footers", said, "they stand on every page, and nobody says them")
    return _joined(kept)


def _shape(line: str) -> str:
    return " ".join(_NUMBER.sub("#", line).casefold().split())


def _repeated(pages: Sequence[list[str]]) -> set[str]:
    """Lines that stand at the edge of most pages, whatever number is in them."""
    if len(pages) < _FEWEST_PAGES:
        return set()
    seen: Counter[str] = Counter()
    for lines in pages:
        written = [line for line in lines if line.strip()]
        seen.update({_shape(line) for line in [*written[:_AT_EDGE], *written[-_AT_EDGE:]]})
    return {shape for shape, times in seen.items() if shape and times >= max(_FEWEST_PAGES, 0.6 * len(pages))}


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines with a word that is broken over two put together, as "after-" and "noon" are."""
    kept: list[str] = []
    for line in lines:
        begins = line.lstrip()
        if kept and _BROKEN_WORD.search(kept[-1]) and begins[:1].islower():
            kept[-1] = kept[-1][:-1] + begins
        else:
            kept.append(line)
    return kept
