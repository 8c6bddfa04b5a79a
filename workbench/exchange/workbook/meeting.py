"""The sheets on which words and numbers meet: side by side, and how each two sources meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.briefs.passed import QuoteWords
from workbench.exchange.workbook.sheets import (
    CONVERGENCE,
    NONE,
    SIDE_BY_SIDE,
    STATES,
    Column,
    Leads,
    Sheet,
    day,
    lines,
)
from workbench.triangulation.protocol.convergence import GLYPHS, in_words
from workbench.triangulation.protocol.joint_display import JointRow
from workbench.triangulation.protocol.matrix import Cell, MatrixRow, Meeting, RatingLine
from workbench.triangulation.silence.threads import ThreadLine

SILENT = {
    "": "nobody has said yet why",
    "not asked": "people were not asked about it",
    "not sampled": "the people who could say were not among those heard",
    "cannot tell": "the material cannot tell",
    "no figure published": "no figure is published on it",
    "wrong geography": "there are figures, but not for these places",
    "withheld": "the figure is withheld",
    "asked and nobody raised it": "people were asked, and nobody raised it (this is evidence)",
}
MEANT = {
    "same": "yes, the same",
    "different": "no, something different",
    "opposed": "no, the opposite",
    "cannot tell": "cannot tell",
}
_SIGN = re.compile(rf"(?<!\S)[{''.join(GLYPHS.values())}] ")
FITS = {"confirmation": "each confirms the other", "expansion": "each adds to the other", "discordance": "they clash"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What passed the door for the side-by-side sheet."""

    counts: Mapping[int, str]
    """How many people, by finding."""
    quotes: Mapping[int, QuoteWords]
    """By coding."""
    withheld_figures: Mapping[int, str]


def in_plain_words(said: str) -> str:
    """How two sources meet without the signs before the words, which not every reader hears.

    >>> in_plain_words("judged differently: = point the same way / ≠ opposite")
    'judged differently: point the same way / opposite'
    """
    return _SIGN.sub("", said)


def side_by_side(rows: Iterable[JointRow], shown: Shown, *, team: bool) -> Sheet:
    """Topic by topic: what the data says, what people say, how they meet, what we make of it."""
    columns = (
        Column("Topic", 18, strong=True),
        Column("What the data says", 34),
        Column("The figures (95 % interval)", 34),
        Column("What people say", 36),
        Column("How many people", 22),
        Column("One quote", 34),
        Column("How they meet", 17),
        Column("What we make of it together", 38),
        Column("Findings", 12),
        Column("Look again", 17),
    )
    made = tuple(_topic(row, shown, team) for row in rows)
    return Sheet(
        SIDE_BY_SIDE,
        "Side by side: what the figures say and what people say, topic by topic",
        columns,
        made,
        "No topic has findings set side by side yet.",
        notes=("How the two sides meet", "How people are counted", "How figures are given"),
    )


def _topic(row: JointRow, shown: Shown, team: bool) -> tuple[Any, ...]:
    figures = [
        f"{figure.area}, {figure.figure.period}: {shown.withheld_figures.get(figure.id) or figure.in_words}"
        for side in row.numbers
        for figure in side.figures
    ]
    people = [
        f"{side.finding.name}: {count}" + (f" ({', '.join(side.rests_on)})" if side.rests_on else "")
        for side in row.words
        if (count := shown.counts.get(side.finding.id))
    ]
    together = f"{row.together}{f' ({FITS[row.fit]})' if row.fit else ''}" if row.together else "not written down yet"
    return (
        row.topic,
        lines(f"{side.finding.name}: {side.finding.statement}" for side in row.numbers) or "says nothing on this",
        lines(figures) or NONE,
        lines(f"{side.finding.name}: {side.finding.statement}" for side in row.words) or "says nothing on this",
        lines(people) or NONE,
        lines(_one_quote(side.quote_candidates, shown) for side in row.words) or NONE,
        in_plain_words(row.meet) or "not judged yet",
        together,
        to_findings(finding.name for finding in row.findings),
        (row.cause if team else "") or STATES[row.state] or NONE,
    )


def _one_quote(candidates: Iterable[int], shown: Shown) -> str:
    listed = list(candidates)
    words = next((shown.quotes[key] for key in listed if key in shown.quotes), None)
    if words is None:
        return "no quote may be shown here" if listed else ""
    mark = f" [{words.mark}]" if words.mark else ""
    return f"“{words.text}” ({words.who}){mark}"


def convergence(rows: Iterable[MatrixRow], threads: Iterable[ThreadLine], *, team: bool) -> Sheet:
    """A row a pair of sources in a topic: what each says, what the rule proposes, what people decided and why."""
    columns = (
        Column("Topic", 18, strong=True),
        Column("Source A", 13),
        Column("What A says", 34),
        Column("How prominent in A", 13),
        Column("Source B", 13),
        Column("What B says", 34),
        Column("How prominent in B", 13),
        Column("Do they say the same?", 14),
        Column("Proposed by the rule", 17),
        Column("Decided", 18),
        Column("Decided by", 11),
        Column("Decided on", 14),
        Column("Why", 34),
        Column("Why the other side is silent", 19),
        Column("The topic as a whole", 17),
        Column("Question it opened", 28),
        Column("Findings", 12),
        Column("Look again", 17),
    )
    opened: dict[int | None, list[ThreadLine]] = {}
    for thread in threads:
        opened.setdefault(thread.row_id, []).append(thread)
    made = tuple(
        _pair(row, meeting, opened.get(row.id, ()), team)
        for row in rows
        for meeting in row.meetings.values()
        if meeting.matters
    )
    return Sheet(
        CONVERGENCE,
        "Convergence: how each two sources meet on a topic, proposed by a rule and decided by people",
        columns,
        made,
        "No two sources speak on the same topic yet.",
        notes=("How the two sides meet", "How prominent"),
    )


