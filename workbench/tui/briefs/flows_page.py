"""The page of all flows of data: partners theme by theme, for the team alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlmodel import Session
from textual import work

from workbench.briefs.flows import FlowLine, add_flow, remove_flow
from workbench.briefs.standing import Standing, standings
from workbench.governance.audiences import Agreement
from workbench.indicators.datasets import Dataset
from workbench.rows import live
from workbench.tui.briefs.flow_forms import flow_fields
from workbench.tui.briefs.flow_parts import flows_parts
from workbench.tui.commands import command
from workbench.tui.dialogs import Field, Form
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Part

Answer = dict[str, str]


class FlowAsking(Page):
    """A page that asks for what is written of a flow of data."""

    room = "briefs"
    shows_undo_of: ClassVar[frozenset[str]] = frozenset({"flow", "option_flow", "readiness_answer", "readiness_action"})
    _seen = -1

    def show_latest(self) -> None:
        """Draw the page again where something was written since."""
        latest = self.project.latest_change()
        if latest != self._seen:
            self._seen = latest
            super().show_latest()

    async def ask(
        self,
        title: str,
        fields: Sequence[Field],
        keep: Callable[[Session, Answer], object],
        *,
        name: str,
        prompt: str = "",
    ) -> bool:
        """Ask by a form until its answer can be kept; what was typed stays in the form when it is refused."""
        listed = list(fields)
        while True:
            answer = await self.app.push_screen_wait(Form(title, listed, prompt=prompt))
            if answer is None:
                return False
            with self.attempt(title) as tried, self.project.change(name) as session:
                keep(session, dict(answer))
            if not tried.failed:
                self.show_latest()
                return True
            listed = [replace(field, value=answer[field.key]) for field in listed]

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
