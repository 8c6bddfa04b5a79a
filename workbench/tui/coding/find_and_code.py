"""Finding and coding: every place that fits is shown in its context, kept or dropped, and coded as one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.coding.codebook import codebook, ensure_code
from workbench.coding.codings import Applied
from workbench.coding.finding import Hits, Looking, apply_hits, carrying, hits
from workbench.sources.document_list import documents
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.codes import NOTE_LINES, code_choices
from workbench.tui.coding.found_lines import Found, FoundLines
from workbench.tui.coding.looking_for import looking_form, looking_of
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Created
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.paper import Block, Run, blank, words
from workbench.tui.widgets.reader import Reader


class FindAndCode(WorkbenchScreen):
    """What was found, place by place; nothing is coded that is not shown here."""

    HELP = """\
### Find and code
`w` says what to look for, `d` in which documents. Every place is shown in its context: `space` keeps or drops the one under the highlight,
`a` keeps all, `x` drops all. `c` chooses the code, or makes one; places that carry it already are left out.
`ctrl+s` puts the code on the places that are kept, as one change that `ctrl+z` takes back; each coding says that it was
found by searching. `escape` goes back to the words.
"""
    room = "coding"
    shows_undo_of: ClassVar[frozenset[str]] = frozenset({"code", "coding"})
    asked_last: ClassVar[dict[str, dict[str, str]]] = {}
    """What was asked last, by project."""
    DEFAULT_CSS = """
    FindAndCode {
        #found-said { height: auto; min-height: 1; max-height: 3; padding: 0 1; }
        #found { height: 3fr; }
        #found-whole { height: 1fr; min-height: 5; border-top: solid $rule; }
    }
    """

    def __init__(self, here: int | None = None) -> None:
        super().__init__()
        self._here = here
        self.looking: Looking | None = None
        self.only: tuple[int, ...] = ()
        self.found: list[Found] = []
        self.held = 0
        self.code: int | str | None = None
        self.code_name = ""
        self._begun = False

    def compose_room(self) -> ComposeResult:
        """What was found, how much, and the place under the highlight in full."""
        yield Static("", id="found-said", markup=False)
        with Vertical(id="found", classes="pane") as pane:
            pane.border_title = "Found"
            yield FoundLines(empty="Press w to say what to look for.", id="found-lines")
        yield Reader(id="found-whole")

    @property
    def lines(self) -> FoundLines:
        """The places."""
        return self.query_one("#found-lines", FoundLines)

    def on_screen_resume(self) -> None:
        """Ask at once what to look for."""
        super().on_screen_resume()
        if not self._begun:
            self._begun = True
            self.lines.focus()
            self.action_say_what()

    def show_latest(self) -> None:
        """Look again which places carry the code."""
        self._mark()

    # Looking

    @command("finding.say_what", "What to look for", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_say_what(self) -> None:
        """Say what to look for: words, a pattern, a speaker, a role, a question; and what a hit is."""
        key = str(self.project.path)
        form = looking_form(self.project, self.asked_last.get(key, {}), self._here)
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self.asked_last[key] = answers
            self.looking = looking_of(answers)
            self.query_one("#found-said", Static).update("Looking …")
            self._look(self.looking)

    @command("finding.choose_documents", "In which documents", key="d")
    @work(exclusive=True, group="question")
    async def action_choose_documents(self) -> None:
        """Look in some documents only, as many as are marked; in all where none is."""
        with self.project.read() as session:
            listed = documents(session)
        choices = [Choice(one.id, one.title or one.name, also=one.name) for one in listed]
        asked = ChooseSeveral("In which documents", choices, marked=self.only, exactly=True)
        answer = await self.app.push_screen_wait(asked)
        if answer is None:
            return
        self.only = tuple(one.key for one in answer if isinstance(one, Choice))
        if self.looking is not None:
            self._look(self.looking)

    @work(thread=True, exclusive=True, group="looking")
    def _look(self, looking: Looking) -> None:
        """Look in a thread; a refusal is shown as its sentence."""
        worker, found = get_current_worker(), Hits()
        if self.only:
            looking = replace(looking, documents=tuple(set(self.only) & set(looking.documents or self.only)))
        with self.attempt("Find and code"), self.project.read() as session:
            found = hits(session, looking)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_in, found)

    def _take_in(self, found: Hits) -> None:
        if not self.is_attached:
            return
        self.found = [Found(hit) for hit in found.hits]
        self.held = found.held
        self.lines.empty = "Nothing was found, or what was found is left out here. Press w to look for something else."
        self._mark(0)
        self.lines.focus()

    def _mark(self, at: int | None = None) -> None:
        """Say of every place whether its words carry the code."""
        there: frozenset[int] = frozenset()
        if isinstance(self.code, int):
            with self.project.read() as session:
                there = carrying(session, [one.hit for one in self.found], self.code)
        self.found = [replace(one, already=place in there) for place, one in enumerate(self.found)]
        self._show(at)

    def _show(self, at: int | None = None) -> None:
        self.lines.show_items(self.found, self.lines.highlighted or 0 if at is None else at)
        self.query_one("#found-said", Static).update(self.said())
        self.refresh_bindings()

    def said(self) -> str:
        """How much was found, how much of it carries the code, how much is kept."""
        if self.looking is None:
            return ""
        number, people = Hits(tuple(one.hit for one in self.found)).counted()
        if not self.found:
            parts = ["Nothing was found"]
        else:
            place = "place" if len(self.found) == 1 else "places"
            where = "document" if number == 1 else "documents"
            whose = "person" if people == 1 else "people"
            parts = [f"{len(self.found):,} {place} in {number:,} {where}, {people:,} {whose}"]
        if self.code is not None:
            already = sum(one.already for one in self.found)
            parts.append(f"{already:,} {'carries' if already == 1 else 'carry'} the code already")
        if self.held:
            parts.append(f"{self.held:,} more held back for safeguarding")
        if self.only:
            parts.append(f"looked for in {len(self.only):,} of the documents, d chooses others")
        code = f"“{self.code_name}”" if self.code is not None else "no code chosen yet, c chooses one"
        return f"{'; '.join(parts)}.\n{sum(one.goes for one in self.found):,} kept · {code}"

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Show the place in full."""
        event.stop()
        here = self.lines.current
        if here is None:
            self.query_one("#found-whole", Reader).show([])
            return
        hit = here.hit
        runs = (Run(hit.before, "quiet"), Run(hit.text, "quote"), Run(hit.after, "quiet"))
        about = f"{hit.speaker or 'not known who'} · {hit.document} · {here.state()}"
        self.query_one("#found-whole", Reader).show([words(about, "title"), blank(), Block(runs)], top=True)

    # Keeping

    @command("finding.keep_or_drop", "Keep or drop", key="space,enter", footer=True)
    def action_keep_or_drop(self) -> None:
        """Keep or drop the place under the highlight, and go to the next."""
        at = self.lines.highlighted
        if at is None or not self.found:
            return
        self.found[at] = replace(self.found[at], kept=not self.found[at].kept)
        self._show(min(at + 1, len(self.found) - 1))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_keep_or_drop()

    @command("finding.keep_all", "Keep all", key="a", footer=True)
    def action_keep_all(self) -> None:
        """Keep every place."""
        self._all(True)

    @command("finding.drop_all", "Drop all", key="x", footer=True)
    def action_drop_all(self) -> None:
        """Drop every place, to keep the few that are meant."""
        self._all(False)

    def _all(self, kept: bool) -> None:
        self.found = [replace(one, kept=kept) for one in self.found]
        self._show()

    # Coding

    @command("finding.choose_code", "Code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_code(self) -> None:
        """Choose the code, or make one; places that carry it already are left out."""
        await self._choose_code()

    async def _choose_code(self) -> None:
        with self.project.read() as session:
            codes = codebook(session)
        asked = Choose("Code", code_choices(codes), create="New code “{}”", note_lines=NOTE_LINES)
        answer = await self.app.push_screen_wait(asked)
        if answer is None:
            return
        self.code, self.code_name = (answer.name if isinstance(answer, Created) else answer.key), answer.name
        self._mark()

    @command("finding.put_on", "Put the code on", key="ctrl+s", footer=True)
    @work(exclusive=True, group="question")
    async def action_put_on(self) -> None:
        """Put the code on the places that are kept, as one change; without a code, choose it first and see."""
        if self.code is None:
            await self._choose_code()
            return
        done = self._put_on([one for one in self.found if one.goes])
        if done is not None:
            place = "1 place" if done.added == 1 else f"{done.added:,} places"
            left = (
                f" {len(done.left_out):,} could not be coded: their words changed meanwhile." if done.left_out else ""
            )
            self.notify(
                f"“{self.code_name}” is on {place} now, found by searching.{left}", title="Find and code", markup=False
            )
            self._mark()

    def _put_on(self, kept: Sequence[Found]) -> Applied | None:
        """One change with all of it; None where it was refused."""
        done, code = None, self.code
        name = f"Code what was found: {len(kept):,} {'place' if len(kept) == 1 else 'places'}"
        with self.attempt("Find and code"), self.project.change(name) as session:
            key = ensure_code(session, code) if isinstance(code, str) else code
            assert key is not None
            done = apply_hits(session, key, [one.hit for one in kept])
        if done is not None:
            self.code = key
        return done

    @command("finding.leave", "Back to the words", key="escape", palette=False)
    def action_leave(self) -> None:
        """Go back to the words."""
        self.workbench.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keeping and coding need places."""
        if action in {"keep_or_drop", "keep_all", "drop_all", "put_on"}:
            return True if self.found else None
        return super().check_action(action, parameters)
