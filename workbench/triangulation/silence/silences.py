"""Silences: every topic on which a source says nothing, and why: what people judged beside what the project knows.

The proposal, each person's word and what was settled together are kept apart. Only `asked and nobody raised it` says
anything of the world; the other kinds say something of the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from workbench.rows import column, find, live
from workbench.triangulation.findings import Finding
from workbench.triangulation.protocol.consensus import Consensus
from workbench.triangulation.protocol.convergence import SILENCES, NobodySpeaksError
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, RatingLine, matrix
from workbench.triangulation.protocol.topic_rows import NotSilentError, RowFinding, TopicRow, rate
from workbench.triangulation.silence.ground import read_ground
from workbench.triangulation.silence.looked_for import LookedFor
from workbench.triangulation.silence.proposals import Proposed, propose_kind

By = Literal["settled", "said", "differs", "proposed"]
GLYPHS = {
    "not asked": "○",
    "not sampled": "◌",
    "cannot tell": "?",
    "no figure published": "–",
    "wrong geography": "◇",
    "withheld": "×",
    "asked and nobody raised it": "∅",
    "": "≠",
}
SHORT = {
    "not asked": "not asked",
    "not sampled": "not heard",
    "cannot tell": "cannot tell",
    "no figure published": "no figure",
    "wrong geography": "other area",
    "withheld": "withheld",
    "asked and nobody raised it": "not raised",
    "": "seen otherwise",
}
"""A kind in a word or two, for a cell; empty where people who judged it differ."""
HEADINGS = {
    "not asked": "Nobody was asked",
    "not sampled": "The people who could say were not heard",
    "no figure published": "Nobody publishes a figure",
    "wrong geography": "There are figures, but of other areas",
    "withheld": "There is a figure, and it is withheld",
    "cannot tell": "It cannot be told why",
    "": "People judged it differently",
    "asked and nobody raised it": "They were asked, and nobody raised it",
}
"""The kinds in the order in which a page tells them, with what each says; the last is the only one that is evidence."""
MEANS = {
    "not asked": "Their silence says nothing. Ask.",
    "not sampled": "Their silence says nothing. Find them, and ask.",
    "no figure published": "Somebody may hold it all the same: a partner could be asked to share it.",
    "wrong geography": "A figure of a wider or another area says nothing of this one.",
    "withheld": "It is known to whoever withholds it, and may be shared under an agreement.",
    "cannot tell": "Until it is known why, this silence may not be read as anything.",
    "": "Talk it over, and settle it.",
    "asked and nobody raised it": "This is a result: it was asked, and it did not come up.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of why a source is silent, when comparing it with another source."""

    who: str
    kind: str
    why: str
    at: str
    beside: str


@dataclass(frozen=True, slots=True)
class Stands:
    """The kind of a silence as it stands, on whose word, and why. An empty kind: people differ."""

    kind: str
    by: By
    why: str
    bare: str = ""
    """The reason without counts of people, where it is the project's own."""

    @property
    def words(self) -> str:
        """A glyph and a word; in brackets where nobody has said so and it is only proposed."""
        short = SHORT[self.kind]
        return f"{GLYPHS[self.kind]} ({short})" if self.by == "proposed" else f"{GLYPHS[self.kind]} {short}"


@dataclass(frozen=True, slots=True)
class Silence:
    """A topic on which a source says nothing."""

    row_id: int
    topic: str
    question: str
    source: str
    strand: str
    speaking: tuple[str, ...]
    """The sources that do speak on it."""
    proposal: Proposed
    settled: Said | None
    said: tuple[Said, ...]
    """What the person at the keyboard may see: the others' word only once their own is in."""
    every: tuple[Said, ...]
    """Everybody's word; for what leaves, not for a rater's eyes."""
    hidden: int = 0
    areas: tuple[str, ...] = ()
    """The codes of the areas that the topic is about."""

    @property
    def stands(self) -> Stands:
        """How it stands for the person at the keyboard."""
        return _standing(self.settled, self.said, self.proposal)

    @property
    def stands_for_all(self) -> Stands:
        """How it stands for everybody who judged it."""
        return _standing(self.settled, self.every, self.proposal)

    @property
    def place(self) -> str:
        """Where it is: the topic and the source."""
        return f"silence:{self.row_id}:{self.source}"


