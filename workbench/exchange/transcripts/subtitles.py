"""Transcripts as subtitles, WebVTT, SubRip and YouTube's own: cues become paragraphs and turns that keep the time they begin at.

A paragraph of one voice ends at a pause of four seconds; at a sentence's end, after a pause of one and a half or past
a hundred words; and past a hundred and eighty words in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.cues import CUE_TIME, Cue, milliseconds
from workbench.exchange.transcripts.plain_texts import cleaned, draft_told
from workbench.exchange.transcripts.rolling import without_repeats
from workbench.exchange.transcripts.turns import Page
from workbench.sources.drafts import DraftDocument, LeftOut

SUFFIXES = (".vtt", ".srt", ".sbv")
_BEGINS = re.compile(r"WEBVTT(?:[ \t].*)?$")
_TIMES = re.compile(rf"^\s*({CUE_TIME})\s*-->\s*({CUE_TIME})(?:[ \t]+(.*))?$")
_BY_COMMA = re.compile(rf"^\s*({CUE_TIME})\s*,\s*({CUE_TIME})\s*$", re.M)
"""Two times in YouTube's own subtitles, .sbv, which are SubRip but for their arrow."""
_SETTINGS = re.compile(r"(?:\w+:\S*\s*)*$")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|ruby|rt|lang|font|span|p|div)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d+:\d+(?:[.,]\d+)?>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)
_UNCLOSED = re.compile(r"</?(?:v|c|i|b|u|lang|font)(?:[.\s][^<>]*)?$")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_NUMBER = re.compile(r"\s*\d+\s*$")


class HeaderIsMissingError(WorkbenchError):
    """A .vtt file begins with the word WEBVTT, and this one does not. Export it again, or name it .srt if it is one."""


class SubtitlesHoldNoCuesError(WorkbenchError):
    """There is no cue in it: no line with two times and an arrow, and words below. Export it again."""


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    cues: list[Cue] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    untimed: int = 0

    def leave_out(self, line: int, what: str, why: str) -> None:
        self.left_out.append(LeftOut(f"line {line + 1}", what if len(what) <= 60 else f"{what[:60]}…", why))


class SubtitleReader:
    """Reads `.vtt`, `.srt` and `.sbv` transcripts."""

    name = "transcripts in .vtt, .srt and .sbv"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: by the word WEBVTT at its beginning, whatever its name; else by its suffix."""
        begins = head.removeprefix(b"\xef\xbb\xbf")[:7].split() or [b""]
        return 0.95 if begins[0] == b"WEBVTT" or path.suffix.lower() in SUFFIXES else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence where the header, every cue or every word is missing."""
        decoded = read_text(path)
        text, dropped = cleaned(decoded.text)
        if path.suffix.lower() == ".sbv":
            text = _BY_COMMA.sub(r"\1 --> \2", text)
        draft = parse(text, name=path.name, web=path.suffix.lower() == ".vtt" or text.startswith("WEBVTT"))
        if dropped:
            gone = LeftOut("the text", f"{dropped} control characters", "they print nothing and can upset a terminal")
            draft = replace(draft, left_out=(gone, *draft.left_out))
        return draft_told(draft, options, decoded.note())


READER = SubtitleReader()


def parse(text: str, *, name: str, web: bool) -> DraftDocument:
    """The text of subtitles as a draft: pure, no file. `web` for WebVTT, else SubRip."""
    lines = text.split("\n")
    if web and not _BEGINS.match(lines[0]):
        raise HeaderIsMissingError(
            f"{name} does not begin with the word WEBVTT, as a .vtt file does."
            " Export it again from the program that made it, or name it .srt if that is what it is."
        )
    read = _cues(lines, web=web)
    if not read.cues:
        raise SubtitlesHoldNoCuesError(
            f"{name} has no cue in it: no line with two times and an arrow, with words below. Export it again."
        )
    page = Page(name)
    page.left_out.extend(read.left_out)
    cues = _in_order(_said(read, page), page)
    cues, repeats = without_repeats(cues)
    if repeats:
        page.notes.append(
            f"The captions roll: what repeats the caption before it was taken out, so that each word is there once"
            f" ({repeats:,} times)."
        )
    if read.untimed:
        page.notes.append(
            f"{read.untimed} {'piece has' if read.untimed == 1 else 'pieces have'} no time that can be read:"
            " the words follow what stands before them."
        )
    page.take_cues(read.before, cues)
    return page.draft()


