"""Judging: how two sources meet in a topic, what we make of it together, and the questions that it opens."""

from __future__ import annotations

from textual import work

from workbench.triangulation.protocol.convergence import FITS, SILENCES, VALUES, Proposal, in_words, propose
from workbench.triangulation.protocol.matrix import MatrixRow, Meeting
from workbench.triangulation.protocol.topic_rows import conclude, rate
from workbench.triangulation.silence.threads import open_thread, opening_question
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation import pages

SILENCE_NOTES = {
    "not asked": "Nobody was asked about it, so their silence says nothing.",
    "not sampled": "The people or places who could say are not in this material.",
    "cannot tell": "It is not known whether they were asked.",
    "no figure published": "Nobody publishes a figure on it.",
    "wrong geography": "There is a figure, but for another kind of area.",
    "withheld": "There is a figure, but it is withheld.",
    "asked and nobody raised it": "They were asked, and it did not come up. Only this is evidence; it needs the record.",
}
MEANING_NOTES = {
    "same": "The two sentences claim the same, however loudly each says it.",
    "different": "They are about the topic, but claim different things that can both be true.",
    "opposed": "They cannot both be true as they stand.",
    "cannot tell": "They cannot be set against each other; nothing is proposed.",
}


TOPIC_ACTIONS = frozenset({"judge", "conclude", "start_thread"})
"""What can be done only with a topic in front of one."""


class Judging(WorkbenchScreen):
    """A screen of this room that knows which topic and which two sources are in front of the person."""

    def show_latest(self) -> None:
        """Draw everything as it is now."""

    def topic_here(self) -> MatrixRow | None:
        """The topic in front of the person."""
        return None

    def meeting_here(self) -> Meeting | None:
        """The two sources in front of the person."""
        return None

    def say(self, sentence: str, title: str) -> None:
        """Say what is needed first."""
        self.notify(sentence, title=title, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Judging and following up need a topic."""
        if action in TOPIC_ACTIONS and self.topic_here() is None:
            return None
        return super().check_action(action, parameters)

    @command("triangulation.judge", "Judge", key="v", footer=True)
    @work(exclusive=True, group="question")
    async def action_judge(self) -> None:
        """Say how the two sources meet: first what they mean to each other, then the verdict."""
        row, meeting = self.topic_here(), self.meeting_here()
        if row is None or meeting is None or meeting.proposal is None:
            self.say("Choose a topic and two sources first, of which at least one speaks.", "Judge")
            return
        lacking = [line for name in (meeting.a, meeting.b) for line in row.cells[name].findings if not line.finished]
        if lacking:
            names = " and ".join(line.name for line in lacking)
            self.say(f"{names}: write down first what speaks most against it (e), or where you looked.", "Judge")
            return
        if meeting.proposal.value == "silence":
            cells = await self._ask_silence(meeting)
        else:
            cells = await self._ask_meeting(row, meeting)
        if cells is None:
            return
        with self.attempt("Judge"), self.project.change("Judge how two sources meet") as session:
            rate(session, row.id, meeting.a, meeting.b, **cells)
        self.show_latest()

    async def _ask_silence(self, meeting: Meeting) -> dict[str, str] | None:
        """Why one side does not speak."""
        assert meeting.proposal is not None
        choices = [Choice(kind, kind.capitalize(), SILENCE_NOTES[kind]) for kind in SILENCES]
        kind = await self.app.push_screen_wait(Choose("Only one side speaks", choices, prompt=meeting.proposal.why))
        if not isinstance(kind, Choice):
            return None
        why = await self.app.push_screen_wait(
            Form(
                f"Only one side speaks: {kind.key}",
                [Field("why", "Why you say so", meeting.mine.why if meeting.mine else "", lines=3)],
            )
        )
        return None if why is None else {"confirmed": "silence", "silence": kind.key, "why": why["why"]}

    async def _ask_meeting(self, row: MatrixRow, meeting: Meeting) -> dict[str, str] | None:
        """What the two mean to each other, then the verdict beside what the rule proposes."""
        choices = [Choice(key, said, MEANING_NOTES[key]) for key, said in pages.MEANINGS.items()]
        prompt = "\n".join(
            f"{name}: {line.statement}" for name in (meeting.a, meeting.b) for line in row.cells[name].findings
        )
        meaning = await self.app.push_screen_wait(
            Choose("What do the two mean to each other?", choices, prompt=_shortened(prompt))
        )
        if not isinstance(meaning, Choice):
            return None
        proposal = propose(row.cells[meeting.a].side, row.cells[meeting.b].side, meaning.key)
        answer = await self.app.push_screen_wait(
            Form(
                "How do they meet?",
                [
                    Field("confirmed", "Your verdict", proposal.value or "", options=_verdicts(proposal)),
                    Field("why", "Why you say so", meeting.mine.why if meeting.mine else "", lines=3),
                ],
                prompt=_proposed(meaning.name, proposal),
            )
        )
        return None if answer is None else {"meaning": meaning.key, **answer}

    @command("triangulation.conclude", "Together", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_conclude(self) -> None:
        """Write what we make of this topic together."""
        row = self.topic_here()
        if row is None:
            self.say("Choose a topic first.", "What we make of it together")
            return
        overall = [("", "· not said yet"), *((value, in_words(value)) for value in VALUES)]
        answer = await self.app.push_screen_wait(
            Form(
                row.title,
                [
                    Field("together", "What we make of it together", row.together, lines=5),
                    Field("overall", "As a whole the sources", row.overall, options=tuple(overall)),
                    Field("fit", "And so", row.fit, options=tuple((key, pages.FITS[key]) for key in ("", *FITS))),
                ],
            )
        )
        if answer is not None:
            with self.attempt("Together"), self.project.change("Write what we make of it together") as session:
                conclude(session, row.id, **answer)
            self.show_latest()

    # Questions being followed

    @command("triangulation.start_thread", "Follow up", key="t", footer=True)
    @work(exclusive=True, group="question")
    async def action_start_thread(self) -> None:
        """Write down a question that this topic opens, to be followed from source to source."""
        row = self.topic_here()
        if row is None:
            self.say("Choose a topic first.", "Follow up")
            return
        question = await self.app.push_screen_wait(
            Ask("Follow up", f"“{row.title}”. What do you want to find out?", value=_opened(row, self.meeting_here()))
        )
        if question:
            with self.attempt("Follow up"), self.project.change("Begin to follow a question") as session:
                open_thread(session, question, row_id=row.id)
            self.show_latest()


def _verdicts(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    """What can be said of two sources that both speak; what is proposed first."""
    speaking = [value for value in VALUES if value != "silence"]
    listed = sorted(speaking, key=lambda value: value != proposal.value)
    shown = [(value, in_words(value)) for value in listed]
    none = ("", "· no verdict yet, keep the meaning only")
    return (*shown, none) if proposal.value else (none, *shown)


def _proposed(meaning: str, proposal: Proposal) -> str:
    said = f"Proposed: {in_words(proposal.value)}. " if proposal.value else "Nothing is proposed. "
    return f"{meaning}. {said}{proposal.why} The verdict is yours."


def _shortened(text: str, most: int = 420) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _opened(row: MatrixRow, meeting: Meeting | None) -> str:
    """The question that a clash, a silence or a difference opens."""
    if meeting is None or meeting.proposal is None:
        return ""
    silent = next((name for name in (meeting.a, meeting.b) if not row.cells[name].findings), "")
    if not silent and meeting.words.startswith(("=", "·")):
        return ""
    return opening_question(meeting.a, meeting.b, opposed=meeting.words.startswith("≠"), silent=silent)
