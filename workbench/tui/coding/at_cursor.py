"""From the words under the cursor to their codes: what they mean, the codebook, the next place of a code."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.reactive import var

from workbench.coding.codings import CodingLine
from workbench.coding.memos import MemoLine, memos_on
from workbench.coding.retrieval import places_of_code
from workbench.coding.themes import themes
from workbench.tui.codebook.pages import ORIGINS
from workbench.tui.coding.sheet import Sheet, title_of
from workbench.tui.coding.suggesting import Suggesting
from workbench.tui.commands import command
from workbench.tui.days import said_when
from workbench.tui.memo_on import MemoOn, Thing
from workbench.tui.screen import Here
from workbench.tui.widgets.code_list import CodeList
from workbench.tui.widgets.paper import Block, Part, Run, blank, words
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Rows


class AtCursor(Suggesting):
    """The part of the coding room that leads to the codes on the words."""

    fold_shown: var[bool] = var(False, toggle_class="-fold")

    def open_document(self, document_id: int, *, at: int | None = None) -> None:
        """Lay a document on the desk, with the cursor at a place in it."""

    def code_here(self) -> int | None:
        """The code of the shortest coding under the cursor, else the one highlighted in the list."""
        if self.sheet is not None and self.focused is self.words:
            for coding in self._codings_here():
                return coding.code_id
        line = self.query_one("#code-list", CodeList).current
        return int(line.key) if line else None

    def _codings_here(self) -> list[CodingLine]:
        """The codings under the cursor, the picked one first, else the shortest."""
        if self.sheet is None:
            return []
        found = [self.sheet.coding(mark.key) for mark in self.words.marks_at(self.words.cursor)]
        return [one for one in found if one is not None]

    def evidence_here(self) -> Here | None:
        """The codings under the cursor; where there are none, or in the list of transcripts, the document."""
        if self.sheet is None:
            return None
        rows = self.query_one("#document-rows", Rows)
        if rows.current is not None and self.focused is not None and rows in self.focused.ancestors:
            return Here("document", (int(rows.current.key),))
        here = tuple(one.id for one in self._codings_here())
        return Here("quote", here) if here else Here("document", (self.sheet.document.id,))

    @command("coding.open_codebook", "Codebook", key="B", footer=True)
    def action_open_codebook(self) -> None:
        """Open the codebook, at the code under the cursor: what codes mean, reshaping them, and the themes."""
        from workbench.tui.codebook.screen import CodebookScreen

        self.app.push_screen(CodebookScreen(self.code_here()))

    @command("coding.find_and_code", "Find and code", key="F")
    def action_find_and_code(self) -> None:
        """Find words, a pattern, a speaker or answers to a question, see every place, and code those that are meant."""
        from workbench.tui.coding.find_and_code import FindAndCode

        self.app.push_screen(FindAndCode(self.sheet.document.id if self.sheet else None))

    @command("coding.look_next", "Where to look next", key="N")
    def action_look_next(self) -> None:
        """See where to look next: people nobody has read, what is unlike anything coded, what reads the same."""
        from workbench.tui.suggestions.next_page import NextPage

        self.app.push_screen(NextPage())

    # What lies under the cursor

    @command("coding.unfold_codes", "Codes here", key="i")
    def action_unfold_codes(self) -> None:
        """Show below the words every code under the cursor and what it means, and the memos on this document and person."""
        if not self.query("#at-cursor"):
            self.mount(Reader(id="at-cursor"), after="#under-cursor")
        self.fold_shown = not self.fold_shown
        self.call_after_refresh(self.follow_cursor)

    @command("coding.next_code_here", "Next code here", key="e")
    def action_next_code_here(self) -> None:
        """Go on to the next of several codes on the same words: what is done to a coding is done to that one."""
        self.words.pick_mark(1)

    @command("coding.previous_code_here", "Code before here", key="E")
    def action_previous_code_here(self) -> None:
        """Go back to the code before among several on the same words."""
        self.words.pick_mark(-1)

    def follow_cursor(self) -> None:
        """Show the codes under the cursor, while they are unfolded."""
        if self.fold_shown and self.sheet is not None:
            here = self._codings_here()
            with self.project.read() as session:
                written = {one.id: memos_on(session, "coding", one.id) for one in here}
                around = [
                    (thing.name, memo)
                    for thing in self._around()
                    for memo in memos_on(session, thing.about, thing.key)
                    if memo.kind == "memo"
                ]
            for page in self.query("#at-cursor").results(Reader):
                faint = self.suggested_at(self.words.marks_at(self.words.cursor))
                page.show([*codes_page(self.sheet, here, written, faint), *memos_page(around)], top=True)

    def _around(self) -> list[Thing]:
        """What lies around the words and memos hang on: the document, who speaks, the project."""
        sheet, found = self.sheet, list[Thing]()
        if sheet is not None and sheet.segments:
            found.append(Thing("document", sheet.document.id, f"the document {title_of(sheet.document)}"))
            turn = sheet.segments[self.words.script.turn_at(self.words.cursor)]
            if turn.case_id is not None:
                found.append(Thing("case", turn.case_id, f"the person {turn.case}"))
        return [*found, Thing("project", None, "the project")]

    # The next place of a code

    @command("coding.next_place", "Next of this code", key="right_curly_bracket")
    def action_next_place(self) -> None:
        """Go to the next words with the code under the cursor, in this document or one after it."""
        self._to_place(1)

    @command("coding.previous_place", "Previous of this code", key="left_curly_bracket")
    def action_previous_place(self) -> None:
        """Go to the words before with the code under the cursor, in this document or one before it."""
        self._to_place(-1)

    def _to_place(self, by: int) -> None:
        sheet, code_id = self.sheet, self.code_here()
        code = sheet.code(code_id) if sheet and code_id is not None else None
        if sheet is None or code is None:
            return
        with self.project.read() as session:
            places = places_of_code(session, code.id, but_heavy=sheet.document.id)
        here = (sheet.document.id, self._begins_here(code.id))
        further = [one for one in places if (one > here if by > 0 else one < here)]
        if not further:
            where = "further down" if by > 0 else "further up"
            self.notify(f"“{code.name}” is on no words {where}.", title="Next of this code", markup=False)
            return
        document, start = further[0 if by > 0 else -1]
        if document == sheet.document.id:
            self.words.go_to(start)
        else:
            self.open_document(document, at=start)
        self.words.focus()

    def _begins_here(self, code_id: int) -> int:
        """Where the coding under the cursor begins; the cursor itself where none of this code is."""
        starts = [one.start for one in self._codings_here() if one.code_id == code_id]
        return max(starts, default=self.words.cursor)

    # Memos and the journal

    @command("coding.write_memo", "Memo", key="m")
    @work(exclusive=True, group="question")
    async def action_write_memo(self) -> None:
        """Write a memo on the coding, the code, the document, the person, a theme or the project."""
        written = await self.app.push_screen_wait(MemoOn(self._things()))
        if written is not None:
            with self.attempt("Memo"), self.project.change("Write a memo") as session:
                written.keep(session)
            self.redraw()

    def _things(self) -> list[Thing]:
        """What a memo can hang on from here, the nearest first."""
        sheet, found = self.sheet, list[Thing]()
        here = self._codings_here()
        found += [Thing("coding", one.id, f"these words under {one.code}") for one in here]
        *near, project = self._around()
        found += near
        listed = self.code_here()
        codes = dict.fromkeys([*(one.code_id for one in here), *([] if listed is None else [listed])])
        named = [sheet.code(key) for key in codes] if sheet else []
        found += [Thing("code", one.id, f"the code {one.path}") for one in named if one is not None]
        found.append(project)
        with self.project.read() as session:
            found += [Thing("theme", one.id, f"the theme {one.name}") for one in themes(session)]
        return found

    @command("coding.open_journal", "Journal", key="J")
    def action_open_journal(self) -> None:
        """Read the journal by days, and write in it."""
        from workbench.tui.coding.journal import JournalPage

        self.app.push_screen(JournalPage(self.project, self))


def codes_page(
    sheet: Sheet, here: Sequence[CodingLine], memos: dict[int, list[MemoLine]], faint: str = ""
) -> list[Part]:
    """Every code on some words: whose it is, what it means, what it takes in and leaves out, memos on it.

    `faint` says what is suggested there.
    """
    made: list[Part] = [words(faint, "quiet"), blank()] if faint else []
    if not here:
        return [*made, words("No code is on the words under the cursor.", "quiet")]
    for one in here:
        code = sheet.code(one.code_id)
        if code is None:
            continue
        notes = [one.coder, said_when(one.created), ORIGINS.get(one.origin, "")]
        notes.append("evidence against" if one.direction == "against" else "")
        head = f"{sheet.letters.get(code.id, '')} {code.path}".strip()
        made.append(Block((Run(head, "title"), Run("".join(f" · {note}" for note in notes if note), "quiet"))))
        made.append(words(code.definition or "No definition yet.", "" if code.definition else "quiet", indent=2))
        made += [words(f"Takes in: {code.include}", indent=2)] if code.include else []
        made += [words(f"Leaves out: {code.exclude}", indent=2)] if code.exclude else []
        made += [words(f"{memo.coder}: {memo.text}", "quiet", indent=2, sign="✎") for memo in memos.get(one.id, ())]
        made.append(blank())
    return made[:-1]


def memos_page(memos: Sequence[tuple[str, MemoLine]]) -> list[Part]:
    """The memos on what lies around some words, each with what it is on."""
    made: list[Part] = []
    for name, memo in memos:
        said = f"{memo.coder}, {said_when(memo.created)}, on {name}"
        made += [blank(), words(said, "quiet"), words(memo.text, indent=2, sign="✎")]
    return made
