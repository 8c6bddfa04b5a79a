r"""The plain text of a document as we write it for other tools, and its turns taken from it again.

People who open it elsewhere see who speaks; we get the very turns back, whatever the words look like, since a note
beside the document says where the words of each turn lie:

>>> text, marks = laid_out([Turn("Q", "interviewer", "Where?"), Turn("Ann", "participant", "Here.\nBen: there.")])
>>> text
'Q: Where?\nAnn: Here.\nBen: there.'
>>> marks
[Mark(start=3, end=9, name='turn, interviewer'), Mark(start=15, end=32, name='turn')]
>>> [turn.words for turn in taken_apart(text, marks)]
['Where?', 'Here.\nBen: there.']
>>> from_lines(in_lines(marks, {"Ann": "5f0e7a52-91c4-8d6b-a3f2-6c1b7d40e9a8"})) == (
...     marks, {"Ann": "5f0e7a52-91c4-8d6b-a3f2-6c1b7d40e9a8"})
True
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.sources.documents import SEGMENT_KINDS
from workbench.sources.speakers import ROLES

TURNS = "turns"
"""The name of the note that says where a document's turns lie."""
GOES_ON = "goes on"
"""The name of a paragraph with which the speaker before goes on, without a label."""
_BEGINS = "Where the turns of this document lie in its text, one a line: from, to, what it is. Then who speaks under which name."
_MARK = re.compile(r"(\d{1,15}) (\d{1,15}) (.+)")
_VOICE = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)")
_PARTICIPANT = ROLES[0]
_CLOCK = r"(\d+:\d\d:\d\d\.\d{3})"
_NAME = re.compile(
    rf"({'|'.join((*SEGMENT_KINDS, GOES_ON))})(?:, ({'|'.join(ROLES[1:])}))?(?: at {_CLOCK})?(?: to {_CLOCK})?"
)
_AFTER_LABEL = ": "


class Turn(NamedTuple):
    """A turn, paragraph or answer as it is written out: who says it in which role, the words, when in the recording."""

    speaker: str
    """The label in the text; nothing where nobody is named."""
    role: str
    """Participant where nothing else is known; nothing where nobody is named."""
    words: str
    kind: str = "turn"
    at_ms: int | None = None
    until_ms: int | None = None


class Mark(NamedTuple):
    """Where a turn's words lie: code points of the plain text, half-open, and what it is."""

    start: int
    end: int
    name: str


def laid_out(turns: Iterable[Turn]) -> tuple[str, list[Mark]]:
    """The plain text of a document, and a mark for each of its turns, in their order. A label is on one line."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at, before = 0, ""
    for label, role, words, kind, at_ms, until_ms in turns:
        speaker = shown(label)
        if speaker and (kind != "paragraph" or speaker != before):
            pieces.append(f"{speaker}{_AFTER_LABEL}{words}")
            at += len(speaker) + len(_AFTER_LABEL)
        else:
            kind = GOES_ON if speaker else kind
            pieces.append(words)
        plain = at_ms is None and until_ms is None and role == _PARTICIPANT
        end = at + len(words)
        marks.append(Mark(at, end, kind if plain else _named(kind, role, at_ms, until_ms)))
        at, before = end + 1, speaker
    return "\n".join(pieces), marks


def shown(label: str) -> str:
    """A speaker's label as it stands before the words: on one line."""
    return label.replace("\n", " ") if "\n" in label else label


def in_lines(marks: Iterable[Mark], voices: Mapping[str, str]) -> str:
    """What the note on a document's turns says: the marks, and the GUID of the case that each speaker is."""
    said = [f"{start} {end} {name}" for start, end, name in marks]
    return "\n".join([_BEGINS, *said, *(f"{guid} {speaker}" for speaker, guid in voices.items())])


def is_on_turns(note: str) -> bool:
    """Whether a note says where a document's turns lie."""
    return note.startswith(_BEGINS)


def from_lines(note: str) -> tuple[list[Mark], dict[str, str]]:
    """The marks and voices that a note on turns says."""
    marks: list[Mark] = []
    voices: dict[str, str] = {}
    for line in note.split("\n")[1:]:
        if found := _MARK.fullmatch(line):
            marks.append(Mark(int(found[1]), int(found[2]), found[3]))
        elif voice := _VOICE.fullmatch(line):
            voices[voice[2]] = voice[1]
    return marks, voices


def taken_apart(text: str, marks: Sequence[Mark]) -> list[Turn] | None:
    """The turns of a plain text; None where the marks, in any order, and what stands between them do not fit it."""
    turns: list[Turn] = []
    at, before = 0, ""
    for number, (start, end, name) in enumerate(sorted(marks)):
        found = _NAME.fullmatch(name)
        if number:
            if text[at : at + 1] != "\n":
                return None
            at += 1
        lead = text[at:start]
        if found is None or start < at or end < start or end > len(text):
            return None
        if lead and (not lead.endswith(_AFTER_LABEL) or "\n" in lead):
            return None
        goes_on = found[1] == GOES_ON
        speaker = before if goes_on else lead.removesuffix(_AFTER_LABEL)
        kind = "paragraph" if goes_on else found[1]
        if goes_on and (lead or not before):
            return None
        role = found[2] or (_PARTICIPANT if speaker else "")
        turns.append(Turn(speaker, role, text[start:end], kind, _ms(found[3]), _ms(found[4])))
        at, before = end, speaker
    return turns if at == len(text) else None


class Places:
    """Where characters of a document stand in its plain text, and the other way round.

    A document's own text is its turns with one line break between two; `marks` are those of `laid_out`, in their order.
    """

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._theirs = [mark.start for mark in marks]
        self._ours: list[int] = []
        self._ends = [mark.end for mark in marks]
        at = 0
        for mark in marks:
            self._ours.append(at)
            at += mark.end - mark.start + 1

    def out(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the document stands in the plain text; it is not empty."""
        ours, theirs = self._ours, self._theirs
        at = bisect_right(ours, start) - 1
        by = theirs[at] - ours[at]
        if at + 1 == len(ours) or end <= ours[at + 1]:
            return start + by, end + by
        last = bisect_right(ours, end - 1) - 1
        return start + by, end + theirs[last] - ours[last]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the document that a span of the plain text covers; what lies on a label begins with the words."""
        return self._back(start), max(self._back(start), self._back(end - 1) + (1 if self._is_words(end - 1) else 0))

    def _back(self, position: int) -> int:
        at = bisect_right(self._theirs, position) - 1
        if at < 0:
            return 0
        if position > self._ends[at]:
            return (
                self._ours[at + 1] if at + 1 < len(self._ours) else self._ours[at] + self._ends[at] - self._theirs[at]
            )
        return self._ours[at] + position - self._theirs[at]

    def _is_words(self, position: int) -> bool:
        """Whether a position is a character of the document, and none of a label."""
        at = bisect_right(self._theirs, position) - 1
        return at >= 0 and position <= self._ends[at]


def _named(kind: str, role: str, at_ms: int | None, until_ms: int | None) -> str:
    """What a turn's selection is called."""
    name = kind if not role or role == _PARTICIPANT else f"{kind}, {role}"
    if at_ms is not None:
        name = f"{name} at {_clock(at_ms)}"
    return name if until_ms is None else f"{name} to {_clock(until_ms)}"


def _clock(milliseconds: int) -> str:
    """A time into a recording, to the millisecond: 0:01:02.003."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{rest:03d}"


def _ms(clock: str | None) -> int | None:
    """The milliseconds of a time that `_clock` wrote."""
    if clock is None:
        return None
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds.replace(".", ""))
