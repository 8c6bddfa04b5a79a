"""Themes: gathering codes under a statement, and saying how far the theme has come."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from textual import work

from workbench.coding.themes import ThemeLine, add_theme, amend_theme, move_theme, set_theme_codes
from workbench.tui.choosing_several import ChooseSeveral
from workbench.tui.codebook.joining import Joining
from workbench.tui.codebook.pages import STATES
from workbench.tui.codes import NOTE_LINES
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Field, Form

NEXT = {"candidate": "kept", "kept": "dropped", "dropped": "candidate"}
DONE = {"candidate": "Make a theme a candidate again", "kept": "Keep a theme", "dropped": "Drop a theme"}


class Gathering(Joining):
    """The part of the codebook's screen that changes themes."""

    @command("codebook.add_theme", "New theme", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_theme(self) -> None:
        """Begin a theme: its name, and in a sentence what the pattern is."""
        answer = await self.app.push_screen_wait(_form("New theme", None))
        if answer is None:
            return
        key: int | None = None
        with self.attempt("New theme"), self.project.change("Begin a theme") as session:
            key = add_theme(session, answer["name"], statement=answer["statement"], state=answer["state"])
        self.after(theme=key)

    @command("codebook.word_theme", "Edit", key="e,r", footer=True)
    @work(exclusive=True, group="question")
    async def action_word_theme(self) -> None:
        """Change the theme's name, its statement, or how far it has come."""
        theme = self.theme
        answer = await self.app.push_screen_wait(_form("Theme", theme)) if theme else None
        if theme is None or answer is None:
            return
        changed = {key: said for key, said in answer.items() if said != getattr(theme, key)}
        if changed:
            self._on_theme(theme, "Edit a theme", lambda session: amend_theme(session, theme.id, **changed))

    def _on_theme(self, theme: ThemeLine, name: str, verb: Callable[[Session], None]) -> None:
        with self.attempt("Theme"), self.project.change(name) as session:
            verb(session)
        self.after(theme=theme.id)

    @command("codebook.choose_codes", "Codes", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_codes(self) -> None:
        """Choose the codes that the theme gathers; a code may serve several themes."""
        theme = self.theme
        if theme is None:
            return
        choices = [
            Choice(one.id, one.path, one.definition, f"{one.codings} · {one.cases}", also=one.include)
            for one in self.book.codes
            if one.state == "active" or one.id in theme.code_ids
        ]
        asked = ChooseSeveral(
            f"Codes of “{theme.name}”", choices, marked=theme.code_ids, note_lines=NOTE_LINES, exactly=True
        )
        answer = await self.app.push_screen_wait(asked)
        if answer is None:
            return
        keys = [one.key for one in answer if isinstance(one, Choice)]
        if set(keys) != set(theme.code_ids):
            self._on_theme(
                theme, "Choose the codes of a theme", lambda session: set_theme_codes(session, theme.id, keys)
            )

    @command("codebook.next_state", "Kept, dropped", key="s", footer=True)
    def action_next_state(self) -> None:
        """Make a candidate a theme that is kept, then one that is dropped, then a candidate again."""
        theme = self.theme
        if theme is not None:
            state = NEXT[theme.state]
            self._on_theme(theme, DONE[state], lambda session: amend_theme(session, theme.id, state=state))

    @command("codebook.theme_down", "Further down", key="J")
    def action_theme_down(self) -> None:
        """Move the theme further down."""
        self._shift_theme(1)

    @command("codebook.theme_up", "Further up", key="K")
    def action_theme_up(self) -> None:
        """Move the theme further up."""
        self._shift_theme(-1)

    def _shift_theme(self, by: int) -> None:
        theme = self.theme
        order = [one.id for one in self.book.themes]
        if theme is not None and 0 <= order.index(theme.id) + by < len(order):
            self._on_theme(theme, "Move a theme", lambda session: move_theme(session, theme.id, by))

    @command("codebook.theme_memo", "Memo", key="n")
    @work(exclusive=True, group="question")
    async def action_theme_memo(self) -> None:
        """Write a memo on the theme."""
        theme = self.theme
        if theme is not None:
            await self.memo_on("theme", theme.id, theme.name)


def _form(title: str, theme: ThemeLine | None) -> Form:
    """A theme's own words as a form."""
    return Form(
        title,
        [
            Field("name", "Name", theme.name if theme else "", required=True),
            Field(
                "statement",
                "Statement",
                theme.statement if theme else "",
                "In a sentence, what the pattern is.",
                lines=4,
            ),
            Field("state", "How far it has come", theme.state if theme else "candidate", options=tuple(STATES.items())),
        ],
    )
