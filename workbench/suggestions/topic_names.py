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


class NamesAmong:
    """Finds people's names among keywords of topics, looking at each word once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._looked_at: set[str] = set()
        self._names: set[str] = set()

    def of(self, words: Sequence[Sequence[str]], labels: NDArray[np.int64]) -> frozenset[str]:
        """The names among these keywords and all before; `words` are those of each topic, `labels` each text's topic."""
        import numpy as np

        asked: list[str] = []
        about: list[str] = []
        for number, chosen in enumerate(words):
            new = {part for one in chosen for part in one.split(" ")} - self._looked_at
            rows = np.flatnonzero(labels == number)[:LOOKED_AT] if new else ()
            for word in sorted(new):
                sentences = _capital(word, [self._texts[row] for row in rows])
                asked += sentences
                about += [word] * len(sentences)
            self._looked_at |= new
        self._names |= _named(about, identifiers.find(asked) if asked else [])
        return frozenset(self._names)


def _named(about: Sequence[str], found: Sequence[Sequence[identifiers.Found]]) -> set[str]:
    """The words that are a person's in at least half of the sentences looked at; `about` names each sentence's word."""
    votes: dict[str, list[bool]] = {}
    for word, names in zip(about, found, strict=True):
        is_person = any(one.kind == PERSON and word in one.text.casefold().replace("’", "'") for one in names)
        votes.setdefault(word, []).append(is_person)
    return {word for word, some in votes.items() if sum(some) >= NAMED * len(some)}


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
