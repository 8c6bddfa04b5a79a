"""Grouping: passages that read alike, put together, with the words that tell each group from the others.

By BERTopic where it is installed and there are 60 passages or more, else by the same few lines without it. Groups are a
way into the material, not a finding: a theme is what a person makes of them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.suggestions import clustering, trials
from workbench.suggestions.clustering import NONE, Middles, TopicsDoNotFitError
from workbench.suggestions.embedding import Cancelled, Progress, SuggestingStoppedError
from workbench.suggestions.keywords import PAIRED
from workbench.suggestions.shared_words import SharedWords
from workbench.suggestions.topic_names import NamesAmong
from workbench.suggestions.topic_words import LABEL, coherence, keywords, share_told
from workbench.suggestions.word_counts import WordTable, count_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.clustering import Labels, Places
    from workbench.suggestions.embedding import Vectors

__all__ = ["TopicsDoNotFitError"]

FEWEST = 8
"""Below this many passages nothing can be grouped."""
FEWEST_FOR_BERTOPIC = 60
SMALLEST_TOPIC = 3
"""Fewer passages than this make no topic, where the number of topics is left to us."""
FEWEST_WORDS, TOLD = 2, 1 / 3
"""A topic has so many keywords at least, a pair counting as two, and this share of its passages has one of the words it is named by."""
HARDLY = 1 / 3
"""A group of which less is found again is no topic."""
STEADY = ((0.75, "steady"), (0.5, "fairly steady"), (0.0, "shifts"))
"""How much of a topic is found again when a fifth of the passages is left out, in words."""
WAYS = ("steady", "density")
OUTLIERS = "fit in no topic"
_DENSITY_TURNS = 2


class DensityNeedsUmapError(WorkbenchError):
    """Grouping by density needs the package umap-learn, which is not on this computer. Leave --groups at steady."""


class DensityCountsItselfError(WorkbenchError):
    """Grouping by density finds the number of topics itself. Leave --topics at auto, or --groups at steady."""


class NoSuchGroupingError(WorkbenchError):
    """Passages are grouped steady or by density. Use --groups steady, or --groups density."""


@dataclass(frozen=True, slots=True)
class Group:
    """One topic: its keywords, and the passages in it with how close each is to its middle (0 to 1), closest first."""

    keywords: tuple[str, ...]
    members: tuple[int, ...]
    closeness: tuple[float, ...]
    steadiness: float
    """0 to 1: how much of it was found again with a fifth of the passages left out."""
    over_seeds: float
    """0 to 1: how much of it was found again from other starts, drawn by lot."""
    coherence: float | None
    """How often its keywords stand together (NPMI, -1 to 1)."""

    @property
    def label(self) -> str:
        """A working name: its three strongest keywords."""
        return label_of(self.keywords)


@dataclass(frozen=True, slots=True)
class Grouping:
    """All topics, the largest first, and how they came about."""

    groups: tuple[Group, ...]
    method: str
    why: str
    """Why so many topics, or why none, in a sentence."""
    outliers: tuple[int, ...] = ()
    """Passages that fit in no topic."""
    places: Places | None = field(default=None, compare=False)
    """Where every passage lies: a row of at most 20 numbers each, by which a topic can be split later."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a way of grouping gives for every passage."""

    labels: Labels
    count: int
    places: Places
    steady: list[float]
    starts: list[float]
    method: str
    why: str


def label_of(keywords: Sequence[str]) -> str:
    """A working name for a topic: its strongest keywords."""
    return ", ".join(keywords[:LABEL]) or "no telling words"


def in_words(steadiness: float) -> str:
    """How steady a topic is, as a word."""
    return next(word for least, word in STEADY if steadiness >= least)


