"""Bytes to text: which encoding a file is in, found and said, never guessed silently."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.text import is_text

LIMIT = 64 * 1024 * 1024
"""The largest text file that is read, in bytes: some ten million words."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 262_144
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ‘’‚“”„–—…•£€©®™°·«»¿¡§½¼¾´¨\N{NO-BREAK SPACE}"
)
_ODD_IN_WESTERN = re.compile("[a-zß-öø-ÿ][À-ÖØ-Þ]|\\w[‚„]|[^\\W\\d_][¡¿§©®°€£¥½¼¾¨´™][^\\W\\d_]|[‚„]$")
"""What no western European writes: a capital after a small letter, a symbol inside a word."""
_UTF_8_PARTS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MANY_BYTES = ("big5", "cp932", "cp949", "cp950", "euc_", "gb18030", "gb2312", "gbk", "johab", "shift_jis")
"""Beginnings of the names of encodings with several bytes a letter, which few other bytes fit by chance."""
_DECLARED = re.compile(
    "windows-125[0-8]|iso-8859-[0-9]{1,2}|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)"
)
"""Encodings that a web page may say it is in."""
_SURE, _SURE_OF_MANY_BYTES = 0.4, 0.1
"""How well the letters have to fit a language, 0 to 1, before a guess is taken."""
_FEWEST_LETTERS = 10
_CONTROLS = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset(range(28, 32))


class FileIsMissingError(WorkbenchError):
    """There is no such file. Look at its name and folder, and try again."""


class FileNameIsNotTextError(WorkbenchError):
    """The file's name is not written in UTF-8. Rename it, and try again."""


class FileIsFolderError(WorkbenchError):
    """This is a folder. Name the files inside it instead."""


class FileIsUnreadableError(WorkbenchError):
    """The file cannot be opened. Close it in other programs, or ask whoever owns it, and try again."""


class FileIsEmptyError(WorkbenchError):
    """The file is empty: there is nothing in it to bring in."""


class FileIsTooLargeError(WorkbenchError):
    """The file is larger than what is read. Split it, and bring in the parts."""


class FileIsNotTextError(WorkbenchError):
    """This is not a text file. Save it as plain text in UTF-8, and bring that in."""


class EncodingIsBrokenError(WorkbenchError):
    """The file is UTF-8 for the most part, and some bytes are not. Save it again as UTF-8, and bring that in."""


class EncodingIsUnclearError(WorkbenchError):
    """The encoding of the file could be one of several. Save it as UTF-8, and bring that in."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was in, and whether that is certain."""

    text: str
    encoding: str
    certain: bool

    def note(self) -> str:
        """What a person should know about the encoding, or nothing for plain UTF-8."""
        if self.certain and self.encoding == "utf-8":
            return ""
        if self.certain:
            return f"Read as {self.encoding}."
        return f"Read as {self.encoding}, which was worked out from its letters: look whether the accents are right."


def read_bytes(path: Path, *, limit: int = LIMIT) -> bytes:
    """The bytes of a file that is there, is a file, is not empty, and is no larger than `limit`."""
    return _opened(path, limit, size=-1)


def head_of(path: Path, size: int = 65_536, *, limit: int = 1 << 40) -> bytes:
    """The first bytes of a file, refused for the same reasons."""
    return _opened(path, limit, size=size)


def _opened(path: Path, limit: int, *, size: int) -> bytes:
    if not is_text(str(path)):
        raise FileNameIsNotTextError(f"The name of {path.name} is not written in UTF-8. Rename it, and try again.")
    try:
        if not path.exists():
            raise FileIsMissingError(f"There is no file {path.name} there. Look at its name and folder, and try again.")
        if path.is_dir():
            raise FileIsFolderError(f"{path.name or path} is a folder. Name the files inside it instead.")
        if not path.is_file():
            raise FileIsUnreadableError(f"{path.name} is not an ordinary file, and is not read.")
        length = path.stat().st_size
        if length > limit:
            raise FileIsTooLargeError(
                f"{path.name} has {length / 1_048_576:.0f} MB; up to {limit / 1_048_576:.0f} MB are read."
                " Split it, and bring in the parts."
            )
        with path.open("rb") as file:
            data = file.read(size)
    except (OSError, ValueError) as reason:
        raise FileIsUnreadableError(
            f"{path.name} cannot be opened. Close it in other programs, or ask whoever owns it, and try again."
        ) from reason
    if not data:
        raise FileIsEmptyError(f"{path.name} is empty: there is nothing in it to bring in.")
    return data


def read_text(path: Path, *, limit: int = LIMIT) -> Decoded:
    """The text of a file, with the encoding it was in; raises a sentence where there is no text to be had."""
    return decoded_or_refused(read_bytes(path, limit=limit), path.name)


