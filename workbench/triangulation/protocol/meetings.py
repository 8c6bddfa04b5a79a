"""Meetings: what each source says in a topic and how each two of them meet, made of what was read. Pure.

Judgements are blind (`blind`): those of others on a pair are nowhere in what is made here until one's own is in. What
stands for a pair is what was settled, else what all judged alike, else that they judged differently.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.protocol.blind import PairInRow
from workbench.triangulation.protocol.consensus import Consensus, ConsensusLine, settled, settled_says
from workbench.triangulation.protocol.convergence import Proposal, Side, in_words, propose
from workbench.triangulation.protocol.topic_rows import is_in, pair_says, side_of

Pair = tuple[str, str]
CANNOT_TELL = "· cannot tell"
ALONE = "judged by one person"
"""What stands beside a verdict that nobody else has looked at."""
DOTS = {"high": "●●●", "medium": "●●", "low": "●", "none": "○", "not rated": "?"}


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One person's judgement of a pair, beside what the rule proposed at the time."""

    id: int
    a: str
    b: str
    rater: str
    meaning: str
    proposed: str
    confirmed: str
    silence: str
    why: str
    at: str
    words: str
    state: freshness.State
    cause: str

    @property
    def is_in(self) -> bool:
        """Whether it is a judgement: a verdict, or that none can be given."""
        return bool(self.confirmed) or self.meaning == "cannot tell"

    @property
    def verdict(self) -> str:
        """The verdict in words, or that there can be none."""
        return self.words if self.confirmed else CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says in a row; no findings: it is silent there."""

    source: str
    findings: tuple[FindingLine, ...] = ()

    @property
    def side(self) -> Side:
        """What this source brings to a comparison."""
        return side_of(self.source, (line.prominence for line in self.findings))

    @property
    def words(self) -> str:
        """Prominence as dots and a word, or a dash for a source that says nothing."""
        if not self.findings:
            return "– says nothing"
        level = self.side.prominence
        return f"{DOTS[level]} {'nothing shown' if level == 'none' else level}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """How two sources meet in a row: the proposal, my judgement, and the others' once mine is in."""

    a: str
    b: str
    proposal: Proposal | None
    """None where neither speaks in the row."""
    mine: RatingLine | None
    others: tuple[RatingLine, ...]
    others_hidden: int
    every: tuple[RatingLine, ...]
    """The judgements that may be read: mine, and others' once they are not hidden."""
    state: freshness.State
    cause: str
    consensus: ConsensusLine | None = None

    @property
    def judged(self) -> tuple[RatingLine, ...]:
        """The judgements that are in, as far as they may be read."""
        return tuple(one for one in self.every if one.is_in)

    @property
    def hidden(self) -> bool:
        """Whether somebody has judged this and it may not be seen yet."""
        return self.others_hidden > 0

    @property
    def differs(self) -> bool:
        """Whether judgements that may be read are not the same."""
        return len({one.verdict for one in self.judged}) > 1

    @property
    def unsettled(self) -> bool:
        """Whether judgements differ and nothing has been settled on."""
        return self.differs and self.consensus is None

    @property
    def dissent(self) -> tuple[RatingLine, ...]:
        """The judgements that are not what stands; all of them where they differ and nothing was settled."""
        if self.consensus is not None:
            return tuple(one for one in self.judged if one.verdict != self.consensus.words)
        return self.judged if self.differs else ()

    @property
    def words(self) -> str:
        """How they meet, in a cell: what stands, without who judged it."""
        if self.proposal is None:
            return ""
        if self.consensus is not None:
            return self.consensus.words
        said = list(dict.fromkeys(one.verdict for one in self.judged))
        if len(said) > 1:
            return f"judged differently: {' / '.join(sorted(said))}"
        return said[0] if said and said[0] != CANNOT_TELL else in_words("")

    @property
    def standing(self) -> str:
        """What stands for the two, with what it rests on: settled, one person's judgement, or judged differently."""
        if self.consensus is not None:
            return f"{self.consensus.words}, settled after two judgements"
        if not self.judged or self.differs:
            return self.words
        said = self.judged[0].verdict
        return f"{said}, {ALONE}" if len(self.judged) == 1 else said

    @property
    def matters(self) -> bool:
        """Whether the two are worth a word: both speak, or somebody has judged that only one does."""
        spoken = self.proposal is not None and self.proposal.value != "silence"
        return self.proposal is not None and (spoken or bool(self.every) or self.hidden)

    @property
    def mark(self) -> str:
        """⚠ where a person should look again, + where there is more evidence since."""
        return {"recheck": "⚠", "grown": "+", "current": ""}[self.state]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A topic, what each source says on it, how they meet, and what we make of it together."""

    id: int
    title: str
    question: str
    question_id: int | None
    cells: dict[str, Cell]
    meetings: dict[Pair, Meeting]
    overall: str
    together: str
    fit: str
    state: freshness.State
    cause: str
    about: str = ""
    """The research question it is sorted under."""
    hidden: bool = False
    """Whether somebody has judged it and what they wrote of it may not be seen yet."""

    @property
    def words(self) -> str:
        """The row as a whole: as a person set it, else as its only pair was judged."""
        if self.overall:
            return in_words(self.overall)
        said = [one.words for one in self.meetings.values() if one.matters]
        return said[0] if len(said) == 1 else in_words("")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every topic row, the sources that speak in any of them, and the pairs that are compared."""

    sources: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rows: tuple[MatrixRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Known:
    """What every meeting is read with."""

    me: int | None
    names: Mapping[int, str]
    findings: Mapping[int, Any]
    """Of each finding what a judgement of it is stamped with: its GUID, number, statement and prominence."""
    hidden: frozenset[PairInRow]
    settled: Mapping[PairInRow, Consensus]


def row_of(
    topic: Any,
    question: str,
    lines: Iterable[FindingLine],
    ratings: Collection[Any],
    columns: tuple[tuple[str, ...], tuple[Pair, ...]],
    known: Known,
) -> MatrixRow:
    """A topic with its findings in the order of their numbers, its judgements, the newest last, and the sources and pairs that there are."""
    here = sorted(lines, key=lambda line: line.number)
    cells = {name: Cell(name, tuple(line for line in here if line.source == name)) for name in columns[0]}
    meetings = {pair: _meeting((topic.id, *pair), cells, ratings, known) for pair in columns[1]}
    state = freshness.worst(*(Freshness(one.state, one.cause) for one in meetings.values()), *map(_state, here))
    out_of_sight = any(one.hidden for one in meetings.values())
    return MatrixRow(
        id=topic.id,
        title=topic.title,
        question=question,
        question_id=topic.question_id,
        cells=cells,
        meetings=meetings,
        overall="" if out_of_sight else topic.overall,
        together="" if out_of_sight else topic.meta_inference,
        fit="" if out_of_sight else topic.fit,
        state=state.state,
        cause=state.why,
        about=topic.about,
        hidden=out_of_sight,
    )


def _state(line: FindingLine) -> Freshness:
    return Freshness(line.state, f"{line.name}: {line.why}" if line.why else "")


def _meeting(place: PairInRow, cells: dict[str, Cell], ratings: Collection[Any], known: Known) -> Meeting:
    """One pair in one row."""
    pair = place[1:]
    a, b = (cells[name].findings for name in pair)
    here = {rating.coder_id: rating for rating in ratings if (rating.a, rating.b) == pair}
    if not (a or b or here):
        return Meeting(*pair, None, None, (), 0, (), "current", "")
    says = pair_says(*([known.findings[line.id] for line in side] for side in (a, b)))
    lines = {coder: _rating_line(rating, says, known.names) for coder, rating in here.items()}
    every = tuple(lines.values())
    mine = lines.pop(known.me, None) if known.me is not None else None
    out_of_sight = place in known.hidden
    others = tuple(one for one in lines.values() if one.is_in)
    shown = () if out_of_sight or (mine is not None and not mine.is_in) else others
    proposal = None
    if a or b:
        proposal = propose(cells[pair[0]].side, cells[pair[1]].side, mine.meaning if mine is not None else "")
    consensus = None
    if place in known.settled and len(shown) == len(others):
        judged = [one for one in here.values() if is_in(one)]
        consensus = settled(known.settled[place], settled_says(says, judged, known.names), known.names)
    seen = [one for one in (mine, *shown, consensus) if one is not None]
    state = freshness.worst(*(Freshness(one.state, one.cause) for one in seen), *map(_state, (*a, *b)))
    return Meeting(
        *pair,
        proposal=proposal,
        mine=mine,
        others=shown,
        others_hidden=len(others) - len(shown),
        every=tuple(one for one in every if one is mine or one in shown),
        state=state.state,
        cause=state.why,
        consensus=consensus,
    )


def _rating_line(rating: Any, says: dict[str, object], names: Mapping[int, str]) -> RatingLine:
    same = rating.says == json.dumps(says, ensure_ascii=False, sort_keys=True) or stamp(says) == rating.stamp
    state = freshness.CURRENT if same else freshness.compare(json.loads(rating.says), says)
    return RatingLine(
        id=rating.id or 0,
        a=rating.a,
        b=rating.b,
        rater=names.get(rating.coder_id, ""),
        meaning=rating.meaning,
        proposed=rating.proposed,
        confirmed=rating.confirmed,
        silence=rating.silence,
        why=rating.why,
        at=rating.at,
        words=in_words(rating.confirmed, rating.silence),
        state=state.state,
        cause=state.why,
    )
