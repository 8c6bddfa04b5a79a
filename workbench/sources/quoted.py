"""Words that were quoted elsewhere, found again in a text: exactly, else whatever white space is between them."""

from __future__ import annotations

import re
from functools import cached_property

from workbench.text import Span

_WHITE = re.compile(r"[\s\x00-\x1f\ufeff]+")
MOST_PLACES = 200
"""Words that stand in more places than this are not looked for any further."""


def folded(words: str) -> str:
    r"""Words with one space wherever there is white space, and none around them.

    >>> folded(" On foot,\n\n by the path. ")
    'On foot, by the path.'
    """
    return _WHITE.sub(" ", words).strip()


class QuotedText:
    """A text in which quoted words are looked for, many times over."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The text with single spaces, and for each of its characters the place in the text."""
        parts: list[str] = []
        places: list[int] = []
        begin = 0
        for match in _WHITE.finditer(self.text):
            parts += (self.text[begin : match.start()], " ")
            places += range(begin, match.start() + 1)
            begin = match.end()
        parts.append(self.text[begin:])
        places += range(begin, len(self.text) + 1)
        return "".join(parts), places

    def places(self, words: str) -> list[Span]:
        """Everywhere that the words stand: exactly as they are, else with white space folded; nowhere for no words."""
        sought = folded(words)
        if not sought:
            return []
        stripped = words.strip()
        exact = [Span(start, start + len(stripped)) for start in _starts(self.text, stripped)]
        if exact:
            return exact
        text, places = self._folded
        return [Span(places[at], places[at + len(sought) - 1] + 1) for at in _starts(text, sought)]

    def says(self, start: int, end: int, words: str) -> bool:
        """Whether these words stand at that place, whatever white space is in and around them."""
        return folded(self.text[max(0, start) : max(0, end)]) == folded(words)


def _starts(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(words, at + 1)
    return found
