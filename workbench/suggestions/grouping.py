"""Grouping: passages that read alike, put together, with the words that tell each group from the others.

Vectors are brought down to 20 numbers (PCA) and grouped by k-means, which gives every passage a group and the same
groups for the same seed. BERTopic does it where it is installed and there are 60 passages or more; else we do the same
in our own few lines. Groups are a way into the material, not a finding: a theme is what a person makes of them.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.suggestions.embedding import Cancelled, Progress, SuggestingStoppedError
from workbench.suggestions.keywords import PAIRED, RANKED, chosen, class_tf_idf, readable, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

FEWEST = 8
"""Below this many passages nothing can be grouped."""
FEWEST_FOR_BERTOPIC = 60
MANY = 20_000
"""Above this many passages k-means works through them in batches."""
COMPONENTS = 20
MOST_TOPICS = 40
SMALLEST = 12
"""So many passages a topic, on average, are wanted when the number of topics is left to us."""
LOOKED_AT = 3_000
"""How many passages at most are looked at to choose the number of topics."""
CLEAR, APART = 0.11, 0.01
"""The silhouette's best must be this high, and this much above the middle one, to decide the number of topics. On real
interviews it lies flat near 0.09 from 3 to 40 topics and decides nothing."""
TELLING = 0.06
"""A keyword stands in at least this share of its topic's passages, and in two of them."""
TURNS = 4
STEADY = ((0.75, "steady"), (0.5, "fairly steady"), (0.0, "shifts"))
"""How much of a topic is found again when a fifth of the passages is left out, in words."""


class TopicsDoNotFitError(WorkbenchError):
    """That is no number of topics for so many passages. Ask for 2 or more, and at most half the passages."""


@dataclass(frozen=True, slots=True)
class Group:
    """One topic: its keywords, and the passages in it with how close each is to its middle (0 to 1), closest first."""

    keywords: tuple[str, ...]
    members: tuple[int, ...]
    closeness: tuple[float, ...]
    steadiness: float
    """0 to 1: how much of it was found again with a fifth of the passages left out."""

    @property
    def label(self) -> str:
        """A working name: its three strongest keywords."""
        return ", ".join(self.keywords[:3]) or "no telling words"


@dataclass(frozen=True, slots=True)
class Grouping:
    """All topics, the largest first, and how they came about."""

    groups: tuple[Group, ...]
    method: str
    why: str
    """Why so many topics, or why none, in a sentence."""


def in_words(steadiness: float) -> str:
    """How steady a topic is, as a word."""
    return next(word for least, word in STEADY if steadiness >= least)


