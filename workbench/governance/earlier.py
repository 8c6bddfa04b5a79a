"""What left earlier beside what is to leave now: the same number again, or one that has changed since. Pure.

Of a number that was shown before, readers know already between what it lies. Where it has changed, the older one and the
difference are numbers too: three people more than last time are three people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.governance.linked import ANY, Number, Place, Sum
from workbench.governance.policies import Policy
from workbench.governance.protecting import Protected, protect
from workbench.governance.released import Cell, Left


@dataclass(slots=True)
class Beside:
    """Numbers with what readers hold of them already, and those that have changed since with their differences."""

    numbers: dict[Place, Number]
    more: list[Number] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


def beside_earlier(numbers: Iterable[Number], left: Iterable[Left]) -> Beside:
    """Numbers as readers know them who hold some tables that left earlier."""
    found = Beside({one.at: one for one in numbers})
    before: dict[tuple[Cell, int, int], None] = {
        (cell, low, high): None for one in left for cell, (_, low, high) in one.numbers.items()
    }
    for at, (cell, low, high) in enumerate(before):
        now = found.numbers.get(cell)
        if now is None:
            continue
        if low <= now.value <= high:
            held = now.told or (low, high)
            found.numbers[cell] = replace(now, told=(max(low, held[0]), min(high, held[1])))
            continue
        was, change = ("earlier", str(at), *cell), ("change", str(at), *cell)
        value = min(max(now.value, low), high)
        found.more.append(Number(was, value, told=(low, high), printed=False, least=low))
        found.more.append(Number(change, now.value - value, printed=False, least=-ANY))
        found.sums.append(Sum(cell, (was, change)))
    return found


def protect_beside(
    numbers: Sequence[Number], sums: Sequence[Sum], rule: Policy, left: Sequence[Left]
) -> tuple[Protected, frozenset[Place]]:
    """Numbers as they may be shown to readers who hold what left, and those withheld only for its sake."""
    if not left:
        return protect(numbers, sums, rule), frozenset()
    beside = beside_earlier(numbers, left)
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
