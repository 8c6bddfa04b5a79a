"""Asking for what is not known: why a source is silent, a figure of somebody, a question to people, and what came of it."""

from __future__ import annotations

from textual import work

from workbench.desk.not_known import Entry, read_not_known
from workbench.errors import WorkbenchError
from workbench.geography import area
from workbench.triangulation.protocol.convergence import SILENCES
from workbench.triangulation.silence.requests import (
    RequestLine,
    day_of,
    remove_request,
    request_figure,
    request_question,
    requests,
    reword_request,
    set_state,
)
from workbench.triangulation.silence.silences import say_why
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Field, Form
from workbench.tui.printing import Printed, ask_and_print
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.judging import SILENCE_NOTES

SilencePlace = tuple[int, str]
"""A topic row and the source that says nothing in it."""


class AskingFor(WorkbenchScreen):
    """A screen that knows which silence is in front of the person."""

    def show_latest(self) -> None:
        """Draw everything as it is now."""

    def silence_here(self) -> SilencePlace | None:
        """The silence in front of the person."""
        return None

    def entry_here(self) -> Entry | None:
        """The silence with all that is known of it."""
        place = self.silence_here()
        if place is None:
            return None
        with self.project.read() as session:
            return read_not_known(session).at(*place)

    @command("unknown.ask_for", "Ask for it", key="d", footer=True)
    @work(exclusive=True, group="question")
    async def action_ask_for(self) -> None:
        """Ask for a figure, or put a question to people, where a source says nothing."""
        entry = self.entry_here()
        if entry is None:
            said = "Choose a topic on which a source says nothing first, under What we do not know."
            self.notify(said, title="Ask for it", markup=False)
            return
        of_words = Choice(
            "question", "A question to people", "It is added to the topic guide, and this request is tied to it."
        )
        of_figures = Choice("figure", "A figure of somebody", "A partner, an office, a publisher: who holds it.")
        choices = [of_words, of_figures] if entry.silence.strand == "words" else [of_figures, of_words]
        prompt = f"{entry.silence.topic}: {entry.silence.source} says nothing. {entry.stands.why}"
        answer = await self.app.push_screen_wait(Choose("Ask for it", choices, prompt=prompt))
        if isinstance(answer, Choice):
            await (self._ask_people(entry) if answer.key == "question" else self._ask_somebody(entry))

    async def _ask_somebody(self, entry: Entry) -> None:
        """A figure of somebody: what, of whom, for which area, by when."""
        silence = entry.silence
        named = [found.name for code in silence.areas[:1] if (found := area(code)) is not None]
        answer = await self.app.push_screen_wait(
            Form(
                "Ask for a figure",
                [
                    Field("wanted", "What is wanted", required=True, help="The figure in a few words, and of whom."),
                    Field(
                        "area", "For which area", "".join(named), help="A name or a code; its page shows the request."
                    ),
                    Field("whom", "Who is asked", required=True, help="The office or partner that holds it."),
                    Field("due", "By when", check=_no_day, help="3 March 2027; may stay empty."),
                ],
                prompt=f"{silence.topic}: {silence.source} says nothing.",
            )
        )
        if answer is not None:
            with self.attempt("Ask for it"), self.project.change("Ask for a figure") as session:
                request_figure(session, row_id=silence.row_id, source=silence.source, **answer)
            self.show_latest()

    async def _ask_people(self, entry: Entry) -> None:
        """A question to people: its words, its short name, who is asked, by when."""
        silence = entry.silence
        answer = await self.app.push_screen_wait(
            Form(
                "Put a question to people",
                [
                    Field("text", "The question, as it is asked", required=True, lines=3),
                    Field("short", "A short name for the topic guide", required=True, help="A word or two."),
                    Field("whom", "Who is asked", silence.source, required=True),
                    Field("due", "By when", check=_no_day, help="3 March 2027; may stay empty."),
                ],
                prompt=f"{silence.topic}: {silence.source} says nothing. The question is added to the topic guide.",
            )
        )
        if answer is not None:
            with self.attempt("Ask for it"), self.project.change("Put a question to people") as session:
                request_question(session, answer.pop("text"), row_id=silence.row_id, source=silence.source, **answer)
            self.show_latest()

    @command("unknown.print_page", "Print what we do not know", key="P")
    @work(exclusive=True, group="question")
    async def action_print_page(self) -> None:
        """Print what we do not know, as a Word or HTML file, for somebody."""
        await ask_and_print(self, "What we do not know", Printed("unknown"))

    @work(exclusive=True, group="question")
    async def say_why_silent(self) -> None:
        """Say why the source is silent, what is proposed first."""
        entry = self.entry_here()
        if entry is None:
            return
        proposal = entry.silence.proposal
        kinds = sorted(SILENCES, key=lambda kind: kind != proposal.kind)
        choices = [
            Choice(kind, kind.capitalize(), SILENCE_NOTES[kind], "proposed" if kind == proposal.kind else "")
            for kind in kinds
        ]
        prompt = f"{entry.silence.source}: proposed “{proposal.kind}”. {proposal.why}"
        kind = await self.app.push_screen_wait(Choose("Why does it say nothing?", choices, prompt=prompt))
        if not isinstance(kind, Choice):
            return
        mine = next((one.why for one in entry.silence.said if one.who == self.project.coder), "")
        why = await self.app.push_screen_wait(
            Form(f"It says nothing: {kind.key}", [Field("why", "Why you say so", mine, lines=3)])
        )
        if why is not None:
            with self.attempt("Say why"), self.project.change("Say why a source is silent") as session:
                say_why(session, entry.silence.row_id, entry.silence.source, kind.key, why["why"])
            self.show_latest()

    @work(exclusive=True, group="question")
    async def open_request(self, request_id: int) -> None:
        """Say how a request stands, change it, or take it out."""
        with self.project.read() as session:
            one = next((each for each in requests(session) if each.id == request_id), None)
        if one is None:
            return
        choices = [
            Choice("asked", "It was asked", "The question is out, the answer is not in."),
            Choice("answered", "It was answered", "What came of it, in a sentence."),
            Choice("given up", "It is given up", "Why, in a sentence."),
            Choice("planned", "It is only planned"),
            Choice("change", "Change it"),
            Choice("remove", "Take it out", "A question that was made of it stays in the topic guide."),
        ]
        offered = [choice for choice in choices if choice.key != one.state]
        answer = await self.app.push_screen_wait(Choose("A request", offered, prompt=one.said))
        if isinstance(answer, Choice):
            await self._go_on_asking(one, answer.key)
            self.show_latest()

    async def _go_on_asking(self, one: RequestLine, how: str) -> None:
        """One step with a request."""
        fields = {
            "answered": [Field("came", "What came of it", one.came, lines=3, required=True)],
            "given up": [Field("came", "Why it is given up", one.came, lines=3, required=True)],
            "change": [
                Field("wanted", "What is wanted", one.wanted, lines=3, required=True),
                Field("whom", "Who is asked", one.whom, required=True),
                Field("due", "By when", one.due, check=_no_day),
            ],
        }
        said: dict[str, str] | None = {}
        if how in fields:
            said = await self.app.push_screen_wait(Form("A request", fields[how], prompt=one.said))
        if said is None:
            return
        with self.attempt("A request"), self.project.change("Go on with a request") as session:
            match how:
                case "remove":
                    remove_request(session, one.id)
                case "change":
                    reword_request(session, one.id, **said)
                case _:
                    set_state(session, one.id, how, said.get("came", ""))


def _no_day(written: str) -> str | None:
    """What is wrong with a day, or None."""
    try:
        day_of(written)
    except WorkbenchError as refusal:
        return str(refusal)
    return None
