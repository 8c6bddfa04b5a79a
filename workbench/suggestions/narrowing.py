"""Narrowing: how much of a passage a code is about. One word, one sentence, the words proposed, the whole turn. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.suggestions.keywords import tokens
from workbench.text import Span, sentence_spans, word_spans


def telling_sentence(text: str, within: Span, telling: Collection[str]) -> Span:
    """The sentence of a passage that holds most of the telling words; the first of several that hold as many.

    Args:
        text: A turn's words.
        within: The passage, in code points from the turn's start. A sentence that it cuts counts as far as it goes.
        telling: Telling words, as `tokens` writes them.

    >>> telling_sentence("It was late. The lamp was off.", Span(0, 30), ["lamp"])
    Span(start=13, end=30)
    """
    cut = [
        Span(max(one.start, within.start), min(one.end, within.end))
        for one in sentence_spans(text)
        if one.touches(within)
    ]
    if not cut:
        return within
    wanted = set(telling)
    return max(cut, key=lambda one: len(wanted & set(tokens(text[one.start : one.end]))))


def telling_word(text: str, within: Span, telling: Sequence[str]) -> Span:
    """The word of a passage that tells most: the first of the telling words that is in it, else its longest word."""
    words = [one for one in word_spans(text) if within.start <= one.start and one.end <= within.end]
    if not words:
        return within
    said = {one: set(tokens(text[one.start : one.end])) for one in words}
    for wanted in telling:
        found = next((one for one in words if wanted in said[one]), None)
        if found is not None:
            return found
    return max(words, key=len)


def steps(text: str, proposed: Span, telling: Sequence[str]) -> list[Span]:
    """What could be taken of a turn, each inside the next: word, sentence, the words proposed, the whole turn."""
    sentence = telling_sentence(text, proposed, telling)
    left = len(text) - len(text.lstrip())
    turn = Span(min(left, proposed.start), max(len(text.rstrip()), proposed.end))
    return list(dict.fromkeys([telling_word(text, sentence, telling), sentence, proposed, turn]))


def stepped(levels: Sequence[Span], chosen: Span, by: int) -> Span:
    """The next smaller (`by` -1) or larger (1) of the levels, from what is chosen; the same where there is none."""
    smaller = [one for one in levels if len(one) < len(chosen)]
    larger = [one for one in levels if len(one) > len(chosen)]
    if by < 0:
        return max(smaller, key=len, default=chosen)
    return min(larger, key=len, default=chosen)
