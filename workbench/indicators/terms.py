"""Terms: on what a partner shared a data set, and what of that is missing or over, which keeps its figures out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.text import day_in_words

UNDER = " under "
"""What stands between a partner and the reference of its agreement, where a data set is shared by several."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is recorded of how a data set may be used. `agreements` are reference and ISO day of the end, or nothing."""

    shared: bool
    purpose: str = ""
    lawful_basis: str = ""
    impact_assessment: str = ""
    keep_until: str = ""
    """ISO day, the last."""
    agreements: tuple[tuple[str, str], ...] = ()


def lacking(terms: Terms, today: str) -> list[str]:
    """Why a data set that a partner shared stays out of analysis, in sentences; nothing for one that is published.

    `today` is an ISO day. An agreement is over, and a data set is to be gone, on the day after the last one.

    >>> lacking(Terms(shared=True, purpose="Safer routes", lawful_basis="Public task", impact_assessment="DPIA 7",
    ...               keep_until="2027-03-31", agreements=(("WEISF 12", "2025-03-31"),)), "2025-04-01")
    ['The agreement WEISF 12 ended on 31 March 2025.']
    """
    if not terms.shared:
        return []
    said = []
    if not terms.agreements:
        said.append("No sharing agreement is recorded.")
    said += [
        f"The agreement {reference} ended on {_in_words(ends)}."
        for reference, ends in terms.agreements
        if ends and ends < today
    ]
    if not terms.purpose.strip():
        said.append("It is not said for what purpose it was shared.")
    if not terms.lawful_basis.strip():
        said.append("It is not said on what lawful basis it was shared.")
    if not terms.impact_assessment.strip():
        said.append("No impact assessment is named.")
    if not terms.keep_until:
        said.append("It is not said until when it may be kept.")
    elif is_over(terms, today):
        said.append(f"It was to be kept until {_in_words(terms.keep_until)}.")
    return said


def is_over(terms: Terms, today: str) -> bool:
    """Whether the last day is past until which a data set may be kept, so that it has to be deleted."""
    return bool(terms.keep_until) and terms.keep_until < today


def shared_by(partners: dict[str, str]) -> str:
    """Partners, each with the reference of its agreement, as a data set holds them.

    >>> shared_by({"police": "WEISF 12", "schools": "WEISF 13"})
    'police under WEISF 12; schools under WEISF 13'
    """
    if len(partners) == 1:
        return next(iter(partners))
    return "; ".join(f"{partner}{UNDER}{reference}" for partner, reference in partners.items())


def references_in(shared: str) -> list[str]:
    """The references of agreements that `shared_by` wrote down beside partners.

    >>> references_in("police under WEISF 12; schools under WEISF 13")
    ['WEISF 12', 'WEISF 13']
    """
    parts = [part.partition(UNDER) for part in shared.split("; ")]
    return [reference.strip() for _, under, reference in parts if under and reference.strip()]


def _in_words(day: str) -> str:
    """An ISO day as people write it; what is none stays as it is."""
    try:
        return day_in_words(date.fromisoformat(day))
    except ValueError:
        return day
