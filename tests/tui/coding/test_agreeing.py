"""Agreement in the coding room: how far it holds, the places that differ, settling them by keys, reading blind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.coding.conftest import Coded
from tests.coding.two_coders import put_together, read_one, unmarked
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.coding.agreement import NOBODY, REFLEXIVE, agreement
from workbench.coding.codebook import codebook
from workbench.coding.settlements import SettledLine, settled
from workbench.project.file import Project, create
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding import differing
from workbench.tui.coding.agreement_page import AgreementPage
from workbench.tui.coding.differing import Context, DifferingPage
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.coding.settled import SettledPage
from workbench.tui.dialogs import Ask
from workbench.tui.widgets.rows import Rows

AMINA = """
    Interviewer: How is it after dark?
    Amina: [I cross over]{lighting} when the lamps are out.
    Ben: [The bus never comes]{buses}. [We walk home in the dark]{lighting}.
    Cara: Nothing to say.
    Dan: [They follow you]{safety}, and nobody comes.
    Edie: [It is quiet]{lighting}, [and dark]{lighting}.
"""
BEN = """
    Interviewer: How is it after dark?
    Amina: I cross over [when the lamps are out]{lighting}.
    Ben: [The bus never comes]{buses}. We walk home in the dark.
    Cara: Nothing to say.
    Dan: They follow you, and nobody comes.
    Edie: [It is quiet]{lighting}, [and dark]{lighting}.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def two(project: Project, home: Path) -> Coded:
    """Amina and ben on one transcript that both have read."""
    return put_together(project, AMINA, {"ben": BEN})


def lines(project: Project) -> list[SettledLine]:
    with project.read() as session:
        return settled(session)


def said(app: WorkbenchApp, where: str) -> str:
    return str(app.screen.query_one(where, Static).content)


async def agreement_of(app: WorkbenchApp, pilot: Pilot[Any]) -> list[tuple[str, ...]]:
    """Open the page by its key, and what is in its list."""
    await pilot.press("A")
    await until(
        pilot,
        lambda: isinstance(app.screen, AgreementPage) and "Comparing" not in said(app, "#agreement-said"),
        "agreement",
    )
    return [row.cells for row in app.screen.query_one("#agreement-rows", Rows).shown]


async def places_of(app: WorkbenchApp, pilot: Pilot[Any], downs: int) -> DifferingPage:
    """Go down to the places of a code in the list."""
    await agreement_of(app, pilot)
    await pilot.press(*["down"] * downs, "enter")
    await until(pilot, lambda: isinstance(app.screen, DifferingPage), "places")
    page = app.screen
    assert isinstance(page, DifferingPage)
    await until(pilot, lambda: page.place is not None, "the list of them")
    return page


async def answer(app: WorkbenchApp, pilot: Pilot[Any], key: str, reason: str = "") -> None:
    """Decide by a key, with a reason or without."""
    await pilot.press(key)
    asked = await shown(pilot, Ask, "Settle")
    await pilot.press(*("space" if letter == " " else letter for letter in reason), "enter")
    await until(pilot, lambda: app.screen is not asked, "the decision")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_how_far_it_holds_in_words(two: Coded, size: tuple[int, int]) -> None:
    async with study_app(two.project, "coding", size) as (app, pilot):
        rows = await agreement_of(app, pilot)
        assert [row[0] for row in rows] == ["all codes together", "lighting", "buses", "safety"]
        assert rows[1][1:3] == ("6", "5 of 6 (83 %)")
        assert rows[1][4] == "2 places"
        assert rows[2][3] == "too few passages to say, alpha 1.00"
        assert "amina and ben have both read 6 passages" in said(app, "#agreement-said")
        await pilot.press("down", "down", "down")
        assert "Read more in common" in said(app, "#agreement-means")
        await pilot.press("up", "enter")
        assert isinstance(app.screen, AgreementPage), "nothing differs there, so there is nowhere to go"
        await pilot.press("c")
        assert isinstance(app.screen, AgreementPage), "there are only two"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "coding")


