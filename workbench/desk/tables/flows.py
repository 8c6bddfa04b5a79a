"""Flows of data between partners, what was answered on them, and what comes next, as tidy tables.

Partners are named for the team alone: others read “a partner”, and neither answers nor actions, so that nobody makes a
league table of them.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.briefs.flows import ties
from workbench.briefs.options import options
from workbench.briefs.standing import standings
from workbench.briefs.statements import WORDS, answers, theme_of
from workbench.desk.tabular import Asking, Made, TableKind

FOR_THE_TEAM = "What partners answered, and what they do next, is for the team only."


def flows_table(session: Session, asking: Asking) -> Made:
    """A row a flow: how it stands, what blocks it, theme by theme how much holds, and which options depend on it."""
    team = asking.for_the_team
    named = {one.id: one.name for one in options(session)}
    tied = ties(session)
    rows: list[tuple[Any, ...]] = []
    for one in standings(session):
        flow = one.flow
        needed = ", ".join(named[tie.option_id] for tie in tied if tie.flow_id == flow.id and tie.option_id in named)
        because = "; ".join(flow.told(blocker.sentence, team=team) for blocker in one.blockers)
        told = [flow.told(text, team=team) for text in (flow.name, flow.purpose)]
        themes = [f"{theme.glyph} {theme.words}" if team else "" for theme in one.themes]
        cells = (flow.by, flow.told(flow.dataset, team=team), flow.told(flow.agreement, team=team))
        rows.append((told[0], flow.partner_for(team=team), told[1], *cells, needed, one.word, because, *themes))
    return Made(rows, () if team or not rows else (FOR_THE_TEAM,))


def readiness_table(session: Session, asking: Asking) -> Made:
    """A row an answer, round by round; for the team alone."""
    stands = standings(session)
    if not asking.for_the_team:
        return Made([], (FOR_THE_TEAM,) if stands else ())
    flows = {one.flow.id: one.flow for one in stands}
    return Made(
        [
            (
                flows[one.flow_id].name,
                flows[one.flow_id].partner,
                one.respondent,
                one.round,
                theme_of(one.statement),
                one.statement,
                WORDS[one.statement][1],
                one.level,
                one.said,
                one.evidence,
                one.given_on,
                one.post,
            )
            for one in answers(session, flows)
        ]
    )


def actions_table(session: Session, asking: Asking) -> Made:
    """A row an action, the open ones of each flow first; for the team alone."""
    stands = standings(session)
    if not asking.for_the_team:
        return Made([], (FOR_THE_TEAM,) if stands else ())
    return Made(
        [
            (one.flow.name, one.flow.partner, action.statement, action.text, action.owner, action.due, action.done_on)
            for one in stands
            for action in one.actions
        ]
    )


FLOW_TABLES: tuple[TableKind, ...] = (
    TableKind(
        "flows",
        "data wanted from partners, what blocks each, and how far they are",
        ("flow", "partner", "purpose", "by", "dataset", "agreement", "options", "stands", "because",
         "data_management", "information_governance", "ethics", "artificial_intelligence"),
        flows_table,
    ),
    TableKind(
        "readiness",
        "what two people at each partner answered to the sixteen statements",
        ("flow", "partner", "respondent", "round", "theme", "statement", "words", "level", "said", "evidence", "given_on",
         "post"),
        readiness_table,
    ),
    TableKind(
        "actions",
        "what is done next so that partners become ready",
        ("flow", "partner", "statement", "text", "owner", "due", "done_on"),
        actions_table,
    ),
)  # fmt: skip
