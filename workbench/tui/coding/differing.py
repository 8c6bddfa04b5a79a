"""The places where two coders differ, each in its context, and settling them."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.coding.blind import unfinished
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.disagreements import Disagreement, disagreements
from workbench.coding.settlements import SettledLine, settle, settle_by_rule, settled, unsettle
from workbench.project.file import Project
from workbench.sources.documents import segments_of
from workbench.tui.coding import agreement_words as said
from workbench.tui.coding.sheet import turns_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Field, Form
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.passages import Mark, Turn
from workbench.tui.widgets.rows import Column, RowLine, Rows
from workbench.tui.widgets.transcript import TranscriptView

COLUMNS = (
    Column("", width=1),
    Column("Where", share=2, wrap=2, least=12),
    Column("Turn", width=5, align="right"),
    Column("Who has it", share=2, wrap=2, least=10),
    Column("Code", share=2, wrap=2, least=12, gives_way=1),
)
AROUND = 40
"""So many turns or answers before and after a place are shown with it."""
READING = "Reading what both have coded …"
NOWHERE = "They do not differ here any more."
RULES = (("include", "When the code applies"), ("exclude", "When it does not"))
RULE_NOTES = ("Goes into the code; here whoever has it stands.", "Goes into the code; here nobody’s coding stands.")


class Context(TranscriptView, can_focus=False):
    """The words around a place, to look at while the keys settle it."""


class DifferingPage(KeepsUp):
    """Place by place, what each of two coders did and whose coding stands."""

    HELP = """\
### Where they differ
Each line is a place that both have read and coded differently. `1` says that the first person's coding stands, `2` the
second's, `b` both, `n` neither; a line of reason may follow, or just `enter`. `w` writes a rule into the code instead,
which then is the reason. `delete` opens a settled place again, `o` goes to the words in Coding.

