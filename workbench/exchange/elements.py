"""Names of elements and attributes in Office files, whatever namespace they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """The name of an element without its namespace, so that both kinds of Office files read alike."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def told(element: Element, name: str, fallback: str = "") -> str:
    """An attribute by its name without its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), fallback)
