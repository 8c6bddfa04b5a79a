"""Reading age: how old a reader is, about, who reads a text with ease. Pure.

The automated readability index (E. A. Smith and R. J. Senter, AMRL-TR-66-220, 1967) counts letters, words and
sentences and nothing that depends on how a word is spoken, so that names and place names do not upset it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from workbench.text import sentence_spans

AIMED_AT = 14
"""Briefs are written for a reader of this age, and so for everybody on a committee."""
ENOUGH = 60
"""Of fewer words than this nothing is said."""
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


def readability_index(text: str) -> float:
    """The index: 4.71 letters a word + 0.5 words a sentence - 21.43; about the school year in the United States.

    >>> round(readability_index("The cat sat on the mat. It was a fat cat."), 1)
    -6.6
    """
    words: list[str] = _WORD.findall(text)
    if not words:
        return 0.0
    letters = sum(one.isalnum() for word in words for one in word)
    sentences = sum(bool(_WORD.search(text[span.start : span.end])) for span in sentence_spans(text)) or 1
    return float(4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43)


def reading_age(text: str) -> int:
    """The age from which somebody reads a text with ease, in years: the school year with five added, from 6 to 22."""
    return min(22, max(6, math.ceil(readability_index(text)) + 5))


def reading_sentence(texts: Iterable[str]) -> str:
    """What is said of a brief's reading age; nothing of a few words only."""
    text = "\n".join(texts)
    if len(_WORD.findall(text)) < ENOUGH:
        return ""
    age = reading_age(text)
    said = f"What the team wrote here reads with ease from the age of about {age} (automated readability index)."
    return said if age <= AIMED_AT else f"{said} Shorter sentences and shorter words would bring it to {AIMED_AT}."
