"""What the machine proposes for the words on the desk, drawn faintly in the margin, if the coder wants it there.

Only where the coder has begun to read, and never while they read blind: a proposal may rest on what others coded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.coding import blind
from workbench.coding.codebook import CodeLine
from workbench.coding.codings import CodingLine
from workbench.tui.widgets.passages import Mark

if TYPE_CHECKING:
    from workbench.suggestions.open_ones import OpenOne

KEY = "suggested "
"""What the key of a mark begins with that is only suggested."""


def proposed_in(session: Any, document_id: int) -> tuple[OpenOne, ...]:
    """The open suggestions of a document, as far as this coder may see them beside the words."""
    from workbench.suggestions.open_ones import open_ones

    if document_id in blind.unfinished(session):
        return ()
    return tuple(one for one in open_ones(session, document=document_id) if one.begun)


def marks_of_proposed(
    proposed: Iterable[OpenOne],
    marked: Sequence[CodingLine],
    codes: Iterable[CodeLine],
    letters: Mapping[int, str],
    slot: Any,
) -> list[Mark]:
    """Suggestions as they are drawn; one whose code is on these words by now is not drawn."""
    known = {code.id: code for code in codes}
    coded: dict[int, list[CodingLine]] = defaultdict(list)
    for each in marked:
        coded[each.code_id].append(each)
    return [
        Mark(f"{KEY}{one.id}", one.start, one.end, letters[one.code_id], slot(known[one.code_id]), False, True)
        for one in proposed
        if one.code_id in letters and one.code_id in known and not _is_coded(one, coded.get(one.code_id, ()))
    ]


def _is_coded(one: OpenOne, coded: Sequence[CodingLine]) -> bool:
    return any(each.start < one.end and one.start < each.end for each in coded)


def still_proposed(marks: Iterable[Mark], proposed: Mapping[int, OpenOne], fresh: Sequence[CodingLine]) -> list[Mark]:
    """The marks of suggestions that stay when these codings have come and none has gone."""
    stay = [mark for mark in marks if key_of(mark) is not None]
    for each in fresh:
        stay = [
            mark
            for mark in stay
            if mark.end <= each.start or each.end <= mark.start or proposed[key_of(mark) or 0].code_id != each.code_id
        ]
    return stay


def key_of(mark: Mark) -> int | None:
    """The key of the suggestion that a mark stands for; None for a coding or a flag."""
    return int(mark.key.removeprefix(KEY)) if mark.key.startswith(KEY) else None
