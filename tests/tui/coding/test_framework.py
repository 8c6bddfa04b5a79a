"""The framework matrix, by its keys: how cells stand, summing up, nothing half-written lost, what may not be told."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.coding.conftest import Coded, put_in
from tests.coding.two_coders import put_together
from tests.tui.study_app import choose, study_app, until
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codings import apply_code
from workbench.coding.summaries import begun_summaries, sum_up, summaries
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.project.facts import remember
from workbench.project.file import Project, open_file
from workbench.rows import add, remove
from workbench.sources.cases import Case
from workbench.sources.consent import Consent
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding.framework import BLIND, OF_OTHERS, heading, read_matrix
from workbench.tui.coding.framework_page import FrameworkPage
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.coding.summing_up import SummaryPage
from workbench.tui.title_bar import Heading

TOLD = """
Interviewer: [How is it]{Journeys/Dark} after dark?
Kez: [I go [round by the road]{Journeys/Long way} when it is dark.]{Journeys/Dark} [Nobody comes.]{Police}
Ann: [The lamps are out.]{Journeys/Dark} Every night.
Ben: It is fine.
"""
SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def coded(project: Project) -> Coded:
    return put_in(project, TOLD)


def said(screen: Any, where: str) -> str:
    return str(screen.query_one(where, Static).render())


async def opened(pilot: Pilot[Any]) -> FrameworkPage:
    """The page, once it has read the matrix."""
    await pilot.press("M")
    await until(pilot, lambda: isinstance(pilot.app.screen, FrameworkPage), "the matrix")
    page = pilot.app.screen
    assert isinstance(page, FrameworkPage)
    await until(pilot, lambda: "Reading" not in said(page, "#framework-said"), "its cells")
    return page


async def writing(pilot: Pilot[Any], page: FrameworkPage) -> SummaryPage:
    """The cell under the mark, opened and ready to write."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, SummaryPage), "the cell")
    cell = pilot.app.screen
    assert isinstance(cell, SummaryPage)
    await until(pilot, lambda: cell.area.has_focus and bool(said(cell, "#summary-stands")), "the passages")
    return cell


async def typed(pilot: Pilot[Any], words: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in words))


def drawn(page: FrameworkPage) -> list[str]:
    heads = page.query_one("FrameworkHeads")
    cells = page.cells
    return [
        *(heads.render_line(y).text for y in range(2)),
        *(cells.render_line(y).text for y in range(cells.size.height)),
    ]


@pytest.mark.parametrize("size", SIZES)
async def test_cells_say_how_they_stand_and_a_summary_stands_in_its_cell(coded: Coded, size: tuple[int, int]) -> None:
    async with study_app(coded.project, "coding", size) as (app, pilot):
        page = await opened(pilot)
        assert [page.cells.matrix.found.cases[key] for key in page.cells.matrix.people] == ["Ann", "Ben", "Kez"]
        lines = drawn(page)
        assert any("● to sum up · 1" in line for line in lines)
        assert any("○ not read" in line for line in lines)
        assert max(len(line.rstrip()) for line in lines) <= size[0]
        await pilot.press("n")
        assert page.cells.here == (coded.cases["Ann"], coded.codes["Journeys/Dark"])
        cell = await writing(pilot, page)
        assert [row.text for row in cell.query_one("#summed-lines").items] == ["The lamps are out."]
        await typed(pilot, "No light")
        before = coded.project.latest_change()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page and bool(page.cells.matrix.summed.shown), "the matrix again")
        assert coded.project.latest_change() == before + 1, "one change"
        assert page.cells.here == (coded.cases["Ann"], coded.codes["Journeys/Dark"])
        lines = drawn(page)
        assert any("■ summed up · 1" in line for line in lines)
        assert any("No light" in line for line in lines)
        assert "3 to be summed up" in said(page, "#framework-said")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not page.cells.matrix.summed.shown, "taken back")
        assert app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the coding room")


async def test_one_key_goes_from_cell_to_cell_until_all_is_summed_up(coded: Coded) -> None:
    async with study_app(coded.project, "coding") as (app, pilot):
        page = await opened(pilot)
        await pilot.press("n")
        cell = await writing(pilot, page)
        for number in range(4):
            await until(pilot, lambda: cell.area.text == "" and cell.area.has_focus, "an empty cell")
            await typed(pilot, f"said {number}")
            await pilot.press("ctrl+n")
            await pilot.pause()
        await until(pilot, lambda: any("Every cell" in one.message for one in app._notifications), "the end")
        with coded.project.read() as session:
            assert {one.text for one in summaries(session).values()} == {f"said {number}" for number in range(4)}
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the matrix")
        await until(pilot, lambda: "0 to be summed up" in said(page, "#framework-said"), "the count")
        await pilot.press("o")
        await pilot.pause()
        assert any("No summary is older" in one.message for one in app._notifications)


