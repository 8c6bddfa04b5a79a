"""What gives somebody away in a text: what is found, of which kind, and how sure that is.

Patterns that can be checked (postcodes, telephones, health and insurance numbers) are in `identifier_patterns`, names of
people, places and organisations in `identifier_names`. Nothing finds everything: a person reads what was found, and the
text after. How much is found is measured on invented sentences, by kind (`tests/governance/identifiers_measured.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

KINDS = (
    "person",
    "place",
    "organisation",
    "address",
    "postcode",
    "phone",
    "e-mail",
    "NHS number",
    "NI number",
    "birth date",
    "plate",
    "link",
    "handle",
    "account",
    "reference",
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that gives somebody away: `start` and `end` are code points of the text, half-open.

    `sure` is False where a person has to say, and `why` says in a few words what gave it away.
    """

    kind: str
    start: int
    end: int
    text: str
    sure: bool = True
    why: str = ""


def find(texts: Sequence[str], *, known: Collection[str] = ()) -> list[list[Found]]:
    """What gives people away in each of many texts, in order and without overlaps.

    Args:
        texts: turns or answers.
        known: names that are known already, found whatever their capitals.
    """
    from workbench.governance import identifier_names, identifier_patterns

    named = identifier_names.find(texts, known=known)
    return [
        without_overlaps([*identifier_patterns.find(text), *found]) for text, found in zip(texts, named, strict=True)
    ]


def without_overlaps(found: Sequence[Found]) -> list[Found]:
    """Of finds that overlap the sure one, then the longer, then the earlier in the list of kinds; in order of place."""
    ranked = sorted(found, key=lambda one: (not one.sure, one.start - one.end, KINDS.index(one.kind), one.start))
    kept: list[Found] = []
    for one in ranked:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
