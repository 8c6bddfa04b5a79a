"""A survey question's answers as a grid: a person a row, what they wrote, and what they chose beside it."""

from __future__ import annotations

from array import array

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.answers import (
    AnswerKeys,
    AnswerRow,
    SurveyQuestion,
    answer_keys,
    answer_rows,
    blank_keys,
    matching,
    survey_question,
)
from workbench.project.file import Project
from workbench.tui.commands import command
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.widgets.grid import Grid, GridRow, Paged, told_apart
from workbench.tui.widgets.lines import LineList

BLANK = "(left blank)"


class AnswersPage(Helped["tuple[int, int] | None"], ModalScreen["tuple[int, int] | None"]):
    """Every respondent's answer; the answer of the page is the place that somebody wants to code."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### Answers
A person a row: what they wrote, and what they chose beside it. `left` and `right` change which of the closed questions
are in sight, `/` shows the rows that have some words, `enter` opens the answer in Coding, `b` leaves out those who left
the question blank, `f` makes figures of a closed question, `escape` goes back. What is held back for safeguarding is not shown.
"""
    DEFAULT_CSS = """
    AnswersPage { align: center middle; }
    AnswersPage > Vertical { width: 100%; height: 100%; border: round $primary; background: $surface; }
    AnswersPage Grid { height: 1fr; }
    AnswersPage #answers-said, AnswersPage #answers-keys { height: 1; padding: 0 1; color: $quiet; }
    AnswersPage #answers-one { height: 7; padding: 0 1; border-top: solid $quiet; }
    """

    def __init__(self, project: Project, question: SurveyQuestion) -> None:
        super().__init__()
        self._project, self._question = project, question
        self._all = AnswerKeys(array("q"))
        self._blank: array[int] = array("q")
        self._shown: array[int] = array("q")
        self._with_blank = True
        self._rows: Paged[AnswerRow] = Paged(0, self._read)

    def compose(self) -> ComposeResult:
        """How many there are, the grid, the one in hand."""
        with Vertical() as box:
            box.border_title = " ".join(self._question.wording.split())[:160].replace("[", "\\[")
            yield Static("Reading …", id="answers-said", markup=False)
            yield Grid("Person", "In their own words", empty="Nobody has answered this.", id="answers")
            yield Static("", id="answers-one")
            yield Static(
                "enter codes it · ← → columns · / filter · b without blanks · f figures · F1 help · escape back",
                id="answers-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Read which rows there are."""
        self.query_one(Grid).lines.focus()
        self._read_keys()

    @work(thread=True, exclusive=True, group="answers")
    def _read_keys(self) -> None:
        """The answers at once; who left it blank when that is known too."""
        with self._project.read() as session:
            found = answer_keys(session, self._question.document_id)
            self.app.call_from_thread(self._take, found, array("q"))
            blank = blank_keys(session, self._question.document_id)
            self.app.call_from_thread(self._take, found, blank)

    def _take(self, found: AnswerKeys, blank: array[int]) -> None:
        if self.is_attached:
            self._all, self._blank = found, blank
            if typed := self.query_one(Grid).query_text:
                self._narrow(typed)
            else:
                self._show(self._every())

    def _every(self) -> array[int]:
        return self._all.keys + self._blank if self._with_blank else self._all.keys

    def _show(self, keys: array[int]) -> None:
        grid = self.query_one(Grid)
        here = grid.lines.highlighted or 0
        at = self._shown[here] if here < len(self._shown) else None
        self._shown = keys
        self._rows = Paged(len(keys), self._read)
        rows = self._rows
        shown = Paged(len(keys), lambda first, end: [_grid_row(rows[place]) for place in range(first, end)])
        highlight = keys.index(at) if at is not None and at in keys else 0
        grid.show(shown, told_apart([name for _, name in self._question.closed]), highlight=highlight)
        self._say()

    def _read(self, first: int, end: int) -> list[AnswerRow]:
        with self._project.read() as session:
            return answer_rows(session, self._question, self._shown[first:end])

    @on(Grid.Turned)
    def _say(self) -> None:
        """How many rows there are, and which closed questions are in sight."""
        answered = sum(key > 0 for key in self._shown)
        parts = [f"{answered:,} answers"]
        if blank := len(self._shown) - answered:
            parts.append(f"{blank:,} left it blank")
        if self._all.held:
            parts.append(f"{self._all.held:,} held back")
        sight, count = self.query_one(Grid).in_sight, len(self._question.closed)
        if count:
            one = len(sight) == 1
            which = f"{sight.stop}" if one else f"{sight.start + 1} to {sight.stop}"
            parts.append(f"closed question{'s' * (not one)} {which} of {count}")
        self.query_one("#answers-said", Static).update(" · ".join(parts))

    @on(LineList.Highlighted)
    def _one(self, event: LineList.Highlighted) -> None:
        """The answer in hand in full, as far as there is room."""
        event.stop()
        text = Text()
        if event.index is not None and event.index < len(self._rows):
            row = self._rows[event.index]
            text.append(row.person + "  ", "bold")
            text.append(row.answer or BLANK)
            known = [
                f"{name}: {said}" for (_, name), said in zip(self._question.closed, row.closed, strict=True) if said
            ]
            text.append("\n" + " · ".join(_cut(one) for one in known), "dim")
        self.query_one("#answers-one", Static).update(text)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        row = self._rows[event.index]
        if row.start is None:
            self.notify(f"{row.person} left this question blank.", title="Answers", timeout=4, markup=False)
        else:
            self.dismiss((self._question.document_id, row.start))

    @on(Grid.Narrowed)
    def _narrowed(self, event: Grid.Narrowed) -> None:
        event.stop()
        self._narrow(event.query)

    @work(thread=True, exclusive=True, group="narrow")
    def _narrow(self, query: str) -> None:
        """Find the rows away from the interface; what is no longer asked for is not looked for."""
        worker = get_current_worker()
        keys = self._every()
        if query.strip():
            with self._project.read() as session:
                keys = matching(session, self._question, keys, query, stopped=lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, keys)

    @command("answers.leave_out_blank", "Blanks", key="b", footer=True)
    def action_leave_out_blank(self) -> None:
        """Leave out those who left the question blank, or show them again."""
        self._with_blank = not self._with_blank
        self._narrow(self.query_one(Grid).query_text)

    @command("answers.count_survey", "Figures", key="f", footer=True)
    def action_count_survey(self) -> None:
        """Make figures of one of the survey's closed questions."""
        from workbench.tui.indicators.survey_figures import SurveyFiguresPage

        self.app.push_screen(SurveyFiguresPage(self._question.survey))

    @command("answers.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Go back to the questions."""
        self.dismiss(None)


def question_in(project: Project, document_id: int | None) -> SurveyQuestion | None:
    """The survey question of a document, if it is one."""
    if document_id is None:
        return None
    with project.read() as session:
        return survey_question(session, document_id)


def _grid_row(row: AnswerRow) -> GridRow:
    return GridRow(row.person, row.answer or BLANK, row.closed, quiet=row.start is None)


def _cut(text: str, most: int = 90) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
