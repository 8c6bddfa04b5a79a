"""Codes that meet: two codes on words that they share, by at least one character.

Any two codings that overlap meet, whoever made them; ask for one coder to leave out meetings between coders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import arrays, codings_where, expanded
from workbench.coding.tree import read_tree

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

STEP = 200_000
"""Codings looked at together, so that memory stays small whatever the project's size."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two codes that meet: in how many places, in how many people's words. `code_a` comes first in the codebook."""

    a_id: int
    b_id: int
    code_a: str
    code_b: str
    passages: int
    """Pairs of codings that overlap."""
    cases: int
    """People whose words are in an overlap."""


def cooccurrence(
    session: Session, *, coder: int | None = None, seen: sa.ColumnElement[bool] | None = None
) -> list[Meeting]:
    """Every two codes that meet, those that meet most first.

    Args:
        session: A session to read with.
        coder: Only this coder's codings.
        seen: Only codings of which this holds: what a coder who reads blind sees.
    """
    import numpy as np

    tree, held = read_tree(session), arrays(session)
    many = len(tree.order)
    codings = held.codings if seen is None else codings_where(session, held.far, seen)
    codings = _placed(codings if coder is None else codings[codings[:, 4] == coder], tree.order)
    if not len(codings):
        return []
    passages, cases = _count(codings, held.segments, held.far, many)
    pairs = np.flatnonzero(passages)
    pairs = pairs[np.argsort(-passages[pairs], kind="stable")]
    paths = [tree.path(key) for key in tree.order]
    columns = (pairs // many, pairs % many, passages[pairs], cases[pairs])
    return [
        Meeting(tree.order[a], tree.order[b], paths[a], paths[b], met, people)
        for a, b, met, people in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _placed(codings: Numbers, order: list[int]) -> Numbers:
    """The codings whose codes are there, with their code's place in the codebook in place of its key."""
    import numpy as np

    place = np.full(max([*order, int(codings[:, 3].max(initial=0))]) + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    found = codings.copy()
    found[:, 3] = place[found[:, 3]]
    return found[found[:, 3] >= 0]


def _count(codings: Numbers, segments: Numbers, far: int, codes: int) -> tuple[Numbers, Numbers]:
    """Meetings and people by pair of codes, the pair as first place x number of codes + second."""
    import numpy as np

    begin, end, code = codings[:, 0] * far + codings[:, 1], codings[:, 0] * far + codings[:, 2], codings[:, 3]
    passages = np.zeros(codes * codes, dtype=np.int64)
    people: list[Numbers] = []
    most = int(segments[:, 3].max(initial=0)) + 1
    places = [segments[:, 0] * far + segments[:, cell] for cell in (1, 2)]
    for first, second in _overlaps(begin, end):
        one, other = code[first], code[second]
        apart = one != other
        first, second, one, other = first[apart], second[apart], one[apart], other[apart]
        pair = np.minimum(one, other) * codes + np.maximum(one, other)
        passages += np.bincount(pair, minlength=codes * codes)
        low = np.searchsorted(places[1], begin[second], "right")
        many = np.maximum(np.searchsorted(places[0], np.minimum(end[first], end[second]), "left") - low, 0)
        which, at = expanded(low, many)
        case = segments[at, 3]
        people.append(np.unique((pair[which] * most + case)[case > 0]))
    together = np.unique(np.concatenate(people)) // most
    return passages, np.bincount(together, minlength=codes * codes)


def _overlaps(begin: Numbers, end: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Which codings overlap which, as positions in arrays sorted by `begin`; the first of a pair begins first."""
    import numpy as np

    after = np.arange(len(begin)) + 1
    number = np.maximum(np.searchsorted(begin, end, "left") - after, 0)
    for at in range(0, len(begin), STEP):
        which, second = expanded(after[at : at + STEP], number[at : at + STEP])
        yield which + at, second
