"""Figures counted from records, as one audience may see them: the one place that decides it for every file and screen.

All counts of an indicator are decided on together, those that nobody asked for too, by the rule of the audience and of
the agreements. So a table, a workbook and a brief of the same day withhold the same numbers, and one does not give away
what another withholds. What left earlier for the same readers is looked at with them: where a count has changed since,
the difference is a number of people as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from workbench.desk.door.figure_sums import Spot, linked
from workbench.governance.audiences import Demand, weaker_than
from workbench.governance.disclosure import withheld_words
from workbench.governance.earlier import because, known_already, protect_beside
from workbench.governance.linked import ANY, Number, Place, Sum
from workbench.governance.policies import Policy
from workbench.governance.protecting import rounding_instead
from workbench.governance.released import Cell, Known, Leaving, Left, left_for
from workbench.indicators.demands import demands_on, rule_for
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, figures
from workbench.indicators.shown_figures import as_shown
from workbench.rows import guid_text, table_of

COUNT, BASE = "count", "people who answered"


@dataclass(slots=True)
class _Decided:
    """What was decided on one indicator."""

    rule: Policy
    name: str
    key: str
    hidden: set[int]
    numbers: dict[int, dict[Cell, Known]]
    """By figure: its numbers as readers will know them."""
    exact: dict[Cell, int]
    earlier: str = ""
    """A sentence on what is withheld for the sake of what left earlier."""
    coarse: bool = False
    """Whether it was too much to be looked through, and is rounded instead."""


@dataclass(slots=True)
class CountedFigures:
    """What one audience may see of figures counted from records."""

    session: Session
    rule: Policy
    audience: str = ""
    """For whom, so that what left for them before is looked at; empty: nothing left."""
    _decided: dict[int, _Decided] = field(default_factory=dict)
    _demands: Mapping[int, tuple[Demand, ...]] | None = None
    _left: list[Left] | None = None

    def hidden(self, found: Iterable[Figure]) -> frozenset[int]:
        """Keys of the figures that are withheld."""
        every = list(found)
        self._decide(every)
        return frozenset(one.id for one in every if self._is_hidden(one))

    def shown(self, figure: Figure) -> Figure:
        """A figure as it is shown where it is not withheld: rounded by the rule, a published one as it is."""
        self._decide([figure])
        decided = self._decided.get(figure.indicator_id)
        return figure if decided is None else as_shown(figure, self._rule_of(decided))

    def words(self, figure: Figure) -> str:
        """What stands in place of a withheld figure."""
        decided = self._decided.get(figure.indicator_id)
        return withheld_words((decided.rule if decided else self.rule).threshold, beside=True)

    def too_few(self, figure: Figure) -> int:
        """Below which a count in a sentence about a figure gives something away; 0 where it may say all."""
        self._decide([figure])
        decided = self._decided.get(figure.indicator_id)
        if decided is None:
            return 0
        return ANY if self._rule_of(decided).rounding > 1 else decided.rule.threshold

    def leaving(self, found: Iterable[Figure]) -> list[Leaving]:
        """The numbers of figures as they leave, for the register."""
        tables: dict[int, dict[Cell, Known]] = defaultdict(dict)
        for one in found:
            decided = self._decided.get(one.indicator_id)
            if decided is not None:
                tables[one.indicator_id] |= decided.numbers.get(one.id, {})
        known = [(self._decided[key], numbers) for key, numbers in tables.items() if numbers]
        return [
            Leaving(
                one.key,
                f"{one.name}, counted from records",
                self._rule_of(one),
                numbers,
                {cell: one.exact[cell] for cell in numbers},
            )
            for one, numbers in known
        ]

    def left(self) -> list[Left]:
        """The tables that left earlier for this audience, or for the public."""
        if self._left is None:
            known = left_for(self.session, self.audience) if self.audience and self.rule.withholds else []
            self._left = known
        return self._left

    def remarks(self) -> tuple[str, ...]:
        """What readers and whoever takes it out should know of how counts are shown."""
        said: list[str] = []
        known = list(self._decided.values())
        coarse = [one.name for one in known if one.coarse]
        if coarse:
            said.append(
                f"{', '.join(coarse)}: too many counts hang together to be looked through, so they are rounded to the"
                f" nearest {rounding_instead(self.rule).rounding}; totals are rounded by themselves."
            )
        elif any(one.rule.rounding > 1 for one in known):
            bases = sorted({one.rule.rounding for one in known if one.rule.rounding > 1})
            said.append(
                f"Counts from records are rounded to the nearest {' or '.join(map(str, bases))}; totals are rounded by"
                " themselves and need not add up."
            )
        demanded = {one for some in (self._demands or {}).values() for one in some}
        strict = {key for key, one in self._decided.items() if one.rule != self.rule}
        if strict:
            said.append(weaker_than(self.rule, sorted(demanded, key=lambda one: one.reference)))
        return tuple(dict.fromkeys(filter(None, (*said, *(one.earlier for one in known)))))

    # Deciding

    def _is_hidden(self, figure: Figure) -> bool:
        decided = self._decided.get(figure.indicator_id)
        if decided is None:
            return False
        if figure.id in decided.numbers or figure.id in decided.hidden:
            return figure.id in decided.hidden
        return any(decided.rule.is_small(value, of) for _, value, of in _counts(figure))

    @staticmethod
    def _rule_of(decided: _Decided) -> Policy:
        return rounding_instead(decided.rule) if decided.coarse else decided.rule

    def _decide(self, found: Iterable[Figure]) -> None:
        """Decide on the indicators of some figures that were not decided on yet."""
        if not self.rule.withholds:
            return
        if self._demands is None:
            self._demands = demands_on(self.session)
        new = {
            one.indicator_id: one
            for one in found
            if one.indicator_id not in self._decided and (one.from_records or one.dataset_id in self._demands)
        }
        if not new:
            return
        by_key: dict[str, list[Left]] = defaultdict(list)
        for one in self.left():
            by_key[one.key].append(one)
        keys = _keys(self.session, new)
        every: dict[int, list[Figure]] = defaultdict(list)
        for figure in figures(self.session, indicator_id=list(new)):
            every[figure.indicator_id].append(figure)
        for key, first in new.items():
            rule = rule_for(self.rule, self._demands.get(first.dataset_id, ()))
            self._decided[key] = _decide(every[key], rule, first.indicator, keys[key], by_key[keys[key]])


def _decide(listed: list[Figure], rule: Policy, name: str, key: str, left: list[Left]) -> _Decided:
    """Decide on all figures of one indicator."""
    numbers, sums = _numbers(listed)
    safe, for_its_sake = protect_beside(numbers, sums, rule, left)
    hidden, known = set[int](), dict[int, dict[Cell, Known]]()
    for figure in listed:
        places = [(what, *_spot(figure)) for what, _, _ in _counts(figure)]
        if any(safe.shown.get(place, 0) is None for place in places):
            hidden.add(figure.id)
        known[figure.id] = {place: (safe.shown[place], *safe.known[place]) for place in places if place in safe.shown}
        if figure.id in hidden:
            known[figure.id] = {place: some for place, some in known[figure.id].items() if some[0] is None}
    exact: dict[Cell, int] = {one.at: one.value for one in numbers if one.printed}  # type: ignore[misc]
    return _Decided(
        rule, name, key, hidden, known, exact, _said(name, for_its_sake, safe.narrow, left), bool(safe.rounded_only)
    )


def _said(name: str, more: Collection[Place], narrow: Collection[Place], left: list[Left]) -> str:
    return " ".join(filter(None, (because(name, more, left), known_already(name, narrow, left))))


def _counts(figure: Figure) -> list[tuple[str, int, int | None]]:
    """What is counted in a figure: its numbers, each with what it is out of where that is people or records too."""
    if figure.base is not None:
        base = round(figure.base)
        of = [] if figure.count is None else [(COUNT, round(figure.count), max(base, round(figure.count)))]
        return [*of, (BASE, base, None)]
    if figure.count is None:
        return []
    count = round(figure.count)
    whole = figure.denominator if figure.denominator and figure.kind != "count" else None
    return [(COUNT, count, None if whole is None else max(round(whole), count))]


def _spot(figure: Figure) -> Spot:
    return figure.area_code, figure.starts, figure.ends, figure.sex, figure.age, figure.category


def _numbers(listed: list[Figure]) -> tuple[list[Number], list[Sum]]:
    """The numbers of an indicator's figures, with what sums leave over."""
    by_what: dict[str, dict[Spot, tuple[int, int | None]]] = defaultdict(dict)
    whole = next((one.benchmark for one in listed if one.base is not None), "")
    for figure in listed:
        for what, value, of in _counts(figure):
            by_what[what][_spot(figure)] = (value, of)
    numbers: list[Number] = []
    sums: list[Sum] = []
    for what, counts in by_what.items():
        rests, found = linked({spot: value for spot, (value, _) in counts.items()}, whole)
        wholes = {one.whole for one in found}
        numbers += [Number((what, *spot), value, of, total=spot in wholes) for spot, (value, of) in counts.items()]
        numbers += [replace(one, at=(what, *one.at)) for one in rests]  # type: ignore[misc]
        sums += [Sum((what, *one.whole), tuple((what, *part) for part in one.parts)) for one in found]  # type: ignore[misc]
    return numbers, sums


def _keys(session: Session, wanted: Iterable[int]) -> dict[int, str]:
    """What copies of a project know some indicators by."""
    import sqlalchemy as sa

    table = table_of(Indicator).c
    rows = session.execute(sa.select(table.id, table.guid).where(table.id.in_(list(wanted))))
    return {row.id: guid_text(row.guid) for row in rows}
