"""Briefs, options and decisions as a list, a screen or a page shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A brief as a list shows it."""

    id: int
    number: int
    title: str
    decision_asked: str
    by_whom: str
    by_when: str
    if_nothing: str
    problem: str
    objectives: str
    change_mind: str
    monitoring: str
    owner: str
    status: str
    appraisal: str = "light"
    version: int = 1

    @property
    def name(self) -> str:
        """How people name it: B1."""
        return f"B{self.number}"


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option with everything that is written of it."""

    id: int
    brief_id: int
    number: int
    kind: str
    title: str
    what: str
    delivered_by: str
    partners: str
    benefits: str
    cost_low: float | None
    cost_high: float | None
    cost_note: str
    risks: str
    time_to_effect: str
    reversibility: str
    equality: str
    not_known: str
    evidence_it_works: str
    preferred: bool
    works: str = ""
    depends_on: str = ""
    data_protection: str = ""

    @property
    def name(self) -> str:
        """How people name it: O2."""
        return f"O{self.number}"

    @property
    def cost(self) -> str:
        """The cost in words, as a range."""
        ends = [f"£{end:,.0f}" for end in (self.cost_low, self.cost_high) if end is not None]
        said = " to ".join(dict.fromkeys(ends))
        return f"{said}. {self.cost_note}" if said and self.cost_note else said or self.cost_note


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, as it was recorded."""

    id: int
    brief_id: int
    option: str
    outcome: str
    meeting: str
    decided_on: str
    deciders: str
    reasons: str
    dissent: str
    conditions: str
    review_on: str
    recorded_by: str
    at: str
    version: int = 1
    version_id: int | None = None
    relied_on: tuple[str, ...] = ()
    """References of the brief: F1, Q2."""
    content: str = ""
    """The fingerprint of the page that was kept."""

    @property
    def day(self) -> str:
        """The ISO day of the decision, else of its recording."""
        return self.decided_on or self.at[:10]

    @property
    def said(self) -> str:
        """What was decided, in a few words."""
        return f"{self.outcome.capitalize()}{f': {self.option}' if self.option else ''}"
