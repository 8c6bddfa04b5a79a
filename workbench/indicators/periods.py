"""Periods: the stretch of time that a figure is about, as publishers write it, with its first and last day.

`2023/24` is a financial year, April to March, unless the caller says whose years they are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from workbench.errors import WorkbenchError

YEARS = {
    "financial": ("financial year", 4, 1),
    "academic": ("academic year", 9, 1),
    "mid-November": ("year from mid-November", 11, 16),
}
"""What a year across two calendar years may be: its kind, and the month and day it begins."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"((?:19|20)\d\d)"
_TO = r"\s*(?:to|until|[-–—])\s*"
_SPACE = re.compile(r"\s+")
_HYPHEN = re.compile(r"((?:19|20)\d\d)\s?-\s?(\d\d)(?!\d)", re.ASCII)


class PeriodNotUnderstoodError(WorkbenchError):
    """We cannot tell which time that is. Write it as 2023, 2023/24, Q1 2024, 2024-03 or Oct 2018 to Feb 2019."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: how the source writes it, its first and last day, and what kind of stretch it is."""

    text: str
    starts: date
    ends: date
    kind: str


_Found = tuple[date, date, str]
_Rule = Callable[[re.Match[str], str], "_Found | None"]


MONTHS_ONLY = "months"
"""What to say of a column of months: 2011-12 is then December, which is otherwise refused as unclear."""


def read_period(text: str, years: str = "financial", *, across: bool = False) -> Period:
    """The period that a text names. `years` says what `2023/24` means: financial, academic or mid-November.

    With `across`, a hyphen between two years is that and no month: 2011-12 is then 2011/12.

    Raises PeriodNotUnderstoodError, with the spelling, when it is none that we know, or may be two
    (2011-12 is a year or a month; 201112 too).
    """
    slashed = _HYPHEN.sub(_slashed, text) if across else text
    if slashed == text:
        return _read(text, years)
    return replace(_read(slashed, years), text=_SPACE.sub(" ", text).strip())


def _slashed(found: re.Match[str]) -> str:
    return f"{found[1]}/{found[2]}" if _follows(int(found[1]), found[2]) else found[0]


@lru_cache(maxsize=4096)
def _read(text: str, years: str) -> Period:
    plain = _SPACE.sub(" ", text.replace("\u00a0", " ")).strip()
    for pattern, rule in _RULES:
        match = pattern.fullmatch(plain)
        found = rule(match, years) if match else None
        if found is not None and found[0] <= found[1]:
            return Period(plain, *found)
    shown = plain if len(plain) <= 40 else f"{plain[:40]}…"
    raise PeriodNotUnderstoodError(
        f"We cannot tell which time “{shown}” is. Write it as 2023, 2023/24, Q1 2024, 2024-03 or Oct 2018 to Feb 2019."
        if plain
        else "There is no period. Write it as 2023, 2023/24, Q1 2024, 2024-03 or Oct 2018 to Feb 2019."
    )


def _calendar(match: re.Match[str], _: str) -> _Found:
    year = int(match[1])
    return date(year, 1, 1), date(year, 12, 31), "calendar year"


def _follows(first: int, second: str) -> bool:
    """Whether `24` or `2024` is the year after the first."""
    return int(second) == (first + 1) % (100 if len(second) == 2 else 10000)


def _year_from(first: int, last: int, years: str) -> _Found:
    """Years that begin within a calendar year: the first day of the first to the last day of the last."""
    kind, month, day = YEARS[years]
    kind = kind if first == last else f"{last - first + 1} {kind}s"
    return date(first, month, day), date(last + 1, month, day) - timedelta(days=1), kind


def _across(match: re.Match[str], years: str) -> _Found | None:
    named = (match[1] or "").lower()
    years = "academic" if named.startswith("academic") else "financial" if named else years
    first, second = int(match[2]), match[4]
    unclear = match[3].strip() == "-" and len(second) == 2 and int(second) <= 12 and not named
    if unclear or years == MONTHS_ONLY or not _follows(first, second):
        return None
    return _year_from(first, first, years)


def _named_after(match: re.Match[str], _: str) -> _Found | None:
    first = int(match[1])
    return _year_from(first, first, match[3].lower()) if _follows(first, match[2]) else None


def _academic_digits(match: re.Match[str], years: str) -> _Found | None:
    first, second = int(match[1]), match[2]
    if not _follows(first, second):
        return None
    if int(second) <= 12 and years != "academic":
        return None
    return _year_from(first, first, "academic")


