"""Bringing files in from the app: every kind, shown before it is kept, and asked about where it is unclear."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Markdown, Static

from tests.tui.study_app import choose, shown, study_app, understood, until
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.names.found import keep_key, open_key
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.tui.app import WorkbenchApp
from workbench.tui.dialogs import Ask, Passphrase
from workbench.tui.help import RoomHelp
from workbench.tui.sources.brought import Brought
from workbench.tui.sources.columns import ColumnsPage
from workbench.tui.sources.screen import SourcesScreen
from workbench.tui.sources.understood import Understood
from workbench.tui.widgets.rows import Rows

SPECIMENS = Path(__file__).resolve().parents[2] / "specimens" / "sources"


def states(app: WorkbenchApp) -> dict[str, tuple[str, str, str]]:
    """Every file with its sign, what it is read as, and what is said of it."""
    rows = app.screen.query_one("#understood", Rows).rows
    return {row.cells[1]: (row.cells[0], row.cells[2], row.cells[3]) for row in rows}


def below(app: WorkbenchApp) -> str:
    """What stands below the files."""
    return str(app.screen.query_one("#understood-file Static", Static).content)


@pytest.mark.parametrize("size", [(80, 30), (120, 40), (200, 50)])
async def test_a_folder_of_every_kind(project: Project, size: tuple[int, int]) -> None:
    async with study_app(project, "sources", size) as (app, pilot):
        await understood(pilot, app, SPECIMENS)
        said = states(app)
        assert said["interview.docx"][2] == "2 people speak, 1 counted, 7 passages, 49 words"
        assert said["interview.vtt"][0] == "✓"
        assert said["survey.xlsx"][0] == "?"
        assert "--" not in " ".join(said["survey.xlsx"])
        await pilot.press("enter")
        await choose(pilot, "survey.xlsx: what is it?", "survey")
        await until(pilot, lambda: isinstance(app.screen, ColumnsPage), "its columns")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Understood), "what was understood")
        await until(pilot, lambda: states(app)["survey.xlsx"][:2] == ("✓", "survey"), "the survey")
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "leave them in this time")
        with project.read() as session:
            await until(pilot, lambda: len(documents(session)) == 4, "four documents")


async def test_speakers_marked_in_a_way_of_their_own(project: Project, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(
            f"Interviewer >> Where?\nKez >> By the canal.\nInterviewer >> When?\nKez >> Late, {name}.\n", "utf-8"
        )
    (tmp_path / "c.txt").write_text("The room was cold.\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        await understood(pilot, app, tmp_path / "?.txt")
        assert "nobody was found to speak" in states(app)["a.txt"][2]
        await pilot.press("s")
        asked = await shown(pilot, Ask, "Speakers in a.txt")
        asked.query_one(Input).value = "who speaks"
        await pilot.press("enter")
        await until(pilot, lambda: "NAME" in str(asked.query_one(".wrong", Static).content), "what is wrong with it")
        asked.query_one(Input).value = "NAME >>"
        await pilot.press("enter")
        await choose(pilot, "finds speakers elsewhere too", "read 1 more")
        await until(pilot, lambda: states(app)["b.txt"][2].startswith("2 people speak"), "the other file")
        assert "Kez (participant, 2)" in below(app)
        assert "nobody" in states(app)["c.txt"][2]


async def test_a_file_that_changed_is_taken_as_new_words_or_beside_the_old(project: Project, tmp_path: Path) -> None:
    talk = tmp_path / "07.md"
    talk.write_text("**Interviewer:** Where?\n\n**Kez:** By the road.\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        for words, answer, names in (
            ("By the road.", "", ["07.md"]),
            ("By the canal.", "take the new words", ["07.md"]),
            ("By the park.", "keep both", ["07.md", "07 (2).md"]),
        ):
            talk.write_text(f"**Interviewer:** Where?\n\n**Kez:** {words}\n", "utf-8")
            await understood(pilot, app, talk)
            if answer:
                assert states(app)["07.md"][0] == "?"
                assert "1 passage would change" in states(app)["07.md"][2]
                await pilot.press("enter")
                await choose(pilot, "07.md", answer)
                await until(pilot, lambda: states(app)["07.md"][0] == "✓", "the file, ready")
            await pilot.press("ctrl+s")
            await choose(pilot, "Names of people and places", "leave them in this time")

            def there(names: list[str] = names) -> bool:
                with project.read() as session:
                    return [one.name for one in documents(session)] == names

            await until(pilot, there, f"the documents {names}")
            await until(pilot, lambda: app.work is not None and app.work.finished, "the result")


async def test_a_file_is_left_out_and_escape_brings_nothing_in(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("**Interviewer:** Where?\n\n**Kez:** By the road.\n", "utf-8")
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    async with study_app(project, "sources") as (app, pilot):
        page = await understood(pilot, app, tmp_path / "*.*g")
        assert list(states(app)) == ["scan.png"]
        assert states(app)["scan.png"][0] == "·"
        assert "lay it beside" in below(app)
        await pilot.press("ctrl+s")
        assert app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not page, "the room")
        page = await understood(pilot, app, tmp_path / "a.md")
        await pilot.press("f1")
        await until(pilot, lambda: bool(page.query(RoomHelp)), "the help")
        await until(pilot, lambda: "leaves a file out" in page.query_one("#widget-help", Markdown).source, "its words")
        await pilot.press("escape")
        await until(pilot, lambda: not page.query(RoomHelp), "the page without its help")
        assert app.screen is page
        await pilot.press("x")
        await until(pilot, lambda: states(app)["a.md"][0] == "·", "left out")
        await pilot.press("x")
        await until(pilot, lambda: states(app)["a.md"][0] == "✓", "taken in again")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not page, "the room")
    with project.read() as session:
        assert documents(session) == []


async def test_a_map_kept_beside_a_survey_is_taken(project: Project, tmp_path: Path) -> None:
    (tmp_path / "walk.csv").write_text("id,why,age\nP1,It is near,16\nP2,No bus,17\n", "utf-8")
    (tmp_path / "walk.map.yaml").write_text("survey: walking\ncase: id\nopen: [why]\nclosed: {age: Age}\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        await understood(pilot, app, tmp_path / "walk*")
        assert {name: cells[:2] for name, cells in states(app).items()} == {"walk.csv": ("✓", "survey")}
        await pilot.press("escape")


async def test_a_file_is_known_again_under_the_names_that_were_taken_out(project: Project, tmp_path: Path) -> None:
    (tmp_path / "Keziah.md").write_text("**Interviewer:** Where?\n\n**Keziah:** By the road.\n", "utf-8")
    key = open_key(project, tmp_path / "a.names", "other words")
    key.take_out("Keziah", "person")
    keep_key(project, key, tmp_path / "a.names", "other words")
    bring_in(project, [tmp_path / "Keziah.md"], names=key)
    (tmp_path / "Keziah.md").write_text("**Interviewer:** Where?\n\n**Keziah:** By the canal.\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Ask), "the question of which files")
        app.screen.query_one(Input).value = str(tmp_path / "Keziah.md")
        await pilot.press("enter")
        asked = await shown(pilot, Ask, "Key of names")
        assert asked.query_one(Input).value == str(tmp_path / "a.names"), "where it was kept before"
        await pilot.press("enter")
        asked = await shown(pilot, Passphrase, "Key of names")
        asked.query_one(Input).value = "other words"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Understood) and bool(states(app)), "what was understood")
        assert states(app)["Keziah.md"][0] == "?"
        assert "1 passage would change" in states(app)["Keziah.md"][2]
        await pilot.press("escape")


async def test_what_is_refused_in_the_end_is_shown_again(project: Project, tmp_path: Path) -> None:
    talk = tmp_path / "07.md"
    talk.write_text("**Interviewer:** Where?\n\n**Kez:** By the road.\n", "utf-8")
    async with study_app(project, "sources") as (app, pilot):
        page = await understood(pilot, app, talk)
        talk.write_text("", "utf-8")
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "leave them in this time")
        await until(pilot, lambda: isinstance(app.screen, Understood) and app.screen is not page, "the page again")
        await until(pilot, lambda: states(app).get("07.md", ("",))[0] == "✗", "the file, refused")
        assert "empty" in states(app)["07.md"][2]
        await pilot.press("escape")


async def test_what_was_left_out_is_read_again_after_the_page_is_gone(project: Project, tmp_path: Path) -> None:
    talk = "<nav>Menu</nav><p>Interviewer: Where?<p>Kez: By the road."
    for name, words in (("a.html", talk), ("b.html", talk), ("scan.png", "\x89PNG")):
        (tmp_path / name).write_text(words, "latin-1")
    async with study_app(project, "sources") as (app, pilot):
        await understood(pilot, app, tmp_path)
        assert states(app)["b.html"][2].startswith("the same words as a.html; ")
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "leave them in this time")
        await until(pilot, lambda: isinstance(app.screen, SourcesScreen) and bool(app.screen._brought), "the room")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, Brought), "what was left out")
        rows = app.screen.query_one("#brought", Rows).rows
        assert [row.cells[:2] for row in rows[:3]] == [("✓", "a.html"), ("✓", "b.html"), ("✗", "scan.png")]
        below = str(app.screen.query_one("#brought-file Static", Static).content)
        assert "menus, footers and asides (1) (they stand beside the text)" in below
