"""What needs attention, who may read what, what has left and the history, as rows; and where a problem is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.desk.code_changes import codes_changed
from workbench.desk.problems import problems
from workbench.errors import Problem
from workbench.governance.audiences import AudienceLine, Demand, audiences, demands
from workbench.governance.departures import DepartureLine, departures
from workbench.governance.flags import RECOGNISABLE, SAFEGUARDING, FlagLine, flags
from workbench.governance.policies import PRESETS, falls_short
from workbench.governance.problems import SECOND_READER
from workbench.governance.withdrawals import WithdrawalLine, in_words, withdrawals
from workbench.indicators.catalogue import indicators
from workbench.project.file import Project
from workbench.project.history import ChangeLine, changes
from workbench.sources.cases import case_labels
from workbench.sources.document_list import documents
from workbench.tui.days import said_when
from workbench.tui.widgets.rows import Column, RowLine, Tone

SEVERITIES: dict[str, tuple[str, Tone]] = {
    "error": ("✗ settle this", "error"),
    "warning": ("⚠ look at this", "warning"),
    "info": ("· good to know", ""),
}
STATES = {
    "done": "",
    "undone": "taken back; ctrl+y does it again",
    "dropped": "taken back",
    "sealed": "cannot be taken back",
}
KINDS = {"undo": "Took back: ", "redo": "Did again: ", "merge": "Merged: ", "migrate": "", "purge": "", "reading": ""}
SHORT = {SAFEGUARDING: "safeguarding", RECOGNISABLE: "would be known"}
NEWEST = 1000
"""So many changes are shown; the table `history` has all."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A list of the governance room: its name among widgets, its columns, and what it says while nothing is in it."""

    rows: str
    columns: tuple[Column, ...]
    empty: str = ""


NEEDS_PEOPLE = "Nobody is in the project yet. Bring in a transcript or a survey in Sources (g s)."
PANES = {
    "people": Pane(
        "people-rows",
        (
            Column("Person", share=2, least=10),
            Column("Heard in", share=3, wrap=2, gives_way=2, least=14),
            Column("Quoted", width=13),
            Column("In other words", width=14, gives_way=3),
            Column("Machine", width=13, gives_way=1),
            Column("Shown to", share=3, wrap=3, least=14),
        ),
        NEEDS_PEOPLE,
    ),
    "attention": Pane(
        "attention-rows",
        (
            Column("", width=14),
            Column("Where", share=1, wrap=3, least=12),
            Column("What", share=3, wrap=5, least=24),
        ),
        "Nothing needs attention.",
    ),
    "flagged": Pane(
        "flag-rows",
        (
            Column("Why", width=14),
            Column("Where", share=1, wrap=2, gives_way=2, least=12),
            Column("In a few words", share=2, wrap=3, least=14),
            Column("What was done", share=2, wrap=3, least=18),
            Column("By", width=10, gives_way=3),
        ),
        "Nothing is held back. In Coding, ! holds the selected words back.",
    ),
    "withdrawals": Pane(
        "withdrawal-rows",
        (
            Column("Certificate", width=11),
            Column("When", width=24, gives_way=2),
            Column("How far", share=1, least=10),
            Column("Deleted for good", share=3, wrap=4, least=20),
            Column("By", width=10, gives_way=3),
        ),
        "Nobody has taken anything back. On people and consent, w does it.",
    ),
    "audiences": Pane(
        "audience-rows",
        (
            Column("Audience", share=1),
            Column("Who that is", share=3, wrap=3, least=16),
            Column("How counts are shown", share=2, wrap=4, least=20),
            Column("Agreements demand", share=2, wrap=5, gives_way=2, least=18),
        ),
        "",
    ),
    "departures": Pane(
        "departure-rows",
        (
            Column("When", width=24, gives_way=2),
            Column("What", share=3, wrap=2, least=16),
            Column("For", share=1),
            Column("By", share=1, gives_way=3),
            Column("Quotes", width=6, align="right"),
            Column("Figures", width=7, align="right"),
            Column("Held back", width=9, align="right", gives_way=1),
        ),
        "Nothing has left the project yet.",
    ),
    "conflicts": Pane(
        "conflict-rows",
        (
            Column("", width=1),
            Column("What", share=2, wrap=3, least=16),
            Column("Here", share=2, wrap=3, least=14),
            Column("In the copy", share=2, wrap=3, least=14),
            Column("Stands", width=10),
        ),
        "No copy has said anything differently. u takes one in.",
    ),
    "second": Pane(
        "second-rows",
        (
            Column("What came of it", share=2, wrap=3, least=16),
            Column("For", width=9),
            Column("Where", share=2, wrap=4, least=14),
            Column("Why a second reader", share=4, wrap=4, least=20),
            Column("Asked by", share=1, wrap=3, gives_way=2, least=12),
        ),
        "No second reader was asked for anything. q shows the quotes that wait for one; t asks about a whole transcript.",
    ),
    "history": Pane(
        "history-rows",
        (
            Column("When", width=24, gives_way=1),
            Column("What", share=3, wrap=2, least=20),
            Column("Who", share=1),
            Column("How much", width=8, align="right", gives_way=3),
            Column("", share=2, wrap=2, gives_way=2, least=16),
        ),
        "Nothing has been changed yet.",
    ),
}


@dataclass(frozen=True, slots=True)
class Attention:
    """What needs attention, the gravest first, each with the room, and the document, where it is settled."""

    problems: tuple[Problem, ...]
    leads: tuple[str, ...]
    """For each: `document:KEY`, `room:NAME`, or nothing."""


