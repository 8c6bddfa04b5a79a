"""What needs another look, grouped by what caused it: findings, judgements, what was settled or written on them, citations.

More evidence since is kept apart from another look. Within a cause what a brief cites comes first, then what speaks in
most topics.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation, CitationLine, citations, cited_now
from workbench.briefs.evidence import look_again as citation_stands
from workbench.briefs.options import briefs, options
from workbench.desk.looking_again.causes import Causes
from workbench.desk.looking_again.meetings import if_rated, judged
from workbench.desk.looking_again.topics import concluded, topic_says
from workbench.desk.looking_again.waiting import Group, Waiting, grouped
from workbench.desk.looking_again.written import assessed, kept_says, noted, row_of_note
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.errors import WorkbenchError
from workbench.rows import Row, find, in_chunks, table_of
from workbench.triangulation.displays.displays import DisplayNote
from workbench.triangulation.displays.notes import still_holds
from workbench.triangulation.findings import Finding, FindingLine, findings, look_again, says_now
from workbench.triangulation.freshness import State
from workbench.triangulation.protocol.assessments import Assessment, rows_say, still_assessed
from workbench.triangulation.protocol.consensus import Consensus, settled_on_now, still_settled
from workbench.triangulation.protocol.matrix import MatrixRow, matrix
from workbench.triangulation.protocol.topic_rows import Rating, pair_says, rate, still_concluded

STATES: dict[State, str] = {"recheck": "look again", "grown": "more evidence since", "current": ""}
COLUMNS = ("cause", "who", "on", "kind", "what", "state", "why", "effect", "used_in", "causes")
Says = dict[str, Any]


class NotYoursToConfirmError(WorkbenchError):
    """Somebody else judged this. They look again themselves, or you judge the pair yourself."""


class LookAtFindingFirstError(WorkbenchError):
    """The finding that is cited here needs another look itself. Look at that one first."""


def waiting(session: Session) -> list[Group]:
    """Everything that is not current, by its newest cause: those that ask for a person first, then the newest."""
    lines = {line.id: line for line in findings(session)}
    cited = [one for one in citations(session) if one.state != "current"]
    of, causes = matrix(session), Causes(session)
    used, in_brief = _used(session, of.rows)
    return grouped(
        [
            *_findings(session, lines, of.rows, causes, used, in_brief),
            *judged(of.rows, causes),
            *concluded(session, of.rows, causes),
            *noted(session, causes),
            *assessed(session, of, causes),
            *_citations(session, cited, lines, causes),
        ]
    )


def still_stands(session: Session, one: Waiting) -> None:
    """Say, as the person at the keyboard, that a judgement stands on what is there now.

    Raises NotYoursToConfirmError for somebody else's judgement, LookAtFindingFirstError for what cites a finding that
    waits itself, EvidenceIsGoneError where nothing is left to rest on, NotSilentError or SilenceNeedsKindError where
    a verdict cannot be true any more.
    """
    if not one.mine:
        raise NotYoursToConfirmError
    if one.finding:
        raise LookAtFindingFirstError
    _STANDS[one.kind](session, one.id)


def says_of(session: Session, one: Waiting) -> Says:
    """What a judgement saw when somebody looked last."""
    if one.kind == "together":
        return topic_says(session, _topic(session, one.id))[0]
    kind, key = ("finding", one.finding) if one.finding else (one.kind, one.id)
    return kept_says(session, _TABLES[kind], key)


def says_still(session: Session, one: Waiting) -> Says:
    """What a judgement would see now, in the same form."""
    kind, key = ("finding", one.finding) if one.finding else (one.kind, one.id)
    return _SAYS_NOW[kind](session, key)


def _judge_again(session: Session, rating_id: int) -> None:
    row = session.get(Rating, rating_id, populate_existing=True)
    if row is not None:
        said = {"meaning": row.meaning, "confirmed": row.confirmed, "silence": row.silence, "why": row.why}
        rate(session, row.row_id, row.a, row.b, **said)


def _pair_says_now(session: Session, rating_id: int) -> Says:
    row = find(session, Rating, rating_id)
    topic = _topic(session, row.row_id)
    sides = [[line.id for line in topic.cells[name].findings] for name in (row.a, row.b)]
    return pair_says(*([find(session, Finding, key) for key in keys] for keys in sides))


def _assessed_now(session: Session, assessment_id: int) -> Says:
    row = find(session, Assessment, assessment_id)
    return rows_say(session, row.kind, row.about)


def _topic(session: Session, row_id: int) -> MatrixRow:
    return next(each for each in matrix(session).rows if each.id == row_id)


_TABLES: dict[str, type[Row]] = {
    "finding": Finding,
    "judgement": Rating,
    "settled": Consensus,
    "note": DisplayNote,
    "assessment": Assessment,
    "citation": Citation,
}
_STANDS: dict[str, Callable[[Session, int], None]] = {
    "finding": look_again,
    "judgement": _judge_again,
    "settled": still_settled,
    "together": still_concluded,
    "note": lambda session, key: still_holds(session, key, row_of_note(session, key)),
    "assessment": still_assessed,
    "citation": citation_stands,
}
_SAYS_NOW: dict[str, Callable[[Session, int], Says]] = {
    "finding": says_now,
    "judgement": _pair_says_now,
    "settled": settled_on_now,
    "together": lambda session, key: topic_says(session, _topic(session, key))[1],
    "note": lambda session, key: row_of_note(session, key).says,
    "assessment": _assessed_now,
    "citation": cited_now,
}


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
    session: Session,
    lines: Mapping[int, FindingLine],
    rows: Iterable[MatrixRow],
    causes: Causes,
    used: Mapping[int, list[str]],
    cited: set[int],
) -> Iterable[Waiting]:
    moved = [line for line in lines.values() if line.state != "current"]
    looked = _looked(session, [line.id for line in moved])
    speaking = _speaking(rows)
    for line in moved:
        at, was = looked.get(line.id, ("", {}))
        yield Waiting(
            "finding",
            line.id,
            f"{line.name} {line.statement}",
            line.state,
            line.why,
            " ".join(filter(None, (line.effect, _rated(line, speaking.get(line.id, ()))))),
            causes.of_finding(line, at, was),
            f"finding:{line.id}",
            tuple(used.get(line.id, ())),
            line.id in cited,
        )


def _looked(session: Session, keys: Iterable[int]) -> dict[int, tuple[str, Says]]:
    """When somebody looked last at findings, and what their evidence said then."""
    t = table_of(Finding).c
    return {
        key: (looked, json.loads(says or "{}"))
        for some in in_chunks(keys)
        for key, looked, says in session.execute(sa.select(t.id, t.looked, t.says).where(t.id.in_(some)))
    }


def _speaking(rows: Iterable[MatrixRow]) -> dict[int, list[MatrixRow]]:
    """The topics that each finding speaks in."""
    found: dict[int, list[MatrixRow]] = defaultdict(list)
    for row in rows:
        for key in dict.fromkeys(line.id for cell in row.cells.values() for line in cell.findings):
            found[key].append(row)
    return found


def _rated(line: FindingLine, rows: Iterable[MatrixRow]) -> str:
    """Whether the rating still goes with what the count suggests, and what would be proposed if it were rated so."""
    if not line.suggests or line.prominence in {line.suggests, "not rated"}:
        return ""
    said = f"It is rated {line.prominence}; the count suggests {line.suggests}."
    return " ".join(filter(None, (said, if_rated(rows, line))))


def _citations(
    session: Session, moved: Iterable[CitationLine], lines: Mapping[int, FindingLine], causes: Causes
) -> Iterable[Waiting]:
    """What briefs cite and what stands otherwise, with the sentence it stands in."""
    cited = list(moved)
    named = _named(session) if cited else {}
    looked = _looked(session, {one.thing_id for one in cited if one.kind == "finding"})
    kinds = {"quote": "coding", "figure": "observation", "finding": "finding"}
    for one in cited:
        line = lines.get(one.thing_id) if one.kind == "finding" else None
        sentence = f"“{line.statement}” ({line.name})" if line is not None else f"a {one.kind}"
        waits = line is not None and line.state != "current"
        if line is not None and waits:
            why = causes.of_finding(line, *looked.get(line.id, ("", {})))
        else:
            why = causes.of_thing(kinds[one.kind], one.thing_id, causes.wrote("citation", one.id))
        yield Waiting(
            "citation",
            one.id,
            f"In {_where(named, one.brief_id, one.option_id)}: {sentence}",
            one.state,
            f"It cites {line.name}, which waits itself: look at that one first." if waits and line else one.why,
            _read_again(one),
            why,
            f"brief:{one.brief_id}",
            (_where(named, one.brief_id, one.option_id),),
            cited=True,
            finding=one.thing_id if waits else 0,
        )


def _read_again(one: CitationLine) -> str:
    """What there is to do with a citation."""
    if one.state != "recheck":
        return ""
    if "no longer in the project" in one.why and one.kind != "finding":
        return "Nothing is left to cite: take it out of the brief, or cite something else (e)."
    return "The brief says it as it was; read the sentence again."


def look_again_table(session: Session, asking: Asking) -> Made:
    """A row for everything that needs another look, by its newest cause; causes are for the team."""
    team = asking.for_the_team
    rows = [
        (
            group.cause.name if team else "", group.cause.who if team else "", group.cause.on, one.kind,
            one.what if team else one.key, STATES[one.state], one.why if team else "", one.effect if team else "",
            "; ".join(one.used), "; ".join(each.said for each in one.causes) if team else "",
        )
        for group in waiting(session)
        for one in group.waiting
    ]  # fmt: skip
    return Made(rows)


LOOK_AGAIN_TABLE = TableKind("look_again", "what needs another look, and what caused it", COLUMNS, look_again_table)
