"""The indicators room and the page of a place, on a real project."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.study import Study, add_study
from tests.tui.study_app import choose, study_app, until
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import set_place
from workbench.sources.consent import set_consent
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.indicators.areas import AreaPlot, Trend
from workbench.tui.indicators.place import PlaceScreen
from workbench.tui.triangulation.meeting import MeetingPage
from workbench.tui.widgets.reader import Reader

HARLOW, BASILDON, BABERGH = "E07000073", "E07000066", "E07000200"


@pytest.fixture
def study(project: Project) -> Study:
    """The small study, with Basildon and an earlier year beside Harlow, an area of Suffolk, and a missing figure."""
    with project.change("Study") as session:
        made = add_study(session)
        now = {"period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31"}
        then = {"period": "2023/24", "period_start": "2023-11-01", "period_end": "2024-10-31"}
        for code, name, cells in (
            (HARLOW, "Harlow", {**then, "value": 62.0, "lower": 58.0, "upper": 66.0}),
            (BASILDON, "Basildon", {**now, "value": None, "status": "withheld by the publisher"}),
            (BABERGH, "Babergh", {**now, "value": 70.0}),
        ):
            add(session, Observation, indicator_id=made.indicator, area_code=code, area=name, **cells)
        for case in made.cases[:3]:
            set_place(session, case, HARLOW, "lives")
        set_consent(session, made.cases[1], "verbatim", "refused")
    return made


def sentence(screen: object) -> str:
    return str(screen.query_one("#sentence", Static).content)  # type: ignore[attr-defined]


async def test_an_empty_room_says_what_to_do(project: Project) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        await pilot.pause()
        assert "No indicators yet." in app.export_screenshot().replace("&#160;", " ")


async def test_the_sentence_of_the_marked_area_is_on_the_screen(project: Project, study: Study) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the comparator's sentence")
        plot = app.screen.query_one(AreaPlot)
        assert [one.name for one in plot.items] == ["England", "Basildon", "Harlow"]
        plot.focus()
        await pilot.press("end")
        await until(pilot, lambda: "Harlow" in sentence(app.screen), "Harlow")
        assert sentence(app.screen).startswith("60.3 % of adults in Harlow were physically active in 2024/25")
        assert "England 68" in sentence(app.screen)
        assert app.screen.query_one(Trend).display
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "Source: Sport England, Active Lives" in str(app.screen.query_one("#source", Static).content)
        assert "│ 95 % interval" in drawn


async def test_a_missing_figure_is_words(project: Project, study: Study) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the board")
        app.screen.query_one(AreaPlot).focus()
        await pilot.press("down")
        await until(pilot, lambda: "is withheld by the publisher" in sentence(app.screen), "the words")
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "withheld by the publisher" in drawn
        assert "None" not in drawn
        assert "nan" not in drawn.casefold().replace("governance", "")


async def test_an_area_of_another_county_is_found(project: Project, study: Study) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the board")
        await pilot.press("a")
        await choose(pilot, "Which area?", "babe")
        await until(pilot, lambda: "Babergh" in sentence(app.screen), "Babergh")
        assert "Harlow" not in [one.name for one in app.screen.query_one(AreaPlot).items]


async def test_the_page_of_a_place_has_figures_voices_and_where_they_meet(project: Project, study: Study) -> None:
    with project.change("Findings") as session:
        row = add_row(session, "After dark")
        finding = write_finding(
            session,
            strand="numbers",
            source="Sport England",
            statement="Fewer adults are active in Harlow.",
            evidence=[Evidence("observation", study.harlow, "for")],
            prominence="medium",
            against="One year only.",
        )
        place(session, row, finding)
    async with study_app(project, "indicators") as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the board")
        app.screen.query_one(AreaPlot).focus()
        await pilot.press("end", "p")
        await until(pilot, lambda: isinstance(app.screen, PlaceScreen), "the page")
        reader = app.screen.query_one("#place", Reader)
        await until(pilot, lambda: "people:" in reader.text, "the place")
        text = " ".join(reader.text.split())
        assert "3 people: 3 live here" in text
        assert "1 of 3 people" in text
        assert "underpass after four" in text.replace("│ ", "")
        assert "After dark" in text
        assert "broken" not in text
        assert "1 quote held back" in text
        places = [stop.to for stop in reader.laid.stops]
        reader.here = places.index(f"row:{row}")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MeetingPage), "the topic")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlaceScreen), "the page again")
        reader.here = next(at for at, to in enumerate(places) if to.startswith("words:"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the words")


async def test_a_place_nobody_speaks_of_says_so_and_escape_goes_back(project: Project, study: Study) -> None:
    async with study_app(project, "indicators", (80, 24)) as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the board")
        room = app.screen
        room.query_one(AreaPlot).focus()
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PlaceScreen), "the page")
        await until(pilot, lambda: "Nobody's place" in app.screen.query_one(Reader).text, "the words")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "the room")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_sentence_and_areas_are_in_sight_at_every_width(
    project: Project, study: Study, size: tuple[int, int]
) -> None:
    async with study_app(project, "indicators", size) as (app, pilot):
        await until(pilot, lambda: "England" in sentence(app.screen), "the board")
        await pilot.pause(0.1)
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "68 % of adults in England" in drawn
        assert "Harlow" in drawn
        await pilot.press("c")
        await pilot.pause(0.1)
        assert app.screen.query_one("#catalogue").display is (size[0] < 100)
