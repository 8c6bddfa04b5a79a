"""Clustering: vectors brought down to a few numbers, put into groups, and tried for how firmly they hang together.

The steady way: the 20 directions in which the passages differ most, at length one; k-means from the middles of Ward's
tree, and from five other starts that are always the same, whichever ends tightest. So the groups do not depend on a
seed, unless there are more passages than are fitted and a sample is drawn. Plain arithmetic, no text.
"""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.shared_words import SharedWords

    Labels = NDArray[np.int64]
    Places = NDArray[np.float32]

COMPONENTS = 20
FITTED = 20_000
"""So many passages at most are grouped; above that a sample is, and every other goes to its nearest middle."""
FITTED_BY_DENSITY = 10_000
WARD = 1_500
"""So many passages at most go into Ward's tree, which grows with their square."""
MOST_TOPICS = 40
SMALLEST = 12
"""So many passages a topic, on average, are wanted when the number of topics is left to us."""
LOOKED_AT = 1_500
"""How many passages at most are looked at to choose the number of topics."""
CLEAR, APART = 0.25, 0.02
"""The silhouette's best must be this high, and this much above the middle one, to decide the number of topics. On real
interviews and answers it lies flat below 0.2 from 3 to 40 topics and decides nothing."""
ROOT = 0.75
FIXED = 0
"""Where the starts of k-means are drawn from, whatever seed was asked for."""
BATCH = 65_536
FEWEST_FOR_OUTLIERS = 60
"""Below this many passages quartiles say too little, and every passage is in a topic."""
WHISKERS, LEAST_APART = 1.5, 0.05
"""A passage fits in no topic where it lies this many interquartile ranges, and at least this cosine, below the lower
quartile (Tukey 1977)."""
NONE = -1
"""The group of passages that fit in none."""


class TopicsDoNotFitError(WorkbenchError):
    """That is no number of topics for so many passages. Ask for 2 or more, and at most half the passages."""


class Middles:
    """Groups round middles: Ward's tree for where to begin, k-means from there. Used as BERTopic uses HDBSCAN."""

    def __init__(self, count: int, seed: int, other_starts: int = 5) -> None:
        self.count = count
        self.seed = seed
        self.other_starts = other_starts

    def fit(self, places: Any, y: Any = None) -> Middles:  # noqa: ARG002 - as BERTopic calls it
        """Group the rows; `labels_` and `cluster_centers_` are there after."""
        return self.grown(as_rows(places), Tree(places, self.seed))

    def grown(self, rows: NDArray[np.float64], tree: Tree) -> Middles:
        """Group the rows from a tree of them that is there already."""
        import numpy as np
        from sklearn.cluster import KMeans

        made = KMeans(self.count, init=tree.middles(self.count), n_init=1).fit(rows)
        if self.other_starts:
            other = KMeans(self.count, n_init=self.other_starts, random_state=FIXED).fit(rows)
            made = other if other.inertia_ < made.inertia_ * (1 - 1e-9) else made
        self.labels_ = made.labels_.astype(np.int64)
        self.cluster_centers_ = made.cluster_centers_
        return self

    def predict(self, places: Any) -> Labels:
        """The nearest middle of each row."""
        return nearest(places, self.cluster_centers_)


class Tree:
    """Ward's tree (Ward 1963) of some rows, or of a sample of many, made once and cut at any number of groups."""

    def __init__(self, places: Any, seed: int) -> None:
        from scipy.cluster.hierarchy import linkage

        rows = as_rows(places)
        self._rows = rows[drawn(len(rows), WARD, seed)]
        self._joins = linkage(self._rows, "ward")

    def middles(self, count: int) -> NDArray[np.float64]:
        """The middles of so many groups, a row each; `count` is at most the number of rows."""
        import numpy as np

        rows = len(self._rows)
        joins = self._joins[: rows - count, :2].astype(int).tolist()
        top = list(range(rows + len(joins)))
        for number in range(len(joins) - 1, -1, -1):
            for part in joins[number]:
                top[part] = top[rows + number]
        group = np.unique(top[:rows], return_inverse=True)[1]
        return np.stack([self._rows[group == number].mean(axis=0) for number in range(count)])


def as_rows(places: Any) -> NDArray[np.float64]:
    """Rows as k-means works on them."""
    import numpy as np

    return np.asarray(places, np.float64)


def drawn(count: int, most: int, seed: int) -> Labels:
    """The places of at most so many of `count`, in order; all of them where they are no more."""
    import numpy as np

    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))


def squeezer(passages: int, width: int) -> Any:
    """What brings vectors down to 20 numbers at length one: a transformer to be fitted."""
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    fewer = min(COMPONENTS, passages - 1, width)
    return make_pipeline(PCA(fewer, svd_solver="full" if passages < width else "covariance_eigh"), Normalizer())


def squeezed(made: Any, source: SharedWords, passages: int) -> Places:
    """Where every passage lies by a fitted transformer, in batches, as 32-bit numbers."""
    import numpy as np

    parts = [
        made.transform(source.moved(np.arange(first, min(first + BATCH, passages)))).astype(np.float32)
        for first in range(0, passages, BATCH)
    ]
    return np.concatenate(parts)


