"""Costs of an option, line by line: once or every year, from low to high."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.briefs.cost_years import Years, with_years, years_in, years_typed, years_words
from workbench.briefs.options import chosen_of, refuse_cost
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of

WHEN = ("once", "yearly")


class Cost(Row, table=True):
    """One cost in pounds, as a range."""

    __tablename__ = "option_cost"
    __table_args__: Any = (one_of("paid", WHEN), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    text: str
    """What is paid for, and behind it the years in which it is paid, where that is said (`cost_years`)."""
    paid: str = "once"
    low: float | None = None
    high: float | None = None
    prices: str = ""
    """The year whose prices these are."""
    by_whom: str = ""
    """Who pays."""


_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_YEARS = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[ -]years?\b", re.IGNORECASE)
_FIRST = re.compile(r"\bfirst year\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost in pounds, as a page shows it; an end that is not known is None."""

    id: int
    option_id: int
    text: str
    paid: str
    low: float | None
    high: float | None
    prices: str
    by_whom: str
    years: Years | None = None
    """The first and last year in which it is paid, where that is said."""

    @property
    def amount(self) -> str:
        """The range in words."""
        return pounds(self.low, self.high)

    @property
    def when(self) -> str:
        """How often it is paid, and in which years."""
        often = "once" if self.paid == "once" else "every year"
        return f"{often}, {years_words(self.years)}" if self.years else often

    def times(self, first: int, last: int) -> int:
        """How many times it is paid from one year to another; what is paid once is paid in the first year unless told."""
        begins, ends = self.years or ((1, 1) if self.paid == "once" else (1, last))
        return max(0, min(ends, last) - max(begins, first) + 1)


class CostIsEmptyError(WorkbenchError):
    """Write in a few words what is paid for."""


class PricesAreOfAYearError(WorkbenchError):
    """Write the year whose prices these are with four digits, such as 2026, or leave it empty."""


class PaidOnceInOneYearError(WorkbenchError):
    """What is paid once is paid in one year, such as “year 2”. Choose “every year”, or write one year."""


def add_cost(
    session: Session,
    option_id: int,
    text: str,
    *,
    paid: str = "once",
    low: float | None = None,
    high: float | None = None,
    prices: str = "",
    by_whom: str = "",
    years: str = "",
) -> int:
    """Add a cost of an option in pounds: `low` to `high`, `paid` once or yearly, in `prices` of a year.

    `years` says in which years of the option: “year 2”, “year 1 to 3”.
    Raises CostIsEmptyError, CostIsWrongError, PricesAreOfAYearError, YearsNotReadError, PaidOnceInOneYearError,
    NotOfThoseError, BriefIsDecidedError.
    """
    cells = _cells(text, paid, low, high, prices, by_whom, years)
    return add_below(session, Cost, {"option_id": option_id}, **cells)


def amend_cost(
    session: Session,
    cost_id: int,
    *,
    text: str,
    paid: str,
    low: float | None,
    high: float | None,
    prices: str,
    by_whom: str,
    years: str = "",
) -> None:
    """Change a cost; raises what `add_cost` does."""
    amend_below(session, Cost, cost_id, **_cells(text, paid, low, high, prices, by_whom, years))


def remove_cost(session: Session, cost_id: int) -> None:
    """Take a cost out."""
    remove_below(session, Cost, cost_id)


def costs(session: Session, option_ids: Iterable[int]) -> dict[int, tuple[CostLine, ...]]:
    """The costs of each option, in the order in which they were written down."""
    return {
        option: tuple(
            CostLine(row.id or 0, option, text, row.paid, row.low, row.high, row.prices, row.by_whom, years)
            for row in rows
            for text, years in [years_in(row.text)]
        )
        for option, rows in below(session, Cost, "option_id", option_ids).items()
    }


def whole_cost(lines: Iterable[CostLine], years: int = 1, *, first: int = 1) -> tuple[float | None, float | None]:
    """What all lines come to from year `first` to year `years`, low to high, in pounds; nothing is discounted.

    An end is None where one of a line's is that is paid in these years.
    """
    low: float | None = 0.0
    high: float | None = 0.0
    for one in lines:
        times = one.times(first, years)
        if times:
            low = None if low is None or one.low is None else low + times * one.low
            high = None if high is None or one.high is None else high + times * one.high
    return low, high


