"""The times in a column, read alike: what one cell leaves open, such as 2011-12 or a day's number, the others settle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.exchange.figures.headers import without_notes
from workbench.exchange.indicator_columns import MONTH_HEADERS, plain
from workbench.indicators.periods import MONTHS_ONLY, Period, PeriodNotUnderstoodError, read_period

_ACROSS = re.compile(r"((?:19|20)\d\d)\s?-\s?(\d\d)", re.ASCII)
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.0+)?", re.ASCII)
_FIRST_DAY = date(1899, 12, 30)
"""Excel counts days from here, with a 29 February 1900 that never was."""
_MARKED = re.compile(r"\s*[\[(](?:p|r|e|b|provisional|revised|estimated?)[\])]$", re.IGNORECASE)
_SAID = ("year", "month", "date", "period", "quarter", "time")
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Times:
    """How the cells of a column are read: whose years, whether 2011-12 is a year, what a day stands for."""

    years: str = "financial"
    across: bool = False
    serial: bool = False
    """Whether five digits are Excel's number of a day."""
    stands_for: str = "day"
    """What the first day of a month stands for: the day, its month, or its year."""

    def read(self, text: str) -> Period:
        """The period of a cell; raises PeriodNotUnderstoodError."""
        plain_text = _MARKED.sub("", without_notes(text))
        if self.serial and (day := serial_day(plain_text)) is not None:
            plain_text = day.isoformat()
        period = read_period(plain_text, self.years, across=self.across)
        if period.kind != "day" or self.stands_for == "day" or period.starts.day != 1:
            return period
        written = f"{period.starts:%Y-%m}" if self.stands_for == "month" else f"{period.starts:%Y}"
        whole = read_period(written, MONTHS_ONLY)
        return Period(
            f"{period.starts:%b %Y}" if self.stands_for == "month" else written, whole.starts, whole.ends, whole.kind
        )

    def said(self) -> str:
        """What a person should know of it, in a sentence; nothing where cells say themselves what they are."""
        said = []
        if self.serial:
            said.append("five digits are Excel's number of a day")
        if self.stands_for != "day":
            said.append(f"the first of a month stands for its {self.stands_for}")
        if self.across:
            said.append("2011-12 is a year across two")
        elif self.years == MONTHS_ONLY:
            said.append("2011-12 is a month")
        return "; ".join(said)


def serial_day(text: str) -> date | None:
    """The day that Excel numbers so; None where it is no such number.

    >>> serial_day("43831")
    datetime.date(2020, 1, 1)
    """
    return _FIRST_DAY + timedelta(days=int(float(text))) if _SERIAL.fullmatch(text) else None


def times_of(name: str, cells: Sequence[str], *, years: str = "", named: bool = False) -> Times | None:
    """How a column of times is read; None where most of its cells are none.

    Args:
        name: the column's.
        cells: some of its cells, none blank.
        years: what 2023/24 means, where somebody said it; `months` for a column of months.
        named: whether the column's name says that it is one of times.
    """
    if not cells:
        return None
    told = years or (MONTHS_ONLY if plain(name) in MONTH_HEADERS else "financial")
    across = told != MONTHS_ONLY and _settled(cells)
    words = plain(name)
    serial = any(word in words for word in _SAID) and all(_SERIAL.fullmatch(cell) for cell in cells)
    times = Times(told, across=across, serial=serial)
    days = [period for cell in cells if (period := _read(times, cell)) is not None]
    if not named and len(days) < _MOSTLY * len(cells):
        return None
    whole = [period for period in days if period.kind == "day"]
    if whole and all(period.starts.day == 1 for period in whole) and len(whole) == len(days):
        if "year" in words and all(period.starts.month == 1 for period in whole):
            return Times(told, across=across, serial=serial, stands_for="year")
        if "month" in words or len({period.starts for period in whole}) > 1:
            return Times(told, across=across, serial=serial, stands_for="month")
    return times


def _read(times: Times, cell: str) -> Period | None:
    try:
        return times.read(cell)
    except PeriodNotUnderstoodError:
        return None


def _settled(cells: Sequence[str]) -> bool:
    """Whether cells such as 2018-19 say that 2011-12 is a year across two: each follows, and one can be no month."""
    pairs = [found for cell in cells if (found := _ACROSS.fullmatch(without_notes(cell))) is not None]
    follows = [int(found[2]) == (int(found[1]) + 1) % 100 for found in pairs]
    return bool(pairs) and all(follows) and any(int(found[2]) > 12 or found[2] == "00" for found in pairs)
