"""A page of the briefs room that asks by forms, and is drawn again only where something was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session

from workbench.tui.briefs.line_forms import Answer
from workbench.tui.dialogs import Field, Form
from workbench.tui.triangulation.evidence import Page


class AskingPage(Page):
    """A page over the briefs room."""

    room = "briefs"
    _seen = -1

    def show_latest(self) -> None:
        """Draw the page again where something was written since."""
        now = self.project.latest_change()
        if now != self._seen:
            self._seen = now
            super().show_latest()

    async def ask(
        self,
        title: str,
        fields: Sequence[Field],
        keep: Callable[[Session, Answer], object],
        *,
        name: str,
        prompt: str = "",
    ) -> bool:
        """Ask by a form until its answer can be kept; what was typed stays in the form when it is refused."""
        listed = list(fields)
        while True:
            answer = await self.app.push_screen_wait(Form(title, listed, prompt=prompt))
            if answer is None:
                return False
            with self.attempt(title) as tried, self.project.change(name) as session:
                keep(session, dict(answer))
            if not tried.failed:
                self.show_latest()
                return True
            listed = [replace(field, value=answer[field.key]) for field in listed]
