"""The columns of a table of figures corrected in the app before it comes in; the next such table is read in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.tui.study_app import choose, study_app, understood, until
from workbench.desk.importing.figure_tables import mapped
from workbench.indicators.observations import figures
from workbench.project.file import Project
from workbench.tui.app import WorkbenchApp
from workbench.tui.sources.figure_columns import FigureColumnsPage
from workbench.tui.sources.understood import Understood
from workbench.tui.widgets.rows import Rows

TABLE = """area code,area,year,rate,score,of
E07000073,Harlow,2023/24,12.5,3.1,800
E07000077,Uttlesford,2023/24,7.5,2.4,900
X,Nowhere,2023/24,1.5,1.4,900
"""


def means(app: WorkbenchApp) -> dict[str, str]:
    return {row.cells[0]: row.cells[1] for row in app.screen.query_one("#figure-columns", Rows).rows}


def said(app: WorkbenchApp, which: str) -> str:
    return str(app.screen.query_one(which, Static).content)


async def columns_of(pilot: Pilot[Any], app: WorkbenchApp, path: Path) -> FigureColumnsPage:
    await understood(pilot, app, path)
    if not means_of_file(app):
        await pilot.press("w")
        await choose(pilot, f"{path.name}: what is it?", "figures")
        await until(pilot, lambda: isinstance(app.screen, Understood) and means_of_file(app), "read as figures")
    await pilot.press("c")
    await until(pilot, lambda: isinstance(app.screen, FigureColumnsPage), "the columns")
    await until(pilot, lambda: bool(app.screen.query_one("#figure-columns", Rows).rows), "the lines")
    assert isinstance(app.screen, FigureColumnsPage)
    return app.screen


def means_of_file(app: WorkbenchApp) -> bool:
    return app.screen.query_one("#understood", Rows).rows[0].cells[2] == "figures"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_column_is_given_another_meaning_and_what_comes_of_it_is_seen(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    path = tmp_path / "rates.csv"
    path.write_text(TABLE, "utf-8")
    async with study_app(project, "sources", size) as (app, pilot):
        page = await columns_of(pilot, app, path)
        told = {"area_code": "area code", "area": "area", "period": "year", "value": "rate"}
        await page._try(told, None)
        assert "row 2: Harlow, 2023/24" in said(app, "#figure-first")
        assert "12.5" in said(app, "#figure-first")
        assert "left out, row 4" in said(app, "#figure-first")
        await pilot.press("home", *["down"] * list(means(app)).index("score"), "enter")
        await choose(pilot, "What is “score”?", "the value")
        await until(pilot, lambda: means(app).get("score") == "the value", "another column of values")
        assert means(app)["rate"] == "not kept"
        assert "3.1" in said(app, "#figure-first")
        await pilot.press("u")
        await until(pilot, lambda: means(app).get("rate") == "the value", "taken back")
        await pilot.press("home", *["down"] * list(means(app)).index("area code"), "enter")
        await choose(pilot, "What is “area code”?", "not kept")
        await until(pilot, lambda: means(app).get("area code") == "not kept", "areas by name")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Understood), "back to what was understood")
        await until(pilot, lambda: "2" in app.screen.query_one("#understood", Rows).rows[0].cells[3], "two figures")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: project.latest_change() > 0 and not isinstance(app.screen, Understood), "brought in")

        def there() -> bool:
            with project.read() as session:
                return [(one.area_code, one.value) for one in figures(session)] == [
                    ("E07000073", 12.5),
                    ("E07000077", 7.5),
                ]

        await until(pilot, there, "the figures")


async def test_what_cannot_be_read_so_is_said_and_not_taken(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    path = tmp_path / "rates.csv"
    path.write_text(TABLE, "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        page = await columns_of(pilot, app, path)
        await page._try({"area_code": "area code", "period": "year"}, None)
        assert said(app, "#figure-how").startswith("⚠ ")
        assert "No figure comes of it." in said(app, "#figure-first")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Understood), "back")


def test_a_map_in_which_a_column_means_something_else() -> None:
    told = {"value": "Rate", "area": "Area", "notes": ["Remark"], "figures": {"2023": {"period": "2023"}}}
    assert mapped(told, "Rate", "count") == {
        "area": "Area", "count": "Rate", "notes": ["Remark"], "figures": {"2023": {"period": "2023"}},
    }  # fmt: skip
    assert mapped(told, "2023", "ignore") == {
        "value": "Rate", "area": "Area", "notes": ["Remark"], "ignore": ["2023"],
    }  # fmt: skip
    assert mapped(told, "Remark", "categories")["categories"] == ["Remark"]
    assert "notes" not in mapped(told, "Remark", "area")
