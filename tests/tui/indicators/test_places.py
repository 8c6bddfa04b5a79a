"""A place from anywhere by a key, the whole catalogue narrowed as one types, every figure in a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.study import Study, add_study
from tests.tui.study_app import choose, study_app, until
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import set_place
from workbench.tui.briefs.screen import BriefsScreen
from workbench.tui.indicators.areas import AreaPlot
from workbench.tui.indicators.catalogue import CatalogueScreen
from workbench.tui.indicators.place import PlaceScreen
from workbench.tui.indicators.table import FigureLines, FigureTableScreen
from workbench.tui.triangulation.evidence import FigurePage
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Rows

HARLOW, BASILDON = "E07000073", "E07000066"
NOW = {"period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31"}


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session)
        for number, sex in ((41.0, "female"), (39.0, "male")):
            add(
                session, Observation, indicator_id=made.indicator, area_code=HARLOW, area="Harlow", sex=sex, value=number,
                row=7, **NOW,
            )  # fmt: skip
        for place in range(300):
            add(
                session, Observation, indicator_id=made.indicator, area_code=f"E0102{place:04d}", area=f"Harlow {place:03d}A",
                count=3.0, status="not applicable", **NOW,
            )  # fmt: skip
        for case in made.cases[:3]:
            set_place(session, case, HARLOW, "lives")
        brief = add_brief(session, "Lights")
        cite(session, brief, "figure", made.harlow)
    return made


def page_of(app: object) -> str:
    return " ".join(" ".join(one.text.split()) for one in app.screen.query(Reader))  # type: ignore[attr-defined]


async def test_a_place_opens_from_any_room_and_escape_goes_back_there(project: Project, study: Study) -> None:
    async with study_app(project, "coding") as (app, pilot):
        room = app.screen
        await pilot.press("ctrl+l")
        await choose(pilot, "Which place?", "harl")
        await until(pilot, lambda: isinstance(app.screen, PlaceScreen), "the page")
        await until(pilot, lambda: "people:" in page_of(app), "the voices")
        assert "Not published" in page_of(app) or "What nobody knows" in page_of(app)
        assert "B1 Lights" in page_of(app)
        await pilot.press("ctrl+l")
        await choose(pilot, "Which place?", "hartlep")
        await until(pilot, lambda: "The project has no figure of Hartlepool" in page_of(app), "the other place")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: bool(app.screen.query("_Choices")), "the list")
        names = [one.name for one in app.screen.query_one("_Choices").items[:3]]  # type: ignore[attr-defined]
        assert names == ["Hartlepool", "Harlow", "England"]
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is room, "the room")


async def test_the_districts_of_a_county_share_one_scale(project: Project, study: Study) -> None:
    with project.change("Basildon") as session:
        add(
            session, Observation, indicator_id=study.indicator, area_code=BASILDON, area="Basildon", value=30.0, lower=25.0,
            upper=35.0, **NOW,
        )  # fmt: skip
    async with study_app(project, "indicators") as (app, pilot):
        app.open_place("E10000012")
        await until(pilot, lambda: "beside each other" in page_of(app), "the districts")
        lines = [line for line in app.screen.query_one(Reader).text.splitlines() if "●" in line]
        assert [line.split()[0] for line in lines] == ["Basildon", "Harlow"]
        assert lines[0].index("●") < lines[1].index("●")
        assert lines[0].endswith(" 30.0")


async def test_from_a_place_to_the_brief_that_touches_it(project: Project, study: Study) -> None:
    async with study_app(project, "indicators", (80, 24)) as (app, pilot):
        app.open_place(HARLOW)
        await until(pilot, lambda: "B1 Lights" in page_of(app), "the brief")
        reader = app.screen.query_one(Reader)
        reader.here = next(at for at, stop in enumerate(reader.laid.stops) if stop.to.startswith("brief:"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BriefsScreen), "the room")


async def test_a_place_is_printed(project: Project, study: Study, tmp_path: Path) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        app.open_place(HARLOW)
        await until(pilot, lambda: "people:" in page_of(app), "the page")
        await pilot.press("P")
        await until(pilot, lambda: "on one page" in str(app.screen.query_one(".question").border_title), "the form")
        await pilot.press("ctrl+s")
        written = project.path.with_name(f"{project.path.stem}-harlow.html")
        await until(pilot, written.is_file, "the file")
        assert "For the team only" in written.read_text(encoding="utf-8")


async def test_the_catalogue_narrows_by_what_it_does_not_show(project: Project, study: Study) -> None:
    async with study_app(project, "indicators", (120, 40)) as (app, pilot):
        rows = app.screen.query_one("#indicator-rows", Rows)
        await until(pilot, lambda: bool(rows.shown) and rows.shown[0].cells[1] == "2024/25", "the newest time")
        rows.narrow("sport eng")
        assert len(rows.shown) == 1
        rows.narrow("small area active lives")
        assert len(rows.shown) == 1
        rows.narrow("hospital")
        assert rows.shown == []
        rows.narrow("")
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, CatalogueScreen), "the catalogue")
        listed = app.screen.query_one("#all-indicators", Rows)
        assert listed.shown[0].cells[:7] == (
            "Active Lives", "Physically active adults", "Sport England", "country, district, small area", "4", "1", "2024/25"
        )  # fmt: skip
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, CatalogueScreen), "the room")


async def test_every_figure_is_in_the_table_and_read_a_page_at_a_time(project: Project, study: Study) -> None:
    async with study_app(project, "indicators", (200, 50)) as (app, pilot):
        await until(pilot, lambda: bool(app.screen.query_one(AreaPlot).items), "the board")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, FigureTableScreen), "the table")
        lines = app.screen.query_one(FigureLines)
        assert len(lines.items) == 304
        await pilot.pause()
        assert list(lines._pages) == [0]
        await pilot.press("end")
        await until(pilot, lambda: 1 in lines._pages, "the last page")
        carried = app.screen.query_one("#carried", Static)
        assert "Harlow 299A" in str(carried.content)
        await pilot.press("slash", *"female")
        await until(pilot, lambda: len(lines.items) == 1, "one figure")
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "female" in drawn
        assert "None" not in drawn
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, FigurePage), "the figure")


async def test_another_group_of_people_is_shown(project: Project, study: Study) -> None:
    async with study_app(project, "indicators", (120, 40)) as (app, pilot):
        plot = app.screen.query_one(AreaPlot)
        await until(pilot, lambda: len(plot.items) == 2, "everybody")
        await pilot.press("b")
        await choose(pilot, "Whose figures?", "femal")
        await until(pilot, lambda: [one.figure.value for one in plot.items] == [41.0], "women")
        assert "female" in str(plot.border_title)
