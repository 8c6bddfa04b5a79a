"""Bringing files in from the app: every kind, shown before it is kept, and asked about where it is unclear."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input, Static

from tests.tui.study_app import choose, study_app, until
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.tui.dialogs import Ask, Confirm

SPECIMENS = Path(__file__).resolve().parents[2] / "specimens" / "sources"


@pytest.mark.parametrize("size", [(80, 30), (120, 40)])
async def test_a_folder_of_every_kind(project: Project, size: tuple[int, int]) -> None:
    async with study_app(project, "sources", size) as (app, pilot):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Ask), "the question of which files")
        app.screen.query_one(Input).value = str(SPECIMENS)
        await pilot.press("enter")
        await choose(pilot, "survey.xlsx", "guess")
        await until(pilot, lambda: isinstance(app.screen, Confirm), "what was understood")
        said = str(app.screen.query_one(".sentences Static", Static).content)
        for line in ("interview.docx: 4 turns, 49 words", "interview.vtt: 3 turns", "survey.xlsx: 2 answers"):
            assert line in said
        assert str(app.screen.query_one("#yes", Button).label) == "Bring in 4"
        await pilot.press("enter")
        await choose(pilot, "Names of people and places", "leave them in this time")
        with project.read() as session:
            await until(pilot, lambda: len(documents(session)) == 4, "four documents")
