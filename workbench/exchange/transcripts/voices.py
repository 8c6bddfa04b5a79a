"""Who speaks in cues: by voice tags, by names before the words, by a name on a line of its own, or by signs of change."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.exchange.transcripts import labels
from workbench.exchange.transcripts.cues import Cue

_VOICE = re.compile(r"<v(?:\.[^\s>]{1,100})?(?:[ \t]+([^>\n]{0,100}))?>|(</v>)")
_CHANGE = re.compile(r"(?:^|(?<=\s))>>+\s*")
_DASH = re.compile(r"^[-–—]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one voice within one cue. `opens` where somebody else begins, named or not."""

    speaker: str | None
    cue: Cue
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """Cues by voice, in their order, and how many changes of speaker came without a name."""

    parts: tuple[Part, ...]
    unnamed: int = 0


def heard(cues: Sequence[Cue]) -> Heard:
    """The cues that hold words, divided by who speaks as far as the file says.

    A cue without a name goes on with the speaker before it; where a file has voice tags, one without a tag is nobody's.
    """
    if any("<v" in cue.text for cue in cues):
        return Heard(tuple(part for cue in cues for part in _tagged(cue)))
    return _named(_names_before_words([cue for cue in cues if cue.text.strip()]))


def _tagged(cue: Cue) -> list[Part]:
    parts: list[Part] = []
    speaker: str | None = None
    begun = 0
    for match in (*_VOICE.finditer(cue.text), None):
        words = cue.text[begun : match.start() if match else None].strip()
        if words:
            parts.append(Part(speaker, replace(cue, text=words)))
        if match:
            speaker = " ".join(html.unescape(match.group(1) or "").split()) or None
            begun = match.end()
    return parts


def _names_before_words(cues: list[Cue]) -> list[Cue]:
    """Cues whose first line is a name, throughout the file, with the name before the words instead."""
    first = [cue.text.split("\n", 1)[0].strip() if "\n" in cue.text else "" for cue in cues]
    names = Counter(line for line in first if line and line[-1] not in ".,!?…:-" and labels.looks_like_name(line))
    if sum(names.values()) < max(2, 0.6 * len(cues)) or len(names) > max(2, len(cues) // 4):
        return cues
    return [
        replace(cue, text=f"{line}: {cue.text.split(chr(10), 1)[1]}") if line in names else cue
        for cue, line in zip(cues, first, strict=True)
    ]


def _named(cues: list[Cue]) -> Heard:
    """Cues by names before the words, and by >> or dashes where somebody else begins."""
    dashes = any(sum(bool(_DASH.match(line)) for line in cue.text.split("\n")) > 1 for cue in cues)
    lines: list[str] = []
    whose: list[tuple[int, bool]] = []
    for number, cue in enumerate(cues):
        for line in cue.text.split("\n"):
            for place, piece in enumerate(_CHANGE.split(line)):
                dash = _DASH.match(piece) if dashes and place == 0 else None
                words = piece[dash.end() :] if dash else piece
                if words.strip():
                    lines.append(words.strip())
                    whose.append((number, bool(place or dash)))
        lines.append("")
        whose.append((number, False))
    openings = {number: found for number, line in enumerate(lines) if (found := labels.opening(line, ""))}
    stands = labels.accepted(lines, openings)
    parts: list[Part] = []
    speaker: str | None = None
    unnamed = 0
    before = -1
    for place, (line, (number, changes)) in enumerate(zip(lines, whose, strict=True)):
        found = stands.get(place)
        if not line:
            continue
        if found:
            speaker = found.label
        elif changes:
            speaker, unnamed = None, unnamed + 1
        words = found.rest if found else line
        if parts and number == before and not found and not changes:
            parts[-1] = replace(parts[-1], cue=replace(parts[-1].cue, text=f"{parts[-1].cue.text} {words}".strip()))
        else:
            parts.append(Part(speaker, replace(cues[number], text=words), opens=changes and not found))
        before = number
    return Heard(tuple(parts), unnamed)
