"""Questions with a typed answer, asked in a worker: `await self.app.push_screen_wait(Ask("Rename"))`.

Each answer is None when the person backed out with escape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Select, Static, TextArea

from workbench.tui.choosing import Choice, Choose, Created
from workbench.tui.commands import command
from workbench.tui.question import SET_ASIDE_TOO, Question, said

if TYPE_CHECKING:
    from textual_fspicker import FileOpen, FileSave

__all__ = [
    "Ask",
    "Choice",
    "Choose",
    "Confirm",
    "Created",
    "Field",
    "Form",
    "Passphrase",
    "open_file",
    "save_file",
]

Check = Callable[[str], str | None]


class Ask(Question[str]):
    """One line of text. `check` gives the sentence that is wrong with an answer, or None; `hint` says what keys do.

    With `set_aside` the words are kept safe while they are written, as those of a larger box are.
    """

    keeps = "enter"

    def __init__(
        self,
        title: str,
        prompt: str = "",
        *,
        value: str = "",
        placeholder: str = "",
        check: Check | None = None,
        hint: str = "enter keeps it · escape leaves it as it was",
        set_aside: bool = False,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._prompt, self._value, self._placeholder, self._check = prompt, value, placeholder, check
        self._hint, self._set_aside_too = hint, set_aside

    def compose_box(self) -> ComposeResult:
        """Prompt and line."""
        if self._prompt:
            yield said(self._prompt)
        kind, name = (SET_ASIDE_TOO, False) if self._set_aside_too else ("", True)
        yield Input(self._value, placeholder=self._placeholder, select_on_focus=name, classes=kind, compact=True)
        yield said("", "wrong")
        yield said(self._hint, "hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Answer, if it will do."""
        event.stop()
        answer = event.value.strip()
        wrong = self._check(answer) if self._check else None if answer else "Type something, or press escape."
        if wrong:
            self.refuse(wrong)
        else:
            self.dismiss(answer)


class Confirm(Question[bool]):
    """Something that undo cannot take back, in full sentences. The answer is True, False, or None for escape.

    `yes` and `no` say what happens ("Withdraw Kez's words"); the focus begins on no. Without a `no` there is one button:
    something is told.
    """

    waits_for_typing = False

    def __init__(
        self, title: str, sentences: str, *, yes: str, no: str = "Leave everything as it is", undoable: bool = False
    ) -> None:
        super().__init__()
        self.title_text = title
        self._sentences, self._yes, self._no, self._undoable = sentences, yes, no, undoable

    def compose_box(self) -> ComposeResult:
        """Sentences and two buttons."""
        with VerticalScroll(classes="sentences", can_focus=False):
            yield said(self._sentences)
        with Horizontal(classes="buttons"):
            if self._no:
                yield Button(self._no.replace("[", "\\["), id="no")
            yield Button(self._yes.replace("[", "\\["), id="yes", variant="primary" if self._undoable else "warning")

    def on_mount(self) -> None:
        """Nothing that cannot be taken back happens by an enter pressed too early."""
        self.query_one("#yes" if self._undoable else "#no").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.button.id == "yes")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. With `options` (value, label) it is a list; with `lines` above 1 a larger box.

    `notes` say, one for each option, what choosing it means; where there is room the chosen one's is shown below.
    """

    key: str
    label: str
    value: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    lines: int = 1
    required: bool = False
    check: Check | None = None


class Form(Question[dict[str, str]]):
    """Several fields at once. The answer has every key; `ctrl+s`, or enter in the last line, keeps it.

    `check` gives the sentence that is wrong with the answer as a whole, or None.
    """

    AUTO_FOCUS = ""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        prompt: str = "",
        keep: str = "Keep",
        check: Callable[[dict[str, str]], str | None] | None = None,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._fields, self._prompt, self._keep, self._check = list(fields), prompt, keep, check

    def compose_box(self) -> ComposeResult:
        """Labels, fields, buttons."""
        with VerticalScroll(classes="fields", can_focus=False):
            if self._prompt:
                yield said(self._prompt)
            for at, each in enumerate(self._fields):
                yield said(each.label + (" (needed)" if each.required else ""), "label")
                if each.help:
                    yield said(each.help, "hint")
                yield self._editor(each, f"field-{at}")
                if each.notes:
                    yield Static("", id=f"option-{at}", classes="option", markup=False)
        yield said("", "wrong")
        with Horizontal(classes="buttons"):
            yield said(f"tab goes on\nctrl+s {'keeps' if self._keep == 'Keep' else 'does'} it", "hint")
            yield Button("Back", id="no")
            yield Button(self._keep.replace("[", "\\["), id="yes", variant="primary")

    def _editor(self, field: Field, name: str) -> Input | TextArea | Select[str]:
        """The widget that a field is edited in."""
        if field.options:
            listed = [(label, value) for value, label in field.options]
            value = field.value or field.options[0][0]
            kind = "noted" if field.notes else ""
            return Select(listed, value=value, allow_blank=False, id=name, classes=kind, compact=True)
        if field.lines > 1:
            area = TextArea(field.value, id=name, tab_behavior="focus", compact=True)
            area.styles.height = field.lines
            return area
        return Input(field.value, id=name, compact=True)

    def on_mount(self) -> None:
        """Begin with the first field; what stands above it stays in sight."""
        self.query_one("#field-0").focus(scroll_visible=False)

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        """Say what the chosen option means."""
        at = int(str(event.select.id).removeprefix("field-"))
        field = self._fields[at]
        for (value, _), note in zip(field.options, field.notes, strict=False):
            if value == event.value:
                said_of_it = self.query_one(f"#option-{at}", Static)
                said_of_it.update(note)
                said_of_it.set_class(bool(note), "-said")

    def _answer(self) -> dict[str, str]:
        """What is in the fields."""
        found = {}
        for at, each in enumerate(self._fields):
            widget = self.query_one(f"#field-{at}")
            text = widget.text if isinstance(widget, TextArea) else getattr(widget, "value", "")
            found[each.key] = str(text).strip()
        return found

    @command("question.keep", "Keep", key="ctrl+s", palette=False)
    def action_keep(self) -> None:
        """Keep what is in the fields."""
        answer = self._answer()
        for at, each in enumerate(self._fields):
            text = answer[each.key]
            wrong = f"{each.label} is needed." if each.required and not text else None
            wrong = wrong or (each.check(text) if each.check else None)
            if wrong:
                self.refuse(wrong)
                self.query_one(f"#field-{at}").focus()
                return
        wrong = self._check(answer) if self._check else None
        if wrong:
            self.refuse(wrong)
        else:
            self.dismiss(answer)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        """Keep or go back."""
        event.stop()
        if event.button.id == "yes":
            self.action_keep()
        else:
            self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and keeps after the last."""
        event.stop()
        if event.input.id == f"field-{len(self._fields) - 1}":
            self.action_keep()
        else:
            self.focus_next()


