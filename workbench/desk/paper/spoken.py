"""The words of a document as the door is asked about them: whose they are, and what the team says beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.retrieval import OF_THE_TEAM
from workbench.exchange.paper.pages import TurnKind
from workbench.governance.quoting import Quote, Withheld
from workbench.sources.document_list import DocumentLine
from workbench.sources.documents import SegmentLine, segments_of

BESIDE = "It lies beside words that are not printed."
WRITTEN: dict[str, TurnKind] = {"heading": "heading", "note": "direction"}
"""What the team wrote into a document, by its kind of segment."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one segment as the door asks of them."""

    line: DocumentLine
    segment: SegmentLine
    case_ids: tuple[int, ...]
    unattributed: bool

    @property
    def document(self) -> str:
        """The document's name."""
        return self.line.name

    @property
    def start(self) -> int:
        """Where they begin, in code points."""
        return self.segment.start

    @property
    def end(self) -> int:
        """Where they end."""
        return self.segment.end

    @property
    def text(self) -> str:
        """The words."""
        return self.segment.text

    @property
    def kind(self) -> TurnKind:
        """How it is drawn."""
        kinds: dict[str, TurnKind] = {**WRITTEN, "answer": "answer", "paragraph": "paragraph"}
        return "turn" if self.segment.speaker else kinds.get(self.segment.kind, "turn")

    @property
    def of_the_team(self) -> bool:
        """Whether the team said or wrote it."""
        return _is_the_teams(self.segment)


def _is_the_teams(segment: SegmentLine) -> bool:
    return segment.role in OF_THE_TEAM or (not segment.speaker and segment.kind in WRITTEN)


Passed = dict[tuple[int, int], Quote[Spoken]]
"""What may be printed, by the document's key and where the words begin."""


def words_of(session: Session, line: DocumentLine) -> list[Spoken]:
    """The segments of a document; the team's own words are asked for with the people who speak beside them."""
    segments = segments_of(session, line.id)
    before: list[int | None] = []
    last: int | None = None
    for segment in segments:
        last = segment.case_id if segment.case_id is not None else last
        before.append(last)
    after: list[int | None] = [None] * len(segments)
    last = None
    for at in range(len(segments) - 1, -1, -1):
        last = segments[at].case_id if segments[at].case_id is not None else last
        after[at] = last
    found = []
    for at, segment in enumerate(segments):
        if _is_the_teams(segment):
            beside = tuple(dict.fromkeys(one for one in (before[at], after[at]) if one is not None))
            found.append(Spoken(line, segment, beside, unattributed=False))
        else:
            whose = () if segment.case_id is None else (segment.case_id,)
            found.append(Spoken(line, segment, whose, unattributed=segment.case_id is None))
    return found


def taken_up(every: Iterable[Sequence[Spoken]], shown: Passed, why: dict[tuple[str, int], str]) -> list[Withheld]:
    """Take out of what is shown the team's words that lie beside words that are not, which they might say again."""
    found = []
    for words in every:
        said = [at for at, one in enumerate(words) if not one.of_the_team]
        for at, one in enumerate(words):
            if not one.of_the_team or (one.line.id, one.start) not in shown:
                continue
            place = bisect_left(said, at)
            near = [words[said[which]] for which in (place - 1, place) if 0 <= which < len(said)]
            reasons = [why.get((who.document, who.start), "") for who in near if (who.line.id, who.start) not in shown]
            if reasons:
                del shown[one.line.id, one.start]
                found.append(Withheld(one.document, one.start, one.end, reasons[0] or BESIDE))
    return found
