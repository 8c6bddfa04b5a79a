"""The tables of what a machine proposed: topics and suggestions, with what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.crosstab import EVERYONE, groups_by
from workbench.desk.door.counted_people import Count, CountedPeople
from workbench.desk.door.door import Door
from workbench.desk.door.quoted import Said, names_of_documents, place_told
from workbench.desk.suggesting.topics import members_of
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.disclosure import withheld_words
from workbench.governance.linked import Sum
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import held_back, quotes
from workbench.governance.samples import BOUNDS, is_named
from workbench.governance.samples import told as told_in_groups
from workbench.suggestions.material import may_read
from workbench.suggestions.review import SuggestionLine, queue
from workbench.suggestions.topics import TopicLine, topics

BY_GROUP = ("group", "speak", "of")
NOT_KEPT = (
    "Who speaks in the topics is not kept on this computer, so there is no group beside some: they were found on another,"
    " or somebody's words were taken back since. Find topics anew here; those you kept stay."
)


def topics_table(session: Session, asking: Asking) -> Made:
    """Each topic in sight; for others than the team, a topic of few people is withheld with its words.

    Its words describe those who speak in it: of people interviewed they must fit so many people as any description must.
    By an attribute of people: each topic once a group, with how many of the group speak in it, of those whose words
    were read.
    """
    people = CountedPeople(session, asking.audience, f"topics by {asking.by or EVERYONE}", "people who speak in topics")
    sample = people.spoken_regime == "sample" and not people.surveyed
    few = 0 if people.team else people.fewest if sample else people.audience.threshold
    paths = {code.id: code.path for code in codebook(session, counts=False)}
    lines = topics(session)
    spread = None if asking.by is None else _over_groups(session, asking, asking.by, lines)
    rows: list[tuple[Cell, ...]] = []
    hidden = small = 0
    for line in lines:
        rare = line.cases < few
        hidden += rare
        withheld = withheld_words(few)
        counted = _Counted(people, line, {} if spread is None else spread.get(line.id, {}))
        own = counted.rare() if rare else counted.of_sample() if sample and not people.team else counted.of_records()
        small += own.banded
        said: tuple[Cell, ...] = (line.label, ", ".join(line.keywords), own.passages, own.people)
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
    left_out += [*people.remarks(), *([BOUNDS] if small else [])]
    if spread is not None and any(line.id not in spread for line in lines):
        left_out.append(NOT_KEPT)
    more = BY_GROUP if spread is not None else ()
    return Made(rows, left_out, more, withheld=hidden + small + people.withheld, leaving=people.leaving())


@dataclass(frozen=True, slots=True)
class _Groups:
    """What is told of a topic: its passages, its people, and the last cells of its rows: a group, who speaks, of how many."""

    passages: Cell
    people: Cell
    rows: tuple[tuple[Cell, Cell, Cell], ...] = ()
    banded: int = 0


@dataclass(frozen=True, slots=True)
class _Counted:
    """The counts of one topic, whole and by group."""

    people: CountedPeople
    line: TopicLine
    groups: Mapping[str, tuple[int, int]]
    """Who speaks in it of each group, and of how many."""

    def rare(self) -> _Groups:
        """Of a topic that is withheld: the names of the groups."""
        words = withheld_words(self.people.audience.threshold)
        return _Groups(words, words, tuple((name, words, words) for name in self.groups))

    def of_sample(self) -> _Groups:
        """Of people interviewed: all as they are, groups as their description may be told; one of one or two has no row."""
        rows, banded = list[tuple[Cell, Cell, Cell]](), 0
        told = told_in_groups(list(self.groups.values()), self.people.fewest)
        for (name, (_, size)), one in zip(self.groups.items(), told, strict=True):
            if is_named(size, self.people.fewest):
                of: Cell = withheld_words(self.people.fewest, beside=True) if one.of is None else one.of
                rows.append((name, one.band if one.said is None else one.said, of))
                banded += one.said is None
        return _Groups(self.line.segments, self.line.cases, tuple(rows), banded)

    def of_records(self) -> _Groups:
        """Of people of whom some answered a survey; who did is not told apart, so all count as having."""
        run, name = str(self.line.run_id), self.line.named
        whole = self._count("speak", run, name, EVERYONE, number=self.line.cases)
        told = self.people.told(
            [
                whole,
                *(
                    self._count("speak", run, name, group, number=said, of=of)
                    for group, (said, of) in self.groups.items()
                ),
            ],
            [Sum(whole.at, tuple(("speak", run, name, group) for group in self.groups))] if self.groups else (),
        )
        sizes = (
            self.people.told(
                [
                    *(self._count("read", run, group, number=of) for group, (_, of) in self.groups.items()),
                    self._count("read", run, EVERYONE, number=sum(of for _, of in self.groups.values()), printed=False),
                ],
                [Sum(("read", run, EVERYONE), tuple(("read", run, group) for group in self.groups))],
            )
            if self.groups
            else {}
        )
        rows = tuple(
            (group, self._cell(told, "speak", run, name, group), self._cell(sizes, "read", run, group))
            for group in self.groups
        )
        return _Groups(self.people.passages(self.line.segments, whole), self._cell(told, *whole.at), rows)

    def _count(self, *at: str, number: int, of: int | None = None, printed: bool = True) -> Count:
        return Count(at, number, number if self.people.surveyed else 0, of, printed)

    def _cell(self, told: Mapping[tuple[str, ...], int | None], *at: str) -> Cell:
        number = told[at]
        return self.people.words(at) if number is None else number


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
            *place_told(line.document, line.start, line.end, told, team=at.team),
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
