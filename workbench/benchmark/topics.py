"""Quality of topics on answers that people gave themes to, beside BERTopic as it comes and NMF on counted words.

All are given the same answers; ours and BERTopic also the same vectors. Measured are: agreement with people's themes
(mutual information, normalised, and adjusted for what chance gives more topics), coherence (NPMI) and diversity of the
ten first words of each topic, and stability over five seeds and five samples of nine in ten answers (adjusted Rand
index, Hubert and Arabie 1985). Ours draws nothing from the seed, so that its stability over seeds is 1 by making and
is no merit; NMF draws only where it begins. The samples are what compares.

An answer with several themes counts for each of them by an equal share; one without counts for none. Passages in no
topic count as one group of their own, so that leaving out is no gain. Coherence is counted over whole answers, all
words in it, each in the form that stands for it; two words that never meet count -1. "Content words" leaves out
everyday words (the, of, to) before, which meet everywhere and mean nothing together.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from workbench.benchmark.coded_answers import questions
from workbench.suggestions.keywords import one_form
from workbench.suggestions.topic_words import npmi

if TYPE_CHECKING:
    from workbench.suggestions.clustering import Labels
    from workbench.suggestions.embedding import Vectors

Say = Callable[[str], None]

SEEDS = (1, 2, 3, 4, 5)
KEPT = 0.9
FIRST = 10
HEADER = (
    "question",
    "method",
    "topics",
    "in none",
    "themes",
    "adjusted",
    "coherence",
    "content",
    "diversity",
    "seeds",
    "samples",
    "seconds",
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question, and the themes that people gave each."""

    question: str
    texts: tuple[str, ...]
    themes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a method makes of some answers: the topic of each, -1 for none, and each topic's first words."""

    labels: Labels
    words: tuple[tuple[str, ...], ...]