def _cues(lines: list[str], *, web: bool) -> _Read:
    """Every cue, with its words as they are written."""
    read = _Read()
    for begun, block in _blocks(lines, web=web):
        if web and begun == 0:
            begun, block = _without_header(block, read)
        timed = [place for place, line in enumerate(block) if _is_time(line)]
        if timed:
            _timed(begun, block, timed, read)
        elif web and block and _ASIDE.match(block[0]):
            read.leave_out(begun, " ".join(block), "it is no speech: a note, a style or a region")
        elif web and block and not read.cues:
            read.leave_out(begun, " ".join(block), "it stands before the first cue")
        elif block:
            _untimed(begun, block, read, goes_on=not web)
    return read


def _blocks(lines: list[str], *, web: bool) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that hold anything. In WebVTT a line of blanks is one of them, as is one below a time."""
    begun = 0
    block: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip() or (line and (web or (block and "-->" in block[-1]))):
            if not block:
                begun = number
            block.append(line)
        elif block:
            yield begun, block
            block = []


def _is_time(line: str) -> bool:
    return "-->" in line and any(character.isdigit() for character in line)


def _without_header(block: list[str], read: _Read) -> tuple[int, list[str]]:
    """The first block of WebVTT without its header, which is reported where it says more than WEBVTT."""
    ends = next((place for place, line in enumerate(block) if _is_time(line)), len(block))
    if ends < len(block) and ends > 1 and _NUMBER.match(block[ends - 1]):
        ends -= 1
    said = " ".join([block[0].removeprefix("WEBVTT").strip(" \t-"), *block[1:ends]]).strip()
    if said:
        read.leave_out(0, said, "it describes the file")
    return ends, block[ends:]


def _timed(begun: int, block: list[str], timed: Sequence[int], read: _Read) -> None:
    """A block with times in it: one cue, or several without an empty line between them."""
    first = timed[0]
    if first > 1:
        _untimed(begun, block[: first - 1], read)
    for place, after in zip(timed, [*timed[1:], len(block)], strict=True):
        words = block[place + 1 : after]
        if after < len(block) and words and _NUMBER.match(words[-1]):
            words.pop()
        match = _TIMES.match(block[place])
        if match is None:
            read.leave_out(begun + place, block[place].strip(), "the time cannot be read; its words are kept")
            if words:
                _untimed(begun + place, words, read)
            continue
        beside = (match.group(3) or "").strip()
        if beside and not _SETTINGS.match(beside):
            words.insert(0, beside)
        start, end = milliseconds(match.group(1)), milliseconds(match.group(2))
        read.cues.append(Cue(start, end, "\n".join(words), begun + place + 1))


def _untimed(begun: int, block: list[str], read: _Read, *, goes_on: bool = False) -> None:
    """Words without a time: they follow the cue before them, or stand before the first.

    `goes_on` where an empty line inside a cue's words is all that divides them from it, unless they have a number.
    """
    numbered = len(block) > 1 and bool(_NUMBER.match(block[0]))
    words = block[1:] if numbered else block
    if not read.cues:
        read.before.extend([*words, ""])
        return
    last = read.cues[-1]
    if goes_on and not numbered:
        read.cues[-1] = replace(last, text=f"{last.text}\n" + "\n".join(words))
        return
    read.untimed += 1
    read.cues.append(Cue(last.end_ms, last.end_ms, "\n".join(words), begun + 1))


def _said(read: _Read, page: Page) -> list[Cue]:
    """The cues without marks for how they look; what a tag that is never closed swallows is reported."""
    cues: list[Cue] = []
    for cue in read.cues:
        text = cue.text
        if "<" in text or "\\" in text:
            text = _TAG.sub("", _BREAK.sub("\n", text))
            if lost := _UNCLOSED.search(text):
                page.leave_out(f"line {cue.line}", lost.group()[:60], "a tag that is never closed")
                text = text[: lost.start()]
        cues.append(replace(cue, text="\n".join(line.strip() for line in text.split("\n") if line.strip())))
    return cues


def _in_order(cues: list[Cue], page: Page) -> list[Cue]:
    """The cues by the time they begin at, as they were heard."""
    late = any(after.start_ms < before.start_ms for before, after in pairwise(cues))
    if late:
        page.notes.append("Some cues stood later in the file than they were said: all are in the order of their times.")
    return sorted(cues, key=lambda cue: cue.start_ms) if late else cues
