"""The project and the codebook leave the coding room for another program: what stays is said, then where the file lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from textual.widgets import Input, Static

from tests.study import add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.governance.departures import departures
from workbench.project.file import Project
from workbench.tui.dialogs import Confirm, Form


@pytest.fixture
def study(project: Project) -> Project:
    with project.change("Study") as session:
        add_study(session, consent="given")
    return project


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_project_leaves_once_it_is_said_what_stays(
    study: Project, tmp_path: Path, size: tuple[int, int]
) -> None:
    out = tmp_path / "study.qdpx"
    async with study_app(study, "coding", size) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "another program")
        form = await shown(pilot, Form, "The project, for another program")
        form.query_one("#field-2", Input).value = "study.docx"
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: "End the name in .qdpx" in str(form.query_one(".wrong", Static).render()), "what is wrong"
        )
        _picture(app, f"form-{size[0]}")
        form.query_one("#field-2", Input).value = str(out)
        await pilot.press("ctrl+s")
        asked = await shown(pilot, Confirm, "What stays behind")
        _picture(app, f"stays-{size[0]}")
        assert not out.exists()
        assert any("2 figures" in str(one.render()) for one in asked.query(Static))
        await pilot.press("tab", "enter")
        await until(pilot, out.exists, "the file")
        await until(pilot, lambda: bool(app._notifications), "the sentence")
        assert f"It lies in {tmp_path}." in " ".join(one.message for one in app._notifications)
    with study.read() as session:
        assert [(one.kind, one.audience) for one in departures(session)] == [("project", "internal")]


async def test_the_codebook_leaves_as_a_file(study: Project, tmp_path: Path) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "as a file")
        await fill(pilot, "The codebook, as a file", path=str(tmp_path / "book.csv"))
        await until(pilot, (tmp_path / "book.csv").exists, "the file")
    assert "Dark and unlit" in (tmp_path / "book.csv").read_text("utf-8")


async def test_the_evidence_workbook_leaves_and_much_that_stays_has_a_page(
    study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tui.leaving.NOTICE", 0)
    async with study_app(study, "coding") as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "Excel")
        await fill(pilot, "The evidence workbook, for Excel")
        out = tmp_path / "study-evidence.xlsx"
        await until(pilot, out.exists, "the file")
        await until(pilot, lambda: isinstance(app.screen, Confirm) or bool(app._notifications), "what came of it")
        said = " ".join(str(one.render()) for one in app.screen.query(Static))
        said += " ".join(one.message for one in app._notifications)
        assert f"It lies in {tmp_path}." in " ".join(said.split())
        await pilot.press("enter")
    assert load_workbook(out).sheetnames[0] == "Cover"
    with study.read() as session:
        assert [(one.kind, one.audience) for one in departures(session)] == [("workbook", "internal")]


def _picture(app: object, name: str) -> None:
    """Keep the screen as a picture where somebody wants to look at it."""
    where = os.environ.get("WORKBENCH_PICTURES")
    if where:
        app.save_screenshot(f"{name}.svg", path=where)  # type: ignore[attr-defined]