Method = Callable[[Sequence[str], "Vectors", int], Found]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the topics of one method are on one question; means over seeds."""

    question: str
    method: str
    topics: float
    in_none: float
    """Share of answers in no topic."""
    themes: float | None
    """Normalised mutual information; None where all answers have one and the same theme, or none has any."""
    adjusted: float | None
    """Adjusted mutual information, which is 0 for topics by lot however many; None as above."""
    coherence: float
    content: float
    diversity: float
    seeds: float
    samples: float
    seconds: float
    """Processor seconds a run, the vectors not counted."""

    def as_row(self) -> tuple[str, ...]:
        """As words for a table, in the order of HEADER."""
        said = ["" if one is None else f"{one:.3f}" for one in (self.themes, self.adjusted)]
        figures = (self.coherence, self.content, self.diversity, self.seeds, self.samples)
        return (
            self.question,
            self.method,
            f"{self.topics:.1f}",
            f"{100 * self.in_none:.0f} %",
            *said,
            *(f"{one:.3f}" for one in figures),
            f"{self.seconds:.1f}",
        )


def topics_quality(folder: Path, *, say: Say) -> list[Quality]:
    """Every method on every question of a folder, then the means. Some ten minutes."""
    from workbench.suggestions.embedding import embedder

    found: list[Quality] = []
    reader = embedder()
    for answers in read_answers(folder):
        vectors = reader.vectors(answers.texts)
        for name, method in METHODS.items():
            found.append(measured(answers, vectors, name, method))
            say("  ".join(found[-1].as_row()))
    means = [_mean(name, [one for one in found if one.method == name]) for name in METHODS]
    return [*found, *means]


def read_answers(folder: Path) -> list[Answers]:
    """The answers and themes of every question in a folder; raises NoCodedAnswersError where there is none."""
    return [
        Answers(
            one.name,
            one.texts,
            tuple(tuple(code for code, there in zip(one.codes, row, strict=True) if there) for row in one.marks),
        )
        for one in questions(folder, every_answer=True)
    ]


def measured(answers: Answers, vectors: Vectors, name: str, method: Method) -> Quality:
    """One method on one question."""
    import numpy as np
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
    from sklearn.metrics import adjusted_rand_score
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        begun = time.process_time()
        runs = [method(answers.texts, vectors, seed) for seed in SEEDS]
        seconds = (time.process_time() - begun) / len(SEEDS)
        samples = []
        for seed in SEEDS:
            order = np.random.default_rng(seed).permutation(len(answers.texts))
            kept = np.sort(order[: round(KEPT * len(order))])
            again = method([answers.texts[at] for at in kept], vectors[kept], SEEDS[0])
            samples.append(adjusted_rand_score(runs[0].labels[kept], again.labels))
    reference = Reference(answers.texts)
    content = [[[word for word in words if word not in ENGLISH_STOP_WORDS] for words in run.words] for run in runs]
    return Quality(
        answers.question,
        name,
        fmean(len(run.words) for run in runs),
        fmean(float((run.labels < 0).mean()) for run in runs),
        agreement([run.labels for run in runs], answers.themes, shared_information),
        agreement([run.labels for run in runs], answers.themes, beyond_chance),
        fmean(reference.coherence(run.words) for run in runs),
        fmean(reference.coherence(some) for some in content),
        fmean(reference.diversity(run.words) for run in runs),
        fmean(adjusted_rand_score(one.labels, other.labels) for one, other in combinations(runs, 2)),
        fmean(samples),
        seconds,
    )


def agreement(
    runs: Sequence[Labels],
    themes: Sequence[Sequence[str]],
    measure: Callable[[Sequence[int], Sequence[Sequence[str]]], float],
) -> float | None:
    """The mean of a measure of topics and themes, None where there are not two themes."""
    if len({one for some in themes for one in some}) < 2:
        return None
    return fmean(measure(labels.tolist(), themes) for labels in runs)


def beyond_chance(labels: Sequence[int], themes: Sequence[Sequence[str]]) -> float:
    """Adjusted mutual information (Vinh, Epps and Bailey 2010), an answer of several themes once for each; up to 1.

    >>> beyond_chance([0, 0, 1, 1], [["a"], ["a"], ["b"], ["b"]])
    1.0
    """
    from sklearn.metrics import adjusted_mutual_info_score

    pairs = [(label, theme) for label, some in zip(labels, themes, strict=True) for theme in some]
    return float(adjusted_mutual_info_score([theme for _, theme in pairs], [label for label, _ in pairs]))


def shared_information(labels: Sequence[int], themes: Sequence[Sequence[str]]) -> float:
    """Mutual information of topics and themes over the mean of their entropies (Strehl and Ghosh 2002), 0 to 1.

    >>> shared_information([0, 0, 1, 1], [["a"], ["a"], ["b"], ["b"]])
    1.0
    >>> round(shared_information([0, 1, 0, 1], [["a"], ["a"], ["b"], ["b"]]), 6)
    0.0
    """
    import numpy as np

    rows = {label: at for at, label in enumerate(sorted(set(labels)))}
    columns = {theme: at for at, theme in enumerate(sorted({one for some in themes for one in some}))}
    table = np.zeros((len(rows), len(columns)))
    for label, some in zip(labels, themes, strict=True):
        for theme in some:
            table[rows[label], columns[theme]] += 1 / len(some)
    joint = table / table.sum()
    by_row, by_column = joint.sum(axis=1), joint.sum(axis=0)
    there = joint > 0
    both = float((joint[there] * np.log(joint[there] / np.outer(by_row, by_column)[there])).sum())
    mean = (_entropy(by_row) + _entropy(by_column)) / 2
    return both / mean if mean else 0.0


def _entropy(shares: Any) -> float:
    import numpy as np

    some = shares[shares > 0]
    return float(-(some * np.log(some)).sum())


class Reference:
    """In which answers each word stands, all words counted, each in the form that stands for it; and each two words."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [[match.group().casefold() for match in _WORD.finditer(text)] for text in texts]
        self._forms = one_form(Counter(word for words in said for word in words))
        self._count = len(texts)
        self._where: dict[str, set[int]] = {}
        for at, words in enumerate(said):
            forms = [self._forms.get(word, word) for word in words]
            for one in (*forms, *(f"{first} {second}" for first, second in pairwise(forms))):
                self._where.setdefault(one, set()).add(at)

    def _form(self, word: str) -> str:
        return " ".join(self._forms.get(part, part) for part in word.casefold().split(" "))

    def coherence(self, topics: Sequence[Sequence[str]]) -> float:
        """The mean over topics of two words or more of the mean NPMI of each two of their words."""
        found = []
        for words in topics:
            places = [self._where.get(one, set()) for one in dict.fromkeys(self._form(word) for word in words)]
            each = [
                npmi(len(one & other) / self._count, len(one) / self._count, len(other) / self._count)
                for one, other in combinations(places, 2)
            ]
            found += [fmean(each)] if each else []
        return fmean(found) if found else 0.0

    def diversity(self, topics: Sequence[Sequence[str]]) -> float:
        """The share of different words among the first words of all topics (Dieng et al. 2020)."""
        every = [self._form(word) for words in topics for word in words]
        return len(set(every)) / len(every) if every else 0.0


