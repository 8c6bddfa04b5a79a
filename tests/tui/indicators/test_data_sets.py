"""The pages of data sets and releases, and the import that asks whether a file is a new release."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.desk.test_releasing import first_rows, next_rows, release, written
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.data_sets import data_sets, facts_of
from workbench.desk.importing.releasing import Taking
from workbench.indicators.catalogue import indicators
from workbench.indicators.observations import figures, observation_at
from workbench.project.file import Project
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.tui.dialogs import Ask, Confirm
from workbench.tui.indicators.data_sets import DataSetsPage
from workbench.tui.indicators.releases import ReleasesPage
from workbench.tui.sources.understood import Understood
from workbench.tui.triangulation.evidence import FindingPage
from workbench.tui.widgets.rows import Rows

TERMS = {
    "from": "shared",
    "shared_by": "Essex Youth Service",
    "purpose": "Safer routes",
    "lawful_basis": "Public task",
    "impact_assessment": "DPIA 7",
    "reference": "WEISF 40",
    "keep_until": "2039-03-31",
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written(tmp_path, "active 2023.csv", first_rows())


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return written(tmp_path, "active 2024.csv", next_rows())


def lines(page: object, name: str) -> list[tuple[str, ...]]:
    return [row.cells for row in page.query_one(name, Rows).shown]  # type: ignore[attr-defined]


async def test_what_is_missing_is_seen_and_filled_in_and_the_figures_are_back(project: Project, old: Path) -> None:
    shared = facts_of({"shared by": "Essex Youth Service"})
    bring_in(project, [old], figures=Taking(facts=shared))
    async with study_app(project, "indicators") as (app, pilot):
        room = app.screen
        await until(pilot, lambda: "kept out" in str(room.query_one("#sentence", Static).content), "the reason")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DataSetsPage), "the page")
        ((sign, title, *_, missing),) = lines(app.screen, "#data-sets")
        assert (sign, title) == ("✗", "active 2023.csv")
        assert missing.startswith("No sharing agreement is recorded.")
        await pilot.press("enter")
        await fill(pilot, "What is known of it", **TERMS)
        await until(pilot, lambda: lines(app.screen, "#data-sets")[0][0] == "✓", "nothing missing")
        with project.read() as session:
            assert len(figures(session)) == 56
            (line,) = data_sets(session)
        assert (line.agreement[0], line.keep_until) == ("WEISF 40", "2039-03-31")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: lines(app.screen, "#data-sets")[0][0] == "✗", "undone")


async def test_a_release_is_read_down_to_the_finding(project: Project, old: Path, new: Path) -> None:
    bring_in(project, [old])
    with project.change("Finding") as session:
        (only,) = indicators(session)
        rests = [Evidence("observation", observation_at(session, only.id, "E07000073", "2022/23"))]
        write_finding(
            session, strand="numbers", source="A", statement="Harlow is so.", evidence=rests, against="Not everybody."
        )
    release(project, new)
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DataSetsPage), "the page")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ReleasesPage), "releases")
        page = app.screen
        await until(pilot, lambda: len(lines(page, "#change-rows")) == 21, "the changes")
        first = lines(page, "#change-rows")[0]
        assert first[:6] == ("≠ revised", "Harlow", "2022/23", "63.5", "64.2", "F1 ⚠")
        await pilot.press("3")
        await until(pilot, lambda: len(lines(page, "#change-rows")) == 3, "what is gone")
        assert {row[4] for row in lines(page, "#change-rows")} == {"no longer there"}
        await pilot.press("0")
        await until(pilot, lambda: len(lines(page, "#change-rows")) == 21, "all of them")
        page.query_one("#change-rows", Rows).focus_list()
        await pilot.press("home", "enter")
        await choose(pilot, "The figure, or what rests on it", "F1")
        await until(pilot, lambda: isinstance(app.screen, FindingPage), "the finding")


async def test_the_import_asks_whether_it_is_a_release_and_shows_what_that_does(
    project: Project, old: Path, new: Path
) -> None:
    bring_in(project, [old])
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("i")
        ask = await shown(pilot, Ask, "Bring in")
        ask.query_one("Input").value = str(new)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        page = app.screen
        assert lines(page, "#understood")[0][0] == "?"
        await pilot.press("enter")
        await choose(pilot, "active 2024.csv", "release")
        await until(pilot, lambda: lines(page, "#understood")[0][0] == "✓", "the trial")
        said = str(page.query_one("#understood-file Static", Static).content)
        assert "12 new, 4 revised, 2 changed, 3 gone, 27 the same" in said
        with project.read() as session:
            assert len(figures(session)) == 56
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, Understood), "closed")

        def came() -> bool:
            with project.read() as session:
                return len(figures(session)) == 65

        await until(pilot, came, "the release")


async def test_figures_are_deleted_only_when_it_was_asked_in_full(project: Project, old: Path) -> None:
    bring_in(project, [old])
    async with study_app(project, "indicators") as (app, pilot):
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DataSetsPage), "the page")
        page = app.screen
        await pilot.press("x")
        ask = await shown(pilot, Ask, "Why are its figures deleted?")
        ask.query_one("Input").value = "the agreement has ended"
        await pilot.press("enter")
        await shown(pilot, Confirm, "Delete 56 figures")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not lines(page, "#data-sets"), "the empty list")
    with project.read() as session:
        assert figures(session) == []


async def test_who_shared_a_file_can_be_said_before_it_comes_in(project: Project, old: Path) -> None:
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("i")
        ask = await shown(pilot, Ask, "Bring in")
        ask.query_one("Input").value = str(old)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        page = app.screen
        said = page.query_one("#understood-file Static", Static)
        await until(pilot, lambda: "Nobody said where these figures come from" in str(said.content), "the question")
        await pilot.press("f")
        await choose(pilot, "active 2023.csv: where is it from?", "partner")
        ask = await shown(pilot, Ask, "Which partner shared it?")
        ask.query_one("Input").value = "Essex Police"
        await pilot.press("enter")
        await until(pilot, lambda: "Its figures are kept out of analysis" in str(said.content), "the terms")
        await pilot.press("ctrl+s")

        def came() -> bool:
            with project.read() as session:
                return [(one.shared, one.shared_by) for one in data_sets(session)] == [(True, "Essex Police")]

        await until(pilot, came, "the data set")
