"""What needs another look, grouped by what caused it: findings, judgements of pairs, and what briefs cite.

More evidence since is kept apart from another look. Within a cause what a brief cites comes first, then what speaks in
most topics.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation, CitationLine, citations, cited_now
from workbench.briefs.evidence import look_again as citation_stands
from workbench.briefs.options import briefs, options
from workbench.desk.causes import Cause, Causes, newest_first
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.errors import WorkbenchError
from workbench.rows import Row, find, table_of
from workbench.triangulation.convergence import Side, in_words, propose
from workbench.triangulation.findings import Finding, FindingLine, findings, look_again, says_now
from workbench.triangulation.freshness import State
from workbench.triangulation.matrix import MatrixRow, Meeting, RatingLine, matrix
from workbench.triangulation.topic_rows import Rating, pair_says, rate, side_of

LOOK_AGAIN = ("finding", "judgement", "citation")
STATES: dict[State, str] = {"recheck": "look again", "grown": "more evidence since", "current": ""}
COLUMNS = ("cause", "who", "on", "kind", "what", "state", "why", "effect", "used_in")


class NotYoursToConfirmError(WorkbenchError):
    """Somebody else judged this. They look again themselves, or you judge the pair yourself."""


class LookAtFindingFirstError(WorkbenchError):
    """The finding that is cited here needs another look itself. Look at that one first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One judgement that is no longer what a person saw, with why, what follows, and where it is used."""

    kind: str
    id: int
    what: str
    state: State
    why: str
    effect: str
    cause: Cause
    opens: str
    """Where it leads in the app, such as `finding:3`."""
    used: tuple[str, ...] = field(default=())
    """Topics in which it speaks, and sentences of briefs that cite it."""
    cited: bool = False
    mine: bool = True
    finding: int = 0
    """Of what a brief cites, the finding that needs another look itself."""

    @property
    def key(self) -> str:
        """What it is known by: finding:3."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Group:
    """One cause, with everything that it touched."""

    cause: Cause
    waiting: tuple[Waiting, ...]

    @property
    def said(self) -> str:
        """How much it touched: 3 to look at again, 1 with more evidence."""
        again = sum(one.state == "recheck" for one in self.waiting)
        grown = len(self.waiting) - again
        parts = (f"{again} to look at again" if again else "", f"{grown} with more evidence since" if grown else "")
        return ", ".join(filter(None, parts))


def waiting(session: Session) -> list[Group]:
    """Everything that is not current, by its cause: those that ask for a person first, then the newest."""
    lines = {line.id: line for line in findings(session)}
    cited = [one for one in citations(session) if one.state != "current"]
    rows = matrix(session).rows
    causes = Causes(session)
    used, in_brief = _used(session, rows)
    found = [
        *_findings(session, lines, causes, used, in_brief),
        *_judgements(rows, causes),
        *_citations(session, cited, lines, causes),
    ]
    by_cause: dict[Cause, list[Waiting]] = defaultdict(list)
    for one in found:
        by_cause[one.cause].append(one)
    groups = [Group(cause, tuple(sorted(by_cause[cause], key=_weight))) for cause in newest_first(by_cause)]
    return sorted(groups, key=lambda group: all(one.state != "recheck" for one in group.waiting))


def _weight(one: Waiting) -> tuple[Any, ...]:
    """The most important first."""
    return (one.state != "recheck", not one.cited, -len(one.used), LOOK_AGAIN.index(one.kind), one.id)


def still_stands(session: Session, one: Waiting) -> None:
    """Say, as the person at the keyboard, that a judgement stands on what is there now.

    Raises NotYoursToConfirmError for somebody else's judgement, LookAtFindingFirstError for what cites a finding that
    waits itself, EvidenceIsGoneError where nothing is left to rest on.
    """
    if not one.mine:
        raise NotYoursToConfirmError
    if one.finding:
        raise LookAtFindingFirstError
    if one.kind == "finding":
        look_again(session, one.id)
    elif one.kind == "citation":
        citation_stands(session, one.id)
    else:
        row = session.get(Rating, one.id, populate_existing=True)
        if row is not None:
            said = {"meaning": row.meaning, "confirmed": row.confirmed, "silence": row.silence, "why": row.why}
            rate(session, row.row_id, row.a, row.b, **said)


