"""What we wrote ourselves, known again: turns with their speakers, what kind a memo is, what codings speak against."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.exchange.refi.guids import AGAINST
from workbench.exchange.refi.heard import Heard
from workbench.exchange.refi.own_form import Mark, is_mark, taken_apart
from workbench.exchange.refi.positions import Counting, Places
from workbench.exchange.refi.raw import RawSelection
from workbench.exchange.refi.texts import Passage
from workbench.exchange.refi.told import number

_WAYS = (Counting(), Counting("UTF-16 units"))
"""The ways in which we count; line ends are what they are."""
_MEMO = re.compile(r"(memo|note|journal) [0-9]+")


def memo_kind(name: str) -> str:
    """What kind of memo a note of that name is, if we named it; else nothing.

    >>> memo_kind("journal 3"), memo_kind("Ideas")
    ('journal', '')
    """
    found = _MEMO.fullmatch(name)
    return found[1] if found else ""


def direction_of(notes: list[str]) -> str:
    """Whether a coding with these notes speaks for its code or against it; the note that says so is taken off."""
    if AGAINST not in notes:
        return "for"
    notes[:] = [one for one in notes if one != AGAINST]
    return "against"


def way_of_ours(text: str, selections: Sequence[RawSelection]) -> Counting | None:
    """The way of counting in which a text is in our own form; None where it is in none."""
    marks = [(number(one.start), number(one.end), one.name) for one in marks_of(selections)]
    for way in _WAYS if marks else ():
        place = Places(text, way).place
        placed = [
            Mark(place(start), place(end), name) for start, end, name in marks if start is not None and end is not None
        ]
        if taken_apart(text, placed) is not None:
            return way
    return None


def heard_in_ours(
    text: str,
    selections: Sequence[RawSelection],
    spans: Mapping[str, tuple[int, int]],
    cases: Mapping[str, Sequence[str]],
) -> Heard | None:
    """Who says what in a text that is in our own form; None where it is not.

    Args:
        text: the plain text.
        selections: all that lie on it.
        spans: where each lies, by its GUID.
        cases: the labels of the cases that a selection is of, by its GUID.
    """
    turns = {one.guid: Mark(*spans[one.guid], one.name) for one in marks_of(selections) if one.guid in spans}
    apart = taken_apart(text, list(turns.values())) if turns else None
    if apart is None:
        return None
    found = Heard([], {}, is_ours=True)
    for (guid, mark), turn in zip(sorted(turns.items(), key=lambda pair: pair[1]), apart, strict=True):
        speaker = turn.speaker or None
        found.passages.append(Passage(mark.start, mark.end, speaker, turn.kind, turn.at_ms, turn.until_ms))
        if speaker is not None:
            found.roles.setdefault(speaker, turn.role)
            if whose := cases.get(guid):
                found.cases[speaker] = whose[0]
    return found


def marks_of(selections: Sequence[RawSelection]) -> list[RawSelection]:
    """The selections that say no more than that a turn is there."""
    return [one for one in selections if is_mark(one.name) and not one.codings and not one.notes]
