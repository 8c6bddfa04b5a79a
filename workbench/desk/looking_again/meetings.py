"""How two sources meet, where it waits for another look: what one person judged, and what was settled on judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workbench.desk.looking_again.causes import Causes
from workbench.desk.looking_again.waiting import Waiting
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.protocol.convergence import Side, in_words, propose
from workbench.triangulation.protocol.matrix import MatrixRow, Meeting, RatingLine
from workbench.triangulation.protocol.topic_rows import side_of


def judged(rows: Iterable[MatrixRow], causes: Causes) -> Iterator[Waiting]:
    """Judgements of pairs that no longer say what was judged, and what was settled that does not."""
    for row in rows:
        for meeting in row.meetings.values():
            for one in (meeting.mine, *meeting.others):
                if one is not None and one.state != "current":
                    yield _judgement(row, meeting, one, causes)
            if meeting.consensus is not None and meeting.consensus.state != "current":
                yield _settled(row, meeting, causes)


def _judgement(row: MatrixRow, meeting: Meeting, one: RatingLine, causes: Causes) -> Waiting:
    return Waiting(
        "judgement",
        one.id,
        f"How {one.a} and {one.b} meet on “{row.title}”: {one.verdict} ({one.rater})",
        one.state,
        one.cause,
        proposed_now(row, meeting, one),
        causes.of_pair(row.id, _findings(row, meeting), (), causes.until(one.at)),
        f"row:{row.id}:{one.a}:{one.b}",
        (f"the topic “{row.title}”",),
        mine=one is meeting.mine,
    )


def _settled(row: MatrixRow, meeting: Meeting, causes: Causes) -> Waiting:
    one = meeting.consensus
    assert one is not None
    since = causes.wrote("consensus", one.id)
    return Waiting(
        "settled",
        one.id,
        f"What was settled on {one.a} and {one.b} on “{row.title}”: {one.words} ({one.by}, {one.how_words})",
        one.state,
        one.cause,
        settled_now(row, meeting),
        causes.of_pair(row.id, _findings(row, meeting), [each.id for each in meeting.every], since),
        f"row:{row.id}:{one.a}:{one.b}",
        (f"the topic “{row.title}”",),
    )


def _findings(row: MatrixRow, meeting: Meeting) -> list[int]:
    return [line.id for name in (meeting.a, meeting.b) for line in row.cells[name].findings]


def proposed_now(row: MatrixRow, meeting: Meeting, one: RatingLine) -> str:
    """What the rule proposes now against then, and what it would if findings were rated as their counts suggest."""
    a, b = _sides(row, meeting)
    if not (a.covered or b.covered):
        return "Neither source speaks on this topic now."
    now = propose(a, b, one.meaning).value or ""
    said = f"Proposed now: {_words(now)}" + (f", then {_words(one.proposed)}." if now != one.proposed else ", as then.")
    return " ".join(filter(None, (said, _if_rated(row, meeting, one.meaning, now))))


def settled_now(row: MatrixRow, meeting: Meeting) -> str:
    """How people judge what was settled now, and what the rule proposes for what they say the two mean to each other."""
    a, b = _sides(row, meeting)
    if not (a.covered or b.covered):
        return "Neither source speaks on this topic now."
    verdicts = "; ".join(f"{one.rater}: {one.verdict}" for one in meeting.judged)
    said = [f"Judged now: {verdicts}."] if verdicts else []
    for meaning in dict.fromkeys(one.meaning for one in meeting.judged):
        now = propose(a, b, meaning).value or ""
        said += [f"Proposed now: {_words(now)}.", _if_rated(row, meeting, meaning, now)]
    return " ".join(filter(None, dict.fromkeys(said)))


def if_rated(rows: Iterable[MatrixRow], line: FindingLine) -> str:
    """What would be proposed on each topic where a finding was judged, if it were rated as its count suggests."""
    said = []
    for row in rows:
        for meeting in row.meetings.values():
            if line.source not in (meeting.a, meeting.b) or not any(
                each.id == line.id for each in row.cells[line.source].findings
            ):
                continue
            for meaning in dict.fromkeys(one.meaning for one in meeting.judged if one.meaning):
                now, then = (
                    propose(*_sides(row, meeting, levels), meaning).value or ""
                    for levels in ({}, {line.id: line.suggests})
                )
                if now != then:
                    said.append(f"on “{row.title}” {_words(then)} would be proposed, no longer {_words(now)}")
    return f"Rated so, {'; '.join(dict.fromkeys(said))}." if said else ""


def _if_rated(row: MatrixRow, meeting: Meeting, meaning: str, now: str) -> str:
    """What would be proposed if the findings whose counts moved were rated as the counts suggest."""
    moved = [
        line
        for name in (meeting.a, meeting.b)
        for line in row.cells[name].findings
        if line.state == "recheck" and line.suggests and line.suggests != line.prominence
    ]
    if not moved or not meaning:
        return ""
    then = propose(*_sides(row, meeting, {line.id: line.suggests for line in moved}), meaning).value or ""
    rated = " and ".join(f"{line.name} {line.suggests}" for line in moved)
    return f"With {rated}, as the count suggests: {_words(then)}." if then != now else ""


def _sides(row: MatrixRow, meeting: Meeting, levels: Mapping[int, str] | None = None) -> tuple[Side, Side]:
    """What the two bring to a comparison, some findings at another level than they are rated."""
    at = levels or {}
    a, b = (
        side_of(name, (at.get(line.id, line.prominence) for line in row.cells[name].findings))
        for name in (meeting.a, meeting.b)
    )
    return a, b


def _words(value: str) -> str:
    return in_words(value) if value else "nothing"