def _standing(settled: Said | None, said: Sequence[Said], proposal: Proposed) -> Stands:
    if settled is not None:
        return Stands(settled.kind, "settled", settled.why)
    kinds = dict.fromkeys(one.kind for one in said)
    if len(kinds) > 1:
        each = dict.fromkeys(f"{one.who}: {one.kind}" for one in said)
        return Stands("", "differs", "; ".join(each))
    if said:
        return Stands(said[0].kind, "said", next((one.why for one in said if one.why), ""))
    return Stands(proposal.kind, "proposed", proposal.why, proposal.bare)


def silences(session: Session, looked_for: Sequence[LookedFor] = (), *, whole: Matrix | None = None) -> list[Silence]:
    """Every topic row beside every source of the matrix that says nothing there, in the order of the matrix.

    Args:
        session: for reading.
        looked_for: the figures that the project's coding frames look for.
        whole: the matrix, where it was read already.
    """
    whole = whole or matrix(session)
    ground = read_ground(session, whole, looked_for)
    settled = _settled(session)
    return [
        _silence(
            row,
            source,
            ground.strands[source],
            propose_kind(ground, row.id, source),
            settled,
            ground.topics[row.id].areas,
        )
        for row in whole.rows
        for source in whole.sources
        if not row.cells[source].findings
    ]


def _silence(
    row: MatrixRow,
    source: str,
    strand: str,
    proposal: Proposed,
    settled: dict[tuple[int, str, str], Said],
    areas: tuple[str, ...],
) -> Silence:
    shown: list[Said] = []
    every: list[Said] = []
    hidden = 0
    last: Said | None = None
    speaking = tuple(name for name, cell in row.cells.items() if cell.findings)
    for other in speaking:
        pair = (min(source, other), max(source, other))
        meeting = row.meetings[pair]
        shown += _words(filter(None, (meeting.mine, *meeting.others)), other)
        every += _words(meeting.every, other)
        hidden += meeting.others_hidden
        last = settled.get((row.id, *pair), last)
    return Silence(
        row.id,
        row.title,
        row.question,
        source,
        strand,
        speaking,
        proposal,
        last,
        _once(shown),
        _once(every),
        hidden,
        areas,
    )


def _words(ratings: Iterable[RatingLine], other: str) -> list[Said]:
    return [Said(one.rater, one.silence, one.why, one.at, other) for one in ratings if one.silence]


def _once(said: list[Said]) -> tuple[Said, ...]:
    """The same word of the same person on several pairs, once."""
    return tuple({(one.who, one.kind, one.why): one for one in reversed(said)}.values())[::-1]


def _settled(session: Session) -> dict[tuple[int, str, str], Said]:
    """What was settled together on pairs of which one side is silent, the newest word of each."""
    found: dict[tuple[int, str, str], Said] = {}
    for row in session.execute(live(Consensus).order_by(column(Consensus, "id"))).scalars():
        key = (row.row_id, row.a, row.b)
        found.pop(key, None)
        if row.value == "silence" and row.silence:
            found[key] = Said(row.with_whom, row.silence, row.why, row.at, "")
    return found


def say_why(session: Session, row_id: int, source: str, kind: str, why: str = "") -> int:
    """Say as the person at the keyboard why a source is silent in a row; gives how many pairs that judges.

    It is one judgement of each pair of it with a source that speaks. Raises NotSilentError where it speaks itself,
    NobodySpeaksError where none does, NobodyRecordedAsAskedError for `asked and nobody raised it` without the record.
    """
    if kind not in SILENCES:
        raise ValueError(f"not a kind of silence: {kind}")
    speaking = speaking_in(session, row_id)
    if source in speaking:
        raise NotSilentError
    if not speaking:
        raise NobodySpeaksError
    for other in speaking:
        rate(session, row_id, source, other, confirmed="silence", silence=kind, why=why)
    return len(speaking)


def speaking_in(session: Session, row_id: int) -> list[str]:
    """The sources that speak in a row, by name. Raises NotInProjectError where there is no such row."""
    find(session, TopicRow, row_id)
    wanted = (
        live(Finding)
        .join(RowFinding, column(RowFinding, "finding_id") == column(Finding, "id"))
        .where(column(RowFinding, "row_id") == row_id, column(RowFinding, "gone").is_(False))
    )
    return sorted({one.source for one in session.execute(wanted).scalars()})
