"""Doubts: reasons for care that a figure carries in itself, raised unaided and ranked. They warn; they change nothing.

One function a doubt, each over plain values. The rank says whether the sentence that one would write from the figure
would be another one, would have less behind it, or only ought to be written knowing this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from workbench import geography
from workbench.indicators.comparison import position
from workbench.indicators.concentration import SMALL, kinds_of_place, one_small_area
from workbench.indicators.doubt_lines import CHANGES, WEAKENS, WORTH, DoubtLine, ranked
from workbench.indicators.drafts import is_part
from workbench.indicators.known import counting
from workbench.indicators.observations import Figure
from workbench.indicators.parts import Part
from workbench.indicators.sentence import limit, number
from workbench.proportions import Z_95
from workbench.sources.dates import Fieldwork

MOST = 0.5
"""A single area with more than this share of a count is told."""
OLD_YEARS = 3
APART_YEARS = 2
"""Interviews and figures that lie further apart than this are told."""
LONG_YEARS = 5
DENOMINATOR_YEARS = 3
FAR = 3.0
"""So many times the middle of its neighbours is far."""

_WIDE = {"county", "region", "country", "combined authority"}
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


def doubts_of(
    figure: Figure,
    others: Sequence[Figure] = (),
    *,
    parts: Iterable[Part] = (),
    interviews: Fieldwork | None = None,
    about: str = "",
    overlapped: str = "",
    apart: Sequence[str] = (),
    today: date | None = None,
) -> list[DoubtLine]:
    """The doubts about a figure, the gravest first.

    Args:
        figure: the figure.
        others: figures of its neighbours for the same indicator, time and people.
        parts: counts of smaller areas and kinds of place within its area, where they are known.
        interviews: when the project's people were heard; age is judged against it where it is known.
        about: what is written of the indicator and its denominator, to find models and the year of the residents in.
        overlapped: the period of the same indicator that shares a part of its time, begins earlier and ends earlier.
        apart: codes of neighbours whose figures are made in one place, which nobody should be ranked against.
        today: the day to judge age by where no interview is dated; the real one unless told.
    """
    if figure.value is None:
        return []
    if is_part(figure.area_code, figure.category):
        return ranked(_told([_counts(figure), _small(figure), _years_between(figure, interviews), _status(figure)]))
    neighbours = [other for other in others if other.area_code != figure.area_code and other.value is not None]
    pieces = list(parts)
    found = [
        one_small_area(figure, pieces, neighbours) if pieces else None,
        *(kinds_of_place(figure, pieces, neighbours) if pieces else ()),
        _same_everywhere(figure, neighbours),
        _too_wide(figure, neighbours, apart),
        _no_interval(figure, neighbours),
        _small(figure),
        _counts(figure),
        _holds_most(figure, neighbours),
        _far_off(figure, neighbours),
        _status(figure),
        _modelled(figure, about),
        _other_residents(figure, about),
        _years_between(figure, interviews) if interviews else _old(figure, today),
        _part_of_a_year(figure),
        _overlaps(figure, overlapped),
        _unknown_area(figure),
    ]
    return ranked(_told(found))


def _told(found: Iterable[DoubtLine | None]) -> list[DoubtLine]:
    return [doubt for doubt in found if doubt is not None]


def overlapping(times: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """Of periods (first day, last day, wording) those that begin within another which began and ended earlier.

    >>> overlapping([("2018-01-01", "2020-12-31", "2018 to 2020"), ("2019-01-01", "2021-12-31", "2019 to 2021")])
    {('2019-01-01', '2021-12-31'): '2018 to 2020'}
    """
    found: dict[tuple[str, str], str] = {}
    listed = sorted(set(times))
    for at, (later, later_ends, _) in enumerate(listed):
        for starts, ends, said in listed[:at]:
            if starts < later <= ends < later_ends:
                found[later, later_ends] = said
    return found


def _counts(figure: Figure) -> DoubtLine | None:
    """What it counts, where that is what the police find or what people report."""
    fact = counting(figure.indicator, figure.external_id)
    if fact is None or fact.how == "survey":
        return None
    kind = "counts searches" if fact.how == "searching" else "counts reports"
    return DoubtLine(kind, fact.said, WEAKENS if fact.strong else WORTH)


def _holds_most(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    counts = [other.count for other in neighbours if other.count is not None and _local(other) == _local(figure)]
    if figure.count is None or len(counts) < 2 or figure.count < SMALL or figure.kind == "proportion":
        return None
    total = figure.count + sum(counts)
    if figure.count <= total * MOST:
        return None
    said = f"{figure.area} alone has {number(figure.count)} of the {number(total)} counted in {len(counts) + 1} areas."
    return DoubtLine("one area holds most", f"{said} Ask what is special there.", WEAKENS)


def _local(figure: Figure) -> bool:
    """Whether it is a district or unitary, which may be added up; a county holds its districts."""
    entry = geography.area(figure.area_code)
    return entry is None or entry.kind not in _WIDE


def _far_off(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    values = [other.value for other in neighbours if other.value is not None]
    if figure.value is None or figure.kind not in {"rate", "count"} or len(values) < 3:
        return None
    middle = median(values)
    highest = max(values)
    if middle <= 0 or figure.value < FAR * middle or figure.value <= highest:
        return None
    if figure.lower is not None and figure.lower <= highest:
        return None
    said = f"{number(figure.value)} is {number(figure.value / middle)} times the middle of its neighbours"
    return DoubtLine(
        "far from the others", f"{said} ({number(middle)}): something else than its residents may drive it.", WEAKENS
    )


def _same_everywhere(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    same = sum(other.value == figure.value for other in neighbours)
    if len(neighbours) < 4 or same < len(neighbours) * 0.8 or figure.value == 0:
        return None
    if figure.kind == "count" and (figure.value or 0) < SMALL:
        return None
    said = (
        f"{same} of {len(neighbours)} neighbours have the very same value, {number(figure.value or 0)}: it is likely one"
        f" figure for a larger area, such as the police force, and then says nothing of {figure.area or 'this area'}."
    )
    return DoubtLine("same value repeated", said, CHANGES)


def _small(figure: Figure) -> DoubtLine | None:
    if figure.count is None or figure.count >= SMALL:
        return None
    if figure.count == 0:
        return DoubtLine("small count", "Nothing was counted, which does not show that there is none.", WEAKENS)
    said = f"It rests on a count of {number(figure.count)}: one or two more or fewer would change it much."
    return DoubtLine("small count", said, WEAKENS)


def _extreme(figure: Figure, neighbours: Sequence[Figure]) -> str:
    """`highest` or `lowest` where its value alone would make it that, else nothing."""
    values = [other.value for other in neighbours if other.value is not None]
    if figure.value is None or len(values) < 3:
        return ""
    return "highest" if figure.value > max(values) else "lowest" if figure.value < min(values) else ""


def _too_wide(figure: Figure, neighbours: list[Figure], apart: Sequence[str]) -> DoubtLine | None:
    """An interval that does not allow the rank that the value suggests, also once what is made in one place is out."""
    if figure.lower is None or figure.upper is None or len(neighbours) < 3 or figure.area_code in apart:
        return None
    left = [] if _extreme(figure, neighbours) else [one.area for one in neighbours if one.area_code in apart]
    rankable = [one for one in neighbours if not left or one.area_code not in apart]
    values = [other.value for other in rankable if other.value is not None]
    interval = f"ts interval, {limit(figure.lower)} to {limit(figure.upper)},"
    end = _extreme(figure, rankable)
    if end:
        _, unclear = position((figure.lower, figure.upper), [(other.lower, other.upper) for other in rankable])
        if not unclear:
            return None
        them = "that of one other" if unclear == 1 else f"those of {unclear} others"
        what = ("is", "figure is") if len(left) == 1 else ("are", "figures are")
        out = f" once {_listed(left)} {what[0]} set aside, whose {what[1]} made in one place" if left else ""
        rank = f"By its value it is the {end} of {len(values) + 1}{out}, but that cannot be said"
        return DoubtLine("too wide to rank", f"{rank}: i{interval[:-1]}, meets {them}.", CHANGES)
    inside = sum(figure.lower <= value <= figure.upper for value in values)
    if inside * 2 <= len(values):
        return None
    said = f"I{interval} takes in {inside} of {len(values)} neighbours: do not rank it among them."
    return DoubtLine("too wide to rank", said, WEAKENS)


def _listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _no_interval(figure: Figure, neighbours: list[Figure]) -> DoubtLine | None:
    """No interval; of a survey whose size is known, what chance does to it, by a sample of that size drawn at random."""
    if figure.kind not in {"proportion", "rate"} or figure.lower is not None or figure.value is None:
        return None
    fact = counting(figure.indicator, figure.external_id)
    if fact is None or not fact.answers or figure.kind != "proportion" or not _local(figure):
        said = "Its interval is not known: chance cannot be ruled out."
        return DoubtLine("interval not known", said, WEAKENS if _local(figure) else WORTH)
    share, top = figure.value / figure.multiplier, figure.multiplier
    answers = figure.denominator or fact.answers
    margin = Z_95 * (share * (1 - share) / answers) ** 0.5 * top if 0 < share < 1 else 0.0
    between = margin * 2**0.5
    gaps = [abs(other.value - figure.value) for other in neighbours if other.value is not None]
    near = sum(gap < between for gap in gaps)
    said = (
        f"Its interval is not known. {'' if figure.denominator else 'About '}{number(answers, 0)} people answer the"
        f" survey in such an area in a year, so chance alone can move it some {number(margin, 0)} points either way, and"
        f" set two areas {number(between, 0)} points apart"
    )
    if not near:
        tail = ": no neighbour is that near." if gaps else "."
        return DoubtLine("interval not known", f"{said}{tail}", WORTH if gaps else WEAKENS)
    end = _extreme(figure, neighbours)
    rank = f"that it is the {end} cannot be said" if end else "do not rank it"
    said = f"{said}: {near} of {len(gaps)} neighbours {'is' if near == 1 else 'are'} that near, so {rank}."
    return DoubtLine("interval not known", said, CHANGES if end else WEAKENS)


def _status(figure: Figure) -> DoubtLine | None:
    if figure.status == "revised":
        note = f": {figure.note}" if figure.note else ""
        return DoubtLine("revised", f"It has been revised{note}".rstrip(".") + ".")
    return _STATUS.get(figure.status)


def _modelled(figure: Figure, about: str) -> DoubtLine | None:
    if figure.status == "estimated" or not _MODELLED.search(f"{about} {figure.note}"):
        return None
    return _STATUS["estimated"]


def _other_residents(figure: Figure, about: str) -> DoubtLine | None:
    """Residents of another time than the count."""
    found = _RESIDENTS_OF.search(f"{figure.unit} {figure.note} {about}")
    if found is None or figure.denominator is None or figure.kind not in {"rate", "proportion"}:
        return None
    year, first, last = int(found[1] or found[2]), int(figure.starts[:4]), int(figure.ends[:4])
    apart = first - year if year < first else year - last
    if apart <= DENOMINATOR_YEARS:
        return None
    when = f"{first}" if first == last else f"{first} to {last}"
    said = f"It sets a count of {when} against the residents of {year}: {apart} years apart, their number has changed."
    return DoubtLine("residents of another year", said)


def _years_between(figure: Figure, interviews: Fieldwork | None) -> DoubtLine | None:
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


def _old(figure: Figure, today: date | None) -> DoubtLine | None:
    """Age, in steps, so that an answer to it holds for more than a year."""
    ends = date.fromisoformat(figure.ends)
    years = ((today or date.today()) - ends).days / 365.25  # noqa: DTZ011
    if years < OLD_YEARS:
        return None
    step = next(step for step in (20, 10, 5, OLD_YEARS) if years >= step)
    return DoubtLine("years ago", f"It ends in {ends:%B %Y}, more than {step} years ago: things may have changed.")


def _part_of_a_year(figure: Figure) -> DoubtLine | None:
    """A rate over less than a year, lower than the yearly rates that people know; longer ones are often averages."""
    if figure.kind != "rate" or figure.count is None:
        return None
    days = (date.fromisoformat(figure.ends) - date.fromisoformat(figure.starts)).days + 1
    months = round(days / 30.4)
    if months >= 11:
        return None
    time = "less than a month" if days < 28 else "1 month" if months == 1 else f"{months} months"
    return DoubtLine("not a year", f"It counts {time}, not a year: do not set it beside a rate of a year.")


def _overlaps(figure: Figure, earlier: str) -> DoubtLine | None:
    if not earlier:
        return None
    said = f"Its time, {figure.period}, shares a part with {earlier}: what is in both is counted in both, so a change"
    return DoubtLine("times overlap", f"{said} between them shows late and small.")


def _unknown_area(figure: Figure) -> DoubtLine | None:
    if geography.area(figure.area_code) is not None or figure.base is not None:
        return None
    return DoubtLine(
        "area not in the register", f"{figure.area_code} is not in the register: its bounds are not known."
    )
