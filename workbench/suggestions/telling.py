"""Telling words: what speaks for a code in a passage, and which passages that people coded so are nearest.

Where people have coded enough, the words are those that tell passages with the code from others, by the weights of a
ridge over their letters, as the learned codes have; before that, those that the passage shares with the code. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

from workbench.suggestions.keywords import tokens
from workbench.suggestions.letters import letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors

TELLING = 6
ENOUGH = 5
"""From so many passages with the code on, and so many without, the words are learned from them."""
PENALTY = 0.4


def telling_words(text: str, about: Sequence[str], coded: Sequence[str] = (), *, most: int = TELLING) -> list[str]:
    """The words of a passage that the code's texts have, or two passages coded so; the strongest first.

    Args:
        text: The passage.
        about: Name, definition and examples of the code.
        coded: Passages that people gave the code.
        most: At most so many words.
    """
    said = list(dict.fromkeys(tokens(text)))
    own = {word for one in about for word in tokens(one)}
    shared = Counter(word for one in coded for word in set(tokens(one)))
    weight = {word: 2 * (word in own) + shared[word] for word in said}
    found = sorted((word for word in said if weight[word] >= 2), key=lambda word: -weight[word])
    return found[:most]


def closest(text: str, coded: Sequence[str], *, most: int = 3) -> list[int]:
    """The places of the passages that share most telling words with a text; others of the code where few share any."""
    wanted = set(tokens(text))
    near = []
    for at, one in enumerate(coded):
        words = set(tokens(one))
        near.append((-len(words & wanted) / sqrt(len(words) or 1), at))
    return [at for _, at in sorted(near)[:most]]


def learned_words(text: str, coded: Sequence[str], others: Sequence[str], *, most: int = TELLING) -> list[str]:
    """The telling words of a passage by what tells passages with a code from others; the strongest first.

    Args:
        text: The passage.
        coded: Passages that people gave the code.
        others: Passages that they gave other codes only.
        most: At most so many words.
    """
    import numpy as np

    said = list(dict.fromkeys(tokens(text)))
    if not said or min(len(coded), len(others)) < ENOUGH:
        return []
    found = letters([*coded, *others])
    rows = found.rows([*coded, *others])
    wanted = np.repeat([1.0, 0.0], [len(coded), len(others)]) - len(coded) / (len(coded) + len(others))
    shares = np.linalg.solve((rows @ rows.T).toarray() + PENALTY * np.eye(len(wanted)), wanted)
    weights = (found.rows(said) @ (rows.T @ shares)).round(6)
    return [said[at] for at in sorted(range(len(said)), key=lambda at: -weights[at])[:most] if weights[at] > 0]


def nearest(vectors: Vectors, known: NDArray[np.bool_], *, most: int = 3) -> list[int]:
    """The places of the coded passages nearest to a passage by their vectors; none where its own is not known.

    Args:
        vectors: The passage's vector, then a row a coded passage.
        known: Which of the rows there are.
        most: At most so many.
    """
    if not known[0]:
        return []
    near = [(-round(float(vectors[0] @ vectors[at + 1]), 6), at) for at in range(len(vectors) - 1) if known[at + 1]]
    return [at for _, at in sorted(near)[:most]]
