"""Cost years: in which years of an option something is paid, and over how many years its whole cost is told.

Both stand in words beside what they are about, in one wording that forms write and sums read: “Masts (year 2 to 3)”,
“Over 3 years. With supervision.” Years are counted from 1, the year in which the option begins.
"""

from __future__ import annotations

import re

from workbench.errors import WorkbenchError

MOST = 40
"""Years that an option can be told over."""
_AT_THE_END = re.compile(r"\s*\(year (\d{1,2})(?: to (\d{1,2}))?\)$")
_TYPED = re.compile(r"(?:years?\s*)?(\d{1,2})(?:\s*(?:to|-|–|until)\s*(?:year\s*)?(\d{1,2}))?", re.IGNORECASE)
_AT_THE_START = re.compile(r"(?:first year|over (\d{1,2}) years?)\s*(?:[.,;]\s*|$)", re.IGNORECASE)
Years = tuple[int, int]
"""The first and the last year."""


class YearsNotReadError(WorkbenchError):
    """Write in which years it is paid as “year 2” or “year 1 to 3”, counted from the first year of the option."""


class NumberOfYearsError(WorkbenchError):
    """Over how many years the whole cost is told is a number from 1 to 40, such as 3."""


def years_typed(typed: str) -> Years | None:
    """The years that somebody typed; None where nothing was. Raises YearsNotReadError.

    >>> years_typed("year 2"), years_typed("Year 1 to 3"), years_typed("2-3"), years_typed(" ")
    ((2, 2), (1, 3), (2, 3), None)
    """
    said = " ".join(typed.split())
    if not said:
        return None
    found = _TYPED.fullmatch(said)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= MOST:
        raise YearsNotReadError(
            f"“{said}” cannot be read. Write in which years it is paid as “year 2” or “year 1 to 3”, the first year first."
        )
    return first, last


def years_words(years: Years | None) -> str:
    """Years in their one wording; empty where there are none.

    >>> years_words((2, 2)), years_words((1, 3)), years_words(None)
    ('year 2', 'year 1 to 3', '')
    """
    if years is None:
        return ""
    first, last = years
    return f"year {first}" if first == last else f"year {first} to {last}"


def with_years(text: str, years: Years | None) -> str:
    """What is paid for, with the years in which it is paid."""
    return f"{text.strip()} ({years_words(years)})" if years else text.strip()


def years_in(written: str) -> tuple[str, Years | None]:
    """What is paid for, and the years that stand behind it.

    >>> years_in("Masts (year 2 to 3)"), years_in("Lamps")
    (('Masts', (2, 3)), ('Lamps', None))
    """
    found = _AT_THE_END.search(written)
    if found is None:
        return written, None
    first, last = int(found[1]), int(found[2] or found[1])
    return (written[: found.start()], (first, last)) if 1 <= first <= last <= MOST else (written, None)


def note_over(years: str, covers: str) -> str:
    """The note on a whole cost, from the number of years it is told over and what it covers. Raises NumberOfYearsError.

    >>> note_over("3", "With supervision."), note_over("1", ""), note_over("", "With supervision.")
    ('Over 3 years. With supervision.', 'First year.', 'With supervision.')
    """
    said = years.strip()
    if said and not (said.isascii() and said.isdecimal() and 1 <= int(said) <= MOST):
        raise NumberOfYearsError(
            f"“{said}” is no number of years. Write over how many years the whole cost is told, such as 3."
        )
    head = {"": "", "1": "First year."}.get(said.lstrip("0"), f"Over {said.lstrip('0')} years.")
    return " ".join(part for part in (head, covers.strip()) if part)


def covered(note: str) -> tuple[str, str]:
    """A note on a whole cost as the number of years at its start, and what else stands in it.

    >>> covered("Over 3 years. With supervision."), covered("With supervision, over 3 years.")
    (('3', 'With supervision.'), ('', 'With supervision, over 3 years.'))
    """
    found = _AT_THE_START.match(note.strip())
    return ("", note) if found is None else (found[1] or "1", note.strip()[found.end() :])
