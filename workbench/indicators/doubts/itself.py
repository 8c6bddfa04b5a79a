"""Doubts that a figure carries in itself: its count, its status, its model, its age, and whose records it counts."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from workbench import geography
from workbench.indicators.concentration import SMALL
from workbench.indicators.doubt_lines import WEAKENS, WORTH, DoubtLine
from workbench.indicators.drafts import WITHHELD_BY_US
from workbench.indicators.known import counting
from workbench.indicators.observations import Figure
from workbench.indicators.police_areas import force_of
from workbench.indicators.sentence import number
from workbench.sources.dates import Fieldwork
from workbench.text import dated

OLD_YEARS = 3
APART_YEARS = 2
"""Interviews and figures that lie further apart than this are told."""
LONG_YEARS = 5
DENOMINATOR_YEARS = 3
FAR_FROM_REGISTER = 0.1
"""A denominator of residents that differs from the register's by more than this share is told."""
AT_STATIONS = frozenset(
    f"police.uk/{slug}" for slug in ("robbery", "theft-from-the-person", "bicycle-theft", "possession-of-weapons")
)
"""Crimes of which many happen, or are found, at stations."""
GROWTH = 0.015
"""How much more it may differ for each year between the two: few places grow faster."""
_RESIDENTS = re.compile(r"\b(?:residents|population|people|persons|inhabitants)\b", re.IGNORECASE)

_STATUS = {
    "provisional": DoubtLine("provisional", "It is provisional: the publisher will still correct it."),
    "low reliability": DoubtLine("unreliable", "The publisher calls it unreliable: too little is behind it.", WEAKENS),
    "series break": DoubtLine(
        "series break",
        "The series breaks here: nothing can be said of a rise or fall against earlier figures.",
        WEAKENS,
    ),
    "estimated": DoubtLine(
        "modelled", "It comes from a model: it says what such an area would be expected to have, not what is there.",
        WEAKENS,
    ),
}  # fmt: skip
_MODELLED = re.compile(r"(?<!not )\bmodell?ed\b|\bmodel-based\b|\bsynthetic estimate", re.IGNORECASE)
_RESIDENTS_OF = re.compile(
    r"(?:mid-|(?:population|populations|residents|estimates?)\s+(?:of|in|for|at)\s+(?:mid-)?)((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)\s+(?:mid-year\s+)?(?:population|residents|estimates?)",
    re.IGNORECASE,
)


NOT_REGISTERED = "area not in the register"


def counts_what(figure: Figure) -> DoubtLine | None:
    """What it counts, where that is what the police find or what people report."""
    fact = counting(figure.indicator, figure.external_id)
    if fact is None or fact.how == "survey":
        return None
    kind = "counts searches" if fact.how == "searching" else "counts reports"
    return DoubtLine(kind, fact.said, WEAKENS if fact.strong else WORTH)


def small_count(figure: Figure) -> DoubtLine | None:
    """A count that one or two more or fewer would change much; a zero, which proves nothing."""
    if figure.count is None or figure.count >= SMALL:
        return None
    if figure.count == 0:
        return DoubtLine("small count", "Nothing was counted, which does not show that there is none.", WEAKENS)
    said = f"It rests on a count of {number(figure.count)}: one or two more or fewer would change it much."
    return DoubtLine("small count", said, WEAKENS)


def publishers_status(figure: Figure) -> DoubtLine | None:
    """What the publisher's own mark says of it: provisional, revised, unreliable, a break, an estimate."""
    if figure.status == "revised":
        note = f": {dated(figure.note)}" if figure.note else ""
        return DoubtLine("revised", f"It has been revised{note}".rstrip(".") + ".")
    return _STATUS.get(figure.status)


def modelled(figure: Figure, about: str) -> DoubtLine | None:
    """What is written of it calls it modelled."""
    if figure.status == "estimated" or not (_says_modelled(about) or _says_modelled(figure.note)):
        return None
    return _STATUS["estimated"]


@lru_cache(maxsize=4096)
def _says_modelled(text: str) -> bool:
    return _MODELLED.search(text) is not None


def residents_of_another_year(figure: Figure, about: str) -> DoubtLine | None:
    """Residents of another time than the count."""
    if figure.denominator is None or figure.kind not in {"rate", "proportion"}:
        return None
    year = _year_of_residents(figure.unit) or _year_of_residents(figure.note) or _year_of_residents(about)
    if not year:
        return None
    first, last = int(figure.starts[:4]), int(figure.ends[:4])
    apart = first - year if year < first else year - last
    if apart <= DENOMINATOR_YEARS:
        return None
    when = f"{first}" if first == last else f"{first} to {last}"
    said = f"It sets a count of {when} against the residents of {year}: {apart} years apart, their number has changed."
    return DoubtLine("residents of another year", said)


def years_between(figure: Figure, interviews: Fieldwork | None) -> DoubtLine | None:
    """Interviews and figures that do not speak of one time."""
    if interviews is None:
        return None
    starts, ends = date.fromisoformat(figure.starts), date.fromisoformat(figure.ends)
    before = (interviews.first - ends).days / 365.25
    after = (starts - interviews.last).days / 365.25
    years = int(max(before, after))
    if max(before, after) < APART_YEARS:
        return None
    when = (
        f"end in {ends:%B %Y}, {years} years before"
        if before > after
        else f"begin in {starts:%B %Y}, {years} years after"
    )
    what = "interviews" if interviews.what == "interviews" else "survey's answers"
    said = f"The {what} are of {interviews.said}, and these figures {when}."
    return DoubtLine("years apart", said, WEAKENS if years >= LONG_YEARS else WORTH)


