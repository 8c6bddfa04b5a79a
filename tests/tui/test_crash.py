"""What is printed when something breaks, or goes to the clipboard, holds nobody's words."""

from __future__ import annotations

import contextlib
import sys

import pytest

from workbench.errors import crashed
from workbench.tui.app import WorkbenchApp

WORDS = " ".join(["she", "hid", "the", "tin", "behind", "the", "boiler"])


class Broken(WorkbenchApp):
    """Breaks with somebody's words in hand."""

    def on_ready(self) -> None:
        """Break."""
        said = " ".join(WORDS.split())
        dict[str, str]()[said]


async def test_the_app_says_where_it_broke_and_nobodys_words(capsys: pytest.CaptureFixture[str]) -> None:
    app = Broken()
    with contextlib.suppress(KeyError):
        async with app.run_test() as pilot:
            await pilot.pause(0.2)
    printed = capsys.readouterr().err
    assert "KeyError" in printed
    assert "test_crash" in printed
    assert WORDS not in printed


async def test_nothing_on_a_screen_goes_to_the_clipboard() -> None:
    app = WorkbenchApp()
    async with app.run_test() as pilot:
        await pilot.mouse_down(offset=(2, 4))
        await pilot.hover(offset=(60, 12))
        await pilot.mouse_up(offset=(60, 12))
        assert not app.screen.get_selected_text()
        await pilot.press("ctrl+c")
        assert app.clipboard == ""


def test_a_command_says_where_it_broke_and_nobodys_words(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            {}[WORDS]
        except KeyError as first:
            raise ValueError(f"cannot read {WORDS}") from first
    except ValueError:
        kind, error, trace = sys.exc_info()
        assert kind is not None
        assert error is not None
        crashed(kind, error, trace)
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "KeyError" in said
    assert "test_crash" in said
    assert WORDS not in said
