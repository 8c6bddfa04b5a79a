"""Who was asked what: the questions of the topic guide on the left, everybody beside one of them on the right."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from workbench.sources.asked import AskedCount, asked_counts, question_named, record_asked, topic_guide
from workbench.sources.asking import AskedLine, asked_lines
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Field, Form
from workbench.tui.sources.knowing import Knowing
from workbench.tui.widgets.rows import RowLine, Rows

LETTERS = {"a": "asked", "v": "volunteered", "r": "prompted", "n": "not asked", "u": "not recorded"}


class Asking(Knowing):
    """The view of who was asked; a letter writes it down and goes on to the next person."""

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = tuple(
        Command(
            f"sources.{state.replace(' ', '_')}",
            state.capitalize(),
            f"Write down that this person was {state}." if state != "volunteered" else "They came to it by themselves.",
            letter,
            action=f"record_asked('{state}')",
            palette=False,
        )
        for letter, state in LETTERS.items()
    )

    def show_questions(self) -> None:
        """Read the questions with their counts."""
        with self.project.read() as session:
            listed = [(one, asked_counts(session, one.id)) for one in topic_guide(session)]
        rows = [RowLine(str(one.id), (one.short, _counted(counts))) for one, counts in listed]
        self.query_one("#question-list", Rows).show(rows)
        self._show_asked()

    def _question(self) -> int | None:
        row = self.query_one("#question-list", Rows).current
        return int(row.key) if row else None

    def _lines(self) -> list[AskedLine]:
        key = self._question()
        if key is None:
            return []
        with self.project.read() as session:
            return asked_lines(session, key)

    @on(Rows.RowHighlighted, "#question-list")
    def _show_asked(self, at: str | None = None) -> None:
        rows = [
            RowLine(
                str(one.case_id),
                (one.case, f"{one.proposed}?" if one.proposed else one.state, one.why or one.heard_in),
                "warning" if one.proposed else "quiet" if one.state == "not recorded" else "",
            )
            for one in self._lines()
        ]
        self.query_one("#asked-list", Rows).show(rows, at=at if isinstance(at, str) else None)

    def action_record_asked(self, state: str) -> None:
        """Write down what is so for the person under the highlight, and go on to the next."""
        rows, key = self.query_one("#asked-list", Rows), self._question()
        here = rows.current
        if here is None or key is None:
            return
        keys = [one.key for one in rows.shown]
        after = keys[min(keys.index(here.key) + 1, len(keys) - 1)] if here.key in keys else here.key
        with self.attempt("Who was asked"), self.project.change("Who was asked") as session:
            record_asked(session, int(here.key), key, state)
        self._counts_again()
        self._show_asked(after)
        rows.focus_list()

    def _counts_again(self) -> None:
        here = self._question()
        with self.project.read() as session:
            listed = [(one, asked_counts(session, one.id)) for one in topic_guide(session)]
        rows = [RowLine(str(one.id), (one.short, _counted(counts))) for one, counts in listed]
        self.query_one("#question-list", Rows).show(rows, at=str(here))

    @command("sources.confirm_asked", "Confirm what is proposed", key="c", footer=True)
    def action_confirm_asked(self) -> None:
        """Take everything that is proposed (with ?) for this question as it is."""
        key = self._question()
        proposed = [one for one in self._lines() if one.proposed]
        if key is None or not proposed:
            self.notify("Nothing is proposed for this question.", title="Who was asked")
            return
        with self.attempt("Who was asked"), self.project.change("Who was asked, as proposed") as session:
            for one in proposed:
                record_asked(session, one.case_id, key, one.proposed)
        self.show_latest()

    async def ask_question(self) -> None:
        """Add a question of the topic guide."""
        answer = await self.app.push_screen_wait(
            Form(
                "A question of the topic guide",
                [
                    Field("short", "In a word or two", required=True),
                    Field(
                        "text", "As it is asked", help="Where an interviewer's turn has its words, asked is proposed."
                    ),
                ],
            )
        )
        if answer is not None:
            with self.attempt("Question"), self.project.change("Add a question") as session:
                position = len(topic_guide(session))
                question_named(session, answer["short"], text=answer["text"], position=position)
            self.show_latest()


def _counted(counts: AskedCount) -> str:
    """How many were asked, in a few words."""
    known = counts.people - counts.not_recorded
    return f"{counts.were_asked} asked, {counts.volunteered} by themselves, {known} of {counts.people} known"
