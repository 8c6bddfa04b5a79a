"""Search over everything that was said: what a person types becomes a safe query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import table_of
from workbench.sources.document_names import CALLED
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

_PART = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")
_AROUND = 60
SHORTEST = 2
"""Letters before the last word is searched for: one letter fits almost everything."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that has the words. `start` and `end` are where the first of them stands in the document.

    `text` is what stands around it, and `mark_start`, `mark_end` where it stands in that.
    """

    document: str
    document_id: int
    segment_id: int
    start: int
    end: int
    text: str
    mark_start: int
    mark_end: int
    speaker: str
    segment_start: int = 0
    segment_end: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as groups of words: a phrase in quotation marks, or a single word; the last may go on."""

    groups: tuple[tuple[str, ...], ...]
    open_ended: bool

    def query(self) -> str:
        """The same in the text index's own language; every word quoted, so that nothing in it is a command."""
        parts = ['"' + " ".join(words) + '"' for words in self.groups]
        if parts and self.open_ended:
            parts[-1] += "*"
        return " ".join(parts)


def understood(typed: str) -> Typed:
    """What a person typed as words to look for; the last one may be the beginning of a word.

    >>> understood('after dark "bus stop" wal').query()
    '"after" "dark" "bus stop" "wal"*'
    """
    groups: list[tuple[str, ...]] = []
    quoted = False
    for match in _PART.finditer(typed):
        words = tuple(_WORD.findall(match.group(1) if match.group(1) is not None else match.group(2)))
        if words:
            groups.append(words)
            quoted = match.group(1) is not None
    open_ended = bool(groups) and not quoted and not typed[-1:].isspace()
    if open_ended and len(groups[-1][-1]) < SHORTEST:
        last = groups.pop()
        if last[:-1]:
            groups.append(last[:-1])
        open_ended = False
    return Typed(tuple(groups), open_ended)


def phrase(words: str) -> Typed:
    """Words that stand one after the other, as something to look for; with a star at the end the last may go on.

    >>> phrase("bus sto*").query()
    '"bus sto"*'
    """
    group = tuple(_WORD.findall(words))
    return Typed((group,) if group else (), words.rstrip().endswith("*") and bool(group))


def every_place(text: str, wanted: Typed) -> Iterator[tuple[int, int]]:
    """Where the words stand in a text, from its beginning; capitals and accents do not matter."""
    plain = folded(text)
    for pattern in _patterns(wanted):
        at = 0
        while (found := _at_a_word(plain, pattern, at)) is not None:
            yield found
            at = max(found[1], found[0] + 1)


def find_words(session: Session, typed: str, limit: int = 50, offset: int = 0) -> list[Hit]:
    """The passages with all the words that were typed, in the order in which they came into the project.

    Less than two letters finds nothing yet. Capitals and accents do not matter.
    """
    wanted = understood(typed)
    if not wanted.groups or (len(wanted.groups) == 1 and sum(map(len, wanted.groups[0])) < SHORTEST):
        return []
    search = cast("Callable[[str, int, int], list[Any]]", session.info["search"])
    patterns = _patterns(wanted)
    return [_hit(row, _first_place(row[3], patterns)) for row in search(wanted.query(), limit, offset)]


def hits_of(session: Session, keys: list[int], *, at: tuple[int, int] = (0, 0)) -> list[Hit]:
    """The passages of these keys as hits, with what was found at a place counted from the passage's start."""
    return [_hit(row, at) for row in _rows(session, keys)]


_SEGMENT, _DOCUMENT, _SPEAKER = table_of(Segment), table_of(Document), table_of(Speaker)
_PASSAGES = (
    sa.select(_SEGMENT.c.id, _SEGMENT.c.document_id, _SEGMENT.c.start, _SEGMENT.c.text, CALLED, _SPEAKER.c.label)
    .join(_DOCUMENT, _DOCUMENT.c.id == _SEGMENT.c.document_id)
    .outerjoin(_SPEAKER, _SPEAKER.c.id == _SEGMENT.c.speaker_id)
    .where(_SEGMENT.c.id.in_(sa.bindparam("keys", expanding=True)), _DOCUMENT.c.gone.is_(False))
    .order_by(_SEGMENT.c.id)
)


def _rows(session: Session, keys: list[int]) -> Sequence[Any]:
    return session.connection().execute(_PASSAGES, {"keys": keys}).fetchall()


def _hit(row: Any, at: tuple[int, int]) -> Hit:
    key, document_id, start, text, name, speaker = row
    left, right = at
    begins = max(0, left - _AROUND)
    if begins:
        begins = text.find(" ", begins, left) + 1 or begins
    ends = min(len(text), right + _AROUND)
    if ends < len(text):
        ends = max(text.rfind(" ", right, ends), right)
    before, after = "…" if begins else "", "…" if ends < len(text) else ""
    shown = before + text[begins:ends].replace("\n", " ") + after
    mark = left - begins + len(before)
    return Hit(
        document=name,
        document_id=document_id,
        segment_id=key,
        start=start + left,
        end=start + right,
        text=shown,
        mark_start=mark,
        mark_end=mark + right - left,
        speaker=speaker or "",
        segment_start=start,
        segment_end=start + len(text),
    )


def _patterns(wanted: Typed) -> list[re.Pattern[str]]:
    """What finds each group of words in a text without capitals and accents, or the end of a longer word.

    A pattern that begins with a letter is looked for many times as fast as one that begins between two.
    """
    found = []
    for number, words in enumerate(wanted.groups):
        goes_on = wanted.open_ended and number == len(wanted.groups) - 1
        pattern = r"\W+".join(re.escape(folded(word)) for word in words)
        found.append(re.compile(pattern + (r"\w*" if goes_on else r"\b")))
    return found


def _first_place(text: str, patterns: list[re.Pattern[str]]) -> tuple[int, int]:
    """Where the first of the words stands in a text; its beginning where the index knows better than this does."""
    plain = folded(text)
    return min(filter(None, (_at_a_word(plain, pattern) for pattern in patterns)), default=(0, 0))


def _at_a_word(plain: str, pattern: re.Pattern[str], at: int = 0) -> tuple[int, int] | None:
    """Where a pattern first stands at the beginning of a word, from a place on."""
    match = pattern.search(plain, at)
    while match is not None:
        start, end = match.span()
        if start == 0 or not (plain[start - 1].isalnum() or plain[start - 1] == "_"):
            return start, end
        match = pattern.search(plain, start + 1)
    return None


def folded(text: str) -> str:
    """The text without capitals and accents, letter for letter, so that positions stay."""
    if text.isascii():
        return text.lower()
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    lower = unicodedata.normalize("NFD", letter)[0].lower()
    return lower if len(lower) == 1 else letter