def nearest(places: Any, middles: Any) -> Labels:
    """For each row the middle it is nearest to, in batches."""
    import numpy as np

    half = (np.asarray(middles, np.float32) ** 2).sum(axis=1) / 2
    found = np.empty(len(places), np.int64)
    for first in range(0, len(places), BATCH):
        some = np.asarray(places[first : first + BATCH], np.float32)
        found[first : first + BATCH] = (some @ np.asarray(middles, np.float32).T - half).argmax(axis=1)
    return found


def most_topics(places: Places, of: int) -> int:
    """The most topics that are tried for `of` passages: three quarters of the square root of their number, up to 40."""
    return min(max(round(ROOT * math.sqrt(of)), 2), MOST_TOPICS, different(places))


def different(places: Places) -> int:
    """How many different places there are."""
    import numpy as np

    return len(np.unique(places.round(4), axis=0))


def clear_number(places: Places, most: int, seed: int) -> tuple[int, str] | None:
    """The number of groups where they stand clearly apart, and why; None where they do not."""
    import numpy as np

    scores = silhouettes(places, min(max(most + 2, len(places) // SMALLEST), different(places) - 1), seed)
    if scores:
        best = max(scores, key=lambda count: scores[count])
        if scores[best] >= CLEAR and scores[best] - float(np.median(list(scores.values()))) >= APART:
            tried = f"{min(scores)} to {max(scores)}"
            return best, f"{best}: of {tried} tried, so many groups stand apart best (silhouette {scores[best]:.2f})."
    return None


def silhouettes(places: Places, most: int, seed: int) -> dict[int, float]:
    """For some numbers of topics, how well the groups stand apart (Rousseeuw 1987), −1 to 1."""
    from sklearn.metrics import pairwise_distances, silhouette_score

    looked = as_rows(places[drawn(len(places), LOOKED_AT, seed)])
    apart = pairwise_distances(looked)
    tree, found = Tree(looked, seed), {}
    for count in (2, 3, 4, 5, 6, 7, 8, 10, 13, 16, 20, 25, 30, 40):
        if count > most:
            break
        labels = Middles(count, seed, 0).grown(looked, tree).labels_
        if 1 < len(set(labels.tolist())) < len(looked):
            found[count] = float(silhouette_score(apart, labels, metric="precomputed"))
    return found


def middles_of(vectors: Vectors, labels: Labels, count: int) -> NDArray[np.float32]:
    """The middle of each group's vectors at length one, without a copy of the vectors."""
    import numpy as np

    from workbench.suggestions.embedding import unit

    summed = np.zeros((count, vectors.shape[1]))
    for first in range(0, len(vectors), BATCH):
        some, whose = vectors[first : first + BATCH], labels[first : first + BATCH]
        for number in np.unique(whose[whose >= 0]):
            summed[number] += some[whose == number].sum(axis=0, dtype=np.float64)
    return unit(summed)


def closeness(vectors: Vectors, labels: Labels, middles: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each passage to the middle of its group, 0 to 1; 0 for who is in none."""
    import numpy as np

    near = np.zeros(len(vectors), np.float32)
    for first in range(0, len(vectors), BATCH):
        whose = labels[first : first + BATCH]
        near[first : first + BATCH] = np.einsum("ij,ij->i", vectors[first : first + BATCH], middles[whose])
    near[labels < 0] = 0
    return np.clip(near, 0, 1).round(6)


def fit_in_none(near: NDArray[np.float32], labels: Labels, count: int) -> NDArray[np.bool_]:
    """Which passages lie so far from the middle of their group, the nearest, that they belong to none.

    Each is measured from the median of its own group; what lies below the lower quartile of all by more than one and a
    half interquartile ranges is out.
    """
    import numpy as np

    apart = np.zeros(len(near))
    for number in range(count):
        own = labels == number
        if own.any():
            apart[own] = near[own] - np.median(near[own])
    lower, upper = np.quantile(apart, (0.25, 0.75))
    fence = lower - max(WHISKERS * (upper - lower), LEAST_APART)
    out: NDArray[np.bool_] = (apart < fence) & (len(near) >= FEWEST_FOR_OUTLIERS)
    return out | (near <= 0)


def found_again(labels: Labels, again: Labels, count: int) -> NDArray[np.float64]:
    """For each group its greatest overlap (Jaccard) with one of another grouping of the same passages, 0 to 1."""
    import numpy as np

    others = int(again.max(initial=-1)) + 1
    both = np.zeros((count, max(others, 1)))
    there = (labels >= 0) & (again >= 0)
    np.add.at(both, (labels[there], again[there]), 1)
    own = np.bincount(labels[labels >= 0], minlength=count)[:, None]
    other = np.bincount(again[again >= 0], minlength=both.shape[1])[None, :]
    overlap: NDArray[np.float64] = (both / np.maximum(own + other - both, 1)).max(axis=1)
    return overlap


def density_is_there() -> bool:
    """Whether UMAP is installed, which grouping by density needs; it is not imported to know."""
    return importlib.util.find_spec("umap") is not None


def flattener(seed: int) -> Any:
    """UMAP as BERTopic sets it (McInnes et al. 2018), in one thread, so that a seed gives the same again."""
    import warnings

    import umap

    warnings.filterwarnings("ignore", category=UserWarning, module="umap")
    return umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)


def by_density(passages: int) -> Any:
    """HDBSCAN for so many passages (Campello et al. 2013): a topic is at least ten of them, or one in a thousand."""
    from sklearn.cluster import HDBSCAN

    return HDBSCAN(min_cluster_size=max(10 if passages >= 200 else 5, passages // 1000), copy=True)
