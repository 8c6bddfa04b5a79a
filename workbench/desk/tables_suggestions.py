"""The tables of what a machine proposed: topics and suggestions, with what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.crosstab import groups_by
from workbench.desk.leaving import Door
from workbench.desk.quoted import names_of_documents
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.desk.topics import members_of
from workbench.governance.disclosure import TOTAL, withheld_words, withhold_small
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import held_back, quotes
from workbench.suggestions.material import may_read
from workbench.suggestions.review import SuggestionLine, queue
from workbench.suggestions.topics import TopicLine, topics

BY_GROUP = ("group", "speak", "of")
NOT_KEPT = (
    "Who speaks in the topics is not kept on this computer, so there is no group beside some: they were found on another,"
    " or somebody's words were taken back since. Find topics anew here; those you kept stay."
)


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
    """Each topic in sight; for others than the team, a topic of few people is withheld with its words.

    By an attribute of people: each topic once a group, with how many of the group speak in it, of those whose words
    were read.
    """
    few = asking.audience.threshold
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    lines = topics(session)
    spread = None if asking.by is None else _over_groups(session, asking, asking.by, lines)
    rows: list[tuple[Cell, ...]] = []
    hidden = small = 0
    for line in lines:
        rare = not asking.for_the_team and line.cases < few
        hidden += rare
        withheld = withheld_words(few)
        own = _Groups() if spread is None else _safe(spread.get(line.id, {}), few, rare=rare)
        small += own.withheld
        people: Cell = withheld_words(few, beside=True) if own.no_total else line.cases
        said: tuple[Cell, ...] = (line.label, ", ".join(line.keywords), line.segments, people)
        shown = (withheld,) * 4 if rare else said
        number: Cell = line.named if line.part else line.number
        figures = (line.steadiness, line.over_seeds, line.coherence) if line.kind == "topic" else (None,) * 3
        code = paths.get(line.code_id or 0)
        row = (
            number,
            *shown,
            line.steady or None,
            line.state,
            line.kind,
            *figures,
            withheld if rare and code else code,
        )
        rows += [row] if spread is None else [(*row, *cells) for cells in own.rows or ((None, None, None),)]
    left_out = [f"{hidden} topics withheld: too few people speak in them."] if hidden else []
    if small:
        left_out.append(f"{small} numbers withheld: they count fewer than {few} people, or would give such a one away.")
    if spread is not None and any(line.id not in spread for line in lines):
        left_out.append(NOT_KEPT)
    return Made(rows, left_out, BY_GROUP if spread is not None else (), withheld=hidden + small)


@dataclass(frozen=True, slots=True)
class _Groups:
    """The last cells of a topic's rows, one a group: the group, the people who speak in it, and of how many."""

    rows: tuple[tuple[Cell, Cell, Cell], ...] = ()
    withheld: int = 0
    no_total: bool = False
    """Whether the people of all groups together would give a withheld number away."""


def _over_groups(
    session: Session, asking: Asking, by: str, lines: list[TopicLine]
) -> dict[int, dict[str, tuple[int, int]]]:
    """For every topic whose passages are kept here, the people who speak in it of each group, and the group's people."""
    allowed = may_read(session)
    whose = {one.segment_id: one.case_id for one in allowed}
    people = {case for case in whose.values() if case is not None}
    groups = groups_by(session, by, people)
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for run in dict.fromkeys(line.run_id for line in lines):
        for key, segments in (members_of(session, asking.key, run, allowed) or {}).items():
            speak = {whose[at] for at in segments}
            found[key] = {name: (len(speak & some), len(some)) for name, some in groups.items()}
    return found


def _safe(counted: Mapping[str, tuple[int, int]], few: int, *, rare: bool) -> _Groups:
    """A topic's groups with what is small withheld, and what would give it away; all of it where the topic is rare."""
    said, asked = [one for one, _ in counted.values()], [of for _, of in counted.values()]
    if rare:
        words = withheld_words(few)
        return _Groups(tuple((name, words, words) for name in counted), 2 * len(counted))
    cases = withhold_small([said], few, column_totals=False, of=[asked])
    groups = withhold_small([asked], few, column_totals=False)
    rows: list[tuple[Cell, Cell, Cell]] = []
    for at, name in enumerate(counted):
        no_said, no_asked = (0, at) in cases.places, (0, at) in groups.places
        rows.append(
            (
                name,
                withheld_words(few, beside=bool(cases.beside)) if no_said or no_asked else said[at],
                withheld_words(few, beside=bool(groups.beside)) if no_asked else asked[at],
            )
        )
    hidden = sum(isinstance(cell, str) for row in rows for cell in row[1:])
    return _Groups(tuple(rows), hidden, (0, TOTAL) in cases.places)


def _place(line: SuggestionLine) -> tuple[Cell, ...]:
    """Where a suggestion stands in its table: in an order that copies of a project share."""
    return (line.document, line.start, line.end, -line.score, line.code, line.status, line.decided)


def suggestions_table(session: Session, asking: Asking) -> Made:
    """Each suggestion of any status. Where a person may not be quoted the words stay empty, the place remains."""
    lines = sorted(queue(session, status=None, begun_only=False, blind_too=True), key=_place)
    said = [Said(line.id, line.document, line.start, line.end, line.text, line.case_id) for line in lines]
    beside = Beside(named=False)
    through, held = quotes(session, said, asking.audience.name, beside=beside)
    at = Door(session, asking.audience)
    at.enter(through, beside)
    told = names_of_documents(session, team=at.team)
    words = {one.passage.key: one.text for one in through}
    rows: list[tuple[Cell, ...]] = [
        (
            *_where(line, told, team=at.team),
            words.get(line.id),
            line.code,
            line.score,
            line.status,
            line.model,
            line.likelihood,
            line.decided_by if at.team else "",
            line.reason if at.team and line.id in words else None,
        )
        for line in lines
    ]
    return Made(rows, held_back(held), quotes=len(words), withheld=len(held), printed=at.printed)


def _where(line: SuggestionLine, documents: Mapping[str, str], *, team: bool) -> tuple[Cell, ...]:
    """Where a suggestion stands; outside the team only in what kind of document, or its passages make portraits."""
    if team:
        return line.document, line.start, line.end
    called = documents[line.document]
    return called.rstrip("0123456789 ") if called != line.document else called, None, None


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
        frozenset({"by"}),
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
