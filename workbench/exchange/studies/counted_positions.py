"""Positions as another tool counted them, turned into code points by what it says that it quoted there.

Tools count UTF-16 units, bytes or code points, and a line end of two characters as one or as two, whatever they say.
The words that a tool keeps beside its positions tell which.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from workbench.exchange.refi.positions import Counting, Places
from workbench.sources.quoted import QuotedText, folded
from workbench.text import Span


class Quoted(NamedTuple):
    """A position as the tool gives it, and the words that it says are there; no words where it says none."""

    start: int
    end: int
    words: str


@dataclass(slots=True)
class Counted:
    """Positions in code points, None for those whose words are not where the tool says, with how it counted."""

    spans: list[Span | None]
    unit: str
    moved: list[int] = field(default_factory=list)
    """Which were found by their words alone."""
    why: dict[int, str] = field(default_factory=dict)
    """Why one could not be placed."""


Place = Callable[[int], int]
"""The index of the character at a position, as some tool counts."""


def _counting(unit: str, line_ends: str) -> Callable[[str], Place]:
    return lambda text: Places(text, Counting(unit, line_ends)).place


def _bytes(text: str) -> Place:
    """UTF-8 bytes; a position within a character is taken to be after it, as Taguette does."""
    if text.isascii():
        return lambda position: position
    begins = list(accumulate((len(letter.encode("utf-8", "replace")) for letter in text), initial=0))
    return lambda position: bisect_left(begins, position)


UNITS: Mapping[str, Callable[[str], Place]] = {
    "characters": _counting("code points", "as written"),
    "UTF-16 units": _counting("UTF-16 units", "as written"),
    "characters, a line end as one": _counting("code points", "one"),
    "UTF-16 units, a line end as one": _counting("UTF-16 units", "one"),
    "bytes": _bytes,
}
"""How a tool may have counted, in words, the most likely first."""
OF_CHARACTERS = tuple(unit for unit in UNITS if unit != "bytes")


def placed(text: str, quoted: Sequence[Quoted], units: Sequence[str] = OF_CHARACTERS) -> Counted:
    """Positions in a text, by the way of counting under which most of the quoted words are where they should be.

    A position whose words are elsewhere is taken to be where they are, if that is one place alone.
    """
    searched = QuotedText(text)
    likely = _by_evidence(searched, quoted, units)
    place = UNITS[likely](text)
    found = Counted([], likely)
    for number, one in enumerate(quoted):
        span = _span(place, one, len(text))
        if span is not None and (not folded(one.words) or searched.says(span.start, span.end, one.words)):
            found.spans.append(span)
            continue
        places = searched.places(one.words)
        if len(places) == 1:
            found.moved.append(number)
            found.spans.append(places[0])
            continue
        found.spans.append(None)
        found.why[number] = (
            "its place is not in the text"
            if not folded(one.words)
            else "its words are not in the text"
            if not places
            else f"its words are not at its place, and stand in {len(places)} others"
        )
    return found


def _by_evidence(searched: QuotedText, quoted: Sequence[Quoted], units: Sequence[str]) -> str:
    """The unit under which most words are in their place; the first of those that do equally well."""
    text = searched.text
    telling = [one for one in quoted if folded(one.words)]
    plain = text.isascii() and "\r\n" not in text
    if plain or not telling:
        return units[0]
    best, most = units[0], -1
    for unit in units:
        place = UNITS[unit](text)
        right = 0
        for one in telling:
            span = _span(place, one, len(text))
            right += span is not None and searched.says(span.start, span.end, one.words)
        if right > most:
            best, most = unit, right
        if right == len(telling):
            break
    return best


def _span(place: Place, one: Quoted, length: int) -> Span | None:
    if not 0 <= one.start < one.end:
        return None
    start, end = place(one.start), place(one.end)
    return Span(start, end) if start < end <= length else None