def _years_across(match: re.Match[str], years: str) -> _Found | None:
    first, last = int(match[1]), int(match[3])
    last = last if last > 99 else first // 100 * 100 + last
    if years == MONTHS_ONLY or not (_follows(first, match[2]) and _follows(last, match[4])):
        return None
    return _year_from(first, last, years)


def _span_of_years(match: re.Match[str], _: str) -> _Found | None:
    first, last = int(match[1]), int(match[2])
    last = last if last > 99 else first // 100 * 100 + last
    if not first + 1 < last <= first + 25:
        return None
    return date(first, 1, 1), date(last, 12, 31), f"{last - first + 1} calendar years"


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _months(year: int, month: int, count: int, kind: str) -> _Found:
    last_year, last_month = divmod(year * 12 + month - 1 + count - 1, 12)
    return date(year, month, 1), _last_day(last_year, last_month + 1), kind


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _quarter(year: str, number: str) -> _Found:
    return _months(int(year), 3 * int(number) - 2, 3, "quarter")


def _financial_quarter(year: str, next_year: str, number: str) -> _Found | None:
    if not _follows(int(year), next_year):
        return None
    later, month = divmod(3 + 3 * (int(number) - 1), 12)
    return _months(int(year) + later, month + 1, 3, "quarter")


def _month(match: re.Match[str], _: str) -> _Found:
    return _months(_full_year(match[2]), _month_number(match[1]), 1, "month")


def _month_digits(match: re.Match[str], years: str) -> _Found | None:
    year, month = int(match[1]), int(match[2])
    if years != MONTHS_ONLY and _follows(year, match[2]):
        return None
    return _months(year, month, 1, "month") if 1 <= month <= 12 else None


def _month_span(match: re.Match[str], _: str) -> _Found | None:
    last = _full_year(match[4])
    first = _full_year(match[2]) if match[2] else last
    starts = date(first, _month_number(match[1]), 1)
    ends = _last_day(last, _month_number(match[3]))
    count = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    if count < 1:
        return None
    return starts, ends, "year" if count == 12 else "month" if count == 1 else f"{count} months"


def _year_ending(match: re.Match[str], _: str) -> _Found:
    year, month = _full_year(match[2]), _month_number(match[1])
    ends = _last_day(year, month)
    return date(year - 1, month, monthrange(year - 1, month)[1]) + timedelta(days=1), ends, "year"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _mid_year(match: re.Match[str], _: str) -> _Found:
    day = date(int(match[1]), 6, 30)
    return day, day, "mid-year"


def _from_mid_month(match: re.Match[str], _: str) -> _Found | None:
    """A year of the Active Lives survey, which runs from the middle of November or of May."""
    first, month = _full_year(match[2]), 11 if match[1].lower().startswith("nov") else 5
    if not _follows(first, match[3]):
        return None
    return date(first, month, 16), date(first + 1, month, 15), f"year from mid-{'November' if month == 11 else 'May'}"


def _two_digits(match: re.Match[str], _: str) -> _Found | None:
    first = 2000 + int(match[1])
    return _year_from(first, first, "financial") if _follows(first, match[2]) else None


def _british_day(match: re.Match[str], _: str) -> _Found | None:
    month = _month_number(match[2]) if match[2].isalpha() else int(match[2])
    day = _day(f"{match[3]}-{month:02}-{int(match[1]):02}")
    return (day, day, "day") if day else None


def _iso_day(match: re.Match[str], _: str) -> _Found | None:
    day = _day(match[1])
    return (day, day, "day") if day else None


def _iso_duration(match: re.Match[str], _: str) -> _Found | None:
    starts = _day(match[1])
    if starts is None:
        return None
    count = int(match[2])
    if match[3] in "WD":
        days = count * (7 if match[3] == "W" else 1)
        return starts, starts + timedelta(days=days - 1), "day" if days == 1 else f"{days} days"
    months = count * {"Y": 12, "M": 1}[match[3]]
    year, month = divmod(starts.year * 12 + starts.month - 1 + months, 12)
    day = min(starts.day, monthrange(year, month + 1)[1])
    return starts, date(year, month + 1, day) - timedelta(days=1), _length(starts, months)


def _length(starts: date, months: int) -> str:
    """The kind of a stretch of so many months."""
    if months == 12:
        begins = (starts.month, starts.day)
        return {(1, 1): "calendar year", (4, 1): "financial year"}.get(begins, "year")
    return {1: "month", 3: "quarter"}.get(months, f"{months} months")


