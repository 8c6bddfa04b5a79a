"""Trials: passages grouped again and again without a fifth of them, to see what is found again.

Trials decide two things. Which passages are in a group: those that at least half of the trials put there; the others fit
in none. And how steady each group is (after Ben-Hur, Elisseeff and Guyon 2002), by further trials; a group of which they
find less than a third again is given up, so that a figure near a third flatters a little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.suggestions.clustering import NONE, Middles, drawn, found_again, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.clustering import Labels, Places

DECIDING = 8
"""So many trials say which passages are in a topic."""
TURNS = 4
"""So many further ones say how steady it is."""
LOTS = 2
"""And so many from other starts, each the tightest of `STARTS`."""
KEPT = 0.8
FOUND_AGAIN = 0.5
"""A topic is fairly steady, and a passage is in it, from this share on."""
STARTS = 5
"""As many starts as a grouping tries itself, but drawn by lot."""
_FIRST = 1_000
"""Trials that decide are drawn apart from those that measure, and are the same whatever seed was asked for."""


def decided(places: Places, fitted: Labels, labels: Labels, count: int) -> Labels:
    """The topic that at least half of the trials put each passage in, -1 where there is none.

    Args:
        places: Where every passage lies.
        fitted: The passages that topics are made of; a trial leaves a fifth of them out.
        labels: The topic of every passage as they were first grouped; a group of a trial is the topic it overlaps most.
        count: How many topics there are.
    """
    import numpy as np

    votes: NDArray[np.int32] = np.zeros((len(places), count), np.int32)
    for turn in range(DECIDING):
        kept = fitted[_kept(len(fitted), count, _FIRST + 100 + turn)]
        again = nearest(places, Middles(count, 0, other_starts=0).fit(places[kept]).cluster_centers_)
        topic = _same_topic(labels[fitted], again[fitted], count)[again]
        there = np.flatnonzero(topic >= 0)
        votes[there, topic[there]] += 1
    best = votes.argmax(axis=1).astype(np.int64)
    return np.where(votes.max(axis=1) >= FOUND_AGAIN * DECIDING, best, NONE)


def _same_topic(labels: Labels, again: Labels, count: int) -> Labels:
    """For each group of a trial the topic that it overlaps most (Jaccard), -1 where it meets none."""
    import numpy as np

    both = np.zeros((count, count))
    there = labels >= 0
    np.add.at(both, (again[there], labels[there]), 1)
    own = np.bincount(again, minlength=count)[:, None]
    other = np.bincount(labels[there], minlength=count)[None, :]
    overlap = both / np.maximum(own + other - both, 1)
    return np.where(overlap.max(axis=1) > 0, overlap.argmax(axis=1), NONE)


def steadiness(places: Places, labels: Labels, count: int, seed: int) -> tuple[list[float], list[float]]:
    """For each topic how much of it is found again without a fifth of the passages, and from other starts.

    Means over four trials and over two, of the passages that are in a topic; the trials are others than those that decided.
    """
    import numpy as np
    from sklearn.cluster import KMeans

    fewer, starts = np.zeros((TURNS, count)), np.zeros((LOTS, count))
    inside = labels >= 0
    for turn in range(TURNS):
        kept = _kept(len(places), count, seed + turn)
        again = Middles(count, seed + turn, other_starts=0).fit(places[kept]).labels_
        again[~inside[kept]] = NONE
        fewer[turn] = found_again(labels[kept], again, count)
    for turn in range(LOTS):
        other = KMeans(count, n_init=STARTS, random_state=seed + 1 + turn).fit_predict(places).astype(np.int64)
        other[~inside] = NONE
        starts[turn] = found_again(labels, other, count)
    return fewer.mean(axis=0).tolist(), starts.mean(axis=0).tolist()


def _kept(passages: int, count: int, seed: int) -> Labels:
    return drawn(passages, max(count, round(passages * KEPT)), seed)