class Passphrase(Question[str]):
    """A passphrase; a new one is typed twice. With `may_be_open` an empty answer means: no passphrase.

    The answer is the passphrase, "" where it may be open and is left so, or None for escape.
    """

    LEAST: ClassVar[int] = 8

    def __init__(self, title: str, sentences: str, *, new: bool = False, may_be_open: bool = False) -> None:
        super().__init__()
        self.title_text = title
        self._sentences, self._new, self._may_be_open = sentences, new, may_be_open

    def compose_box(self) -> ComposeResult:
        """Sentences and one or two lines."""
        yield said(self._sentences)
        yield Input(password=True, placeholder="Passphrase", id="first", compact=True)
        if self._new:
            yield Input(password=True, placeholder="The same again", id="second", compact=True)
        yield said("", "wrong")
        left = " · leave it empty for none" if self._may_be_open else ""
        yield said(f"enter goes on · escape goes back{left}", "hint")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Answer, if the two are the same and long enough."""
        event.stop()
        first = self.query_one("#first", Input).value
        if not first and self._may_be_open:
            self.dismiss("")
        elif not first:
            self.refuse("Type the passphrase, or press escape.")
        elif not self._new:
            self.dismiss(first)
        elif event.input.id == "first":
            self.query_one("#second").focus()
        elif len(first) < self.LEAST:
            self.refuse(f"Use at least {self.LEAST} characters; three or four words are easy to remember.")
        elif self.query_one("#second", Input).value != first:
            self.refuse("The two are not the same. Type the second one again.")
        else:
            self.dismiss(first)


def open_file(
    title: str, location: Path | None = None, *, kinds: Sequence[tuple[str, tuple[str, ...]]] = ()
) -> FileOpen:
    """A question for a file that is there; the answer is its path.

    Args:
        title: What the file is for.
        location: The folder to begin in; the home folder if not told.
        kinds: What to offer, each a name and its endings: `("Transcripts", (".md", ".txt"))`.
    """
    from textual_fspicker import FileOpen, Filters

    filters = Filters(*((name, _ends_in(endings)) for name, endings in kinds)) if kinds else None
    return FileOpen(location or Path.home(), title, filters=filters)


def save_file(title: str, location: Path | None = None, *, name: str = "") -> FileSave:
    """A question for where to put a file; the answer is its path."""
    from textual_fspicker import FileSave

    return FileSave(location or Path.home(), title, default_file=name or None)


def _ends_in(endings: tuple[str, ...]) -> Callable[[Path], bool]:
    """Whether a file has one of these endings."""
    return lambda path: path.suffix.lower() in endings
