"""Reading blind: passages drawn at random, coded without sight of what the machine proposes for them."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from workbench.coding.codebook import ensure_code
from workbench.suggestions.blind_answering import BlindLine, decide, give, take_last_off, take_off
from workbench.text import Span
from workbench.tui.codes import NOTE_LINES, code_choices
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Choose, Created
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.suggestions import blind_pages as pages
from workbench.tui.suggestions.blind_reading import BlindSheet, read_compared, read_sheet, turns_around
from workbench.tui.suggestions.looking import Look
from workbench.tui.suggestions.narrowing import Passage
from workbench.tui.widgets.reader import Reader

ON_A_PASSAGE = frozenset({"choose_code", "toggle_pinned", "take_last_off", "settle", "none_fits", "next", "previous"})


class BlindPage(KeepsUp):
    """One passage of a blind sample after the other; at the end what the machine would have proposed."""

    HELP = """\
### Reading blind
Passages drawn at random, coded without sight of what the machine proposes: only so can anybody say how often it is
right. A digit gives the code pinned to it, the digit again takes it off; `c` chooses among all codes and may make a new
one; `backspace` takes the last one off. `enter` says that these are all, `n` that no code fits. `j` and `k` go to
another passage that waits, `space` shows more of this one.

Codes you give are your own codings of the whole passage from the moment you give them; `ctrl+z` takes them back. Leave
with `escape` whenever you like: nothing is lost, and `B` in Review goes on.
"""
    room = "suggestions"
    AUTO_FOCUS = None
    shows_undo_of = frozenset({"coding", "blind_code", "blind_passage", "blind_sample", "suggestion", "code"})
    COMMAND_LIST = tuple(
        Command(
            f"blind.pinned_{digit}",
            f"Pinned code {digit}",
            "Give the code pinned to this digit, or take it off.",
            str(digit),
            action=f"toggle_pinned({digit})",
            palette=False,
        )
        for digit in range(1, 10)
    )
    DEFAULT_CSS = """
    BlindPage #blind-left { height: 1; padding: 0 1; color: $quiet; }
    BlindPage #blind { height: 1fr; }
    BlindPage #blind-passage { width: 3fr; }
    BlindPage #blind-page { width: 2fr; }
    BlindPage.-done #blind-passage { display: none; }
    BlindPage.-narrow #blind { layout: vertical; }
    BlindPage.-narrow #blind-passage { width: 1fr; height: 3fr; }
    BlindPage.-narrow #blind-page { width: 1fr; height: 3fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sheet = BlindSheet()
        self.at = 0
        self.look = Look()

    def compose_room(self) -> ComposeResult:
        """How many are left, the passage in its context, and what is asked."""
        yield Static("", id="blind-left", markup=False)
        with Horizontal(id="blind"):
            yield Passage(id="blind-passage", classes="pane")
            yield Reader(id="blind-page", classes="pane")

    @property
    def line(self) -> BlindLine | None:
        """The passage in sight."""
        waiting = self.sheet.waiting
        return waiting[self.at] if self.at < len(waiting) else None

    def on_screen_resume(self) -> None:
        """Read again what was changed elsewhere."""
        super().on_screen_resume()
        self.look.go_on()

    def on_screen_suspend(self) -> None:
        """Nobody looks."""
        self.look.pause()

    def show_latest(self) -> None:
        """Read the sample as it is now, and show the passage in sight, or what came of it."""
        self._seen = self.project.latest_change()
        here, before = self.line, {one.id for one in self.sheet.waiting}
        self.sheet = read_sheet(self.project)
        keys = [one.id for one in self.sheet.waiting]
        back = [one for one in self.sheet.waiting if before and one.id not in before]
        here = back[0] if len(back) == 1 else here
        self.at = keys.index(here.id) if here is not None and here.id in keys else min(self.at, max(0, len(keys) - 1))
        if back or here is None or self.line is None or here.id != self.line.id:
            self.look.begin()
        self._show()

    def _show(self) -> None:
        line, view, page = self.line, self.query_one("#blind-passage", Passage), self.query_one("#blind-page", Reader)
        self.query_one("#blind-left", Static).update(pages.left_line(self.sheet, line))
        self.set_class(line is None, "-done")
        page.can_focus = line is None
        self.set_focus(page if line is None else None)
        self.refresh_bindings()
        if line is None:
            page.border_title = "What came of it"
            page.show(pages.compared_page(self.sheet, read_compared(self.project, self.sheet)), top=True)
            return
        title, turns = turns_around(self.project, line)
        view.border_title = f"{line.case or 'not known who'} · {title}"
        view.show(turns, at=line.start)
        view.select(Span(line.start, line.end))
        page.border_title = "Your reading"
        page.show(pages.asking_page(self.sheet, line), top=True)

    def _change(self, title: str, do: Callable[[Session, BlindLine], object]) -> None:
        """Do something with the passage in sight, and show what came of it."""
        line = self.line
        if line is not None:
            with self.attempt(title), self.project.change(title) as session:
                do(session, line)
            self.show_latest()

    def action_toggle_pinned(self, digit: int) -> None:
        """Give the code pinned to a digit, or take it off."""
        code = next((one for one in self.sheet.codes if one.pinned == digit), None)
        line = self.line
        if code is None:
            self.notify(f"No code is pinned to {digit}. c chooses among all of them.", title="Pinned code")
        elif line is not None and code.id in line.given:
            self._change("Take a code off", lambda session, one: take_off(session, one.id, code.id))
        else:
            self._change("Code a passage read blind", lambda session, one: give(session, one.id, code.id))

    @command("blind.choose_code", "Code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_code(self) -> None:
        """Choose a code by a few of its letters, or make a new one."""
        line = self.line
        if line is None:
            return
        choices = code_choices(self.sheet.codes)
        answer = await self.app.push_screen_wait(
            Choose("Which code?", choices, create="New code “{}”", note_lines=NOTE_LINES)
        )
        if answer is None or self.line is None or self.line.id != line.id:
            return

        def do(session: Session, one: BlindLine) -> None:
            give(session, one.id, ensure_code(session, answer.name) if isinstance(answer, Created) else answer.key)

        self._change("Code a passage read blind", do)

    @command("blind.take_last_off", "Take off", key="backspace,delete")
    def action_take_last_off(self) -> None:
        """Take the code that you gave last off again."""
        if self.line is not None:
            self._change("Take a code off", lambda session, one: take_last_off(session, one.id))

    @command("blind.settle", "These are all", key="enter", footer=True)
    def action_settle(self) -> None:
        """Say that the passage has all its codes, and go to the next."""
        looked = self.look.milliseconds()
        self._change(
            "Decide about a passage read blind", lambda session, one: decide(session, one.id, looked_ms=looked)
        )

    @command("blind.none_fits", "No code fits", key="n", footer=True)
    def action_none_fits(self) -> None:
        """Say that no code fits this passage, and go to the next."""
        looked = self.look.milliseconds()
        self._change(
            "Decide about a passage read blind",
            lambda session, one: decide(session, one.id, fits=False, looked_ms=looked),
        )

    def _step(self, by: int) -> None:
        waiting = self.sheet.waiting
        if waiting:
            self.at = (self.at + by) % len(waiting)
            self.look.begin()
            self._show()

    @command("blind.next", "Another", key="j", footer=True)
    def action_next(self) -> None:
        """Go to the next passage that waits, without deciding about this one."""
        self._step(1)

    @command("blind.previous", "The one before", key="k")
    def action_previous(self) -> None:
        """Go back to the passage before."""
        self._step(-1)

    @command("blind.scroll", "More of the passage", key="space")
    def action_scroll(self) -> None:
        """Show more of what comes after; from the end, the passage itself again."""
        view, line = self.query_one("#blind-passage", Passage), self.line
        if line is None:
            return
        if view.scroll_offset.y >= view.max_scroll_y:
            view.scroll_to(y=0, animate=False)
            view.go_to(line.start, select=Span(line.start, line.end))
        else:
            view.scroll_page_down(animate=False)

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        _, document, start = event.to.split(":")
        self.workbench.open_in_coding(int(document), int(start))

    @command("blind.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to Review; nothing is lost."""
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a passage is here while one waits."""
        if action in ON_A_PASSAGE and self.is_mounted:
            return self.line is not None
        return super().check_action(action, parameters)
