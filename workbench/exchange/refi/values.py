"""What is known of people, as the format's types."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from workbench.exchange.refi.escaping import element

_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def value_of(kind: str, value: str) -> str:
    """A value as an element of its variable's type.

    >>> value_of("Integer", "7")
    '<IntegerValue>7</IntegerValue>'
    """
    return element(f"{kind}Value", value)


def type_of(kind: str, value: str) -> str:
    """The format's type for a value of an attribute of a kind: a number or a day only as XML writes it.

    >>> type_of("number", "-7"), type_of("number", "1.5"), type_of("number", "about 7"), type_of("date", "2025-03-14")
    ('Integer', 'Float', 'Text', 'Date')
    """
    if kind == "number":
        return "Integer" if _WHOLE.fullmatch(value) else "Float" if _DECIMAL.fullmatch(value) else "Text"
    return "Date" if kind == "date" and _DAY.fullmatch(value) and _is_day(value) else "Text"


def type_for_all(types: Collection[str]) -> str:
    """The type of a variable, from those of its values.

    >>> type_for_all({"Integer"}), type_for_all({"Integer", "Float"}), type_for_all({"Integer", "Text"})
    ('Integer', 'Float', 'Text')
    """
    if len(types) == 1:
        return next(iter(types))
    return "Float" if types and set(types) == {"Integer", "Float"} else "Text"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
