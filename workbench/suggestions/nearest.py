"""Nearest codes: how well each code of the codebook fits some words, from what it says and from what people coded.

A code is the middle of its texts (name and definition, what it includes, its examples) and of the passages that people
gave it. Words nearer to what it excludes than to itself lose as much as they are nearer (`closeness`). Once a score of
people's codings have come together, codes are learned from them instead (`learning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from workbench.suggestions.closeness import near
from workbench.suggestions.learning import SURVEYED, learn

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
    """What is known before passages are judged, as vectors; a row belongs to the text of the same place."""

    texts: Sequence[str]
    """The passages that stand for all, coded or not: from `surveyed`, where there are many."""
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


class Judging(Protocol):
    """Something that tells how well each code fits."""

    def chances(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """0 to 1, a row a passage, a column a code."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What tells how well each code fits any passage."""

    by: Judging
    learned: frozenset[int]
    """The codes whose scores rest on what people coded, by their place; the others' rest on their own texts."""
    calibrated: bool
    """Whether a score of 0.6 is right in six of ten; otherwise only the order and words mean something."""
    model: Learned | None = None
    """What was learned, where enough is coded for that."""

    @property
    def method(self) -> str:
        """What a run says it did."""
        return "nearest code" if self.model is None else "kernel ridge on vectors and letters"

    def chances(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """How well each code fits each passage: 0 to 1, a row a passage, a column a code. One thread."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        with threadpool_limits(1):
            return self.by.chances(texts, vectors).round(6)


def scores(given: Vectored) -> Scores:
    """For each passage and code, roughly the chance that a person would give it: 0 to 1, a row a passage."""
    return judge(given).chances(given.texts, given.passages)


def surveyed(texts: Sequence[str]) -> list[int]:
    """The places of the passages that stand for all: every one, or so many spread over them in the order of their words."""
    if len(texts) <= SURVEYED:
        return list(range(len(texts)))
    order = sorted(range(len(texts)), key=texts.__getitem__)
    return sorted({order[round(at * (len(texts) - 1) / (SURVEYED - 1))] for at in range(SURVEYED)})


def judge(given: Vectored) -> Judged:
    """What tells how well each code fits: learned from enough coded passages, else nearness. One thread."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    order = np.asarray(sorted(range(len(given.codes)), key=lambda at: (given.codes[at].path, given.codes[at].id)), int)
    back = np.argsort(order)
    ours = _in_order(given, order)
    marks, known = _marks(ours)
    positive = int(marks.any(axis=1).sum())
    with threadpool_limits(1):
        model = learn(ours, marks, known) if positive >= ENOUGH_CODED and given.codes else None
        model = None if model is None else model.reordered(back)
        by: Judging = near(ours, marks).reordered(back) if model is None else model
    learned = frozenset(order[np.flatnonzero(marks.any(axis=0))].tolist())
    return Judged(by, learned, model is not None and positive >= ENOUGH_FOR_SCORES, model)


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
