"""Themes gather codes."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from workbench.coding.themes import (
    ThemeNameTakenError,
    ThemeNeedsNameError,
    ThemeStateUnknownError,
    add_theme,
    amend_theme,
    move_theme,
    set_theme_codes,
    themes,
)
from workbench.rows import NotInProjectError


def test_a_theme_gathers_codes_and_lets_go_of_them(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}, [home]{home}, [bus]{bus}.
    """
    dark, home, bus = coded.codes["dark"], coded.codes["home"], coded.codes["bus"]
    with coded.project.change("Theme") as session:
        fear = add_theme(session, "Fear", statement=" People plan round it. ", codes=[home, dark, home])
        add_theme(session, "Going", state="kept")
        set_theme_codes(session, fear, [dark, bus])
        set_theme_codes(session, fear, [home, bus])
        amend_theme(session, fear, name="Fear and planning", state="kept")
    with coded.project.read() as session:
        first, second = themes(session)
    assert (first.name, first.statement, first.state) == ("Fear and planning", "People plan round it.", "kept")
    assert first.codes == ("home", "bus")
    assert (second.state, second.codes) == ("kept", ())


def test_what_is_refused(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}.
    """
    with coded.project.change("Theme") as session:
        fear = add_theme(session, "Fear")
        with pytest.raises(ThemeNameTakenError):
            add_theme(session, " fear")
        with pytest.raises(ThemeNeedsNameError):
            add_theme(session, " ")
        with pytest.raises(ThemeStateUnknownError):
            amend_theme(session, fear, state="final")
        with pytest.raises(NotInProjectError):
            set_theme_codes(session, fear, [999])
        with pytest.raises(NotInProjectError):
            amend_theme(session, 999, name="x")
        amend_theme(session, fear, name="FEAR", statement="It.")


def test_themes_are_put_in_another_order(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}.
    """

    def names() -> list[str]:
        with coded.project.read() as session:
            return [line.name for line in themes(session)]

    with coded.project.change("Themes") as session:
        a, _, c = (add_theme(session, name) for name in "ABC")
    with coded.project.change("Move a theme") as session:
        move_theme(session, a, 1)
    assert names() == ["B", "A", "C"]
    with coded.project.change("Move a theme") as session:
        move_theme(session, c, -5)
        move_theme(session, c, -1)
    assert names() == ["C", "B", "A"]
    coded.project.undo()
    assert names() == ["B", "A", "C"]
