"""Settling: what two people who judged differently agree on, reading without judging, and what people outside say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from textual import work

from workbench.triangulation.protocol.consensus import HOW, settle_pair, unsettle_pair
from workbench.triangulation.protocol.convergence import SILENCES, VALUES, in_words
from workbench.triangulation.protocol.feedback import FeedbackLine, NoSuchDayError, note_change, note_feedback
from workbench.triangulation.protocol.matrix import Meeting
from workbench.triangulation.protocol.topic_rows import hidden_pairs, read_only
from workbench.tui.commands import command
from workbench.tui.dialogs import Confirm, Field, Form
from workbench.tui.triangulation.judging import Judging

READ_ONLY = (
    "You will see how others judged, and cannot judge these pairs yourself any more: it would not be blind. You can still "
    "help to settle where they differ."
)
WAYS = {"talked through": "talked through by those who judged", "third person": "decided by a third person"}


class Settling(Judging):
    """A screen of this room on which what was judged can be settled."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Settling needs two judgements, reading on something that is hidden."""
        if action not in {"settle", "read_only"}:
            return super().check_action(action, parameters)
        meeting = self.meeting_here()
        if action == "settle":
            return True if meeting is not None and len(meeting.judged) > 1 else None
        return True if meeting is not None and meeting.hidden else None

    @command("triangulation.settle", "Settle", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_settle(self) -> None:
        """Write down what two people settle on after judging alone, with the reason; both judgements stay."""
        row, meeting = self.topic_here(), self.meeting_here()
        if row is None or meeting is None or len(meeting.judged) < 2:
            self.say("Two people judge this first, each alone.", "Settle")
            return
        told = "\n".join(f"{one.rater}: {one.verdict}. {one.why}".rstrip() for one in meeting.judged)
        fields = _fields(meeting)
        while (
            answer := await self.app.push_screen_wait(Form("What do you settle on?", fields, prompt=told))
        ) is not None:
            with self.attempt("Settle") as tried, self.project.change("Settle how two sources meet") as session:
                if answer["value"]:
                    settle_pair(session, row.id, meeting.a, meeting.b, **answer)
                elif meeting.consensus is not None:
                    unsettle_pair(session, meeting.consensus.id)
            if not tried.failed:
                break
            fields = [replace(one, value=answer[one.key]) for one in fields]
        self.show_latest()

    @command("triangulation.read_only", "Read without judging", key="o")
    @work(exclusive=True, group="question")
    async def action_read_only(self) -> None:
        """See how others judged what you have not judged, and leave the judging to them."""
        row, meeting = self.topic_here(), self.meeting_here()
        if row is None or meeting is None or not meeting.hidden:
            self.say("Nothing is hidden from you here.", "Read without judging")
            return
        yes = await self.app.push_screen_wait(
            Confirm("Read without judging", READ_ONLY, yes="Read these two", no="Keep it hidden", undoable=False)
        )
        if yes:
            with self.attempt("Read without judging"), self.project.change("Read without judging") as session:
                read_only(session, hidden_pairs(session) & {(row.id, meeting.a, meeting.b)})
            self.show_latest()

    @command("triangulation.note_feedback", "Feedback", key="f")
    @work(exclusive=True, group="question")
    async def action_note_feedback(self) -> None:
        """Note what people outside the team said of this topic, or of everything."""
        row = self.topic_here()
        on = f"“{row.title}”" if row else "all of it"
        today = datetime.now(UTC).date().isoformat()
        answer = await self.app.push_screen_wait(
            Form(
                f"Feedback on {on}",
                [
                    Field("who", "Who said it", required=True, help="A group or an office; no person's name."),
                    Field("given_on", "On which day", today, required=True, check=_no_day),
                    Field("said", "What they said", lines=4, required=True),
                    Field("changed", "What it changed", lines=2, help="May wait; the protocol reminds you."),
                ],
            )
        )
        if answer is None:
            return
        changed = answer["changed"]
        with self.attempt("Feedback"), self.project.change("Note feedback") as session:
            key = note_feedback(
                session,
                who=answer["who"],
                said=answer["said"],
                given_on=answer["given_on"],
                row_id=row.id if row else None,
            )
            note_change(session, key, changed)
        self.show_latest()

    async def say_what_changed(self, line: FeedbackLine) -> None:
        """Ask what a remark changed. Run it inside a worker."""
        answer = await self.app.push_screen_wait(
            Form(
                f"{line.who}, on {line.on}",
                [Field("changed", "What it changed", line.changed, lines=4, help="If nothing, why not.")],
                prompt=line.said,
            )
        )
        if answer is not None:
            with self.attempt("Feedback"), self.project.change("Say what feedback changed") as session:
                note_change(session, line.id, answer["changed"])
            self.show_latest()


def _fields(meeting: Meeting) -> list[Field]:
    """What can be settled on two sources, begun with what was settled before."""
    there = meeting.consensus
    alone = meeting.proposal is not None and meeting.proposal.value == "silence"
    listed = ["silence"] if alone else [value for value in VALUES if value != "silence"]
    values = [("", "· leave all judgements standing"), *((value, in_words(value)) for value in listed)]
    fields = [Field("value", "What stands", there.value if there else "", options=tuple(values))]
    if alone:
        kinds = tuple((kind, kind) for kind in SILENCES)
        first = next((one.silence for one in meeting.judged if one.silence), SILENCES[0])
        fields.append(
            Field("silence", "Why the other side is silent", there.silence if there else first, options=kinds)
        )
    return [
        *fields,
        Field("how", "How it was settled", there.how if there else HOW[0], options=tuple((h, WAYS[h]) for h in HOW)),
        Field("with_whom", "Who else took part", there.with_whom if there else ""),
        Field("why", "Why this stands", there.why if there else "", lines=4),
    ]


def _no_day(typed: str) -> str | None:
    """The sentence that is wrong with a day, if it is none."""
    try:
        date.fromisoformat(typed)
    except ValueError:
        return str(NoSuchDayError())
    return None
