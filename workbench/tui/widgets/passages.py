"""What a transcript view is given, and the moves a reader makes through it: by word, sentence and turn.

All positions are code points from the start of the document, half-open, as in `workbench.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.cells import split_graphemes

from workbench.text import Span, sentence_spans, word_spans

_PLAIN = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02af\u2010-\u2027\u2030-\u205e\n]*")
_PLAIN_ASCII = b"\n" + bytes(range(32, 127))
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_CONTROL = {
    **dict.fromkeys((*range(10), *range(11, 32), *range(127, 160), 8232, 8233), " "),
    **dict.fromkeys((*range(8234, 8239), *range(8294, 8298)), "�"),
}


class Turn(NamedTuple):
    """One turn of a transcript, or one answer: who speaks, and where the words begin in the document.

    `start` is the position of the first character of `text`; `label` is what a reader calls it ("31");
    `role` is the speaker's role, and anything but "participant" is set back a little.
    """

    start: int
    speaker: str
    role: str
    text: str
    label: str = ""
    read: bool = True

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self.start + len(self.text)


class Mark(NamedTuple):
    """One coding, or one suggestion, as it is drawn: which words, which letter, whose. There may be thousands."""

    key: str
    start: int
    end: int
    letter: str
    slot: int
    mine: bool = True
    suggested: bool = False
    against: bool = False


def marks_on(marks: Iterable[Mark], offset: int, picked: str | None = None) -> tuple[list[Mark], int]:
    """The marks on a position, the shortest first, and the place among them of the picked one: 0 where it is not here.

    What a machine only suggests comes after what people did.
    """
    over = (one for one in marks if one.start <= offset < one.end)
    here = sorted(over, key=lambda one: (one.suggested and not one.mine, one.end - one.start))
    return here, next((place for place, mark in enumerate(here) if mark.key == picked), 0)


def is_plain(text: str) -> bool:
    """Whether every character takes exactly one cell and can be drawn as it is."""
    if text.isascii():
        return not text.encode().translate(None, _PLAIN_ASCII)
    return _PLAIN.fullmatch(text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether some of it is written from right to left, as Arabic and Hebrew are."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def drawable(text: str) -> str:
    """The text with characters that would upset a terminal replaced, one for one."""
    return text if text.isprintable() else text.translate(_CONTROL)


class Script:
    """The turns of one document, and where a reader gets to from a position in it."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = list(turns)
        self.starts: list[int] = [turn.start for turn in self.turns]
        self._words: dict[int, list[Span]] = {}
        self._sentences: dict[int, list[Span]] = {}
        self._characters: dict[int, list[int]] = {}

    @property
    def end(self) -> int:
        """The position after the last word."""
        return self.turns[-1].end if self.turns else 0

    def turn_at(self, offset: int) -> int:
        """The index of the turn that a position lies in, or of the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def nearest(self, offset: int) -> int:
        """The same position if words are there, else the nearest that has some, between whole characters."""
        if not self.turns:
            return 0
        index = self.turn_at(offset)
        if offset > self.turns[index].end and index + 1 < len(self.turns):
            return self.starts[index + 1]
        turn = self.turns[index]
        offset = min(max(offset, turn.start), turn.end)
        stops = self.characters(index)
        return offset if stops is None else stops[max(0, bisect_right(stops, offset) - 1)]

    def words(self, index: int) -> list[Span]:
        """The words of a turn."""
        return self._spans(index, self._words, word_spans)

    def sentences(self, index: int) -> list[Span]:
        """The sentences of a turn."""
        return self._spans(index, self._sentences, sentence_spans)

    def characters(self, index: int) -> list[int] | None:
        """Where a turn's visible characters begin, and its end; None when every code point is one."""
        turn = self.turns[index]
        if is_plain(turn.text):
            return None
        if index not in self._characters:
            spans, _ = split_graphemes(drawable(turn.text))
            self._characters[index] = [*(turn.start + start for start, _, _ in spans), turn.end]
        return self._characters[index]

    def _spans(self, index: int, kept: dict[int, list[Span]], find: Callable[[str], list[Span]]) -> list[Span]:
        """What `find` finds in a turn, as positions in the document; kept for the next move."""
        if index not in kept:
            turn = self.turns[index]
            kept[index] = [span.shifted(turn.start) for span in find(turn.text)]
        return kept[index]

    def word_at(self, offset: int) -> Span | None:
        """The word at a position, or the last one before it in the same turn."""
        return _at(self.words(self.turn_at(offset)), offset) if self.turns else None

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence at a position, or the last one before it in the same turn."""
        return _at(self.sentences(self.turn_at(offset)), offset) if self.turns else None

    def turn_span(self, offset: int) -> Span | None:
        """All words of the turn at a position."""
        if not self.turns:
            return None
        turn = self.turns[self.turn_at(offset)]
        return self.trimmed(Span(turn.start, turn.end))

    def next_character(self, offset: int, by: int) -> int:
        """One visible character on (`by` 1) or back (-1); the end of a turn leads to the next."""
        index = self.turn_at(offset)
        turn = self.turns[index]
        if by > 0 and offset >= turn.end:
            return self.starts[index + 1] if index + 1 < len(self.turns) else offset
        if by < 0 and offset <= turn.start:
            return self.turns[index - 1].end if index else offset
        stops = self.characters(index)
        if stops is None:
            return offset + by
        place = bisect_right(stops, offset) if by > 0 else bisect_left(stops, offset) - 1
        return stops[place]

    def next_start(self, offset: int, by: int, unit: str) -> int:
        """The start of the next (`by` 1) or the previous (-1) word or sentence, across turns."""
        spans_of = self.words if unit == "word" else self.sentences
        index = self.turn_at(offset)
        while 0 <= index < len(self.turns):
            starts = [span.start for span in spans_of(index)]
            if by > 0:
                place = bisect_right(starts, offset)
                if place < len(starts):
                    return starts[place]
            else:
                place = bisect_left(starts, offset) - 1
                if place >= 0:
                    return starts[place]
            index += by
        return self.end if by > 0 else self.starts[0]

    def moved(self, offset: int, unit: str, by: int, *, extending: bool = False) -> int:
        """Where a move by a character, word, sentence, turn or the document leads, on (`by` 1) or back (-1).

        A selection that is extended by turns goes to the end of the last.
        """
        if unit == "character":
            return self.next_character(offset, by)
        if unit == "turn":
            last = self.turn_at(offset) == len(self.turns) - 1
            return self.end if by > 0 and extending and last else self.next_turn(offset, by)
        if unit == "document":
            return self.end if by > 0 else self.starts[0]
        return self.next_start(offset, by, unit)

    def next_turn(self, offset: int, by: int) -> int:
        """The start of the next turn; going back, of this turn first if the position is inside it."""
        index = self.turn_at(offset)
        if by > 0:
            return self.starts[min(index + 1, len(self.turns) - 1)]
        return self.starts[index if offset > self.starts[index] else max(0, index - 1)]

    def next_unread(self, offset: int) -> int | None:
        """The start of the next turn nobody has marked as read, from the top again after the last."""
        here = self.turn_at(offset)
        unread = [turn.start for turn in self.turns if not turn.read]
        return next((start for start in unread if start > self.starts[here]), unread[0] if unread else None)

    def set_read(self, index: int, read: bool = True) -> None:
        """Note that a turn is read."""
        self.turns[index] = self.turns[index]._replace(read=read)

    def trimmed(self, span: Span) -> Span | None:
        """A span without the white space at its ends; None when nothing is left."""
        start, end = span.start, span.end
        while start < end and self._blank(start):
            start += 1
        while end > start and self._blank(end - 1):
            end -= 1
        return Span(start, end) if end > start else None

    def _blank(self, offset: int) -> bool:
        """Whether there is no word at a position: white space, or between two turns."""
        turn = self.turns[self.turn_at(offset)]
        return offset >= turn.end or offset < turn.start or turn.text[offset - turn.start].isspace()

    def text(self, span: Span) -> str:
        """The words of a span, turns on lines of their own."""
        first, last = self.turn_at(span.start), self.turn_at(max(span.start, span.end - 1))
        parts = [
            turn.text[max(0, span.start - turn.start) : max(0, span.end - turn.start)]
            for turn in self.turns[first : last + 1]
        ]
        return "\n".join(parts)

    def moved_edge(self, span: Span, edge: str, by: int) -> Span:
        """A span with its start or end moved by one word; it never shrinks below one."""
        if edge == "start":
            start = self.next_start(span.start, by, "word")
            return Span(start, span.end) if start < span.end else span
        if by > 0:
            here = _at(self.words(self.turn_at(span.end)), span.end)
            if here is not None and here.start <= span.end < here.end:
                return Span(span.start, here.end)
            word = self.word_at(self.next_start(span.end, 1, "word"))
            return span if word is None or word.end <= span.end else Span(span.start, word.end)
        start = self.next_start(span.end, -1, "word")
        previous = self.word_at(self.next_start(start, -1, "word"))
        return Span(span.start, previous.end) if previous and previous.end > span.start else span


def _at(spans: list[Span], offset: int) -> Span | None:
    """The span that holds a position, else the last before it, else the first."""
    if not spans:
        return None
    return spans[max(0, bisect_right([span.start for span in spans], offset) - 1)]
