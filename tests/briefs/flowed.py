"""A flow of data with an option that depends on it, and readiness sheets filled in as somebody at a partner would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.briefs.flows import add_flow, tie
from workbench.briefs.options import add_brief, add_option
from workbench.briefs.statements import STATEMENTS
from workbench.indicators.datasets import Dataset
from workbench.project.file import Project
from workbench.rows import add

FLOW = "Half-term notes of Harbour Buses"
PARTNER = "Harbour Buses"
BY = "2098-09-01"


@dataclass(frozen=True, slots=True)
class Flowed:
    """What was made."""

    brief: int
    option: int
    flow: int
    tie: int


def add_flowed(project: Project, *, by: str = BY, dataset: bool = True) -> Flowed:
    """A brief whose option depends on a flow of a partner."""
    with project.change("A flow") as session:
        brief = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        key = add(session, Dataset, name="Driver notes") if dataset else None
        flow = add_flow(
            session, FLOW, partner=PARTNER, purpose="To see whether Harbour Buses waits", by=by, dataset_id=key
        )
        return Flowed(brief, option, flow, tie(session, option, flow, "to count the dark stops"))


def fill(path: Path, answers: Mapping[str, Mapping[str, tuple[Any, str]]], *, day: Any = "3 March 2026") -> None:
    """Fill sheets in by their names: statement to level and evidence. `"*"` stands for every other statement."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for name, given in answers.items():
        page = book[name]
        for row in range(1, page.max_row + 1):
            said = str(page.cell(row, 2).value or "")
            if page.cell(row, 1).value == "The day":
                page.cell(row, 2).value = day
            if page.cell(row, 1).value == "Your post, not your name":
                page.cell(row, 2).value = "Head of operations"
            statement = said[:2]
            if statement in STATEMENTS and (answer := given.get(statement, given.get("*"))) is not None:
                page.cell(row, 3).value, page.cell(row, 4).value = answer[0], answer[1] or None
    book.save(path)


WORKING = ("3 working", "Handbook of 2026, page 4")
