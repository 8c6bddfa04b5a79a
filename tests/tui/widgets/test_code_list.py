from __future__ import annotations

from functools import partial

import pytest

from tests.effort import calls
from tests.tui.conftest import Opened
from tests.tui.preview import CodingRoom
from workbench.tui.widgets.code_list import CodeLine, CodeLines, CodeList
from workbench.tui.widgets.filter_input import FilterInput


def shown(codes: CodeList) -> list[str]:
    return [item.name for item in codes.query_one(CodeLines).items]


async def test_typing_narrows_keeps_parents_and_highlights_the_best(opened: Opened) -> None:
    async with opened() as (app, pilot):
        codes = app.screen.query_one(CodeList)
        codes.focus_list()
        await pilot.pause()
        await pilot.press("slash", *"safe")
        await pilot.pause()
        assert shown(codes) == ["Weapons", "Carrying for safety"]
        assert codes.current is not None
        assert codes.current.name == "Carrying for safety"
        await pilot.press("up")
        assert codes.current.name == "Weapons"
        await pilot.press("escape")
        await pilot.pause()
        assert len(shown(codes)) == 7
        assert not codes.query(FilterInput)


async def test_enter_chooses_and_folding_hides_a_branch(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(
        CodingRoom, "on_code_list_code_chosen", lambda self, event: chosen.append(event.key), raising=False
    )
    async with opened() as (app, pilot):
        codes = app.screen.query_one(CodeList)
        codes.focus_list()
        await pilot.pause()
        await pilot.press("left")
        assert shown(codes)[:2] == ["Journeys", "Weapons"]
        await pilot.press("right", "down", "enter")
        await pilot.pause()
        assert chosen == ["2"]
        await pilot.press("left")
        assert codes.current is not None
        assert codes.current.name == "Journeys"


async def test_a_line_has_digit_letter_name_and_counts(opened: Opened) -> None:
    async with opened() as (app, _):
        lines = app.screen.query_one(CodeLines)
        line = lines.render_line(1).text
        assert line.split() == ["1", "A", "Dark", "and", "unlit", "17", "·", "9"]
        codes = app.screen.query_one(CodeList)
        codes.show([CodeLine("1", "Old", 0, "Old", retired=True)])
        assert "Old (retired)" in lines.render_line(0).text
        codes.show([])
        assert "No codes yet." in lines.render_line(0).text


async def test_five_hundred_codes_are_narrowed_with_a_few_calls_each(opened: Opened) -> None:
    async with opened() as (app, pilot):
        codes = app.screen.query_one(CodeList)
        codes.show([CodeLine(str(n), f"Branch/Code {n}", n % 10 > 0, f"Afraid of the dark {n}") for n in range(500)])
        await pilot.pause()
        for query in ("a", "af", "afr", "dark 4", "dark 49"):
            assert calls(partial(codes.narrow, query)) < 500 * 100, query
        assert shown(codes)[-1] == "Afraid of the dark 499"
