"""Refreshing: what was learned anew is written down beside the open suggestions, and nobody is disturbed by it.

A suggestion that still stands stays as it is, with the run that made it, and so its place in the pile; what is no longer
proposed makes way, what is newly proposed is added. What a topic proposes is not touched, and what somebody decided or
coded while it was computed is respected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.rows import add_many, bulk, live, remove_many, table_of
from workbench.suggestions.computing import Computed, Proposed
from workbench.suggestions.material import Material, decided, living_segments
from workbench.suggestions.nearest import in_words
from workbench.suggestions.recording import add_run, cells_of
from workbench.suggestions.review import Suggestion
from workbench.suggestions.runs import newest
from workbench.suggestions.switch import switched_off
from workbench.text import Span

MUCH = 0.1
"""A score that moved by less, and is still called the same, is no other suggestion."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What people did since the machine last learned."""

    ever: bool
    """Whether it has proposed anything at all."""
    coded: int
    """Codings made since, by whoever."""
    rejected: int
    settings: str
    """Of that run, as JSON."""

    @property
    def decisions(self) -> int:
        """How many there are to learn from."""
        return self.coded + self.rejected


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of the open suggestions: added, gone, and left as they were."""

    added: int
    gone: int
    stayed: int


def behind(session: Session) -> Behind:
    """What people coded and rejected since the newest run that proposed codes; nothing where suggestions are off."""
    if switched_off(session) is not None:
        return Behind(False, 0, 0, "")
    coding, suggestion = table_of(Coding), table_of(Suggestion)
    last = newest(session, "codes")
    if last is None:
        return Behind(False, 0, 0, "")
    coded = live(Coding).where(coding.c.created > last.at).with_only_columns(sa.func.count())
    rejected = live(Suggestion).where(suggestion.c.status == "rejected", suggestion.c.decided > last.at)
    return Behind(
        True,
        session.execute(coded).scalar() or 0,
        session.execute(rejected.with_only_columns(sa.func.count())).scalar() or 0,
        last.settings,
    )


def refresh(
    session: Session,
    material: Material,
    computed: Computed,
    settings: Mapping[str, Any],
    *,
    in_sight: Collection[int] = (),
) -> Refreshed:
    """Bring the open suggestions up to what was computed, within a change.

    Args:
        session: Of the change.
        material: What was read.
        computed: What came of it.
        settings: Of the run, as they are kept with it.
        in_sight: Keys of suggestions that stay whatever was computed, because somebody is looking at them.
    """
    wanted = {_key(one): one for one in _still_open(session, computed)}
    stays, goes = set[tuple[int, int, int, int]](), list[int]()
    left_alone = set[tuple[int, int]]()
    table = table_of(Suggestion)
    cells = ("id", "segment_id", "code_id", "start", "end", "score", "basis")
    chosen = live(Suggestion).where(table.c.status == "proposed").with_only_columns(*(table.c[cell] for cell in cells))
    for row in session.execute(chosen).all():
        key = (row.segment_id, row.code_id, row.start, row.end)
        same = wanted.get(key)
        if row.id in in_sight or row.basis == "topic":
            left_alone.add(key[:2])
        elif same is not None and key not in stays and _says_the_same(row.score, same.score):
            stays.add(key)
        else:
            goes.append(row.id)
    new = [one for key, one in wanted.items() if key not in stays and key[:2] not in left_alone]
    remove_many(session, Suggestion, goes)
    run = add_run(session, "codes", material, computed, settings)
    with bulk(session, Suggestion):
        add_many(session, Suggestion, [cells_of(one, run) for one in new])
    return Refreshed(len(new), len(goes), len(stays) + len(left_alone))


def _key(one: Proposed) -> tuple[int, int, int, int]:
    return (one.segment.segment_id, one.code.id, one.span.start, one.span.end)


def _says_the_same(before: float, after: float) -> bool:
    return in_words(before) == in_words(after) and abs(before - after) < MUCH


def _still_open(session: Session, computed: Computed) -> list[Proposed]:
    """What was computed, without segments that went and what somebody decided or coded meanwhile."""
    there, done = living_segments(session), decided(session)
    coding = table_of(Coding)
    coded: dict[tuple[int, int], list[Span]] = defaultdict(list)
    cells = (coding.c.document_id, coding.c.code_id, coding.c.start, coding.c.end)
    for document, code, start, end in session.execute(live(Coding).with_only_columns(*cells)):
        coded[document, code].append(Span(start, end))
    return [
        one
        for one in computed.proposals
        if one.segment.segment_id in there
        and one.code.id not in done.get(one.segment.segment_id, ())
        and not any(span.touches(one.span) for span in coded.get((one.segment.document_id, one.code.id), ()))
    ]
