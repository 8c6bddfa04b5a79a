"""Positions in text, and the stamp that remembers what a judgement saw.

A position is a count of Unicode code points from the start of a document: Python's own string index.
A span is half-open. Readers and writers of other tools' files convert at the edge.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import category

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_IN_WORDS = bytes(120 if code < 128 and (chr(code).isalnum() or chr(code) == "_") else 32 for code in range(256))
"""Bytes of a word made an x each, all others spaces."""
_SENTENCE_END = re.compile(r"[.!?…؟۔।]+[\"'”’)\]]*(?=\s|$)|[。！？]+[”’)」』]*|\n+")
_JOINERS = frozenset("\u200c\u200d")
"""What keeps letters apart or together within a word, as Persian and Hindi write it."""
_DIGITS = re.compile(r"([0-9]+)")
_ISO_DAY = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?:T[\d:.]+Z?)?\b")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # fmt: skip
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "prof", "e.g", "i.e", "etc", "vs", "no"})


def is_text(written: str) -> bool:
    r"""Whether a name from outside, such as a file's, is text: not bytes that were taken for it.

    >>> is_text("café.md"), is_text("caf\udce9.md")
    (True, False)
    """
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to but not including `end`, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def touches(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same span, counted from `by` characters earlier."""
        return Span(self.start + by, self.end + by)


def word_count(text: str) -> int:
    """How many words: runs of letters with the marks on them, digits and underscores, in any script."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_as_ascii, text)
    marked = text.encode().translate(_IN_WORDS)
    return marked.count(b" x") + marked.startswith(b"x")


def _as_ascii(match: re.Match[str]) -> str:
    """A stretch beyond ASCII in letters and spaces that make as many words; a mark is no word of its own."""
    stretch = match.group()
    if stretch.isalnum():
        return "x"
    return "".join("x" if letter.isalnum() else " " for letter in stretch if not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    """Whether it stands on or between the letters of a word, such as an accent, a vowel sign or a joiner."""
    return letter in _JOINERS or (category(letter)[0] == "M" and not letter.isalnum())


def word_spans(text: str) -> list[Span]:
    """Every word of `text`; an apostrophe inside a word belongs to it, and so do the marks on its letters."""
    found = [match.span() for match in _WORD.finditer(text)]
    if text.isascii():
        return [Span(*ends) for ends in found]
    whole: list[tuple[int, int]] = []
    for start, end in found:
        while end < len(text) and _is_mark(text[end]):
            end += 1
        whole.append((whole.pop()[0], end) if whole and whole[-1][1] == start else (start, end))
    return [Span(*ends) for ends in whole]


def sentence_spans(text: str) -> list[Span]:
    """Every sentence of `text` without the white space around it.

    A sentence ends at . ! ? or … and what other scripts have for them, before white space where they write some, and at
    a line's end; a text without any of these is one sentence.
    """
    found: list[Span] = []
    begun = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[begun : match.start()].rsplit(None, 1)
        if match.group().startswith(".") and before and before[-1].lower() in _ABBREVIATIONS:
            continue
        _keep(text, begun, match.end(), found)
        begun = match.end()
    _keep(text, begun, len(text), found)
    return found


def _keep(text: str, start: int, end: int, found: list[Span]) -> None:
    """Add what is left of a stretch once the white space around it is off."""
    stretch = text[start:end]
    left = start + len(stretch) - len(stretch.lstrip())
    right = start + len(stretch.rstrip())
    if right > left:
        found.append(Span(left, right))


def utf16_offsets(text: str) -> list[int]:
    """The UTF-16 position of every code point of `text`, and of its end."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


def from_utf16(offsets: list[int], position: int) -> int:
    """The code point at or before a UTF-16 position, by the table that `utf16_offsets` made."""
    return max(0, bisect_right(offsets, position) - 1)


def day_in_words(day: date) -> str:
    """A day as people write it, whatever the machine's language: 3 March 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dated(text: str) -> str:
    """Text with its dates as people write them.

    >>> dated("To be reviewed on 2027-04-12.")
    'To be reviewed on 12 April 2027.'
    """
    return _ISO_DAY.sub(lambda match: f"{int(match[3])} {MONTHS[int(match[2]) - 1]} {match[1]}", text)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "passage"), counted(1204, "person", "people")
    ('1 passage', '1,204 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(names: Sequence[str], last: str = "and") -> str:
    """Names as a list in a sentence.

    >>> joined(["F1", "F2", "F3"]), joined([".docx", ".html"], "or"), joined(["one"])
    ('F1, F2 and F3', '.docx or .html', 'one')
    """
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def by_numbers(label: str) -> list[str | int]:
    """A label as people sort it, its numbers by their size.

    >>> sorted(["R104", "R20", "dawn", "R3"], key=by_numbers)
    ['dawn', 'R3', 'R20', 'R104']
    """
    return [int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(label.casefold()))]


def clock(milliseconds: int) -> str:
    """A time into a recording as people read it.

    >>> clock(44_000), clock(3_725_000)
    ('0:44', '1:02:05')
    """
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def stamp(*said: Any) -> str:
    """A short hash of what a judgement says, the same on every machine.

    Takes plain values (text, numbers, None, lists, dicts); floats count to 12 significant digits.
    """
    plain = json.dumps(_plain(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(plain.encode("utf-8"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    """Values as JSON holds them, floats rounded to what can be told apart."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


_YAML_MISTAKES = (
    (r"found character '\\t'|cannot start any token", "a tab, or a sign such as @ or %, stands where words begin. Indent with spaces, and put such words in quotes."),
    (r"mapping values are not allowed", "a colon stands where none may. Put a text that holds one in quotes, and indent lines that belong together alike."),
    (r"could not find expected ':'", "a colon is missing after a name."),
    (r"unexpected end of stream|<stream end>", "a quote or a bracket is opened and not closed."),
    (r"<block end>|<block mapping start>|block sequence", "lines that belong together are not indented alike."),
    (r"unhashable", "a name is a list or has names of its own. Names are plain words."),
    (r"could not determine a constructor", "a tag (!) has no place here. Take it out."),
    (r"expected ',' or", "a comma or the closing bracket is missing."),
    (r"undefined alias|undefined anchor", "a reference (*) leads nowhere. Write out what it stands for."),
)  # fmt: skip


def yaml_mistake(problem: str) -> str:
    """What is wrong with a YAML file, in words for whoever wrote it, from what the parser says.

    >>> yaml_mistake("could not find expected ':'")
    'a colon is missing after a name.'
    >>> yaml_mistake("something else")
    'this is not YAML (something else).'
    """
    if problem.endswith("."):
        return problem
    found = (said for pattern, said in _YAML_MISTAKES if re.search(pattern, problem))
    return next(found, f"this is not YAML ({problem or 'it breaks off'}).")
