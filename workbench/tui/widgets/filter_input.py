"""The line in which a list is narrowed, imported when somebody types in one."""

from __future__ import annotations

from textual.widgets import Input


class FilterInput(Input):
    """One line to type a filter in; up, down and enter go to the list below."""

    DEFAULT_CSS = """
    FilterInput { height: 1; padding: 0 1; }
    """
