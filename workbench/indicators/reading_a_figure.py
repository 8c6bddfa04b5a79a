"""A figure read beside its benchmark, its peers and its past: plain sentences, each with what chance allows.

The publisher's own comparison stands in the figure's sentence (`sentence`). These are ours: how many times the
benchmark, the peers' mean with every peer, the places that chance allows, the change since an earlier time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from workbench.indicators.against import apart, times_as_high
from workbench.indicators.change import change_since, change_words
from workbench.indicators.comparison import FIFTHS
from workbench.indicators.differences import Compared
from workbench.indicators.doubts.neighbours import by_chance
from workbench.indicators.known import counting
from workbench.indicators.observations import Figure
from workbench.indicators.ranks import rank, rank_words
from workbench.indicators.sentence import amount, comparison_of, limit, number
from workbench.text import joined

FEW_PEERS = 2
DRAWN = 0.2
"""A mean that lies further from the middle than this share of it is drawn by a few."""
CENSUS_OF_RECORDS = (
    "Everything that was recorded is counted, so this is no sample: the interval allows for chance in what happens, not"
    " for what was never recorded."
)
"""As the public health observatories put it for complete data: what was observed is one of the values that could have come
about under the same circumstances (APHO, Technical Briefing 3, 2008, to which OHID's guidance refers)."""


@dataclass(frozen=True, slots=True)
class BesidePeer:
    """A peer with its value, and the difference of the figure from it where chance can be reckoned with."""

    peer: Figure
    gap: Compared | None

    @property
    def word(self) -> str:
        """Whether the figure is higher, lower or not told apart; empty where that is not known."""
        if self.gap is None:
            return ""
        if not self.gap.told_apart:
            return "not told apart"
        return "higher" if self.gap.value > 0 else "lower"


@dataclass(frozen=True, slots=True)
class BesidePeers:
    """The peers' mean, each counting once, and every peer, the highest first."""

    mean: float
    each: tuple[BesidePeer, ...]


def peers_among(figures: Iterable[Figure], codes: Iterable[str], figure: Figure) -> list[Figure]:
    """Of some figures those of a list of areas, for the figure's time and people, in the order of the list."""
    there = {
        one.area_code: one
        for one in figures
        if (one.indicator_id, one.starts, one.ends, one.breakdown)
        == (figure.indicator_id, figure.starts, figure.ends, figure.breakdown)
    }
    return [there[code] for code in dict.fromkeys(codes) if code in there and code != figure.area_code]


def beside_peers(figure: Figure, peers: Sequence[Figure]) -> BesidePeers | None:
    """A figure beside its peers; None where fewer than two of them have a value."""
    known = [one for one in peers if one.value is not None and one.area_code != figure.area_code]
    if figure.value is None or len(known) < FEW_PEERS:
        return None
    each = sorted(known, key=lambda one: (-(one.value or 0.0), one.area))
    return BesidePeers(
        fmean(one.value for one in known if one.value is not None),
        tuple(BesidePeer(one, apart(figure, one)) for one in each),
    )


def benchmark_words(figure: Figure, benchmark: Figure | None) -> str:
    """How many times the benchmark it is, or by how much it differs, with the interval; nothing where that is not known."""
    if benchmark is None or benchmark.area_code == figure.area_code or figure.value is None:
        return ""
    ratio = times_as_high(figure, benchmark) if figure.kind == "rate" else None
    if ratio is not None and ratio.upper != float("inf"):
        span = f"{limit(ratio.lower)} to {limit(ratio.upper)}"
        if not ratio.ratio_told_apart:
            return f"It is {number(ratio.value)} times that of {benchmark.area}; chance allows {span} times."
        return f"It is {number(ratio.value)} times that of {benchmark.area} (95 % interval {span} times)."
    gap = apart(figure, benchmark)
    if gap is None:
        return ""
    points = "percentage points" if figure.unit == "%" else figure.unit
    way = "above" if gap.value >= 0 else "below"
    span = f"{limit(gap.lower)} to {limit(gap.upper)}"
    return f"It is {amount(abs(gap.value), points)} {way} {benchmark.area} (95 % interval of the difference {span})."


def peers_words(figure: Figure, peers: Sequence[Figure], whose: str = "areas beside it") -> str:
    """The peers' mean, and from how many of them the figure differs, by name; nothing for fewer than two peers."""
    found = beside_peers(figure, peers)
    if found is None:
        return ""
    said = f"The mean of the {len(found.each)} {whose} is {number(found.mean)}, each counting once"
    middle = median(one.peer.value for one in found.each if one.peer.value is not None)
    if abs(found.mean - middle) > DRAWN * abs(middle):
        said = f"{said} (drawn by a few far ones: the middle of them is {number(middle)})"
    by_word: dict[str, list[str]] = {}
    for one in found.each:
        by_word.setdefault(one.word, []).append(one.peer.area)
    if "" in by_word:
        return f"{said}."
    parts = [f"{word} than {_names(by_word[word], len(found.each))}" for word in ("higher", "lower") if word in by_word]
    unclear = len(by_word.get("not told apart", ()))
    if unclear:
        parts.append(f"not told apart from {'any of them' if unclear == len(found.each) else f'{unclear}'}")
    return f"{said}; one by one it is {joined(parts)}."


def _names(names: Sequence[str], of: int) -> str:
    if len(names) == of:
        return "all of them"
    return joined(names) if len(names) <= 4 else f"{len(names)} of them"


def standing_words(figure: Figure, peers: Sequence[Figure]) -> str:
    """The places among its peers that chance allows; nothing where an interval is missing or there are few."""
    spreads = [
        (one.value, one.lower, one.upper)
        for one in (figure, *peers)
        if one.value is not None and one.lower is not None and one.upper is not None
    ]
    if len(spreads) < len(peers) + 1 or len(peers) < FEW_PEERS:
        return ""
    return rank_words(rank(spreads[0], spreads[1:]))


def many_words(figures: Sequence[Figure], benchmark: Figure | None) -> str:
    """Of all areas set beside one benchmark, how many seem to differ, and how many would by chance alone."""
    words = [comparison_of(one, benchmark).word for one in figures if one.area_code != one.benchmark]
    many = sum(word != "not compared" for word in words)
    differ = sum(word not in {"not compared", "similar"} for word in words)
    if many < FEW_PEERS + 1 or any(word in FIFTHS for word in words):
        return ""
    other = benchmark.area if benchmark else "the benchmark"
    verb = "differs" if differ == 1 else "differ"
    return f"Of {many} areas set beside {other}, {differ or 'none'} {verb}; {by_chance(many)} would by chance alone."


def full_count_words(figure: Figure) -> str:
    """What an interval means where everything recorded was counted; nothing of a survey or without an interval."""
    fact = counting(figure.indicator, figure.external_id)
    if figure.lower is None or fact is None or fact.how == "survey" or figure.base:
        return ""
    return CENSUS_OF_RECORDS


def reading_lines(
    figure: Figure,
    benchmark: Figure | None,
    peers: Sequence[Figure],
    history: Sequence[Figure],
    areas: Sequence[Figure] = (),
) -> list[str]:
    """All that there is to say beyond the figure's own sentence, a sentence each; nothing of what is not known.

    Args:
        figure: the figure.
        benchmark: its benchmark's, for the same time and people.
        peers: figures of the areas to set it beside.
        history: its series, the oldest first.
        areas: every figure of the indicator that is set beside the benchmark.
    """
    told = (
        benchmark_words(figure, benchmark),
        peers_words(figure, peers),
        standing_words(figure, peers),
        change_words(change_since(history)) if history else "",
        many_words(areas, benchmark),
        full_count_words(figure),
    )
    return [line for line in told if line]
