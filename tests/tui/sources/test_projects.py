"""A project of another program in the words of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from tests.exchange.studies_made import qualcoder
from tests.tui.study_app import choose, study_app, understood, until
from workbench.desk.importing.reports import ImportReport
from workbench.project.file import Project, open_file
from workbench.sources.drafts import LeftOut
from workbench.tui.sources.screen import SourcesScreen
from workbench.tui.sources.telling import Told, beginning, brought, in_words, may_name, room_of
from workbench.tui.sources.understood import Understood
from workbench.tui.widgets.rows import Rows


def test_what_is_in_a_project_is_counted_by_documents_codes_and_people() -> None:
    counts = {"documents": 2, "words": 900, "codes": 1, "codings": 1200, "cases": 1, "memos": 0, "codings changed": 1}
    report = ImportReport("a.qdpx", "refi", "imported", counts)
    assert in_words(report) == "2 documents, 1 code, 1,200 coded passages, 1 person, 1 coded passage changed"
    assert (
        in_words(ImportReport("a.md", "transcript", "imported", {"documents": 1, "turns": 2, "segments": 3}))
        == "3 passages"
    )
    assert in_words(ImportReport("a.csv", "survey", "imported", {"answers": 3, "segments": 3})) == "3 answers"
    assert in_words("refi") == "project"


def test_what_came_in_is_said_with_what_was_left_out_and_leads_to_its_room() -> None:
    codes = ImportReport("a.qdc", "refi", "imported", {"documents": 0, "codes": 14, "themes": 4})
    lost = (LeftOut("Mabel.txt", "the document", "its text is not in the file"),)
    study = ImportReport("a.qdpx", "refi", "imported", {"documents": 1, "codes": 2}, lost)
    figures = ImportReport("a.csv", "indicators", "imported", {"observations": 3})
    assert brought(codes) == "a.qdc came in: 14 codes, 4 themes."
    assert brought(study) == "a.qdpx came in: 1 document, 2 codes; 1 left out."
    assert [may_name(one) for one in (codes, study, figures)] == [False, True, False]
    assert [room_of([one]) for one in (codes, study, figures)] == ["coding", "sources", "indicators"]
    assert room_of([codes, figures]) == "sources"


def test_what_is_noted_of_a_file_names_no_flag_of_the_command_line() -> None:
    report = ImportReport("a.csv", "survey", "imported", notes=("Guessed. Write a --map to say it yourself.",))
    assert beginning(report).plain == "Guessed.\n"


async def test_a_codebook_asks_for_no_names_and_leads_to_the_codes(project: Project, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text("Code,Parent,Definition\nWay,,The way home\nDark,Way,After dark\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        await understood(pilot, app, tmp_path / "book.csv")
        await pilot.press("w")
        await choose(pilot, "book.csv: what is it?", "codes")
        await until(pilot, lambda: app.screen.query_one("#understood", Rows).rows[0].cells[0] == "✓", "its codes")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.work is not None and app.work.finished, "the codes")
        assert app.work is not None
        assert (app.work.result, app.work.room) == ("book.csv came in: 2 codes.", "coding")


async def test_what_comes_in_while_somebody_is_elsewhere_is_shown_there_too(project: Project, tmp_path: Path) -> None:
    (tmp_path / "kez.txt").write_text("Interviewer: Where?\nKez: By the canal.\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        sources = cast("SourcesScreen", app.screen)
        app.go_to_room("coding")
        await until(pilot, lambda: app.current_mode == "coding" and app.screen.focused is not None, "coding")
        listed = app.screen.query_one("#document-rows", Rows)
        assert not listed.rows
        sources._bring_in({tmp_path / "kez.txt": Told()}, None)
        await until(pilot, lambda: [row.cells[-1] for row in listed.rows] == ["kez.txt"], "the document")


async def test_a_folder_of_another_program_in_a_folder_of_files_is_found_too(project: Project, tmp_path: Path) -> None:
    files = tmp_path / "material"
    files.mkdir()
    (files / "kez.txt").write_text("Interviewer: Where?\nKez: By the canal.\n", "utf-8")
    (files / "pictures").mkdir()
    qualcoder(files / "walks.qda")
    async with study_app(project, "sources") as (app, pilot):
        page = await understood(pilot, app, files)
        assert [row.cells[1] for row in page.query_one("#understood", Rows).rows] == ["kez.txt", "walks.qda"]


async def test_where_nothing_can_be_kept_nobody_is_asked_for_files(project: Project) -> None:
    with open_file(project.path, coder="ben") as second:
        async with study_app(second, "sources") as (app, pilot):
            room = app.screen
            await pilot.press("i")
            await until(pilot, lambda: len(app._notifications) == 1, "the sentence")
            assert "“Bring in” is written down in it" in next(iter(app._notifications)).message
            assert app.screen is room


async def test_where_nothing_came_in_no_line_says_that_something_did(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    async with study_app(project, "sources") as (app, pilot):
        cast("SourcesScreen", app.screen)._bring_in({tmp_path / "empty.txt": Told()}, None)
        await until(pilot, lambda: isinstance(app.screen, Understood), "why it was refused")
        assert app.work is None
