"""An area beside the neighbours of a named set: their mean and each of them; another set chosen; none there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.essex_weapons import add_weapons
from tests.tui.study_app import choose, study_app, until
from workbench.desk.importing.bring_in import bring_in
from workbench.project.file import Project
from workbench.tui.indicators.areas import AreaPlot
from workbench.tui.indicators.peers import PeersPage
from workbench.tui.widgets.reader import Reader

CIPFA = """area_code,neighbour_code,rank
E07000077,E07000068,2
E07000077,E07000073,1
E07000077,E07000243,3
"""


def page_text(screen: object) -> str:
    return " ".join(screen.query_one(Reader).text.split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_neighbours_of_a_set_stand_beside_the_area(
    project: Project, tmp_path: Path, size: tuple[int, int]
) -> None:
    add_weapons(project)
    for name, text in (
        ("CIPFA nearest neighbours 2024.csv", CIPFA),
        ("Our own.csv", "area_code,peer_code\nE07000077,E07000071\n"),
    ):
        (tmp_path / name).write_text(text)
        bring_in(project, [tmp_path / name], as_="neighbours")
    async with study_app(project, "indicators", size) as (app, pilot):
        plot = app.screen.query_one(AreaPlot)
        await until(pilot, lambda: len(plot.items) == 14, "the areas")
        plot.focus()
        await pilot.press("end", "N")
        await until(pilot, lambda: isinstance(app.screen, PeersPage), "the page")
        await until(pilot, lambda: "in the mean" in page_text(app.screen), "the mean")
        text = page_text(app.screen)
        assert "CIPFA, 2024 · 3 neighbours of this area" in text
        assert "The 2 of 3 neighbours with a figure have" in text
        assert text.index("Harlow") < text.index("Brentwood") < text.index("Stevenage")
        assert "no figure for" in text
        assert "lower than here" in text
        shown = app.export_screenshot().replace("&#160;", " ")
        assert "Neighbour" in shown
        await pilot.press("s")
        await choose(pilot, "Whose neighbours?", "Our own")
        await until(pilot, lambda: "Colchester" in page_text(app.screen), "the other set")
        assert "The 1 neighbour has" in page_text(app.screen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, PeersPage), "the indicators again")


async def test_without_a_set_it_is_said_where_sets_come_from(project: Project) -> None:
    add_weapons(project)
    async with study_app(project, "indicators") as (app, pilot):
        plot = app.screen.query_one(AreaPlot)
        await until(pilot, lambda: len(plot.items) == 14, "the areas")
        plot.focus()
        await pilot.press("N")
        await until(pilot, lambda: isinstance(app.screen, PeersPage), "the page")
        await until(pilot, lambda: "No set of neighbours" in page_text(app.screen), "the sentence")
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, PeersPage)
