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

WORD = re.compile(r"[^\W_]+")
PIECE = 1_000_000
"""So many characters are looked through at a time."""
OVERLAP = 2_000
"""So many characters of a piece are looked through with the next again, for what lies across."""
_TAG = re.compile(r"<[^>]*>")
_ZIPPED = (b"PK\x03\x04",)


def words_of(content: bytes | str) -> Iterator[list[str]]:
    """The words of a file, piece by piece; neighbouring pieces overlap.

    >>> list(words_of("<p>Ellis &amp; <b>Clive</b></p>"))
    [['ellis', 'clive']]
    """
    for text in _texts(content):
        plain = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
        for begin in range(0, max(1, len(plain)), PIECE):
            yield [match.group() for match in WORD.finditer(plain[begin : begin + PIECE + OVERLAP].casefold())]


def _texts(content: bytes | str) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif content.startswith(_ZIPPED):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            for name in opened.namelist():
                if name.endswith((".xml", ".rels", ".csv", ".txt")):
                    yield opened.read(name).decode("utf-8", "replace")
    else:
        yield content.decode("utf-8", "replace")
