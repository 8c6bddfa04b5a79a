"""Web pages as a run of the characters they show, with the blocks that they are in: what positions on a page count.

The characters are those of a page's text nodes, one after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.exchange.web_markup import read_page

_BLOCKS_LISTED = """
p div section article main header li ul ol dl dt dd blockquote pre figure figcaption address hr table tbody thead tr td
th caption h1 h2 h3 h4 h5 h6 body html br
"""
_BLOCKS = frozenset(_BLOCKS_LISTED.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSHOWN = frozenset({"script", "style", "title", "template"})


@dataclass(slots=True)
class ShownPage:
    """A page's characters, and what a reader sees of them: blocks as lines, white space as single spaces."""

    text: str
    seen: str = ""
    headings: frozenset[int] = frozenset()
    """Where in what is seen a heading begins."""
    origins: list[int] = field(default_factory=list)
    """For every character that is seen, which one of the page's it is."""

    def place(self, position: int) -> int:
        """Where in what is seen a position of the page's characters is."""
        return bisect_left(self.origins, position)


def shown_page(html: str) -> ShownPage:
    """What a page shows."""
    reading = _Reading()
    read_page(html, reading)
    reading.end_line()
    text = "".join(reading.parts)
    seen: list[str] = []
    origins: list[int] = []
    headings: set[int] = set()
    for number, (start, end) in enumerate(reading.lines):
        if number:
            seen.append("\n")
            origins.append(start)
        if number in reading.headings:
            headings.add(len(seen))
        for at in range(start, end):
            if not text[at].isspace():
                seen.append(text[at])
                origins.append(at)
            elif seen and not seen[-1].isspace():
                seen.append(" ")
                origins.append(at)
    return ShownPage(text, "".join(seen), frozenset(headings), origins)


class _Reading:
    """A page on its way to its characters."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lines: list[tuple[int, int]] = []
        self.headings: set[int] = set()
        self._length = self._begun = 0
        self._heading = False
        self._preformatted = 0

    def begins(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins."""
        del attributes
        if tag in _BLOCKS:
            self.end_line()
        self._heading = tag in _HEADINGS or (self._heading and tag not in _BLOCKS)
        self._preformatted += tag == "pre"
        return tag not in _UNSHOWN

    def ends(self, tag: str) -> None:
        """An element ends."""
        if tag in _BLOCKS:
            self.end_line()
            self._heading = False
        self._preformatted -= tag == "pre"

    def words(self, characters: str) -> None:
        """Characters."""
        for number, line in enumerate(characters.split("\n") if self._preformatted else [characters]):
            if number:
                self._keep("\n")
                self.end_line()
            self._keep(line)

    def _keep(self, characters: str) -> None:
        self.parts.append(characters)
        self._length += len(characters)

    def end_line(self) -> None:
        """What was read since the last block is one."""
        if self._length > self._begun:
            if self._heading:
                self.headings.add(len(self.lines))
            self.lines.append((self._begun, self._length))
            self._begun = self._length
