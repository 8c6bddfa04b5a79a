"""A figure as a sentence: what it says, of how many, beside its benchmark and its neighbours, and from whom.

Missing figures are words, never a blank. Figures whose intervals overlap, or are not known, are not ranked.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench import geography
from workbench.indicators.comparison import Comparison, compare, position
from workbench.indicators.known import known
from workbench.indicators.observations import Figure

MISSING = {
    "missing": "is not published",
    "withheld by the publisher": "is withheld by the publisher",
    "withheld by us": "is withheld by us",
    "not applicable": "does not apply",
}
REMARKS = {
    "low reliability": "The publisher calls it unreliable.",
    "provisional": "It is provisional.",
    "revised": "It has been revised.",
    "series break": "The series breaks here: earlier figures are not comparable.",
    "estimated": "It is an estimate from a model, not a count.",
}


def missing_words(figure: Figure) -> str:
    """Why a figure has no value, as the end of a sentence: withheld by its publisher and by us are two things."""
    return MISSING.get(figure.status, "is not published")


def number(value: float, decimals: int = 1) -> str:
    """A number as people read it: thousands with commas, one decimal where it has one, 1e-3 as 0.001."""
    if value != 0 and abs(value) < 10**-decimals / 2:
        return f"{value:.2g}"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def limit(value: float) -> str:
    """A limit of an interval: always with one decimal, so that both ends line up."""
    return f"{value:,.1f}" if abs(value) >= 0.05 or value == 0 else f"{value:.2g}"


def amount(value: float, unit: str, decimals: int = 1) -> str:
    """A number with its unit: 60.3 %, 51.6 per 100,000 residents."""
    return f"{number(value, decimals)} {unit}".rstrip()


def words_for(figure: Figure) -> str:
    """A figure in a cell: its number, or the words for why there is none."""
    if figure.value is not None:
        return number(figure.value)
    if figure.count is not None:
        return f"{number(figure.count)} counted"
    return missing_words(figure).removeprefix("is ")


def comparison_of(figure: Figure, benchmark: Figure | None) -> Comparison:
    """A figure against its benchmark: the publisher's word where there is one, else ours by the interval."""
    return compare(
        figure.value,
        figure.lower,
        figure.upper,
        benchmark.value if benchmark else None,
        polarity=figure.polarity,
        published=figure.compared,
    )


def figure_sentence(figure: Figure, benchmark: Figure | None = None, peers: Sequence[Figure] = ()) -> str:
    """What a figure says, in plain sentences: the figure, its benchmark, its neighbours, and where it comes from."""
    parts = [f"{_said(figure)}{_beside(benchmark)}.", *_compared(figure, benchmark), *_among(figure, peers)]
    if figure.status in REMARKS:
        parts.append(REMARKS[figure.status])
    source = figure.publisher or figure.dataset
    parts.append(f"Source: {source}.")
    return " ".join(parts)


def _said(figure: Figure) -> str:
    """The figure itself: its number, area and time, with count, denominator and interval where they are known."""
    whom = _whom(figure)
    if figure.value is None:
        if figure.count is not None:
            return (
                f"{figure.indicator} in {figure.area}, {figure.period}{whom}: {number(figure.count)} counted, no rate"
            )
        why = missing_words(figure)
        return f"{figure.indicator} in {figure.area}, {figure.period}{whom}: the figure {why}"
    value = amount(figure.value, figure.unit)
    fact = known(figure.indicator, figure.external_id)
    if fact is not None:
        said = fact.said.format(value=value, area=figure.area, period=figure.period) + whom
    else:
        said = f"{figure.indicator} in {figure.area}, {figure.period}{whom}: {value}"
    details = [detail for detail in (_counted(figure), _interval(figure)) if detail]
    return f"{said} ({'; '.join(details)})" if details else said


def _whom(figure: Figure) -> str:
    """The group of people, where it is not everybody. An age that every figure has is part of the definition."""
    groups = [figure.category, figure.sex]
    if figure.age != "all" and not known(figure.indicator, figure.external_id):
        groups.append(f"age {figure.age}")
    named = [group for group in groups if group != "all"]
    return f" ({', '.join(named)})" if named else ""


def _counted(figure: Figure) -> str:
    if figure.count is None or (figure.kind == "count" and figure.denominator is None):
        return ""
    if figure.denominator is None:
        return f"{number(figure.count)} counted"
    return f"{number(figure.count)} of {number(figure.denominator)}"


def _interval(figure: Figure) -> str:
    if figure.lower is None or figure.upper is None:
        return ""
    method = "as published" if figure.interval == "published" else figure.interval
    return f"95 % interval {limit(figure.lower)} to {limit(figure.upper)}{', ' + method if method else ''}"


def _beside(benchmark: Figure | None) -> str:
    if benchmark is None:
        return ""
    if benchmark.value is None:
        return f"; the figure for {benchmark.area} {missing_words(benchmark)}"
    return f"; {benchmark.area} {number(benchmark.value)}"


def _compared(figure: Figure, benchmark: Figure | None) -> list[str]:
    """The comparison as a sentence, with what it rests on; nothing where there is nothing to compare."""
    found = comparison_of(figure, benchmark)
    other = benchmark.area if benchmark else _area_name(figure.benchmark)
    if not other or figure.value is None:
        return []
    if found.word == "not compared":
        return [f"Not compared with {other}: {found.why}."] if benchmark else []
    said = f"Similar to {other}" if found.word == "similar" else f"{found.word.capitalize()} than {other}"
    return [f"{said}, {found.why}." if found.published else f"{said}: {found.why}."]


def _area_name(code: str) -> str:
    entry = geography.area(code) if code else None
    return entry.name if entry else ""


def _among(figure: Figure, peers: Sequence[Figure]) -> list[str]:
    """The neighbours' range, and where the figure stands among them as far as the intervals allow."""
    others = [peer for peer in peers if peer.value is not None and peer.area_code != figure.area_code]
    if figure.value is None or len(others) < 2:
        return []
    here = geography.area(figure.area_code)
    county = _area_name(here.county) if here and here.county else ""
    low = min(others, key=lambda peer: peer.value or 0.0)
    high = max(others, key=lambda peer: peer.value or 0.0)
    assert low.value is not None
    assert high.value is not None
    whose = f"The other {len(others)} areas of {county}" if county else f"{len(others)} neighbouring areas"
    spread = f"{whose} have {number(low.value)} ({low.area}) to {number(high.value)} ({high.area})"
    place, unclear = position((figure.lower, figure.upper), [(peer.lower, peer.upper) for peer in others])
    return [f"{spread}{_standing(figure, place, unclear, len(others))}."]


def _standing(figure: Figure, place: str, unclear: int, count: int) -> str:
    if place == "above all":
        return ", all lower than here"
    if place == "below all":
        return ", all higher than here"
    if figure.lower is None or figure.upper is None or unclear == count:
        why = "without intervals" if figure.lower is None else "chance could account for the differences:"
        return f"; {why} no ranking"
    if place == "between":
        return ", some clearly higher and some clearly lower than here"
    return f"; {unclear} of them cannot be told apart from here"