def year_by_year(lines: Iterable[CostLine], years: int | None) -> str:
    """What each year costs, in words; empty where one year is told, or all years cost the same.

    >>> year_by_year([CostLine(1, 1, "Masts", "once", 5, 5, "", "", (2, 2)), CostLine(2, 1, "Oil", "yearly", 1, 2, "", "")], 3)
    'Year 1 £1 to £2; year 2 £6 to £7; year 3 £1 to £2'
    """
    listed = list(lines)
    sums = [whole_cost(listed, year, first=year) for year in range(1, (years or 1) + 1)]
    if len(set(sums)) < 2:
        return ""
    told = "; ".join(f"year {year} {pounds(*ends)}" for year, ends in enumerate(sums, start=1))
    return f"{told[:1].upper()}{told[1:]}"


def years_told(note: str) -> int | None:
    """Over how many years a cost is told, from what stands beside it; None where that is not said.

    >>> years_told("Over three years, 2026 prices"), years_told("First year."), years_told("With supervision.")
    (3, 1, None)
    """
    if _FIRST.search(note):
        return 1
    said = _YEARS.search(note)
    if said is None:
        return None
    word = said[1].casefold()
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 1


def over(years: int) -> str:
    """Some years as words."""
    return "in the first year" if years == 1 else f"over {years} years"


def pounds(low: float | None, high: float | None) -> str:
    """A range of pounds in words.

    >>> pounds(4000, 8000), pounds(0, 0), pounds(None, 20), pounds(None, None)
    ('£4,000 to £8,000', '£0', 'up to £20', 'not known')
    """
    if low is not None and high is not None:
        return f"£{low:,.0f}" if round(low) == round(high) else f"£{low:,.0f} to £{high:,.0f}"
    if low is None and high is None:
        return "not known"
    return f"up to £{high:,.0f}" if low is None else f"from £{low:,.0f}"


def costs_in_words(lines: Iterable[CostLine], years: int | None = None) -> str:
    """What is paid once, what is paid a year, and the whole over the years that are told; empty without lines."""
    listed = list(lines)
    said = []
    for paid, words in (("once", "once"), ("yearly", "a year")):
        some = [one for one in listed if one.paid == paid]
        if some:
            ends = _each(some)
            said.append("No cost" if ends == (0, 0) else f"{pounds(*ends)} {words}")
    if years is not None and years > 1 and len(said) > 0:
        said.append(f"{pounds(*whole_cost(listed, years))} {over(years)}")
    return "\n".join(dict.fromkeys(said))


def _each(lines: Iterable[CostLine]) -> tuple[float | None, float | None]:
    """What some lines come to, each paid one time."""
    listed = list(lines)
    ends = ([one.low for one in listed], [one.high for one in listed])
    low, high = (None if None in some else sum(end for end in some if end is not None) for some in ends)
    return low, high


def cost_doubts(lines: Iterable[CostLine], low: float | None, high: float | None, note: str) -> tuple[str, ...]:
    """What does not fit in an option's costs, a sentence each: lines and the whole, years of prices, what is not known."""
    listed = list(lines)
    found = []
    years = sorted({one.prices for one in listed if one.prices})
    if len(years) > 1:
        found.append(f"The costs are in prices of {' and '.join(years)}. Bring them to one year before adding them up.")
    if unknown := [one.text for one in listed if one.low is None and one.high is None]:
        found.append(f"Nobody has said what this costs: {'; '.join(unknown)}.")
    told = years_told(note) or 1
    for one in listed:
        if one.years and one.years[1] > told:
            whole = "the first year only" if told == 1 else f"{told} years"
            found.append(f"“{one.text}” is paid in {years_words(one.years)}, and the whole is told over {whole}.")
    sums = whole_cost(listed, told)
    apart = [
        end
        for end, own in zip(sums, (low, high), strict=True)
        if end is not None and own is not None and abs(end - own) >= 1
    ]
    if listed and apart:
        hint = (
            "" if years_told(note) else " If the whole is over several years, say so beside it, such as “over 3 years”."
        )
        found.append(
            f"The whole cost is given as {pounds(low, high)}, and its lines come to {pounds(*sums)} {over(told)}. Correct one of the two.{hint}"
        )
    return tuple(found)


def _cells(
    text: str, paid: str, low: float | None, high: float | None, prices: str, by_whom: str, years: str
) -> dict[str, Any]:
    if not text.strip():
        raise CostIsEmptyError
    typed = years_typed(years)
    if paid == "once" and typed and typed[0] != typed[1]:
        raise PaidOnceInOneYearError
    chosen_of(paid, WHEN, "How often it is paid")
    refuse_cost(low, high)
    if prices.strip() and not _YEAR.fullmatch(prices.strip()):
        raise PricesAreOfAYearError
    words = {"text": with_years(text, typed), "paid": paid, "prices": prices.strip(), "by_whom": by_whom.strip()}
    return {**words, "low": low, "high": high}
