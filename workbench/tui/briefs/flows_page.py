"""The page of all flows of data: partners theme by theme, for the team alone."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import Session
from textual import work

from workbench.briefs.flows import FlowLine, add_flow, remove_flow
from workbench.briefs.standing import Standing, standings
from workbench.governance.audiences import Agreement
from workbench.indicators.datasets import Dataset
from workbench.rows import live
from workbench.tui.briefs.asking import AskingPage
from workbench.tui.briefs.flow_forms import flow_fields
from workbench.tui.briefs.flow_parts import flows_parts
from workbench.tui.briefs.line_forms import Answer
from workbench.tui.commands import command
from workbench.tui.dialogs import Field
from workbench.tui.widgets.paper import Part


class FlowAsking(AskingPage):
    """A page that asks for what is written of a flow of data."""

    shows_undo_of: ClassVar[frozenset[str]] = frozenset({"flow", "option_flow", "readiness_answer", "readiness_action"})

    def fields_of(self, line: FlowLine | None) -> list[Field]:
        """The form of a flow, with the data sets and agreements that there are."""
        with self.project.read() as session:
            datasets = [(row.id or 0, row.name) for row in session.execute(live(Dataset)).scalars()]
            agreements = [(row.id or 0, row.reference) for row in session.execute(live(Agreement)).scalars()]
        return flow_fields(line, datasets, agreements)


def flow_cells(answer: Answer) -> dict[str, Any]:
    """A flow's cells from its form."""
    keys = {cell: int(answer[cell]) if answer[cell] else None for cell in ("dataset_id", "agreement_id")}
    return {**answer, **keys}


class FlowsPage(FlowAsking):
    """Every flow of data."""

    HELP = """\
### Data from partners
A row a flow of data: how far its partner is, theme by theme. `tab` walks the flows, `enter` opens the marked one, `a` adds
one, `delete` takes the marked one out. Nothing of this leaves the team with a partner's name.
"""
    page_title = "Data from partners"

    def read_page(self) -> list[Part]:
        """Partners theme by theme."""
        with self.project.read() as session:
            self._stands: list[Standing] = standings(session)
        return flows_parts(self._stands)

    def follow_place(self, to: str) -> None:
        """A flow opens its page."""
        kind, _, key = to.partition(":")
        if kind == "flow":
            self._open(int(key))
        else:
            self.action_add_flow()

    def _open(self, flow_id: int) -> None:
        from workbench.tui.briefs.flow_page import FlowPage

        self.app.push_screen(FlowPage(flow_id))

    @command("flows.add_flow", "Add", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_flow(self) -> None:
        """Add a flow of data: which, from whom, for what, by when."""
        made: list[int] = []

        def keep(session: Session, answer: Answer) -> None:
            cells = flow_cells(answer)
            made.append(add_flow(session, cells.pop("name"), **cells))

        if await self.ask("A flow of data", self.fields_of(None), keep, name="Add a flow of data"):
            self._open(made[-1])

    @command("flows.remove_flow", "Take out", key="delete,x", footer=True)
    def action_remove_flow(self) -> None:
        """Take the marked flow out; ctrl+z brings it back."""
        kind, _, key = self.reader.place.partition(":")
        if kind != "flow":
            self.notify("Mark a flow first: tab walks them.", title="Take out", markup=False)
            return
        with self.attempt("Take out"), self.project.change("Take out a flow of data") as session:
            remove_flow(session, int(key))
        self.show_latest()
