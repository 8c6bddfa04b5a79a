"""Names and columns of closed answers reviewed in the app before anything is stored."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, Static

from tests.tui.study_app import choose, shown, study_app, understood, until
from workbench.desk.names.found import KEY
from workbench.project.file import Project
from workbench.sources.cases import attributes_of
from workbench.tui.dialogs import Ask, Choose, Passphrase
from workbench.tui.sources.closed_columns import ClosedColumns
from workbench.tui.sources.names import NamesReview
from workbench.tui.widgets.rows import Rows


def walk(folder: Path) -> Path:
    """A survey with closed columns of towns and of keyworkers, and its map beside it."""
    rows = [
        f"R{n},{['Basildon', 'Thurrock'][n % 2]},{['Kelly Moss', 'Ravi Patel'][n % 2]},I see Field in Basildon.\n"
        for n in range(4)
    ]
    (folder / "walk.csv").write_text("id,town,keyworker,why\n" + "".join(rows), "utf-8")
    columns = "closed: [town, keyworker]\nkinds: {town: choice, keyworker: choice}\n"
    (folder / "walk.map.yaml").write_text(f"case: id\nopen: [why]\n{columns}", "utf-8")
    return folder / "walk.csv"


async def test_columns_of_closed_answers_are_shown_with_their_counts_before_they_come_in(
    project: Project, tmp_path: Path
) -> None:
    async with study_app(project, "sources", (80, 30)) as (app, pilot):
        await understood(pilot, app, walk(tmp_path))
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "take names out")
        asked = await shown(pilot, Ask, "Key of names")
        asked.query_one(Input).value = str(tmp_path / "a.names")
        await pilot.press("enter")
        asked = await shown(pilot, Passphrase, "Key of names")
        for one in asked.query(Input):
            one.value = "other words"
        await pilot.press("enter")
        if isinstance(app.screen, Passphrase):
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NamesReview), "the names")
        rows = app.screen.query_one("#names", Rows)
        places = [row.key for row in rows.rows]
        assert "basildon" in places
        for name in ("kelly moss", "ravi patel", "kelly", "ravi"):
            if name in places:
                rows.show(rows.rows, at=name)
                await pilot.press("x")
        rows.show(rows.rows, at="basildon")
        await pilot.press("w")
        await shown(pilot, Choose, "Basildon is")
        await pilot.press("escape")
        await pilot.press("y", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ClosedColumns), "the closed columns")
        columns = app.screen.query_one("#closed", Rows)
        assert [row.cells[:3] for row in columns.rows] == [("town", "stays", "4"), ("keyworker", "left out", "4")]
        said = app.screen.query_one("#closed-said", Static)
        assert "stays as it is, with answers that are taken out of the words: Basildon (2)." in str(said.content)
        await pilot.press("down")
        await until(pilot, lambda: "its answers look like people's names" in str(said.content), "why it goes")
        await pilot.press("x")
        assert columns.rows[1].cells[1] == "stays"
        await pilot.press("y", "ctrl+s")
        await until(pilot, lambda: app.work is not None and app.work.finished and KEY in project.meta, "the result")
    with project.read() as session:
        assert (
            sorted(map(str, attributes_of(session).values()))
            == ["{'town': 'Basildon'}"] * 2 + ["{'town': 'Thurrock'}"] * 2
        )
