"""A question: a box over the room, which a person answers or backs out of."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from workbench.tui.commands import Commands, command
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS

AnswerT = TypeVar("AnswerT")
NOT_KEPT = "What you have written is not kept yet: ctrl+s keeps it, escape once more leaves it."


class Question(Commands, ModalScreen[AnswerT | None], Generic[AnswerT]):
    """A box over the room with one question in it; escape backs out."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    title_text = ""

    def __init__(self) -> None:
        super().__init__()
        self._begun: dict[TextArea, str] = {}
        self._warned = ""

    def on_mount(self) -> None:
        """Remember what the larger boxes began with."""
        self._begun = {one: one.text for one in self.query(TextArea)}

    def compose_box(self) -> ComposeResult:
        """What is in the box."""
        yield from ()

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="question") as box:
            box.border_title = self.title_text.replace("[", "\\[")
            yield from self.compose_box()

    @command("question.back_out", "Back", key="escape", palette=False)
    def action_back_out(self) -> None:
        """Answer nothing and go back; with something written that is not kept, only when asked once more."""
        if self.may_leave():
            self.dismiss(None)

    def may_leave(self) -> bool:
        """Whether nothing written in a larger box would be lost, or the person knows: it is said once for the same words."""
        written = "\n".join(one.text for one, begun in self._begun.items() if one.text.strip() != begun.strip())
        if not written.strip() or written == self._warned:
            return True
        self._warned = written
        self.refuse(NOT_KEPT)
        return False

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the answer, where it was typed."""
        wrong = self.query_one(".wrong", Static)
        wrong.update(sentence)
        wrong.set_class(bool(sentence), "-said")


def said(text: str, kind: str = "said") -> Static:
    """A sentence in a box, taken literally."""
    return Static(text, classes=kind, markup=False)
