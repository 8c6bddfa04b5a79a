"""A study that a reader has opened, and what the readers of other tools' projects have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from workbench.coding.study_drafts import StudyAttribute, StudyCase, StudyCode, StudyDocument, StudyMemo, StudySet
from workbench.sources.drafts import LeftOut

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")


@dataclass(slots=True)
class OpenedStudy:
    """A study of another tool: all but its documents, which `reading` gives one at a time.

    What `reading` adds to `left_out` and `notes` is forgotten when the documents are read again.
    """

    name: str
    tool: str
    reading: Callable[[OpenedStudy], Iterator[StudyDocument]]
    codes: Sequence[StudyCode] = ()
    attributes: Sequence[StudyAttribute] = ()
    cases: Sequence[StudyCase] = ()
    sets: Sequence[StudySet] = ()
    memos: Sequence[StudyMemo] = ()
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()
    _left_out: list[LeftOut] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _opened: tuple[tuple[LeftOut, ...], tuple[str, ...]] = ((), ())

    def __post_init__(self) -> None:
        self._opened = (tuple(self.left_out), tuple(self.notes))

    def documents(self) -> Iterator[StudyDocument]:
        """Its documents in the tool's order; reading them again begins afresh."""
        self._left_out, self._notes = list(self._opened[0]), list(self._opened[1])
        self.left_out, self.notes = self._left_out, self._notes
        yield from self.reading(self)

    def leave_out(self, where: str, what: str, why: str) -> None:
        """Report, while documents are read, something that has no place."""
        self._left_out.append(LeftOut(where, what, why))

    def note(self, said: str) -> None:
        """Say, while documents are read, what a person should know."""
        self._notes.append(said)


def parents_first(codes: Sequence[StudyCode]) -> tuple[list[StudyCode], list[LeftOut]]:
    """Codes in the order in which each comes after the one above it, with the places that could not be kept.

    A code whose parent is not there, or that lies below itself, stands at the top.
    """
    by_key = {code.key: code for code in codes}
    ordered: dict[str, StudyCode] = {}
    left_out: list[LeftOut] = []
    for code in codes:
        above: list[StudyCode] = []
        passed: set[str] = set()
        one = code
        while one.key not in ordered:
            above.append(one)
            passed.add(one.key)
            if not one.parent:
                break
            if one.parent not in by_key or one.parent in passed:
                why = "lies below itself" if one.parent in by_key else "lies below a code that is not there"
                left_out.append(LeftOut(f"the code “{one.name}”", "its place in the tree", f"it {why}"))
                above[-1] = replace(one, parent="")
                break
            one = by_key[one.parent]
        for found in reversed(above):
            ordered[found.key] = found
    return list(ordered.values()), left_out


def colour(written: str) -> str:
    """A colour as `#rrggbb`, or nothing where it is none."""
    found = _COLOUR.fullmatch(written.strip())
    return f"#{found.group(1).lower()}" if found else ""


def stored_time(written: str) -> str:
    """A time as the project stores it, from one as databases write it; nothing where it is none.

    >>> stored_time("2026-03-14 09:26:53"), stored_time("2026-03-14T09:26:53+01:00"), stored_time("soon")
    ('2026-03-14T09:26:53.000Z', '2026-03-14T08:26:53.000Z', '')
    """
    try:
        found = datetime.fromisoformat(written.strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def dotted(tag: str, tags: Collection[str]) -> tuple[str, ...]:
    """A tag of Taguette with those above it: a point puts it below another where that other is a tag too.

    >>> dotted("way.walking", {"way", "way.walking", "St. John"}), dotted("St. John", {"St. John"})
    (('way', 'walking'), ('St. John',))
    """
    path: list[str] = []
    while tag:
        above = tag.rpartition(".")[0]
        while above and above not in tags:
            above = above.rpartition(".")[0]
        path.append(tag[len(above) + 1 :] if above else tag)
        tag = above
    return tuple(reversed(path))
