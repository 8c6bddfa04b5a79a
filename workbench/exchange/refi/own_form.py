r"""The plain text of a document as we write it for other tools, and its turns taken from it again.

People who open it elsewhere see who speaks; we get the very turns back, whatever the words look like, since every turn
is a selection of its words alone:

>>> text, marks = laid_out([Turn("Q", "interviewer", "Where?"), Turn("Ann", "participant", "Here.\nBen: there.")])
>>> text
'Q: Where?\nAnn: Here.\nBen: there.'
>>> marks
[Mark(start=3, end=9, name='turn, interviewer'), Mark(start=15, end=32, name='turn')]
>>> [turn.words for turn in taken_apart(text, marks)]
['Where?', 'Here.\nBen: there.']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.sources.documents import SEGMENT_KINDS
from workbench.sources.speakers import ROLES

GOES_ON = "goes on"
"""The name of a paragraph with which the speaker before goes on, without a label."""
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
    """A selection that covers a turn's words: code points of the plain text, half-open, and what its name says."""

    start: int
    end: int
    name: str


def laid_out(turns: Iterable[Turn]) -> tuple[str, list[Mark]]:
    """The plain text of a document, and a mark for each of its turns, in their order. A label is on one line."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at, before = 0, ""
    for label, role, words, kind, at_ms, until_ms in turns:
        speaker = label.replace("\n", " ") if "\n" in label else label
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


def is_mark(name: str | None) -> bool:
    """Whether a selection's name is that of a turn."""
    return name is not None and _NAME.fullmatch(name) is not None


def taken_apart(text: str, marks: Sequence[Mark]) -> list[Turn] | None:
    """The turns of a plain text; None where it is not in our form, because the marks and what stands between do not fit.

    The marks are the selections whose names `is_mark` knows, in any order.
    """
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
