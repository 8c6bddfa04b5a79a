"""The words in a file that was made, whatever holds them: a workbook, a paper, a page, a table as text.

Words only, in small letters and in their order, so that a sentence is known again wherever it was written and however it
was escaped, broken over lines or set in bold.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

WORD = re.compile(r"[^\W_]+")
PIECE = 1_000_000
"""So many characters are looked through at a time."""
OVERLAP = 2_000
"""So many characters of a piece are looked through with the next again, for what lies across."""
_TAG = re.compile(r"<[^>]*>")
_ZIPPED = b"PK\x03\x04"
_OF_TEXT = (".xml", ".rels", ".qde", ".txt", ".csv", ".md", ".json")
_QDA = "urn:QDA-XML"
LARGE = 32_000_000
"""So many bytes of a part are read at a time."""


def words_of(content: bytes | str | Path) -> Iterator[list[str]]:
    """The words of a file, piece by piece; neighbouring pieces overlap. What is too large to be held is given by its path.

    >>> list(words_of("<p>Ellis &amp; <b>Clive</b></p>"))
    [['ellis', 'clive']]
    """
    for text, tagged in _texts(content):
        plain = _TAG.sub(" ", text) if tagged and "<" in text else text
        plain = html.unescape(plain) if "&" in plain else plain
        for begin in range(0, max(1, len(plain)), PIECE):
            yield [match.group() for match in WORD.finditer(plain[begin : begin + PIECE + OVERLAP].casefold())]


def _texts(content: bytes | str | Path) -> Iterator[tuple[str, bool]]:
    """The texts in a file, and whether what is in their tags is no text: in REFI-QDA names are attributes."""
    if isinstance(content, str):
        yield content, True
        return
    with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
        zipped = file.read(4) == _ZIPPED
        file.seek(0)
        if not zipped:
            for text in _pieces(file):
                yield text, _QDA not in text[:200]
            return
        with zipfile.ZipFile(file) as opened:
            for name in opened.namelist():
                if name.endswith(_OF_TEXT):
                    with opened.open(name) as part:
                        yield from ((text, not name.endswith(".qde")) for text in _pieces(part))


def _pieces(file: IO[bytes]) -> Iterator[str]:
    """A file's text, as a whole unless it is large; then neighbouring pieces overlap."""
    kept = b""
    while some := file.read(LARGE):
        yield (kept + some).decode("utf-8", "replace")
        kept = some[-2 * OVERLAP :]
