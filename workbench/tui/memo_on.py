"""Writing a memo: one dialog that asks on what it is to hang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session
from textual.app import ComposeResult
from textual.widgets import Select, TextArea

from workbench.coding.memos import write_memo
from workbench.tui.commands import command
from workbench.tui.question import Question, said


@dataclass(frozen=True, slots=True)
class Thing:
    """What a memo can hang on: its kind and key, None for the project itself, and how it is called here."""

    about: str
    key: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A memo that somebody has written."""

    thing: Thing
    text: str

    def keep(self, session: Session) -> int:
        """Write it down inside a change."""
        return write_memo(session, self.text, about=self.thing.about, thing_id=self.thing.key)


class MemoOn(Question[Written]):
    """The memo's words, and what it is on; the first of the things is offered."""

    def __init__(self, things: Sequence[Thing]) -> None:
        super().__init__()
        self.title_text = "Memo"
        self._things = list(things)

    def compose_box(self) -> ComposeResult:
        """What it is on, and its words."""
        yield said("On", "label")
        listed = [(one.name, at) for at, one in enumerate(self._things)]
        yield Select(listed, value=0, allow_blank=False, id="memo-on", compact=True)
        yield said("", "wrong")
        area = TextArea("", id="memo-text", tab_behavior="focus", compact=True)
        area.styles.height = 8
        area.styles.margin = (1, 0)
        yield area
        yield said("ctrl+s keeps it · shift+tab chooses what it is on · escape leaves it", "hint")

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one("#memo-text").focus()

    @command("question.keep", "Keep", key="ctrl+s", palette=False)
    def action_keep(self) -> None:
        """Keep the memo."""
        text = self.query_one("#memo-text", TextArea).text.strip()
        if not text:
            self.refuse("There is nothing in the memo. Write something, or leave it with escape.")
            return
        at = self.query_one("#memo-on", Select).value
        self.dismiss(Written(self._things[at if isinstance(at, int) else 0], text))
