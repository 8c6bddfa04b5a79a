"""What sharing agreements demand of the counts in a data set, when they are shown to anybody outside."""

from __future__ import annotations

from sqlmodel import Session

from workbench.governance.audiences import Demand, demands
from workbench.governance.policies import Policy, stricter
from workbench.indicators.datasets import terms_of


def demands_on(session: Session) -> dict[int, tuple[Demand, ...]]:
    """What the agreements of each data set demand, by its key; data sets of which none demands anything left out."""
    by_reference = {one.reference: one for one in demands(session)}
    if not by_reference:
        return {}
    found = {}
    for key, terms in terms_of(session).items():
        under = tuple(by_reference[name] for name, _ in terms.agreements if name in by_reference)
        if under:
            found[key] = under
    return found


def rule_for(rule: Policy, demanded: tuple[Demand, ...]) -> Policy:
    """A rule made as strict as every agreement demands."""
    for one in demanded:
        rule = stricter(rule, one.rule)
    return rule
