"""The codings of a document as they stand in the margin of its turns."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.codings import CodingLine, codings_in
from workbench.coding.paths import split_path
from workbench.exchange.paper.pages import Margin
from workbench.sources.documents import SegmentLine

_FIRST = 4
"""So many words say where a coding begins."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The codings of one document, by place; those that several people made alike stand together."""

    marks: tuple[tuple[CodingLine, tuple[str, ...]], ...]
    names: dict[int, str]
    """What each code is called: its own name, or its path where two codes of the document share a name."""
    several: bool
    """Whether more than one person coded the document."""
    longest: int
    """How many letters the longest of them covers."""

    @classmethod
    def of(cls, session: Session, document_id: int) -> Margins:
        """The margins of a document."""
        every = codings_in(session, document_id)
        alike: dict[tuple[int, int, int, str], list[CodingLine]] = defaultdict(list)
        for one in every:
            alike[one.start, one.end, one.code_id, one.direction].append(one)
        marks = tuple((some[0], tuple(one.coder for one in some)) for _, some in sorted(alike.items()))
        paths = {one.code_id: one.code for one in every}
        last = {key: split_path(path)[-1] for key, path in paths.items()}
        shared = Counter(last.values())
        names = {key: paths[key] if shared[name] > 1 else name for key, name in last.items()}
        longest = max((one.end - one.start for one in every), default=0)
        return cls(marks, names, len({one.coder for one in every}) > 1, longest)

    def beside(self, segment: SegmentLine, *, told: bool) -> tuple[Margin, ...]:
        """The codings that touch a segment; without `told` none of its words is repeated."""
        found = []
        first = bisect_left(self.marks, segment.start - self.longest, key=lambda mark: mark[0].start)
        until = bisect_left(self.marks, segment.end, key=lambda mark: mark[0].start)
        for one, coders in self.marks[first:until]:
            if one.end <= segment.start:
                continue
            whole = one.start <= segment.start and one.end >= segment.end
            text = segment.text[max(0, one.start - segment.start) : one.end - segment.start]
            found.append(
                Margin(
                    self.names[one.code_id],
                    words="" if whole or not told else " ".join(text.split()[:_FIRST]),
                    who=", ".join(coders) if self.several else "",
                    against=one.direction == "against",
                )
            )
        return tuple(found)
