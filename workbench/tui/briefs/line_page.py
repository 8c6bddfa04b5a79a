"""A page whose lines are edited where they stand: `enter` on a line opens it, `a` adds one, `delete` takes it out."""

from __future__ import annotations

from typing import Any

from textual import work

from workbench.briefs.options import BriefIsDecidedError, briefs
from workbench.briefs.order import move_line
from workbench.tui.briefs.asking import AskingPage
from workbench.tui.briefs.line_forms import FORMS
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose


class LinePage(AskingPage):
    """A page over the lines of an option or of a brief. A place on it is `kind:key`; `add:kind` adds a line."""

    KINDS: tuple[str, ...] = ()
    """The kinds of lines that can be added here, of FORMS."""

    def brief_here(self) -> int:
        """The brief that the page belongs to."""
        return 0

    def over(self, kind: str) -> int:  # noqa: ARG002
        """The key of what a new line of that kind stands below."""
        return self.brief_here()

    def line_at(self, kind: str, key: str) -> Any:  # noqa: ARG002
        """The line of that kind and key, None where it is not on the page."""
        return None

    async def edit_place(self, kind: str, key: str) -> None:
        """Edit a place that is not a line. Run it inside a worker."""

    def follow_place(self, to: str) -> None:
        """A line is edited where it stands; anything else leads where it leads."""
        kind, _, key = to.partition(":")
        if kind in {"add", "cell", "rating", "start", "asked", "full", "look"} or kind in FORMS:
            self._edit(kind, key)
        else:
            super().follow_place(to)

    @work(exclusive=True, group="question")
    async def _edit(self, kind: str, key: str) -> None:
        if self.is_decided():
            return
        if kind == "add":
            await self.add_line(key)
        elif kind in FORMS:
            await self.edit_line(kind, key)
        else:
            await self.edit_place(kind, key)
        self.show_latest()

    def is_decided(self) -> bool:
        """Whether the brief has been decided on and stays as it is; says so."""
        with self.attempt("Edit") as tried, self.project.read() as session:
            if any(one.id == self.brief_here() and one.status == "decided" for one in briefs(session)):
                raise BriefIsDecidedError
        return tried.failed

    async def add_line(self, kind: str) -> None:
        """Add a line of a kind."""
        form, below = FORMS[kind], self.over(kind)
        await self.ask(
            f"New: {form.name[:1].lower()}{form.name[1:]}",
            form.fields(None),
            lambda session, answer: form.add(session, below, answer),
            name=f"Add to a brief: {form.name.lower()}",
        )

    async def edit_line(self, kind: str, key: str) -> None:
        """Edit a line where it stands."""
        line, form = self.line_at(kind, key), FORMS[kind]
        if line is not None:
            await self.ask(
                form.name,
                form.fields(line),
                lambda session, answer: form.amend(session, int(key), answer),
                name=f"Edit in a brief: {form.name.lower()}",
            )

    @command("line.add_line", "Add", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_line(self) -> None:
        """Add a line: a partner, a benefit, a cost, a risk and so on."""
        if self.is_decided():
            return
        choices = [Choice(kind, FORMS[kind].name) for kind in self.KINDS]
        answer = await self.app.push_screen_wait(Choose("Add what?", choices))
        if isinstance(answer, Choice):
            await self.add_line(answer.key)
            self.show_latest()

    @command("line.move_up", "Further up", key="K")
    def action_move_up(self) -> None:
        """Move the marked line before the one above it."""
        self._move(-1)

    @command("line.move_down", "Further down", key="J")
    def action_move_down(self) -> None:
        """Move the marked line behind the one below it."""
        self._move(1)

    def _move(self, by: int) -> None:
        kind, key = self._marked_line("Move")
        if kind and not self.is_decided():
            with self.attempt("Move"), self.project.change(f"Move in a brief: {FORMS[kind].name.lower()}") as session:
                move_line(session, FORMS[kind].table, key, by)
            self.show_latest()

    def _marked_line(self, title: str) -> tuple[str, int]:
        """The kind and key of the marked line; says what to do where none is marked."""
        kind, _, key = self.reader.place.partition(":")
        if kind in FORMS and self.line_at(kind, key) is not None:
            return kind, int(key)
        said = "Mark a line first: tab walks them. What stands in a few words is edited, not taken out or moved."
        self.notify(said, title=title, markup=False)
        return "", 0

    @command("line.remove_line", "Take out", key="delete,x", footer=True)
    def action_remove_line(self) -> None:
        """Take the marked line out; ctrl+z brings it back."""
        kind, key = self._marked_line("Take out")
        if not kind:
            return
        with (
            self.attempt("Take out"),
            self.project.change(f"Take out of a brief: {FORMS[kind].name.lower()}") as session,
        ):
            FORMS[kind].remove(session, key)
        self.show_latest()