def decoded_or_refused(data: bytes, name: str, *, declared: str = "") -> Decoded:
    """The text of some bytes, with the encoding they were in; raises a sentence where there is no text to be had."""
    decoded = decode(data, declared=declared)
    if decoded is None:
        raise _no_text(data, name)
    if not decoded.text.strip("\ufeff \t\r\n"):
        raise FileIsEmptyError(f"{name} holds nothing but white space: there is nothing in it to bring in.")
    return decoded


def _no_text(data: bytes, name: str) -> WorkbenchError:
    """Why bytes that could not be decoded are not taken as text."""
    if _is_binary(data):
        return FileIsNotTextError(
            f"{name} is not text in any encoding that is known here. Save it as plain text in UTF-8, and bring that in."
        )
    if broken := _broken_at(data):
        return EncodingIsBrokenError(
            f"{name} is UTF-8 but for some bytes that are not, the first of them on line {broken}."
            " Open it in the program that wrote it, save it as UTF-8, and bring that in."
        )
    return EncodingIsUnclearError(
        f"{name} has letters beyond plain English in an encoding that could be one of several."
        " Save it as UTF-8 (in Word: Plain text, then Unicode UTF-8; in Excel: CSV UTF-8), and bring that in."
    )


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\0" in sample or sum(byte in _CONTROLS for byte in sample) > len(sample) // 100


def _broken_at(data: bytes) -> int:
    """The line of the first byte that is no UTF-8, where the letters beyond ASCII are UTF-8 for the most part; else 0."""
    parts = len(_UTF_8_PARTS.findall(data))
    stray = len(_BEYOND_ASCII.findall(_UTF_8_PARTS.sub(b"", data)))
    if not parts or stray > parts:
        return 0
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as reason:
        return data.count(b"\n", 0, reason.start) + 1
    return 0


def decode(data: bytes, *, declared: str = "") -> Decoded | None:
    """Bytes as text: by byte order mark, as UTF-8, by the pattern of UTF-16 and 32, as they are declared, else by their letters.

    None where they are no text, or text with NUL characters in it, which is how a damaged file looks; where they are
    UTF-8 with broken places; and where the letters fit no encoding well enough to be sure.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    if b"\0" in data[:_SAMPLE]:
        wide = _wide(data[:4096])
        return _strictly(data, wide) if wide else None
    found = _strictly(data, "utf-8")
    if found is not None:
        return found
    if _is_binary(data) or _broken_at(data):
        return None
    return _as_declared(data, declared) or _by_letters(data)


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    """Decoded as a file says of itself, where that is an encoding of letters; what is called Latin 1 is Windows-1252, as in browsers."""
    if not _DECLARED.fullmatch(declared.lower()):
        return None
    found = _strictly(data, "cp1252" if declared.lower() in {"iso-8859-1", "windows-1252"} else declared)
    return replace(found, encoding=declared.lower()) if found else None


def _strictly(data: bytes, encoding: str, *, certain: bool = True) -> Decoded | None:
    """Decoded without a single replacement, or None."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\0" in text else Decoded(text, encoding, certain)


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 by where the zero bytes stand, for text that is mostly Latin letters."""
    zeros = [head[place::4].count(0) for place in range(4)]
    quarter = max(1, len(head) // 4)
    share = [count / quarter for count in zeros]
    if min(share[1], share[2], share[3]) > 0.9 and share[0] < 0.1:
        return "utf-32-le"
    if min(share[0], share[1], share[2]) > 0.9 and share[3] < 0.1:
        return "utf-32-be"
    if min(share[1], share[3]) > 0.4 and max(share[0], share[2]) < 0.1:
        return "utf-16-le"
    if min(share[0], share[2]) > 0.4 and max(share[1], share[3]) < 0.1:
        return "utf-16-be"
    return ""


def _by_letters(data: bytes) -> Decoded | None:
    """Windows-1252 when every letter beyond ASCII is one that western Europe writes; else what the letters suggest.

    None where what they suggest fits no language well, so that another encoding may be the right one.
    """
    western = _strictly(data, "cp1252", certain=False)
    if western is not None and _reads_as_western(western.text):
        return Decoded(western.text, "windows-1252", certain=False)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or best.encoding.startswith("utf"):
        return None
    found = _strictly(data, best.encoding, certain=False)
    if found is None:
        return None
    letters = sum(character > "\x7f" and character.isalpha() for character in found.text[:_SAMPLE])
    sure = _SURE_OF_MANY_BYTES if best.encoding.startswith(_MANY_BYTES) else _SURE
    return found if letters >= _FEWEST_LETTERS and best.coherence >= sure else None


def _reads_as_western(text: str) -> bool:
    beyond = [character for character in text if character > "\x7f"]
    if len(beyond) > max(3, len(text) * 0.2) or not all(character in _WESTERN for character in beyond):
        return False
    return len(_ODD_IN_WESTERN.findall(text)) * 5 <= len(beyond)
