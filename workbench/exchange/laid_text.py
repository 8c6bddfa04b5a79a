"""The text of another tool laid out as the project keeps it: turns of speakers, and where each character of it went.

Other tools keep a text as one run of characters with labels of speakers and blank lines in it, and count positions in
that. Here labels become speakers, and a text is its paragraphs joined by one line break.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from workbench.exchange import labels
from workbench.exchange.labels import Opening
from workbench.exchange.turns import openings_in, passages, wrapped_at
from workbench.sources.drafts import DraftTurn
from workbench.text import Span

_BREAK = re.compile("\r\n|[\n\r\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")
_WHITE = re.compile(r"\s+")
_CUT_SHORT = 0.55
"""A line shorter than this share of the width at which lines were wrapped ends its paragraph."""

Line = tuple[int, int]
"""Where a line begins and ends in the text."""
Piece = tuple[int, int, int]
"""Characters that stay next to each other: where they begin in the text, where in what is kept, how many they are."""


@dataclass(slots=True)
class _Kept:
    """A line as it is kept, and the pieces of the text that it is made of."""

    text: str
    pieces: list[Piece]

    def cut(self, start: int, end: int) -> _Kept:
        """A part of it, without the white space around it."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        pieces = [
            (raw + max(0, start - at), max(at, start) - start, min(end, at + length) - max(at, start))
            for raw, at, length in self.pieces
            if at < end and start < at + length
        ]
        return _Kept(self.text[start:end], pieces)

    def joined(self, other: _Kept, gap: int) -> _Kept:
        """It and another, with a space between them that stands for the character at `gap` of the text."""
        begin = len(self.text) + 1
        later = [(raw, at + begin, length) for raw, at, length in other.pieces]
        return _Kept(f"{self.text} {other.text}", [*self.pieces, (gap, begin - 1, 1), *later])


@dataclass(slots=True)
class LaidText:
    """A text laid out: its turns, the roles of those who speak, and the way from its positions to the project's."""

    turns: list[DraftTurn] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    """Which case a speaker is, where the tool says so."""
    stretches: list[Span] = field(default_factory=list)
    """For every turn, the characters of the text that it was made of."""
    pieces: list[Piece] = field(default_factory=list)
    _length: int = 0

    def span(self, start: int, end: int) -> Span | None:
        """Where characters of the text are now; None where nothing of them is kept, such as a speaker's label."""
        first = max(0, bisect_right(self.pieces, start, key=_raw) - 1)
        last = bisect_right(self.pieces, end - 1, key=_raw) - 1
        if first < len(self.pieces) and start >= self.pieces[first][0] + self.pieces[first][2]:
            first += 1
        if first > last or start >= end:
            return None
        raw, at, _ = self.pieces[first]
        begin = at + max(0, start - raw)
        raw, at, length = self.pieces[last]
        return Span(begin, at + min(length, end - raw))

    def text(self) -> str:
        """The whole text, as the project will have it."""
        return "\n".join(turn.text for turn in self.turns)

    def add(self, kept: _Kept, speaker: str | None, kind: str, at_ms: int | None = None) -> bool:
        """Keep a paragraph, a very long one in several; says whether it held anything."""
        added = False
        for start, end in passages(kept.text):
            part = kept.cut(start, end)
            if not part.text:
                continue
            begin = self._length + 1 if self.turns else 0
            self.turns.append(DraftTurn(speaker, part.text, None if added else at_ms, kind))
            self.stretches.append(Span(part.pieces[0][0], part.pieces[-1][0] + part.pieces[-1][2]))
            self.pieces += [(raw, at + begin, length) for raw, at, length in part.pieces]
            self._length = begin + len(part.text)
            kind, added = "paragraph" if kind == "turn" else kind, True
        return added


def _raw(piece: Piece) -> int:
    return piece[0]


def lines_of(text: str) -> list[Line]:
    """The lines of a text, each without its end."""
    found: list[Line] = []
    begin = 0
    for match in _BREAK.finditer(text):
        found.append((begin, match.start()))
        begin = match.end()
    return [*found, (begin, len(text))]


