"""Going through what needs another look, at the keyboard."""

from __future__ import annotations

from typing import cast

import pytest
from textual.screen import Screen
from textual.widgets import Static

from tests.study import Study, add_study, code_turn
from tests.tui.study_app import fill, shown, study_app, until
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import FindingLine, findings, write_finding
from workbench.tui.keys_line import KeysLine
from workbench.tui.triangulation.again_page import AgainPage
from workbench.tui.triangulation.screen import TriangulationScreen
from workbench.tui.triangulation.tabs.again import AgainPane
from workbench.tui.widgets.reader import Reader


@pytest.fixture
def study(project: Project) -> Study:
    """Two findings, one cited; then a revised figure, and one person more who says it."""
    with project.change("Bring in") as session:
        made = add_study(session)
        said = write_finding(
            session, strand="words", source="interviews", statement="They go round.",
            evidence=[Evidence("code", made.dark)], prominence="high", against="P4 walks it.",
        )  # fmt: skip
        counted = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.",
            evidence=[Evidence("observation", made.harlow)], prominence="medium", against="Adults only.",
        )  # fmt: skip
        cite(session, add_brief(session, "Lights"), "finding", counted)
    with project.change("A new release") as session:
        amend(session, Observation, made.harlow, value=61.9)
    with project.change("Code one more") as session:
        code_turn(session, made, made.dark, 5)
    assert said != counted
    return made


def _progress(pane: AgainPane) -> str:
    return str(pane.query_one("#again-progress", Static).render())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_causes_with_what_they_touched_are_shown_at_every_width(
    project: Project, study: Study, size: tuple[int, int]
) -> None:
    async with study_app(project, "triangulation", size) as (app, pilot):
        await pilot.press("5")
        pane = app.screen.query_one(AgainPane)
        await until(pilot, lambda: pane.here is not None, "the first judgement")
        keys = [row.key.split(":")[0] for row in pane.rows.rows]
        assert keys == ["cause", "finding", "citation", "cause", "finding"]
        assert "0 of 2 looked at. 1 has more evidence since." in _progress(pane)
        assert "Harlow 2024/25 is now 61.9, was 60.3." in pane.rows.rows[1].cells[2]
        page = pane.query_one("#again-page", Reader)
        assert page.display == (size[0] == 200)
        if page.display:
            await until(pilot, lambda: "61.9 %" in page.text, "was and is beside the list")


async def test_one_is_skipped_one_stands_and_what_cites_it_goes_with_it(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("5")
        pane = app.screen.query_one(AgainPane)
        await until(pilot, lambda: pane.here is not None, "the first judgement")
        await pilot.press("s")
        await until(pilot, lambda: pane.here is not None and pane.here.kind == "citation", "the next")
        await pilot.press("l")
        await pilot.pause()
        assert [line.state for line in _lines(project)] == ["grown", "recheck"]
        pane.rows.highlight("finding:2")
        await pilot.press("l")
        await until(pilot, lambda: "2 looked at, nothing else asks for you" in _progress(pane), "both are done")
        assert [line.state for line in _lines(project)] == ["grown", "current"]


async def test_a_finding_is_reworded_from_its_line(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("5")
        pane = app.screen.query_one(AgainPane)
        await until(pilot, lambda: pane.here is not None, "the first judgement")
        await pilot.press("e")
        await fill(pilot, "Edit F2", statement="More are active.")
        await until(pilot, lambda: _lines(project)[1].statement == "More are active.", "the new sentence")


async def test_was_and_is_with_the_evidence(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("5")
        pane = app.screen.query_one(AgainPane)
        await until(pilot, lambda: pane.here is not None, "the first judgement")
        await pilot.press("enter")
        page = await shown(pilot, AgainPage, "")
        await until(pilot, lambda: "60.3 %" in page.reader.text, "as it was")
        assert "61.9 %" in page.reader.text
        assert "A new release" in page.reader.text
        assert "Adults only." in page.reader.text


async def test_on_a_cause_it_says_what_to_choose(project: Project, study: Study) -> None:
    async with study_app(project, "triangulation") as (app, pilot):
        await pilot.press("5")
        pane = app.screen.query_one(AgainPane)
        await until(pilot, lambda: pane.here is not None, "the first judgement")
        await pilot.press("home")
        await until(pilot, lambda: pane.here is None, "the cause")
        await pilot.press("l", "s", "e")
        assert [line.state for line in _lines(project)] == ["grown", "recheck"]


async def test_what_is_done_with_a_judgement_is_shown_where_one_waits(project: Project) -> None:
    with project.change("Bring in") as session:
        made = add_study(session)
        evidence = [Evidence("observation", made.harlow)]
        write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.", evidence=evidence
        )

    def keys(screen: Screen[object]) -> set[str]:
        return {key.title for key in screen.query_one(KeysLine).keys}

    async with study_app(project, "triangulation", (200, 60)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: app.screen.query_one(AgainPane).has_focus_within, "the list has the keys")
        assert not keys(app.screen) & {"It still stands", "Skip"}
        with project.change("A new release") as session:
            amend(session, Observation, made.harlow, value=61.9)
        cast("TriangulationScreen", app.screen).show_latest()
        await until(pilot, lambda: {"It still stands", "Skip"} <= keys(app.screen), "the keys, once one waits")


def _lines(project: Project) -> list[FindingLine]:
    with project.read() as session:
        return list(findings(session))
