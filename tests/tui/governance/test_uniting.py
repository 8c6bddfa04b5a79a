"""In Governance a copy is taken in by keys, what it says differently is settled, and undo takes it all back."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, Static

from tests.tui.study_app import choose, shown, study_app, until
from workbench.coding import codebook
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.tui.dialogs import Ask, Confirm
from workbench.tui.governance import uniting
from workbench.tui.widgets.rows import Rows


def names(project: Project) -> list[str]:
    with project.read() as session:
        return [one.name for one in codebook.codebook(session)]


async def test_a_copy_is_taken_in_settled_and_taken_back(project: Project, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with project.change("Codes") as session:
        codebook.ensure_code(session, "Dark")
    with open_file(backup(project, tmp_path / "from-ben.workbench"), coder="ben") as theirs:
        for made, name in ((project, "Unlit"), (theirs, "Lamps out")):
            with made.change("Rename code") as session:
                codebook.rename_code(session, codebook.code_at(session, "Dark"), name)
        copy = theirs.path
    chosen = uniting.open_file
    monkeypatch.setattr(uniting, "open_file", lambda title, _, **kinds: chosen(title, tmp_path, **kinds))
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("u")
        dialog = await shown(pilot, type(chosen("", tmp_path)), "")
        dialog.dismiss(copy)
        told = await shown(pilot, Confirm, "Taking in a copy")
        assert "1 thing was said differently in both copies. It is under" in told._sentences
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.query_one("#conflict-rows", Rows).shown), "the conflict")
        assert names(project) == ["Lamps out"]
        app.screen.query_one("#conflict-rows", Rows).focus_list()
        await pilot.press("enter")
        await choose(pilot, "code “Lamps out”: name", "unlit")
        await until(pilot, lambda: names(project) == ["Unlit"], "the choice")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: names(project) == ["Lamps out"], "the undo")
        assert app.current_mode == "governance", "what was taken back is listed here"


async def test_a_copy_for_a_colleague_is_made_while_the_project_is_open_and_never_over_a_file(project: Project) -> None:
    with project.change("Codes") as session:
        codebook.ensure_code(session, "Dark")
    there = project.path.with_name("ben.workbench")
    async with study_app(project, "governance") as (_, pilot):
        await pilot.press("c")
        asked = await shown(pilot, Ask, "A copy for a colleague")
        line = asked.query_one(Input)
        line.value = str(project.path)
        await pilot.press("enter")
        assert "Type another name." in str(asked.query_one(".wrong", Static).content)
        line.value = str(there.with_suffix(""))
        await pilot.press("enter")
        await until(pilot, there.exists, "the copy")
    with open_file(there, coder="ben") as theirs:
        assert names(theirs) == ["Dark"]
