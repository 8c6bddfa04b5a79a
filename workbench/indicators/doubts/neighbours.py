"""Doubts that a figure's neighbours give rise to: a value that all share, a rank that chance does not allow, a lone peak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from math import comb
from statistics import median

from workbench import geography
from workbench.indicators import against
from workbench.indicators.comparison import FIFTHS
from workbench.indicators.concentration import SMALL
from workbench.indicators.doubt_lines import CHANGES, WEAKENS, WORTH, DoubtLine
from workbench.indicators.known import counting
from workbench.indicators.observations import Figure
from workbench.indicators.police_areas import force_of
from workbench.indicators.ranks import wider
from workbench.indicators.sentence import comparison_of, limit, number
from workbench.proportions import Z_95
from workbench.text import joined

MOST = 0.5
"""A single area with more than this share of a count is told."""
FAR = 3.0
"""So many times the middle of its neighbours is far."""
FEW = 4
"""A shared value is told of at least so many areas."""
TIE = 0.001
"""How probable a tie by rounding may be for a shared value to be told."""
USUAL_SPREAD = 0.1
"""Areas of one county usually differ by a tenth of the value and more."""
BY_CHANCE = 0.05
"""Of areas that do not differ from the benchmark so many seem to, by 95 % intervals."""
MANY = 5
"""So many areas set beside one benchmark are many comparisons."""

_WIDE = {"county", "region", "country", "combined authority", "police force area"}


def same_value(figure: Figure, neighbours: Sequence[Figure]) -> DoubtLine | None:
    """One value for all districts of a police force or a county, or for nearly all neighbours: a wider area's figure.

    Not told where rounding explains it: where counts and denominators give different values before rounding, or so many
    areas would share a value by chance. For chance the values are taken to spread evenly over as much as the other
    areas do, at least a tenth of the value; with n areas whose last printed digit is a step, all tie with a probability
    of (step / spread) to the power of n - 1.
    """
    if not figure.value or (figure.kind == "count" and figure.value < SMALL):
        return None
    value = figure.value
    same = [one for one in neighbours if one.value == value]
    if len(same) < FEW - 1 or any(_rounded_alike(figure, one) for one in same):
        return None
    where = _shared_by(figure, neighbours, same)
    others = [one.value for one in neighbours if one.value is not None and one.value != figure.value]
    if where:
        if _tie(figure.value, others, len(same), len(same)) > TIE:
            return None
        rest = ", while others differ" if others else ""
        said = (
            f"All {len(same) + 1} areas of {where} that have one have the very same value, {number(figure.value)}{rest}:"
            f" it is likely the figure of {where} as a whole, and says nothing of {figure.area or 'this area'}."
        )
        return DoubtLine("same value repeated", said, CHANGES)
    if len(neighbours) < FEW or len(same) < len(neighbours) * 0.8:
        return None
    if _tie(figure.value, others, len(same), len(neighbours)) > TIE:
        return None
    said = (
        f"{len(same)} of {len(neighbours)} neighbours have the very same value, {number(figure.value)}: it is likely one"
        f" figure for a larger area, such as the police force, and then says nothing of {figure.area or 'this area'}."
    )
    return DoubtLine("same value repeated", said, CHANGES)


def _rounded_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures print alike and come from different counts, each its own."""
    ours, theirs = _worked_out(one), _worked_out(other)
    if ours is None or theirs is None or one.value is None:
        return False
    step = _step(one.value)
    return ours != theirs and abs(ours - one.value) <= step and abs(theirs - one.value) <= step


def _worked_out(figure: Figure) -> float | None:
    """Its count divided by its denominator, in its unit."""
    if figure.count is None or not figure.denominator:
        return None
    return figure.count / figure.denominator * figure.multiplier


def _shared_by(figure: Figure, neighbours: Sequence[Figure], same: Sequence[Figure]) -> str:
    """The county or police force all of whose areas, as far as they have a figure, share the value; the widest of them."""
    for area_of in (force_of, _county_of):
        mine = area_of(figure.area_code)
        within = [one for one in neighbours if mine and area_of(one.area_code) == mine]
        if len(within) >= FEW - 1 and all(one.value == figure.value for one in within) and len(within) == len(same):
            return mine
    return ""


