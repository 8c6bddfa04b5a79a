"""In the coding room: what lies beside the words, and playing the recording from a turn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.tui.study_app import choose, study_app, until
from workbench.desk.importing.bring_in import bring_in
from workbench.project.file import Project
from workbench.sources.beside import lay_beside
from workbench.sources.cases import case_labels
from workbench.sources.documents import document_named
from workbench.tui.coding import playing
from workbench.tui.coding.alongside import BesideView
from workbench.tui.coding.playing import NoPlayerError, play
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.widgets.rows import Rows

TALK = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Interviewer>And after dark?</v>

00:01:05.500 --> 00:01:09.000
<v Kez>We go round by the road.</v>
"""


@pytest.fixture
def talks(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A talk with its recording, its original and field notes; a player that writes down what it was told."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    told = f"{Path(sys.executable).as_posix()} {(tmp_path / 'player.py').as_posix()} {{seconds}} {{file}}"
    (tmp_path / "player.py").write_text(
        f"import sys\nopen({str(tmp_path / 'played.txt')!r}, 'w').write(' '.join(sys.argv[1:]))\n", "utf-8"
    )
    (tmp_path / "home" / "settings.toml").write_text(f"player = '{told}'\n", "utf-8")
    (tmp_path / "kez.vtt").write_text(TALK, "utf-8")
    (tmp_path / "kez.wav").write_bytes(b"sound")
    (tmp_path / "kez pl.vtt").write_text(
        TALK.replace("And after dark?", "A po zmroku?").replace("We go round by the road.", "Idziemy drogą."), "utf-8"
    )
    (tmp_path / "notes.md").write_text("The room was cold.\n", "utf-8")
    bring_in(project, [tmp_path / name for name in ("kez.vtt", "kez pl.vtt", "notes.md")])
    with project.change("Lay beside") as session:
        here = document_named(session, "kez.vtt")
        lay_beside(session, document_named(session, "notes.md"), here, "field notes")
        lay_beside(session, here, document_named(session, "kez pl.vtt"), "translation")
    return project


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_original_follows_the_translation(talks: Project, size: tuple[int, int]) -> None:
    async with study_app(talks, "coding", size) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        await until(pilot, lambda: bool(screen.words.script.turns), "the words")
        await pilot.press("a")
        await choose(pilot, "Beside it lie", "original")
        view = screen.query_one(BesideView)
        await until(pilot, lambda: view.display and view.size.height > 3, "the original")
        assert "zmroku" in view.script.turns[0].text
        await pilot.press("t")
        await until(pilot, lambda: view.turn is view.script.turns[1], "the same turn beside")
        assert screen.focused is screen.words
        await pilot.press("a")
        await until(pilot, lambda: not view.display, "the words alone")


async def test_playing_from_a_turn(talks: Project, tmp_path: Path) -> None:
    async with study_app(talks, "coding") as (app, pilot):
        screen = app.screen
        await until(pilot, lambda: bool(screen.words.script.turns), "the words")
        await pilot.press("t", "o")
        played = tmp_path / "played.txt"
        await until(pilot, lambda: played.exists() and bool(played.read_text()), "the player")
        assert played.read_text().split(" ", 1) == ["65.5", str(tmp_path / "kez.wav")]
        (tmp_path / "kez.wav").unlink()
        await pilot.press("o")
        await until(pilot, lambda: any("is not in" in str(one.message) for one in app._notifications), "the sentence")


async def test_a_document_is_laid_beside_another_in_sources(talks: Project) -> None:
    async with study_app(talks, "sources") as (app, pilot):
        rows = app.screen.query_one("#documents", Rows)
        names = [row.cells[0] for row in rows.rows]
        assert names == ["kez pl.vtt", "└ ♪ kez.vtt", "└ notes.md"]
        rows.highlight("3")
        await pilot.press("b")
        await choose(pilot, "notes.md lies beside", "by itself")
        await until(pilot, lambda: rows.rows[-1].cells[0] == "notes.md", "the notes by themselves")
        rows.highlight("3")
        await pilot.press("b")
        await choose(pilot, "notes.md lies beside", "kez pl")
        await choose(pilot, "What is it", "photo")
        await until(
            pilot, lambda: ("└ notes.md", "photo description") in [row.cells[:2] for row in rows.rows], "the photo"
        )


async def test_who_speaks_in_a_translation_is_counted_once(project: Project, tmp_path: Path) -> None:
    (tmp_path / "kez.vtt").write_text(TALK, "utf-8")
    (tmp_path / "kez pl.vtt").write_text(TALK.replace("And after dark?", "A po zmroku?"), "utf-8")
    bring_in(project, [tmp_path / "kez pl.vtt", tmp_path / "kez.vtt"])
    with project.read() as session:
        assert len(case_labels(session)) == 2
    async with study_app(project, "sources") as (app, pilot):
        app.screen.query_one("#documents", Rows).highlight("2")
        await pilot.press("b")
        await choose(pilot, "kez.vtt lies beside", "kez pl")
        await choose(pilot, "What is it", "translation")
        await choose(pilot, "kez pl.vtt is in", "polish")
        await choose(pilot, "In both: Kez", "the same people")

        def once() -> bool:
            with project.read() as session:
                return len(case_labels(session)) == 1

        await until(pilot, once, "one person")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not once(), "two again")


def test_without_any_player_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoPlayerError, match="Install VLC"):
        play(tmp_path / "a.wav", 1.0, player="/nowhere/player {file}")
    monkeypatch.setattr(playing.shutil, "which", lambda _: None)
    if sys.platform != "win32":
        with pytest.raises(NoPlayerError):
            play(tmp_path / "a.wav", 1.0)
