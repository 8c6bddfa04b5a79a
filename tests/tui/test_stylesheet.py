from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.styles import StylesBase
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widgets import Input

from tests.tui.conftest import Opened
from tests.tui.preview import PreviewApp
from workbench.tui.dialogs import Ask
from workbench.tui.stylesheet import OnceParsed

NOTED = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


def everything(app: PreviewApp) -> Iterator[DOMNode]:
    """The app and whatever is on its screens."""
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


def rules_of(styles: StylesBase) -> dict[str, Any]:
    """Styles as values that can be compared: each parsing makes layouts of its own."""
    return {name: value.name if name == "layout" else value for name, value in styles.get_rules().items()}


def styled(node: DOMNode) -> dict[str, Any]:
    """The styles of a node and of its parts, and what is noted on it."""
    parts = {name: rules_of(part) for name, part in node._component_styles.items()}
    return {"": rules_of(node.styles.base), **parts, "noted": [getattr(node, name) for name in NOTED]}


def differences(app: PreviewApp) -> list[str]:
    """Where Textual's own style sheet gives something else than what is there."""
    assert isinstance(app.stylesheet, OnceParsed)
    plain = Stylesheet(variables=app.get_css_variables())
    plain.source = app.stylesheet.source.copy()
    plain.parse()
    found = []
    for node in list(everything(app)):
        before = styled(node)
        node.styles.base.reset()
        plain.apply(node)
        if styled(node) != before:
            found.append(repr(node))
    return found


@pytest.mark.parametrize("room", ["coding", "sources"])
async def test_every_widget_has_the_styles_that_textual_gives_it(opened: Opened, room: str) -> None:
    async with opened(room) as (app, pilot):
        assert len(list(everything(app))) > 10
        assert differences(app) == []
        await pilot.press("tab", "down")
        assert differences(app) == []
        app.push_screen(Ask("Which file?"))
        await pilot.pause()
        app.screen.query_one(Input).disabled = True
        await pilot.pause()
        assert differences(app) == []
        app.pop_screen()
        app.action_switch_theme()
        await pilot.pause()
        await pilot.hover(app.screen.query("Rows").first())
        assert differences(app) == []
        app.screen.add_class("-narrow")
        assert differences(app) == []


async def test_a_widget_whose_styles_changed_unseen_is_found(opened: Opened) -> None:
    async with opened() as (app, _):
        app.screen.query("Rows").first().styles.base.padding = 7
        assert len(differences(app)) == 1
