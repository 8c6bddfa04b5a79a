"""Convergence: do two findings on one topic say the same? The rule proposes, a person decides, both are kept.

Meaning is always a person's judgement. Values are those of Farmer and others (2006): agreement, partial
agreement, silence, dissonance.
"""

from __future__ import annotations

from typing import Literal

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
