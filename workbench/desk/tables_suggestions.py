"""The tables of what a machine proposed: topics and suggestions, with what people decided."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.disclosure import withheld_words
from workbench.governance.quoting import held_back, quotes
from workbench.suggestions.review import SuggestionLine, queue
from workbench.suggestions.topics import topics


@dataclass(frozen=True, slots=True)
class Said:
    """Some words of one segment on their way to the door."""

    key: int
    """What they are known by beyond the door: a suggestion's key, or a segment's."""
    document: str
    start: int
    end: int
    text: str
    case_id: int | None

    @property
    def case_ids(self) -> tuple[int, ...]:
        """Whose words they are."""
        return () if self.case_id is None else (self.case_id,)

    @property
    def unattributed(self) -> bool:
        """Whether nobody's consent can be looked up for them."""
        return self.case_id is None


def topics_table(session: Session, asking: Asking) -> Made:
    """Each topic in sight; for others than the team, a topic of few people is withheld with its words."""
    few = asking.audience.threshold
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    rows: list[tuple[Cell, ...]] = []
    hidden = 0
    for line in topics(session):
        rare = not asking.for_the_team and line.cases < few
        hidden += rare
        withheld = withheld_words(few)
        said: tuple[Cell, ...] = (line.label, ", ".join(line.keywords), line.segments, line.cases)
        shown = (withheld,) * 4 if rare else said
        number: Cell = line.named if line.part else line.number
        figures = (line.steadiness, line.over_seeds, line.coherence) if line.kind == "topic" else (None,) * 3
        code = paths.get(line.code_id or 0)
        rows.append(
            (number, *shown, line.steady or None, line.state, line.kind, *figures, withheld if rare and code else code)
        )
    left_out = [f"{hidden} topics withheld: too few people speak in them."] if hidden else []
    return Made(rows, left_out, withheld=hidden)


def _place(line: SuggestionLine) -> tuple[Cell, ...]:
    """Where a suggestion stands in its table: in an order that copies of a project share."""
    return (line.document, line.start, line.end, -line.score, line.code, line.status, line.decided)


def suggestions_table(session: Session, asking: Asking) -> Made:
    """Each suggestion of any status. Where a person may not be quoted the words stay empty, the place remains."""
    lines = sorted(queue(session, status=None, begun_only=False, blind_too=True), key=_place)
    said = [Said(line.id, line.document, line.start, line.end, line.text, line.case_id) for line in lines]
    through, held = quotes(session, said, asking.audience.name)
    words = {one.passage.key: one.text for one in through}
    rows: list[tuple[Cell, ...]] = [
        (
            line.document,
            line.start,
            line.end,
            words.get(line.id),
            line.code,
            line.score,
            line.status,
            line.model,
            line.likelihood,
            line.decided_by,
            line.reason if line.id in words else None,
        )
        for line in lines
    ]
    return Made(rows, held_back(held), quotes=len(words), withheld=len(held))


SUGGESTION_TABLES: tuple[TableKind, ...] = (
    TableKind(
        "topics",
        "groups of passages that read alike",
        (
            "topic",
            "label",
            "keywords",
            "segments",
            "cases",
            "steady",
            "state",
            "kind",
            "steadiness",
            "over_seeds",
            "coherence",
            "code",
        ),
        topics_table,
    ),
    TableKind(
        "suggestions",
        "what a machine proposed, and what was decided",
        (
            "document",
            "start",
            "end",
            "text",
            "code",
            "score",
            "status",
            "model",
            "likelihood",
            "decided_by",
            "reason",
        ),
        suggestions_table,
    ),
)
"""The declarations for the list of all tables."""
