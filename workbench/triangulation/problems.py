"""What a person should know before relying on findings: grave doubts about their figures, judgements to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.errors import Problem
from workbench.indicators.doubt_lines import CHANGES
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import findings
from workbench.triangulation.protocol.assessments import assessments
from workbench.triangulation.protocol.matrix import matrix


def problems(session: Session) -> list[Problem]:
    """Findings on a figure with a grave doubt that nobody has answered, and judgements and what was made of them to look at."""
    resting = {
        line.name: [one.thing_id for one in line.evidence if one.kind == "observation" and one.direction == "for"]
        for line in findings(session)
        if line.strand == "numbers"
    }
    figures = figure_lines(session, {key for keys in resting.values() for key in keys})
    found: list[Problem] = []
    for name, keys in resting.items():
        for key in keys:
            figure = figures.get(key)
            grave = [doubt for doubt in figure.doubted if doubt.weight == CHANGES and doubt.open] if figure else []
            if figure is not None and grave:
                more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
                said = f"It rests on {figure.described}, with a doubt that nobody has answered{more}:"
                found.append(Problem("warning", name, f"{said} {grave[0].sentence}"))
    return [*found, *_judgements(session), *_assessed(session)]


def _judgements(session: Session) -> Iterator[Problem]:
    """Pairs of sources whose findings say something else than when somebody judged them."""
    for row in matrix(session).rows:
        for meeting in row.meetings.values():
            for one in (meeting.mine, *meeting.others):
                if one is not None and one.state == "recheck":
                    said = f"Look again at how {one.a} and {one.b} meet, as {one.rater} judged: {one.cause}"
                    yield Problem("warning", f"“{row.title}”", said)
            settled = meeting.consensus
            if settled is not None and settled.state == "recheck":
                said = f"Look again at what was settled on {settled.a} and {settled.b}: {settled.cause}"
                yield Problem("warning", f"“{row.title}”", said)


def _assessed(session: Session) -> Iterator[Problem]:
    """What was written of the whole, or of what each source adds, before rows stood otherwise."""
    called = {"whole": "What is made of the whole", "completeness": "What each source adds"}
    for one in assessments(session):
        if one.state == "recheck":
            about = f", “{one.about}”" if one.about else ""
            yield Problem("warning", f"{called[one.kind]}{about}", f"Look again: {one.cause}")
