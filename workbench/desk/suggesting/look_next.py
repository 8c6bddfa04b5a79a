"""Where to look next: passages worth reading, each with its reason, from what was read, coded and proposed so far.

It rests on the vectors that earlier runs kept; where there are none yet, only what needs none is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from workbench.desk.door.quoted import Said
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import held_back, quotes
from workbench.project.file import Project
from workbench.suggestions.cache import VectorCache
from workbench.suggestions.coded_ground import Ground, read_ground
from workbench.suggestions.embedding import pooled, stretches
from workbench.suggestions.material import ToRead
from workbench.suggestions.next_places import KINDS, NextPlace, from_codes_together, from_readings, from_scores
from workbench.suggestions.runs import newest
from workbench.suggestions.same_reading import from_copies, from_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A passage worth reading as people may see it."""

    place: NextPlace
    text: str
    mark: str
    """What must be said beside it."""
    case: str
    like: str
    """The words it is compared with; empty where there are none, or they may not be shown."""


@dataclass(frozen=True, slots=True)
class LookNext:
    """Passages worth reading, reason by reason."""

    places: tuple[ShownPlace, ...]
    unread: int
    """Passages that no model has read, so that nothing is said of what they read like."""
    of: int
    held: tuple[str, ...]
    """What was held back, as sentences."""


def look_next(project: Project, *, cache: Path | None = None) -> LookNext:
    """Say where to look next. Safe in any thread; nothing is written.

    Args:
        project: An open project.
        cache: The folder of vectors, where it is not the user's cache folder.
    """
    with project.read() as session:
        return places_to_look(session, key=project.key, cache=cache)


def places_to_look(session: Session, *, key: str | None, cache: Path | None = None) -> LookNext:
    """The same from a session; `key` is the project's raw key, None for a plain file."""
    ground = read_ground(session)
    found = from_readings(ground) + from_scores(ground) + from_copies(ground) + from_codes_together(ground)
    model = _last_model(session)
    unread = len(ground.segments)
    if model:
        kept = VectorCache(session.info["secret"], model, key=key, folder=cache)
        rows, there = _segment_vectors(kept, ground.segments)
        unread = int((~there).sum())
        found += from_vectors(ground, rows, there)
    order = list(KINDS)
    found.sort(key=lambda one: order.index(one.kind))
    return _shown(session, ground, found, unread)


def _last_model(session: Session) -> str:
    """The name of the model that the newest run read with, as its vectors are kept under."""
    last = newest(session)
    return "" if last is None else last.model.partition("; ")[0]


def _segment_vectors(kept: VectorCache, segments: tuple[ToRead, ...]) -> tuple[Vectors, NDArray[np.bool_]]:
    """A vector a segment, the mean of its stretches' by their length, and for which all of them are kept."""
    import numpy as np

    cut = [(at, span) for at, one in enumerate(segments) for span in stretches(one.text)]
    rows, there = kept.known([segments[at].text[span.start : span.end] for at, span in cut])
    owners = np.asarray([at for at, _ in cut], np.int64)
    whole = np.ones(len(segments), bool)
    if len(cut):
        np.logical_and.at(whole, owners, there)
        whole &= np.bincount(owners, minlength=len(segments)) > 0
    return pooled(rows, [at for at, _ in cut], [len(span) for _, span in cut], len(segments)), whole


def _shown(session: Session, ground: Ground, found: list[NextPlace], unread: int) -> LookNext:
    """The places through the door for the team."""
    wanted = {one.segment_id: one for each in found for one in (each.segment, each.other) if one is not None}
    said = [Said(key, one.document, one.start, one.end, one.text, one.case_id) for key, one in wanted.items()]
    through, held = quotes(session, said, INTERNAL)
    told = {one.passage.key: one for one in through}
    shown = tuple(
        ShownPlace(
            one,
            told[one.segment.segment_id].text,
            told[one.segment.segment_id].mark,
            ground.people.get(one.segment.case_id or 0, ""),
            told[one.other.segment_id].text if one.other is not None and one.other.segment_id in told else "",
        )
        for one in found
        if one.segment.segment_id in told
    )
    return LookNext(shown, unread, len(ground.segments), tuple(held_back(held)))


def next_table(session: Session, asking: Asking) -> Made:
    """Each passage worth reading, with its reason; a reason may speak of a few people, so that it is for the team only."""
    if not asking.for_the_team:
        return Made([], ["Where to look next speaks of few people, and is for the team only."])
    found = places_to_look(session, key=asking.key)
    rows: list[tuple[Cell, ...]] = [
        (
            KINDS[one.place.kind],
            one.place.why,
            one.place.segment.document,
            one.place.segment.start,
            one.place.segment.end,
            one.text,
            one.case,
            one.like or None,
        )
        for one in found.places
    ]
    left_out = [f"{found.unread:,} passages are not read by the machine yet: run suggest."] if found.unread else []
    return Made(rows, [*left_out, *found.held], quotes=len(rows))


NEXT_TABLE = TableKind(
    "next",
    "where to look next: passages worth reading, each with its reason",
    ("reason", "why", "document", "start", "end", "text", "case", "like"),
    next_table,
)
"""The declaration for the list of all tables."""