def laid_out(
    text: str, lines: Sequence[Line] | None = None, *, headings: Collection[int] = (), folded: bool = False
) -> LaidText:
    """A text laid out. Speakers are found as in any transcript; lines that were broken for width become paragraphs.

    Args:
        text: the text as the tool has it.
        lines: its lines, where something else than line ends parts them, such as the blocks of a web page.
        headings: which of the lines are headings, counted from 0.
        folded: whether white space counts as one space however much of it there is, as on a web page.
    """
    kept = [_kept(text, start, end, folded=folded) for start, end in (lines_of(text) if lines is None else lines)]
    plain = [one.text for one in kept]
    openings = openings_in(plain)
    width = wrapped_at(plain) if lines is None else 0
    laid = LaidText()
    starts = sorted(openings)
    first = starts[0] if starts else len(kept)
    for at, one in _paragraphs(kept[:first], 0, headings, width):
        laid.add(one, None, "heading" if at in headings else "note" if starts else "paragraph")
    header = "\n".join(plain[:first])
    for start, end in zip(starts, [*starts[1:], len(kept)][: len(starts)], strict=True):
        _turn(laid, openings[start], kept[start:end], start, headings, width)
    laid.roles = labels.roles(Counter(turn.speaker for turn in laid.turns if turn.speaker), header)
    return laid


def _kept(text: str, start: int, end: int, *, folded: bool) -> _Kept:
    """A line without what prints nothing, a space for every tab."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for raw, stop in _seen(text, start, end, _WHITE if folded else None):
        part = text[raw:stop].replace("\t", " ")
        parts.append(" " if folded and part.isspace() else part)
        pieces.append((raw, at, stop - raw))
        at += stop - raw
    return _Kept("".join(parts), pieces)


def _seen(text: str, start: int, end: int, white: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """The stretches of a line that are kept: not what prints nothing, of white space that counts once its first."""
    found: list[tuple[int, int]] = []
    begin = start
    skipped = [(match.start(), match.end()) for match in _UNSEEN.finditer(text, start, end)]
    if white is not None:
        skipped += [(match.start() + 1, match.end()) for match in white.finditer(text, start, end)]
        skipped += [(match.start(), match.start()) for match in white.finditer(text, start, end)]
        skipped.sort()
    for gone, until in skipped:
        if begin < gone:
            found.append((begin, gone))
        begin = max(begin, until)
    return [*found, (begin, end)] if begin < end else found


def _turn(
    laid: LaidText, opening: Opening, lines: Sequence[_Kept], at: int, headings: Collection[int], width: int
) -> None:
    """One turn: the words after the label, and the paragraphs up to the next."""
    whole = lines[0]
    if opening.label.casefold() in labels.NOT_PEOPLE:
        speaker, begun, rest = None, True, whole
    else:
        speaker, begun = opening.label, False
        rest = whole.cut(len(whole.text) - len(opening.rest), len(whole.text))
    for number, one in _paragraphs([rest, *lines[1:]], at, headings, width):
        if number in headings and number > at:
            laid.add(one, None, "heading")
            continue
        kind = "note" if speaker is None else "paragraph" if begun else "turn"
        begun = laid.add(one, speaker, kind, None if begun else opening.at_ms) or begun


def _paragraphs(lines: Sequence[_Kept], first: int, headings: Collection[int], width: int) -> list[tuple[int, _Kept]]:
    """Lines as paragraphs, each with the number of its first line: lines broken for width are joined again."""
    found: list[tuple[int, _Kept]] = []
    open_ = 0
    for number, line in enumerate(lines, first):
        one = line.cut(0, len(line.text))
        if not one.text or number in headings:
            open_ = 0
            if one.text:
                found.append((number, one))
            continue
        if open_ >= _CUT_SHORT * width > 0:
            before, paragraph = found[-1]
            raw, _, length = paragraph.pieces[-1]
            found[-1] = (before, paragraph.joined(one, raw + length))
        else:
            found.append((number, one))
        open_ = len(one.text)
    return found
