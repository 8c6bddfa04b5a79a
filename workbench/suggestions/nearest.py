"""Nearest codes: how well each code of the codebook fits some words, from what it says and from what people coded.

A code is the middle of its texts (name and definition, what it includes, its examples) and of the passages that people
gave it; its texts count as three passages. Words nearer to what it excludes than to itself lose as much as they are
nearer. Once a score of people's codings have come together, codes are learned from them instead (`learning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.suggestions.learning import learn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.learning import Learned

    Scores = NDArray[np.float64]

LIKELY, POSSIBLE = 0.6, 0.3
"""From which score on a code is called likely, or possible. What is less than possible is not proposed."""
SECOND = 0.45
"""A second code for the same segment must reach this."""
OWN_TEXTS = 3
"""A code's own texts count as so many passages beside those that people coded."""
STEEPNESS, MIDDLE = 9.0, 0.45
"""Closeness (a cosine) becomes a chance by a logistic curve, fitted by eye on seven coded survey questions: of the
codes at 0.3 a quarter were right, at 0.45 half, at 0.6 four in five."""
RISE = 0.15
"""Codes known from more passages lie nearer to everything; the curve moves along by up to this."""
COMMONNESS = 0.05
"""What it counts, in closeness, that a code is e times as common as another among the coded passages."""
UNSURE = 5
"""So many passages are added to each code's count, so that a handful of codings says little of what is common."""
ENOUGH_CODED = 20
"""From how many coded passages on codes are learned."""
ENOUGH_FOR_SCORES = 200
"""From how many coded passages on a score of 0.6 is right in six of ten; below, only the order and words are shown."""


@dataclass(frozen=True, slots=True)
class CodeTexts:
    """A code as the machine sees it."""

    id: int
    path: str
    about: tuple[str, ...]
    """Name and definition, what it includes, its examples."""
    against: tuple[str, ...] = ()
    """What it excludes."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Words that people coded, with every code they gave them; without any, words that they read and left without."""

    text: str
    codes: frozenset[int]
    unsure: frozenset[int] = frozenset()
    """Codes of which nobody said whether they fit, or that somebody gave as evidence against."""


@dataclass(frozen=True, slots=True)
class Vectored:
    """Everything that is compared, as vectors; a row belongs to the text of the same place."""

    texts: Sequence[str]
    passages: Vectors
    codes: Sequence[CodeTexts]
    about: Sequence[Vectors]
    against: Sequence[Vectors]
    coded: Sequence[Coded] = ()
    examples: Vectors | None = field(default=None)


def in_words(score: float) -> str:
    """A score as people read it."""
    if score >= LIKELY:
        return "likely"
    return "possible" if score >= POSSIBLE else "unlikely"


def texts_of(
    code_id: int, path: str, name: str, definition: str, include: str, exclude: str, example: str
) -> CodeTexts:
    """What a code says of itself, cut into texts that mean one thing each."""
    named = name.replace("_", " ").strip()
    about = [f"{named}. {definition}".strip(), include, *example.splitlines()]
    return CodeTexts(code_id, path, tuple(text for text in about if text.strip()), _filled(exclude.split(";")))


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


@dataclass(frozen=True, slots=True)
class Judged:
    """How well each code fits each passage."""

    chances: Scores
    """0 to 1, a row a passage, a column a code."""
    learned: frozenset[int]
    """The codes whose scores rest on what people coded, by their place; the others' rest on their own texts."""
    calibrated: bool
    """Whether a score of 0.6 is right in six of ten; otherwise only the order and words mean something."""
    model: Learned | None = None
    """What was learned, to score other words of the passages."""


def scores(given: Vectored) -> Scores:
    """For each passage and code, roughly the chance that a person would give it: 0 to 1, a row a passage."""
    return judge(given).chances


