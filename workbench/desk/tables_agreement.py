"""The table of agreement between coders, a row a code and set of coders."""

from __future__ import annotations

from sqlmodel import Session

from workbench.coding.agreement import NOBODY, agreements, why_not_shown
from workbench.desk.tabular import Asking, Made, TableKind

COLUMNS = (
    "code",
    "coders",
    "units",
    "percent",
    "kappa",
    "ac1",
    "alpha",
    "alpha_lower",
    "alpha_upper",
    "alpha_boundaries",
    "used",
    "standing",
    "note",
)


def agreement_table(session: Session, asking: Asking) -> Made:
    """How far every two coders agree, and all together if they are more; no row in a reflexive project."""
    hidden = why_not_shown(session)
    if hidden:
        return Made((), (hidden,))
    rows = [
        (
            line.code,
            "; ".join(line.coders),
            line.units,
            line.percent,
            line.kappa,
            line.ac1,
            line.alpha,
            line.alpha_lower,
            line.alpha_upper,
            line.boundaries,
            line.used,
            line.standing,
            line.note,
        )
        for line in agreements(session, asking.coder)
    ]
    return Made(rows, () if rows else (NOBODY,))


AGREEMENT = TableKind(
    "agreement",
    "how far coders agree on what they have read in common",
    COLUMNS,
    agreement_table,
    frozenset({"coder"}),
)
