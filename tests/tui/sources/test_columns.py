"""A survey's columns corrected in the app before it comes in, and the map that is kept of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.tui.study_app import choose, shown, study_app, understood, until
from workbench.coding.crosstab import groups_by, people_heard
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.sources.cases import Attribute, attributes_of
from workbench.tui.app import WorkbenchApp
from workbench.tui.dialogs import Ask, Confirm
from workbench.tui.sources.columns import ColumnsPage
from workbench.tui.sources.understood import Understood
from workbench.tui.widgets.rows import Rows

TABLE = """id,email,how,dark,sunny,why,fear,age
P1,a@example.org,Bus;Walk,Never,Often,Because it is near and it is free.,1,16
P2,b@example.org,Walk,Often,Never,There is no bus after six at night.,0,17
P3,c@example.org,Bus;Cycle,Rarely,Rarely,My brother walks with me to school.,1,19
P4,d@example.org,Cycle;Walk,Never,Often,It is quicker than waiting for a bus.,0,16
"""


def cells(app: WorkbenchApp) -> dict[str, str]:
    """What each column is."""
    return {row.cells[0]: row.cells[1] for row in app.screen.query_one("#columns", Rows).rows}


def said(app: WorkbenchApp, which: str) -> str:
    return str(app.screen.query_one(which, Static).content)


async def columns_of(pilot: Pilot[Any], app: WorkbenchApp, path: Path) -> ColumnsPage:
    """Bring a table in as a survey, as far as its columns."""
    await understood(pilot, app, path)
    await pilot.press("enter")
    await choose(pilot, f"{path.name}: what is it?", "survey")
    await until(pilot, lambda: isinstance(app.screen, ColumnsPage), "the columns")
    await until(pilot, lambda: bool(app.screen.query_one("#columns", Rows).rows), "the lines")
    assert isinstance(app.screen, ColumnsPage)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_columns_are_corrected_and_kept_as_a_map(project: Project, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "walk.csv"
    path.write_text(TABLE, "utf-8")
    async with study_app(project, "sources", size) as (app, pilot):
        page = await columns_of(pilot, app, path)
        assert cells(app) == {
            "id": "who answered", "email": "left out", "how": "several of a list", "why": "in their own words",
            "dark": "a scale, in order", "sunny": "a scale, in order", "fear": "? a code; whose is not said", "age": "a number",
        }  # fmt: skip
        assert "1 in people's own words, 4 answers · 4 closed · 2 left out" in said(app, "#columns-said")
        await pilot.press("down")
        await until(pilot, lambda: "says who somebody is" in said(app, "#columns-one"), "why it is left out")
        await pilot.press("down", "down", "down", "down", "down", "0")
        asked = await shown(pilot, Ask, "Codes")
        asked.query_one(Input).value = "ben"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page and "ben" in cells(app)["fear"], "whose codes they are")
        await pilot.press("down", "0")
        await until(
            pilot, lambda: "A code is 0 or 1, and “age” holds “16”." in said(app, "#columns-said"), "what is wrong"
        )
        await pilot.press("ctrl+s", "u")
        await until(pilot, lambda: cells(app)["age"] == "a number", "the word taken back")
        await pilot.press("home", "down", "down", "down", "c", "up", "equals_sign")
        await until(pilot, lambda: cells(app)["sunny"] == "one of a list", "the same for both")
        await pilot.press("o")
        asked = await shown(pilot, Ask, "The answers in order")
        asked.query_one(Input).value = "Never | Rarely | Often"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page, "the columns again")
        for again in (False, True):
            await pilot.press("m")
            await shown(pilot, Ask, "Save the map")
            await pilot.press("enter")
            if again:
                await shown(pilot, Confirm, "Save the map")
                await pilot.press("escape")
            await until(pilot, lambda: app.screen is page and (tmp_path / "walk.map.yaml").exists(), "the map")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        await until(pilot, lambda: "4 answers" in str(app.screen.query_one("#understood", Rows).rows), "the answers")
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "leave them in this time")
        with project.read() as session:
            await until(pilot, lambda: bool(attributes_of(session)), "what is known of people")
    from workbench.desk.importing.bring_in import bring_in

    (again_report,) = bring_in(project, [path], map_=tmp_path / "walk.map.yaml")
    assert "nothing changed" in " ".join(again_report.notes)
    with project.read() as session:
        table = table_of(Attribute)
        shapes = {row.name: (row.kind, row.choices) for row in session.execute(sa.select(table))}
        assert shapes["how"] == ("many", json.dumps(["Bus", "Walk", "Cycle"]))
        assert shapes["sunny"][0] == "choice"
        groups = groups_by(session, "how", set(people_heard(session)))
        assert {name: len(people) for name, people in groups.items()} == {"Bus": 2, "Walk": 3, "Cycle": 2}
        assert [*groups] == ["Bus", "Walk", "Cycle"]


async def test_a_scale_whose_order_nobody_can_know_asks_for_it_and_for_every_answer(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "held.csv"
    rows = "".join(f"p{n},{('blue', 'green', 'brown')[n % 3]},walking is fine here {n}\n" for n in range(12))
    path.write_text(f"id,belt,why\n{rows}", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        page = await columns_of(pilot, app, path)
        await pilot.press("down", "s")
        asked = await shown(pilot, Ask, "The answers in order")
        asked.query_one(Input).value = "green | blue | bron"
        await pilot.press("enter")
        await until(
            pilot, lambda: "“brown” was answered too." in str(asked.query_one(".wrong").render()), "what it lacks"
        )
        asked.query_one(Input).value = "green | blue | brown | black"
        await pilot.press("enter")
        await until(pilot, lambda: "green < blue < brown < black" in said(app, "#columns-one"), "the order")
        await pilot.press("escape")
        assert app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not page, "what was understood")


async def test_going_back_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text(TABLE, "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        await columns_of(pilot, app, path)
        await pilot.press("x", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ColumnsPage), "the columns again")
        assert cells(app)["id"] == "who answered"
        await pilot.press("enter")
        await choose(pilot, "id", "left out")
        await until(pilot, lambda: isinstance(app.screen, ColumnsPage) and cells(app)["id"] == "left out", "left out")
        assert "each row is somebody" in said(app, "#columns-said")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        await until(
            pilot,
            lambda: (
                "No column says who answered" in str(app.screen.query_one("#understood-file Static", Static).content)
            ),
            "what came of it",
        )
