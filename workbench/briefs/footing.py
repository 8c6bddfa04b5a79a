"""Footing: which findings are strong, and how firm that is on which an option stands. Pure; people are counted, not passages.

A finding is *strong* when all of this holds:

- the strongest evidence against it is written down, and nothing that it rests on asks for another look;
- a person rated it of high prominence, and not of low or very low confidence;
- of words, three people or more said it;
- and it has a second leg: a person assessed its confidence as moderate or high, or on a topic the other kind of evidence
  points the same way or partly, as it stands for everybody who judged.

An option stands on *little* when every finding from words that it rests on was raised by fewer than three people, or by
under a fifth of those asked, which is where the thresholds of prominence suggest low. It stands on *one kind* when only
what people say, or only figures, are cited for it or for the whole brief. It stands on *a silent side* when a finding
that is cited for it meets nothing but silence on its topics.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.meetings import MatrixRow

FEW = 3
"""From so many people on words are more than a few voices."""
_SURE = frozenset({"high", "moderate"})
_UNSURE = frozenset({"low", "very low"})


def is_strong(line: FindingLine, borne_out: Collection[int]) -> bool:
    """Whether a finding is strong; `borne_out` are those that the other kind of evidence bears out."""
    if not line.finished or line.state == "recheck" or line.prominence != "high" or line.confidence in _UNSURE:
        return False
    if line.count is not None and line.count.said < FEW:
        return False
    return line.confidence in _SURE or line.id in borne_out


def why_strong(line: FindingLine, borne_out: Collection[int]) -> str:
    """What makes a strong finding so, in words."""
    sure = f"we are sure of it to a {line.confidence} degree" if line.confidence in _SURE else ""
    both = "both kinds of evidence point that way" if line.id in borne_out else ""
    said = f"{line.count_sentence}" if line.count is not None else ""
    return "; ".join(part for part in ("of high prominence", said, sure, both) if part)


def borne_out(rows: Iterable[MatrixRow]) -> frozenset[int]:
    """The findings that point the same way as the other kind of evidence, or partly, on a topic."""
    found: set[int] = set()
    for row in rows:
        for one, other in combinations([cell for cell in row.cells.values() if cell.findings], 2):
            meeting = row.meetings.get((one.source, other.source)) or row.meetings.get((other.source, one.source))
            strands = {line.strand for line in (*one.findings, *other.findings)}
            if meeting is not None and len(strands) == 2 and meeting.words.startswith(("=", "≈")):
                found |= {line.id for line in (*one.findings, *other.findings)}
    return frozenset(found)


def alone(rows: Iterable[MatrixRow]) -> frozenset[int]:
    """The findings that meet nothing but silence on every topic in which they speak."""
    silent: set[int] = set()
    meets: set[int] = set()
    for row in rows:
        here = {line.id for cell in row.cells.values() for line in cell.findings}
        said = [one.words for one in row.meetings.values() if one.matters]
        only = row.overall == "silence" or (not row.overall and bool(said) and all(one.startswith("∅") for one in said))
        (silent if only else meets).update(here)
    return frozenset(silent - meets)


def on_little(lines: Iterable[FindingLine]) -> Iterator[str]:
    """A sentence where every finding from words counts only a few people; `lines` are those cited for an option."""
    counted = [line for line in lines if line.count is not None]
    few = [
        line
        for line in counted
        if line.count is not None and (line.count.said < FEW or line.suggests in {"low", "none"})
    ]
    if counted and len(few) == len(counted):
        most = max(few, key=lambda line: line.count.said if line.count else 0)
        yield f"It rests on few people: {most.name} is {_told(most)}, and nothing else that is cited for it counts more."


def _told(line: FindingLine) -> str:
    """A count within a sentence."""
    said = line.count_sentence
    return said if said.startswith("raised") else f"what {said.removesuffix(' said this')} said"


def on_one_kind(kinds: Collection[str]) -> Iterator[str]:
    """A sentence where only one kind of evidence, words or numbers, is cited for an option or for its whole brief."""
    if set(kinds) == {"words"}:
        yield "It rests on what people say alone: no figure is cited for it or for the brief."
    if set(kinds) == {"numbers"}:
        yield "It rests on figures alone: nothing that people say is cited for it or for the brief."


def on_silence(lines: Iterable[FindingLine], silent: Collection[int]) -> Iterator[str]:
    """A sentence for each finding, cited for an option, with which the other side is silent."""
    for line in lines:
        if line.id in silent:
            yield f"{line.name} speaks on topics where the other side is silent."


def kinds_of(cited: Iterable[tuple[str, int]], lines: Iterable[FindingLine]) -> frozenset[str]:
    """Of which kinds some citations are, words or numbers: quotes and figures tell it, a finding its strand."""
    strands = {line.id: line.strand for line in lines}
    told = {"quote": "words", "figure": "numbers"}
    return frozenset(
        kind for what, key in cited if (kind := told.get(what, strands.get(key, "") if what == "finding" else ""))
    )
