"""The rooms, in the order of the tab row. A room's screen is imported when somebody first goes there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from textual.screen import Screen

ROOM_STYLES = Path(__file__).with_name("rooms.tcss")
"""The styles of all rooms but home and of all questions."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room: its name in the code, its label, its letter after `g`, its key, where its screen is.

    `screen` is written `module:Class`, so that nothing is imported before it is needed.
    """

    name: str
    label: str
    letter: str
    key: str
    screen: str
    needs_project: bool = True

    @property
    def module(self) -> str:
        """The module that holds the screen."""
        return self.screen.partition(":")[0]

    def built(self) -> bool:
        """Whether this installation has the room."""
        return _is_there(self.module)

    def open(self) -> Screen[Any]:
        """Import the room and make its screen."""
        module, _, name = self.screen.partition(":")
        return cast("Screen[Any]", getattr(import_module(module), name)())


@cache
def _is_there(module: str) -> bool:
    """Whether a module can be imported; looked for once."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


ROOMS = (
    Room("home", "Home", "h", "f2", "workbench.tui.home.screen:HomeScreen", needs_project=False),
    Room("sources", "Sources", "s", "f3", "workbench.tui.sources.screen:SourcesScreen"),
    Room("coding", "Coding", "c", "f4", "workbench.tui.coding.screen:CodingScreen"),
    Room("suggestions", "Review", "r", "f5", "workbench.tui.suggestions.screen:ReviewScreen"),
    Room("indicators", "Indicators", "i", "f6", "workbench.tui.indicators.screen:IndicatorsScreen"),
    Room("triangulation", "Triangulation", "t", "f7", "workbench.tui.triangulation.screen:TriangulationScreen"),
    Room("briefs", "Briefs", "b", "f8", "workbench.tui.briefs.screen:BriefsScreen"),
    Room("governance", "Governance", "g", "f9", "workbench.tui.governance.screen:GovernanceScreen"),
)