async def test_an_older_summary_is_found_by_a_key(coded: Coded) -> None:
    with coded.project.change("Sum up") as session:
        for who, code in (("Kez", "Police"), ("Ann", "Journeys/Dark")):
            sum_up(session, coded.cases[who], coded.codes[code], "It was so.")
    with coded.project.change("More") as session:
        apply_code(session, coded.codes["Police"], coded.document, coded.span("Nobody"))
    async with study_app(coded.project, "coding") as (_, pilot):
        page = await opened(pilot)
        assert "1 older than their passages" in said(page, "#framework-said")
        await pilot.press("o")
        assert page.cells.here == (coded.cases["Kez"], coded.codes["Police"])
        assert "the passages are newer" in said(page, "#framework-means")
        assert any("▲ older · 2" in line for line in drawn(page))
        cell = await writing(pilot, page)
        assert cell.area.text == "It was so."
        await typed(pilot, " Still")
        await pilot.press("escape")
        await until(pilot, lambda: "0 older" in said(page, "#framework-said"), "written anew")


async def test_what_is_half_written_is_there_again_after_the_app_was_closed(coded: Coded) -> None:
    path = coded.project.path
    app = WorkbenchApp(project=coded.project, heading=Heading("Study", "saved", "amina"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.go_to_room("coding")
        await until(pilot, lambda: app.current_mode == "coding" and app.screen.focused is not None, "coding")
        page = await opened(pilot)
        await pilot.press("n")
        await writing(pilot, page)
        await typed(pilot, "Half a sen")
        app.exit()
    at = (coded.cases["Ann"], coded.codes["Journeys/Dark"])
    with open_file(path, coder="amina") as hers, hers.read() as session:
        assert begun_summaries(session) == {at: "Half a sen"}
        assert summaries(session) == {}
    with open_file(path, coder="ben") as theirs, theirs.read() as session:
        assert begun_summaries(session) == {}, "it is hers alone"
    with open_file(path, coder="amina") as again:
        async with study_app(again, "coding") as (_, pilot):
            page = await opened(pilot)
            assert any("✎ begun" in line for line in drawn(page))
            await pilot.press("n")
            assert "Begun and not kept" in said(page, "#framework-means")
            cell = await writing(pilot, page)
            assert cell.area.text == "Half a sen"
            await typed(pilot, "tence")
            await pilot.press("escape")
            await until(pilot, lambda: bool(page.cells.matrix.summed.shown), "kept")
            assert again.undo() is not None
            with again.read() as session:
                assert (begun_summaries(session), summaries(session)) == ({}, {}), "one undo, nothing left over"


async def test_a_pause_and_another_page_set_aside_what_is_written(
    coded: Coded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tui.coding.summing_up.PAUSE", 0.1)

    def begun() -> list[str]:
        with coded.project.read() as session:
            return list(begun_summaries(session).values())

    async with study_app(coded.project, "coding") as (app, pilot):
        page = await opened(pilot)
        await pilot.press("n")
        await writing(pilot, page)
        await typed(pilot, "Dark")
        await until(pilot, lambda: begun() == ["Dark"], "set aside")
        monkeypatch.setattr("workbench.tui.coding.summing_up.PAUSE", 60)
        await typed(pilot, "ness")
        app.go_to_room("sources")
        await until(pilot, lambda: app.current_mode == "sources" and begun() == ["Darkness"], "set aside")


async def test_a_summary_that_cannot_be_kept_is_said_and_stays_in_sight(coded: Coded) -> None:
    async with study_app(coded.project, "coding") as (app, pilot):
        page = await opened(pilot)
        await pilot.press("n")
        cell = await writing(pilot, page)
        await typed(pilot, "Dark")
        with coded.project.change("Gone") as session:
            remove(session, Case, coded.cases["Ann"])
        await pilot.press("escape")
        await until(pilot, lambda: any("not kept" in one.message for one in app._notifications), "the sentence")
        assert app.screen is cell
        assert cell.area.text == "Dark"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the matrix")


async def test_themes_and_the_codes_of_a_theme_stand_across(coded: Coded) -> None:
    with coded.project.change("Theme") as session:
        theme = add_theme(session, "Alone at night")
        set_theme_codes(session, theme, [coded.codes["Journeys/Dark"], coded.codes["Police"]])
    async with study_app(coded.project, "coding") as (app, pilot):
        page = await opened(pilot)
        await pilot.press("t")
        await choose(pilot, "Columns", "themes")
        await until(pilot, lambda: page.cells.matrix.of == "themes", "themes")
        assert page.cells.matrix.cell(coded.cases["Kez"], theme).passages == 2
        assert page.cells.here == (coded.cases["Ann"], theme)
        cell = await writing(pilot, page)
        await typed(pilot, "Alone")
        await pilot.press("escape")
        await until(pilot, lambda: bool(page.cells.matrix.summed.shown), "kept")
        with coded.project.read() as session:
            assert set(summaries(session, of="themes")) == {(coded.cases["Ann"], theme)}
            assert summaries(session) == {}
        assert cell.at == (coded.cases["Ann"], theme)
        with coded.project.change("More") as session:
            apply_code(session, coded.codes["Police"], coded.document, coded.span("Every night"))
        with coded.project.read() as session:
            assert summaries(session, of="themes")[coded.cases["Ann"], theme].older
        await pilot.press("t")
        await choose(pilot, "Columns", "codes of")
        await until(pilot, lambda: page.cells.matrix.theme == "Alone at night", "its codes")
        assert set(page.cells.matrix.columns) == {coded.codes["Journeys/Dark"], coded.codes["Police"]}
        assert app.screen is page


async def test_consent_is_marked_and_who_may_not_be_told_of_is_not_summed_up(coded: Coded) -> None:
    with coded.project.change("Sum up") as session:
        sum_up(session, coded.cases["Ann"], coded.codes["Journeys/Dark"], "Told of Ann.")
        add(session, Consent, case_id=coded.cases["Ann"], scope="paraphrase", audience="", state="refused")
    async with study_app(coded.project, "coding") as (app, pilot):
        page = await opened(pilot)
        await pilot.press("right")
        assert page.cells.here is not None
        page.cells.go_to((coded.cases["Ann"], coded.codes["Journeys/Dark"]))
        await pilot.pause()
        assert "has not agreed to be paraphrased" in said(page, "#framework-means")
        assert not any("Told of Ann" in line for line in drawn(page))
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is page
        page.cells.go_to((coded.cases["Kez"], coded.codes["Police"]))
        await pilot.pause()
        assert "consent not recorded" in said(page, "#framework-means")


def test_only_participants_have_a_row_and_a_cell(coded: Coded) -> None:
    with coded.project.read() as session:
        matrix = read_matrix(session)
    assert {matrix.found.cases[key] for key in matrix.people} == {"Ann", "Ben", "Kez"}
    assert sum(matrix.found.passages.values()) == 4, "what the interviewer said is in no cell"


def test_who_reads_blind_sees_neither_codings_nor_summaries_of_others(project: Project) -> None:
    coded = put_together(
        project, "Amina: [Dark]{dark}.\nBen: Fine.", {"ben": "Amina: Dark.\nBen: [Fine]{fine}."}, read=["ben"]
    )
    at = (coded.cases["Ben"], coded.codes["fine"])
    path = project.path
    project.close()
    with open_file(path, coder="ben") as theirs, theirs.change("Sum up") as session:
        sum_up(session, *at, "All is well.")
    with open_file(path, coder="amina") as mine:
        with mine.read() as session:
            assert read_matrix(session).cell(*at).summary is not None
        remember(mine, fact_of("amina"), CHOSEN, why="Read blind")
        with mine.read() as session:
            matrix = read_matrix(session)
            cell = matrix.cell(*at)
            assert (cell.passages, cell.summary, cell.held) == (0, None, OF_OTHERS)
            assert BLIND in heading(matrix)
            assert matrix.cell(coded.cases["Amina"], coded.codes["dark"]).passages == 1


async def test_an_empty_project_says_what_to_do_first(project: Project) -> None:
    async with study_app(project, "coding") as (app, pilot):
        page = await opened(pilot)
        assert said(page, "#framework-said").startswith("Nobody's words are here yet.")
        await pilot.press("enter", "n", "o", "t", "left", "right")
        await pilot.pause()
        assert app.screen is page