def ours(texts: Sequence[str], vectors: Vectors, seed: int) -> Found:
    """Our topics, as `workbench suggest` finds them; the wording of the question is not used."""
    import numpy as np

    from workbench.suggestions.grouping import group

    made = group(texts, vectors, seed=seed)
    labels = np.full(len(texts), -1, np.int64)
    for number, one in enumerate(made.groups):
        labels[list(one.members)] = number
    return Found(labels, tuple(one.keywords[:FIRST] for one in made.groups))


def as_it_comes(texts: Sequence[str], vectors: Vectors, seed: int) -> Found:
    """BERTopic with its own settings: UMAP, HDBSCAN, its own words; only the seed is set, and scikit-learn's HDBSCAN."""
    import logging
    import warnings

    import bertopic
    import numpy as np
    import umap

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=UserWarning, module="umap")
    flat = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = bertopic.BERTopic(embedding_model=None, umap_model=flat)
    found, _ = model.fit_transform(list(texts), np.asarray(vectors))
    words = [[word for word, _ in some][:FIRST] for number, some in model.get_topics().items() if number >= 0]
    return Found(np.asarray(found, np.int64), tuple(tuple(some) for some in words))


def counted(texts: Sequence[str], vectors: Vectors, seed: int) -> Found:
    """NMF on TF-IDF without English stop words, as many topics as three quarters of the root of the answers."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    warnings.filterwarnings("ignore", message="Maximum number of iterations")
    counter = TfidfVectorizer(stop_words="english")
    table = counter.fit_transform(texts)
    model = NMF(round(0.75 * len(vectors) ** 0.5), random_state=seed, max_iter=400)
    weights = model.fit_transform(table)
    labels = weights.argmax(axis=1)
    labels[weights.sum(axis=1) <= 0] = -1
    names = counter.get_feature_names_out()
    return Found(labels, tuple(tuple(names[at] for at in (-one).argsort()[:FIRST]) for one in model.components_))


METHODS: dict[str, Method] = {"ours": ours, "BERTopic as it comes": as_it_comes, "NMF on TF-IDF": counted}


def _mean(method: str, some: Sequence[Quality]) -> Quality:
    themes = [one.themes for one in some if one.themes is not None]
    adjusted = [one.adjusted for one in some if one.adjusted is not None]
    columns = ("topics", "in_none", "coherence", "content", "diversity", "seeds", "samples", "seconds")
    mean = {name: fmean(getattr(one, name) for one in some) for name in columns}
    known = [fmean(one) if one else None for one in (themes, adjusted)]
    return Quality("mean", method, themes=known[0], adjusted=known[1], **mean)
