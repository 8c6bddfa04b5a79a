"""A question: a box over the room, which a person answers or backs out of."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from workbench.tui.commands import command
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS

if TYPE_CHECKING:
    from workbench.project.file import Project

AnswerT = TypeVar("AnswerT")
NOT_KEPT = "What you have written is not kept yet: ctrl+s keeps it, escape once more leaves it."
HERE_AGAIN = "What you had begun to write here is here again. ctrl+s keeps it, escape twice lets it go."
Box = TextArea | Input
SET_ASIDE_TOO = "set-aside"
"""The class of a line whose words are set aside as those of a larger box are."""
TYPED = frozenset({"enter", "tab", "backspace"})
"""Keys other than letters that belong to what is typed."""
SET_ASIDE = 2.0
"""So many seconds after a key what is written in a larger box is set aside, so that nothing is lost if the power goes."""


class Question(Helped[AnswerT | None], ModalScreen[AnswerT | None], Generic[AnswerT]):
    """A box over the room with one question in it; escape backs out."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    title_text = ""
    keeps = "ctrl+s"
    """The key that keeps the answer."""
    waits_for_typing = True
    """Whether keys that were typed before it stood on the screen are meant for it."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead: list[events.Key] = []
        self._ready_since: float | None = None
        self._begun: dict[Box, str] = {}
        self._warned = ""
        self._timer: Timer | None = None
        self._answered = False

    def typed_ahead(self, key: events.Key) -> bool:
        """Whether a key was typed before there was anything here to type in; it is kept until there is, and then typed."""
        ready = self._ready_since is not None and key.time >= self._ready_since
        if ready or not self.waits_for_typing or not is_typed(key):
            return False
        self._ahead.append(key)
        if self._ready_since is not None:
            self._type_ahead()
        return True

    def _type_ahead(self) -> None:
        """Type what was typed before, once there is something to type in."""
        if self.focused is None:
            self.set_timer(0.02, self._type_ahead)
            return
        self._ready_since = self._ready_since or monotonic()
        before: list[events.Key] = getattr(self.app, "typed_while_opening", [])
        keys, self._ahead = [*before, *self._ahead], []
        before.clear()
        for key in keys:
            self.focused._forward_event(events.Key(key.key, key.character))

    def on_mount(self) -> None:
        """Remember what the larger boxes began with, and bring back what was begun in them and not kept."""
        self.call_after_refresh(self._type_ahead)
        lines = self.query(f".{SET_ASIDE_TOO}").results(Input)
        self._begun = {one: written_in(one) for one in (*self.query(TextArea), *lines)}
        project = self._open_project
        if project is None or not self._begun:
            return
        from workbench.desk.begun_texts import begun_text

        for area in self._begun:
            written = begun_text(project, self._where(area))
            if written and written != written_in(area):
                _put_in(area, written)
                self.refuse(HERE_AGAIN.replace("ctrl+s", self.keeps))

    @property
    def _open_project(self) -> Project | None:
        """The open project, where there is one that can be written to."""
        project: Project | None = getattr(self.app, "project", None)
        return None if project is None or getattr(project, "read_only", True) else project

    def _where(self, area: Box) -> str:
        """What a box is known by: what is asked, and what is said around it before anybody writes."""
        around = "\n".join(str(one.content) for one in self.query(Static) if one.has_class("said", "label"))
        return f"{self.title_text}\n{around}\n{area.id}\n{self._begun[area]}"

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _written(self) -> None:
        """Set aside soon what is written, and while somebody writes on again and again."""
        if self._timer is None and self._begun:
            self._timer = self.set_timer(SET_ASIDE, self._set_aside)

    def _set_aside(self) -> None:
        """Set aside what is written and not kept; nothing once the question is answered."""
        self._timer, project = None, self._open_project
        if project is None or not self._begun:
            return
        from workbench.desk.begun_texts import set_aside

        for area, begun in self._begun.items():
            unkept = not self._answered and written_in(area).strip() != begun.strip()
            set_aside(project, self._where(area), written_in(area) if unkept else "")

    def dismiss(self, result: AnswerT | None = None) -> AwaitComplete:
        """Close with an answer or none, the first that is given; what was written is kept by now, or the person let it go."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        self._set_aside()
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Set aside what is written when the app closes over it."""
        if not self._answered:
            self._set_aside()

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
        texts = [(written_in(one), begun) for one, begun in self._begun.items()]
        written = "\n".join(text for text, begun in texts if text.strip() != begun.strip())
        if not written.strip() or written == self._warned:
            return True
        self._warned = written
        self.refuse(NOT_KEPT.replace("ctrl+s", self.keeps))
        return False

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the answer, where it was typed."""
        wrong = self.query_one(".wrong", Static)
        wrong.update(sentence)
        wrong.set_class(bool(sentence), "-said")


def is_typed(key: events.Key) -> bool:
    """Whether a key belongs to what is typed, and is no command wherever one is."""
    return key.is_printable or key.key in TYPED


def written_in(box: Box) -> str:
    """What stands in a box."""
    return box.text if isinstance(box, TextArea) else box.value


def _put_in(box: Box, text: str) -> None:
    """Put a text in a box, with the cursor behind it."""
    if isinstance(box, TextArea):
        box.load_text(text)
        box.move_cursor(box.document.end)
    else:
        box.value = text
        box.cursor_position = len(text)


def said(text: str, kind: str = "said") -> Static:
    """A sentence in a box, taken literally."""
    return Static(text, classes=kind, markup=False)
