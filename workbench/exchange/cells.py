"""A cell of a workbook as a person sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite, isnan
from typing import Any

_NUMBERS_KEPT = 100_000


def texts(values: Sequence[Sequence[Any]], percent: Collection[tuple[int, int]] = ()) -> Iterator[list[str]]:
    """Rows of cells as text; `percent` are those that are shown as a share, row and column from 0."""
    if not percent:
        numbers = _Numbers()
        for row in values:
            yield [
                value.strip() if type(value) is str else numbers[value] if type(value) is float else shown(value)
                for value in row
            ]
        return
    for number, row in enumerate(values):
        yield [shown(value, percent=(number, column) in percent) for column, value in enumerate(row)]


def shown(value: Any, *, percent: bool = False) -> str:
    """A cell as a person sees it: whole numbers without decimals, dates as 2025-03-01, TRUE and FALSE, per cent.

    >>> shown(3.0), shown(0.25, percent=True), shown(date(2025, 3, 1))
    ('3', '25%', '2025-03-01')
    """
    if type(value) is str:
        return value.strip()
    if type(value) is float or type(value) is int:
        return f"{value * 100:.6g}%" if percent and isfinite(value) else _number(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes") if value.time() != time() else _day(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return "" if value is None else str(value).strip()


class _Numbers(dict[float, str]):
    """Numbers as `shown` has them: a sheet mostly holds the same few again and again."""

    def __missing__(self, value: float) -> str:
        if len(self) >= _NUMBERS_KEPT:
            self.clear()
        written = self[value] = _number(value)
        return written


def _day(value: datetime) -> str:
    return value.date().isoformat()


def _number(value: float) -> str:
    """A number; nothing for what is none, and “inf” for one without end, which only damage or another program writes."""
    if not isfinite(value):
        return "" if isnan(value) else str(value)
    if value == int(value) and abs(value) < 9e15:
        return str(int(value))
    return f"{value:.15g}"
