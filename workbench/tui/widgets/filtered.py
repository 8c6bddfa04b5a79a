"""A list with a filter above it, which a slash opens and which every letter narrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.containers import Vertical

from workbench.tui.commands import Commands, command
from workbench.tui.widgets.lines import FILTER, LineList

if TYPE_CHECKING:
    from textual.widgets import Input

    from workbench.tui.widgets.filter_input import FilterInput


class Filtered(Commands, Vertical):
    """A list with a filter above it: `/` opens it, each letter narrows the list, `escape` closes it."""

    DEFAULT_CSS = """
    Filtered { height: 1fr; width: 1fr; }
    """

    def list_of_lines(self) -> LineList[Any]:
        """The list that the filter narrows."""
        return self.query_one(LineList)

    def narrow(self, query: str) -> None:
        """Show what fits."""
        raise NotImplementedError

    @property
    def _filter(self) -> FilterInput | None:
        """The filter; there is none until it is asked for."""
        return cast("FilterInput | None", next(iter(self.query_children(FILTER)), None))

    @property
    def typing(self) -> bool:
        """Whether the filter has the focus."""
        return self._filter is not None and self._filter.has_focus

    @property
    def query_text(self) -> str:
        """What is typed in the filter."""
        return self._filter.value if self._filter is not None else ""

    @command("list.filter", "Filter", key="slash")
    async def action_filter(self) -> None:
        """Type a few letters to see only the lines that have them."""
        self.add_class("-filtering")
        typed = self._filter
        if typed is None:
            from workbench.tui.widgets.filter_input import FilterInput

            typed = FilterInput(placeholder="/ filter", compact=True)
            await self.mount(typed, before=0)
        self.screen.set_focus(typed)

    @command("list.clear_filter", "Clear the filter", key="escape", palette=False)
    async def action_clear_filter(self) -> None:
        """Show all lines again."""
        typed = bool(self.query_text)
        await self._close()
        if typed:
            self.narrow("")

    async def _close(self) -> None:
        """Take the filter away."""
        self.list_of_lines().focus()
        self.remove_class("-filtering")
        await self.query_children(FILTER).remove()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Clearing is only here while something is filtered."""
        if action == "clear_filter":
            return self.has_class("-filtering")
        return super().check_action(action, parameters)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow with every letter."""
        event.stop()
        self.narrow(event.value)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, with what was found."""
        event.stop()
        self.list_of_lines().focus()
        if not self.query_text:
            await self._close()

    def on_key(self, event: events.Key) -> None:
        """Up and down move the highlight while the filter is being typed."""
        if self.typing and event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self.list_of_lines().action_step("-1" if event.key == "up" else "1")
