"""What left earlier beside what is to leave now: the same numbers again, and those that have changed since. Pure.

Of a number that was shown before, readers know already between what it lies. Where it has changed, the older one is
another number, which the sums of its day held, and the difference is a number too: three people more than last time are
three people. What the older numbers were is not kept where they were withheld; as little as possible is taken to have
changed, so that readers are taken to know as much as possible.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.governance.linked import ANY, Number, Place, Sum
from workbench.governance.policies import Policy
from workbench.governance.protecting import Protected, protect
from workbench.governance.released import Cell, Known, Left
from workbench.governance.worked_out import SLACK, equations, solve


@dataclass(slots=True)
class Beside:
    """Numbers with what readers hold of them already, and those of an earlier day with their sums and differences."""

    numbers: dict[Place, Number]
    more: list[Number] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


def beside_earlier(numbers: Sequence[Number], sums: Sequence[Sum], left: Sequence[Left]) -> Beside:
    """Numbers and their sums as readers know them who hold some tables that left earlier."""
    found = Beside({one.at: one for one in numbers})
    days: list[dict[Cell, Known]] = []
    for one in left:
        if one.numbers not in days:
            days.append(dict(one.numbers))
    for day, told in enumerate(days):
        here = {cell: known for cell, known in told.items() if cell in found.numbers}
        then = _as_they_were(numbers, sums, here)
        _take_in(found, sums, here, then, day)
    return found


def _take_in(found: Beside, sums: Sequence[Sum], told: dict[Cell, Known], then: dict[Place, float], day: int) -> None:
    """Take in one earlier table: what it says of numbers that stayed, and those that did not as numbers of their own."""
    other: dict[Place, Place] = {}
    for cell, (shown, low, high) in told.items():
        now = found.numbers[cell]
        if abs(then[cell] - now.value) < SLACK:
            held = now.told or (low, high)
            found.numbers[cell] = replace(now, told=(max(low, held[0]), min(high, held[1])))
            continue
        other[cell] = was = ("earlier", day, cell)
        value = round(then[cell])
        found.more.append(Number(was, value, told=(low, high), printed=False, least=low, quiet=shown is not None))
        if shown is not None:
            change = ("change", day, cell)
            found.more.append(Number(change, now.value - value, printed=False, least=-ANY))
            found.sums.append(Sum(cell, (was, change)))
    for one in sums:
        members = (one.whole, *one.parts)
        if not any(member in other for member in members):
            continue
        for member in members:
            if member not in told and member not in other:
                other[member] = ("earlier", day, member)
                found.more.append(Number(other[member], round(then[member]), printed=False, quiet=True))
        found.sums.append(Sum(other.get(one.whole, one.whole), tuple(other.get(part, part) for part in one.parts)))


def _as_they_were(numbers: Sequence[Number], sums: Sequence[Sum], told: dict[Cell, Known]) -> dict[Place, float]:
    """Each number as it could have been when a table left, with as little change since as the table allows."""
    import numpy as np
    from scipy.sparse import hstack

    inside = [told.get(one.at, (None, 0, ANY)) for one in numbers]
    now = np.array([one.value for one in numbers], dtype=float)
    low, high = (np.array([known[end] for known in inside], dtype=float) for end in (1, 2))
    if bool(((low <= now) & (now <= high)).all()):
        return {one.at: float(one.value) for one in numbers}
    place = {one.at: at for at, one in enumerate(numbers)}
    sides, _ = equations(
        [(place[one.whole], tuple(place[part] for part in one.parts)) for one in sums], now, np.arange(len(now))
    )
    up_low, up_high = np.maximum(low - now, 0), np.maximum(high - now, 0)
    down_low, down_high = np.maximum(now - high, 0), np.maximum(now - low, 0)
    bounds: tuple[Any, Any] = np.concatenate([up_low, down_low]), np.concatenate([up_high, down_high])
    aim = np.ones(2 * len(now)) + np.arange(2 * len(now)) * 1e-7
    moved = solve(aim, hstack([sides, -sides]).tocsr(), np.zeros(sides.shape[0]), *bounds)
    was = np.clip(now, low, high) if moved is None else now + moved[: len(now)] - moved[len(now) :]
    return {one.at: round(float(value), 6) for one, value in zip(numbers, was, strict=True)}


def protect_beside(
    numbers: Sequence[Number], sums: Sequence[Sum], rule: Policy, left: Sequence[Left]
) -> tuple[Protected, frozenset[Place]]:
    """Numbers as they may be shown to readers who hold what left, and those withheld only for its sake."""
    if not left:
        return protect(numbers, sums, rule), frozenset()
    beside = beside_earlier(numbers, sums, left)
    safe = protect([*beside.numbers.values(), *beside.more], [*sums, *beside.sums], rule)
    plain = protect(numbers, sums, rule)
    return safe, safe.withheld - plain.withheld


def known_already(what: str, places: Collection[Place], left: Sequence[Left]) -> str:
    """One sentence on small numbers that readers can work out of what left, whatever is withheld now; nothing where none is."""
    if not places or not left:
        return ""
    named = " and ".join(dict.fromkeys(one.said for one in left[-2:]))
    number = "1 small number" if len(places) == 1 else f"{len(places)} small numbers"
    return f"{what}: {number} can be worked out already from {named}. Withholding now does not undo that: tell its readers."


def because(what: str, places: Collection[Place], left: Sequence[Left]) -> str:
    """One sentence on numbers that are withheld for the sake of what left earlier, which is named; nothing where none is.

    The departures named are those that hold one of the numbers, or one in the same place, else the latest.
    """
    if not places:
        return ""
    telling = [one for one in left if any(place in one.numbers for place in places)] or list(left)
    named = " and ".join(dict.fromkeys(one.said for one in telling[-2:]))
    number = "1 number is" if len(places) == 1 else f"{len(places)} numbers are"
    return f"{what}: {number} withheld because beside {named} a small number could be worked out."
