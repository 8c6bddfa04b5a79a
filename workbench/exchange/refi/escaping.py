"""Text as XML holds it."""

from __future__ import annotations

import re

_INVALID = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")
"""Characters that XML cannot hold; the sign for an unknown one stands for them."""
_CANNOT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT = {**_INVALID, ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_ATTRIBUTE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}


def quoted(text: str) -> str:
    r"""A text as the value of an attribute.

    >>> quoted('say "no" & go\n')
    'say &quot;no&quot; &amp; go&#10;'
    """
    return text.translate(_ATTRIBUTE)


def attribute(name: str, value: str) -> str:
    """An attribute with the space before it; nothing without a value."""
    return f' {name}="{quoted(value)}"' if value else ""


def element(name: str, text: str) -> str:
    """An element with a text in it; nothing without one."""
    return f"<{name}>{text.translate(_TEXT)}</{name}>" if text else ""


def losses(*texts: str) -> int:
    r"""How many characters of some texts XML cannot hold.

    >>> losses("a form feed\f and a bell\a", "a tab\t")
    2
    """
    return len(_CANNOT.findall("".join(texts)))
