"""Following: one silence with what is done about it, and one question with its steps and the checks of a clash."""

from __future__ import annotations

from textual import work

from workbench.triangulation.protocol.matrix import MatrixRow, Meeting, matrix
from workbench.triangulation.silence.checks import ANSWERS, ASKS, CheckLine, answer_check, checks
from workbench.triangulation.silence.precheck import PreAnswer, pair_followed, precheck
from workbench.triangulation.silence.threads import HANDLED as WAYS
from workbench.triangulation.silence.threads import ThreadLine, follow, hand_on, park, reopen, settle, threads
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Field, Form
from workbench.tui.triangulation.asking_for import AskingFor, SilencePlace
from workbench.tui.triangulation.evidence import Page
from workbench.tui.triangulation.judging import Judging
from workbench.tui.triangulation.unknown_pages import HANDLED, silence_blocks, thread_page
from workbench.tui.widgets.paper import Part, words


class SilencePage(Page, AskingFor, Judging):
    """One source that says nothing on one topic."""

    HELP = """\
### A silence
`v` says why the source says nothing, `d` asks for a figure or puts a question to people, `t` follows a question.
`tab` walks what is being done, `enter` goes there.
"""

    def __init__(self, row_id: int, source: str) -> None:
        super().__init__()
        self._place: SilencePlace = (row_id, source)
        self._row: MatrixRow | None = None

    def silence_here(self) -> SilencePlace | None:
        """The silence on the page."""
        return self._place

    def topic_here(self) -> MatrixRow | None:
        """The topic of it."""
        return self._row

    def meeting_here(self) -> Meeting | None:
        """It beside the first source that speaks."""
        if self._row is None:
            return None
        found = (one for pair, one in self._row.meetings.items() if self._place[1] in pair and one.proposal is not None)
        return next(found, None)

    def read_page(self) -> list[Part]:
        """The silence as it stands."""
        entry = self.entry_here()
        with self.project.read() as session:
            self._row = next((row for row in matrix(session).rows if row.id == self._place[0]), None)
        self.page_title = f"{self._place[1]} says nothing"
        if entry is None:
            return [words("This source speaks on the topic now, or the topic is gone. Escape goes back.", "quiet")]
        return silence_blocks(entry, whole=True)

    @command("silence.say_why", "Say why", key="v", footer=True)
    def action_say_why(self) -> None:
        """Say why the source says nothing, beside what is proposed."""
        self.say_why_silent()


class ThreadPage(Page):
    """One question that is being followed, with every step, and of a clash the checks in their order."""

    HELP = """\
### A question being followed
`s` notes where you looked and what you saw. Of a clash, `tab` walks the checks and `enter` answers the marked one; what
the project knows by itself stands beside. `y` settles the question, `z` leaves it for later or takes it up again,
`h` hands it on to somebody else.
"""

    def __init__(self, thread_id: int) -> None:
        super().__init__()
        self._question_id = thread_id
        self._line: ThreadLine | None = None
        self._answers: dict[str, PreAnswer] | None = None
        self._said: dict[str, tuple[CheckLine, ...]] = {}

    def read_page(self) -> list[Part]:
        """The question as it stands."""
        with self.project.read() as session:
            self._line = next((one for one in threads(session) if one.id == self._question_id), None)
            if self._line is None:
                return [words("This question is no longer in the project. Escape goes back.", "quiet")]
            row = next((one for one in matrix(session).rows if one.id == self._line.row_id), None)
            pair = pair_followed(self._line.question, row) if row is not None else None
            self._answers = precheck(session, row, pair) if row is not None and pair is not None else None
            self._said = checks(session, [self._question_id]).get(self._question_id, {})
        self.page_title = self._line.row or "A question"
        about = f"{pair[0]} ↔ {pair[1]}: {row.meetings[pair].words}" if row is not None and pair is not None else ""
        return thread_page(self._line, row, self._answers, self._said, about)

    def follow_place(self, to: str) -> None:
        """A check is answered; anything else leads where it leads."""
        kind, _, item = to.partition(":")
        if kind == "check":
            self.answer(item)
        else:
            super().follow_place(to)

    @work(exclusive=True, group="question")
    async def answer(self, item: str) -> None:
        """Answer one check, with the project's own answer beside."""
        machine = (self._answers or {}).get(item)
        mine = next((one for one in self._said.get(item, ()) if one.who == self.project.coder), None)
        prompt = f"The project says: {machine.answer}. {machine.why}" if machine else "The project does not know."
        begin = mine.answer if mine else machine.answer if machine else "cannot tell"
        answer = await self.app.push_screen_wait(
            Form(
                ASKS[item],
                [
                    Field("answer", "You say", begin, options=tuple((one, one) for one in ANSWERS)),
                    Field("why", "Why you say so", mine.why if mine else "", lines=3),
                ],
                prompt=prompt,
            )
        )
        if answer is not None:
            with self.attempt("Answer a check"), self.project.change("Answer a check") as session:
                answer_check(session, self._question_id, item, answer["answer"], answer["why"])
            self.show_latest()

    @command("thread.note_step", "Note a step", key="s", footer=True)
    @work(exclusive=True, group="question")
    async def action_note_step(self) -> None:
        """Note where you looked and what you saw."""
        fields = [Field("looked_at", "Where you looked", required=True), Field("saw", "What you saw", lines=3)]
        answer = await self.app.push_screen_wait(Form("Note a step", fields, prompt=self._question()))
        if answer is not None:
            with self.attempt("Note a step"), self.project.change("Follow a question") as session:
                follow(session, self._question_id, **answer)
            self.show_latest()

    @command("thread.settle_question", "Settle", key="y", footer=True)
    @work(exclusive=True, group="question")
    async def action_settle_question(self) -> None:
        """Settle the question with what was found, and say how a clash was handled."""
        line = self._line
        if line is None:
            return
        fields = [
            Field("conclusion", "What was found", line.conclusion, lines=4, required=True),
            Field("handled", "And the clash", line.handled, options=tuple((way, HANDLED[way]) for way in ("", *WAYS))),
        ]
        answer = await self.app.push_screen_wait(Form("Settle it", fields, prompt=line.question))
        if answer is not None:
            with self.attempt("Settle"), self.project.change("Settle a question") as session:
                settle(session, self._question_id, answer["conclusion"], handled=answer["handled"])
            self.show_latest()

    @command("thread.park_question", "Leave or take up", key="z", footer=True)
    @work(exclusive=True, group="question")
    async def action_park_question(self) -> None:
        """Leave an open question for later with the reason; take one up again that is settled or was left."""
        line = self._line
        if line is None:
            return
        if not line.is_open:
            with self.attempt("Take up again"), self.project.change("Take a question up again") as session:
                reopen(session, self._question_id)
            self.show_latest()
            return
        answer = await self.app.push_screen_wait(
            Form("Leave it for later", [Field("why", "Why it is left", line.conclusion, lines=2)], prompt=line.question)
        )
        if answer is not None:
            with self.attempt("Leave it for later"), self.project.change("Leave a question for later") as session:
                park(session, self._question_id, answer["why"])
            self.show_latest()

    @command("thread.hand_on", "Hand on", key="h")
    @work(exclusive=True, group="question")
    async def action_hand_on(self) -> None:
        """Let somebody else go on with the question."""
        owner = await self.app.push_screen_wait(
            Ask("Hand on", "Who goes on with it?", value=self._line.owner if self._line else "")
        )
        if owner:
            with self.attempt("Hand on"), self.project.change("Hand a question on") as session:
                hand_on(session, self._question_id, owner)
            self.show_latest()

    def _question(self) -> str:
        return self._line.question if self._line else ""
