"""The appraisal of a brief's options, line by line, read in one go: what stands behind the few words of each option."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from workbench.briefs.benefits import BenefitLine, benefits, benefits_in_words
from workbench.briefs.costs import CostLine, costs, costs_in_words, years_told
from workbench.briefs.equality import EqualityLine, equality, equality_in_words
from workbench.briefs.factors import FactorLine, RatingLine, factors, ratings, weighed
from workbench.briefs.lines import OptionLine
from workbench.briefs.long_list import ChoiceLine, long_list
from workbench.briefs.objectives import ObjectiveLine, objectives
from workbench.briefs.partners import PartnerLine, partners, partners_in_words
from workbench.briefs.risks import RiskLine, risks, risks_in_words
from workbench.briefs.weights import Weighed


@dataclass(frozen=True, slots=True)
class Detail:
    """What is written of one option line by line."""

    partners: tuple[PartnerLine, ...] = ()
    benefits: tuple[BenefitLine, ...] = ()
    costs: tuple[CostLine, ...] = ()
    risks: tuple[RiskLine, ...] = ()
    equality: tuple[EqualityLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a brief wants, and its options in detail: lightly, or in full with its long list and factors."""

    objectives: tuple[ObjectiveLine, ...] = ()
    details: dict[int, Detail] = field(default_factory=dict)
    """By option."""
    factors: tuple[FactorLine, ...] = ()
    ratings: dict[tuple[int, int], RatingLine] = field(default_factory=dict)
    """By option and factor."""
    choices: tuple[ChoiceLine, ...] = ()
    """The long list, dimension by dimension."""

    def of(self, option: OptionLine) -> Detail:
        """What is written of an option line by line."""
        return self.details.get(option.id, Detail())

    def words(self, option: OptionLine, cell: str) -> str:
        """A cell of an option as a page shows it, a line each: its own few words, else what its lines come to.

        `cell` is a name on the option, `cost`, or `costs`: the sums of its lines whatever its own words are.
        """
        own = "" if cell == "costs" else str(getattr(option, cell) or "")
        if own:
            return own
        detail = self.of(option)
        match cell:
            case "partners":
                return partners_in_words(detail.partners)
            case "benefits":
                return benefits_in_words(detail.benefits)
            case "risks":
                return risks_in_words(detail.risks)
            case "equality":
                return equality_in_words(detail.equality)
            case "cost" | "costs":
                return costs_in_words(detail.costs, years_told(option.cost_note))
        return ""

    def weighed(self, options: Iterable[OptionLine]) -> Weighed | None:
        """What the options come to under the weights given; None unless there are weights and every option is judged."""
        return weighed([one.id for one in options], self.factors, self.ratings)


def appraisal(session: Session, brief_id: int, given: Iterable[OptionLine]) -> Appraisal:
    """Read what a brief wants and what is written of its options line by line."""
    keys = [one.id for one in given]
    who, good, paid, wrong, whom = (
        partners(session, keys),
        benefits(session, keys),
        costs(session, keys),
        risks(session, keys),
        equality(session, keys),
    )
    return Appraisal(
        objectives=objectives(session, [brief_id]).get(brief_id, ()),
        details={
            key: Detail(who.get(key, ()), good.get(key, ()), paid.get(key, ()), wrong.get(key, ()), whom.get(key, ()))
            for key in keys
        },
        factors=factors(session, [brief_id]).get(brief_id, ()),
        ratings=ratings(session, keys),
        choices=long_list(session, [brief_id]).get(brief_id, ()),
    )