async def test_settling_by_keys_and_undo(two: Coded) -> None:
    codings = two.codings()
    with two.project.read() as session:
        before = agreement(session)
    async with study_app(two.project, "coding") as (app, pilot):
        page = await places_of(app, pilot, 1)
        assert page.place is not None
        assert (page.place.has, page.place.turn) == ("both", 2)
        assert said(app, "#differing-whose") == "1 amina: “I cross over”\n2 ben: “when the lamps are out”"
        marks = page.query_one(Context).marks
        assert sorted((mark.letter, two.text[mark.start : mark.end]) for mark in marks) == [
            ("1", "I cross over"),
            ("1", "We walk home in the dark"),
            ("2", "when the lamps are out"),
        ]
        await pilot.press("1")
        await shown(pilot, Ask, "Settle")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "nothing decided")
        assert lines(two.project) == []
        await answer(app, pilot, "b", "one thought")
        assert [(one.decision, one.reason) for one in lines(two.project)] == [("both", "one thought")]
        assert page.place is not None
        assert page.place.turn == 3, "the next that is open"
        assert "has read it, and left it out" in said(app, "#differing-whose")
        await answer(app, pilot, "n")
        assert [one.decision for one in lines(two.project)] == ["both", "neither"]
        await answer(app, pilot, "2")
        await answer(app, pilot, "1")
        assert [one.decision for one in lines(two.project)] == ["both", "first"], "a later word replaces an earlier one"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: lines(two.project)[1].decision == "second", "undo")
        assert app.screen is page
        await pilot.press("delete")
        assert [one.decision for one in lines(two.project)] == ["both"]
        await pilot.press("delete")
        assert len(lines(two.project)) == 1, "an open place cannot be opened again"
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the words in coding")
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        await until(pilot, lambda: screen.words.cursor == two.span("We walk").start, "the place")
    assert two.codings() == codings
    with two.project.read() as session:
        assert agreement(session) == before


async def test_places_are_read_beside_the_person_who_is_told_so(two: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, threads = threading.Event(), []
    real = differing.disagreements

    def slowly(*given: Any, **named: Any) -> Any:
        threads.append(threading.current_thread())
        gate.wait(20)
        return real(*given, **named)

    monkeypatch.setattr(differing, "disagreements", slowly)
    async with study_app(two.project, "coding") as (app, pilot):
        await agreement_of(app, pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, DifferingPage) and bool(threads), "places")
        page = app.screen
        assert isinstance(page, DifferingPage)
        assert threads[0] is not threading.main_thread()
        assert said(app, "#differing-whose") == differing.READING
        assert "Looking for" in str(page.query_one("#differing-rows").border_title)
        await pilot.press("1", "down", "delete", "w", "o")
        await pilot.pause()
        assert app.screen is page, "there is nothing to settle yet, and every key still answers"
        gate.set()
        await until(pilot, lambda: page.place is not None, "the list")
        await answer(app, pilot, "b")
        assert len(threads) == 1, "what was settled is shown without reading all of it again"
        assert [one.decision for one in lines(two.project)] == ["both"]
        await pilot.press("up")
        assert "both stand" in said(app, "#differing-whose")


async def test_a_rule_is_written_into_the_code_and_one_undo_takes_all_back(two: Coded) -> None:
    async with study_app(two.project, "coding") as (app, pilot):
        page = await places_of(app, pilot, 1)
        await pilot.press("w")
        await fill(pilot, "A rule for lighting", rule="exclude", sentence="Crossing over alone is not lighting.")
        await until(pilot, lambda: len(lines(two.project)) == 1, "the rule")
        (line,) = lines(two.project)
        assert (line.decision, line.reason) == ("neither", "Crossing over alone is not lighting.")
        assert rule(two, "lighting") == "Crossing over alone is not lighting."
        assert app.screen is page
        await pilot.press("ctrl+z")
        await until(pilot, lambda: lines(two.project) == [], "undo")
        assert rule(two, "lighting") == ""
        await pilot.press("w", "ctrl+s")
        await pilot.pause()
        assert app.screen is not page, "a rule without a sentence is not taken"
        assert lines(two.project) == []


def rule(coded: Coded, path: str) -> str:
    with coded.project.read() as session:
        return next(one.exclude for one in codebook(session) if one.path == path)


async def test_every_place_and_the_list_of_what_was_settled(two: Coded) -> None:
    async with study_app(two.project, "coding") as (app, pilot):
        page = await places_of(app, pilot, 0)
        assert len(page.query_one("#differing-rows", Rows).shown) == 3
        await answer(app, pilot, "1", "yes")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AgreementPage), "agreement")
        await until(
            pilot,
            lambda: app.screen.query_one("#agreement-rows", Rows).shown[1].cells[4] == "2 places, 1 settled",
            "counted anew",
        )
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SettledPage), "settled")
        (row,) = app.screen.query_one("#settled-rows", Rows).shown
        assert row.cells == ("lighting", "one.md", "amina and ben", "amina’s stands", "yes", "amina")
        await pilot.press("delete")
        assert lines(two.project) == []
        assert app.screen.query_one("#settled-rows", Rows).shown == []


