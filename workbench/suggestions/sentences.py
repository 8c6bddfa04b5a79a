"""Sentences: where in a long passage the words stand that speak for a code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.suggestions.embedding import pooled
from workbench.text import Span, sentence_spans, word_count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.nearest import Judged

LONG = 40
"""Passages of up to so many words, and of up to two sentences, are proposed whole."""
AT_ONCE = 4_096


def telling_sentences(
    asked: Sequence[tuple[str, int]],
    judged: Judged,
    about: Sequence[Vectors],
    read: Callable[[list[str]], Vectors],
) -> list[Span]:
    """For each passage and code the sentence, or the two neighbouring ones, that fit as well as the whole, or the whole.

    Args:
        asked: Passages, each with the place of the code proposed for it.
        judged: What was learned; without, closeness to the code's own texts decides.
        about: The vectors of each code's own texts.
        read: Makes vectors, a row a text.
    """
    found = [Span(0, len(text)) for text, _ in asked]
    long = {at: spans for at, (text, _) in enumerate(asked) if len(spans := _pieces(text)) > 1}
    if not long:
        return found
    texts = [asked[at][0][span.start : span.end] for at, spans in long.items() for span in spans]
    codes = [asked[at][1] for at, spans in long.items() for _ in spans]
    fits = _fits(texts, _vectors([(asked[at][0], spans) for at, spans in long.items()], read), judged, about, codes)
    first = 0
    for at, spans in long.items():
        found[at] = _shortest(spans, fits[first : first + len(spans)])
        first += len(spans)
    return found


def _pieces(text: str) -> list[Span]:
    """The whole, its sentences, and each two neighbouring ones; only the whole where it is short."""
    whole = Span(0, len(text))
    sentences = sentence_spans(text)
    if len(sentences) <= 2 or word_count(text) <= LONG:
        return [whole]
    pairs = [Span(one.start, two.end) for one, two in pairwise(sentences)]
    return [whole, *sentences, *pairs]


def _vectors(long: Sequence[tuple[str, list[Span]]], read: Callable[[list[str]], Vectors]) -> Vectors:
    """A row a piece. Only sentences are read: the whole and pairs are the means of theirs by length, as long turns are."""
    import numpy as np

    sentences = [text[span.start : span.end] for text, spans in long for span in _sentences(spans)]
    vectors = read(sentences)
    owners: list[int] = []
    parts: list[int] = []
    rows, first = 0, 0
    for _, spans in long:
        count = len(_sentences(spans))
        inside = [range(count), *((at,) for at in range(count)), *((at, at + 1) for at in range(count - 1))]
        for some in inside:
            parts += [first + at for at in some]
            owners += [rows] * len(some)
            rows += 1
        first += count
    return pooled(vectors[np.asarray(parts)], owners, [len(sentences[at]) for at in parts], rows)


def _sentences(spans: Sequence[Span]) -> Sequence[Span]:
    """The sentences among the pieces of a passage."""
    return spans[1 : 1 + len(spans) // 2]


def _fits(
    texts: list[str], vectors: Vectors, judged: Judged, about: Sequence[Vectors], codes: Sequence[int]
) -> NDArray[np.float64]:
    """How well each piece fits the code that it is asked about, to four decimals."""
    import numpy as np

    fits = np.zeros(len(texts))
    if judged.model is not None:
        for first in range(0, len(texts), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            chances = judged.model.chances(texts[part], vectors[part])
            fits[part] = chances[np.arange(len(chances)), codes[part]]
        return fits.round(4)
    for row, code in enumerate(codes):
        fits[row] = (vectors[row] @ about[code].T).max()
    return fits.round(4)


def _shortest(spans: Sequence[Span], fits: NDArray[np.float64]) -> Span:
    """The best sentence that fits as well as the whole, else the best pair that does, else the whole."""
    sentences = len(spans) // 2
    for kind in (range(1, 1 + sentences), range(1 + sentences, len(spans))):
        best = max(kind, key=lambda at: (fits[at], -at))
        if fits[best] >= fits[0]:
            return spans[best]
    return spans[0]
