"""What we wrote ourselves, known again: turns with their speakers, what kind a memo is, what codings speak against."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.exchange.refi.guids import AGAINST
from workbench.exchange.refi.heard import Heard
from workbench.exchange.refi.own_form import Mark, from_lines, taken_apart
from workbench.exchange.refi.positions import Counting, Places
from workbench.exchange.refi.texts import Passage
from workbench.sources.documents import KINDS

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


def kind_of(parts: Mapping[str, str], otherwise: str = "transcript") -> str:
    """What kind of document a source is by the parts of its description."""
    return parts["Kind"] if parts.get("Kind") in KINDS else otherwise


def titled(name: str, text: str) -> str:
    r"""What a note says, under its name unless it begins with that or we named it.

    >>> titled("Ideas", "Ask more."), titled("memo 3", "Ask more.")
    ('Ideas\n\nAsk more.', 'Ask more.')
    """
    return text if not name or memo_kind(name) or text.startswith(name) else "\n\n".join(filter(None, (name, text)))


def direction_of(notes: list[str]) -> str:
    """Whether a coding with these notes speaks for its code or against it; the note that says so is taken off."""
    if AGAINST not in notes:
        return "for"
    notes[:] = [one for one in notes if one != AGAINST]
    return "against"


def read_as_ours(text: str, note: str, called: Mapping[str, str]) -> tuple[Counting, Heard] | None:
    """How positions in a text of our own form are counted, and who says what in it; None where it is not in that form.

    Args:
        text: the plain text.
        note: what the note on its turns says.
        called: the labels of cases by their GUID.
    """
    marks, voices = from_lines(note)
    for way in _WAYS if marks else ():
        place = Places(text, way).place
        placed = sorted(Mark(place(start), place(end), name) for start, end, name in marks)
        turns = taken_apart(text, placed)
        if turns is None:
            continue
        found = Heard([], {}, is_ours=True)
        for mark, turn in zip(placed, turns, strict=True):
            speaker = turn.speaker or None
            found.passages.append(Passage(mark.start, mark.end, speaker, turn.kind, turn.at_ms, turn.until_ms))
            if speaker is not None:
                found.roles.setdefault(speaker, turn.role)
        found.cases |= {one: called[guid] for one, guid in voices.items() if guid in called and one in found.roles}
        return way, found
    return None
