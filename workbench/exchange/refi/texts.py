"""A text of another tool as turns and paragraphs, with every position of it known again in what they make.

Words are kept as they are. What falls away is what carries none: blank lines, white space at the ends of paragraphs,
labels of speakers, control characters; whatever lies on it lies on the words beside it afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.exchange.transcripts import labels
from workbench.exchange.transcripts.labels import Opening
from workbench.sources.drafts import DraftTurn

_LINE = re.compile(r"[^\r\n\f\x85\u2028\u2029\x0b]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")
_SIGN = re.compile(r"[:：\t\[*]")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*\s+")
LONGEST = 20_000
"""Characters of a paragraph, some 40 pages; longer ones are cut."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the text from one index to another, that are one paragraph: whose they are, and in which kind."""

    begin: int
    end: int
    speaker: str | None = None
    kind: str = "paragraph"
    at_ms: int | None = None
    until_ms: int | None = None


@dataclass(slots=True)
class Laid:
    """A text laid out: its turns, and where each run of its words is in the text that they make."""

    turns: list[DraftTurn] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    """Where runs of words begin in the tool's text, ends, and where they begin in ours."""
    ends: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    length: int = 0

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The words between two indexes of the tool's text, here; None where there are none."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.begins, end) - 1
        if first > last:
            return None
        begins = self.places[first] + max(0, start - self.begins[first])
        finishes = self.places[last] + min(end, self.ends[last]) - self.begins[last]
        return begins, finishes


def passages_of(text: str) -> tuple[list[Passage], dict[str, str]]:
    r"""The paragraphs of a text, whose they are where labels say so, and the role of each speaker.

    >>> passages_of("Interviewer: And then?\nAmina: I crossed.\n")[1]
    {'Interviewer': 'interviewer', 'Amina': 'participant'}
    """
    found = [match.span() for match in _LINE.finditer(text)]
    lines, spans = _with_gaps(text, found)
    openings = {
        number: opening
        for number, line in enumerate(lines)
        if line and _may_open(line) and (opening := labels.opening(line, lines[number - 1] if number else ""))
    }
    stands = labels.accepted(lines, openings) if openings else {}
    passages: list[Passage] = []
    speaker: str | None = None
    opened = False
    for number, (begin, end) in enumerate(spans):
        opening = stands.get(number)
        at_ms: int | None = None
        if opening is not None and opening.label.casefold() in labels.NOT_PEOPLE:
            speaker = None
        elif opening is not None:
            speaker, opened, at_ms = opening.label, False, opening.at_ms
            begin = _after_label(text, begin, end, opening)
        begin, end = _stripped(text, begin, end)
        if begin < end:
            kind = "paragraph" if opened or speaker is None else "turn"
            opened = True
            passages.append(Passage(begin, end, speaker, kind, at_ms))
    spoken = Counter(one.speaker for one in passages if one.speaker)
    header = "\n".join(text[one.begin : one.end] for one in passages if one.speaker is None) if stands else ""
    return passages, labels.roles(spoken, header)


