"""The page of one flow of data: what blocks it, what comes next, what two people answered; sheets go out and come back."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path

from sqlmodel import Session
from textual import work

from workbench.briefs.actions import add_action, amend_action, finish_action, remove_action
from workbench.briefs.dependence import Dependence, dependences
from workbench.briefs.flows import amend_flow, tie, untie
from workbench.briefs.options import options
from workbench.briefs.rounds import answer_by_hand
from workbench.briefs.standing import Standing, standings
from workbench.briefs.statements import WORDS
from workbench.desk.briefs.flow_sheets import write_readiness
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.governance.audiences import audiences
from workbench.tui.briefs.flow_forms import NOT_KNOWN, action_fields, answer_fields
from workbench.tui.briefs.flow_parts import flow_parts
from workbench.tui.briefs.flows_page import FlowAsking, flow_cells
from workbench.tui.briefs.line_forms import Answer
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm, Field
from workbench.tui.leaving import may_go, reader
from workbench.tui.widgets.paper import Part, words

GONE = "This flow of data is no longer in the project. Escape goes back."


class FlowPage(FlowAsking):
    """One flow of data."""

    HELP = """\
### A flow of data
`w` writes a sheet for each of two people at the partner, `i` brings a filled one in. `tab` walks the page, `enter` edits
what is marked: an answer, an action, what is wanted. `t` ties an option to it, `a` adds an action, `d` says that the marked
action is done, `delete` takes out what is marked.
"""

    def __init__(self, flow_id: int) -> None:
        super().__init__()
        self._flow_id = flow_id
        self._standing: Standing | None = None
        self._needs: list[Dependence] = []
        self._options: dict[int, str] = {}

    def read_page(self) -> list[Part]:
        """The flow as it stands."""
        with self.project.read() as session:
            self._standing = next(iter(standings(session, [self._flow_id])), None)
            self._options = {one.id: f"{one.name} {one.title}" for one in options(session)}
            self._needs = [one for one in dependences(session, self._options) if one.standing.flow.id == self._flow_id]
        if self._standing is None:
            self.page_title = "Data from partners"
            return [words(GONE, "quiet")]
        self.page_title = f"{self._standing.flow.name} · {self._standing.flow.partner}".replace("[", "\\[")
        return flow_parts(self._standing, self._needs, self._options)

    def follow_place(self, to: str) -> None:
        """Edit what is marked."""
        self._edit(*to.split(":"))

    @work(exclusive=True, group="question")
    async def _edit(self, kind: str, *key: str) -> None:
        if self._standing is None:
            return
        match kind, *key:
            case "edit", _:
                await self._edit_flow(self._standing)
            case "add", "tie":
                await self._tie()
            case "add", "action":
                await self._ask_action(None)
            case "action", number:
                await self._ask_action(int(number))
            case "tie", number:
                await self._why(int(number))
            case "answer", who, statement:
                await self._answer(self._standing, who, statement)

    async def _edit_flow(self, standing: Standing) -> None:
        await self.ask(
            "A flow of data",
            self.fields_of(standing.flow),
            lambda session, answer: amend_flow(session, self._flow_id, **flow_cells(answer)),
            name="Edit a flow of data",
        )

    async def _ask_action(self, action_id: int | None) -> None:
        assert self._standing is not None
        line = next((one for one in self._standing.actions if one.id == action_id), None)

        def keep(session: Session, answer: Answer) -> None:
            if line is None:
                add_action(session, self._flow_id, answer.pop("text"), **answer)
            else:
                amend_action(session, line.id, **answer)

        await self.ask("What is done next", action_fields(line), keep, name="Write an action for a partner")

    async def _answer(self, standing: Standing, who: str, statement: str) -> None:
        def keep(session: Session, answer: Answer) -> None:
            level = None if answer["level"] == NOT_KNOWN else int(answer["level"])
            answer_by_hand(session, standing.flow, who, statement, level, answer["evidence"], post=answer["post"])

        await self.ask(
            f"{statement}: what the {who} says",
            answer_fields(standing.latest.get((who, statement))),
            keep,
            name="Write down a partner's answer",
            prompt=WORDS[statement][1],
        )

    async def _tie(self) -> None:
        if not self._options:
            self.notify("There are no options yet. Add one in a brief first.", title="Tie an option", markup=False)
            return
        choices = [Choice(key, said) for key, said in self._options.items()]
        answer = await self.app.push_screen_wait(Choose("Which option depends on it?", choices))
        if isinstance(answer, Choice):
            await self._for_what(answer.key)

    async def _why(self, tie_id: int) -> None:
        need = next((one for one in self._needs if one.tie_id == tie_id), None)
        if need is not None:
            await self._for_what(need.option_id, need.why)

    async def _for_what(self, option_id: int, why: str = "") -> None:
        await self.ask(
            self._options[option_id],
            [Field("why", "What it needs the data for", why, "A few words; it may stay empty.")],
            lambda session, said: tie(session, option_id, self._flow_id, said["why"]),
            name="Tie an option to a flow of data",
        )

    @command("flow.edit_flow", "Edit", key="e")
    def action_edit_flow(self) -> None:
        """Edit what is wanted, from whom, for what, by when."""
        self._edit("edit", "flow")

    @command("flow.tie_option", "Option", key="t", footer=True)
    def action_tie_option(self) -> None:
        """Say that an option depends on this flow."""
        self._edit("add", "tie")

    @command("flow.add_action", "Action", key="a", footer=True)
    def action_add_action(self) -> None:
        """Add what is done next, by whom and by when."""
        self._edit("add", "action")

    @command("flow.finish_action", "Done", key="d")
    def action_finish_action(self) -> None:
        """Say that the marked action is done; again that it is still to do."""
        kind, _, key = self.reader.place.partition(":")
        found = (
            [one for one in self._standing.actions if kind == "action" and str(one.id) == key] if self._standing else []
        )
        if not found:
            self.notify("Mark an action first: tab walks them.", title="Done", markup=False)
            return
        with self.attempt("Done"), self.project.change("Finish an action of a partner") as session:
            finish_action(session, found[0].id, done=found[0].is_open)
        self.show_latest()

    @command("flow.take_out", "Take out", key="delete,x")
    def action_take_out(self) -> None:
        """Take the marked action out, or say that the marked option does not depend on it; ctrl+z brings it back."""
        kind, _, key = self.reader.place.partition(":")
        if kind not in {"action", "tie"}:
            self.notify("Mark an action or an option first: tab walks them.", title="Take out", markup=False)
            return
        with self.attempt("Take out"), self.project.change("Take out of a flow of data") as session:
            (remove_action if kind == "action" else untie)(session, int(key))
        self.show_latest()

    @command("flow.write_sheets", "Sheets", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_sheets(self) -> None:
        """Write a workbook with a sheet for each of two people at the partner."""
        if self._standing is None:
            return
        with self.project.read() as session:
            listed = [one for one in audiences(session) if one.name != "internal"]
        if not listed:
            said = "The sheets go to somebody outside. Add an audience in Governance first."
            self.notify(said, title="Write sheets", markup=False)
            return
        chosen = await self.app.push_screen_wait(
            Choose("Who will fill them in?", [Choice(one.name, reader(one.name), one.description) for one in listed])
        )
        if not isinstance(chosen, Choice):
            return
        path = await self.app.push_screen_wait(
            Ask(
                "Write sheets",
                "Where? It ends in .xlsx.",
                value=str(self.project.path.with_name("readiness.xlsx")),
                hint="enter writes it there · escape writes nothing",
            )
        )
        if path is None:
            return
        out = await may_go(self, path, chosen.key, "This workbook")
        if out is None:
            return
        with self.attempt("Write sheets"):
            taken = await to_thread(write_readiness, self.project, self._standing.flow.name, out, audience=chosen.key)
            self.notify(taken.sentence, title="Written", timeout=12, markup=False)

    @command("flow.bring_in", "Bring in", key="i", footer=True)
    @work(exclusive=True, group="question")
    async def action_bring_in(self) -> None:
        """Bring in a sheet that came back filled."""
        path = await self.app.push_screen_wait(
            Ask(
                "Bring in",
                "Which file came back?",
                value=str(self.project.path.with_name("readiness.xlsx")),
                hint="enter brings it in · escape leaves everything as it was",
            )
        )
        if path is None:
            return
        report = (await to_thread(bring_in, self.project, [Path(path).expanduser()], as_="readiness"))[0]
        self.show_latest()
        await self.app.push_screen_wait(
            Confirm("Bring in", _said(report), yes="Back to the flow", no="", undoable=True)
        )


def _said(report: ImportReport) -> str:
    """What came of a file, with every row that could not be kept."""
    if report.outcome == "refused":
        return report.why
    number = report.counts.get("answers", 0)
    came = f"{report.file}: {number} answers came in." if number != 1 else f"{report.file}: one answer came in."
    left = [f"{one.where}, {one.what}: {one.why}" for one in report.left_out]
    return "\n".join((came, *report.notes, *(["", "Left out:"] if left else []), *left))
