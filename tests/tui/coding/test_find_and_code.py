"""Finding and coding on the screen: nothing is coded that was not shown and kept."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.coding.codings import apply_code, codings_in
from workbench.coding.retrieval import passages
from workbench.project.file import Project
from workbench.project.history import changes
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.coding.find_and_code import FindAndCode
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Form
from workbench.tui.widgets.reader import Reader

TOLD = """
    Interviewer: How do you get home in the dark?
    Amina: I walk. [It is dark by four]{light}. In the dark I run!
    Kez: The bus stop is dark, [I go round]{detour}.
    """


@pytest.fixture
def told(project: Project, monkeypatch: pytest.MonkeyPatch) -> Coded:
    monkeypatch.setattr(FindAndCode, "asked_last", {})
    return put_in(project, TOLD)


async def looked(app: Any, pilot: Pilot[Any], **answers: str) -> FindAndCode:
    """The screen once something was looked for."""
    await pilot.press("F")
    await fill(pilot, "Find and code", **answers)
    await until(pilot, lambda: isinstance(app.screen, FindAndCode) and bool(app.screen.found), "what was found")
    screen = app.screen
    assert isinstance(screen, FindAndCode)
    return screen


def coded_dark(told: Coded) -> list[tuple[str, str]]:
    with told.project.read() as session:
        return [(one.text, one.origin) for one in passages(session, codes=[told.codes["light"]])]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_kept_places_are_coded_as_one_change_that_says_so(told: Coded, size: tuple[int, int]) -> None:
    async with study_app(told.project, "coding", size) as (app, pilot):
        screen = await looked(app, pilot, words="dark*")
        assert screen.said().startswith("3 places in 1 document, 2 people.\n3 kept")
        await pilot.press("ctrl+s")
        await choose(pilot, "Code", "light")
        await until(pilot, lambda: app.screen is screen and screen.code is not None, "the code")
        assert coded_dark(told) == [("It is dark by four", "own")]
        assert "1 carries the code already.\n2 kept · “light”" in screen.said()
        assert [one.state() for one in screen.found] == ["= has the code", "✓ keep", "✓ keep"]
        await pilot.press("down", "space")
        await until(pilot, lambda: "1 kept" in screen.said(), "one dropped")
        assert "The bus stop" in screen.query_one("#found-whole", Reader).text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(coded_dark(told)) == 2, "coded")
        assert coded_dark(told)[1] == ("The bus stop is dark, I go round.", "search")
        with told.project.read() as session:
            assert changes(session, limit=1)[0].name == "Code what was found: 1 place"
        await until(pilot, lambda: "2 carry the code already.\n0 kept" in screen.said(), "what is left")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "1 carries the code already.\n1 kept" in screen.said(), "undone, and shown here")
        assert app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the words")


async def test_all_none_and_a_code_that_is_made(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        screen = await looked(app, pilot, words="dark", unit="word", role="")
        assert [one.hit.speaker for one in screen.found] == ["Interviewer", "Amina", "Amina", "Kez"]
        await pilot.press("x", "c")
        await choose(pilot, "Code", "night")
        await until(pilot, lambda: screen.code == "night", "the new code")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(app._notifications), "the refusal")
        assert "Nothing is left to code" in next(iter(app._notifications)).message
        with told.project.read() as session:
            assert "night" not in {one.code for one in codings_in(session, told.document)}
        await pilot.press("a", "ctrl+s")
        await until(pilot, lambda: isinstance(screen.code, int), "coded")
        with told.project.read() as session:
            new = [one for one in codings_in(session, told.document) if one.code == "night"]
        assert [told.text[one.start : one.end] for one in new] == ["dark"] * 4
        await until(pilot, lambda: "4 carry the code already" in screen.said(), "all carry it")


async def test_a_bad_pattern_and_nothing_at_all_are_one_sentence(told: Coded) -> None:
    async with study_app(told.project, "coding") as (app, pilot):
        await pilot.press("F")
        await fill(pilot, "Find and code", pattern="(dark")
        await until(pilot, lambda: bool(app._notifications), "the refusal")
        assert "cannot be read" in next(iter(app._notifications)).message
        screen = app.screen
        assert isinstance(screen, FindAndCode)
        await until(pilot, lambda: "Nothing was found" in screen.said(), "nothing")
        await pilot.press("w")
        form = await shown(pilot, Form, "Find and code")
        assert form._fields[-1].value == "(dark"
        await fill(pilot, "Find and code", pattern="")
        await until(pilot, lambda: len(app._notifications) == 2, "the next refusal")
        assert "Say what to look for" in list(app._notifications)[-1].message
        await pilot.press("w")
        await fill(pilot, "Find and code", speaker="kez", unit="turn")
        await until(pilot, lambda: len(screen.found) == 1, "his turn")


async def test_others_codings_are_no_hindrance(told: Coded) -> None:
    with told.project.change("Code") as session:
        apply_code(session, told.codes["detour"], told.document, told.span("I walk"))
    async with study_app(told.project, "coding") as (app, pilot):
        screen = await looked(app, pilot, words="walk")
        await pilot.press("c")
        await choose(pilot, "Code", "light")
        await until(pilot, lambda: "0 carry" in screen.said(), "nobody has it")


async def test_it_is_looked_for_in_the_documents_that_are_chosen(told: Coded) -> None:
    other = put_in(told.project, "Ben: Dark again. Dark.", name="two.md")
    put_in(told.project, "Cat: Also dark.", name="three.md")
    async with study_app(told.project, "coding") as (app, pilot):
        screen = await looked(app, pilot, words="dark", unit="word")
        assert len(screen.found) == 6
        await pilot.press("d")
        await shown(pilot, ChooseSeveral, "In which documents")
        await pilot.press(*"two", "tab", "enter")
        await until(pilot, lambda: len(screen.found) == 2, "those of one document")
        assert {one.hit.document_id for one in screen.found} == {other.document}
        assert "looked for in 1 of the documents" in screen.said()
