"""Shared words: passages drawn towards each other by the telling words they share, before they are grouped.

A model's vector tells how something is said as well as what is said: stories lie with stories, lists with lists. What
people say of one thing has words in common. So every telling word gets a place, the middle of the passages that have
it, and every passage moves towards the places of its own words, the rarer of them more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.suggestions.word_counts import WordTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.clustering import Labels
    from workbench.suggestions.embedding import Vectors

    Rows = NDArray[np.float64]

OFTEN = 3
"""A word draws passages from so many passages on."""
PULL = 1.0
"""How strongly, beside the passage's own vector at length one."""


class SharedWords:
    """The places of words, learned from some passages, and where each passage comes to lie."""

    def __init__(self, table: WordTable, vectors: Vectors, fitted: Labels) -> None:
        import numpy as np

        self._vectors = vectors
        self.width = vectors.shape[1]
        own = np.asarray(vectors[fitted], np.float64)
        self._middle = own.mean(axis=0)
        said = np.asarray(table.there[fitted].sum(axis=0), np.float64).ravel()
        often = np.flatnonzero(said >= OFTEN)
        self._there = table.there[:, often].astype(np.float64)
        sums = self._there[fitted].T @ _unit(own - self._middle)
        rare = np.log((len(fitted) + 1) / (said[often] + 1))
        self._words: Rows = _unit(sums / said[often][:, None]) * rare[:, None]

    def moved(self, rows: Labels) -> Rows:
        """Where these passages lie, a row each, of the width of their vectors."""
        import numpy as np

        own = _unit(np.asarray(self._vectors[rows], np.float64) - self._middle)
        if not len(self._words):
            return own
        return _unit(own + PULL * _unit(self._there[rows] @ self._words))


def _unit(rows: Rows) -> Rows:
    import numpy as np

    found: Rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return found