def says_of(session: Session, one: Waiting) -> dict[str, Any]:
    """What a judgement saw when somebody looked last, as it is kept."""
    kinds: dict[str, type[Row]] = {"finding": Finding, "judgement": Rating, "citation": Citation}
    kind, key = ("finding", one.finding) if one.finding else (one.kind, one.id)
    table = table_of(kinds[kind])
    written = session.execute(sa.select(table.c.says).where(table.c.id == key)).scalar()
    kept: dict[str, Any] = json.loads(written or "{}")
    return kept


def says_still(session: Session, one: Waiting) -> dict[str, Any]:
    """What a judgement would see now, in the same form."""
    if one.kind == "finding" or one.finding:
        return says_now(session, one.finding or one.id)
    if one.kind == "citation":
        return cited_now(session, one.id)
    row = find(session, Rating, one.id)
    topic = next(each for each in matrix(session).rows if each.id == row.row_id)
    sides = [[line.id for line in topic.cells[name].findings] for name in (row.a, row.b)]
    return pair_says(*([find(session, Finding, key) for key in keys] for keys in sides))


def _used(session: Session, rows: Iterable[MatrixRow]) -> tuple[dict[int, list[str]], set[int]]:
    """Where each finding is used, in words, and which are cited."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for key in dict.fromkeys(line.id for cell in row.cells.values() for line in cell.findings):
            found[key].append(f"the topic “{row.title}”")
    named, cited = _named(session), set[int]()
    t = table_of(Citation).c
    chosen = sa.select(t.thing_id, t.brief_id, t.option_id).where(t.kind == "finding", t.gone.is_(False))
    for key, brief, option in session.execute(chosen):
        cited.add(key)
        found[key].append(_where(named, brief, option))
    return found, cited


def _named(session: Session) -> dict[tuple[str, int], str]:
    """What briefs and options are called."""
    found = {("brief", one.id): f"{one.name} “{one.title}”" for one in briefs(session)}
    return found | {("option", one.id): f"option {one.name} “{one.title}”" for one in options(session)}


def _where(named: Mapping[tuple[str, int], str], brief: int, option: int | None) -> str:
    under = f", {named.get(('option', option), 'an option')}" if option else ""
    return f"the brief {named.get(('brief', brief), '')}{under}"


def _findings(
    session: Session, lines: Mapping[int, FindingLine], causes: Causes, used: Mapping[int, list[str]], cited: set[int]
) -> Iterable[Waiting]:
    moved = [line for line in lines.values() if line.state != "current"]
    table = table_of(Finding)
    looked = (
        dict(session.execute(sa.select(table.c.id, table.c.looked).where(table.c.gone.is_(False))).all())
        if moved
        else {}
    )
    for line in moved:
        yield Waiting(
            "finding",
            line.id,
            f"{line.name} {line.statement}",
            line.state,
            line.why,
            " ".join(filter(None, (line.effect, _rated(line)))),
            causes.of_finding(line, str(looked.get(line.id, ""))),
            f"finding:{line.id}",
            tuple(used.get(line.id, ())),
            line.id in cited,
        )


def _rated(line: FindingLine) -> str:
    """Whether the rating still goes with what the count suggests."""
    if not line.suggests or line.prominence in {line.suggests, "not rated"}:
        return ""
    return f"It is rated {line.prominence}; the count suggests {line.suggests}."


def _judgements(rows: Iterable[MatrixRow], causes: Causes) -> Iterable[Waiting]:
    """Judgements of pairs that no longer say what was judged, or that would be proposed otherwise."""
    for row in rows:
        for meeting in row.meetings.values():
            for one in (meeting.mine, *meeting.others):
                if one is None or one.state == "current":
                    continue
                keys = [line.id for name in (one.a, one.b) for line in row.cells[name].findings]
                yield Waiting(
                    "judgement",
                    one.id,
                    f"How {one.a} and {one.b} meet on “{row.title}”: {one.words} ({one.rater})",
                    one.state,
                    one.cause,
                    proposed_now(row, meeting, one),
                    causes.of_findings(keys, one.at),
                    f"row:{row.id}:{one.a}:{one.b}",
                    (f"the topic “{row.title}”",),
                    mine=one is meeting.mine,
                )


def proposed_now(row: MatrixRow, meeting: Meeting, one: RatingLine) -> str:
    """What the rule proposes now against then, and what it would if findings were rated as their counts suggest."""
    a, b = (row.cells[name].side for name in (one.a, one.b))
    if not (a.covered or b.covered):
        return "Neither source speaks on this topic now."
    now = propose(a, b, one.meaning).value or ""
    said = f"Proposed now: {in_words(now) if now else 'nothing'}"
    said += f", then {in_words(one.proposed) if one.proposed else 'nothing'}." if now != one.proposed else ", as then."
    return " ".join(filter(None, (said, _if_rated(row, meeting, one, now))))


def _if_rated(row: MatrixRow, meeting: Meeting, one: RatingLine, now: str) -> str:
    """What would be proposed if the findings whose counts moved were rated as the counts suggest."""
    moved = [
        line
        for name in (meeting.a, meeting.b)
        for line in row.cells[name].findings
        if line.state == "recheck" and line.suggests and line.suggests != line.prominence
    ]
    if not moved or not one.meaning:
        return ""
    levels = {line.id: line.suggests for line in moved}
    a, b = (_side(row, name, levels) for name in (one.a, one.b))
    then = propose(a, b, one.meaning).value or ""
    rated = " and ".join(f"{line.name} {line.suggests}" for line in moved)
    return f"With {rated}, as the count suggests: {in_words(then) if then else 'nothing'}." if then != now else ""


def _side(row: MatrixRow, name: str, levels: Mapping[int, str]) -> Side:
    return side_of(name, (levels.get(line.id, line.prominence) for line in row.cells[name].findings))


def _citations(
    session: Session, moved: Iterable[CitationLine], lines: Mapping[int, FindingLine], causes: Causes
) -> Iterable[Waiting]:
    """What briefs cite and what stands otherwise, with the sentence it stands in."""
    named = _named(session)
    kinds = {"quote": "coding", "figure": "observation"}
    for one in moved:
        line = lines.get(one.thing_id) if one.kind == "finding" else None
        sentence = f"“{line.statement}” ({line.name})" if line is not None else f"a {one.kind}"
        waits = line is not None and line.state != "current"
        if line is not None and waits:
            table = table_of(Finding).c
            looked = session.execute(sa.select(table.looked).where(table.id == line.id)).scalar()
            cause = causes.of_finding(line, str(looked or ""))
        elif one.kind == "finding":
            cause = causes.of_findings([one.thing_id], "")
        else:
            cause = causes.of_thing(kinds[one.kind], one.thing_id, causes.written("citation", one.id))
        yield Waiting(
            "citation",
            one.id,
            f"In {_where(named, one.brief_id, one.option_id)}: {sentence}",
            one.state,
            f"It cites {line.name}. {one.why.removeprefix(f'{line.name}: ')}" if waits and line else one.why,
            "The brief says it as it was; read the sentence again." if one.state == "recheck" else "",
            cause,
            f"brief:{one.brief_id}",
            (_where(named, one.brief_id, one.option_id),),
            cited=True,
            finding=one.thing_id if waits else 0,
        )


def look_again_table(session: Session, asking: Asking) -> Made:
    """A row for everything that needs another look, by its cause; causes are for the team."""
    rows = [
        (
            group.cause.name if asking.for_the_team else "", group.cause.who if asking.for_the_team else "",
            group.cause.on, one.kind, one.what if asking.for_the_team else one.key, STATES[one.state],
            one.why if asking.for_the_team else "", one.effect if asking.for_the_team else "", "; ".join(one.used),
        )
        for group in waiting(session)
        for one in group.waiting
    ]  # fmt: skip
    return Made(rows)


LOOK_AGAIN_TABLE = TableKind("look_again", "what needs another look, and what caused it", COLUMNS, look_again_table)
