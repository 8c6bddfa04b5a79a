"""The coding room: transcripts left, the words in the middle, codes on the right; everything by keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.reactive import var
from textual.widgets import Static

from workbench.governance.flags import SAYS
from workbench.sources.document_list import documents
from workbench.sources.document_names import told_apart
from workbench.sources.readings import reading_states
from workbench.tui.coding import sheet as desk
from workbench.tui.coding.agreeing import Agreeing
from workbench.tui.coding.alongside import BesideView
from workbench.tui.coding.anew import coded_anew
from workbench.tui.coding.at_cursor import AtCursor
from workbench.tui.coding.counting import Counting
from workbench.tui.coding.quoting import Quoting
from workbench.tui.coding.sheet import lay_on_desk, title_of
from workbench.tui.commands import command
from workbench.tui.days import clock_of
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.passages import Mark, is_right_to_left, marks_on
from workbench.tui.widgets.rows import Column, RowLine, Rows
from workbench.tui.widgets.transcript import TranscriptView

ROOM_FOR_LISTS = 100
"""So many columns hold the words with the lists beside them; below that a list lies over the words while it is open."""
RIGHT_TO_LEFT = (
    "Some of these words are written from right to left. Codes lie on the right words and copies are right, whichever way "
    "this terminal draws them."
)


class CodingScreen(Quoting, AtCursor, Agreeing, Counting):
    """Read a transcript and code it."""

    HELP = """\
### Coding
Select words (`space` the sentence, `x` and moves, or the mouse), then `c` and a few letters of a code (`tab` marks
several), or a pinned digit. `=` repeats the last code, `v` makes a code of the words themselves. Without a selection
the sentence under the cursor is taken.

