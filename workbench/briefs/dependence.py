"""Dependence: which options of a brief rest on flows of data, and how those stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from workbench.briefs.flows import ties
from workbench.briefs.lines import OptionLine
from workbench.briefs.standing import Standing, standings
from workbench.errors import Problem


@dataclass(frozen=True, slots=True)
class Dependence:
    """An option that depends on a flow, for what, and how the flow stands."""

    tie_id: int
    option_id: int
    why: str
    standing: Standing

    def because(self, *, team: bool) -> str:
        """Why the flow is blocked, in one sentence's rest; empty where it is not."""
        flow = self.standing.flow
        return "; ".join(flow.told(one.sentence, team=team) for one in self.standing.blockers)

    def named(self, *, team: bool) -> str:
        """The flow with whom it comes from: “Name”, from a partner."""
        flow = self.standing.flow
        return f"“{flow.told(flow.name, team=team)}” from {flow.partner_for(team=team)}"


def dependences(session: Session, option_ids: Iterable[int]) -> tuple[Dependence, ...]:
    """What some options depend on, in the order in which that was said."""
    found = ties(session, option_ids)
    stands = {one.flow.id: one for one in standings(session, {one.flow_id for one in found})} if found else {}
    return tuple(Dependence(one.id, one.option_id, one.why, stands[one.flow_id]) for one in found)


def blocked(
    brief: str, options: Iterable[OptionLine], needs: Iterable[Dependence], *, team: bool = True
) -> Iterator[Problem]:
    """A sentence for each option of a brief that depends on a flow which is blocked. `brief` is its name, B1."""
    named = {one.id: one for one in options}
    for need in needs:
        option = named.get(need.option_id)
        because = need.because(team=team)
        if option is not None and because:
            said = f"{option.name} depends on {need.named(team=team)}, which is blocked because {because}."
            yield Problem("warning", f"{brief} {option.name}", said)
