"""Columns of records that would give people away: known by their names, and by what they hold.

Records are shared under a pseudonym. A file with names, full postcodes, days of birth, health, insurance, pupil or crime
numbers is refused as a whole, whether the definition uses that column or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from workbench.errors import WorkbenchError
from workbench.governance.identifier_patterns import is_nhs_number

LOOKED_AT = 2_000
"""So many rows of a file are looked at."""
_SHARE = 0.2
_BORN_APART = 25
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PEOPLE = frozenset(
    [
        "first",
        "last",
        "full",
        "sur",
        "fore",
        "given",
        "family",
        "middle",
        "known",
        "person",
        "client",
        "victim",
        "suspect",
        "offender",
        "child",
        "pupil",
        "student",
        "patient",
        "mother",
        "father",
        "parent",
        "carer",
        "contact",
        "other",
        "birth",
        "maiden",
        "their",
        "my",
        "officer",
    ]
)
_NAMES = {
    "people's names": r"names?|(?:\w+ )*(?:surname|forename|fullname|firstname|lastname|initials|alias)(?: \w+)*",
    "postcodes": r"(?:\w+ )*(?:post ?code|postal code|zip)",
    "days of birth": r"(?:\w+ )*(?:d ?o ?b|date of birth|birth ?date|birthday|born(?: on)?)",
    "NHS numbers": r"(?:\w+ )*nhs(?: ?(?:number|no|num|id))?",
    "National Insurance numbers": r"(?:\w+ )*(?:nino|national insurance(?: \w+)?|ni (?:number|no))",
    "crime numbers": r"(?:\w+ )*(?:crime|custody|incident|occurrence|pnc|storm|niche)"
    r" ?(?:number|no|num|ref|reference|id)",
    "pupil numbers": r"(?:\w+ )*(?:upn|unique pupil number|uln)",
    "e-mail addresses": r"(?:\w+ )*e ?mail(?: address)?",
    "telephone numbers": r"(?:\w+ )*(?:tele)?(?:phone|mobile)(?: (?:number|no))?",
    "addresses": r"(?:\w+ )*(?:address|street|house number|uprn)(?: line)?(?: \d)?",
}
_BY_NAME = {what: re.compile(pattern) for what, pattern in _NAMES.items()}
_POSTCODE = re.compile(r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})", re.I)
_INSURED = re.compile(r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]", re.I)
_MAILED = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONED = re.compile(r"(?:\+44 ?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}")
_CRIME = re.compile(r"\d{2}/\d{3,7}/\d{2}")
_PUPIL = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-Z]", re.I)
_NAMED = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][A-Za-z'’-]+){0,3}")


class GivesAwayError(WorkbenchError):
    """The file holds what would give people away. Ask for it with pseudonyms alone."""


def refuse_identifying(file: str, partner: str, columns: Mapping[str, Sequence[str]], times: frozenset[str]) -> None:
    """Raise GivesAwayError where a column's name or its cells would give people away.

    Args:
        file: the file's name.
        partner: whose it is, to say whom to ask.
        columns: some cells of each column, each different one once, none blank.
        times: the columns of days that are when something happened, which the definition names.
    """
    for name, cells in columns.items():
        by_name = named_for(name)
        what = by_name or held(cells, may_be_times=name in times)
        if what:
            how = f"the column “{name}” {'looks like' if by_name else 'holds what look like'} {what}"
            raise GivesAwayError(
                f"{file}: {how}. Records come in under a pseudonym alone: ask {partner} for the file without it, or take"
                " the column out. Nothing of the file was kept."
            )


def named_for(name: str) -> str:
    """What a column's name says that it holds about one person; nothing for others.

    >>> named_for("DateOfBirth"), named_for("LSOA name"), named_for("Victim name"), named_for("nhs_no")
    ('days of birth', '', "people's names", 'NHS numbers')
    """
    words = [word.casefold() for word in _WORDS.findall(name)]
    plain = " ".join(words)
    if len(words) > 1 and words[-1] in {"name", "names"} and _PEOPLE & set(words):
        return "people's names"
    return next((what for what, pattern in _BY_NAME.items() if pattern.fullmatch(plain)), "")


def held(cells: Sequence[str], *, may_be_times: bool = False) -> str:
    """What cells hold that would give a person away; nothing where they do not.

    >>> held(["9434765919", "9434765919"]), held(["CM1 1AA", "CO4 3SQ"]), held(["E01022090"])
    ('NHS numbers', 'postcodes', '')
    """
    if not cells:
        return ""
    for what, holds, share in _BY_CONTENT:
        if sum(map(holds, cells)) >= max(1, share * len(cells)):
            return what
    return "days of birth" if not may_be_times and _are_births(cells) else ""


def _is_health_number(cell: str) -> bool:
    digits = re.sub(r"[ -]", "", cell)
    return len(digits) == 10 and is_nhs_number(digits)


def _is_name(cell: str) -> bool:
    return bool(_NAMED.fullmatch(cell)) and cell.split()[0].casefold() in _first_names()


@cache
def _first_names() -> frozenset[str]:
    lines = files("workbench.governance").joinpath("first_names.txt").read_text("utf-8").casefold().splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split() if "*" not in name)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(cell) is not None


_BY_CONTENT: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("e-mail addresses", _matches(_MAILED), _SHARE / 10),
    ("postcodes", _matches(_POSTCODE), _SHARE),
    ("National Insurance numbers", _matches(_INSURED), _SHARE),
    ("telephone numbers", _matches(_PHONED), _SHARE),
    ("crime numbers", _matches(_CRIME), _SHARE),
    ("pupil numbers", _matches(_PUPIL), _SHARE),
    ("NHS numbers", _is_health_number, 0.5),
    ("people's names", _is_name, 0.3),
)


def _are_births(cells: Sequence[str]) -> bool:
    """Whether cells are days that lie as far apart as people's births do."""
    years = [year for cell in cells if (year := _year(cell))]
    if len(years) < max(2, 0.8 * len(cells)):
        return False
    return max(years) - min(years) >= _BORN_APART and min(years) > 1900


def _year(cell: str) -> int:
    found = re.fullmatch(r"(\d\d)[/.-](\d\d)[/.-](\d{4})", cell)
    try:
        return int(found[3]) if found else date.fromisoformat(cell[:10]).year
    except ValueError:
        return 0