def group(
    texts: Sequence[str],
    vectors: Vectors,
    *,
    topics: str | int = "auto",
    seed: int = 42,
    names: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Grouping:
    """Group passages by their vectors; a row of `vectors` is the passage of the same place in `texts`."""
    import numpy as np
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if len(texts) < FEWEST:
        return Grouping((), "none", f"{_passages(len(texts))} are too few to group: it takes at least {FEWEST}.")
    with threadpool_limits(1):
        reduced = _reduce(np.asarray(vectors, np.float64))
        _step("Choosing the number of topics", 1, progress, cancelled)
        count, why = _how_many(reduced, topics, seed)
        _step("Grouping", 2, progress, cancelled)
        documents = readable([tokens(text, names) for text in texts])
        if len(texts) >= FEWEST_FOR_BERTOPIC and bertopic_is_there():
            labels, ranked, method = _by_bertopic(documents, vectors, count, seed)
        else:
            labels = _clusters(count, len(texts), seed).fit_predict(reduced)
            ranked, method = class_tf_idf(documents, labels.tolist(), count), _method("c-TF-IDF", len(texts))
        _step("Trying how steady they are", 3, progress, cancelled)
        steady = _steadiness(reduced, labels, count, seed)
    return Grouping(_groups(documents, vectors, labels, ranked, steady), method, why)


def bertopic_is_there() -> bool:
    """Whether BERTopic is installed; it is not imported to know."""
    return importlib.util.find_spec("bertopic") is not None


def _step(what: str, done: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
    if cancelled is not None and cancelled():
        raise SuggestingStoppedError
    if progress is not None:
        progress(what, done, 3)


def _passages(count: int) -> str:
    return f"{count:,} passage{'' if count == 1 else 's'}"


def _method(words: str, passages: int) -> str:
    return f"PCA({COMPONENTS}) + {'MiniBatchKMeans' if passages > MANY else 'KMeans'} + {words}"


def _pca(passages: int, width: int) -> Any:
    from sklearn.decomposition import PCA

    return PCA(min(COMPONENTS, passages - 1, width), svd_solver="full" if passages < width else "covariance_eigh")


def _reduce(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    reduced: NDArray[np.float64] = _pca(*vectors.shape).fit_transform(vectors)
    return reduced


def _clusters(count: int, passages: int, seed: int, tries: int = 5) -> Any:
    """The clusterer for so many passages; the same seed gives the same groups."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    if passages > MANY:
        return MiniBatchKMeans(count, n_init=tries, batch_size=4096, random_state=seed)
    return KMeans(count, n_init=tries, random_state=seed)


def _how_many(reduced: NDArray[np.float64], topics: str | int, seed: int) -> tuple[int, str]:
    """The number of topics and the reason for it."""
    import numpy as np

    passages = len(reduced)
    distinct = len(np.unique(reduced.round(6), axis=0))
    if topics != "auto":
        count = int(topics)
        if not 2 <= count <= passages // 2:
            raise TopicsDoNotFitError(
                f"{count} topics cannot be made of {_passages(passages)}. Ask for 2 to {passages // 2}."
            )
        if count > distinct:
            return distinct, f"{distinct}, because only so many different passages are there."
        return count, f"{count}, as asked."
    rule = min(max(round(passages**0.5 / 2), 2), MOST_TOPICS, distinct)
    scores = _silhouettes(reduced, min(max(rule + 2, passages // SMALLEST), distinct - 1), seed)
    if scores:
        best = max(scores, key=lambda count: scores[count])
        if scores[best] >= CLEAR and scores[best] - float(np.median(list(scores.values()))) >= APART:
            tried = f"{min(scores)} to {max(scores)}"
            return best, f"{best}: of {tried} tried, so many groups stand apart best (silhouette {scores[best]:.2f})."
    return rule, (
        f"{rule}: the passages fall into no clear number of groups, so half the square root of their number"
        f" ({passages:,}) was taken. Ask for more or fewer to see it finer or coarser."
    )


def _silhouettes(reduced: NDArray[np.float64], most: int, seed: int) -> dict[int, float]:
    """For some numbers of topics, how well the groups stand apart (Rousseeuw 1987), −1 to 1."""
    import numpy as np
    from sklearn.metrics import silhouette_score

    looked = reduced
    if len(reduced) > LOOKED_AT:
        looked = reduced[np.random.default_rng(seed).choice(len(reduced), LOOKED_AT, replace=False)]
    tried = sorted({count for count in (2, 3, 4, 5, 6, 7, 8, 10, 13, 16, 20, 25, 30, 40) if count <= most})
    found = {}
    for count in tried:
        labels = _clusters(count, len(looked), seed, tries=2).fit_predict(looked)
        if 1 < len(set(labels.tolist())) < len(looked):
            found[count] = float(silhouette_score(looked, labels))
    return found


def _by_bertopic(
    documents: list[str], vectors: Vectors, count: int, seed: int
) -> tuple[NDArray[np.int64], list[list[tuple[str, float]]], str]:
    """BERTopic on vectors we have, with our own words: no download, no UMAP, no HDBSCAN."""
    import logging

    import bertopic
    import numpy as np
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model = bertopic.BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=_pca(*vectors.shape),
        hdbscan_model=_clusters(count, len(documents), seed),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=RANKED,
        calculate_probabilities=False,
    )
    found, _ = model.fit_transform([document or PAIRED for document in documents], np.asarray(vectors, np.float64))
    labels = np.asarray(found, np.int64)
    words = model.get_topics()
    ranked = [[(word, float(weight)) for word, weight in words.get(number, [])] for number in range(count)]
    return labels, ranked, f"BERTopic {bertopic.__version__}: {_method('c-TF-IDF', len(documents))}"


def _steadiness(reduced: NDArray[np.float64], labels: NDArray[np.int64], count: int, seed: int) -> list[float]:
    """For each group, the mean overlap (Jaccard) with its nearest group when a fifth is left out, four times over."""
    import numpy as np

    found = np.zeros((TURNS, count))
    for turn in range(TURNS):
        kept = np.sort(
            np.random.default_rng(seed + turn).permutation(len(reduced))[: max(count, len(reduced) * 4 // 5)]
        )
        again = _clusters(count, len(kept), seed + turn, tries=2).fit_predict(reduced[kept])
        both = np.zeros((count, count))
        np.add.at(both, (labels[kept], again), 1)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
        found[turn] = (both / np.maximum(either, 1)).max(axis=1)
    return [float(value) for value in found.mean(axis=0)]


def _groups(
    documents: list[str],
    vectors: Vectors,
    labels: NDArray[np.int64],
    ranked: list[list[tuple[str, float]]],
    steady: list[float],
) -> tuple[Group, ...]:
    """Groups with their passages in order of closeness to the middle, the largest group first."""
    import numpy as np

    made: list[Group] = []
    for number, words in enumerate(ranked):
        members = np.flatnonzero(labels == number)
        if not len(members):
            continue
        middle = vectors[members].mean(axis=0)
        near = np.clip(vectors[members] @ (middle / (float(np.linalg.norm(middle)) or 1.0)), 0, 1)
        order = np.argsort(-near.round(6), kind="stable")
        said = Counter(word for member in members for word in documents[member].split())
        made.append(
            Group(
                tuple(chosen(words, said, min(len(members), max(2, round(len(members) * TELLING))))),
                tuple(int(members[at]) for at in order),
                tuple(round(float(near[at]), 4) for at in order),
                round(steady[number], 3),
            )
        )
    return tuple(sorted(made, key=lambda one: (-len(one.members), one.keywords)))