def read_attention(project: Project) -> Attention:
    """Everything that somebody should look at. It reads the whole file, so it is asked in a thread."""
    order = list(SEVERITIES)
    with project.read() as session:
        found = sorted(problems(session), key=lambda one: (order.index(one.severity), one.where))
        leads: dict[str, str] = {"Review": "room:suggestions", "consent": "tab:people", SECOND_READER: "tab:second"}
        for line in indicators(session):
            leads |= {line.name: "room:indicators", line.dataset: "room:indicators"}
        leads |= dict.fromkeys(case_labels(session).values(), "tab:people")
        for document in documents(session):
            leads |= {
                document.name: f"document:{document.id}",
                document.title or document.name: f"document:{document.id}",
            }
    return Attention(tuple(found), tuple(_lead(one.where, leads) for one in found))


def _lead(where: str, leads: dict[str, str]) -> str:
    """Where a problem's place leads: what it names, or what its first words name."""
    if where in leads:
        return leads[where]
    first = where.partition(" ")[0].rstrip(":,")
    if first in leads:
        return leads[first]
    if first[:1] == "F" and first[1:].isdigit():
        return "room:triangulation"
    if first[:1] == "O" and first[1:].isdigit():
        return "room:briefs"
    rooms = {
        "finding": "triangulation",
        "topic": "triangulation",
        "option": "briefs",
        "brief": "briefs",
        "code": "coding",
    }
    return f"room:{rooms[first.casefold()]}" if first.casefold() in rooms else ""


def attention_rows(found: Attention) -> list[RowLine]:
    """A row a problem."""
    return [
        RowLine(str(at), (SEVERITIES[one.severity][0], one.where, one.message), SEVERITIES[one.severity][1])
        for at, one in enumerate(found.problems)
    ]


def attention_words(found: Attention) -> str:
    """How much there is, in words."""
    counted: Counter[str] = Counter(one.severity for one in found.problems)
    said = {"error": "to settle", "warning": "to look at", "info": "good to know"}
    return (
        " · ".join(f"{counted[kind]} {said[kind]}" for kind in SEVERITIES if counted[kind])
        or "Nothing needs attention."
    )


def read_audiences(project: Project) -> list[AudienceLine]:
    """Who reads what leaves, the team first."""
    with project.read() as session:
        return audiences(session)


def read_demands(project: Project) -> list[Demand]:
    """What agreements demand of small numbers."""
    with project.read() as session:
        return demands(session)


def audience_rows(lines: Sequence[AudienceLine], demanded: Sequence[Demand]) -> list[RowLine]:
    """A row an audience; what agreements demand stands beside those whose own rule shows more."""
    return [
        RowLine(
            line.name,
            (
                "the team" if line.id is None else line.name,
                line.description,
                _rule_in_words(line),
                "" if line.id is None else "; ".join(one.said for one in demanded if falls_short(line.rule, one.rule)),
            ),
        )
        for line in lines
    ]


def _rule_in_words(line: AudienceLine) -> str:
    if line.id is None:
        return "all shown"
    named = PRESETS.get(line.rule.name)
    of_whom = named is not None and named.source != "Our own."
    return f"{line.rule.in_short}{f' (as {line.rule.name})' if of_whom else ''}"


def read_departures(project: Project) -> list[DepartureLine]:
    """What has left."""
    with project.read() as session:
        return departures(session)


def departure_rows(lines: Sequence[DepartureLine]) -> list[RowLine]:
    """A row a file that left."""
    return [
        RowLine(
            str(line.id),
            (
                said_when(line.at),
                f"{line.kind} {line.name}",
                "the team" if line.audience == "internal" else line.audience,
                line.who,
                f"{line.quotes:,}",
                f"{line.figures:,}",
                f"{line.withheld:,}",
            ),
        )
        for line in lines
    ]


def read_history(project: Project) -> list[ChangeLine]:
    """The newest changes, with the codes that they were about as these are called today."""
    with project.read() as session:
        lines = changes(session, limit=NEWEST)
        about = codes_changed(session, {line.id for line in lines})
    return [replace(line, name=f"{line.name} · {about[line.id]}") if line.id in about else line for line in lines]


def history_rows(lines: Sequence[ChangeLine]) -> list[RowLine]:
    """A row a change."""
    return [
        RowLine(
            str(line.id),
            (
                said_when(line.at),
                f"{KINDS.get(line.kind, '')}{line.name}",
                line.who,
                f"{line.rows:,}",
                STATES[line.state],
            ),
            "quiet" if line.state in {"undone", "dropped"} else "",
        )
        for line in lines
    ]


def read_flags(project: Project) -> list[FlagLine]:
    """What is held back."""
    with project.read() as session:
        return flags(session)


def flag_rows(lines: Sequence[FlagLine]) -> list[RowLine]:
    """A row a flagged passage, those that wait for something first; never its words."""
    waiting = sorted(lines, key=lambda one: (one.is_settled, one.kind != SAFEGUARDING))
    return [
        RowLine(
            str(one.id),
            (SHORT[one.kind], one.document, one.reason, one.state(), one.who),
            "quiet" if one.is_settled else "warning",
        )
        for one in waiting
    ]


def read_withdrawals(project: Project) -> list[WithdrawalLine]:
    """The withdrawals there were."""
    with project.read() as session:
        return withdrawals(session)


def withdrawal_rows(lines: Sequence[WithdrawalLine]) -> list[RowLine]:
    """A row a withdrawal; it says nobody's label."""
    return [
        RowLine(
            one.name, (one.name, said_when(one.at), one.scope, in_words(one.counts) or "nothing was deleted", one.who)
        )
        for one in lines
    ]
