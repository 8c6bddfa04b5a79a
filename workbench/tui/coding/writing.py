"""Coding: everything that a coder does to the words under the cursor."""

from __future__ import annotations

from collections.abc import Collection

from textual import on, work

from workbench.coding.memos import MemoLine
from workbench.text import Span
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.codes import NOTE_LINES, code_choices, pin_as_asked, which_digit
from workbench.tui.coding import sheet as desk
from workbench.tui.coding.several import apply_several
from workbench.tui.coding.sheet import Sheet
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Ask, Choice, Created
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.transcript import TranscriptView


class Writing(WorkbenchScreen):
    """The half of the coding room that changes the project."""

    COMMAND_LIST = tuple(
        Command(
            f"coding.pinned_{digit}",
            f"Pinned code {digit}",
            "Apply the code pinned to this digit to the selected words.",
            str(digit),
            action=f"apply_pinned({digit})",
            palette=False,
        )
        for digit in range(1, 10)
    )

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.last_code: int | None = None

    @property
    def words(self) -> TranscriptView:
        """The transcript."""
        return self.query_one("#words", TranscriptView)

    def redraw(self, *, coded: Collection[int] = ()) -> None:
        """Show the codings as they are now; `coded` are those that this room has changed, and nothing else."""

    def _span(self) -> Span | None:
        """The selected words, or the sentence under the cursor."""
        return self.words.selection or self.words.sentence_under_cursor

    def _apply(self, code_id: int, *, origin: str = "own") -> None:
        span = self._span()
        if self.sheet is None or span is None:
            self.notify("Choose a transcript and some words first.", title="Apply code")
            return
        with self.attempt("Apply code") as tried:
            coding = desk.apply(self.project, self.sheet.document.id, code_id, span, origin=origin)
        if not tried.failed:
            self.last_code = code_id
            self.redraw(coded=(coding,))
            self.words.action_drop_selection()

    @on(CodeList.CodeChosen)
    def _code_chosen(self, event: CodeList.CodeChosen) -> None:
        self._apply(int(event.key))
        self.words.focus()

    @command("coding.apply_code", "Code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_apply_code(self) -> None:
        """Put a code, or several that `tab` marks, on the selected words; a name that is not there becomes a new code."""
        sheet, span = self.sheet, self._span()
        if sheet is None or span is None:
            self.notify("Choose a transcript and some words first.", title="Apply code")
            return
        answer = await self.app.push_screen_wait(
            ChooseSeveral("Code", code_choices(sheet.codes), create="New code “{}”", note_lines=NOTE_LINES)
        )
        if answer and len(answer) > 1:
            self._apply_several(answer, span)
        elif answer:
            chosen = answer[0]
            if isinstance(chosen, Created):
                self._create(chosen.name, span, origin="own")
            else:
                self._apply(chosen.key)

    def _apply_several(self, chosen: tuple[Choice[int] | Created, ...], span: Span) -> None:
        """Put several codes on the same words, as one change."""
        assert self.sheet is not None
        wanted = [one.name if isinstance(one, Created) else one.key for one in chosen]
        with self.attempt("Apply codes") as tried:
            self.last_code = apply_several(self.project, self.sheet.document.id, wanted, span)
        if not tried.failed:
            self.redraw()
            self.words.action_drop_selection()

    def _create(self, path: str, span: Span, *, origin: str) -> None:
        assert self.sheet is not None
        with self.attempt("New code") as tried:
            self.last_code = desk.create_and_apply(self.project, self.sheet.document.id, path, span, origin=origin)
        if not tried.failed:
            self.redraw()
            self.words.action_drop_selection()

    def action_apply_pinned(self, digit: int) -> None:
        """Apply the code pinned to this digit."""
        pinned = next((one for one in self.sheet.codes if one.pinned == digit), None) if self.sheet else None
        if pinned is None:
            self.notify(f"No code is pinned to {digit}. On a code in the list, press p.", title="Pinned code")
        else:
            self._apply(pinned.id)

    @command("coding.repeat_code", "Repeat code", key="equals_sign")
    def action_repeat_code(self) -> None:
        """Put the code used last on these words too."""
        if self.last_code is None:
            self.notify("No code has been used yet in this sitting.", title="Repeat code")
        else:
            self._apply(self.last_code)

    @command("coding.code_in_vivo", "In vivo", key="v")
    def action_code_in_vivo(self) -> None:
        """Make a code of the selected words themselves."""
        span = self.words.selection or self.words.word_under_cursor
        if self.sheet is None or span is None:
            return
        said = desk.words_of(self.sheet, span)
        if len(said) > 80:
            self.notify("Select a few words for a code in vivo, not a whole passage.", title="In vivo")
            return
        self._create(desk.as_name(said), span, origin="in vivo")

    @command("coding.remove_coding", "Take off", key="delete,backspace")
    def action_remove_coding(self) -> None:
        """Take the code under the cursor off its words; on a pencil note, the note."""
        note = self._note_here()
        if note is not None:
            self._take_off_note(note)
            return
        coding = self._coding_here("Take off")
        if coding is not None:
            with self.attempt("Take off") as tried:
                desk.take_off(self.project, coding)
            self.redraw(coded=() if tried.failed else (coding,))

    @command("coding.mark_against", "Against", key="minus")
    def action_mark_against(self) -> None:
        """Mark the coding under the cursor as evidence against its code, or for it again."""
        key = self._coding_here("Evidence against")
        coding = self.sheet.coding(str(key)) if self.sheet and key is not None else None
        if coding is not None:
            with self.attempt("Evidence against") as tried:
                desk.turn_against(self.project, coding.id, coding.direction == "for")
            self.redraw(coded=() if tried.failed else (coding.id,))

    @on(TranscriptView.EdgeMoved)
    def _edge_moved(self, event: TranscriptView.EdgeMoved) -> None:
        key = self._coding_here("Move an end")
        coding = self.sheet.coding(str(key)) if self.sheet and key is not None else None
        if coding is None:
            return
        span = self.words.script.moved_edge(Span(coding.start, coding.end), event.edge, event.by)
        with self.attempt("Move an end") as tried:
            desk.move_edge(self.project, coding.id, span)
        self.redraw(coded=() if tried.failed else (coding.id,))

    def _coding_here(self, title: str) -> int | None:
        """The key of the picked coding under the cursor, else of the shortest."""
        marks = [mark for mark in self.words.marks_at(self.words.cursor) if not mark.suggested]
        if not marks:
            self.notify("No code is on the words under the cursor.", title=title)
            return None
        return int(marks[0].key)

    @command("coding.pin_code", "Pin", key="p")
    @work(exclusive=True, group="question")
    async def action_pin_code(self) -> None:
        """Pin the code that is highlighted in the list to a digit, or take it off the digit it is on."""
        line = self.query_one("#code-list", CodeList).current
        code = self.sheet.code(int(line.key)) if self.sheet and line else None
        if code is None:
            return
        digit = await self.app.push_screen_wait(which_digit(code.name, code.pinned))
        if digit:
            with self.attempt("Pin"), self.project.change("Unpin a code" if digit == "0" else "Pin a code") as session:
                pin_as_asked(session, digit, code.id, code.pinned)
            self.redraw()

    # Pencil notes

    def _note_here(self) -> MemoLine | None:
        """The pencil note under the cursor, where it is the picked mark or the shortest; none while words are selected."""
        marks = self.words.marks_at(self.words.cursor) if self.words.selection is None else []
        return self.sheet.note(marks[0].key) if self.sheet and marks else None

    @command("coding.write_note", "Note", key="n")
    @work(exclusive=True, group="question")
    async def action_write_note(self) -> None:
        """Make a pencil note on these words, without a code; on a note of your own, change what it says."""
        span, note = self._span(), self._note_here()
        if self.sheet is None or span is None:
            return
        mine = note if note is not None and note.coder == self.project.coder else None
        text = await self.app.push_screen_wait(
            Ask("Pencil note", "On these words, without a code.", value=mine.text if mine else "", set_aside=True)
        )
        if text and (mine is None or text != mine.text):
            with self.attempt("Note"):
                if mine is None:
                    desk.write_memo(self.project, "document", self.sheet.document.id, text, kind="note", span=span)
                else:
                    desk.amend_note(self.project, mine.id, text)
            self.redraw()
            self.words.action_drop_selection()

    def _take_off_note(self, note: MemoLine) -> None:
        if note.coder != self.project.coder:
            self.notify(f"{note.coder} wrote this note; n beside it writes one of yours.", title="Note", markup=False)
            return
        with self.attempt("Note"):
            desk.remove_note(self.project, note.id)
        self.redraw()
