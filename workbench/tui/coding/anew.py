"""A sheet after a change to a few codings of its document: only they are read again, all else is as it was."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from workbench.coding import blind
from workbench.coding.codings import CodingLine, coding_line
from workbench.coding.retrieval import people_elsewhere
from workbench.project.file import Project
from workbench.tui.coding.sheet import Sheet, letters_for, line_of, marks_of, slot_of, used_codes
from workbench.tui.coding.suggested import marks_of_proposed, still_proposed
from workbench.tui.widgets.passages import Mark


def coded_anew(project: Project, sheet: Sheet, changed: Collection[int]) -> Sheet:
    """The sheet after a change to these codings, by their keys, and to nothing else in the project."""
    known = project.latest_change()
    with project.read() as session:
        found = (coding_line(session, key) for key in changed)
        fresh = [one for one in found if one is not None]
        marked = [one for one in sheet.marked if one.id not in changed]
        for one in fresh:
            insort(marked, one, key=_place)
        codes = _counted_anew(session, sheet, changed, fresh)
    letters = letters_for(used_codes(marked, sheet.proposed), sheet.letters)
    return replace(
        sheet,
        marked=tuple(marked),
        codes=tuple(codes),
        marks=(
            *sheet.marks[: sheet.beside],
            *_drawn(sheet, marked, changed, marks_of(fresh, codes, letters, sheet.coder)),
            *_faint(sheet, marked, fresh, codes, letters),
        ),
        lines=tuple(
            line if code is before and letters.get(code.id, "") == line.letter else line_of(code, letters)
            for line, code, before in zip(sheet.lines, codes, sheet.codes, strict=True)
        ),
        letters=letters,
        known=known,
    )


def _drawn(sheet: Sheet, marked: list[CodingLine], changed: Collection[int], fresh: list[Mark]) -> list[Mark]:
    """The marks of the codings, in their order; on the sheet they stand behind those of what is held back and of notes."""
    before = sheet.marks[sheet.beside : sheet.beside + len(sheet.marked)]
    drawn = [mark for mark, one in zip(before, sheet.marked, strict=True) if one.id not in changed]
    anew = {int(mark.key): mark for mark in fresh}
    for at in [at for at, one in enumerate(marked) if one.id in anew]:
        drawn.insert(at, anew[marked[at].id])
    return drawn


def _faint(
    sheet: Sheet, marked: list[CodingLine], fresh: list[CodingLine], codes: list[Any], letters: dict[int, str]
) -> list[Mark]:
    """The suggestions that are still drawn; gone through one by one only where a coding may have gone."""
    if not sheet.proposed:
        return []
    if len(marked) == len(sheet.marked) + len(fresh):
        return still_proposed(sheet.marks, {one.id: one for one in sheet.proposed}, fresh)
    return marks_of_proposed(sheet.proposed, marked, codes, letters, slot_of)


def _place(one: CodingLine) -> tuple[int, int, int]:
    """The order of codings in a document."""
    return (one.start, -one.end, one.id)


def _counted_anew(session: Any, sheet: Sheet, changed: Collection[int], fresh: list[CodingLine]) -> list[Any]:
    """The codes, those that the changed codings had or have counted on from what they were."""
    gone = [one for one in sheet.marked if one.id in changed]
    codes, moved = list(sheet.codes), {one.code_id for one in (*gone, *fresh)}
    for at, code in enumerate(codes):
        if code.id not in moved:
            continue
        before, after = ([one for one in some if one.code_id == code.id] for some in (gone, fresh))
        if [(one.start, one.end) for one in before] != [(one.start, one.end) for one in after]:
            rest = [one for one in sheet.marked if one.code_id == code.id and one.id not in changed]
            codes[at] = _counted_on(session, sheet, code, before, after, rest)
    return codes


def _counted_on(
    session: Any, sheet: Sheet, code: Any, before: list[CodingLine], after: list[CodingLine], rest: list[CodingLine]
) -> Any:
    """One code, whose codings here were `before` and `rest` and are now `after` and `rest`."""
    were, are, stay = (_touched(sheet, some) for some in (before, after, rest))
    people_were, people_are, people_stay = (_people(sheet, some) for some in (were, are, stay))
    loose = (people_were ^ people_are) - people_stay
    stay_too = people_elsewhere(session, code.id, loose, sheet.document.id, seen=blind.seen(session))
    known = people_stay | stay_too
    return replace(
        code,
        codings=code.codings + len(after) - len(before),
        segments=code.segments + len(are - stay) - len(were - stay),
        cases=code.cases + len(people_are - known) - len(people_were - known),
    )


def _touched(sheet: Sheet, some: Iterable[CodingLine]) -> set[int]:
    """The places of the segments that codings touch."""
    found = set[int]()
    for one in some:
        at = max(0, bisect_right(sheet.starts, one.start) - 1)
        while at < len(sheet.segments) and sheet.segments[at].start < one.end:
            if sheet.segments[at].end > one.start:
                found.add(at)
            at += 1
    return found


def _people(sheet: Sheet, segments: set[int]) -> set[int]:
    """The cases whose words these segments are."""
    return {case for at in segments if (case := sheet.segments[at].case_id) is not None}
