"""The page on which a survey's question becomes figures, and the way from them to what the same people said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from tests.tui.study_app import choose, shown, study_app, until
from workbench.desk.importing.bring_in import bring_in
from workbench.indicators.observations import figures
from workbench.project.file import Project, create
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.coding.counts_page import CountsPage
from workbench.tui.dialogs import Ask
from workbench.tui.indicators.areas import AreaPlot
from workbench.tui.indicators.survey_figures import SurveyFiguresPage
from workbench.tui.widgets.rows import Rows

MAP = "survey: dark\ncase: id\nopen: [why]\nclosed: [town, safe]\nsampling: random\n"


@pytest.fixture
def dark(tmp_path: Path) -> Iterator[Project]:
    """60 people of two towns, of whom one in three feels unsafe; six gave no answer."""
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    rows = ["id,town,safe,why"]
    for n in range(60):
        safe = "" if n % 10 == 0 else "unsafe" if n % 3 == 0 else "safe"
        rows.append(f"P{n},{'Harlow' if n < 40 else 'Maldon'},{safe},It is dark")
    (tmp_path / "dark.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with create(tmp_path / "dark.workbench", title="Dark", coder="amina") as project:
        [report] = bring_in(project, [tmp_path / "dark.csv"], as_="survey", map_=tmp_path / "map.yaml")
        assert report.outcome == "imported", report.why
        yield project


def said(page: SurveyFiguresPage) -> dict[str, str]:
    return {row.cells[0]: row.cells[1] for row in page.query_one("#survey-how", Rows).rows}


def counted(page: SurveyFiguresPage) -> dict[str, tuple[str, ...]]:
    return {row.cells[0]: row.cells[1:] for row in page.query_one("#survey-preview", Rows).rows}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_a_question_is_made_figures_by_keys_alone(dark: Project, size: tuple[int, int]) -> None:
    async with study_app(dark, "indicators", size) as (app, pilot):
        await pilot.press("s")
        await choose(pilot, "Which question?", "safe")
        answers = await shown(pilot, ChooseSeveral, "Which answers count?")
        await pilot.press(*"unsafe", "tab")
        await until(pilot, lambda: len(answers.marked) == 1, "a mark")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SurveyFiguresPage), "the page")
        page = app.screen
        assert isinstance(page, SurveyFiguresPage)
        await until(pilot, lambda: "says when people answered" in told(page), "the sentence that asks for a time")
        assert (said(page)["Question"], said(page)["These count"]) == ("safe", "unsafe")
        assert said(page)["Answered"] == "not said yet"
        await pilot.press(*["down"] * 6, "enter")
        await shown(pilot, Ask, "When did people answer?")
        await pilot.press(*"2026", "enter")
        await until(pilot, lambda: "Everyone in dark" in counted(page), "the whole")
        await pilot.press(*["up"] * 3, "enter")
        await choose(pilot, "Which area do people belong to?", "town")
        await until(pilot, lambda: "Harlow" in counted(page), "an area")
        assert counted(page)["Everyone in dark"] == ("33.3 %", "22.2 to 46.6", "18", "54", "6")
        assert counted(page)["Maldon"] == ("–", "", "6", "18", "2")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not page, "the room")
        with dark.read() as session:
            kept = {one.area: one for one in figures(session)}
        assert (kept["Harlow"].count, kept["Harlow"].base, kept["Harlow"].asked) == (12, 36, 40)
        assert kept["Maldon"].value is None
        await until(pilot, lambda: "of the 54 who answered" in sentence(app.screen), "the sentence")
        assert [one.name for one in app.screen.query_one(AreaPlot).items] == ["Everyone in dark", "Harlow", "Maldon"]
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, CountsPage), "what the same people said")


def told(page: SurveyFiguresPage) -> str:
    return str(page.query_one("#survey-said", Static).content)


def sentence(screen: object) -> str:
    found = screen.query("#sentence")  # type: ignore[attr-defined]
    return str(found.first(Static).content) if found else ""


async def test_escape_keeps_nothing(dark: Project) -> None:
    async with study_app(dark, "indicators") as (app, pilot):
        before = dark.latest_change()
        await pilot.press("s")
        await choose(pilot, "Which question?", "safe")
        await choose(pilot, "Which answers count?", "unsafe")
        await until(pilot, lambda: isinstance(app.screen, SurveyFiguresPage), "the page")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, SurveyFiguresPage)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, SurveyFiguresPage), "the room")
        assert dark.latest_change() == before


async def test_without_a_survey_it_says_what_to_do(project: Project) -> None:
    async with study_app(project, "indicators") as (app, pilot):
        await pilot.press("s")
        await until(pilot, lambda: not isinstance(app.screen, SurveyFiguresPage), "the room again")
        assert any("Bring one in from Sources" in one.message for one in app._notifications)
