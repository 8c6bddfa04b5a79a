"""Times in a transcript, and cues: stretches of running speech with a time before each."""

from __future__ import annotations

import re
from dataclasses import dataclass

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
CUE_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,7})?"
"""A time of a cue: hours may be many, seconds may have one digit, and decimals a dot or a comma before them."""
_CUE = re.compile(rf"^\s*\[?({CUE_TIME})\s*-->\s*({CUE_TIME})\]?(?:\s+(.*))?$")
_MARK = re.compile(rf"[ \t]?\\?\[\(?({TIME})\)?\\?\]")
_LONE = re.compile(rf"^\s*\\?[\[(]?{TIME}\\?[\])]?\s*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")

LONG_PAUSE_MS = 4000
PAUSE_MS = 1500
READABLE_WORDS = 100
"""A paragraph of running speech ends at the first sentence's end past this many words."""
MOST_WORDS = 180


@dataclass(frozen=True, slots=True)
class Cue:
    """One stretch of speech, with when it begins and ends in milliseconds. Its lines are divided by line breaks."""

    start_ms: int
    end_ms: int
    text: str
    line: int


def milliseconds(written: str) -> int:
    """A time of day into the recording as milliseconds: 0:44, 00:12:03.00, 01:02,5.

    >>> milliseconds("00:12:03.50")
    723500
    """
    whole, _, fraction = written.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)


_CLOCK = re.compile(rf"\s*{CUE_TIME}\s*")


def clock(written: str) -> int | None:
    """A cell that is a time into the recording, as milliseconds; None where it is none."""
    return milliseconds(written.strip()) if _CLOCK.fullmatch(written) else None


def lone_times(lines: list[str]) -> tuple[list[str], dict[int, str]]:
    """Lines without those that are a time and nothing else, and these times by the line whose words they stand above.

    Fewer than two are no habit of a file, and stay.
    """
    alone = [
        number
        for number, line in enumerate(lines)
        if line and (line[-1].isdigit() or line[-1] in ")] ") and _LONE.match(line)
    ]
    if len(alone) < 2:
        return lines, {}
    without = list(lines)
    for number in alone:
        without[number] = ""
    times: dict[int, str] = {}
    for number in alone:
        below = next((place for place in range(number + 1, len(without)) if without[place].strip()), None)
        if below is not None:
            times[below] = lines[number].strip(" \t[]()\\")
    return without, times


def take_out_times(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without times in square brackets, and those times as (place in the new text, milliseconds)."""
    kept: list[str] = []
    times: list[tuple[int, int]] = []
    done = length = 0
    for match in _MARK.finditer(text):
        kept.append(text[done : match.start()])
        length += match.start() - done
        times.append((length, milliseconds(match.group(1))))
        done = match.end()
    if not times:
        return text, []
    kept.append(text[done:])
    return "".join(kept).strip(), times


def cues_in(lines: list[str]) -> tuple[list[str], list[Cue]]:
    """What stands before the first cue, and the cues; none where fewer than a fifth of the lines are one.

    Reads `00:00.000 --> 00:27.640` with the words below, and `[00:43.810 --> 00:47.850]  words` on one line.
    """
    marks = [(number, match) for number, line in enumerate(lines) if "-->" in line and (match := _CUE.match(line))]
    if not marks or len(marks) * 5 < sum(1 for line in lines if line.strip()):
        return lines, []
    cues: list[Cue] = []
    ends = [number for number, _ in marks[1:]] + [len(lines)]
    for (number, match), end in zip(marks, ends, strict=True):
        below = [line.strip() for line in lines[number + 1 : end]]
        if end < len(lines) and below and below[-1].isdigit():
            below.pop()
        text = "\n".join(part for part in [(match.group(3) or "").strip(), *below] if part)
        cues.append(Cue(milliseconds(match.group(1)), milliseconds(match.group(2)), text, number + 1))
    before = [line for line in lines[: marks[0][0]] if not line.strip().isdigit() and not line.startswith("WEBVTT")]
    return before, cues


def paragraphs(cues: list[Cue]) -> list[Cue]:
    """Cues of one voice joined into paragraphs that can be read: at pauses, and at the ends of sentences."""
    joined: list[Cue] = []
    parts: list[str] = []
    first: Cue | None = None
    words = 0
    for cue, after in zip(cues, [*cues[1:], None][: len(cues)], strict=True):
        first = first or cue
        if cue.text:
            parts.append(" ".join(cue.text.split()))
        words += len(cue.text.split())
        ended = bool(_SENTENCE_END.search(cue.text))
        gap = after.start_ms - cue.end_ms if after else LONG_PAUSE_MS
        if (
            gap >= LONG_PAUSE_MS
            or (gap >= PAUSE_MS and ended)
            or (words >= READABLE_WORDS and ended)
            or words >= MOST_WORDS
        ):
            if parts:
                joined.append(Cue(first.start_ms, cue.end_ms, " ".join(parts), first.line))
            parts, first, words = [], None, 0
    return joined
