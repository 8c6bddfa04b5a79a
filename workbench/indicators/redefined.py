"""What a release says of an indicator otherwise than the one before: taken over, told, and a note for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.indicators.answers import doubt_guid
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.drafts import DraftIndicator
from workbench.indicators.indicators import Indicator
from workbench.indicators.known import known
from workbench.rows import add, amend, find_guid

TOLD = {"unit": "unit", "definition": "definition", "caveats": "caveats", "polarity": "which way is good"}
"""What an indicator says of itself, and the words for it."""
DEFINITION_CHANGED = "another definition in a release"


class OtherMeasureError(WorkbenchError):
    """The release measures something else under the same name. Bring it in with --as-new, as another data set."""


@dataclass(frozen=True, slots=True)
class Redefined:
    """What a release says of an indicator otherwise than the project had it; `taken` where the project says so now."""

    indicator: str
    what: str
    was: str
    now: str
    taken: bool

    @property
    def said(self) -> str:
        """It in words."""
        was, now_ = (f"“{one}”" if one else "nothing" for one in (self.was, self.now))
        stays = "" if self.taken else "; the project keeps what it had"
        return f"{self.indicator}: {self.what} is {now_} now, was {was}{stays}"


def require_same_measure(file: str, entry: DraftIndicator, row: Any) -> None:
    """Refuse a release whose indicator is of another kind or scale than the project's row of it."""
    if row is not None and (entry.kind, entry.multiplier) != (row.kind, row.multiplier):
        said = [
            f"{kind}{f' ({unit})' if unit else ''}" for kind, unit in ((entry.kind, entry.unit), (row.kind, row.unit))
        ]
        raise OtherMeasureError(
            f"{file}: {entry.name} is a {said[0]} there and a {said[1]} in the project, so its figures cannot stand in"
            " one series. Bring it in with --as-new, as another data set."
        )


def take_over(session: Session, entry: DraftIndicator, row: Any, release: str) -> list[Redefined]:
    """Tell what a release says of an indicator otherwise, and leave a note where it may be another thing than before.

    What the project says stays, since a person may have written it; only what it did not say is filled in. What we know
    of an indicator ourselves, and its file does not say, is no news.
    """
    fact = known(entry.name, entry.external_id)
    found = []
    if " ".join(entry.name.split()) != " ".join(row.name.split()):
        found.append(Redefined(row.name, "its name", row.name, entry.name, taken=False))
    for cell, words in TOLD.items():
        was, said = getattr(row, cell), getattr(entry, cell)
        ours = fact is not None and said == getattr(fact, cell, None)
        if said and said != was and not ours and (cell != "polarity" or said != "none"):
            taken = was in {"", "none"}
            found.append(Redefined(row.name, words, was, said, taken))
            if taken:
                amend(session, Indicator, row.id, **{cell: said})
    grave = [one for one in found if one.what != TOLD["caveats"] and not one.taken]
    if grave:
        said = "; ".join(f"{one.what} was “{one.was}”, is “{one.now}”" for one in grave)
        _suggest_break(
            session,
            row.id,
            f"In the release {release} {said}. Look whether figures before and after it can stand in one series.",
        )
    return found


def _suggest_break(session: Session, indicator_id: int, sentence: str) -> None:
    """Leave a note for a person that a series may have a break; it prints beside every figure until it is answered."""
    guid = doubt_guid(session, indicator_id, ("", "", DEFINITION_CHANGED))
    there = find_guid(session, Doubt, guid)
    if there is None or there.id is None:
        cells = {"area_code": "", "period": "", "kind": DEFINITION_CHANGED, "evidence": sentence}
        add(session, Doubt, guid=guid, indicator_id=indicator_id, **cells)
    else:
        amend(session, Doubt, there.id, gone=False, evidence=sentence, answer="", answered="", answered_by=None)