def judge(given: Vectored) -> Judged:
    """How well each code fits each passage: learned from enough coded passages, else by nearness. One thread."""
    import numpy as np
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if not len(given.passages) or not given.codes:
        return Judged(np.zeros((len(given.passages), len(given.codes))), frozenset(), False)
    order = np.asarray(sorted(range(len(given.codes)), key=lambda at: (given.codes[at].path, given.codes[at].id)))
    back = np.argsort(order)
    ours = _in_order(given, order)
    marks, known = _marks(ours)
    positive = int(marks.any(axis=1).sum())
    with threadpool_limits(1):
        model = learn(ours, marks, known) if positive >= ENOUGH_CODED else None
        if model is None:
            fit = _nearness(ours, marks)[:, back]
            chances: Scores = 1 / (1 + np.exp(-np.clip(fit, -30, 30)))
        else:
            model = model.reordered(back)
            chances = model.chances(given.texts, given.passages)
    learned = frozenset(order[np.flatnonzero(marks.any(axis=0))].tolist())
    return Judged(chances.round(6), learned, model is not None and positive >= ENOUGH_FOR_SCORES, model)


def _in_order(given: Vectored, order: NDArray[np.int64]) -> Vectored:
    """The same with its codes in that order and the coded passages by their words, so that no order changes a score."""
    paths = {code.id: code.path for code in given.codes}
    coded = given.coded

    def key(at: int) -> list[str | list[str]]:
        one = coded[at]
        return [one.text, *(sorted(paths.get(code, "") for code in some) for some in (one.codes, one.unsure))]

    rows = sorted(range(len(coded)), key=key)
    return replace(
        given,
        codes=[given.codes[at] for at in order],
        about=[given.about[at] for at in order],
        against=[given.against[at] for at in order],
        coded=[coded[at] for at in rows],
        examples=None if given.examples is None else given.examples[rows],
    )


def _marks(given: Vectored) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which coded passage has which code, and where that is known."""
    import numpy as np

    place = {code.id: at for at, code in enumerate(given.codes)}
    marks = np.zeros((len(given.coded), len(given.codes)), bool)
    known = np.ones_like(marks)
    for row, one in enumerate(given.coded):
        for code in one.codes & place.keys():
            marks[row, place[code]] = True
        for code in (one.unsure - one.codes) & place.keys():
            known[row, place[code]] = False
    return marks, known


def _nearness(given: Vectored, marks: NDArray[np.bool_]) -> Scores:
    """Closeness to each code's middle, less what is nearer to its exclusions, as the logarithm of the odds."""
    import numpy as np

    fit = np.zeros((len(given.passages), len(given.codes)))
    for at, (about, against) in enumerate(zip(given.about, given.against, strict=True)):
        middle = OWN_TEXTS * about.mean(axis=0) / (float(np.linalg.norm(about.mean(axis=0))) or 1.0)
        if given.examples is not None and len(given.coded):
            middle = middle + given.examples[marks[:, at]].sum(axis=0)
        near = given.passages @ (middle / (float(np.linalg.norm(middle)) or 1.0))
        if len(against):
            near = near - np.maximum((given.passages @ against.T).max(axis=1) - near, 0)
        fit[:, at] = near
    common = np.log(marks.sum(axis=0) + UNSURE)
    usual = float(marks.sum(axis=0).mean())
    middle_of_all = MIDDLE + RISE * usual / (usual + 10)
    odds: Scores = STEEPNESS * (fit + COMMONNESS * (common - common.mean()) - middle_of_all)
    return odds


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code proposed for one passage."""

    passage: int
    code: int
    """Its place in the list of codes."""
    score: float


def propose(chances: Scores, owners: Sequence[int], allowed: NDArray[np.bool_], *, most: int = 2) -> list[Proposal]:
    """For each segment at most so many codes, each at its best passage.

    Args:
        chances: A row a passage, a column a code.
        owners: For each passage, the place of the segment it is cut from; passages of a segment follow each other.
        allowed: Where a code may be proposed: not where somebody has given it already, or decided about it.
        most: How many codes a segment may get.
    """
    import numpy as np

    open_chances = np.where(allowed, chances, 0.0)
    found: list[Proposal] = []
    bounds = [0, *(at for at in range(1, len(owners)) if owners[at] != owners[at - 1]), len(owners)]
    for first, last in pairwise(bounds):
        if last <= first:
            continue
        part = open_chances[first:last]
        best = part.max(axis=0)
        order = np.argsort(-best.round(6), kind="stable")[:most]
        for rank, code in enumerate(order):
            if best[code] >= (POSSIBLE if rank == 0 else SECOND):
                found.append(Proposal(first + int(part[:, code].argmax()), int(code), round(float(best[code]), 4)))
    return found
