"""Chats: messages as WhatsApp and Zoom write them out, each with when it was sent and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_HOUR = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
_DATED = re.compile(rf"^\[?({_DAY}),?\s+{_HOUR}(?:\]|\s[-–])\s+(.*)$")
_FROM = re.compile(rf"^({_HOUR})\s+From\s+(.*)$")
_NAMED = re.compile(r"^([^:]{1,60}?)(?:\s+[tT]o\s+[^:]{1,60}?)?\s*:(?:\s+(.*))?$")
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_WORDS = re.compile(
    r"<?(?:media|image|video|audio|voice message|sticker|gif|document|contact card) omitted>?"
    r"|<attached: [^>]*>|\S+\.\w{2,5} \(file attached\)",
    re.I,
)
_DELETED = re.compile(r"(?:this message was deleted|you deleted this message)\.?", re.I)
_EDITED = re.compile(r"\s*<this message was edited>$", re.I)
_LOOKED_AT = 50
"""So many lines with words are looked at before a text is held to be no chat."""


class Message(NamedTuple):
    """One message: the place of its line, who sent it ("" where the program itself speaks), and its paragraphs."""

    line: int
    speaker: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class Chat:
    """The messages of a chat, what stands before the first, and what holds no words."""

    before: list[str]
    messages: list[Message]
    days: tuple[str, str] | None
    """The first day and the last, as the file writes them; None where it has times alone."""
    without_words: int
    deleted: int

    def note(self) -> str:
        """What a person should know of how it was read."""
        first, last = self.days or ("", "")
        when = f" from {first} to {last}" if first != last else f" of {first}" if first else ""
        return f"A chat of {len(self.messages):,} messages{when}: when each was sent is not kept."


def chat_in(lines: list[str]) -> Chat | None:
    """The chat that lines are; None where fewer than two messages name who sent them, or other lines are far more."""
    if not any(_begun(line) for line in islice(filter(str.strip, lines), _LOOKED_AT)):
        return None
    begun = [(number, found) for number, line in enumerate(lines) if (found := _begun(line))]
    if sum(bool(one.speaker) for _, one in begun) < 2 or len(begun) * 5 < sum(1 for line in lines if line.strip()):
        return None
    ends = [number for number, _ in begun[1:]] + [len(lines)]
    messages, without_words, deleted = [], 0, 0
    for (number, one), end in zip(begun, ends, strict=True):
        paragraphs = [part for line in [one.text, *lines[number + 1 : end]] if (part := _plain(line))]
        said = [part for part in paragraphs if not _NOT_WORDS.fullmatch(part) and not _DELETED.fullmatch(part)]
        gone = sum(bool(_DELETED.fullmatch(part)) for part in paragraphs)
        deleted, without_words = deleted + gone, without_words + len(paragraphs) - len(said) - gone
        if said:
            messages.append(Message(number, one.speaker, said))
    days = [one.day for _, one in begun if one.day]
    before = [_plain(line) for line in lines[: begun[0][0]]]
    return Chat(before, messages, (days[0], days[-1]) if days else None, without_words, deleted)


class _Begun(NamedTuple):
    day: str
    speaker: str
    text: str


def _begun(line: str) -> _Begun | None:
    """How a line begins a message, if it does."""
    if not any(character.isdigit() for character in line[:4]):
        return None
    plain = _UNSEEN.sub("", line)
    dated = _DATED.match(plain)
    found = dated or _FROM.match(plain)
    if found is None:
        return None
    rest, day = found.group(2), dated.group(1) if dated else ""
    named = _NAMED.match(rest)
    return _Begun(day, " ".join(named.group(1).split()), named.group(2) or "") if named else _Begun(day, "", rest)


def _plain(line: str) -> str:
    return _EDITED.sub("", _UNSEEN.sub("", line)).strip()
