"""How far coders agree, code by code and on all codes together.

Agreement is between people on the same words: only what they have read in common is compared, and there to leave a
code out is a judgement as much as to put it. People spoken with are not counted here; units are turns and answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from sqlmodel import Session

from workbench.coding.boundaries import boundary_disagreement
from workbench.coding.coefficients import (
    FIRM,
    NO_VARIANCE,
    TENTATIVE,
    Interval,
    Numbers,
    interval_of,
    paradox,
    standing,
)
from workbench.coding.comparison import Comparison, compare
from workbench.coding.presence import (
    Tallies,
    ac1s,
    alphas,
    commonest,
    drawn_alphas,
    drawn_pooled_alphas,
    kappas,
    shares_agreed,
)
from workbench.coding.tree import code_paths

ALL_CODES = "all codes together"
REFLEXIVE = (
    "Agreement between coders is not shown in a reflexive project: there two readings are richer than one, "
    "and a difference between them is no error."
)
NOBODY = (
    "No two coders have read the same passages to the end yet. When both have finished reading a document, "
    "what they agree on is shown here."
)
NOTHING: Numbers = np.zeros(0)
TOO_FEW = "too few passages to say"
UNUSED = "Nobody put this code on what they have read in common."


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """Some coders on one code, or on all of them (`code_id` None); a coefficient that cannot be had is None.

    `units` are the turns and answers that at least two of them read, `used` those on which any of them put the code.
    `kappa` is Cohen's for two and Fleiss' for more; `alpha` is Krippendorff's with its interval at 95 %; `boundaries` is
    his alpha for where codings begin and end, over what all of them read. Over all codes each coefficient is pooled.
    """

    code_id: int | None
    code: str
    coder_ids: tuple[int, ...]
    coders: tuple[str, ...]
    units: int
    used: int
    percent: float | None
    kappa: float | None
    ac1: float | None
    alpha: float | None
    alpha_lower: float | None
    alpha_upper: float | None
    boundaries: float | None
    note: str

    @property
    def standing(self) -> str:
        """What one may do with the code, in `coefficients.standing`'s words, where there are passages enough to say so.

        Firm statements want the interval's lower end to reach what is tentative too: Krippendorff (2004), page 242, asks
        how likely alpha is to lie below the least that one accepts.
        """
        if self.alpha is not None and self.alpha_lower is None:
            return TOO_FEW
        if self.alpha is not None and self.alpha >= FIRM and (self.alpha_lower or 0) < TENTATIVE:
            return standing(TENTATIVE)
        return standing(self.alpha)


@dataclass(frozen=True, slots=True)
class Together:
    """Two coders or more, and how many turns and answers at least two of them have read."""

    coder_ids: tuple[int, ...]
    coders: tuple[str, ...]
    units: int


def why_not_shown(session: Session) -> str:
    """The sentence that says why this project shows no agreement; nothing where it does."""
    return REFLEXIVE if session.info.get("meta", {}).get("approach") == "reflexive" else ""


def read_together(comparison: Comparison) -> list[Together]:
    """Every pair that has read something in common, the one with most of it first; then all of them, if more than two."""
    found = []
    for first, second in combinations(range(len(comparison.coders)), 2):
        units = int((comparison.read[first] & comparison.read[second]).sum())
        if units:
            keys = (comparison.coders[first], comparison.coders[second])
            found.append(Together(keys, (comparison.names[first], comparison.names[second]), units))
    found.sort(key=lambda one: (-one.units, one.coders))
    among = tuple(key for key in comparison.coders if any(key in one.coder_ids for one in found))
    if len(among) > 2:
        units = int((comparison.read.sum(axis=0) >= 2).sum())
        names = tuple(comparison.names[comparison.coders.index(key)] for key in among)
        found.append(Together(among, names, units))
    return found


def agreement(session: Session, coders: Iterable[int] | None = None, *, rolled_up: bool = False) -> list[AgreementLine]:
    """How far these coders agree: a line a code in the codebook's order, then one for all codes together.

    Args:
        session: A session to read with.
        coders: Keys of two coders or more; everybody who has read anything to the end unless told.
        rolled_up: Whether what is coded with a code is coded with every code above it too.

    Returns:
        No line where no two of them have read anything in common.
    """
    return lines_of(session, compare(session, coders, rolled_up=rolled_up))


def agreements(session: Session, coder: int | None = None, *, rolled_up: bool = False) -> list[AgreementLine]:
    """The lines of every pair that has read something in common, and of all coders if there are more than two.

    With `coder` only the pairs in which that coder is.
    """
    everybody = compare(session, rolled_up=rolled_up)
    found: list[AgreementLine] = []
    for one in read_together(everybody):
        if coder is None or (coder in one.coder_ids and len(one.coder_ids) == 2):
            found += lines_of(session, everybody.among(one.coder_ids))
    return found


def lines_of(session: Session, comparison: Comparison) -> list[AgreementLine]:
    """The lines of what was read of some coders: one a code, then one for all together."""
    held = comparison.tallies
    if not held.units or len(comparison.coders) < 2:
        return []
    paths = code_paths(session)
    ends = _ends(comparison)
    found = [
        _line(comparison, held, at, paths[key], end)
        for at, (key, end) in enumerate(zip(comparison.codes, ends, strict=True))
    ]
    return [*found, _together(comparison, held, ends)]


Ends = tuple[float, float] | None
"""Observed and expected disagreement on where codings of a code begin and end."""


def _ends(comparison: Comparison) -> list[Ends]:
    """On every code, how far they differ on where its codings begin and end."""
    sections, length = comparison.sections()
    return [boundary_disagreement(coders, length) if length else None for coders in sections]


def _line(comparison: Comparison, held: Tallies, at: int, path: str, ends: Ends) -> AgreementLine:
    """One code."""
    one = Tallies(held.units, held.tally[at : at + 1], None if held.alone is None else held.alone[at : at + 1])
    used = int(one.marked[0])
    percent, kappa = _known(shares_agreed(one.tally)[0]), _known(kappas(one).beyond[0])
    alpha = _known(alphas(one.tally).beyond[0])
    interval = interval_of(drawn_alphas(one.tally[0]) if alpha is not None else NOTHING)
    note = paradox(percent, kappa, float(commonest(one.tally)[0]))
    if alpha is None:
        note = NO_VARIANCE if used else UNUSED
    elif interval.lower is None:
        note = f"{note} {interval.why}".strip()
    return AgreementLine(
        comparison.codes[at],
        path,
        comparison.coders,
        comparison.names,
        held.units,
        used,
        percent,
        kappa,
        _known(ac1s(one.tally).beyond[0]),
        alpha,
        *_bounds(interval),
        _boundary([ends]),
        note,
    )


def _together(comparison: Comparison, held: Tallies, ends: Sequence[Ends]) -> AgreementLine:
    """All codes together: those that somebody used."""
    used = held.marked > 0
    some = Tallies(held.units, held.tally[used], None if held.alone is None else held.alone[used])
    percent = float(shares_agreed(some.tally).mean()) if used.any() else None
    alpha = _known(alphas(some.tally).pooled) if used.any() else None
    drawn = drawn_pooled_alphas(len(used), comparison.placed, comparison.read) if alpha is not None else NOTHING
    return AgreementLine(
        None,
        ALL_CODES,
        comparison.coders,
        comparison.names,
        held.units,
        int(held.marked.sum()),
        percent,
        _known(kappas(some).pooled) if used.any() else None,
        _known(ac1s(some.tally).pooled) if used.any() else None,
        alpha,
        *_bounds(interval_of(drawn)),
        _boundary(ends),
        f"Pooled over the {int(used.sum())} codes that somebody used." if used.any() else UNUSED,
    )


def _boundary(ends: Iterable[Ends]) -> float | None:
    """Alpha on where codings begin and end, of one code or of several together."""
    known = [one for one in ends if one is not None]
    expected = sum(one[1] for one in known)
    return 1 - sum(one[0] for one in known) / expected if expected > 0 else None


def _bounds(interval: Interval) -> tuple[float | None, float | None]:
    return interval.lower, interval.upper


def _known(value: float) -> float | None:
    """A number that leaves the arithmetic; None for what could not be had."""
    return None if math.isnan(value) else float(value)
