"""What is known of people, as the format's types."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def type_of(kind: str, values: Iterable[str]) -> str:
    """The format's type for an attribute: for numbers and days where every value is one as XML writes it.

    >>> type_of("number", ["7", "-12"]), type_of("number", ["7", "1.5"]), type_of("number", ["about 7"])
    ('Integer', 'Float', 'Text')
    """
    if kind not in {"number", "date"}:
        return "Text"
    types = {_type(kind, one) for one in values}
    if len(types) == 1:
        return types.pop()
    return "Float" if types == {"Integer", "Float"} else "Text"


def _type(kind: str, value: str) -> str:
    if kind == "number":
        return "Integer" if _WHOLE.fullmatch(value) else "Float" if _DECIMAL.fullmatch(value) else "Text"
    return "Date" if _DAY.fullmatch(value) and _is_day(value) else "Text"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
