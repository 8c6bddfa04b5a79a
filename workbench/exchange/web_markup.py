"""Web pages as browsers read them (HTML living standard, section 13.2), whatever is broken in them: elements and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workbench.errors import WorkbenchError

DEEPEST = 10_000
"""Elements inside one another, at most: the time to read a page grows with the square of them."""
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"})
"""Elements that have no end."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ENDS_ITSELF = frozenset({"p", "li", "dt", "dd", "td", "th", "tr", "option", "tbody", "thead", "tfoot", "html", "body"})


class TooDeepPageError(WorkbenchError):
    """It holds thousands of elements inside one another. Save its words as plain text, and bring that in."""


class PageReader(Protocol):
    """What is told of a page, in order."""

    def begins(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """An element begins; whether what is in it is wanted, and its end."""

    def ends(self, tag: str) -> None:
        """An element ends that has an end."""

    def words(self, characters: str) -> None:
        """The characters between two elements."""


def read_page(html: str, reader: PageReader) -> None:
    """Tell a reader of a page, element by element. TooDeepPageError where the page would take hours."""
    _refuse_too_deep(html)
    node = LexborHTMLParser(html).root
    while node is not None:
        into = _told(node, reader)
        inside = node.child if into else None
        node = inside if inside is not None else _after(node, reader, ended=not into)


def _told(node: LexborNode, reader: PageReader) -> bool:
    """Tell of the beginning of a node; whether to go into it."""
    tag = node.tag or ""
    if tag == "-text":
        reader.words(node.text_content or "")
    return node.is_element_node and reader.begins(tag, node.attributes) and tag not in VOID


def _after(node: LexborNode | None, reader: PageReader, *, ended: bool) -> LexborNode | None:
    """What comes after a node with all that is in it, told of the ends on the way."""
    while node is not None:
        if not ended:
            reader.ends(node.tag or "")
        if node.next is not None:
            return node.next
        node, ended = node.parent, False
        if node is not None and not node.is_element_node:
            return None
    return None


def _refuse_too_deep(html: str) -> None:
    """Count elements that are begun and not ended."""
    if html.count("<") <= DEEPEST:
        return
    open_: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(html):
        tag = match[2].lower()
        if match[1]:
            depth -= open_[tag] > 0
            open_[tag] -= open_[tag] > 0
        elif tag not in VOID and tag not in _ENDS_ITSELF:
            open_[tag] += 1
            depth += 1
            if depth > DEEPEST:
                raise TooDeepPageError