def _county_of(code: str) -> str:
    """The name of the county council's area that a district lies in."""
    entry = geography.area(code)
    parent = geography.area(entry.parent) if entry and entry.parent else None
    return parent.name if parent and parent.kind == "county" else ""


def _tie(value: float, others: Sequence[float], same: int, of: int) -> float:
    """At most how probable it is that so many of some areas share a value by rounding alone."""
    spread = max(USUAL_SPREAD * abs(value), (max(others) - min(others)) / 4 if others else 0.0)
    alike = min(1.0, _step(value) / spread)
    return min(1.0, comb(of, same) * alike**same)


def _step(value: float) -> float:
    """The last digit that a value is given to: 0.1 for 51.6; the finest there is for a value worked out here.

    >>> _step(51.6), _step(68.0)
    (0.1, 1.0)
    """
    text = f"{value:.6f}".rstrip("0")
    return 10.0 ** -len(text.partition(".")[2])


def only_one_of_its_force(figure: Figure, neighbours: Sequence[Figure], has: Collection[str]) -> DoubtLine | None:
    """Police figures of a district, without any of its fellows, among those of another force: that one's stray records.

    `has` are the codes of all areas that the indicator has figures of.
    """
    force = force_of(figure.area_code)
    if not force or not has or any(force_of(one.area_code) == force for one in neighbours):
        return None
    fact = counting(figure.indicator, figure.external_id)
    if fact is None or fact.how == "survey":
        return None
    forces = Counter(map(force_of, has))
    other, most = max(
        ((name, many) for name, many in forces.items() if name not in {"", force}), default=("", 0), key=_by_many
    )
    if forces[force] != 1 or most < FEW:
        return None
    name = figure.area or "This area"
    said = (
        f"{name} is policed by {force}, of whose areas only this one is here, beside {most} of {other}: these may be the"
        f" few records that {other} made across its border, and not all that happened."
    )
    return DoubtLine("another force's area", said, CHANGES)


def _by_many(pair: tuple[str, int]) -> tuple[int, str]:
    return pair[1], pair[0]


def many_comparisons(figure: Figure, neighbours: Sequence[Figure], benchmark: Figure | None) -> DoubtLine | None:
    """A difference from the benchmark among so many comparisons that chance alone would bring as many about.

    Told of areas that seem to differ, and only where at least as many would in more than a twentieth of such sets of
    areas none of which does differ: the upper tail of a binomial of 5 % (95 % intervals). Not told of an area whose
    interval, made wide enough for all the comparisons together (Z. Šidák, J. Am. Stat. Assoc. 62 (1967) 626-633), still
    leaves the benchmark out.
    """
    if (benchmark is None and not figure.compared) or figure.area_code == figure.benchmark:
        return None
    if not _differs(figure, benchmark):
        return None
    set_beside = [one for one in neighbours if one.area_code != figure.benchmark and _compared(one, benchmark)]
    many = len(set_beside) + 1
    differ = 1 + sum(_differs(one, benchmark) for one in set_beside)
    if any(comparison_of(one, benchmark).word in FIFTHS for one in (figure, *set_beside)):
        return None
    if many < MANY or _at_least(differ, many) <= BY_CHANCE or _still_differs(figure, benchmark, many):
        return None
    other = benchmark.area if benchmark else "the benchmark"
    said = (
        f"{'It alone' if differ == 1 else f'It and {differ - 1} more'} of {many} areas set beside {other}"
        f" {'seems' if differ == 1 else 'seem'} to differ: in {in_ten(_at_least(differ, many))} such groups as many would"
        " by chance alone."
    )
    return DoubtLine("many comparisons", said, WEAKENS)


def _still_differs(figure: Figure, benchmark: Figure | None, many: int) -> bool:
    """Whether a figure differs by an interval that holds for so many comparisons together."""
    if benchmark is None or benchmark.value is None or figure.value is None:
        return False
    limit_there = figure.lower if benchmark.value < figure.value else figure.upper
    half = abs(figure.value - limit_there) if limit_there is not None else _survey_margin(figure)
    return half > 0 and abs(figure.value - benchmark.value) > half * wider(many)


