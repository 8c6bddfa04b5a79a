"""Questions with several answers: joined in one cell, or with a column of its own for each answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from workbench.exchange.surveys.columns import NO_TICKS, SAMPLE, TICKS, Seen

MARKS = (";", "|", ",")
"""What stands between the answers in a cell, the surest first."""
_BETWEEN = {
    ";": re.compile(r"\s*;\s*"),
    "|": re.compile(r"\s*\|\s*"),
    ",": re.compile(r"\s*,(?!\d{3}\b)\s*(?![^()]*\))"),
}
_MOST_OPTIONS = 60
_QUESTION_FIRST = (
    re.compile(r"^(?P<question>.+?) - (?:selected choice|choice) - (?P<option>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<question>.+?)\s*\[(?P<option>[^\[\]]+)\]$"),
    re.compile(r"^(?P<question>.+) - (?P<option>.+)$"),
    re.compile(r"^(?P<question>.+?)\s*\((?P<option>[^()]+(?:\([^()]*\))?)\)$"),
    re.compile(r"^(?P<question>\d+[a-z]?)[.)] (?P<option>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<question>[^/]+)/(?P<option>[^/]+)$"),
    re.compile(r"^(?P<option>[^:]+):(?P<question>.+)$"),
    re.compile(r"^(?P<question>\w*?[A-Za-z]\w*?)_(?P<option>\w+)$"),
)
_OTHER = re.compile(r"^other\b.*(?:specify|text|write|please)|\btext$|^other word", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Joined:
    """What stands between the answers in a column's cells, and the answers that were given more than once."""

    mark: str
    options: tuple[str, ...]


def parts_of(cell: str, mark: str) -> list[str]:
    """The answers in a cell.

    >>> parts_of("Bus; Train;", ";"), parts_of("Rain, wind (cold, wet), 1,000 things", ",")
    (['Bus', 'Train'], ['Rain', 'wind (cold, wet)', '1,000 things'])
    """
    between = _BETWEEN.get(mark)
    parts = between.split(cell) if between else cell.split(mark)
    return [part.strip() for part in parts if part.strip()]


def joined_by(column: Seen) -> Joined | None:
    """How a column joins several answers in a cell; None where it does not."""
    few = dict(islice(column.values.items(), SAMPLE))
    for mark in MARKS:
        if sum(mark in value for value in few) >= max(2, 0.1 * len(few)):
            found = _joined(few, mark)
            if found is not None:
                return found
    return None


def _joined(few: dict[str, int], mark: str) -> Joined | None:
    """The answers, where nearly all of what is given is made of few of them that come together in different ways."""
    cells: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for value, count in few.items():
        for part in dict.fromkeys(parts_of(value, mark)):
            cells[part] += 1
            times[part] += count
    given = [part for part, count in times.items() if count > 1]
    mixed = sum(times[part] for part in given if cells[part] > 1) / max(1, sum(times[part] for part in given))
    share = sum(times[part] for part in given) / max(1, sum(times.values()))
    several = sum(count for value, count in few.items() if len(parts_of(value, mark)) > 1)
    long = max((len(part.split()) for part in given), default=0)
    if not 2 <= len(given) <= _MOST_OPTIONS or long > 12 or several < max(2, 0.05 * sum(few.values())):
        return None
    if mark == "," and (len(few) <= len(given) or share < 0.7 or mixed < 0.7):
        return None
    if share < 0.6 or mixed < 0.5:
        return None
    return Joined(mark, tuple(given))


def option_groups(seen: Sequence[Seen]) -> dict[int, tuple[str, str]]:
    """Columns that are the answers to one question, each by itself: {place: (question, answer)}."""
    found: dict[int, tuple[str, str]] = {}
    for pattern in _QUESTION_FIRST:
        run: list[tuple[int, str, str]] = []
        for place, column in enumerate((*seen, None)):
            told = _told(column, pattern) if column is not None and place not in found else None
            beside = column is not None and place not in found and _is_beside(column, pattern, run)
            if run and not beside and (told is None or told[0].casefold() != run[0][1].casefold()):
                _keep(run, seen, found)
                run = []
            if told is not None and column is not None:
                run.append((place, *told))
    return found


def _told(column: Seen, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    """The question and the answer that a column's wording names, where its cells are ticks or that answer."""
    match = pattern.match(column.wording.strip())
    if match is None:
        return None
    question, option = match["question"].strip(" :-"), match["option"].strip()
    if not column.values:
        return (question, option)
    return (question, option) if _is_tick(column, option) else None


def _is_tick(column: Seen, option: str) -> bool:
    marks = column.marks
    if marks - NO_TICKS == {option.casefold()}:
        return True
    if not marks or _OTHER.search(option):
        return False
    ticked = marks - NO_TICKS
    if ticked <= TICKS:
        return bool(ticked) and len(ticked) < 3
    return len(ticked) == 1 and len(marks) < 3 and column.filled < max(column.rows, 2)


def _is_beside(column: Seen, pattern: re.Pattern[str], run: Sequence[tuple[int, str, str]]) -> bool:
    """Whether a column belongs to the question of the run without being one of its ticks: what was written as “other”."""
    match = pattern.match(column.wording.strip())
    return bool(run) and match is not None and match["question"].strip(" :-").casefold() == run[0][1].casefold()


def _keep(run: Sequence[tuple[int, str, str]], seen: Sequence[Seen], found: dict[int, tuple[str, str]]) -> None:
    """Keep a run that is a question: at least two answers, of which more than one was given."""
    given = [place for place, _, _ in run if seen[place].values]
    if len(run) < 2 or len(given) < 2 or _are_yes_and_no(given, seen):
        return
    names = Counter(option for _, _, option in run)
    if max(names.values()) == 1:
        found.update({place: (run[0][1], option) for place, _, option in run})


def _are_yes_and_no(given: Sequence[int], seen: Sequence[Seen]) -> bool:
    """Whether each is a question of its own, answered yes or no in words."""
    return all(seen[place].marks <= {"yes", "no", "y", "n"} and len(seen[place].marks) == 2 for place in given)
