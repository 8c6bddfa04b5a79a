"""Words and patterns looked for in texts: where each stands, in code points. Pure."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.sources.search import folded

SECONDS = 10.0
"""So long a pattern may look through all texts together."""
LONGEST = 300
"""Characters in a pattern."""
_PART = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Place = tuple[int, int]


class NothingToLookForError(WorkbenchError):
    """There are no words to look for. Type some, such as dark* or "bus stop"."""


class PatternIsUnclearError(WorkbenchError):
    """That pattern cannot be read."""


class PatternRunsAwayError(WorkbenchError):
    """That pattern takes too long. Repeat less in it, such as (a+)+ or .*.*, or look for plain words."""


def words_pattern(typed: str) -> re.Pattern[str]:
    """What finds any of the words typed, in folded text: words, beginnings (`dark*`), and "phrases".

    >>> [match.group() for match in words_pattern('dark* "bus stop"').finditer("darker at the bus  stop, sundark")]
    ['darker', 'bus  stop']

    Raises NothingToLookForError where no word was typed.
    """
    parts = []
    for match in _PART.finditer(folded(typed)):
        phrase, word = match.group(1), match.group(2)
        text = word if phrase is None else phrase
        words = _WORD.findall(text)
        if words:
            ends = r"\w*" if text.rstrip().endswith("*") else r"(?!\w)"
            parts.append(r"[\W_]+".join(re.sub("['’]", "['’]", re.escape(one)) for one in words) + ends)
    if not parts:
        raise NothingToLookForError
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(parts, key=len, reverse=True))})")


def places_of_words(typed: str, texts: Sequence[str]) -> list[list[Place]]:
    """Where any of the words typed stands in each text; capitals and accents do not matter."""
    pattern = words_pattern(typed)
    return [[match.span() for match in pattern.finditer(folded(text))] for text in texts]


def places_of_pattern(pattern: str, texts: Sequence[str], *, seconds: float = SECONDS) -> list[list[Place]]:
    """Where a regular expression fits in each text; capitals do not matter, and an empty fit is none.

    It runs in a process of its own, which is ended after so many seconds: nothing else can stop a pattern that
    tries everything.

    Raises:
        PatternIsUnclearError: where it cannot be read, or is longer than LONGEST.
        PatternRunsAwayError: where it takes longer.
    """
    if not pattern.strip():
        raise NothingToLookForError
    if len(pattern) > LONGEST:
        raise PatternIsUnclearError(f"That pattern has more than {LONGEST} characters. Look for less at once.")
    try:
        re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as reason:
        why = reason.msg if isinstance(reason, re.error) else "it repeats too much"
        raise PatternIsUnclearError(f"The pattern {pattern} cannot be read: {why}.") from None
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-S", "-c", _LOOK],
            input=json.dumps([pattern, list(texts)]),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise PatternRunsAwayError from None
    return [[(start, end) for start, end in found] for found in json.loads(done.stdout)]


_LOOK = """
import json, re, sys
pattern, texts = json.load(sys.stdin)
fits = re.compile(pattern, re.IGNORECASE)
json.dump([[one.span() for one in fits.finditer(text) if one.end() > one.start()] for text in texts], sys.stdout)
"""
