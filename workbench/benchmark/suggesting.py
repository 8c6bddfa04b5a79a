"""How good proposed codes are: the codes of unseen answers ranked after N coded ones, ours beside plain models.

For each question and N, some seeded draws: N coded answers are learned from, the codes of others ranked. LRAP is label
ranking average precision (Tsoumakas et al. 2010); recall counts a passage's codes among the first three. Calibration is
the expected calibration error over ten bins of equal width (Naeini et al. 2015), a draw at a time, over all pairs of
answer and code, and over those that would be proposed.

The plain models are logistic regressions, one a code, over TF-IDF, over the vectors, and over both. Of several penalties,
scikit-learn's own among them, each gets the one that proved best on the unseen, which ours may not see. Both joined are also
told with scikit-learn's own, as somebody would have them who cannot see the unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.benchmark.coded_answers import Question, questions
from workbench.suggestions.embedding import embedder
from workbench.suggestions.nearest import POSSIBLE, Coded, Vectored, scores, texts_of
from workbench.suggestions.proposing import SECOND

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

    Numbers = NDArray[np.float64]
    Marks = NDArray[np.bool_]

WANTED = (50, 200, 1_000)
"""After how many coded answers; where there are not so many, after as many as leave a fifth to be tried on."""
DRAWS = 5
UNSEEN = 600
"""At most so many unseen answers are ranked in a draw."""
PENALTIES = (1.0, 10.0, 100.0)
BINS = 10
PLAIN = {"b": "TF-IDF", "c": "vectors", "d": "both joined"}
AS_IT_COMES = "both joined, as it comes"
"""Both joined with the penalty that scikit-learn has by itself."""
ORDER = ("nothing learned", *PLAIN.values(), AS_IT_COMES, "ours")
HEADER = ("question", "coded", "model", "LRAP", "first right", "recall in 3", "off, all", "off, proposed", "proposed")


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one model ranked and how sure it was, as means over the draws; `proposed` a passage."""

    lrap: float
    first: float
    recall: float
    off: float
    off_proposed: float
    proposed: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One model after N coded answers of one question, or over all questions that have so many."""

    question: str
    coded: int
    most: bool
    """Whether there were not the N answers that were wanted, so that `coded` is as many as there could be."""
    model: str
    quality: Quality

    def as_row(self) -> tuple[str, ...]:
        """A row of the table that is printed."""
        one = self.quality
        figures = (one.lrap, one.first, one.recall, one.off, one.off_proposed)
        known = f"{self.coded:,}" + (" (the most)" if self.most else "")
        return (self.question, known, self.model, *(f"{figure:.3f}" for figure in figures), f"{one.proposed:.2f}")

    def as_json(self) -> dict[str, Any]:
        """The same as one JSON object."""
        one = self.quality
        return {
            "question": self.question,
            "coded": self.coded,
            "model": self.model,
            "lrap": one.lrap,
            "first_right": one.first,
            "recall_in_three": one.recall,
            "calibration_error": one.off,
            "calibration_error_of_proposed": one.off_proposed,
            "proposed_a_passage": one.proposed,
        }


def measure(folder: Path, *, draws: int = DRAWS, say: Callable[[str], None] = lambda _: None) -> list[Measured]:
    """Every model on every question of a folder, and their means; the vectors are made once. Minutes."""
    found: list[Measured] = []
    for question in questions(folder):
        say(f"{question.name}: {len(question.texts):,} answers, {len(question.codes):,} codes …")
        found += measured(question, draws)
    return [*found, *_means(found)]


def measured(question: Question, draws: int = DRAWS, wanted: tuple[int, ...] = WANTED) -> Iterator[Measured]:
    """Every model on one question."""
    import numpy as np

    reader = embedder(every_core=True)
    vectors = reader.vectors([*question.texts, *(code.replace("_", " ") for code in question.codes)])
    most = len(question.texts) - max(20, len(question.texts) // 5)
    for coded in sorted({min(number, most) for number in wanted}):
        found: dict[str, list[Quality]] = {}
        for draw in range(draws):
            order = np.random.default_rng(draw).permutation(len(question.texts))
            seen, unseen = order[:coded], order[coded : coded + UNSEEN]
            right = question.marks[unseen]
            for name, chances in _models(question, vectors, seen, unseen):
                found.setdefault(name, []).append(quality(right, chances))
        for model in ORDER:
            named = f"{PLAIN['d']}#{PENALTIES[0]:g}" if model == AS_IT_COMES else model
            names = [name for name in found if named in (name, name.split("#")[0])]
            best = max((_mean(found[name]) for name in names), key=lambda one: one.lrap)
            yield Measured(question.name, coded, coded not in wanted, model, best)


def _models(
    question: Question, vectors: Vectors, seen: NDArray[np.int64], unseen: NDArray[np.int64]
) -> Iterator[tuple[str, Numbers]]:
    """Each model's chances for the unseen; the plain ones once a penalty, which stands behind a #."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    marks = question.marks[seen]
    usual = (marks.sum(axis=0) + 0.5) / (len(seen) + 1)
    yield "nothing learned", np.tile(usual, (len(unseen), 1))
    counter = TfidfVectorizer(sublinear_tf=True)
    counted = [counter.fit_transform([question.texts[at] for at in seen])]
    counted.append(counter.transform([question.texts[at] for at in unseen]))
    near = [csr_matrix(vectors[seen]), csr_matrix(vectors[unseen])]
    both = [hstack(pair).tocsr() for pair in zip(counted, near, strict=True)]
    for name, (known, asked) in zip(PLAIN.values(), (counted, near, both), strict=True):
        for penalty in PENALTIES:
            yield f"{name}#{penalty:g}", _plain(known, marks, asked, usual, penalty)
    yield "ours", _ours(question, vectors, seen, unseen)


