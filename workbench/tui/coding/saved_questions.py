"""Questions kept under a name on the Quotes page: keep, open, rename, take away."""

from __future__ import annotations

from textual import work

from workbench.coding.queries import remove_query, rename_query, save_query, saved_queries
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.screen import WorkbenchScreen


class SavedQuestions(WorkbenchScreen):
    """The part of the Quotes page that keeps questions."""

    typed = ""
    saved: int | None = None
    """The kept question that was opened, until something else is asked."""

    def ask_typed(self, typed: str) -> None:
        """Ask what was typed."""

    def action_show_keyword(self) -> None:
        """Go to words in context, or back from there."""

    @property
    def is_of_passages(self) -> bool:
        """Whether passages are in sight, and not words in context."""
        return getattr(self, "shows", "passages") == "passages"

    @command("quotes.save_query", "Keep the question", key="s")
    @work(exclusive=True, group="question")
    async def action_save_query(self) -> None:
        """Keep the question under a name; it is asked anew whenever it is opened."""
        if not self.typed.strip() or not self.is_of_passages:
            self.notify("Ask something first; then s keeps it under a name.", title="Keep the question")
            return
        name = await self.app.push_screen_wait(
            Ask("Keep the question", f"{self.typed}\n\nUnder which name?", value=self._name_of(self.saved))
        )
        if name:
            with self.attempt("Keep the question") as tried, self.project.change("Keep a question") as session:
                self.saved = save_query(session, name, self.typed)
            if not tried.failed:
                self.notify(f"“{name}” is kept; o opens it.", title="Keep the question", markup=False, timeout=4)

    @command("quotes.open_query", "Open a kept question", key="o")
    @work(exclusive=True, group="question")
    async def action_open_query(self) -> None:
        """Open a kept question, and ask it anew."""
        with self.project.read() as session:
            listed = saved_queries(session)
        if not listed:
            self.notify("No question is kept yet. Ask something, then s keeps it.", title="Kept questions")
            return
        choices = [
            Choice(one, f"⚠ {one.name}" if one.missing else one.name, note=f"{one.query}   {one.state}", count=one.who)
            for one in listed
        ]
        answer = await self.app.push_screen_wait(Choose("Kept questions", choices))
        if isinstance(answer, Choice):
            if not self.is_of_passages:
                self.action_show_keyword()
            self.saved = answer.key.id
            self.ask_typed(answer.key.query)
            if answer.key.state:
                self.notify(
                    f"“{answer.key.name}” {answer.key.state}.",
                    title="Kept questions",
                    severity="warning",
                    markup=False,
                    timeout=12,
                )

    @command("quotes.rename_query", "Rename the kept question", key="r")
    @work(exclusive=True, group="question")
    async def action_rename_query(self) -> None:
        """Give the kept question that is open another name."""
        key = self._opened("Rename")
        if key is None:
            return
        name = await self.app.push_screen_wait(Ask("Rename", value=self._name_of(key)))
        if name:
            with self.attempt("Rename"), self.project.change("Rename a kept question") as session:
                rename_query(session, key, name)

    @command("quotes.remove_query", "Take the kept question away", key="delete")
    def action_remove_query(self) -> None:
        """Take the kept question that is open out of the list; undo brings it back."""
        key = self._opened("Take away")
        if key is None:
            return
        name = self._name_of(key)
        with self.attempt("Take away") as tried, self.project.change("Take away a kept question") as session:
            remove_query(session, key)
        if not tried.failed:
            self.saved = None
            self.notify(f"“{name}” is taken away. Undo: ctrl+z", title="Kept questions", markup=False, timeout=6)

    def _opened(self, title: str) -> int | None:
        if self.saved is None or not self._name_of(self.saved):
            self.notify("Open a kept question first: o.", title=title)
            return None
        return self.saved

    def _name_of(self, key: int | None) -> str:
        """The name of a kept question; empty where there is none."""
        with self.project.read() as session:
            return next((one.name for one in saved_queries(session) if one.id == key), "")
