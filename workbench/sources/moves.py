"""Where words went when a document's text was amended: pure, over the old and the new paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import itemgetter
from typing import TypeVar

from workbench.text import Span

_TOKEN = re.compile(r"\w+|\W")
_MANY = 4000
RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Moves:
    """Stretches of text that are in both, as (old start, old end, new start), in the order of the old text."""

    runs: tuple[tuple[int, int, int], ...]
    changed: int
    """How many paragraphs of the old text are not in the new one as they were."""

    def moved(self, span: Span) -> Span | None:
        """Where the words of a span are now: from the first that is left to the last; None where none is left."""
        first = max(0, bisect_right([run[0] for run in self.runs], span.start) - 1)
        found: list[tuple[int, int]] = []
        for old_start, old_end, new_start in self.runs[first:]:
            if old_start >= span.end:
                break
            left, right = max(old_start, span.start), min(old_end, span.end)
            if left < right:
                found.append((new_start + left - old_start, new_start + right - old_start))
        if not found:
            return None
        return Span(found[0][0], max(found[0][1], found[-1][1]))

    def keeps(self, span: Span) -> bool:
        """Whether every word of a span is as it was, with nothing new between.

        >>> moves_between(["I cross over."], ["Well, I cross over."]).keeps(Span(2, 13))
        True
        """
        to = self.moved(span)
        shared = sum(max(0, min(end, span.end) - max(start, span.start)) for start, end, _ in self.runs)
        return to is not None and shared == len(span) == len(to)


def starts_of(paragraphs: Sequence[str]) -> list[int]:
    """Where each paragraph begins in the text that they make, one line break between two."""
    starts: list[int] = []
    place = 0
    for paragraph in paragraphs:
        starts.append(place)
        place += len(paragraph) + 1
    return starts


def lay_from_start(passages: Iterable[tuple[int, int, RowT]], length: int) -> list[RowT]:
    """Those of a removed document's passages that made up its text: one after the other, from its start to its end.

    Passages are (start, end, row), the newest last; older ones that an amendment took out lie among them.

    >>> lay_from_start([(0, 4, "old"), (0, 6, "one"), (7, 9, "two")], 9)
    ['one', 'two']
    """
    reaches: dict[int, tuple[int, RowT]] = {}
    newest_first = list(passages)[::-1]
    for start, end, row in sorted(newest_first, key=itemgetter(0), reverse=True):
        if (end == length or end + 1 in reaches) and start not in reaches:
            reaches[start] = (end, row)
    found: list[RowT] = []
    place = 0
    while place in reaches and place <= length:
        place, row = reaches[place]
        place += 1
        found.append(row)
    return found


def moves_between(old: Sequence[str], new: Sequence[str]) -> Moves:
    """How the old text lies in the new one: whole paragraphs first, then words inside changed ones.

    >>> moves_between(["I cross over.", "Yes."], ["Well.", "I always cross over.", "Yes."]).moved(Span(2, 12))
    Span(start=15, end=25)
    """
    old_starts, new_starts = starts_of(old), starts_of(new)
    runs: list[tuple[int, int, int]] = []
    changed = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 == i2:
            continue
        begins, ends = old_starts[i1], old_starts[i2 - 1] + len(old[i2 - 1])
        if kind == "equal":
            runs.append((begins, ends, new_starts[j1]))
            continue
        changed += i2 - i1
        if kind == "replace":
            runs.extend(_words_moved("\n".join(old[i1:i2]), "\n".join(new[j1:j2]), begins, new_starts[j1]))
    return Moves(tuple(runs), changed)


def _words_moved(old: str, new: str, old_start: int, new_start: int) -> list[tuple[int, int, int]]:
    """The stretches of words that two texts share, counted from where each begins."""
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    old_places, new_places = _places(old_words, old_start), _places(new_words, new_start)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=len(old_words) + len(new_words) > _MANY)
    return [
        (old_places[block.a], old_places[block.a + block.size], new_places[block.b])
        for block in matcher.get_matching_blocks()
        if any(word[0].isalnum() for word in old_words[block.a : block.a + block.size])
    ]


def _places(words: Sequence[str], start: int) -> list[int]:
    places = [start]
    for word in words:
        places.append(places[-1] + len(word))
    return places