On a coding: `m` memo, `-` evidence against, `delete` takes it off, `[` `]` and `,` `.` move its ends.
`n` writes a pencil note on words without a code (`✎` in the margin); on a note it changes it, `delete` takes it off.
`!` holds words back: for safeguarding, or because somebody who was there would know whose they are.
After a document was amended, `R` goes to codings whose words were changed, and `h` says that a code still holds.
`e` `E` go through several codes on the same words. `i` unfolds every code under the cursor with what it means, and the memos around it, `}` `{` go to its next and previous words. `B` opens the
codebook and the themes, `F` finds words and codes those that are meant, `J` is the journal.
`f` when you have finished reading. `d` shows the transcripts, `k` the codes, `a` what lies beside; `tab` moves
between them. `o` plays the recording from this turn. `P` prints: transcripts, quotes, the codebook, the matrix.
`A` shows how far coders agree, and settles where they differ. To see nobody else's codings in a document until you
have finished it, find “Read blind” with `ctrl+p`.
`Q` asks for passages (in the list of codes: those of the highlighted code), `y` copies the quote here with whose it is.
`z` shows in the margin which codes the machine proposes (`░`), `Y` takes one over; `N` says where to look next.
`C` counts the people who mention each code or theme, by groups; `enter` on a number shows its passages. `M` shows what
each of them said of it, person by person, and sums it up.
"""
    room = "coding"
    AUTO_FOCUS = "#words"
    documents_shown: var[bool] = var(True, toggle_class="-documents")
    codes_shown: var[bool] = var(True, toggle_class="-codes")

    def __init__(self) -> None:
        super().__init__()
        self.visited: set[int] = set()
        self.letters: dict[int, str] = {}
        self.awaiting: tuple[int, int | None] | None = None
        self._seen = -1
        self._titled = ""
        self._at = 0
        """Where the cursor is."""
        self.direction_told = False
        self._has_room = True

    def compose_room(self) -> ComposeResult:
        """Three panes and the line that says what is under the cursor."""
        with Horizontal(id="coding"):
            with Vertical(id="documents", classes="pane"):
                yield Rows(
                    Column("", width=1),
                    Column("Transcripts", wrap=2),
                    titles=False,
                    empty="Nothing to read yet. Go to Sources (g s) and import a transcript.",
                    id="document-rows",
                )
                yield Static("", id="progress", markup=False)
            yield TranscriptView(empty="Choose a transcript on the left, or import one in Sources (g s).", id="words")
            yield BesideView(empty="Nothing is said in it.", id="beside-words")
            with Vertical(id="codes", classes="pane"):
                yield CodeList(id="code-list")
        yield Static("", id="under-cursor", markup=False)

    # Showing

    def on_mount(self) -> None:
        """Name the panes, and fold them where there is no room."""
        self.query_one("#documents").border_title = "Transcripts"
        self.query_one("#codes").border_title = "Codes"
        self._has_room = self.documents_shown = self.codes_shown = self.app.size.width >= ROOM_FOR_LISTS

    def on_resize(self, event: Resize) -> None:
        """Fold the lists where the window has become too narrow for them, and open them where there is room again."""
        has_room = event.size.width >= ROOM_FOR_LISTS
        if self.is_mounted and has_room != self._has_room:
            self._has_room = self.documents_shown = self.codes_shown = has_room
            self.words.focus()

    def on_screen_resume(self) -> None:
        """Read again what another room or an undo has changed."""
        super().on_screen_resume()
        self.show_latest()

    def on_screen_suspend(self) -> None:
        """Keep what was read; in another room, where one came from is forgotten: whoever comes back by its key came from there."""
        self._keep_reading()
        if self.app.current_mode != self.room:
            self.left_behind = None

    def on_unmount(self) -> None:
        """Keep what was read when the app closes."""
        self._keep_reading()

    def show_latest(self) -> None:
        """Draw everything again if the project moved since; the focus stays where it was, or goes to the words."""
        if self.workbench.project is None:
            return
        latest, led = self.project.latest_change(), self.awaiting is not None
        if self.awaiting is not None and self.sheet is not None and self.sheet.document.id == self.awaiting[0]:
            (_, at), self.awaiting = self.awaiting, None
            self._seen = latest
            self._show_documents()
            self.redraw()
            if at is not None:
                self.words.go_to(at)
        elif latest != self._seen or self.awaiting is not None:
            self._seen = latest
            self._show_documents()
            if self.awaiting is not None:
                (document, at), self.awaiting = self.awaiting, None
                self.open_document(document, at=at)
            elif self.sheet is not None:
                self.redraw()
        if led or self.focused is None:
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
            [
                RowLine(str(one.id), (glyphs.get(states.get(one.id, ""), " "), told))
                for one, told in zip(listed, told_apart([title_of(one) for one in listed]), strict=True)
            ]
        )
        done = sum(states.get(one.id) == "done" for one in listed)
        how = "blind ·" if self.reads_blind else "read"
        self.query_one("#progress", Static).update(f"{how} {done} of {len(listed)}")
        if not listed:
            self.query_one("#code-list", CodeList).show(desk.codes_listed(self.project))
        if self.sheet is not None and self.sheet.document.id not in {one.id for one in listed}:
            self._clear_desk()
        if self.sheet is None and self.awaiting is None and listed:
            calm = [one for one in listed if not one.heavy]
            resumed, at = desk.left_at(self.project)
            known = resumed in {one.id for one in listed}
            self.open_document(resumed if known else (calm or listed)[0].id, at=at if known else None)

    def _clear_desk(self) -> None:
        """Take away a document that is no longer in the project."""
        self.sheet, self.visited, self.letters = None, set(), {}
        self.words.show((), ())

    def open_document(self, document_id: int, *, at: int | None = None) -> None:
        """Lay a document on the desk, with the cursor at a place in it."""
        self._keep_reading()
        if self.beside_shown:
            self.fold_beside()
        before = self.sheet
        self.letters, self.visited = {}, set()
        with self.attempt("Begin reading"):
            desk.begin(self.project, document_id)
        self._seen = self.project.latest_change()
        self.sheet = lay_on_desk(self.project, document_id, before=before, suggested=self.suggested_shown)
        self.letters = self.sheet.letters
        self.words.show(self.sheet.turns, self.sheet.marks, at=at)
        self.query_one("#document-rows", Rows).highlight(str(document_id))
        self._titles()
        if is_right_to_left("".join(turn.text for turn in self.sheet.turns)):
            self._told_of_direction()

    def _told_of_direction(self) -> None:
        """Say once how words from right to left are drawn."""
        if not self.direction_told:
            self.direction_told = True
            self.notify(RIGHT_TO_LEFT, title="Reading", timeout=6)

    def redraw(self, *, coded: Collection[int] = ()) -> None:
        """Show the codings as they are now, without moving anything; `coded` are those this room has just changed."""
        if self.sheet is None:
            return
        before, latest = self.sheet, self.project.latest_change()
        if coded and latest == self._seen + 1 and before.coder is not None:
            self.sheet = coded_anew(self.project, before, coded)
        else:
            wanted = self.suggested_shown
            self.sheet = lay_on_desk(self.project, before.document.id, letters=self.letters, suggested=wanted)
        self._seen = latest
        self.letters = self.sheet.letters
        anew = self.sheet.turns is not before.turns
        if anew and [(one.start, one.text) for one in before.turns] != [
            (one.start, one.text) for one in self.sheet.turns
        ]:
            self.words.show(self.sheet.turns, self.sheet.marks, at=self.words.cursor)
            for index, segment in enumerate(self.sheet.segments):
                if segment.id in self.visited:
                    self.words.set_read(index)
        else:
            self.words.set_marks(self.sheet.marks)
        self._titles()

    def lay_again(self) -> None:
        """Lay the document on the desk anew, with suggestions or without."""
        self._titled = ""
        self.redraw()

    def _titles(self) -> None:
        assert self.sheet is not None
        with self.prevent(LineList.Highlighted):  # the highlight is where it was, and nothing here follows it
            self.query_one("#code-list", CodeList).show(self.sheet.lines)
        self._show_cursor(self.words.cursor)

    @on(TranscriptView.CursorMoved)
    def _cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        self._show_cursor(event.offset)
        self.follow_beside()

    def _show_cursor(self, offset: int) -> None:
        """Say which codes apply here, whose, and what the first one means."""
        self._at = offset
        sheet = self.sheet
        if sheet is None:
            return
        turn, foot = self.words.turn, self.query_one("#under-cursor", Static)
        if turn is not None:
            index = self.words.script.turn_at(offset)
            title = f"{title_of(sheet.document)} · {index + 1} of {len(sheet.turns)}"
            title += f" · ░ {len(sheet.proposed):,} suggested" if sheet.proposed else ""
            if title != self._titled:
                self._titled = title
                foot.border_title = title.replace("[", "\\[")
            self.visited.add(sheet.segments[index].id)
            self.words.set_read(index)
        marks = self.words.marks_at(offset)
        self.words.set_active(marks[0].key if marks else None)
        said = self._said_of(marks) if marks else ""
        foot.update(said, layout=False)
        self.follow_cursor()

    def _said_of(self, marks: Sequence[Mark]) -> str:
        """One line on the first of some marks: its code and definition, whose, and which of how many here it is."""
        sheet, key = self.sheet, marks[0].key
        flag = sheet.flag(key) if sheet else None
        if flag is not None:
            return f"⚑ {SAYS[flag.kind]} · {flag.who} · {flag.state()}"
        note = sheet.note(key) if sheet else None
        if note is not None:
            return f"✎ {' '.join(note.text.split())} · {note.coder} {clock_of(note.created)}{self._further(marks)}"
        coding = sheet.coding(key) if sheet else None
        code = sheet.code(coding.code_id) if sheet and coding else None
        faint = self.suggested_at(marks)
        if sheet is None or coding is None or code is None:
            return faint
        definition = f"“{code.definition}”" if code.definition else "no definition yet"
        against = " · evidence against" if coding.direction == "against" else ""
        found = " · found by searching" if coding.origin == "search" else ""
        others, clock = self._further(marks), clock_of(coding.created)
        changed = " · ⚠ words changed since, h still holds" if coding.reworded else ""
        mine = f"{sheet.letters[code.id]} {code.name}{changed} · {coding.coder} {clock}{against}{found}{others} · {definition}"
        return f"{faint} · {mine}" if faint else mine

    def _further(self, marks: Sequence[Mark]) -> str:
        """Which of how many marks on the same words the first of these is; nothing where it is the only one."""
        place = marks_on(self.words.marks, self.words.cursor, marks[0].key)[1] + 1
        return f" · {place} of {len(marks)} here, e the next" if len(marks) > 1 else ""

    @on(Rows.RowChosen, "#document-rows")
    def _document_chosen(self, event: Rows.RowChosen) -> None:
        self.open_document(int(event.key))
        if not self._has_room:
            self.documents_shown = False
        self.words.focus()

    # Reading

    def _keep_reading(self) -> None:
        if self.workbench.project is None:
            return
        if self.sheet is not None:
            with self.attempt("Keep the place"):
                desk.keep_place(self.project, self.sheet.document.id, self._at)
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
        self.redraw()

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
        widget = self.query_one(pane)
        assert isinstance(widget, Rows | CodeList)
        inside = self.focused is not None and widget in self.focused.ancestors
        if getattr(self, name) and inside:
            setattr(self, name, False)
            self.words.focus()
        else:
            setattr(self, name, True)
            self.call_after_refresh(widget.focus_list)
