"""What the name of a column of figures says: which part of a figure, of what, when, and of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from workbench.exchange.figures.maps import FigureColumn, Part
from workbench.indicators.measures import measure_named
from workbench.indicators.periods import PeriodNotUnderstoodError, read_period

_END = (
    r"\b{0}\b(?: (?:(?:95(?:\.0)?|99\.8)% )?(?:ci|cl|confidence|limit|bound|interval))*(?: (?:limit|bound|interval))*"
    r"|\b(?:{1}cl|{1}ci|ci {0})\b|\b(?:95(?:\.0)?|99\.8)% ci:? ?{0}\b"
)
_WORDS_OF: dict[Part, str] = {
    "lower": _END.format("lower", "l"),
    "upper": _END.format("upper", "u"),
    "denominator": r"\bdenominator\b|\bsample size\b|\bunweighted base\b|^base$|\brespondents\b",
    "count": r"\bnumber(?: of)?\b|\bcounts?\b|\bnumerator\b|^n$|^no\.?$",
    "value": r"\brate\b|%|\bper ?cent(?:age)?\b|\bproportion\b|^value$|\bpct\b|^observation$",
}
_PARTS = {part: re.compile(words, re.IGNORECASE) for part, words in _WORDS_OF.items()}
_ESTIMATED = re.compile(r"\bpopulation total\b|\bestimated number\b", re.IGNORECASE)
"""What a survey's answers are grown to: no count of those who answered, and so no part of their share."""
_CONFIDENCE = re.compile(r"\b(?:95(?:\.0)?|99\.8)\s?%\s?(?:ci|cl|confidence (?:interval|limit)s?)?\b", re.IGNORECASE)
_WIDE = re.compile(r"\b99[. ]?8\b")
_SEXES = (
    (re.compile(r"\b(?:males?|men|boys)\b", re.IGNORECASE), "male"),
    (re.compile(r"\b(?:females?|women|girls)\b", re.IGNORECASE), "female"),
    (re.compile(r"\b(?:persons|both sexes|all persons)\b", re.IGNORECASE), "all"),
)
_WORD = re.compile(r"[^\s_|,;()\[\]:]+")
_LONGEST = 6
"""So many words of a name are tried at most as one period."""
_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d|\d\d[-/]\d\d|[a-z]{3}[a-z]*[\s'-]*\d\d\b", re.IGNORECASE)
_BEFORE_YEAR = re.compile(r"(?<=[a-z])-(?=(?:19|20)\d\d(?!\d))", re.IGNORECASE)
_TIDY = re.compile(r"\(\s*\)|\[\s*\]|[\s_]+")
_NOTHING_ELSE = re.compile(r"[\s\d%.,:;()/|_-]*")


def meaning_of(parts: Sequence[str], years: str = "financial") -> FigureColumn:
    """What the names above a column say; what is left of them is the indicator's name.

    >>> meaning_of(["Inactive", "2019/20", "Rate (%)"]).of
    ('Inactive', '2019/20', '%', '', '', '')
    """
    period = ""
    rest: list[str] = []
    for name in parts:
        found, left = ("", name) if period else period_in(name, years)
        period = period or found
        rest.append(left)
    words = " | ".join(word for word in rest if word)
    measured = measure_named(words)
    estimated = _ESTIMATED.search(words) is not None
    part: Part
    part, words = ("value", _ESTIMATED.sub("estimated number", words)) if estimated else _part(words)
    sex, words = _sex(words)
    unit = measured.unit if measured is not None and part == "value" else ""
    return FigureColumn(
        part=part,
        indicator=_tidy(words, unit),
        period=period,
        unit="Count" if estimated or (measured is not None and measured.kind == "count" and part == "value") else unit,
        sex=sex,
    )


@lru_cache(maxsize=4096)
def period_in(text: str, years: str = "financial") -> tuple[str, str]:
    """The period that a name or title holds, and the name without it; nothing and the name where it holds none.

    >>> period_in("population_2011"), period_in("Rate, year ending March 2020")
    (('2011', 'population'), ('year ending March 2020', 'Rate'))
    """
    if is_period(text, years):
        return " ".join(text.split()), ""
    if not _HAS_YEAR.search(text):
        return "", text
    text = _BEFORE_YEAR.sub(" ", text)
    words = list(_WORD.finditer(text))
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            begins, ends = words[first].start(), words[first + length - 1].end()
            said = text[begins:ends].replace("_", " ")
            if is_period(said, years):
                return said, _tidy(f"{text[:begins]} {text[ends:]}", "")
    return "", text


def is_period(text: str, years: str = "financial") -> bool:
    """Whether a text names a stretch of time, and nothing else."""
    if not _HAS_YEAR.search(text):
        return False
    try:
        read_period(text, years, across=True)
    except PeriodNotUnderstoodError:
        return False
    return True


def _part(words: str) -> tuple[Part, str]:
    """Which part of a figure it is, and the words without those that say so."""
    for part, pattern in _PARTS.items():
        if pattern.search(words):
            bare = pattern.sub(" ", words)
            if part not in {"lower", "upper"}:
                return part, bare
            wide = _WIDE.search(words) is not None
            bare = _WIDE.sub(" ", _CONFIDENCE.sub(" ", bare))
            return (("lower_998" if part == "lower" else "upper_998") if wide else part), bare
    return "value", words


def _sex(words: str) -> tuple[str, str]:
    for pattern, sex in _SEXES:
        if pattern.search(words):
            return sex, pattern.sub(" ", words)
    return "", words


def _tidy(words: str, unit: str) -> str:
    """What is left of a name, without marks that joined what was taken out of it."""
    bare = words.replace(unit, " ") if len(unit) > 1 else words
    said = [_TIDY.sub(" ", one).strip(" ,;:-–()/_") for one in bare.split("|")]
    return ", ".join(one for one in dict.fromkeys(said) if one and not _NOTHING_ELSE.fullmatch(one))


def together(columns: dict[str, FigureColumn]) -> tuple[dict[str, FigureColumn], list[tuple[str, str]]]:
    """Columns that are parts of one figure under one unit, and those that say what another says already.

    Returns the columns, and for each that is left out its name and that of the column it repeats.
    """
    units: dict[tuple[str, ...], str] = {}
    for column in columns.values():
        if column.part == "value" and column.unit:
            units.setdefault(_but_unit(column), column.unit)
    kept: dict[str, FigureColumn] = {}
    seen: dict[tuple[str, ...], str] = {}
    repeated: list[tuple[str, str]] = []
    for name, column in columns.items():
        unit = column.unit or units.get(_but_unit(column), "")
        whole = column.model_copy(update={"unit": unit})
        earlier = seen.setdefault((*whole.of, whole.part), name)
        if earlier == name:
            kept[name] = whole
        else:
            repeated.append((name, earlier))
    return kept, repeated


def _but_unit(column: FigureColumn) -> tuple[str, ...]:
    return column.indicator, column.period, column.sex, column.age, column.category
