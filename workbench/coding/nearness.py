"""Which passages lie on, beside or around others: stretches in documents compared by sorting, without a database.

A stretch is a document and two positions, half-open: characters for words on each other, turns for nearness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_APART = 32
"""Bits for a position within a document; the document's key stands above them, so that no two documents meet."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches side by side, one a row: whose they are, and where they begin and end."""

    keys: Numbers
    documents: Numbers
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.keys)

    def placed(self) -> tuple[Numbers, Numbers]:
        """Beginnings and ends as positions in all documents, one after the other."""
        above = self.documents << _APART
        return above + self.starts, above + self.ends


def meeting(these: Stretches, those: Stretches, *, other: bool = False, reach: int = 0) -> Mask:
    """Which of these share at least one position with one of those.

    Args:
        these: The stretches that are asked about.
        those: What they may meet; empty ones meet nothing.
        other: Whether a stretch that is among both must meet another than itself.
        reach: How many positions apart they may be and still meet.
    """
    if not len(these) or not len(those):
        return np.zeros(len(these), dtype=np.bool_)
    starts, ends = these.placed()
    their_starts, their_ends = those.placed()
    if reach:
        starts, ends = np.maximum(starts - reach, these.documents << _APART), ends + reach
    order = np.argsort(their_starts, kind="stable")
    their_starts, their_ends = their_starts[order], their_ends[order]
    before = np.searchsorted(their_starts, ends, side="left")
    furthest = np.maximum.accumulate(their_ends)
    found: Mask = (before > 0) & (furthest[np.maximum(before - 1, 0)] > starts)
    if other:
        shared = np.flatnonzero(found & np.isin(these.keys, those.keys))
        if len(shared):
            found[shared] = _meets_another(
                these.keys[shared], starts[shared], before[shared], those.keys[order], their_ends
            )
    return found


def _meets_another(keys: Numbers, starts: Numbers, before: Numbers, their_keys: Numbers, their_ends: Numbers) -> Mask:
    """For stretches that are among the others themselves: whether they meet one of another key.

    For every beginning the two that reach furthest are kept, of different keys; one of them is not oneself.
    """
    first: list[tuple[int, int]] = []
    second: list[int] = []
    best, best_key, next_best = -1, -1, -1
    for key, end in zip(their_keys.tolist(), their_ends.tolist(), strict=True):
        if key == best_key:
            best = max(best, end)
        elif end > best:
            best, best_key, next_best = end, key, best
        else:
            next_best = max(next_best, end)
        first.append((best, best_key))
        second.append(next_best)
    found = np.zeros(len(keys), dtype=np.bool_)
    for at, (key, start, upto) in enumerate(zip(keys.tolist(), starts.tolist(), before.tolist(), strict=True)):
        reach, whose = first[upto - 1]
        found[at] = (second[upto - 1] if whose == key else reach) > start
    return found


def holding(these: Stretches, those: Stretches) -> Mask:
    """Which of these hold at least one of those from its beginning to its end."""
    if not len(these) or not len(those):
        return np.zeros(len(these), dtype=np.bool_)
    starts, ends = these.placed()
    their_starts, their_ends = those.placed()
    order = np.argsort(their_starts, kind="stable")
    their_starts, their_ends = their_starts[order], their_ends[order]
    nearest = np.minimum.accumulate(their_ends[::-1])[::-1]
    after = np.searchsorted(their_starts, starts, side="left")
    found: Mask = (after < len(nearest)) & (nearest[np.minimum(after, len(nearest) - 1)] <= ends)
    return found


def united(some: list[Stretches]) -> Stretches:
    """All of them, each key once, in the order of the documents and of their words."""
    keys = np.concatenate([one.keys for one in some])
    documents = np.concatenate([one.documents for one in some])
    starts = np.concatenate([one.starts for one in some])
    ends = np.concatenate([one.ends for one in some])
    _, first = np.unique(keys, return_index=True)
    order = first[np.lexsort((keys[first], starts[first], documents[first]))]
    return Stretches(keys[order], documents[order], starts[order], ends[order])


def chosen(some: Stretches, mask: Mask) -> Stretches:
    """Those that a mask leaves, in the same order."""
    return Stretches(some.keys[mask], some.documents[mask], some.starts[mask], some.ends[mask])


def of_rows(rows: list[tuple[int, int, int, int]]) -> Stretches:
    """Stretches from rows of key, document, start and end, in their order."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Stretches(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
