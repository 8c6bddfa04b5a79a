"""The coding room: transcripts left, the words in the middle, codes on the right; everything by keyboard."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.widgets import Static

from workbench.project.file import Project
from workbench.sources.documents import DocumentLine, documents
from workbench.sources.readings import reading_states
from workbench.text import Span
from workbench.tui.coding import sheet as desk
from workbench.tui.coding.sheet import Sheet, lay_on_desk
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Ask, Choice, Choose, Created
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.lines import Filtered
from workbench.tui.widgets.rows import Column, RowLine, Rows
from workbench.tui.widgets.transcript import TranscriptView


class CodingScreen(WorkbenchScreen):
    """Read a transcript and code it."""

    HELP = """\
### Coding
Select words (`space` the sentence, `x` and moves, or the mouse), then `c` and a few letters of a code, or a
pinned digit. `=` repeats the last code, `v` makes a code of the words themselves. Without a selection the
sentence under the cursor is taken.

On a coding: `m` memo, `-` evidence against, `delete` takes it off, `[` `]` and `,` `.` move its ends.
`f` when you have finished reading. `d` shows the transcripts, `k` the codes; `tab` moves between them.
"""
    room = "coding"
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
    documents_shown: var[bool] = var(True, toggle_class="-documents")
    codes_shown: var[bool] = var(True, toggle_class="-codes")
    last_document: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.last_code: int | None = None
        self.visited: set[int] = set()
        self.letters: dict[int, str] = {}
        self.awaiting: tuple[int, int | None] | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """Three panes and the line that says what is under the cursor."""
        with Horizontal(id="coding"):
            with Vertical(id="documents", classes="pane"):
                yield Rows(
                    Column("", width=1),
                    Column("Transcripts"),
                    empty="Nothing to read yet. Go to Sources (g s) and import a transcript.",
                    id="document-rows",
                )
                yield Static("", id="progress", markup=False)
            yield TranscriptView(empty="Choose a transcript on the left, or import one in Sources (g s).", id="words")
            with Vertical(id="codes", classes="pane"):
                yield CodeList(id="code-list")
        yield Static("", id="under-cursor", markup=False)

    @property
    def project(self) -> Project:
        """The open project."""
        project = self.workbench.project
        assert isinstance(project, Project)
        return project

    @property
    def words(self) -> TranscriptView:
        """The transcript."""
        return self.query_one("#words", TranscriptView)

    # Showing

    def on_screen_resume(self) -> None:
        """Read again what another room or an undo has changed."""
        super().on_screen_resume()
        self.documents_shown = self.codes_shown = self.app.size.width >= 100
        self.show_latest()

    def on_screen_suspend(self) -> None:
        """Keep what was read."""
        self._keep_reading()

    def show_latest(self) -> None:
        """Draw everything again if the project moved since."""
        if self.workbench.project is None:
            return
        latest = self.project.latest_change()
        if latest != self._seen or self.awaiting is not None:
            self._seen = latest
            self._show_documents()
            if self.awaiting is not None:
                (document, at), self.awaiting = self.awaiting, None
                self.open_document(document, at=at)
            elif self.sheet is not None:
                self._redraw()
        self.words.focus()

    def open_at(self, document_id: int, offset: int | None = None) -> None:
        """Ask for a document, and a place in it, to be shown when the room comes to the front."""
        self.awaiting = (document_id, offset)

    def _show_documents(self) -> None:
        with self.project.read() as session:
            listed = documents(session)
            coder = desk.codebook_coder(session, self.project.coder)
            states = reading_states(session, coder) if coder is not None else {}
        glyphs = {"done": "✓", "begun": "▸"}
        self.query_one("#document-rows", Rows).show(
            [RowLine(str(one.id), (glyphs.get(states.get(one.id, ""), " "), _title(one))) for one in listed]
        )
        done = sum(states.get(one.id) == "done" for one in listed)
        self.query_one("#progress", Static).update(f"read {done} of {len(listed)}")
        if self.sheet is None and self.awaiting is None and listed:
            resumed = self.last_document.get(str(self.project.path))
            calm = [one for one in listed if not one.heavy]
            self.open_document(resumed if resumed in {one.id for one in listed} else (calm or listed)[0].id)

    def open_document(self, document_id: int, *, at: int | None = None) -> None:
        """Lay a document on the desk, with the cursor at a place in it."""
        self._keep_reading()
        self.letters, self.visited = {}, set()
        with self.attempt("Begin reading"):
            desk.begin(self.project, document_id)
        self._seen = self.project.latest_change()
        self.sheet = lay_on_desk(self.project, document_id)
        self.letters = self.sheet.letters
        self.last_document[str(self.project.path)] = document_id
        self.words.show(self.sheet.turns, self.sheet.marks, at=at)
        self._titles()

    def _redraw(self) -> None:
        """Show the codings as they are now, without moving anything."""
        if self.sheet is None:
            return
        before = self.sheet
        self.sheet = lay_on_desk(
            self.project, before.document.id, visited=frozenset(self.visited), letters=self.letters
        )
        self.letters = self.sheet.letters
        if [(turn.start, turn.text) for turn in before.turns] != [(turn.start, turn.text) for turn in self.sheet.turns]:
            self.words.show(self.sheet.turns, self.sheet.marks, at=self.words.cursor)
        else:
            self.words.set_marks(self.sheet.marks)
        self._titles()

    def _titles(self) -> None:
        assert self.sheet is not None
        self.query_one("#code-list", CodeList).show(self.sheet.lines)
        self._seen = self.project.latest_change()
        self._show_cursor(self.words.cursor)

    @on(TranscriptView.CursorMoved)
    def _cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        self._show_cursor(event.offset)

    def _show_cursor(self, offset: int) -> None:
        """Say which codes apply here, whose, and what the first one means."""
        sheet = self.sheet
        if sheet is None:
            return
        turn = self.words.turn
        if turn is not None:
            index = self.words.script.turn_at(offset)
            self.words.border_title = f"{_title(sheet.document)} · {index + 1} of {len(sheet.turns)}"
            self.visited.add(sheet.segments[index].id)
            self.words.set_read(index)
        marks = self.words.marks_at(offset)
        self.words.set_active(marks[0].key if marks else None)
        self.query_one("#under-cursor", Static).update(self._said_of(marks[0].key, len(marks) - 1) if marks else "")

    def _said_of(self, key: str, more: int) -> str:
        """One line on a coding: its code and definition, whose, and how many others are here."""
        sheet = self.sheet
        coding = sheet.coding(key) if sheet else None
        code = sheet.code(coding.code_id) if sheet and coding else None
        if sheet is None or coding is None or code is None:
            return ""
        definition = f"“{code.definition}”" if code.definition else "no definition yet"
        against = " · evidence against" if coding.direction == "against" else ""
        others = f" · and {more} more here" if more else ""
        clock = coding.created[11:16]
        return f"{sheet.letters[code.id]} {code.name} · {coding.coder} {clock}{against}{others} · {definition}"

    @on(Rows.RowChosen, "#document-rows")
    def _document_chosen(self, event: Rows.RowChosen) -> None:
        self.open_document(int(event.key))
        if self.app.size.width < 100:
            self.documents_shown = False
        self.words.focus()

    # Coding

    def _span(self) -> Span | None:
        """The selected words, or the sentence under the cursor."""
        return self.words.selection or self.words.sentence_under_cursor

    def _apply(self, code_id: int, *, origin: str = "own") -> None:
        span = self._span()
        if self.sheet is None or span is None:
            self.notify("Choose a transcript and some words first.", title="Apply code")
            return
        with self.attempt("Apply code") as tried:
            desk.apply(self.project, self.sheet.document.id, code_id, span, origin=origin)
        if not tried.failed:
            self.last_code = code_id
            self._redraw()
            self.words.action_drop_selection()

    @on(CodeList.CodeChosen)
    def _code_chosen(self, event: CodeList.CodeChosen) -> None:
        self._apply(int(event.key))
        self.words.focus()

    @command("coding.apply_code", "Code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_apply_code(self) -> None:
        """Put a code on the selected words; a name that is not there becomes a new code."""
        sheet, span = self.sheet, self._span()
        if sheet is None or span is None:
            self.notify("Choose a transcript and some words first.", title="Apply code")
            return
        choices = [
            Choice(str(one.id), one.path, note=one.definition, count=f"{one.codings} · {one.cases}")
            for one in sheet.codes
            if one.state == "active"
        ]
        answer = await self.app.push_screen_wait(Choose("Code", choices, create="New code “{}”"))
        if isinstance(answer, Created):
            self._create(answer.name, span, origin="own")
        elif answer is not None:
            self._apply(int(answer.key))

    def _create(self, path: str, span: Span, *, origin: str) -> None:
        assert self.sheet is not None
        with self.attempt("New code") as tried:
            self.last_code = desk.create_and_apply(self.project, self.sheet.document.id, path, span, origin=origin)
        if not tried.failed:
            self._redraw()
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
        """Take the code under the cursor off its words."""
        coding = self._coding_here("Take off")
        if coding is not None:
            with self.attempt("Take off"):
                desk.take_off(self.project, coding)
            self._redraw()

    @command("coding.mark_against", "Against", key="minus")
    def action_mark_against(self) -> None:
        """Mark the coding under the cursor as evidence against its code, or for it again."""
        key = self._coding_here("Evidence against")
        coding = self.sheet.coding(str(key)) if self.sheet and key is not None else None
        if coding is not None:
            with self.attempt("Evidence against"):
                desk.turn_against(self.project, coding.id, coding.direction == "for")
            self._redraw()

    @on(TranscriptView.EdgeMoved)
    def _edge_moved(self, event: TranscriptView.EdgeMoved) -> None:
        key = self._coding_here("Move an end")
        coding = self.sheet.coding(str(key)) if self.sheet and key is not None else None
        if coding is None:
            return
        span = self.words.script.moved_edge(Span(coding.start, coding.end), event.edge, event.by)
        with self.attempt("Move an end"):
            desk.move_edge(self.project, coding.id, span)
        self._redraw()

    def _coding_here(self, title: str) -> int | None:
        """The key of the shortest coding under the cursor."""
        marks = [mark for mark in self.words.marks_at(self.words.cursor) if not mark.suggested]
        if not marks:
            self.notify("No code is on the words under the cursor.", title=title)
            return None
        return int(marks[0].key)

    @command("coding.pin_code", "Pin", key="p")
    @work(exclusive=True, group="question")
    async def action_pin_code(self) -> None:
        """Pin the code that is highlighted in the list to a digit."""
        line = self.query_one("#code-list", CodeList).current
        code = self.sheet.code(int(line.key)) if self.sheet and line else None
        if code is None:
            return
        digit = await self.app.push_screen_wait(Ask("Pin", f"Pin “{code.name}” to which digit, 1 to 9?", check=_digit))
        if digit:
            with self.attempt("Pin"):
                desk.pin(self.project, int(digit), code.id)
            self._redraw()

    @command("coding.write_memo", "Memo", key="m")
    @work(exclusive=True, group="question")
    async def action_write_memo(self) -> None:
        """Write a memo on the coding under the cursor, or on the document."""
        if self.sheet is None:
            return
        marks = self.words.marks_at(self.words.cursor)
        coding = self.sheet.coding(marks[0].key) if marks else None
        about = f"the coding {coding.code}" if coding else _title(self.sheet.document)
        text = await self.app.push_screen_wait(Ask("Memo", f"On {about}"))
        if text:
            with self.attempt("Memo"):
                if coding:
                    desk.write_memo(self.project, "coding", coding.id, text)
                else:
                    desk.write_memo(self.project, "document", self.sheet.document.id, text)
            self._redraw()

    @command("coding.write_note", "Note", key="n")
    @work(exclusive=True, group="question")
    async def action_write_note(self) -> None:
        """Make a pencil note on these words, without a code."""
        span = self._span()
        if self.sheet is None or span is None:
            return
        text = await self.app.push_screen_wait(Ask("Pencil note", "On these words, without a code."))
        if text:
            with self.attempt("Note"):
                desk.write_memo(self.project, "document", self.sheet.document.id, text, kind="note", span=span)
            self._redraw()

    # Reading

    def _keep_reading(self) -> None:
        if self.sheet is not None and self.visited:
            fresh = frozenset(self.visited) - frozenset(
                one.id for one, turn in zip(self.sheet.segments, self.sheet.turns, strict=True) if turn.read
            )
            with self.attempt("Keep what was read"):
                desk.note_read(self.project, self.sheet.document.id, fresh)

    @command("coding.finish_reading", "Read", key="f", footer=True)
    def action_finish_reading(self) -> None:
        """Note that you have read this document to its end."""
        if self.sheet is None:
            return
        everything = frozenset(one.id for one in self.sheet.segments)
        with self.attempt("Read"):
            desk.note_read(self.project, self.sheet.document.id, everything, done=True)
        self._show_documents()
        self._redraw()

    @command("coding.show_documents", "Transcripts", key="d", footer=True)
    def action_show_documents(self) -> None:
        """Show or fold the list of transcripts."""
        self._toggle("documents_shown", "#document-rows")

    @command("coding.show_codes", "Codes", key="k", footer=True)
    def action_show_codes(self) -> None:
        """Show or fold the list of codes."""
        self._toggle("codes_shown", "#code-list")

    def _toggle(self, name: str, pane: str) -> None:
        """Go into a pane that is open or opens; from inside it, fold it and go back to the words."""
        widget = self.query_one(pane, Filtered)
        inside = self.focused is not None and widget in self.focused.ancestors
        if getattr(self, name) and inside:
            setattr(self, name, False)
            self.words.focus()
        else:
            setattr(self, name, True)
            self.call_after_refresh(widget.focus_list)


def _title(document: DocumentLine) -> str:
    return document.title or document.name


def _digit(text: str) -> str | None:
    return None if text in set("123456789") else "One digit, 1 to 9."
