"""The sheets on which words and numbers meet: side by side, how each two sources meet, and the findings."""

from __future__ import annotations

from sqlmodel import Session

from workbench.coding.themes import themes
from workbench.coding.tree import code_paths
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook import findings as found
from workbench.exchange.workbook import meeting
from workbench.exchange.workbook.sheets import CONVERGENCE, QUOTES, Sheet
from workbench.triangulation.protocol.joint_display import joint_rows
from workbench.triangulation.silence.threads import threads


def side_by_side(session: Session, made: Making) -> Sheet:
    """Topic by topic; its quotes are counted only where the sheet of quotes does not hold them too."""
    at = made.at
    rows = at.beside(row for row in joint_rows(session, made.matrix(session)) if row.numbers or row.words)
    held = list(at.held)
    words, _ = at.coded({key for row in rows for side in row.words for key in side.quote_candidates})
    if QUOTES in made.names:
        at.held = held
    first = (next((key for key in side.quote_candidates if key in words), None) for row in rows for side in row.words)
    words = at.printed_of({key for key in first if key is not None})
    counts = made.counts({line.id: line for row in rows for line in row.findings}.values())
    shown = sum(any(key in words for key in side.quote_candidates) for row in rows for side in row.words)
    made.quotes = max(made.quotes, shown)
    return meeting.side_by_side(rows, meeting.Shown(counts, words, made.withheld), team=at.team)


def convergence(session: Session, made: Making) -> Sheet:
    """A row a pair of sources in a topic."""
    rows = made.matrix(session)
    unjudged = meeting.unjudged_silences(rows)
    if unjudged:
        made.remarks.append(
            f"{unjudged} pairs of sources of which only one speaks and nobody has said why the other is silent have no line"
            f" in {CONVERGENCE}."
        )
    return meeting.convergence(rows, threads(session), team=made.at.team)


def findings(session: Session, made: Making) -> Sheet:
    """A row a finding, leading to its quotes and figures."""
    said = made.counts(made.findings)
    counts = {}
    for line in made.findings:
        if line.count is not None:
            small = "withheld by us" in said[line.id]
            asked = line.count.asked
            counts[line.id] = found.Counted(
                None if small else line.count.said, asked, line.count.all_asked, said[line.id]
            )
    paths = code_paths(session)
    codes = {line.id: tuple(paths[key] for key in line.code_ids if key in paths) for line in themes(session)}
    return found.findings(made.findings, counts, codes, team=made.at.team)
