"""Who was asked what: everybody beside every question of the topic guide."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.widgets import Static

from workbench.sources.asked import AskedCount, QuestionLine, asked_counts, question_named, record_asked, topic_guide
from workbench.sources.asking import AskedLine, Proposals, asked_grid, proposals
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Field, Form
from workbench.tui.sources.asked_grid import AskedCells
from workbench.tui.sources.knowing import Knowing
from workbench.tui.widgets.lines import LineList

LETTERS = {"a": "asked", "v": "volunteered", "r": "prompted", "n": "not asked", "u": "not recorded"}

KEYS = "a asked · v by themselves · r prompted · n not asked · u not recorded"
"""What a letter writes down of the marked person and question."""


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

    def __init__(self) -> None:
        super().__init__()
        self._proposals: Proposals = {}

    @property
    def cells(self) -> AskedCells:
        """The grid of people by question."""
        return self.query_one(AskedCells)

    def show_questions(self) -> None:
        """Read everybody beside every question, and who was probably asked."""
        with self.project.read() as session:
            self._proposals = proposals(session)
        self._show_grid()

    def _show_grid(self) -> None:
        with self.project.read() as session:
            grid = asked_grid(session, self._proposals)
        self.cells.show(grid)

    def _question(self) -> QuestionLine | None:
        questions = self.cells.grid.questions
        return questions[self.cells.column] if questions else None

    @on(LineList.Highlighted, "AskedCells")
    def _say_asked(self) -> None:
        """Say of the marked cell what was asked, of whom, and why it is proposed."""
        question, row, cell = self._question(), self.cells.current, self.cells.here
        shown = Text()
        if question is not None:
            with self.project.read() as session:
                counts = asked_counts(session, question.id)
            shown.append(f"{question.text}  ", "bold")
            shown.append(f"{_counted(counts)}\n")
        if row is not None:
            shown.append(f"{row.case}: " + _state(cell))
            if cell is not None and cell.why:
                shown.append(f", as “{_short(cell.why)}” was said before")
            shown.append(f"  {row.heard_in}\n" if row.heard_in else "\n", "dim")
        if self.cells.grid.left_out:
            shown.append(f"{self.cells.grid.left_out:,} more people have records from a survey only.\n", "dim")
        if row is not None and question is not None:
            shown.append(KEYS, "dim")
        self.query_one("#asked-said", Static).update(shown)

    def action_record_asked(self, state: str) -> None:
        """Write down what is so for the person under the mark, and go on to the next."""
        row, question = self.cells.current, self._question()
        if row is None or question is None:
            return
        with self.attempt("Who was asked") as tried, self.project.change("Who was asked") as session:
            record_asked(session, row.case_id, question.id, state)
        if not tried.failed:
            self._show_grid()
            self.cells.action_step("1")

    @command("sources.confirm_asked", "Confirm what is proposed", key="c", footer=True)
    def action_confirm_asked(self) -> None:
        """Take everything that is proposed (with ?) for this question as it is."""
        question = self._question()
        column = self.cells.column
        proposed = [row.cells[column] for row in self.cells.grid.rows if question is not None]
        if question is None or not any(one is not None and one.proposed for one in proposed):
            self.notify("Nothing is proposed for this question.", title="Who was asked")
            return
        with self.attempt("Who was asked"), self.project.change("Who was asked, as proposed") as session:
            for one in proposed:
                if one is not None and one.proposed:
                    record_asked(session, one.case_id, question.id, one.proposed)
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


def _state(cell: AskedLine | None) -> str:
    """What is known of a cell, in words."""
    if cell is None:
        return "not interviewed"
    if cell.proposed:
        return f"{cell.proposed}, probably"
    return "came to it by themselves" if cell.state == "volunteered" else cell.state


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 160 else f"{plain[:160].rsplit(' ', 1)[0]} …"
