"""The corpus of the benchmark: invented, seeded, Zipf-like words in turns."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

SIZES = {"S": (30, 8_000, 60, 3_000), "M": (300, 8_000, 200, 50_000)}
"""Transcripts, words in each, codes, codings."""

_SYLLABLES = (
    "ba",
    "co",
    "de",
    "fi",
    "ga",
    "hu",
    "jo",
    "ka",
    "le",
    "mi",
    "no",
    "pra",
    "ri",
    "sto",
    "tu",
    "ve",
    "wi",
    "yo",
)


def make_corpus(folder: Path, size: str, *, seed: int = 1) -> list[Path]:
    """Write transcripts of turns to a folder; the same seed writes the same words."""
    chance = random.Random(seed)  # noqa: S311
    count, words, _, _ = SIZES[size]
    vocabulary = ["".join(parts) for parts in itertools.product(_SYLLABLES, repeat=3)]
    chance.shuffle(vocabulary)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    paths = []
    for number in range(count):
        drawn = iter(chance.choices(vocabulary, cum_weights=weights, k=words))
        turns = []
        for turn in itertools.count():
            said = list(itertools.islice(drawn, chance.randint(8, 90)))
            if not said:
                break
            speaker = "Interviewer" if turn % 2 == 0 else f"Person {number:03d}"
            turns.append(f"**{speaker}:** {' '.join(said).capitalize()}.")
        path = folder / f"interview-{number:03d}.md"
        path.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
