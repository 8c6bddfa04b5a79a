"""Convergence: do two findings on one topic say the same? The rule proposes, a person decides, both are kept.

Meaning is always a person's judgement. Values are those of Farmer and others (2006): agreement, partial
agreement, silence, dissonance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.errors import WorkbenchError

Meaning = Literal["same", "different", "opposed", "cannot tell"]
Value = Literal["agreement", "partial agreement", "dissonance", "silence"]

MEANINGS = ("same", "different", "opposed", "cannot tell")
VALUES = ("agreement", "partial agreement", "dissonance", "silence")
SILENCES = (
    "not asked",
    "not sampled",
    "cannot tell",
    "no figure published",
    "wrong geography",
    "withheld",
    "asked and nobody raised it",
)
FITS = ("confirmation", "expansion", "discordance")

GLYPHS = {"agreement": "=", "partial agreement": "≈", "dissonance": "≠", "silence": "∅", "": "·"}
WORDS = {
    "agreement": "point the same way",
    "partial agreement": "partly",
    "dissonance": "opposite",
    "silence": "only one side speaks",
    "": "not judged yet",
}
"""Values as people read them; the value's own name stays in the code and in tidy tables."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says on a topic: how prominent it is there, and whether it covers the topic at all."""

    source: str
    prominence: str = "not rated"
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule proposes, or None, and why, in a sentence."""

    value: Value | None
    why: str


class NobodySpeaksError(WorkbenchError):
    """No source speaks on this topic, so there is nothing to compare. Place a finding in the row first."""


def in_words(value: str, silence: str = "") -> str:
    """A value with its glyph as it is shown: `= point the same way`, `∅ only one side speaks: not asked`."""
    said = f"{GLYPHS[value]} {WORDS[value]}"
    return f"{said}: {silence}" if value == "silence" and silence else said


def propose(a: Side | None, b: Side | None, meaning: str = "") -> Proposal:
    """What the rule makes of two findings on one topic.

    Farmer et al. (2006), with two meanings more: `opposed` is dissonance however prominent the two are, and
    `cannot tell` gives no proposal. Prominence is equal only if it is the same level. A side that is None or
    does not cover the topic is silent, whatever else. Raises NobodySpeaksError when both are silent.

    >>> propose(Side("interviews", "high"), Side("police records", "low"), "same").value
    'partial agreement'
    """
    if a is None or not a.covered or b is None or not b.covered:
        return _silence(a, b)
    if meaning == "":
        return Proposal(None, "Nobody has said yet whether the two say the same.")
    if meaning not in MEANINGS:
        raise ValueError(f"not a meaning: {meaning}")
    if meaning == "cannot tell":
        return Proposal(None, "You cannot tell whether the two say the same, so nothing is proposed.")
    if meaning == "opposed":
        return Proposal("dissonance", "They say opposite things; that counts however prominent each is.")
    unrated = [side.source for side in (a, b) if side.prominence == "not rated"]
    if unrated:
        return Proposal(None, f"How prominent it is in {' and '.join(unrated)} is not rated yet.")
    return _compared(a, b, meaning)


def _compared(a: Side, b: Side, meaning: str) -> Proposal:
    """Both sides speak, are rated, and mean the same or something different."""
    equal = a.prominence == b.prominence
    levels = f"{_level(a)} in {a.source}, {_level(b)} in {b.source}"
    both = f"{_level(a)} in both"
    if meaning == "same":
        if equal:
            return Proposal("agreement", f"They say the same, and it is equally prominent ({both}).")
        return Proposal("partial agreement", f"They say the same, but it is not equally prominent ({levels}).")
    if equal:
        return Proposal("partial agreement", f"They say different things, but are equally prominent ({both}).")
    return Proposal("dissonance", f"They say different things, and are not equally prominent ({levels}).")


def _level(side: Side) -> str:
    return "nothing shown" if side.prominence == "none" else side.prominence


def _silence(a: Side | None, b: Side | None) -> Proposal:
    """One side speaks alone; raises when neither does."""
    speaks = [side for side in (a, b) if side is not None and side.covered]
    if not speaks:
        raise NobodySpeaksError
    silent = next((side.source for side in (a, b) if side is not None and not side.covered), "the other source")
    return Proposal("silence", f"Only {speaks[0].source} speaks on this; {silent} says nothing.")
