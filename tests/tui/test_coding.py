"""The coding room with a real project file and real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from workbench.coding.codebook import add_code
from workbench.coding.codings import Coding
from workbench.coding.memos import memos
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.new_project import new_project
from workbench.project.file import Project, open_file
from workbench.rows import table_of
from workbench.sources.readings import read_segments
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.coding.sheet import codebook_coder, lay_on_desk
from workbench.tui.widgets.code_list import CodeList

TRANSCRIPT = """\
**Interviewer:** And when it gets dark?

**Kez:** We just go round. You don't go through the underpass after four, nobody does.

**Interviewer:** Never?

**Kez:** They said ring one-oh-one. We rang. Nobody came out 🙂 at all.
"""

Room = Callable[..., AbstractAsyncContextManager[tuple[CodingScreen, Pilot[None], Project]]]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one short transcript, with the frame's codes."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    (tmp_path / "07.md").write_text(TRANSCRIPT, encoding="utf-8")
    where = tmp_path / "study.workbench"
    with new_project(where, title="Study", frame="knife_crime", coder="amina") as project:
        bring_in(project, [tmp_path / "07.md"])
    return where


@pytest.fixture
def room(path: Path) -> Room:
    """The coding room of that project, as the app opens it."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[CodingScreen, Pilot[None], Project]]:
        project = open_file(path, coder="amina")
        app = WorkbenchApp(project=project)
        async with app.run_test(size=size) as pilot:
            app.go_to_room("coding")
            await settled(app, pilot)
            screen = app.screen
            assert isinstance(screen, CodingScreen)
            yield screen, pilot, project

    return opened


async def settled(app: WorkbenchApp, pilot: Pilot[None]) -> None:
    """Wait until no worker runs and everything is painted."""
    await app.workers.wait_for_complete()
    await pilot.pause()
    while not isinstance(app.screen, CodingScreen):
        await pilot.pause(0.02)
    await pilot.pause()


async def code_the_first_sentence(screen: CodingScreen, pilot: Pilot[None]) -> None:
    """Put a code on what Kez says first, as a person would."""
    screen.words.go_to(screen.sheet.turns[1].start)
    await pilot.press("space", "c")
    await pilot.pause()
    await pilot.press(*"changing", "enter")
    await settled(screen.workbench, pilot)


def coded(project: Project) -> list[tuple[str, str, str]]:
    """Words, origin and direction of every coding that stands."""
    from workbench.coding.retrieval import passages

    with project.read() as session:
        return [(one.text, one.origin, one.direction) for one in passages(session)]


