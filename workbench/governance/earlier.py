"""What left earlier beside what is to leave now: the same numbers again, and those that have changed since. Pure.

Of a number that was shown before, readers know already between what it lies. Where it has changed, the older one is
another number, which the sums of its day held, and the difference is a number too: three people more than last time are
three people.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from workbench.governance.linked import ANY, Number, Place, Sum
from workbench.governance.policies import Policy
from workbench.governance.protecting import Protected, protect
from workbench.governance.released import Cell, Known, Left


@dataclass(slots=True)
class Beside:
    """Numbers with what readers hold of them already, and those of an earlier day with their sums and differences."""

    numbers: dict[Place, Number]
    more: list[Number] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


def beside_earlier(numbers: Sequence[Number], sums: Sequence[Sum], left: Sequence[Left]) -> Beside:
    """Numbers and their sums as readers know them who hold some tables that left earlier."""
    found = Beside({one.at: one for one in numbers})
    for day, one in enumerate(_different(left)):
        here = {cell: known for cell, known in one.numbers.items() if cell in found.numbers}
        then = _as_they_were({at: found.numbers[at].value for at in found.numbers}, sums, here, one)
        _take_in(found, sums, here, then, day)
    return found


def _different(left: Sequence[Left]) -> list[Left]:
    """The tables that left, those that said the same as an earlier one left out."""
    found: list[Left] = []
    for one in left:
        if not any(one.numbers == other.numbers and one.seals == other.seals for other in found):
            found.append(one)
    return found


def _take_in(found: Beside, sums: Sequence[Sum], told: dict[Cell, Known], then: dict[Place, int], day: int) -> None:
    """Take in one earlier table: what it says of numbers that stayed, and those that did not as numbers of their own."""
    other: dict[Place, Place] = {}
    for cell, (shown, low, high) in told.items():
        now = found.numbers[cell]
        if then[cell] == now.value:
            held = now.told or (low, high)
            found.numbers[cell] = replace(now, told=(max(low, held[0]), min(high, held[1])))
            continue
        other[cell] = was = ("earlier", day, cell)
        value = then[cell]
        found.more.append(Number(was, value, told=(low, high), printed=False, least=low, quiet=shown is not None))
        if shown is not None:
            change = ("change", day, cell)
            found.more.append(Number(change, now.value - value, printed=False, least=-ANY))
            found.sums.append(Sum(cell, (was, change)))
    for one in sums:
        members = (one.whole, *one.parts)
        if any(member in other for member in members) and all(then.get(member, -1) >= 0 for member in members):
            _take_in_sum(found, one, told, then, other, day)


def _take_in_sum(
    found: Beside, one: Sum, told: dict[Cell, Known], then: dict[Place, int], other: dict[Place, Place], day: int
) -> None:
    """Take in a sum as it was on an earlier day; nothing left over then is known to be nothing."""
    left = then[one.whole] - sum(then[part] for part in one.parts)
    if left < 0:
        return
    for member in (one.whole, *one.parts):
        if member not in told and member not in other:
            other[member] = ("earlier", day, member)
            none = (0, 0) if then[member] == 0 else None
            found.more.append(Number(other[member], then[member], told=none, printed=False, quiet=True))
    parts = tuple(other.get(part, part) for part in one.parts)
    if left:
        over = ("earlier rest", day, one.whole, one.parts)
        found.more.append(Number(over, left, printed=False, quiet=True))
        parts = (*parts, over)
    found.sums.append(Sum(other.get(one.whole, one.whole), parts))


def _as_they_were(now: dict[Place, int], sums: Sequence[Sum], told: dict[Cell, Known], left: Left) -> dict[Place, int]:
    """What the numbers of a table were when it left, and what its sums then left over.

    A number that cannot be known again is taken to have been the nearest that readers know of.
    """
    then: dict[Place, int] = {}
    for cell, (_, low, high) in told.items():
        was = left.was(cell, now[cell])
        then[cell] = min(max(now[cell], low), high) if was is None else was
    found = True
    while found:
        found = False
        for one in sums:
            unknown = [member for member in (one.whole, *one.parts) if member not in then]
            if len(unknown) != 1:
                continue
            rest = then.get(one.whole, 0) - sum(then.get(part, 0) for part in one.parts)
            then[unknown[0]] = -rest if unknown[0] == one.whole else rest
            found = True
    return then


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