def to_findings(names: Iterable[str]) -> Any:
    """The names of findings, leading to the first."""
    listed = list(dict.fromkeys(names))
    return Leads(", ".join(listed), tuple(f"finding {name}" for name in listed)) if listed else NONE


def _pair(row: MatrixRow, meeting: Meeting, threads: Sequence[ThreadLine], team: bool) -> tuple[Any, ...]:
    a, b = row.cells[meeting.a], row.cells[meeting.b]
    judged = list(meeting.every)
    alone = meeting.proposal is not None and meeting.proposal.value == "silence"
    kinds = dict.fromkeys(SILENT[one.silence] for one in judged if one.confirmed == "silence")
    return (
        row.title,
        a.source,
        _says(a),
        _level(a),
        b.source,
        _says(b),
        _level(b),
        "only one speaks"
        if alone
        else _each(judged, [MEANT.get(one.meaning, "") for one in judged], team, "not said yet"),
        _proposed(meeting, judged),
        _decided(meeting),
        _decided_by(meeting, team),
        max((day(one.at) for one in judged if one.at and one.is_in), key=str, default=NONE),
        _why(meeting, team),
        "; ".join(kinds) or (SILENT[""] if alone else NONE),
        in_plain_words(in_words(row.overall) if row.overall else row.words),
        lines(_thread(one) for one in threads) or NONE,
        to_findings(line.name for cell in (a, b) for line in cell.findings),
        (meeting.cause if team else "") or STATES[meeting.state] or NONE,
    )


def _level(cell: Cell) -> str:
    """How prominent it is there, in a word without its dots."""
    return cell.words.partition(" ")[2]


def _says(cell: Cell) -> str:
    return lines(f"{line.name}: {line.statement}" for line in cell.findings) or "says nothing on this"


def _proposed(meeting: Meeting, judged: Iterable[RatingLine]) -> str:
    """What the rule proposed when each judged, or proposes now where nobody has."""
    values = dict.fromkeys(one.proposed for one in judged if one.is_in)
    if not values and meeting.proposal is not None:
        values = {meeting.proposal.value or "": None}
    return (
        " / ".join(in_plain_words(in_words(value)) if value else "nothing proposed" for value in values)
        or "nothing proposed"
    )


def _each(judged: Sequence[RatingLine], said: Sequence[str], team: bool, nothing: str) -> str:
    """What each of several people said; one text where they said the same, names only for the team."""
    there = [(one.rater, text) for one, text in zip(judged, said, strict=True) if text]
    if len(dict.fromkeys(text for _, text in there)) <= 1:
        return there[0][1] if there else nothing
    return lines(f"{rater if team else f'Person {at}'}: {text}" for at, (rater, text) in enumerate(there, start=1))


def _decided(meeting: Meeting) -> str:
    """How the two meet as it was decided; that nobody can tell is a judgement too."""
    cannot = meeting.consensus is None and meeting.judged and not meeting.differs and not meeting.judged[0].confirmed
    return "cannot tell" if cannot else in_plain_words(meeting.words) or "not judged yet"


def _who(judged: Sequence[RatingLine], team: bool) -> str:
    deciding = [one.rater for one in judged if one.is_in]
    if team or not deciding:
        return ", ".join(deciding) or "nobody yet"
    return "1 person" if len(deciding) == 1 else f"{len(deciding)} people, each alone"


def _decided_by(meeting: Meeting, team: bool) -> str:
    """Who decided: two alone and then together where it was settled, else those who judged."""
    if meeting.hidden:
        return "1 person; hidden until you have judged it too"
    who = _who(meeting.every, team)
    if meeting.consensus is None:
        return who
    how = meeting.consensus.how_words if team else meeting.consensus.how
    return f"{who}; then {how}"


def _why(meeting: Meeting, team: bool) -> str:
    """Why it was settled so, where it was; then the reason of each who judged."""
    none = meeting.proposal.why if meeting.proposal else NONE
    each = _each(meeting.every, [one.why for one in meeting.every], team, none)
    return lines((f"Settled: {meeting.consensus.why}", each)) if meeting.consensus is not None else each


def _thread(thread: ThreadLine) -> str:
    state = {"open": "open", "resolved": "answered", "parked": "left for later"}[thread.state]
    return f"{thread.question} ({state}{f': {thread.conclusion}' if thread.conclusion else ''})"


def unjudged_silences(rows: Iterable[MatrixRow]) -> int:
    """Pairs of which only one speaks and nobody has said why the other does not; they have no row."""
    return sum(one.proposal is not None and not one.matters for row in rows for one in row.meetings.values())