def _iso_span(match: re.Match[str], _: str) -> _Found | None:
    starts, ends = _day(match[1]), _day(match[2])
    if starts is None or ends is None:
        return None
    if starts.month == 1 and starts.day == 1 and (ends.month, ends.day) == (12, 31) and starts.year == ends.year:
        return starts, ends, "calendar year"
    return starts, ends, f"{(ends - starts).days + 1} days"


_RULES: list[tuple[re.Pattern[str], _Rule]] = [
    (re.compile(pattern, re.IGNORECASE | re.ASCII), rule)
    for pattern, rule in (
        (rf"{_YEAR}", _calendar),
        (rf"(?:(fy|financial year|academic year)\s*:?\s*)?{_YEAR}\s?([-/–])\s?(\d\d|\d{{4}})", _across),
        (rf"{_YEAR}[-/](\d\d)", _month_digits),
        (rf"{_YEAR}{_TO}(\d\d|{_YEAR[1:-1]})", _span_of_years),
        (rf"{_YEAR}/(\d\d){_TO}(\d\d|{_YEAR[1:-1]})/(\d\d)", _years_across),
        (rf"{_YEAR}(\d\d)", _academic_digits),
        (rf"{_YEAR}(\d\d)", _month_digits),
        (rf"q(?:tr|uarter)?\s?([1-4])[\s/,-]*{_YEAR}", lambda m, _: _quarter(m[2], m[1])),
        (rf"{_YEAR}[\s/,-]*q(?:tr|uarter)?\s?([1-4])", lambda m, _: _quarter(m[1], m[2])),
        (rf"{_YEAR}/(\d\d)\s?q([1-4])", lambda m, _: _financial_quarter(m[1], m[2], m[3])),
        (rf"{_MONTH}[\s-]*((?:19|20)?\d\d)", _month),
        (rf"{_MONTH}\s?((?:19|20)?\d\d)?{_TO}{_MONTH}\s?((?:19|20)?\d\d)", _month_span),
        (
            rf"(?:(?:the )?(?:year|12 months|twelve months) (?:ending|ended|to|up to)|y/?e)(?: the)?"
            rf"(?: end of| \d{{1,2}}(?:st|nd|rd|th)?)?\s+{_MONTH}[\s'-]*((?:19|20)?\d\d)",
            _year_ending,
        ),
        (r"(?:mid-?\s?)?(nov|november|may)\s?((?:19|20)?\d\d)\s?[-/–]\s?(\d\d|\d{4})", _from_mid_month),
        (rf"mid[\s-]?(?:year\s)?{_YEAR}", _mid_year),
        (rf"(?:calendar year|cy|year)\s?:?\s?{_YEAR}", _calendar),
        (rf"{_YEAR} (?:calendar year)", _calendar),
        (rf"{_YEAR}[/-](\d\d|\d{{4}}),? \(?(financial|academic) year\)?", _named_after),
        (r"fy\s?'?(\d\d)\s?[-/]\s?'?(\d\d)", _two_digits),
        (rf"q(?:tr|uarter)?\s?([1-4])[\s/,:-]*{_YEAR}[-/](\d\d)", lambda m, _: _financial_quarter(m[2], m[3], m[1])),
        (rf"{_YEAR}-(\d\d)[\s,:]*q([1-4])", lambda m, _: _financial_quarter(m[1], m[2], m[3])),
        (r"q(?:tr|uarter)?\s?([1-4])[\s/,'-]*(\d\d)", lambda m, _: _quarter(f"20{m[2]}", m[1])),
        (rf"{_YEAR}\s?-?m(\d\d?)", lambda m, _: _month_digits(m, MONTHS_ONLY)),
        (rf"{_YEAR}[\s/-]?{_MONTH}", lambda m, _: _months(int(m[1]), _month_number(m[2]), 1, "month")),
        (rf"(\d\d?)/{_YEAR}", lambda m, _: _months(int(m[2]), int(m[1]), 1, "month") if 1 <= int(m[1]) <= 12 else None),
        (rf"(?:(?:as )?(?:at|on) )?(\d\d?)(?:st|nd|rd|th)? {_MONTH} {_YEAR}", _british_day),
        (rf"(\d\d?)[/.](\d\d?)[/.]{_YEAR}", _british_day),
        (r"(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?Z?)?", _iso_day),
        (r"(\d{4}-\d\d-\d\d)(?:T00:00:00)?/P(\d{1,3})([YMWD])", _iso_duration),
        (rf"(\d{{4}}-\d\d-\d\d)(?:{_TO}|/)(\d{{4}}-\d\d-\d\d)", _iso_span),
    )
]
