"""The table of saturation, a row a run of interviews, for every usual base and length of run."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.coding.interviews import Interviews, interviews, why_not_shown
from workbench.coding.saturation import AT_MOST, BASES, LENGTHS, Run, in_other_orders, reached, runs
from workbench.desk.tabular import Asking, Cell, Made, TableKind

COLUMNS = (
    "base",
    "base_codes",
    "run",
    "first",
    "last",
    "interviews",
    "new_codes",
    "percent",
    "at_most_5_percent",
    "nothing_new",
    "meaning",
)
MEANT_FOR = "It speaks of codes that come out of the interviews, not of a frame that was agreed beforehand."


def saturation_table(session: Session, asking: Asking) -> Made:
    """What each run of interviews brought that was new; no row in a reflexive project.

    Others than the team read the interviews by their number, not by their name.
    """
    hidden = why_not_shown(session)
    if hidden:
        return Made((), (hidden,))
    heard = interviews(session, coder=asking.coder)
    rows = [
        row
        for base in BASES
        for length in LENGTHS
        for row in _rows(runs(heard.codes, base=base, length=length), heard, asking)
    ]
    return Made(
        rows,
        [*_unread(heard, asking), *([heard.order, _other_orders(heard), MEANT_FOR] if rows else [_too_few(heard)])],
    )


def _rows(found: list[Run], heard: Interviews, asking: Asking) -> Iterator[tuple[Cell, ...]]:
    first = {most: reached(found, most) for most in (AT_MOST, 0)}
    for run in found:
        places = range(run.first, run.last + 1)
        said = (heard.names[at - 1] if asking.for_the_team else str(at) for at in places)
        yield (
            run.base,
            run.base_codes,
            run.length,
            run.first,
            run.last,
            "; ".join(said),
            run.new,
            run.percent,
            _yes(run.within(AT_MOST)),
            _yes(run.within(0)),
            _meaning(run, first_few=run == first[AT_MOST], first_none=run == first[0]),
        )


def _meaning(run: Run, *, first_few: bool, first_none: bool) -> str:
    """What a run says, in a sentence; in two where it is the first that brings little, or nothing."""
    if run.percent is None:
        return f"The first {run.base} interviews carry no code: nothing can be said from them."
    new = f"{run.new} new code{'s' * (run.new != 1)}" if run.new else "no new code"
    brought = (
        f"Interviews {run.first} to {run.last} brought {new}, {run.percent:.1f}% of the {run.base_codes} in the "
        f"first {run.base} interviews."
    )
    if not (first_few or first_none):
        return brought
    little = "nothing" if first_none else f"{AT_MOST}% or less"
    return f"{brought} It is the first run with {little} new: saturation at {run.before} (+{run.length}) interviews."


def _other_orders(heard: Interviews) -> str:
    """The sentence on how far the answer hangs on the order, for the smallest base and the shortest run."""
    found = in_other_orders(heard.codes, base=BASES[0], length=LENGTHS[0])
    told = f"In {found.reached:,} of {found.orders:,} random orders of these interviews saturation is reached"
    asked = f"(base {BASES[0]}, run {LENGTHS[0]}, {AT_MOST}% or less)"
    by = f"; {found.half_by} interviews are enough in half of all orders" if found.half_by is not None else ""
    most = f", {found.most_by} in 95 of 100" if found.most_by is not None else ""
    return f"{told} {asked}{by}{most}."


def _unread(heard: Interviews, asking: Asking) -> list[str]:
    """The sentence on interviews that do not count, which names them for the team."""
    number = len(heard.unread)
    if not number:
        return []
    counted = "1 interview is" if number == 1 else f"{number} interviews are"
    by = "this coder" if asking.coder is not None else "somebody"
    them = "it" if number == 1 else "them"
    names = f": {'; '.join(heard.unread)}" if asking.for_the_team else ""
    return [f"{counted} left out until {by} has read {them} to the end{names}."]


def _too_few(heard: Interviews) -> str:
    there = len(heard.names)
    read = "none is" if not there else "1 is" if there == 1 else f"{there} are"
    return (
        f"Saturation needs at least {BASES[0] + LENGTHS[0]} interviews read to the end, {BASES[0]} to begin with and "
        f"{LENGTHS[0]} to hold against them; {read}."
    )


def _yes(true: bool) -> str:
    return "yes" if true else "no"


SATURATION = TableKind(
    "saturation",
    "whether later interviews still bring new codes",
    COLUMNS,
    saturation_table,
    frozenset({"coder"}),
)