def in_ten(chance: float) -> str:
    """How often in words, never more exactly than people can use it.

    >>> in_ten(0.51), in_ten(0.153), in_ten(0.06)
    ('about 5 of 10', 'about 2 of 10', 'about 1 of 17')
    """
    return f"about {chance * 10:.0f} of 10" if chance > 0.1 else f"about 1 of {1 / chance:.0f}"


def by_chance(many: int) -> str:
    """How many of some areas would seem to differ if none did, in words.

    >>> by_chance(14), by_chance(60)
    ('about 1', 'about 3')
    """
    return f"about {number(max(1, many * BY_CHANCE), 0)}"


def _compared(figure: Figure, benchmark: Figure | None) -> bool:
    return comparison_of(figure, benchmark).word != "not compared"


def _differs(figure: Figure, benchmark: Figure | None) -> bool:
    return comparison_of(figure, benchmark).word in {"better", "worse", "higher", "lower"}


def _at_least(differ: int, many: int) -> float:
    """How probable it is that so many of some areas seem to differ where none does."""
    fewer = sum(comb(many, k) * BY_CHANCE**k * (1 - BY_CHANCE) ** (many - k) for k in range(differ))
    return 1 - fewer


def withheld_beside(figure: Figure, others: Sequence[Figure]) -> DoubtLine | None:
    """Neighbours whose figures are kept back, so that a rank among the rest is not one among all."""
    held = [one.area for one in others if one.value is None and one.status.startswith("withheld")]
    known = sum(one.value is not None and one.area_code != figure.area_code for one in others) if held else 0
    if not known:
        return None
    one = len(held) == 1
    said = (
        f"The figure{'' if one else 's'} of {_few(held)} {'is' if one else 'are'} withheld: a place among the other"
        f" {known} is none among all {known + len(held)}."
    )
    return DoubtLine("neighbours withheld", said, WORTH)


