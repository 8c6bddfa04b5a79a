"""Outside the team the history, what left and the ledger name no coder and no file."""

from __future__ import annotations

from pathlib import Path

from workbench.desk.tables.declared import make_table
from workbench.project.file import open_file
from workbench.sources.coders import coder_names
from workbench.sources.document_list import documents

WHO = {"history": "who", "exports": "who", "ledger": "decided_by"}


def test_neither_coders_nor_files_are_named_outside_the_team(demonstration: Path) -> None:
    with open_file(demonstration / "getting-about-safely.workbench", coder="amina") as project:
        with project.read() as session:
            coders = {*coder_names(session).values()}
            files = {one.name for one in documents(session) if one.kind == "transcript"}
        assert coders
        assert files
        for name, cell in WHO.items():
            team = make_table(project, name)
            place = team.columns.index(cell)
            told = {str(value) for row in team.rows for value in row if value is not None}
            assert name == "ledger" or coders & {str(row[place]) for row in team.rows}
            assert name == "exports" or any(file in value for file in files for value in told)

            other = make_table(project, name, audience="council")
            assert len(other.rows) == len(team.rows)
            told = {str(value) for row in other.rows for value in row if value is not None}
            assert not [value for value in told if any(file in value for file in files)]
            assert not coders & {str(row[place]) for row in other.rows}


def test_a_ledger_for_others_says_no_place(demonstration: Path) -> None:
    with open_file(demonstration / "getting-about-safely.workbench", coder="amina") as project:
        other = make_table(project, "ledger", audience="council")
        at = [other.columns.index(name) for name in ("start", "end")]
        assert other.rows
        assert all(row[place] is None for row in other.rows for place in at if row[0] == "transcript")