Both codings stay as they were: how far people agreed before they talked can always be worked out.
"""
    room = "coding"
    DEFAULT_CSS = """
    DifferingPage #differing { height: 1fr; }
    DifferingPage #differing-rows { width: 2fr; }
    DifferingPage #differing-words { width: 3fr; height: 1fr; }
    DifferingPage Context { border: round $rule; border-title-color: $primary; }
    DifferingPage #differing-whose { height: auto; min-height: 3; max-height: 8; padding: 0 1; }
    .-narrow DifferingPage #differing, DifferingPage.-narrow #differing { layout: vertical; }
    DifferingPage.-narrow #differing-rows { width: 1fr; height: 2fr; }
    DifferingPage.-narrow #differing-words { width: 1fr; height: 3fr; }
    """

    def __init__(self, pair: tuple[int, int], code_id: int | None = None) -> None:
        super().__init__()
        self._pair, self._code_id = pair, code_id
        self._places: list[Disagreement] = []
        self._codes: dict[int, CodeLine] = {}
        self._turns: dict[int, tuple[Turn, ...]] = {}
        self._reading = False

    def compose_room(self) -> ComposeResult:
        """The places left, the words with both people's codings right, whose is where below them."""
        with Horizontal(id="differing"):
            yield Rows(
                *(COLUMNS if self._code_id is None else COLUMNS[:-1]),
                empty="",
                id="differing-rows",
                classes="pane",
            )
            with Vertical(id="differing-words"):
                yield Context(id="differing-context")
                yield Static("", id="differing-whose", markup=False)

    def on_screen_resume(self) -> None:
        """Read again what was changed elsewhere."""
        super().on_screen_resume()
        self.query_one("#differing-rows", Rows).focus_list()

    def show_latest(self) -> None:
        """Read the places as they are now."""
        self._seen = self.project.latest_change()
        rows = self.query_one("#differing-rows", Rows)
        rows.border_title = "Looking for the places where they differ …"
        self._reading = True
        self._show_place()
        self._read(self.project)

    @work(thread=True, exclusive=True, group="places")
    def _read(self, project: Project) -> None:
        """Read them beside the person."""
        worker = get_current_worker()
        codes = None if self._code_id is None else [self._code_id]
        with project.read() as session, session.info["unless"](lambda: worker.is_cancelled):
            places = disagreements(session, *self._pair, codes=codes, without=unfinished(session))
            known = {one.id: one for one in codebook(session, counts=False)}
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, places, known)

    def _show(self, places: list[Disagreement], codes: dict[int, CodeLine]) -> None:
        if self.is_mounted:
            self._places, self._codes, self._turns, self._reading = places, codes, {}, False
            self._show_rows()

    def _show_rows(self, *, at: str | None = None) -> None:
        """Show the places, with the highlight where it was or on one of them."""
        rows = self.query_one("#differing-rows", Rows)
        rows.show([_row(one, self._codes.get(one.code_id)) for one in self._places], at=at)
        about = self._codes.get(self._code_id or 0)
        left = sum(one.settled is None for one in self._places)
        rows.border_title = f"{about.path if about else 'All codes'} · {left} of {len(self._places)} to settle"
        self._show_place()

    def _decided(self, place: Disagreement, *, at: Disagreement) -> None:
        """Show what was decided of a place, without reading all of them again: no coding has changed by it."""
        self._seen = self.project.latest_change()
        with self.project.read() as session:
            now = next((one for one in settled(session, codes=[place.code_id]) if _is_of(one, place)), None)
            self._codes = {one.id: one for one in codebook(session, counts=False)}
        self._places[self._places.index(place)] = replace(place, settled=now)
        self._show_rows(at=_key(at))

    @on(Rows.RowHighlighted, "#differing-rows")
    def _highlighted(self) -> None:
        self._show_place()

    @property
    def place(self) -> Disagreement | None:
        """The place under the highlight."""
        row = self.query_one("#differing-rows", Rows).current
        return next((one for one in self._places if row and _key(one) == row.key), None)

    def _show_place(self) -> None:
        """Show the words of the place in their context, and whose coding is where."""
        place, context = self.place, self.query_one("#differing-context", Context)
        whose = self.query_one("#differing-whose", Static)
        if place is None:
            context.show(())
            whose.update(READING if self._reading else NOWHERE)
            return
        turns = self._turns_of(self.project, place.document_id)
        around = turns[max(0, place.turn - 1 - AROUND) : place.turn + AROUND]
        context.show(around, self._marks(place), at=place.start)
        context.border_title = f"{place.document} · {place.turn}"
        lines = [said.whose_words(place)]
        if place.settled is not None:
            lines.append(said.settled_words(place.settled))
        code = self._codes.get(place.code_id)
        if code is not None and self._code_id is None:
            lines.insert(0, code.path)
        whose.update("\n".join(lines))

    def _turns_of(self, project: Project, document_id: int) -> tuple[Turn, ...]:
        if document_id not in self._turns:
            with project.read() as session:
                segments = tuple(segments_of(session, document_id))
            self._turns[document_id] = turns_of(segments, frozenset(one.id for one in segments))
        return self._turns[document_id]

    def _marks(self, place: Disagreement) -> list[Mark]:
        """Where each has a code that differs, in this document: the first with 1, the second with 2."""
        return [
            Mark(f"{_key(one)} {number} {span.start}", span.start, span.end, str(number), 3 * number, mine=number == 1)
            for one in self._places
            if one.document_id == place.document_id and one.code_id == place.code_id
            for number, spans in enumerate(one.spans, 1)
            for span in spans
        ]

    @on(Rows.RowChosen, "#differing-rows")
    def _row_chosen(self) -> None:
        self.action_open_place()

    # Settling

    @command("differing.first_stands", "First’s", key="1", footer=True)
    def action_first_stands(self) -> None:
        """Say that the first person's coding stands."""
        self._decide("first")

    @command("differing.second_stands", "Second’s", key="2", footer=True)
    def action_second_stands(self) -> None:
        """Say that the second person's coding stands."""
        self._decide("second")

    @command("differing.both_stand", "Both", key="b", footer=True)
    def action_both_stand(self) -> None:
        """Say that both codings stand."""
        self._decide("both")

    @command("differing.neither_stands", "Neither", key="n", footer=True)
    def action_neither_stands(self) -> None:
        """Say that the code does not belong here."""
        self._decide("neither")

    @work(exclusive=True, group="question")
    async def _decide(self, decision: str) -> None:
        """Ask why, write it down, and go on to the next place that is open."""
        place = self.place
        if place is None:
            return
        words = said.DECIDED[decision].format(*place.coders)
        prompt = f"{place.code}: {words}. Why? Enter alone leaves it without a reason."
        reason = await self.app.push_screen_wait(Ask("Settle", prompt, check=lambda _: None))
        if reason is None:
            return
        with self.attempt("Settle") as tried, self.project.change(f"Settle: {words}") as session:
            settle(session, place.difference, decision, reason)
        if not tried.failed:
            self._go_on(place)

    @command("differing.write_rule", "Rule", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_rule(self) -> None:
        """Write a rule into the code, which settles this place and says why."""
        place = self.place
        if place is None:
            return
        code = self._codes.get(place.code_id)
        told = [f"{label}: {getattr(code, cell)}" for cell, label in RULES if code and getattr(code, cell)]
        fields = [
            Field("rule", "What it says", options=RULES, notes=RULE_NOTES),
            Field("sentence", "The rule", lines=3, required=True, help="A sentence that others can code by."),
        ]
        answer = await self.app.push_screen_wait(Form(f"A rule for {place.code}", fields, prompt="\n".join(told)))
        if answer is None:
            return
        with self.attempt("Rule") as tried, self.project.change("A rule that settles a difference") as session:
            settle_by_rule(session, place.difference, answer["rule"], answer["sentence"])
        if not tried.failed:
            self._go_on(place)

    def _go_on(self, place: Disagreement) -> None:
        """Show the next place that is not settled, after this one if there is one."""
        if place not in self._places:
            self.show_latest()
            return
        here = self._places.index(place)
        waiting = [one for one in (*self._places[here + 1 :], *self._places[:here]) if one.settled is None]
        self._decided(place, at=waiting[0] if waiting else place)

    @command("differing.open_again", "Open again", key="delete,backspace")
    def action_open_again(self) -> None:
        """Take back what was settled here; a rule that came of it stays in the codebook."""
        place = self.place
        if place is None or place.settled is None:
            self.notify("This place is not settled.", title="Open again")
            return
        with self.attempt("Open again") as tried, self.project.change("Open a settled difference again") as session:
            unsettle(session, place.settled.id)
        if tried.failed or place not in self._places:
            self.show_latest()
        else:
            self._decided(place, at=place)

    @command("differing.open_place", "In Coding", key="o", footer=True)
    def action_open_place(self) -> None:
        """Go to these words in the coding room."""
        if self.place is not None:
            self.workbench.open_in_coding(self.place.document_id, self.place.start)

    @command("differing.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to the codes."""
        self.dismiss()


def _is_of(line: SettledLine, place: Disagreement) -> bool:
    """Whether something was settled of just these words between just these two."""
    same = (line.document_id, line.start, line.end) == (place.document_id, place.start, place.end)
    return same and {line.first_id, line.second_id} == set(place.coder_ids)


def _key(place: Disagreement) -> str:
    return f"{place.code_id} {place.document_id} {place.start} {place.end}"


def _row(place: Disagreement, code: CodeLine | None) -> RowLine:
    """One place in the list; the code's own name, as its path stands below the words."""
    glyph = "✓" if place.settled is not None else ""
    named = code.name if code is not None else place.code
    cells = (glyph, said.short(place.document), str(place.turn), said.who_has(place), named)
    return RowLine(_key(place), cells, "quiet" if place.settled else "")