async def test_a_sentence_is_coded_by_a_few_letters_of_a_code(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await code_the_first_sentence(screen, pilot)
        assert coded(project) == [("We just go round.", "own", "for")]
        assert [mark.mine for mark in screen.words.marks] == [True]


async def test_a_name_that_is_not_there_becomes_a_code(room: Room) -> None:
    async with room() as (screen, pilot, project):
        screen.words.go_to(screen.sheet.turns[3].start)
        await pilot.press("space", "space", "c")
        await pilot.pause()
        await pilot.press(*"Ringing in vain", "enter")
        await settled(screen.workbench, pilot)
        assert coded(project) == [("They said ring one-oh-one. We rang. Nobody came out 🙂 at all.", "own", "for")]
        assert any(one.name == "Ringing in vain" for one in screen.sheet.codes)


async def test_a_pinned_digit_codes_and_the_equals_sign_repeats(room: Room) -> None:
    async with room() as (screen, pilot, project):
        screen.query_one("#code-list").focus_list()
        await pilot.press("down", "p")
        await pilot.pause()
        await pilot.press("4", "enter")
        await settled(screen.workbench, pilot)
        screen.words.focus()
        screen.words.go_to(screen.sheet.turns[1].start)
        await pilot.press("space", "4")
        await settled(screen.workbench, pilot)
        await pilot.press("t", "t", "space", "equals_sign")
        await settled(screen.workbench, pilot)
        assert [text for text, _, _ in coded(project)] == ["We just go round.", "They said ring one-oh-one."]


async def test_undo_and_redo_say_what_and_show_it(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await code_the_first_sentence(screen, pilot)
        await pilot.press("ctrl+z")
        await settled(screen.workbench, pilot)
        assert coded(project) == []
        assert screen.words.marks == []
        assert [one.message for one in screen.app._notifications][-1] == "Apply code"
        await pilot.press("ctrl+y")
        await settled(screen.workbench, pilot)
        assert len(coded(project)) == 1


async def test_a_memo_against_and_taking_off(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await code_the_first_sentence(screen, pilot)
        await pilot.press("minus")
        await settled(screen.workbench, pilot)
        assert coded(project)[0][2] == "against"
        await pilot.press("m")
        await pilot.pause()
        await pilot.press(*("space" if letter == " " else letter for letter in "not so sure"), "ctrl+s")
        await settled(screen.workbench, pilot)
        with project.read() as session:
            assert [one.text for one in memos(session)] == ["not so sure"]
        await pilot.press("delete")
        await settled(screen.workbench, pilot)
        assert coded(project) == []


async def test_an_end_of_a_coding_moves_by_a_word(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await code_the_first_sentence(screen, pilot)
        await pilot.press("right_square_bracket")
        await settled(screen.workbench, pilot)
        assert coded(project)[0][0] == "We just go round. You"


async def test_reading_is_kept_and_is_not_what_undo_takes_back(room: Room, path: Path) -> None:
    async with room() as (screen, pilot, project):
        await code_the_first_sentence(screen, pilot)
        await pilot.press("t", "t")
        screen._keep_reading()
        await pilot.press("ctrl+z")
        await settled(screen.workbench, pilot)
        assert coded(project) == []
    async with room() as (screen, pilot, project):
        assert screen.words.script.turns[1].read
        await pilot.press("f")
        await settled(screen.workbench, pilot)
        assert all(turn.read for turn in screen.words.script.turns)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_width_shows_the_words(room: Room, size: tuple[int, int]) -> None:
    async with room(size) as (screen, _, _):
        assert screen.words.region.width >= 60
        assert screen.query_one("#codes").display == (size[0] >= 100)


async def test_nothing_is_lost_when_the_app_is_closed(room: Room, path: Path) -> None:
    async with room() as (screen, pilot, _):
        screen.words.go_to(screen.sheet.turns[1].start)
        await pilot.press("space", "v")
        await settled(screen.workbench, pilot)
    assert not path.with_name("study.workbench-wal").exists()
    with open_file(path, coder="amina") as project, project.read() as session:
        table = table_of(Coding)
        assert session.execute(sa.select(table.c.origin)).scalars().all() == ["in vivo"]


async def test_a_coding_read_by_itself_shows_what_a_full_reading_shows(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await pilot.press("space", "c", "r", "i", "d", "e", "enter")
        await pilot.pause()
        for keys in (["minus"], ["delete"], ["equals_sign"], ["down", "equals_sign"]):
            await pilot.press(*keys)
            await pilot.pause()
            sheet = screen.sheet
            assert sheet is not None
            whole = lay_on_desk(project, sheet.document.id, letters=screen.letters)
            assert (sheet.marked, sheet.codes) == (whole.marked, whole.codes)
            assert (sheet.marks, sheet.lines) == (whole.marks, whole.lines)
        assert len(coded(project)) == 2


async def test_a_change_from_elsewhere_is_seen_with_the_next_coding(room: Room) -> None:
    async with room() as (screen, pilot, project):
        with project.change("New code") as session:
            add_code(session, "From elsewhere")
        await pilot.press("space", "c", "r", "i", "d", "e", "enter")
        await pilot.pause()
        assert screen.sheet is not None
        assert "From elsewhere" in [one.path for one in screen.sheet.codes]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.sheet.marked == ()
        assert sum(one.codings for one in screen.sheet.codes) == 0


async def test_what_was_read_is_kept_also_after_a_coding(room: Room) -> None:
    async with room() as (screen, pilot, project):
        await pilot.press("space", "c", "r", "i", "d", "e", "enter")
        await pilot.pause()
        assert screen.sheet is not None
        document, visited = screen.sheet.document.id, set(screen.visited)
        with project.change("New code") as session:
            add_code(session, "From elsewhere")
        screen.redraw()
        screen.workbench.go_to_room("home")
        await screen.workbench.workers.wait_for_complete()
        await pilot.pause()
        with project.read() as session:
            coder = codebook_coder(session, "amina")
            assert coder is not None
            assert visited
            assert visited <= read_segments(session, coder, document)


async def test_the_codebook_shows_before_there_is_anything_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    app = WorkbenchApp(
        project=new_project(tmp_path / "empty.workbench", title="Empty", frame="knife_crime", coder="amina")
    )
    async with app.run_test(size=(120, 40)) as pilot:
        app.go_to_room("coding")
        await settled(app, pilot)
        assert app.screen.query_one(CodeList).codes[0].name == "Carrying"


async def test_whoever_comes_back_is_where_they_left_off(room: Room) -> None:
    async with room() as (screen, pilot, _):
        turns = screen.words.script.turns
        screen.words.go_to(turns[1].start)
        await settled(screen.workbench, pilot)
        left = screen.sheet.document.id, screen.words.cursor
        assert left[1] > 0
    async with room() as (screen, _, _):
        assert (screen.sheet.document.id, screen.words.cursor) == left
