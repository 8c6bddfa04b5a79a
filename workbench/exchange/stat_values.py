"""What values in a file of SPSS or Stata mean, in words: answers by their labels, kinds of missing, days and times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workbench.exchange.stat_files import Value, Variable
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import OTHER

SPSS_BEGINS = datetime(1582, 10, 14, tzinfo=UTC)
STATA_BEGINS = datetime(1960, 1, 1, tzinfo=UTC)
NO_ANSWER = "No answer"
"""What stands before a kind of missing that has no name, or one that does not say that it is no answer."""
_FORMAT = re.compile(r"%?-?([A-Za-z]+)")
_DAYS = frozenset({"DATE", "ADATE", "EDATE", "SDATE", "JDATE", "D"})
_MOMENTS = frozenset({"DATETIME", "YMDHMS", "TC", "C"})
_TIMES = frozenset({"TIME", "DTIME", "MTIME"})
_PERIODS = frozenset({"MOYR", "QYR", "WKYR", "TM", "TQ", "TW", "TH"})


@dataclass(frozen=True, slots=True)
class Answers:
    """A variable's values in words: which are answers, in their order, and which say why there is none."""

    given: tuple[str, ...]
    none: tuple[str, ...]
    in_figures: bool = False
    """Whether its steps are figures of which only some have a name, as the ends of a scale from 1 to 10."""


def made_of(variable: Variable) -> str:
    """What a variable's numbers are by its format: day, moment, time, period; nothing for plain numbers and texts."""
    name = "" if variable.is_text else _format(variable)
    for kind, formats in (("day", _DAYS), ("moment", _MOMENTS), ("time", _TIMES), ("period", _PERIODS)):
        if name in formats:
            return kind
    return ""


def _format(variable: Variable) -> str:
    """A format's name in capitals: `DATE`, `F`, and of Stata's `%td` and `%tc` what follows the t."""
    found = _FORMAT.match(variable.format)
    name = found[1].upper() if found else ""
    if variable.format.startswith("%") and name.startswith("T"):
        return {"TD": "D", "TC": "TC"}.get(name[:2], name[:2])
    return "D" if variable.format.startswith("%d") else name


def cells_of(variable: Variable, values: Sequence[Value]) -> tuple[list[str], Answers]:
    """A variable's values as the cells of a table, and the words that they may be."""
    used = Counter(value for value in values if value is not None and value != "")
    missing = {value for value in used if is_missing(variable, value)}
    names = _named(variable)
    none: dict[Value, str] = {value: _why(variable, value, names.get(value, "")) for value in sorted(missing, key=str)}
    declared = {value: _why(variable, value, name) for value, name in names.items() if is_missing(variable, value)}
    given = {value: name for value, name in names.items() if value not in declared and value not in none}
    plain = [value for value in used if value not in missing and value not in given]
    figures = not variable.is_text and bool(given) and len(plain) >= max(2, len(given))
    said = {} if figures else given
    show = _shown(variable)
    words: dict[Value, str] = {
        **none,
        **said,
        **{value: show(value) for value in used if value not in missing | said.keys()},
    }
    cells = [words.get(value, "") for value in values]
    order = tuple(said.values()) if not figures else ()
    return cells, Answers(order, tuple(dict.fromkeys([*declared.values(), *none.values()])), figures)


def is_missing(variable: Variable, value: Value) -> bool:
    """Whether somebody declared a value to be missing.

    >>> age = Variable("age", missing=((-9.0, -1.0), ("a", "a")))
    >>> is_missing(age, -8.0), is_missing(age, "a"), is_missing(age, 34.0)
    (True, True, False)
    """
    if isinstance(value, str) and not variable.is_text:
        return True
    for low, high in variable.missing:
        if isinstance(value, str):
            if isinstance(low, str) and value.rstrip() == low.rstrip():
                return True
        elif isinstance(value, float) and isinstance(low, float) and isinstance(high, float) and low <= value <= high:
            return True
    return False


def _named(variable: Variable) -> dict[Value, str]:
    """What values are called; one name for several values is told apart by the value."""
    names: dict[Value, str] = {value: " ".join(name.split()) for value, name in variable.labels if name.strip()}
    often = Counter(name.casefold() for name in names.values())
    return {
        value: name
        if often[name.casefold()] == 1
        else f"{name} ({number(value) if isinstance(value, float) else value})"
        for value, name in names.items()
    }


def _why(variable: Variable, value: Value, name: str) -> str:
    """A kind of missing in words from which it is known that they are no answer; by its value where it has no name."""
    if name and state_of(name) != OTHER:
        return name
    told = number(value) if isinstance(value, float) else value if variable.is_text else f".{value}"
    return f"{NO_ANSWER} ({name or told})"


def number(value: float, digits: int = 15) -> str:
    """A number as people write it.

    >>> number(3.0), number(0.1), number(1e20)
    ('3', '0.1', '1e+20')
    """
    return str(int(value)) if value == int(value) and abs(value) < 9e15 else f"{value:.{digits}g}"


def _shown(variable: Variable) -> Callable[[Value], str]:
    """How a variable's values are written where they have no name."""
    digits = 7 if variable.type == "float" else 15
    kind, name = made_of(variable), _format(variable)
    stata = variable.format.startswith("%")

    def show(value: Value) -> str:
        if not isinstance(value, float):
            return (value or "").rstrip()
        told = _time(value, kind, name, stata=stata) if kind else ""
        return told or number(value, digits)

    return show


def _time(value: float, kind: str, name: str, *, stata: bool) -> str:
    """A day, a moment, a time or a period in words; nothing where the number is none."""
    try:
        if kind == "time":
            minutes, seconds = divmod(round(value), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        if stata and kind == "period":
            return _stata_period(int(value), name)
        step = (
            (timedelta(days=value) if kind == "day" else timedelta(milliseconds=value))
            if stata
            else timedelta(seconds=value)
        )
        at = (STATA_BEGINS if stata else SPSS_BEGINS) + step
    except (OverflowError, ValueError):
        return ""
    if kind == "period":
        week = (at.timetuple().tm_yday - 1) // 7 + 1
        return {"MOYR": f"{at:%Y-%m}", "QYR": f"{at.year} Q{(at.month + 2) // 3}"}.get(name, f"{at.year} week {week}")
    day = at.date().isoformat()
    return day if kind == "day" or (at.hour, at.minute, at.second) == (0, 0, 0) else f"{day} {at:%H:%M:%S}"


def _stata_period(value: int, name: str) -> str:
    """A month, quarter, week or half-year that Stata counts from the first of 1960.

    >>> _stata_period(0, "TM"), _stata_period(241, "TQ")
    ('1960-01', '2020 Q2')
    """
    of_year = {"TM": 12, "TQ": 4, "TW": 52, "TH": 2}[name]
    year, place = divmod(value, of_year)
    return {
        "TM": f"{1960 + year}-{place + 1:02}",
        "TQ": f"{1960 + year} Q{place + 1}",
        "TW": f"{1960 + year} week {place + 1}",
        "TH": f"{1960 + year} half {place + 1}",
    }[name]