def _with_gaps(text: str, found: Sequence[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """The lines, an empty one where there were blank ones between, as those who look for labels want to see them."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    before = -1
    for begin, end in found:
        if before >= 0 and begin - before > 1 and text[before:begin] != "\r\n":
            lines.append("")
            spans.append((before, before))
        lines.append(text[begin:end])
        spans.append((begin, end))
        before = end
    return lines, spans


def _may_open(line: str) -> bool:
    """Whether a line holds any sign that a label has; most lines do not, and are not looked at further."""
    return (
        _SIGN.search(line, 0, 100) is not None
        or line[:2] in {"Q.", "A."}
        or line[-2:] == "  "
        or line[-1:] in ")]0123456789"
    )


def _after_label(text: str, begin: int, end: int, opening: Opening) -> int:
    """Where the words begin in a line that opens a turn."""
    rest = opening.rest.strip()
    return end if not rest else max(begin, text.rfind(rest, begin, end))


def _stripped(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end


def cut_at(text: str, passages: Iterable[Passage], places: Sequence[int]) -> list[Passage]:
    """The passages, cut in two where one of these indexes lies within them: at white space, so that no word is cut."""
    ordered = sorted(set(places))
    cut: list[Passage] = []
    for one in passages:
        begin = one.begin
        for place in ordered[bisect_right(ordered, one.begin) : bisect_left(ordered, one.end)]:
            here = _stripped(text, begin, place)
            if here[0] < here[1] and (text[place - 1].isspace() or text[place].isspace()):
                cut.append(
                    replace(one, begin=here[0], end=here[1], kind=one.kind if begin == one.begin else "paragraph")
                )
                begin = place
        here = _stripped(text, begin, one.end)
        if here[0] < here[1]:
            cut.append(replace(one, begin=here[0], end=here[1], kind=one.kind if begin == one.begin else "paragraph"))
    return cut


def spoken_by(passages: Iterable[Passage], whose: Mapping[int, str]) -> list[Passage]:
    """The passages with these speakers, by number; who goes on speaking goes on with the turn."""
    found: list[Passage] = []
    before: str | None = None
    for number, one in enumerate(passages):
        speaker = whose.get(number)
        kind = "turn" if speaker and speaker != before else "paragraph"
        found.append(replace(one, speaker=speaker, kind=kind))
        before = speaker
    return found


def laid_out(text: str, passages: Iterable[Passage], *, as_it_is: bool = False) -> Laid:
    """Passages as turns, one after the other with one line break between two, and where their words came from.

    Told to keep them as they are, nothing is cut and no character is made another.
    """
    laid = Laid()
    for one in passages:
        if as_it_is:
            _keep(laid, text, one)
            continue
        for number, (begin, end) in enumerate(_pieces(text, one.begin, one.end)):
            place = laid.length + 1 if laid.turns else 0
            words = _lay(laid, text, begin, end, place)
            if not words:
                continue
            kind = one.kind if number == 0 else "paragraph"
            at_ms = one.at_ms if number == 0 else None
            laid.turns.append(DraftTurn(one.speaker, words, at_ms, kind, one.until_ms))
            laid.length = place + len(words)
    return laid


def _keep(laid: Laid, text: str, one: Passage) -> None:
    """Take a passage in character by character."""
    place = laid.length + 1 if laid.turns else 0
    laid.begins.append(one.begin)
    laid.ends.append(one.end)
    laid.places.append(place)
    laid.turns.append(DraftTurn(one.speaker, text[one.begin : one.end], one.at_ms, one.kind, one.until_ms))
    laid.length = place + one.end - one.begin


def _lay(laid: Laid, text: str, begin: int, end: int, place: int) -> str:
    """Note where the runs of one paragraph's words go; gives the words, without control characters, tabs as spaces."""
    words = text[begin:end]
    if words.isprintable() or _CONTROL.search(words) is None:
        laid.begins.append(begin)
        laid.ends.append(end)
        laid.places.append(place)
        return words.replace("\t", " ")
    kept: list[str] = []
    runs: list[tuple[int, int, int]] = []
    here, at = place, 0
    for match in (*_CONTROL.finditer(words), None):
        stop = match.start() if match else len(words)
        if at < stop:
            runs.append((begin + at, begin + stop, here))
            kept.append(words[at:stop])
            here += stop - at
        at = match.end() if match else stop
    said = "".join(kept).replace("\t", " ")
    if said.strip():
        laid.begins += [run[0] for run in runs]
        laid.ends += [run[1] for run in runs]
        laid.places += [run[2] for run in runs]
        return said
    return ""


def _pieces(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A paragraph in pieces that can be read, cut after a sentence, else after a word."""
    if end - begin <= LONGEST:
        return [(begin, end)] if begin < end else []
    pieces: list[tuple[int, int]] = []
    while end - begin > LONGEST:
        stop = begin + LONGEST
        sentences = [match.end() for match in _SENTENCE.finditer(text, begin + LONGEST // 2, stop)]
        cut = sentences[-1] if sentences else text.rfind(" ", begin + LONGEST // 2, stop) + 1 or stop
        pieces.append(_stripped(text, begin, cut))
        begin = cut
    pieces.append(_stripped(text, begin, end))
    return [piece for piece in pieces if piece[0] < piece[1]]
