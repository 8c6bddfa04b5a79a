"""Rolling captions: each caption shows again what the one before it showed, and only its end is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from workbench.exchange.transcripts.cues import Cue

ROLLING = 0.4
"""Captions roll where so large a share of them begins with what the one before it ended with."""
_FEWEST = 2


def without_repeats(cues: Sequence[Cue]) -> tuple[list[Cue], int]:
    """The cues with each line once, and how many lines went. Nothing goes where captions do not roll.

    So somebody who says "Yes." twice in a row is not cut short: two lines that are the same are a repetition
    only in a file where the greater part of captions repeats.
    """
    shown = [[" ".join(line.split()) for line in cue.text.split("\n") if line.strip()] for cue in cues]
    filled = [place for place, lines in enumerate(shown) if lines]
    pairs = list(pairwise(filled))
    again = {after: _again(shown[before], shown[after]) for before, after in pairs}
    rolls = sum(bool(found) for found in again.values())
    if rolls < _FEWEST or rolls < ROLLING * len(pairs):
        return list(cues), 0
    kept: list[Cue] = []
    gone = 0
    for place, cue in enumerate(cues):
        lines, words = again.get(place, (0, 0)) or (0, 0)
        left = shown[place][lines:]
        if words and left:
            left[0] = " ".join(left[0].split()[words:])
        gone += lines + bool(words)
        if any(left) or not cue.text:
            kept.append(replace(cue, text="\n".join(line for line in left if line)))
    return kept, gone


def _again(before: list[str], after: list[str]) -> tuple[int, int] | None:
    """How many lines of `after` were shown before; then how many words of the next, where a line grows word by word."""
    for lines in range(min(len(before), len(after)), 0, -1):
        if before[-lines:] == after[:lines]:
            return lines, 0
    last = before[-1]
    for lines in range(min(len(before) - 1, len(after) - 1), -1, -1):
        if (not lines or before[-1 - lines : -1] == after[:lines]) and after[lines].startswith(f"{last} "):
            return lines, len(last.split())
    return None
