"""Telling words: what a passage has in common with a code's own texts and with passages that people gave it.

A person who reviews a suggestion sees why it may fit. The machine itself compares meaning, not these words. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from workbench.suggestions.keywords import tokens

TELLING = 6


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
