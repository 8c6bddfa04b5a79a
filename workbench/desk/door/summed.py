"""Summaries as an audience may read them: what tells of words that are held back is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from workbench.coding.crosstab import Of
from workbench.coding.retrieval import passages
from workbench.coding.summaries import Summary, summaries
from workbench.coding.themes import themes
from workbench.governance.consent import quotable
from workbench.governance.quoting import quotes

TELLS_OF_HELD = "It tells of words that are held back. See what is flagged in Governance."
Cell = tuple[int, int]
"""A person and a code, or a person and a theme."""


@dataclass(frozen=True, slots=True)
class Summed:
    """The summaries of some people."""

    shown: Mapping[Cell, Summary] = field(default_factory=dict)
    held: Mapping[Cell, str] = field(default_factory=dict)
    """The cells whose summary is held back, with the reason."""


def summaries_for(session: Session, cases: Iterable[int], audience: str, *, of: Of = "codes") -> Summed:
    """The summaries of these people, as far as people agreed to be told of in other words and nothing is held back."""
    wanted = set(cases)
    summed = {cell: one for cell, one in summaries(session, of=of).items() if cell[0] in wanted}
    answers = quotable(session, {case for case, _ in summed}, audience, "paraphrase")
    held = {cell: answers[cell[0]].why for cell in summed if not answers[cell[0]].allowed}
    told = _told_of(session, [cell for cell in summed if cell not in held], audience, of)
    held |= dict.fromkeys(told, TELLS_OF_HELD)
    return Summed({cell: one for cell, one in summed.items() if cell not in held}, held)


def _told_of(session: Session, summed: list[Cell], audience: str, of: Of) -> set[Cell]:
    """The cells whose summary tells of a passage that may not even be told in other words."""
    if not summed:
        return set()
    gathered: dict[int, list[int]] = {}
    if of == "themes":
        for line in themes(session):
            for code in line.code_ids:
                gathered.setdefault(code, []).append(line.id)
    else:
        gathered = {code: [code] for _, code in summed}
    behind = passages(session, codes=sorted(gathered), cases=sorted({case for case, _ in summed}))
    _, back = quotes(session, behind, audience, as_="paraphrase")
    places = {(one.document, one.start, one.end) for one in back}
    found = {
        (case, thing)
        for one in behind
        if (one.document, one.start, one.end) in places
        for case in one.case_ids
        for thing in gathered[one.code_id]
    }
    return found.intersection(summed)
