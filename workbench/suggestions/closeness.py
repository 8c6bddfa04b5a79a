"""Closeness: codes of which little or nothing is coded, judged by how close words lie to what the codes say.

How close is close differs from model to model and from codebook to codebook. So closeness counts from where most passages
lie to most codes, in steps of how widely these lie apart; a passage far above them is one that the code means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.nearest import Vectored

    Numbers = NDArray[np.float64]

OWN_TEXTS = 3
"""A code's own texts count as so many passages beside those that people coded."""
STEEPNESS, MIDDLE = 0.75, 4.2
"""Steps become a chance by a logistic curve, the same for every model. On seven coded survey questions six in ten of what
it proposes were right with the better model, eight in ten with the fast one, and as many were proposed with both."""
RISE = 1.9
"""Codes known from more passages lie nearer to everything; the curve moves along by up to this, in steps."""
COMMONNESS = 0.6
"""What it counts, in steps, that a code is e times as common as another among the coded passages."""
UNSURE = 5
"""So many passages are added to each code's count, so that a handful of codings says little of what is common."""
USUALLY, STEP = 0.1, 0.08
"""Where most passages lie, and how widely, on seven survey questions: what is taken for granted before any is read."""
GRANTED = 50
"""It counts as so many passages."""
MIDST, BELOW = 50.0, 15.87
"""Of the pairs of passage and code that do not belong together, in percentiles: where most lie, and a standard deviation
below. As if each passage had one code, they are the lower ones, all but one in as many as there are codes."""


@dataclass(frozen=True, slots=True)
class Near:
    """What closeness needs to judge any passage; a row or place a code."""

    middles: Vectors
    against: tuple[Vectors, ...]
    odds: Numbers
    """What is added to the logarithm of the odds of each code: what is common is likelier."""
    usually: float
    step: float

    def chances(self, texts: Sequence[str], vectors: Vectors) -> Numbers:
        """0 to 1, a row a passage, a column a code."""
        import numpy as np

        if not len(texts) or not len(self.odds):
            return np.zeros((len(texts), len(self.odds)))
        steps = (_fit(vectors, self.middles, self.against) - self.usually) / self.step
        found: Numbers = 1 / (1 + np.exp(-np.clip(STEEPNESS * steps + self.odds, -30, 30)))
        return found

    def reordered(self, places: NDArray[np.int64]) -> Near:
        """The same with another order of codes: `places` says which of these codes stands at each place."""
        return replace(
            self,
            middles=self.middles[places],
            against=tuple(self.against[at] for at in places),
            odds=self.odds[places],
        )


def near(given: Vectored, marks: NDArray[np.bool_]) -> Near:
    """What there is to judge by: the codes' texts, passages with them, and where all passages lie.

    Args:
        given: The passages that stand for all, the codes and the coded passages, with their vectors.
        marks: Which coded passage has which code.
    """
    import numpy as np

    if not given.codes:
        return Near(np.zeros((0, 1), np.float32), (), np.zeros(0), USUALLY, STEP)
    middles = np.vstack([_middle(given, marks[:, at], about) for at, about in enumerate(given.about)])
    against = tuple(given.against)
    common = np.log(marks.sum(axis=0) + UNSURE)
    usual = float(marks.sum(axis=0).mean())
    odds = STEEPNESS * (COMMONNESS * (common - common.mean()) - MIDDLE - RISE * usual / (usual + 10))
    count, usually, step = len(given.passages), USUALLY, STEP
    if count:
        fit = _fit(given.passages, middles, against)
        apart = max(0.5, 1 - 1 / len(given.codes))
        here, below = np.percentile(fit, [MIDST * apart, BELOW * apart])
        usually = float(GRANTED * USUALLY + count * here) / (GRANTED + count)
        step = float(GRANTED * STEP + count * (here - below)) / (GRANTED + count)
    return Near(middles, against, odds, round(usually, 6), round(step, 6))


def _middle(given: Vectored, has: NDArray[np.bool_], about: Vectors) -> Vectors:
    """The middle of a code's own texts and of the passages that have it, at length one."""
    import numpy as np

    middle = OWN_TEXTS * about.mean(axis=0) / (float(np.linalg.norm(about.mean(axis=0))) or 1.0)
    if given.examples is not None and len(given.coded):
        middle = middle + given.examples[has].sum(axis=0)
    found: Vectors = middle / (float(np.linalg.norm(middle)) or 1.0)
    return found


def _fit(vectors: Vectors, middles: Vectors, against: Sequence[Vectors]) -> Numbers:
    """Closeness to each code's middle, less what is nearer to its exclusions; a row a passage, a column a code."""
    import numpy as np

    fit: Numbers = (vectors @ middles.T).astype(float)
    for at, excluded in enumerate(against):
        if len(excluded):
            fit[:, at] -= np.maximum((vectors @ excluded.T).max(axis=1) - fit[:, at], 0)
    return fit
