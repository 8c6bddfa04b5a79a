"""Shorthand: what stands in a column of numbers where there is no number, with its key.

Source: Government Analysis Function, "Using symbols and shorthand" (letters in square brackets, explained above the table).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.exchange.workbook.sheets import Column

WITHHELD, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
LOW, UNRELIABLE, NONE_RECORDED, REVISED, BREAK, ESTIMATED = "[low]", "[u]", "[w]", "[r]", "[b]", "[e]"
KEY = {
    WITHHELD: "confidential: withheld, because it would tell of too few people",
    NOT_AVAILABLE: "not available: not published, or not recorded",
    NOT_APPLICABLE: "not applicable",
    LOW: "low: above zero, and rounded to nothing by the publisher",
    UNRELIABLE: "of low reliability, says the publisher",
    NONE_RECORDED: "none recorded in the survey",
    REVISED: "revised by the publisher",
    BREAK: "a break in the series: not to be compared with what came before",
    ESTIMATED: "estimated by the publisher",
}
_OF_STATUS = {
    "withheld by the publisher": WITHHELD,
    "withheld by us": WITHHELD,
    "missing": NOT_AVAILABLE,
    "not applicable": NOT_APPLICABLE,
    "low reliability": UNRELIABLE,
}


def missing(status: str, note: str = "") -> str:
    """The shorthand for a figure without a value, by its status.

    >>> missing("not applicable"), missing("missing", "low: above zero, rounded to nothing by the publisher")
    ('[z]', '[low]')
    """
    if "rounded to nothing" in note:
        return LOW
    return _OF_STATUS.get(status, WITHHELD if status.casefold().startswith("withheld") else NOT_AVAILABLE)


def or_mark(value: Any, mark: str = NOT_APPLICABLE) -> Any:
    """A number, or the shorthand for why there is none."""
    return mark if value is None or value == "" else value


def used(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> list[str]:
    """The shorthand that stands in a table's columns of numbers, in the order of the key."""
    places = [at for at, column in enumerate(columns) if column.number]
    found = {row[at] for row in rows for at in places if isinstance(row[at], str)} if places else set()
    return [mark for mark in KEY if mark in found]


def sentence(marks: Sequence[str]) -> str:
    """The key of a table in a sentence; empty where it has no shorthand."""
    if not marks:
        return ""
    return f"Some shorthand is used in this table: {'; '.join(f'{mark} {KEY[mark]}' for mark in marks)}."