def _plain(known: Any, marks: Marks, asked: Any, usual: Numbers, penalty: float) -> Numbers:
    """One logistic regression a code; a code that none or all of the coded have stays as usual as it was."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    found = np.tile(usual, (asked.shape[0], 1))
    for code in range(marks.shape[1]):
        if 0 < marks[:, code].sum() < len(marks):
            learned = LogisticRegression(C=penalty, solver="liblinear", random_state=0)
            found[:, code] = learned.fit(known, marks[:, code]).predict_proba(asked)[:, 1]
    return found


def _ours(question: Question, vectors: Vectors, seen: NDArray[np.int64], unseen: NDArray[np.int64]) -> Numbers:
    """What a project would show: codes known by their names and by what is coded."""
    import numpy as np

    own = vectors[len(question.texts) :]
    codes = [texts_of(at, name, name, "", "", "", "") for at, name in enumerate(question.codes)]
    coded = [Coded(question.texts[at], frozenset(np.flatnonzero(question.marks[at]).tolist())) for at in seen]
    given = Vectored(
        [question.texts[at] for at in unseen],
        vectors[unseen],
        codes,
        [own[at : at + 1] for at in range(len(codes))],
        [own[:0] for _ in codes],
        coded,
        vectors[seen],
    )
    return scores(given)


def quality(right: Marks, chances: Numbers) -> Quality:
    """How well chances rank what is right, and how true they are; a row a passage, a column a code."""
    import numpy as np
    from sklearn.metrics import label_ranking_average_precision_score

    order = np.argsort(-chances, axis=1, kind="stable")
    in_order = np.take_along_axis(right, order, axis=1)
    there = right.any(axis=1)
    proposed = np.zeros(right.shape, bool)
    least = np.where(np.arange(right.shape[1]) == 0, POSSIBLE, np.where(np.arange(right.shape[1]) == 1, SECOND, 2.0))
    np.put_along_axis(proposed, order, np.take_along_axis(chances, order, axis=1) >= least, axis=1)
    return Quality(
        float(label_ranking_average_precision_score(right, chances)),
        float(in_order[there, 0].mean()),
        float((in_order[there, :3].sum(axis=1) / right[there].sum(axis=1)).mean()),
        calibration_error(chances.ravel(), right.ravel()),
        calibration_error(chances[proposed], right[proposed]),
        float(proposed.sum() / len(right)),
    )


def calibration_error(chances: Numbers, right: Marks) -> float:
    """Expected calibration error: |what was said − what was right| in ten bins of equal width, by their size."""
    import numpy as np

    if not len(chances):
        return 0.0
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = [abs(float(chances[bins == one].sum()) - float(right[bins == one].sum())) for one in range(BINS)]
    return sum(gaps) / len(chances)


def _mean(some: list[Quality]) -> Quality:
    cells = [(one.lrap, one.first, one.recall, one.off, one.off_proposed, one.proposed) for one in some]
    return Quality(*(sum(column) / len(column) for column in zip(*cells, strict=True)))


def _means(found: list[Measured]) -> Iterator[Measured]:
    """The mean over questions, of those with so many answers as were wanted."""
    for coded in WANTED:
        for model in ORDER:
            some = [one.quality for one in found if one.coded == coded and one.model == model]
            if some:
                yield Measured(f"mean of {len(some)}", coded, False, model, _mean(some))
