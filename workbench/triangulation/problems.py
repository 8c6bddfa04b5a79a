"""What a person should know before relying on findings: figures behind them that carry an open grave doubt."""

from __future__ import annotations

from sqlmodel import Session

from workbench.errors import Problem
from workbench.indicators.doubt_lines import CHANGES
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import findings


def problems(session: Session) -> list[Problem]:
    """Findings that rest on a figure with a doubt that would change their sentence, and that nobody has answered."""
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
    return found
