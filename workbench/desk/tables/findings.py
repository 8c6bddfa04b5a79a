"""What the table of findings says beyond the sentence: who said it and who did not, how sure one is, what it rests on."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.triangulation.breadth import Breadth, breadths
from workbench.triangulation.concerns import PARTS, ConcernLine, concerns
from workbench.triangulation.figure_prominence import hints_of_findings
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.offered import groups_in_words
from workbench.triangulation.protocol.four_kinds import profiles
from workbench.triangulation.protocol.matrix import matrix


def deeper(session: Session, at: Door, lines: list[FindingLine]) -> dict[int, tuple[Any, ...]]:
    """By finding: topics, hint, confidence with its four parts, breadth, kinds of triangulation, figures.

    Outside the team counts that are small for the audience are withheld, groups are counted and not named, and people
    who did not say it are not counted: they could be told from those who did.
    """
    rows = matrix(session).rows
    told, weighed, counts = breadths(session, lines), concerns(session), at.counts(lines)
    kinds, hints = profiles(session, lines, rows), hints_of_findings(session, lines)
    figures = figure_lines(
        session, {one.thing_id for line in lines for one in line.evidence if one.kind == "observation"}
    )
    withheld = {} if at.team else at.figures(list(figures.values()))
    topics: dict[int, list[str]] = {line.id: [] for line in lines}
    for row in rows:
        for line in (line for cell in row.cells.values() for line in cell.findings):
            topics.get(line.id, []).append(row.title)
    made: dict[int, tuple[Any, ...]] = {}
    for line in lines:
        small = "withheld by us" in counts.get(line.id, "")
        behind = [
            figures[one.thing_id] for one in line.evidence if one.kind == "observation" and one.thing_id in figures
        ]
        said = "; ".join(f"{one.area}, {one.figure.period}: {withheld.get(one.id) or one.in_words}" for one in behind)
        made[line.id] = (
            "; ".join(topics[line.id]),
            hints.get(line.id, "") if line.strand == "numbers" else (counts.get(line.id, "") if small else line.hint),
            line.confidence_reason,
            *_weighed(weighed.get(line.id, ()), team=at.team),
            *_broad(told.get(line.id), team=at.team, small=small),
            kinds[line.id].letters,
            said,
        )
    return made


def _weighed(said: tuple[ConcernLine, ...], *, team: bool) -> tuple[str, ...]:
    """The four parts, each with everybody's level and, for the team, who and why."""
    return tuple(
        "; ".join(f"{one.by}: {one.words}" if team else one.level for one in said if one.part == part) for part in PARTS
    )


def _broad(told: Breadth | None, *, team: bool, small: bool) -> tuple[str | int | None, ...]:
    """Groups, who was asked and did not say it, who says the opposite, passages, passages against, words."""
    if told is None:
        return ("", None, None, None, None, None)
    if team:
        groups = "; ".join(told.in_words(name) for name in told.attributes)
        unsaid, opposite = len(told.asked_not_said), len(told.opposite)
        return (groups, unsaid, opposite, told.passages, told.passages_against, told.words)
    return ("" if small else groups_in_words(told.groups), None, None, None if small else told.passages, None, None)
