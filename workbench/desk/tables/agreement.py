"""The tables of agreement between coders, a row a code and set of coders, and of how their differences were settled."""

from __future__ import annotations

from sqlmodel import Session

from workbench.coding.agreement import NOBODY, agreements, why_not_shown
from workbench.coding.coefficients import pabak
from workbench.coding.settlements import settled
from workbench.coding.tree import code_paths
from workbench.desk.door.quoted import names_of_documents
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
    "pabak",
    "standing",
    "note",
)


def agreement_table(session: Session, asking: Asking) -> Made:
    """How far every two coders agree, and all together if they are more; no row in a reflexive project."""
    hidden = why_not_shown(session)
    if hidden:
        return Made((), (hidden,))
    found = agreements(session, asking.coder)
    called = _called({name for line in found for name in line.coders}, team=asking.for_the_team)
    rows = [
        (
            line.code,
            "; ".join(called[name] for name in line.coders),
            line.units,
            line.percent,
            line.kappa,
            line.ac1,
            line.alpha,
            line.alpha_lower,
            line.alpha_upper,
            line.boundaries,
            line.used,
            None if line.percent is None else pabak(line.percent),
            line.standing,
            line.note,
        )
        for line in found
    ]
    return Made(rows, () if rows else (NOBODY,))


def _called(names: set[str], *, team: bool) -> dict[str, str]:
    """What coders are called: by name for the team, by number for others."""
    return {name: name if team else f"coder {at}" for at, name in enumerate(sorted(names), start=1)}


AGREEMENT = TableKind(
    "agreement",
    "how far coders agree on what they have read in common",
    COLUMNS,
    agreement_table,
    frozenset({"coder"}),
)

GONE = "a code that is gone"
SETTLED = ("code", "document", "start", "end", "first", "second", "decision", "reason", "decided_by", "created")


def settlements_table(session: Session, asking: Asking) -> Made:
    """Every difference that was settled: between whom, whose coding stands, why, who decided; reasons are for the team."""
    paths, names = code_paths(session), names_of_documents(session, team=asking.for_the_team)
    lines = settled(session)
    rows = [
        (
            paths.get(line.code_id, GONE),
            names[line.document],
            line.start,
            line.end,
            line.first,
            line.second,
            line.decision,
            line.reason if asking.for_the_team else "",
            line.by,
            line.created,
        )
        for line in lines
    ]
    back = sum(bool(line.reason) for line in lines) if not asking.for_the_team else 0
    is_ = "reason is" if back == 1 else "reasons are"
    return Made(rows, [f"{back:,} {is_} for the team only and not shown."] if back else (), withheld=back)


SETTLEMENTS = TableKind(
    "settlements", "how differences between coders were settled, by whom and why", SETTLED, settlements_table
)
