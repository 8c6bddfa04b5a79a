"""Marks: the letters and signs that publishers put where a number would stand, or behind one.

A mark is a status, never a zero.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from workbench.errors import WorkbenchError

_MARKS = {
    "missing": "na n/a #n/a nan null none . .. … : - – — x missing unavailable",
    "withheld by the publisher": "* ** c suppressed confidential withheld dnr",
    "not applicable": "z not-applicable",
    "low reliability": "u unreliable",
    "provisional": "p provisional",
    "revised": "r revised",
    "series break": "b break",
    "estimated": "e estimated modelled",
}
STATUS_OF_MARK = {mark: status for status, marks in _MARKS.items() for mark in marks.split()}
LOW_MARKS = frozenset({"low", "k"})
"""Above zero, but rounded to nothing by the publisher."""

_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?", re.ASCII)
_BEHIND = re.compile(
    r"(?P<number>[+-]?[\d,.]*\d)\s*(?P<percent>%?)\s*(?P<mark>[\[(][a-z]{1,4}[\])]|[a-z]|\*+|)", re.ASCII
)
_ABOUT = re.compile(
    r"(?:<|≤|<=|>|≥|>=|less than|fewer than|under|more than|over|up to)\s*\d[\d,]*(?:\.\d+)?\s*%?"
    r"|\d+ or (?:fewer|less|more)|\d+\s*(?:-|–|to)\s*\d+",
    re.IGNORECASE,
)
"""What says that a number is below, above or between others, and not which it is."""
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII)


class Cell(NamedTuple):
    """What a cell holds: a number or None, its status, what to note, and how many decimals were printed."""

    value: float | None
    status: str = "normal"
    note: str = ""
    decimals: int = 0


class UnreadableNumberError(WorkbenchError):
    """The cell holds neither a number nor a mark that we know. Write numbers as 1234.5."""


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell:
    """A number cell as publishers write them: 1,234.5 · 1 234 · 60.3 % · 12.1 [p] · [c] · * · <5 · >95% · 1-4 · NA · blank.

    Raises UnreadableNumberError for anything else, a decimal comma among it.
    """
    plain = text.replace("\u00a0", " ").replace("−", "-").strip()
    if not plain:
        return Cell(None, "missing")
    low = plain.lower()
    bare = low[1:-1].strip() if low[0] in "[(" and low[-1] in "])" else low
    if bare in LOW_MARKS:
        return Cell(None, "missing", f"{plain}: above zero, rounded to nothing by the publisher")
    if bare.replace(" ", "-") in STATUS_OF_MARK:
        status = STATUS_OF_MARK[bare.replace(" ", "-")]
        return Cell(None, status, f"the publisher's mark {plain}")
    if _SPACED.fullmatch(plain):
        plain = low = plain.replace(" ", "")
    if _ABOUT.fullmatch(plain):
        return Cell(None, "withheld by the publisher", f"the publisher gives only “{plain}”")
    match = _BEHIND.fullmatch(low)
    if match is None or not match["number"] or not _NUMBER.fullmatch(match["number"]):
        return _plain_number(low)
    mark = match["mark"].strip("[]()")
    number = match["number"].replace(",", "")
    if not mark:
        return Cell(_finite(number), decimals=_decimals(number))
    if mark not in STATUS_OF_MARK:
        raise UnreadableNumberError
    status = STATUS_OF_MARK[mark]
    return Cell(_finite(number), status, f"the publisher's mark {match['mark']}", _decimals(number))


def status_in_words(text: str) -> Cell:
    """What a note or status column says: a status, and the note when it is more than a mark."""
    plain = " ".join(text.split())
    low = plain.lower().strip("[]()")
    if low in {"", "na", "-", "normal", "a", "normal value", "no", "none", "null"}:
        return Cell(None)
    if low in STATUS_OF_MARK:
        return Cell(None, STATUS_OF_MARK[low], "" if len(low) > 3 else f"the publisher's mark {plain}")
    for words, status in _TOLD:
        if words.search(low):
            return Cell(None, status, plain)
    return Cell(None, "normal", plain)


_TOLD = (
    (re.compile(r"suppress|withheld|disclos|confidential|small number"), "withheld by the publisher"),
    (re.compile(r"not applicable"), "not applicable"),
    (re.compile(r"missing|not available|unavailable|cannot be calculated|no data"), "missing"),
    (re.compile(r"unreliable|low reliab|caution"), "low reliability"),
    (re.compile(r"provisional"), "provisional"),
    (re.compile(r"revised"), "revised"),
    (re.compile(r"break in|series break"), "series break"),
    (re.compile(r"estimate|modelled|imputed|aggregated from"), "estimated"),
)


def _plain_number(low: str) -> Cell:
    if _NUMBER.fullmatch(low):
        number = low.replace(",", "")
        return Cell(_finite(number), decimals=_decimals(number))
    raise UnreadableNumberError


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise UnreadableNumberError
    return value


def _decimals(number: str) -> int:
    return len(number.partition(".")[2]) if "e" not in number else 0