async def test_choosing_two_of_three_and_codes_above(project: Project, home: Path) -> None:
    told = "Amina: [Dark]{places/lamps}.\nBen: Fine.\nCara: [Bus]{places/buses}."
    coded = put_together(project, told, {"ben": told, "cara": unmarked(told)})
    async with study_app(coded.project, "coding") as (app, pilot):
        await agreement_of(app, pilot)
        assert "amina and ben" in said(app, "#agreement-said")
        await pilot.press("c")
        await choose(pilot, "Whose coding", "bencara")
        await until(pilot, lambda: "ben and cara" in said(app, "#agreement-said"), "the other two")
        await pilot.press("u")
        await until(
            pilot,
            lambda: app.screen.query_one("#agreement-rows", Rows).shown[1].cells[0] == "places",
            "codes above",
        )
        await pilot.press("c")
        await choose(pilot, "Whose coding", "amina, ben")
        await until(pilot, lambda: "at least two" in said(app, "#agreement-said"), "all three")
        await pilot.press("down", "enter")
        assert isinstance(app.screen, AgreementPage), "places are between two"


async def test_nobody_to_compare_with_and_a_reflexive_project(project: Project, home: Path) -> None:
    put_together(project, AMINA, {}, read=["amina"])
    async with study_app(project, "coding") as (app, pilot):
        assert await agreement_of(app, pilot) == []
        assert said(app, "#agreement-said") == NOBODY
        await pilot.press("enter", "c", "u")
        assert isinstance(app.screen, AgreementPage)
    with create(home / "r.workbench", title="R", approach="reflexive", coder="amina") as reflexive:
        put_together(reflexive, AMINA, {"ben": BEN})
        async with study_app(reflexive, "coding") as (app, pilot):
            assert await agreement_of(app, pilot) == []
            assert said(app, "#agreement-said") == REFLEXIVE


async def read_blind(pilot: Pilot[Any], there: Callable[[], bool]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, CodingScreen)
    screen.action_read_blind()
    await until(pilot, there, "blind, or no longer")


def seen(app: WorkbenchApp) -> tuple[set[str], dict[str, int | None]]:
    """Whose marks are in the margin, and the codings counted beside each code."""
    screen = app.screen
    assert isinstance(screen, CodingScreen)
    assert screen.sheet is not None
    codings = {line.path: line.codings for line in screen.sheet.lines}
    assert {mark.key for mark in screen.words.marks} == {str(one.id) for one in screen.sheet.marked}
    return {one.coder for one in screen.sheet.marked}, codings


async def test_reading_blind_until_a_document_is_finished(project: Project, home: Path) -> None:
    coded = put_together(project, AMINA, {"ben": BEN}, read=["ben"])
    async with study_app(project, "coding") as (app, pilot):
        assert seen(app) == ({"amina", "ben"}, {"lighting": 7, "buses": 2, "safety": 1})
        await read_blind(pilot, lambda: seen(app)[0] == {"amina"})
        assert seen(app)[1] == {"lighting": 4, "buses": 1, "safety": 1}
        assert said(app, "#progress") == "blind · 0 of 1"
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        screen.words.go_to(coded.span("Nothing").start)
        await pilot.press("space", "equals_sign", "c")
        await choose(pilot, "Code", "buses")
        await until(pilot, lambda: seen(app)[1]["buses"] == 2, "my own coding is counted")
        assert seen(app)[0] == {"amina"}
        await pilot.press("f")
        await until(pilot, lambda: seen(app)[0] == {"amina", "ben"}, "finished, so all is shown")
        assert seen(app)[1] == {"lighting": 7, "buses": 3, "safety": 1}
        await read_blind(pilot, lambda: project.meta["blind:amina"] == "")


async def test_blind_is_each_coders_own_and_leaves_places_out(project: Project, home: Path) -> None:
    put_together(project, AMINA, {"ben": BEN})
    second = put_together(project, AMINA, {"ben": BEN}, name="two.md", read=["ben"])
    read_one(second, "amina", 1)
    async with study_app(project, "coding") as (app, pilot):
        assert (await agreement_of(app, pilot))[0][4] == "4 places"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "coding")
        await read_blind(pilot, lambda: project.meta.get("blind:amina") == "yes")
        rows = await agreement_of(app, pilot)
        assert "You read blind" in said(app, "#agreement-said")
        assert rows[0][4] == "3 places", "those of the document that is not finished are left out"
    assert "blind:ben" not in project.meta
