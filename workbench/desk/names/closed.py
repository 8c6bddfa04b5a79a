"""Columns of closed answers with names in them: what becomes of each, to be seen and said before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.exchange.records.identifying import LOOKED_AT, held
from workbench.governance.closed_answers import GOES, PERSON_IN_IT
from workbench.governance.pseudonyms import Pseudonyms
from workbench.sources.drafts import DraftDocument, DraftSurvey

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ClosedColumn:
    """A column of closed answers in which something that gives people away may stand.

    `holds` says what its answers look like, such as people's names, where they do; `named` has answers with a name that is
    taken out of the words, and how many gave each.
    """

    name: str
    survey: str
    answers: int
    holds: str
    named: tuple[tuple[str, int], ...]
    why_out: str
    """Why it is left out whole; nothing where it stays."""

    @property
    def sentence(self) -> str:
        """What becomes of it, and why."""
        column = f"The column “{self.name}” ({self.answers:,} closed answer{'s' * (self.answers != 1)})"
        if self.why_out == PERSON_IN_IT:
            return f"{column} is left out whole: a name that gives somebody away stands in it: {self._shown}."
        if self.holds:
            becomes = "is left out whole:" if self.why_out else "stays, though"
            return f"{column} {becomes} its answers look like {self.holds}."
        if self.why_out:
            return f"{column} is left out whole: {self.why_out}."
        return f"{column} stays as it is, with answers that are taken out of the words: {self._shown}."

    @property
    def _shown(self) -> str:
        said = ", ".join(f"{answer} ({many:,})" for answer, many in self.named[:_SHOWN])
        return said + (f" and {len(self.named) - _SHOWN:,} more" if len(self.named) > _SHOWN else "")


def closed_columns(drafts: Iterable[DraftDocument | DraftSurvey], key: Pseudonyms) -> list[ClosedColumn]:
    """The columns of which a person should know what becomes, with what would become of each by this key."""
    closed, found = key.closed_answers(), []
    for draft in drafts:
        for one in draft.attributes if isinstance(draft, DraftSurvey) else ():
            if one.kind == "text":
                continue
            given = Counter(one.values.values())
            answers = dict.fromkeys((*given, *one.choices))
            why = closed.why_left_out(one.name, answers)
            named = tuple(
                (answer, given[answer])
                for answer in closed.named_in(answers)
                if why != PERSON_IN_IT or closed.names_somebody(answer)
            )
            holds = held([*given][:LOOKED_AT])
            if named or holds or why:
                found.append(ClosedColumn(one.name, draft.name, len(one.values), holds, named, why))
    return found


def leave_out_what_gives_away(drafts: Iterable[DraftDocument | DraftSurvey], key: Pseudonyms) -> None:
    """Say of columns that look as if they gave people away, and of which nobody has said anything, that they go."""
    for one in closed_columns(drafts, key):
        if one.holds:
            key.columns.setdefault(one.name.casefold(), GOES)
