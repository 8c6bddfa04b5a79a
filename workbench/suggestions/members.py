"""Members: every passage of every topic of a run, which is derived data and kept in the cache.

The project itself holds only the typical passages. Passages are known by GUID and by a stamp of their words, so that a
copy of the project reads them as well, and words that have changed since are no members any more. Which passages a
topic has that was merged or split is worked out from how the run grouped them and from what people decided.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.rows import guid_text, live, table_of
from workbench.sources.documents import Segment
from workbench.suggestions.clustering import Middles
from workbench.suggestions.grouping import Grouping
from workbench.suggestions.kept_arrays import KeptArrays
from workbench.suggestions.material import ToRead
from workbench.suggestions.runs import Run
from workbench.suggestions.topics import Topic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

OUTLIERS = 0
"""The number of the passages that fit in no topic."""
_STAMP = 8
SPLIT_SEED = 0


@dataclass(frozen=True, slots=True)
class RunMembers:
    """The passages that one run grouped; a row of every array is a passage."""

    numbers: Rows
    """The topic's number in its run, 0 for none."""
    near: NDArray[np.float32]
    """How close it is to its topic's middle, 0 to 1."""
    places: NDArray[np.float32]
    segments: Rows
    """The segment's key, 0 where it may not be read any more or its words have changed."""


def keep_members(
    session: Session, kept: KeptArrays, run_id: int, grouping: Grouping, grouped: Sequence[ToRead]
) -> None:
    """Keep which passage is in which topic of a run that was just written down."""
    import numpy as np

    if grouping.places is None:
        return
    guids = _guids(session)
    numbers = np.zeros(len(grouped), np.int32)
    near = np.zeros(len(grouped), np.float32)
    for number, one in enumerate(grouping.groups, start=1):
        numbers[list(one.members)] = number
        near[list(one.members)] = one.closeness
    secret: bytes = session.info["secret"]
    names = b"".join(guids.get(one.segment_id, bytes(16)) for one in grouped)
    stamps = b"".join(_stamp(secret, one.text) for one in grouped)
    arrays: dict[str, NDArray[Any]] = {
        "guids": np.frombuffer(names, np.uint8).reshape(-1, 16),
        "stamps": np.frombuffer(stamps, np.uint8).reshape(-1, _STAMP),
        "numbers": numbers,
        "near": near,
        "places": grouping.places.astype(np.float16),
    }
    kept.keep(_name(session, run_id), arrays)
    alive = sa.select(table_of(Topic).c.run_id).where(table_of(Topic).c.gone.is_(False)).distinct()
    kept.forget_others([_name(session, key) for key in session.execute(alive).scalars()])


def read_members(session: Session, kept: KeptArrays, run_id: int, allowed: Sequence[ToRead]) -> RunMembers | None:
    """The passages of a run that the machine may still read and that say the same; None where they are not kept here."""
    import numpy as np

    held = kept.read(_name(session, run_id))
    if held is None:
        return None
    secret: bytes = session.info["secret"]
    guids = _guids(session)
    known = {guids[one.segment_id]: one for one in allowed if one.segment_id in guids}
    segments = np.zeros(len(held["numbers"]), np.int64)
    raw, stamps = held["guids"].tobytes(), held["stamps"].tobytes()
    for row in range(len(segments)):
        one = known.get(raw[16 * row : 16 * row + 16])
        if one is not None and _stamp(secret, one.text) == stamps[_STAMP * row : _STAMP * (row + 1)]:
            segments[row] = one.segment_id
    return RunMembers(held["numbers"].astype(np.int64), held["near"], held["places"].astype(np.float32), segments)


def rows_of(topic: int, every: Mapping[int, Topic], run: RunMembers) -> Rows:
    """The rows of a topic's passages, with those of the topics that were merged into it.

    Args:
        topic: Its key.
        every: All topics of its run by key, also those merged and split.
        run: The passages of the run.
    """
    import numpy as np

    found = [_own_rows(one, every, run, frozenset()) for one in _merged_into(topic, every)]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def living(rows: Rows, run: RunMembers) -> Rows:
    """The segments of some rows, the closest to their topic's middle first, those left out that may not be read."""
    import numpy as np

    order = rows[np.argsort(-run.near[rows], kind="stable")]
    found: Rows = run.segments[order]
    return found[found > 0]


def _merged_into(topic: int, every: Mapping[int, Topic]) -> list[int]:
    """A topic and all that were merged into it, directly or over another."""
    found = [topic]
    for one in found:
        found += [key for key, row in every.items() if row.into_id == one and key not in found]
    return found


def _own_rows(topic: int, every: Mapping[int, Topic], run: RunMembers, seen: frozenset[int]) -> Rows:
    """A topic's own passages: as the run grouped them, or its part of the topic that was split."""
    import numpy as np

    row = every.get(topic)
    if row is None or topic in seen:
        return np.zeros(0, np.int64)
    if row.from_id is None:
        return np.flatnonzero(run.numbers == row.number)
    chain = [_own_rows(one, every, run, seen | {topic}) for one in _merged_into(row.from_id, every) if one != topic]
    whole = np.unique(np.concatenate(chain))
    return whole[parts_of(run.places[whole], row.parts) == row.part] if len(whole) else whole


def parts_of(places: NDArray[np.float32], parts: int) -> Rows:
    """For each passage of a topic the part it falls in when that is split, 1 for the largest part."""
    import numpy as np

    if len(places) < parts:
        return np.ones(len(places), np.int64)
    labels = Middles(parts, SPLIT_SEED).fit(places).labels_
    sizes = np.bincount(labels, minlength=parts)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty(parts, np.int64)
    rank[order] = np.arange(1, parts + 1)
    found: Rows = rank[labels]
    return found


def _guids(session: Session) -> dict[int, bytes]:
    table = table_of(Segment)
    chosen = live(Segment).with_only_columns(table.c.id, table.c.guid)
    return {row[0]: bytes(row[1]) for row in session.execute(chosen)}


def _name(session: Session, run_id: int) -> str:
    table = table_of(Run)
    guid = session.execute(sa.select(table.c.guid).where(table.c.id == run_id)).scalar_one()
    return f"members of {guid_text(guid)}"


def _stamp(secret: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8"), key=secret[:64], digest_size=_STAMP).digest()
