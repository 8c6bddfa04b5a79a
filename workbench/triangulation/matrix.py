"""The matrix: topic rows down, sources across, then how each two of them meet, as a screen shows it.

Judgements are blind: those of others on a pair are shown once one's own is in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.datasets import today
from workbench.rows import column, find_guid, guid_for, kept, live, table_of
from workbench.sources.asked import Question
from workbench.sources.coders import Coder, coder_names
from workbench.text import stamp
from workbench.triangulation import freshness
from workbench.triangulation.convergence import Proposal, Side, in_words, propose
from workbench.triangulation.findings import Finding, FindingLine, findings
from workbench.triangulation.freshness import Freshness
from workbench.triangulation.topic_rows import Rating, RowFinding, TopicRow, pair_says, side_of

Pair = tuple[str, str]
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
    """Everybody's judgements; for what leaves, not for a rater's eyes."""
    state: freshness.State
    cause: str

    @property
    def words(self) -> str:
        """How they meet, as people read it: my judgement, else others', else that nobody has judged."""
        judged = [one for one in (self.mine, *self.others) if one is not None and one.confirmed]
        if self.proposal is None:
            return ""
        return judged[0].words if judged else in_words("")

    @property
    def standing(self) -> str:
        """How the two meet for everybody who judged: one verdict, or that the judgements differ."""
        said = dict.fromkeys(one.words for one in self.every if one.confirmed)
        if len(said) > 1:
            return f"judged differently: {' / '.join(said)}"
        return next(iter(said), in_words("") if self.proposal is not None else "")

    @property
    def matters(self) -> bool:
        """Whether the two are worth a word: both speak, or somebody has judged that only one does."""
        return self.proposal is not None and (self.proposal.value != "silence" or bool(self.every))

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


def matrix(session: Session) -> Matrix:
    """The whole matrix as the person at the keyboard sees it, kept while the project stays as it is."""
    whole: Matrix = kept(session, f"matrix for {session.info['who']} on {today()}", _matrix)
    return whole


def _matrix(session: Session) -> Matrix:
    """The whole matrix, read in one go."""
    topics = list(session.execute(live(TopicRow).order_by(column(TopicRow, "position"))).scalars())
    placed = _placed(session)
    ratings = _ratings(session)
    shown = {topic.id for topic in topics}
    sources = tuple(
        dict.fromkeys(
            [line.source for row, lines in placed.items() if row in shown for line in lines]
            + [name for rating in ratings if rating.row_id in shown for name in (rating.a, rating.b)]
        )
    )
    sources = tuple(sorted(sources, key=lambda name: (not _speaks_in_words(name, placed), name)))
    pairs = tuple((min(one, other), max(one, other)) for one, other in combinations(sources, 2))
    names, questions = coder_names(session), {row.id: row.short for row in session.execute(live(Question)).scalars()}
    me = _me(session)
    guids = _finding_guids(session)
    by_row: dict[int, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_row[rating.row_id].append(rating)
    rows = []
    for topic in topics:
        lines = placed.get(topic.id or 0, [])
        cells = {name: Cell(name, tuple(line for line in lines if line.source == name)) for name in sources}
        meetings = {pair: _meeting(pair, cells, by_row[topic.id or 0], me, names, guids) for pair in pairs}
        state = freshness.worst(*(Freshness(one.state, one.cause) for one in meetings.values()), *map(_state, lines))
        rows.append(
            MatrixRow(
                id=topic.id or 0,
                title=topic.title,
                question=questions.get(topic.question_id, ""),
                question_id=topic.question_id,
                cells=cells,
                meetings=meetings,
                overall=topic.overall,
                together=topic.meta_inference,
                fit=topic.fit,
                state=state.state,
                cause=state.why,
            )
        )
    return Matrix(sources, pairs, tuple(rows))


def _placed(session: Session) -> dict[int, list[FindingLine]]:
    """The findings of each row."""
    t = table_of(RowFinding).c
    placings = session.execute(sa.select(t.row_id, t.finding_id).where(t.gone.is_(False)).order_by(t.id)).all()
    lines = {line.id: line for line in findings(session, {one.finding_id for one in placings})}
    found: dict[int, list[FindingLine]] = {}
    for one in placings:
        if one.finding_id in lines:
            found.setdefault(one.row_id, []).append(lines[one.finding_id])
    return {row: sorted(some, key=lambda line: line.number) for row, some in found.items()}


def _ratings(session: Session) -> list[Rating]:
    return list(session.execute(live(Rating).order_by(column(Rating, "id"))).scalars())


def _finding_guids(session: Session) -> dict[int, Any]:
    """Of each finding what a judgement of it is stamped with; their evidence stays where it is."""
    t = table_of(Finding).c
    chosen = sa.select(t.id, t.guid, t.number, t.statement, t.prominence).where(t.gone.is_(False))
    return {row.id: row for row in session.execute(chosen)}


def _speaks_in_words(source: str, placed: dict[int, list[FindingLine]]) -> bool:
    return any(line.source == source and line.strand == "words" for lines in placed.values() for line in lines)


def _me(session: Session) -> int | None:
    """The key of the coder who has the project open, if known yet."""
    coder = find_guid(session, Coder, guid_for(session, "coder", session.info["who"]))
    return None if coder is None else coder.id


def _state(line: FindingLine) -> Freshness:
    return Freshness(line.state, f"{line.name}: {line.why}" if line.why else "")


def _meeting(
    pair: Pair,
    cells: dict[str, Cell],
    ratings: Collection[Rating],
    me: int | None,
    names: dict[int, str],
    rows: dict[int, Any],
) -> Meeting:
    """One pair in one row."""
    a, b = (cells[name].findings for name in pair)
    if not (a or b or any((rating.a, rating.b) == pair for rating in ratings)):
        return Meeting(*pair, None, None, (), 0, (), "current", "")
    says = pair_says(*([rows[line.id] for line in side] for side in (a, b)))
    here = [rating for rating in ratings if (rating.a, rating.b) == pair]
    lines = {rating.coder_id: _rating_line(rating, says, names) for rating in here}
    every = tuple(lines.values())
    mine = lines.pop(me, None) if me is not None else None
    others = tuple(lines.values())
    shown = others if mine is not None and mine.confirmed else ()
    meaning = mine.meaning if mine is not None else ""
    proposal = None
    if a or b:
        proposal = propose(cells[pair[0]].side, cells[pair[1]].side, meaning)
    state = freshness.worst(
        *(Freshness(one.state, one.cause) for one in (mine, *others) if one is not None), *map(_state, (*a, *b))
    )
    return Meeting(
        *pair,
        proposal=proposal,
        mine=mine,
        others=shown,
        others_hidden=len(others) - len(shown),
        every=every,
        state=state.state,
        cause=state.why,
    )


def _rating_line(rating: Rating, says: dict[str, object], names: dict[int, str]) -> RatingLine:
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