@lru_cache(maxsize=4096)
def _year_of_residents(text: str) -> int:
    """The year of residents that a text names; 0 for none."""
    found = _RESIDENTS_OF.search(text)
    return int(found[1] or found[2]) if found else 0


def years_ago(figure: Figure, today: date | None) -> DoubtLine | None:
    """Age, in steps, so that an answer to it holds for more than a year."""
    return _ended(figure.ends, today or date.today())  # noqa: DTZ011


@lru_cache(maxsize=4096)
def _ended(day: str, today: date) -> DoubtLine | None:
    ends = date.fromisoformat(day)
    years = (today - ends).days / 365.25
    if years < OLD_YEARS:
        return None
    step = next(step for step in (20, 10, 5, OLD_YEARS) if years >= step)
    return DoubtLine("years ago", f"It ends in {ends:%B %Y}, more than {step} years ago: things may have changed.")


def part_of_a_year(figure: Figure) -> DoubtLine | None:
    """A rate over less than a year, lower than the yearly rates that people know; longer ones are often averages."""
    if figure.kind != "rate" or figure.count is None:
        return None
    days = (date.fromisoformat(figure.ends) - date.fromisoformat(figure.starts)).days + 1
    months = round(days / 30.4)
    if months >= 11:
        return None
    time = "less than a month" if days < 28 else "1 month" if months == 1 else f"{months} months"
    return DoubtLine("not a year", f"It counts {time}, not a year: do not set it beside a rate of a year.")


def unknown_area(figure: Figure) -> DoubtLine | None:
    """An area that the register does not have."""
    if geography.area(figure.area_code) is not None or figure.base is not None:
        return None
    return DoubtLine(NOT_REGISTERED, f"{figure.area_code} is not in the register: its bounds are not known.")


def withheld(figure: Figure) -> DoubtLine | None:
    """A figure that was counted and is kept back: by whom, and by which rule. A zero or a missing figure is neither."""
    if figure.status == WITHHELD_BY_US:
        rule = figure.note.removeprefix(WITHHELD_BY_US.capitalize()).lstrip(": ").rstrip(".")
        return DoubtLine(WITHHELD_BY_US, _kept_back("We keep it back", rule), WEAKENS)
    if figure.status == "withheld by the publisher":
        rule = figure.note.rstrip(".")
        said = _kept_back("The publisher keeps it back", rule) if rule else _kept_back("The publisher keeps it back")
        return DoubtLine("withheld by the publisher", said, WEAKENS)
    return None


def _kept_back(who: str, rule: str = "") -> str:
    why = rule or "by which rule, its file does not say"
    return f"{who}: {why}. It is neither zero nor missing, so do not write that there is none."


def one_force(figure: Figure) -> DoubtLine | None:
    """Street-level crime that happens at stations too: the railway's own police publish apart, and are not in it."""
    force = force_of(figure.area_code)
    if not force or figure.external_id not in AT_STATIONS:
        return None
    said = (
        f"It counts what {force} recorded. The British Transport Police, who police trains and stations, publish apart:"
        " what they recorded here is not in it."
    )
    return DoubtLine("one force's records", said)


def one_partner(figure: Figure, shared_by: str) -> DoubtLine | None:
    """Counted from one partner's records, or from people whom several have to know: whoever they missed is not in it."""
    partners = [name for name in shared_by.split("; ") if name]
    if not partners or not figure.from_records:
        return None
    if len(partners) == 1:
        said = (
            f"It counts only what {partners[0]} recorded: whoever went to somebody else, or to nobody, is not in it. More"
            f" of it can mean that {partners[0]} saw more people."
        )
    else:
        said = (
            f"It counts only people who are in the records of {' and '.join(partners)} alike: whoever one of them did not"
            " meet, or whose records could not be linked, is not in it."
        )
    return DoubtLine("one partner's records", said, WEAKENS)


def unlike_the_register(figure: Figure) -> DoubtLine | None:
    """Divided by a number of residents that is not the one that the Office for National Statistics gives."""
    if figure.kind != "rate" or not figure.denominator or figure.breakdown != ("all", "all", "all"):
        return None
    if not _RESIDENTS.search(figure.unit):
        return None
    first, last = date.fromisoformat(figure.starts), date.fromisoformat(figure.ends)
    middle = first + (last - first) / 2
    known = geography.residents(figure.area_code, middle)
    years = abs(known.year - middle.year) if known else 0
    if known is None or years > LONG_YEARS:
        return None
    apart = known.people / figure.denominator - 1
    if abs(apart) <= FAR_FROM_REGISTER + GROWTH * years:
        return None
    said = (
        f"It is divided by {number(figure.denominator)}, and {figure.area or 'the area'} had {number(known.people)}"
        f" residents in mid-{known.year}, {number(abs(apart) * 100, 0)} % {'more' if apart > 0 else 'fewer'}: ask of which"
        " people, or of which year, the divisor is."
    )
    return DoubtLine("other residents", said, WEAKENS)
