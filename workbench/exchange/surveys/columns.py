"""What a survey's columns hold, looked at once: how many cells, which answers, how long, and of what make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

SAMPLE = 2_000
"""So many different answers are looked at where a share of them is enough."""
MACHINE_BLANKS = frozenset({"NULL", "NaN", "#N/A", "<NA>", "#NULL!"})
"""What programs write where nothing was answered."""
_SURE_CODES = frozenset({"-8", "-9", *map(str, range(-99, -94)), *map(str, range(-999, -994)), "-9999"})
_CODES_BESIDE = frozenset(map(str, range(-7, 0)))
"""What statistics programs and the UK Data Service write where somebody refused, did not know or was not asked: the sure
ones, and those that are so beside one of them."""
TICKS = frozenset({"1", "1.0", "true", "yes", "y", "x", "checked", "selected", "on", "ticked"})
NO_TICKS = frozenset({"0", "0.0", "false", "no", "n", "unchecked", "not selected", "off", "-"})
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d\d?[/.]\d\d?[/.](?:\d\d)?\d\d|\d\d?(?:st|nd|rd|th)?[ -](?:{_MONTH})[a-z]*\.?,?[ -]\d{{4}})"
    r"(?:[t ,]+\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?(?: ?[+-]\d\d:?\d\d|z)?)?",
    re.IGNORECASE,
)
_MAKES = {
    "e-mail": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE),
    "ip": re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){4,7}[0-9a-f]{0,4}", re.IGNORECASE),
    "phone": re.compile(r"(?:\+44|0044|0)[\s()\d-]{9,14}"),
    "postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE),
    "date": _DAY,
    "long id": re.compile(r"(?=\S*\d)(?:uuid:)?[\w-]{8,}|R_\w{8,}"),
    "link": re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as it was looked at."""

    name: str
    wording: str
    """The question in full, where the file has it beside a short name; else the name."""
    rows: int
    filled: int
    values: Mapping[str, int]
    """Every different answer, in the order of the rows, with how often it was given."""
    hidden: bool = False
    made_of: str = ""
    """What nearly all answers are: e-mail, ip, phone, postcode, long id, link, date, number; nothing where none of them."""
    words: float = 0.0
    """How many words an answer has on average, each different one counted once."""
    sentences: float = 0.0
    """The share of different answers with five words or more."""
    blanks: Mapping[str, int] = field(default_factory=dict)
    """What a program wrote where nothing was answered, with how often."""

    @property
    def different(self) -> float:
        """The share of filled cells that say something else than any other."""
        return len(self.values) / self.filled if self.filled else 0.0

    @property
    def is_unique(self) -> bool:
        """Whether every row has an answer of its own."""
        return self.rows > 0 and len(self.values) == self.rows

    @property
    def marks(self) -> frozenset[str]:
        """The answers in small letters, of a column with few of them; else nothing."""
        return frozenset(value.casefold() for value in self.values) if len(self.values) <= 4 else frozenset()

    @property
    def examples(self) -> tuple[str, ...]:
        """The first three different answers."""
        return tuple(islice(self.values, 3))


def look(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wording: Mapping[int, str] | None = None,
    hidden: Collection[int] = (),
) -> list[Seen]:
    """Every column of a table, looked at; each row has a cell for each column."""
    said = wording or {}

    def seen(place: int, blank: Collection[str] = MACHINE_BLANKS) -> Seen:
        name = header[place]
        return _seen(name, said.get(place, name), list(map(itemgetter(place), rows)), place in hidden, blank)

    columns = [seen(place) for place in range(len(header))]
    codes = _missing_codes(columns)
    return [
        column if codes.isdisjoint(column.values) else seen(place, MACHINE_BLANKS | codes)
        for place, column in enumerate(columns)
    ]


def _missing_codes(columns: Sequence[Seen]) -> frozenset[str]:
    """Numbers below nought that mean no answer: codes for that, in columns that hold no other number below it."""
    numbers = [column.values for column in columns if column.made_of == "number"]
    below = [{value for value in values if value.startswith("-")} for values in numbers]
    sure = frozenset[str]().union(*below) & _SURE_CODES
    known = sure | _CODES_BESIDE if sure else sure
    figures = [
        under
        for under, values in zip(below, numbers, strict=True)
        if not under <= known or len(under) == len(values) or any("." in value for value in values)
    ]
    return frozenset[str]().union(*below) & known - frozenset[str]().union(*figures)


def _seen(name: str, wording: str, cells: Sequence[str], hidden: bool, blank: Collection[str]) -> Seen:
    values: Counter[str] = Counter()
    blanks: dict[str, int] = {}
    for cell, times in Counter(cells).items():
        value = cell.strip()
        if value in blank:
            blanks[value] = blanks.get(value, 0) + times
        elif value:
            values[value] += times
    few = list(islice(values, SAMPLE))
    counted = [value.count(" ") + 1 for value in few]
    return Seen(
        name=name,
        wording=wording,
        rows=len(cells),
        filled=sum(values.values()),
        values=values,
        hidden=hidden,
        made_of=_made_of(values, few),
        words=sum(counted) / max(1, len(few)),
        sentences=sum(count >= 5 for count in counted) / max(1, len(few)),
        blanks=blanks,
    )


def _made_of(values: Collection[str], few: Sequence[str]) -> str:
    """What at least nine in ten answers are; numbers are all of them numbers."""
    if not few:
        return ""
    if all(is_number(value) for value in few) and (len(few) == len(values) or all(map(is_number, values))):
        return "number"
    for name, pattern in _MAKES.items():
        if sum(pattern.fullmatch(value) is not None for value in few) >= 0.9 * len(few):
            return name
    return ""


def usual_kind(answers: Collection[str], filled: int) -> str:
    """The kind of an attribute that nobody named: number, choice or text, by its different answers.

    >>> usual_kind({"12", "3.5"}, 2), usual_kind({"near", "far"}, 40)
    ('number', 'choice')
    """
    if answers and all(reads_as_number(value) for value in answers):
        return "number"
    return "choice" if len(answers) <= max(2, min(30, filled // 2)) else "text"


def reads_as_number(value: str) -> bool:
    """Whether a cell is a number in any writing that a program has for one."""
    try:
        float(value)
    except ValueError:
        return False
    return True


def is_number(value: str) -> bool:
    """Whether a cell is a plain number, perhaps with commas between thousands; what begins with a nought is a code.

    >>> is_number("1,250.5"), is_number("0.5"), is_number("08123")
    (True, True, False)
    """
    match = _NUMBER.fullmatch(value)
    plain = match[1].replace(",", "").replace(".", "", 1) if match else ""
    return bool(plain) and not (len(plain) > 1 and value[0] == "0" and value[1] != ".")


_NUMBER = re.compile(r"[-+]?((?:\d[\d,]*)?(?:\.\d*)?)", re.ASCII)


def number_of(cell: str) -> float:
    """The number of a cell of which `is_number` says that it is one, white space around it aside."""
    return float(cell.strip().replace(",", ""))