def _few(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= 3 else f"{len(names)} neighbours"


def one_holds_most(figure: Figure, neighbours: Sequence[Figure]) -> DoubtLine | None:
    """A district that alone has most of what is counted in it and its neighbours."""
    counts = [other.count for other in neighbours if other.count is not None and local(other) == local(figure)]
    if figure.count is None or len(counts) < 3 or figure.count < SMALL or figure.kind == "proportion":
        return None
    total = figure.count + sum(counts)
    if figure.count <= total * MOST:
        return None
    said = f"{figure.area} alone has {number(figure.count)} of the {number(total)} counted in {len(counts) + 1} areas."
    return DoubtLine("one area holds most", f"{said} Ask what is special there.", WEAKENS)


def far_from_the_others(figure: Figure, neighbours: Sequence[Figure]) -> DoubtLine | None:
    """A rate or count several times the middle of its neighbours, and clearly above the highest of them."""
    if figure.kind not in {"rate", "standardised rate", "count"} or figure.value is None:
        return None
    heads = {one.area_code: _heads(one) for one in (figure, *neighbours)}
    values = [one.value / heads[one.area_code] for one in neighbours if one.value is not None and heads[one.area_code]]
    if len(values) < 3 or not heads[figure.area_code]:
        return None
    middle, highest, here = median(values), max(values), figure.value / heads[figure.area_code]
    if middle <= 0 or here < FAR * middle or here <= highest:
        return None
    if figure.lower is not None and figure.lower / heads[figure.area_code] <= highest:
        return None
    if figure.kind == "count":
        said = f"For its residents {number(figure.value)} is {number(here / middle)} times the middle of its neighbours"
    else:
        said = f"{number(here)} is {number(here / middle)} times the middle of its neighbours ({number(middle)})"
    return DoubtLine("far from the others", f"{said}: something else than its residents may drive it.", WEAKENS)


def _heads(figure: Figure) -> float:
    """What a count is set against to be compared: the residents, by the register; 1 for a rate, 0 where not known."""
    if figure.kind != "count":
        return 1.0
    known = geography.residents(figure.area_code, date.fromisoformat(figure.ends))
    return float(known.people) if known else 0.0


def too_wide_to_rank(figure: Figure, neighbours: Sequence[Figure], apart: Sequence[str]) -> DoubtLine | None:
    """An interval that does not allow the rank that the value suggests, also once what is made in one place is out."""
    if figure.lower is None or figure.upper is None or len(neighbours) < 3 or figure.area_code in apart:
        return None
    left = [] if _extreme(figure, neighbours) else [one.area for one in neighbours if one.area_code in apart]
    rankable = [one for one in neighbours if not left or one.area_code not in apart]
    values = [other.value for other in rankable if other.value is not None]
    end = _extreme(figure, rankable)
    if end:
        gaps = [against.apart(figure, other) for other in rankable]
        unclear = sum(gap is None or not gap.told_apart for gap in gaps)
        if not unclear:
            return None
        them = "one other" if unclear == 1 else f"{unclear} others"
        what = ("is", "figure is") if len(left) == 1 else ("are", "figures are")
        out = f" once {joined(left)} {what[0]} set aside, whose {what[1]} made in one place" if left else ""
        rank = f"By its value it is the {end} of {len(values) + 1}{out}, but that cannot be said"
        span = f"{limit(figure.lower)} to {limit(figure.upper)}"
        said = f"{rank}: with an interval of {span} it cannot be told apart from {them}."
        return DoubtLine("too wide to rank", said, CHANGES)
    inside = sum(figure.lower <= value <= figure.upper for value in values)
    if inside * 2 <= len(values):
        return None
    said = f"Its interval, {limit(figure.lower)} to {limit(figure.upper)}, takes in {inside} of {len(values)} neighbours: do not rank it among them."
    return DoubtLine("too wide to rank", said, WEAKENS)


def interval_not_known(figure: Figure, neighbours: Sequence[Figure]) -> DoubtLine | None:
    """No interval; of a survey whose size is known, what chance does to it, by a sample of that size drawn at random."""
    if (
        figure.kind not in {"proportion", "rate", "standardised rate"}
        or figure.lower is not None
        or figure.value is None
    ):
        return None
    answers = _answers(figure)
    if not answers or not local(figure):
        said = "Its interval is not known: chance cannot be ruled out."
        return DoubtLine("interval not known", said, WEAKENS if local(figure) else WORTH)
    margin = _survey_margin(figure)
    between = margin * 2**0.5
    gaps = [abs(other.value - figure.value) for other in neighbours if other.value is not None]
    near = sum(gap < between for gap in gaps)
    said = (
        f"Its interval is not known. {'' if figure.base or figure.denominator else 'About '}{number(answers, 0)} people answer the"
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


def _answers(figure: Figure) -> float:
    """How many people answered, of a proportion from a survey whose size is known; else 0."""
    fact = counting(figure.indicator, figure.external_id)
    if fact is None or not fact.answers or figure.kind != "proportion":
        return 0
    return figure.base or figure.denominator or fact.answers


def _survey_margin(figure: Figure) -> float:
    """How far chance alone may move a survey's proportion, by a sample of its size drawn at random; 0 if not known."""
    answers, share = _answers(figure), (figure.value or 0.0) / figure.multiplier
    return Z_95 * (share * (1 - share) / answers) ** 0.5 * figure.multiplier if answers and 0 < share < 1 else 0.0


def _extreme(figure: Figure, neighbours: Sequence[Figure]) -> str:
    """`highest` or `lowest` where its value alone would make it that, else nothing."""
    values = [other.value for other in neighbours if other.value is not None]
    if figure.value is None or len(values) < 3:
        return ""
    return "highest" if figure.value > max(values) else "lowest" if figure.value < min(values) else ""


def local(figure: Figure) -> bool:
    """Whether it is a district or unitary, which may be added up; a county holds its districts."""
    entry = geography.area(figure.area_code)
    return entry is None or entry.kind not in _WIDE