def group(
    texts: Sequence[str],
    vectors: Vectors,
    *,
    topics: str | int = "auto",
    groups: str = "steady",
    seed: int = 42,
    names: frozenset[str] = frozenset(),
    people: Sequence[int | None] = (),
    question_of: Sequence[int] = (),
    questions: Sequence[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Grouping:
    """Group passages by their vectors; a row of `vectors` is the passage of the same place in `texts`.

    Args:
        texts: The passages.
        vectors: Their vectors at length one, 32-bit.
        topics: "auto", or how many.
        groups: "steady", or "density" for UMAP and HDBSCAN.
        seed: The same seed gives the same topics, on the same machine with the same packages.
        names: Words of people's names, which are no keywords.
        people: Who speaks in each passage: a keyword is said by two.
        question_of: For each passage the place of its survey question in `questions`, -1 for none.
        questions: The wording of survey questions, whose words are no keywords of their answers.
        progress: Told what is done, of four steps.
        cancelled: Asked between the steps whether to stop.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    _refuse(topics, groups)
    if len(texts) < FEWEST:
        return Grouping((), "none", f"{_passages(len(texts))} are too few to group: it takes at least {FEWEST}.")
    step = _Steps(progress, cancelled)
    with threadpool_limits(1):
        step.on("Counting words")
        table = count_words(texts, names, question_of=question_of, questions=questions)
        dense = groups == "density" and len(texts) >= FEWEST_FOR_BERTOPIC and len(table.words) > 1
        found = _dense(table, vectors, seed, step) if dense else _steady(table, vectors, topics, seed, step)
        labels = found.labels
        near = clustering.closeness(vectors, labels, clustering.middles_of(vectors, labels, found.count))
        if not dense:
            labels = np.where((labels >= 0) & clustering.fit_in_none(near, labels, found.count), NONE, labels)
        step.on("Choosing keywords")
        names_of = NamesAmong(texts)
        words = _words(table, names_of, labels, found.count, people)
        given_up = _given_up(table, labels, words, found) if topics == "auto" else []
        if given_up:
            labels = np.where(np.isin(labels, given_up), NONE, labels)
            words = _words(table, names_of, labels, found.count, people)
        made = _groups(found, labels, near, words, table)
    outliers = tuple(np.flatnonzero(labels < 0).tolist())
    why = _with_outliers(found.why, len(made), found.count, len(outliers))
    if groups == "density" and not dense:
        why += f" By density it takes at least {FEWEST_FOR_BERTOPIC} passages with words, so they were grouped the steady way."
    return Grouping(made, found.method, why, outliers, found.places)


def _words(
    table: WordTable, names_of: NamesAmong, labels: Labels, count: int, people: Sequence[int | None]
) -> list[list[str]]:
    """The keywords of each topic, without people's names."""
    words = keywords(table, labels, count, people=people)
    known = names_of.of(words, labels)
    return keywords(table, labels, count, people=people, without=known) if known else words


def _given_up(table: WordTable, labels: Labels, words: list[list[str]], found: _Found) -> list[int]:
    """Groups that are no topics: too few passages, too few words that tell them, or hardly ever found again."""
    import numpy as np

    gone = []
    for number, chosen in enumerate(words):
        rows = np.flatnonzero(labels == number)
        told = share_told(table, rows, chosen[:LABEL])
        said = sum(len(one.split(" ")) for one in chosen)
        firm = found.steady[number] >= HARDLY
        if len(rows) < SMALLEST_TOPIC or said < FEWEST_WORDS or told < TOLD or not firm:
            gone.append(number)
    return gone


def bertopic_is_there() -> bool:
    """Whether BERTopic is installed; it is not imported to know."""
    return importlib.util.find_spec("bertopic") is not None


class _Steps:
    """Says what is being done, and stops between two steps where that is wanted."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.progress, self.cancelled, self.done = progress, cancelled, 0

    def on(self, what: str) -> None:
        """Begin the next step."""
        if self.cancelled is not None and self.cancelled():
            raise SuggestingStoppedError
        if self.progress is not None:
            self.progress(what, self.done, 5)
        self.done += 1


def _refuse(topics: str | int, groups: str) -> None:
    if groups not in WAYS:
        raise NoSuchGroupingError
    if groups == "density" and topics != "auto":
        raise DensityCountsItselfError
    if groups == "density" and not clustering.density_is_there():
        raise DensityNeedsUmapError


def _passages(count: int) -> str:
    return f"{count:,} passage{'' if count == 1 else 's'}"


def _with_outliers(why: str, left: int, count: int, outliers: int) -> str:
    """The reason for the number of topics, with what came of groups that are none and of passages in none."""
    said = [why]
    if left < count:
        said.append(f"{count - left} of them were too small, without words that tell, or not found again: no topics.")
    if outliers:
        said.append(f"{_passages(outliers)} fit{'s' if outliers == 1 else ''} in no topic.")
    return " ".join(said)


def _steady(table: WordTable, vectors: Vectors, topics: str | int, seed: int, step: _Steps) -> _Found:
    """Middles of the passages, or of a sample of them; each passage in the group that trials agree on."""
    step.on("Choosing the number of topics")
    fitted = clustering.drawn(len(vectors), clustering.FITTED, seed)
    lie = SharedWords(table, vectors, fitted)
    moved = lie.moved(fitted)
    squeeze = clustering.squeezer(len(fitted), lie.width)
    squeeze.fit(moved)
    places = clustering.squeezed(squeeze, lie, len(vectors))
    sample = places[fitted]
    count, why = _how_many(sample, topics, seed, len(vectors))
    step.on("Grouping")
    clusters = Middles(count, seed)
    method = ""
    if len(fitted) >= FEWEST_FOR_BERTOPIC and len(table.words) > 1 and bertopic_is_there():
        _, method = _by_bertopic(table, fitted, moved, clustering.squeezer(*moved.shape), clusters)
    else:
        clusters.fit(sample)
    labels = clustering.nearest(places, clusters.cluster_centers_)
    labels[fitted] = clusters.labels_
    step.on("Trying how steady they are")
    labels = trials.decided(places, fitted, labels, count)
    steady, starts = trials.steadiness(sample, labels[fitted], count, clustering.FIXED)
    if len(fitted) < len(vectors):
        why += f" Found in {_passages(len(fitted))} drawn by lot; every other went to its nearest."
    named = f"shared words + PCA({clustering.COMPONENTS}) + Ward + KMeans + trials + log-odds"
    return _Found(labels, count, places, steady, starts, f"{method}{named}", why)


def _how_many(places: Places, topics: str | int, seed: int, of: int) -> tuple[int, str]:
    """The number of topics and the reason for it; `of` is how many passages there are in all."""
    distinct = clustering.different(places)
    if topics != "auto":
        count = int(topics)
        if not 2 <= count <= of // 2:
            raise TopicsDoNotFitError(f"{count} topics cannot be made of {of:,} passages. Ask for 2 to {of // 2:,}.")
        if count > distinct:
            return distinct, f"{distinct}, because only so many different passages are there."
        return count, f"{count}, as asked."
    most = clustering.most_topics(places, of)
    if most == distinct:
        return most, f"{most}, because only so many different passages are there."
    clear = clustering.clear_number(places, most, seed)
    if clear is not None:
        return clear
    return most, (
        f"{most}: the passages fall into no clear number of groups, so it goes by three quarters of the root of their"
        f" number ({of:,}), up to {clustering.MOST_TOPICS}. Ask for more or fewer to see it finer or coarser."
    )


def _dense(table: WordTable, vectors: Vectors, seed: int, step: _Steps) -> _Found:
    """UMAP and HDBSCAN: passages in thin places are in no topic."""
    step.on("Flattening")
    fitted = clustering.drawn(len(vectors), clustering.FITTED_BY_DENSITY, seed)
    lie = SharedWords(table, vectors, fitted)
    squeeze = clustering.squeezer(len(fitted), lie.width)
    squeeze.fit(lie.moved(fitted))
    places = clustering.squeezed(squeeze, lie, len(vectors))
    step.on("Grouping")
    found, method = _by_bertopic(
        table, fitted, vectors[fitted], clustering.flattener(seed), clustering.by_density(len(fitted))
    )
    count = int(found.max(initial=NONE)) + 1
    steady, starts = _dense_steadiness(vectors[fitted], found, count, seed, step)
    labels = found
    why = f"{count}: so many groups are dense enough."
    if len(fitted) < len(vectors) and count:
        labels = clustering.nearest(vectors, clustering.middles_of(vectors[fitted], found, count))
        labels[fitted] = found
        why += f" Found in {_passages(len(fitted))} drawn by lot; every other went to its nearest."
    if not count:
        why = "no group of passages is dense enough. Leave --groups at steady to see groups all the same."
    return _Found(labels, count, places, steady, starts, f"{method}UMAP + HDBSCAN + log-odds", why)


def _dense_steadiness(
    vectors: Vectors, labels: Labels, count: int, seed: int, step: _Steps
) -> tuple[list[float], list[float]]:
    """What of each group is found again without a fifth of the passages, and from another seed."""
    import numpy as np

    fewer, starts = np.zeros((_DENSITY_TURNS, count)), np.zeros((_DENSITY_TURNS, count))
    for turn in range(_DENSITY_TURNS if count else 0):
        step.on("Trying how steady they are")
        kept = clustering.drawn(len(vectors), len(vectors) * 4 // 5, seed + turn)
        flat = clustering.flattener(seed).fit_transform(vectors[kept])
        again = clustering.by_density(len(kept)).fit_predict(flat)
        fewer[turn] = clustering.found_again(labels[kept], again, count)
        flat = clustering.flattener(seed + 1 + turn).fit_transform(vectors)
        starts[turn] = clustering.found_again(labels, clustering.by_density(len(vectors)).fit_predict(flat), count)
    return fewer.mean(axis=0).tolist(), starts.mean(axis=0).tolist()


def _by_bertopic(table: WordTable, fitted: Labels, own: Any, squeeze: Any, clusters: Any) -> tuple[Labels, str]:
    """BERTopic on vectors and words that we have; the group of each fitted passage, and what did it."""
    import logging

    import bertopic
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model = bertopic.BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=squeeze,
        hdbscan_model=clusters,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        calculate_probabilities=False,
    )
    documents = WordTable(table.words, table.there[fitted]).documents()
    # density needs 32-bit numbers as they are; the steady way the same 64-bit ones as without BERTopic
    given = np.asarray(own, np.float64 if isinstance(clusters, Middles) else np.float32)
    found, _ = model.fit_transform([document or PAIRED for document in documents], given)
    labels = clusters.labels_ if isinstance(clusters, Middles) else np.asarray(found, np.int64)
    return labels, f"BERTopic {bertopic.__version__}: "


def _groups(
    found: _Found, labels: Labels, near: NDArray[np.float32], words: list[list[str]], table: WordTable
) -> tuple[Group, ...]:
    """Groups with their passages in order of closeness to the middle, the largest group first."""
    import numpy as np

    made: list[Group] = []
    for number, chosen in enumerate(words):
        members = np.flatnonzero(labels == number)
        if not len(members):
            continue
        order = members[np.argsort(-near[members], kind="stable")]
        made.append(
            Group(
                tuple(chosen),
                tuple(order.tolist()),
                tuple(round(float(one), 4) for one in near[order]),
                round(found.steady[number], 3),
                round(found.starts[number], 3),
                coherence(table, chosen),
            )
        )
    return tuple(sorted(made, key=lambda one: (-len(one.members), one.keywords, one.members[0])))
