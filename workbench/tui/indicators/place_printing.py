"""Writing a place on one A4 page: for whom, to which file, and where it lies then."""

from __future__ import annotations

from textual import work

from workbench.desk.places.page import Figures
from workbench.tui.commands import command
from workbench.tui.leaving import Outgoing, ask_where, leave
from workbench.tui.screen import WorkbenchScreen


class PlacePrinting(WorkbenchScreen):
    """A page of a place that can be printed."""

    area_code: str
    figures: Figures | None

    @command("place.print", "Print", key="P", footer=True)
    @work(exclusive=True, group="question")
    async def action_print(self) -> None:
        """Write the place on one A4 page, as an HTML file to print from a browser."""
        from workbench.desk.places.paper import ENDINGS, write_place

        if self.figures is None:
            return
        name, area = self.figures.place.name, self.area_code
        stem = "-".join(name.casefold().replace("’", "").split())
        agreed = await ask_where(self, f"{name} on one page", Outgoing("This page", stem, ENDINGS))
        if agreed is not None:
            await leave(
                self,
                "Printing",
                "Ready to print",
                lambda _: write_place(self.project, agreed.out, area, audience=agreed.audience),
            )
