"""Learning: codes learned from what people coded, and from what they read without coding.

One kernel ridge for all codes (Rifkin and Lippert 2007), half over the vectors, half over groups of letters. A code's
own texts are examples of it, what it excludes is an example against it. How closely it follows the examples is chosen by
leaving each out in turn, which ridge gives without fitting again; and the scores of the ones left out teach how sure a
score is (Platt 1999, over all codes together). Beyond `LANDMARKS` examples the kernel is taken over so many of them
(Nyström), so that cost grows with the passages and not with their square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.suggestions.letters import Letters, letters, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.letters import Rows
    from workbench.suggestions.nearest import Vectored

    Numbers = NDArray[np.float64]

LANDMARKS = 600
OWN_TEXTS = 2.0
"""A code's own texts count as so many coded passages together, and each as one at least."""
PENALTIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""How far the learned codes may depart from what is usual: the one that foretells the left out best is taken."""
CENTRED = 20
"""The vectors' common middle is taken away as far as there are more vectors than this."""
SURVEYED = 5_000
"""Of so many passages, coded or not, it is counted how common groups of letters are, and what the vectors share."""
CELLS = 100_000
"""At most so many pairs of passage and code teach how sure a score is."""
AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, ready to score any passage."""

    letters: Letters
    middle: NDArray[np.float32]
    usual: Numbers
    """How common each code is among the coded passages."""
    by_vector: Numbers
    """A row a number of the vectors, a column a code."""
    by_letters: Numbers
    """A row a group of letters, a column a code."""
    own: Vectors
    """The vectors of the codes' own texts, and the code of each."""
    own_codes: NDArray[np.int64]
    surety: Numbers
    """Weights of what `_signs` gives, and one number for all."""

    def chances(self, texts: Sequence[str], vectors: Vectors) -> Numbers:
        """A row a passage, a column a code, 0 to 1: how likely a person would give it."""
        import numpy as np

        found = np.zeros((len(texts), len(self.usual)))
        for first in range(0, len(texts), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            above = _centred(vectors[part], self.middle) @ self.by_vector
            above += self.letters.rows(texts[part]) @ self.by_letters
            found[part] = _sure(_signs(above, self.usual, self._closest(vectors[part])), self.surety)
        return found

    def _closest(self, vectors: Vectors) -> Numbers:
        return _closest(vectors, self.own, self.own_codes, len(self.usual))

    def reordered(self, places: NDArray[np.int64]) -> Learned:
        """The same with another order of codes: `places` says which of these codes stands at each place."""
        import numpy as np

        back = np.argsort(places)
        return replace(
            self,
            usual=self.usual[places],
            by_vector=self.by_vector[:, places],
            by_letters=self.by_letters[:, places],
            own_codes=back[self.own_codes],
        )

    def words(self, text: str, code: int, *, most: int = 6) -> list[str]:
        """The words of a passage that speak most for a code, by the weights of their letters; the strongest first."""
        said = list(dict.fromkeys(words_of(text)))
        if not said:
            return []
        weights = (self.letters.rows(said) @ self.by_letters[:, code]).round(6)
        return [said[at] for at in sorted(range(len(said)), key=lambda at: -weights[at])[:most] if weights[at] > 0]


@dataclass(frozen=True, slots=True)
class _Examples:
    """Rows to learn from: coded passages first, then the codes' own texts, then what they exclude."""

    texts: list[str]
    vectors: Vectors
    wanted: Numbers
    known: NDArray[np.bool_]
    weight: Numbers
    coded: int


def learn(given: Vectored, marks: NDArray[np.bool_], known: NDArray[np.bool_]) -> Learned | None:
    """Learn the codes; None where no score of a left-out passage tells what people did, as with nothing coded.

    Args:
        given: The passages, codes and coded passages, with their vectors.
        marks: Which coded passage has which code.
        known: Where that is known: not where a person decided about another code only.
    """
    import numpy as np

    rows = _examples(given, marks, known)
    count = np.maximum(known.sum(axis=0), 0)
    usual = ((marks & known).sum(axis=0) + 0.5) / (count + 1)
    order = sorted(range(len(given.texts)), key=given.texts.__getitem__)
    found = letters([*rows.texts[: rows.coded], *(given.texts[at] for at in order)])
    every = np.vstack([rows.vectors, given.passages[order]])
    middle = every.mean(axis=0) * len(every) / (len(every) + CENTRED)
    counted = found.rows(rows.texts) / np.sqrt(2)
    vectors = _centred(rows.vectors, middle) / np.sqrt(2)
    above, left_out = _ridge(rows, vectors, counted, usual)
    own = slice(rows.coded, rows.coded + sum(len(one) for one in given.about))
    owners = np.repeat(np.arange(len(given.codes)), [len(one) for one in given.about])
    closest = _closest(rows.vectors[: rows.coded], rows.vectors[own], owners, len(given.codes))
    surety = _surety(_signs(left_out, usual, closest), marks, known)
    if surety is None:
        return None
    places, shares = above
    by_vector = vectors[places].T.astype(float) @ shares / np.sqrt(2)
    by_letters = np.asarray(counted[places].T @ shares) / np.sqrt(2)
    return Learned(found, middle, usual, by_vector, by_letters, rows.vectors[own], owners, surety)


def _examples(given: Vectored, marks: NDArray[np.bool_], known: NDArray[np.bool_]) -> _Examples:
    """Coded passages, the codes' own texts for them, and what they exclude against them and silent about others."""
    import numpy as np

    assert given.examples is not None
    codes = len(given.codes)
    one = np.eye(codes)
    texts = [coded.text for coded in given.coded]
    wanted, knowing, weight = [marks.astype(float)], [known], [np.ones(len(texts))]
    for at, code in enumerate(given.codes):
        texts += code.about
        wanted.append(np.repeat(one[at : at + 1], len(code.about), axis=0))
        knowing.append(np.ones((len(code.about), codes), bool))
        weight.append(np.full(len(code.about), max(1.0, OWN_TEXTS / max(len(code.about), 1))))
    for at, code in enumerate(given.codes):
        texts += code.against
        wanted.append(np.zeros((len(code.against), codes)))
        knowing.append(np.repeat(one[at : at + 1] > 0, len(code.against), axis=0))
        weight.append(np.ones(len(code.against)))
    vectors = np.vstack([part for part in (given.examples, *given.about, *given.against) if len(part)])
    return _Examples(texts, vectors, np.vstack(wanted), np.vstack(knowing), np.concatenate(weight), len(given.coded))


def _ridge(
    rows: _Examples, vectors: Vectors, counted: Rows, usual: Numbers
) -> tuple[tuple[NDArray[np.int64], Numbers], Numbers]:
    """Each landmark's share in each code, and the scores of coded passages left out in turn."""
    import numpy as np
    from scipy.linalg import solve_triangular

    places = _landmarks(rows)
    kernel = vectors @ vectors[places].T.astype(float) + np.asarray((counted @ counted[places].T).todense())
    among = kernel[places] + 1e-6 * np.eye(len(places))
    lower = np.linalg.cholesky(among)
    features = solve_triangular(lower, kernel.T, lower=True).T
    weighted = features * np.sqrt(rows.weight)[:, None]
    values, turned = np.linalg.eigh(weighted.T @ weighted)
    values = np.maximum(values, 0)
    spread = features @ turned
    wanted = np.where(rows.known, rows.wanted - usual, 0.0)
    if not rows.known.all():
        guess = spread @ _fitted(spread, rows.weight, values, wanted, PENALTIES[2])
        wanted = np.where(rows.known, wanted, guess)
    known = rows.known[: rows.coded]
    chosen, best = None, np.inf
    for penalty in PENALTIES:
        fit = _fitted(spread, rows.weight, values, wanted, penalty)
        told = spread[: rows.coded] @ fit
        pull = ((spread[: rows.coded] ** 2) / (values + penalty)).sum(axis=1)[:, None]
        left_out = (told - pull * wanted[: rows.coded]) / np.maximum(1 - pull, 1e-6)
        missed = float((((left_out - wanted[: rows.coded]) ** 2) * known).sum().round(6))
        if missed < best:
            chosen, best = (fit, left_out), missed
    assert chosen is not None
    fit, left_out = chosen
    return (places, solve_triangular(lower.T, turned @ fit, lower=False)), left_out


def _fitted(spread: Numbers, weight: Numbers, values: Numbers, wanted: Numbers, penalty: float) -> Numbers:
    found: Numbers = (spread.T @ (wanted * weight[:, None])) / (values + penalty)[:, None]
    return found


def _landmarks(rows: _Examples) -> NDArray[np.int64]:
    """Every code's own texts and every example, or so many of them spread evenly over those with a code and without."""
    import numpy as np

    every = np.arange(len(rows.texts))
    if len(every) <= LANDMARKS:
        return every
    coded = every[: rows.coded]
    order = np.concatenate([every[rows.coded :], coded[rows.wanted[: rows.coded].any(axis=1)], coded])
    order = order[np.sort(np.unique(order, return_index=True)[1])]
    first, rest = order[: LANDMARKS // 2], order[LANDMARKS // 2 :]
    spread = np.unique(np.linspace(0, len(rest) - 1, LANDMARKS - len(first)).astype(int))
    return np.sort(np.concatenate([first, rest[spread]]))


def _centred(vectors: Vectors, middle: NDArray[np.float32]) -> Numbers:
    """Vectors of length one around their common middle; what has no vector has none here either."""
    import numpy as np

    there = np.abs(vectors).sum(axis=1, keepdims=True) > 0
    moved = np.where(there, vectors - middle, 0.0)
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    found: Numbers = moved / np.where(length > 1e-6, length, 1.0)
    return found


def _closest(vectors: Vectors, own: Vectors, owners: NDArray[np.int64], codes: int) -> Numbers:
    """For each passage and code the cosine to the nearest of the code's own texts."""
    import numpy as np

    found = np.full((len(vectors), codes), -1.0)
    near = vectors @ own.T
    for column, owner in enumerate(owners):
        found[:, owner] = np.maximum(found[:, owner], near[:, column])
    nearest: Numbers = np.maximum(found, 0.0)
    return nearest


def _signs(above: Numbers, usual: Numbers, closest: Numbers) -> Numbers:
    """What tells how sure a score is: the score above what is usual, how common the code is, how close its texts.

    The score counts in the code's own spread: a step above the usual says more of a rare code than of a common one.
    """
    import numpy as np

    odds = np.broadcast_to(np.log(usual / (1 - usual)), above.shape)
    spread = np.sqrt(usual * (1 - usual))
    return np.stack([above / spread, above * np.abs(above), odds, closest], axis=-1)


def _sure(signs: Numbers, surety: Numbers) -> Numbers:
    import numpy as np

    found: Numbers = 1 / (1 + np.exp(-np.clip(signs @ surety[:-1] + surety[-1], -30, 30)))
    return found


def _surety(signs: Numbers, marks: NDArray[np.bool_], known: NDArray[np.bool_]) -> Numbers | None:
    """Weights of the signs from passages left out; None where they tell nothing."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    step = -(-marks.size // CELLS)
    flat, right = signs[::step][known[::step]], marks[::step][known[::step]]
    if len(set(right.tolist())) < 2:
        return None
    middle, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    fit = LogisticRegression(C=1.0, max_iter=500).fit((flat - middle) / spread, right)
    weights = fit.coef_[0] / spread
    if weights[0] <= 0:
        return None
    found: Numbers = np.append(weights, fit.intercept_[0] - weights @ middle)
    return found
