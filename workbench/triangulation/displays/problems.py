"""What keeps a display from leaving the house, and what we made of a row that does not say the same any more."""

from __future__ import annotations

from sqlmodel import Session

from workbench.errors import Problem, WorkbenchError
from workbench.triangulation.displays.displays import displays
from workbench.triangulation.displays.drawing import draw


def problems(session: Session) -> list[Problem]:
    """Displays that cannot be drawn, rows to look at again, and rows that nobody wrote what we make of."""
    found: list[Problem] = []
    for line in displays(session):
        where = f"“{line.title}”"
        try:
            shown = draw(session, line.id)
        except WorkbenchError as error:
            found.append(Problem("warning", where, str(error)))
            continue
        if line.kind != "side by side":
            found += [
                Problem("warning", f"{where}, {row.name}", f"Look again: {row.cause}")
                for row in shown.rows
                if row.state == "recheck"
            ]
        if shown.unwritten:
            many = len(shown.unwritten)
            rows = "1 row" if many == 1 else f"{many} rows"
            found.append(Problem("info", where, f"What we make of it together is not written yet for {rows}."))
    return found
