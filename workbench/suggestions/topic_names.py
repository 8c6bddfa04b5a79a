"""Names among keywords: people who are spoken of make no topic.

Only words that people nearly always write with a capital are looked at, each in a few of its sentences, by what finds
names before words are shared; so that it costs little however many passages there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.governance import identifiers
from workbench.text import sentence_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOKED_AT = 400
"""In so many passages of a topic at most a keyword is looked for."""
EXAMPLES = 4
CAPITALS, NAMED = 0.8, 0.5
"""A name is written with a capital in this share of its places, and found to be a person's in this share."""
PERSON = "person"


def names_among(words: Sequence[Sequence[str]], texts: Sequence[str], labels: NDArray[np.int64]) -> frozenset[str]:
    """Which keywords of topics are people's names."""
    import numpy as np

    asked: list[str] = []
    about: list[str] = []
    for number, chosen in enumerate(words):
        rows = np.flatnonzero(labels == number)[:LOOKED_AT]
        for word in {part for one in chosen for part in one.split(" ")} - set(about):
            sentences = _capital(word, [texts[row] for row in rows])
            asked += sentences
            about += [word] * len(sentences)
    found = identifiers.find(asked) if asked else []
    named: dict[str, list[bool]] = {}
    for word, names in zip(about, found, strict=True):
        is_person = any(one.kind == PERSON and word in one.text.casefold().replace("’", "'") for one in names)
        named.setdefault(word, []).append(is_person)
    return frozenset(word for word, votes in named.items() if sum(votes) >= NAMED * len(votes))


def _capital(word: str, texts: Sequence[str]) -> list[str]:
    """A few sentences with a word that is mostly written with a capital; none where it is not."""
    pattern = re.compile(rf"\b{re.escape(word)}\w{{0,2}}\b", re.IGNORECASE)
    places = [(text, match) for text in texts for match in pattern.finditer(text)]
    high = [(text, match) for text, match in places if match.group()[0].isupper()]
    if len(high) < CAPITALS * len(places):
        return []
    sentences = []
    for text, match in high[:EXAMPLES]:
        around = next((one for one in sentence_spans(text) if one.start <= match.start() < one.end), None)
        sentences.append(text if around is None else text[around.start : around.end])
    return sentences
