"""The sheet on which somebody's consent is recorded: a line a use and a reader, a letter an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Input

from workbench.sources.consent import ASSENTS
from workbench.tui.commands import Command, command
from workbench.tui.days import wrong_day
from workbench.tui.governance.people import AS_IT_IS, USES, WORDS, Details, PersonLine, Scope
from workbench.tui.question import Question, said
from workbench.tui.widgets.lines import LineList, fitted

LEFT = "as it is"
LETTERS = {"y": "given", "n": "refused", "t": "withdrawn", "u": "unknown"}
NAMES = {"given": "Yes", "refused": "No", "withdrawn": "Taken back", "unknown": "Not recorded"}
HINT = "y yes · n no · t taken back · u not recorded · ctrl+s keeps"
DETAILS = {
    "given-on": "said on, as 2026-03-14",
    "expires-on": "holds until, as 2027-03-31",
    "withdraw-by": "can be taken back until",
    "method": "how: on paper, spoken …",
    "form-version": "which form or privacy notice",
    "guardian": "who agreed for them",
    "assent": "child: given, refused …",
}
"""What may be recorded beside the answers, and how it is asked."""


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One thing that a person may agree to; `state` is empty where it stays as it is."""

    scope: Scope
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What somebody wrote on the sheet."""

    states: dict[Scope, str]
    details: Details


def scope_lines(line: PersonLine | None, readers: Iterable[str]) -> list[ScopeLine]:
    """What is recorded of one person; for several at once (None) everything begins as it is."""
    scopes = [((use, ""), label) for use, label in USES.items()]
    scopes += [(("audience", name), f"Shown to {name}") for name in readers]
    return [ScopeLine(scope, label, line.state(*scope) if line else AS_IT_IS) for scope, label in scopes]


class ScopeList(LineList[ScopeLine]):
    """The lines of the sheet; a letter answers a line and goes on to the next."""

    DEFAULT_CSS = "ScopeList { height: auto; max-height: 12; }"
    COMMAND_LIST: ClassVar[Sequence[Command]] = tuple(  # type: ignore[assignment]
        Command(f"consent.{state}", NAMES[state], "", letter, action=f"answer('{state}')", palette=False)
        for letter, state in LETTERS.items()
    )

    def draw(self, item: ScopeLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """Label, answer."""
        answer = WORDS.get(item.state, LEFT)
        return [Segment(f" {fitted(item.label, width - 18)} ", base), Segment(fitted(answer, 16), base)]

    def action_answer(self, state: str) -> None:
        """Answer the line under the highlight."""
        at = self.highlighted
        if at is not None:
            self.items[at] = replace(self.items[at], state=state)
            self.show_items(self.items, min(at + 1, len(self.items) - 1))


class ConsentSheet(Question[Recorded]):
    """What one person, or several at once, have agreed to."""

    DEFAULT_CSS = """
    ConsentSheet #details { height: auto; max-height: 8; grid-size: 2; grid-gutter: 0 2; grid-rows: 1; }
    ConsentSheet.-narrow #details { grid-size: 1; max-height: 7; }
    """

    def __init__(
        self, title: str, lines: Iterable[ScopeLine], *, prompt: str = "", known: Details | None = None
    ) -> None:
        super().__init__()
        self.title_text, self._lines, self._prompt, self._known = title, list(lines), prompt, known or Details()

    def compose_box(self) -> ComposeResult:
        """Lines, dates, what the letters do."""
        if self._prompt:
            yield said(self._prompt)
        yield ScopeList(id="scopes")
        yield said("For what you change here, if it is known:", "label")
        with Grid(id="details"):
            for name, told in DETAILS.items():
                value = getattr(self._known, name.replace("-", "_"))
                yield Input(value, placeholder=told, id=name, compact=True, tooltip=told)
        yield said("", "wrong")
        yield said(HINT, "hint")

    def on_mount(self) -> None:
        """Begin with the first line."""
        scopes = self.query_one(ScopeList)
        scopes.styles.height = len(self._lines)
        scopes.show_items(self._lines)
        scopes.focus()

    @command("consent.keep", "Keep", key="ctrl+s", palette=False)
    def action_keep(self) -> None:
        """Keep what is on the sheet."""
        typed = {name: self.query_one(f"#{name}", Input).value.strip() for name in DETAILS}
        for name in ("given-on", "expires-on", "withdraw-by"):
            if wrong := wrong_day(typed[name]):
                self._refuse(name, wrong)
                return
        if typed["assent"] not in ASSENTS:
            self._refuse("assent", "What a child says for itself is given, refused or not asked.")
            return
        states = {one.scope: one.state for one in self.query_one(ScopeList).items}
        details = Details(**{name.replace("-", "_"): value for name, value in typed.items()})
        self.dismiss(Recorded(states, details))

    def _refuse(self, name: str, sentence: str) -> None:
        self.refuse(sentence)
        self.query_one(f"#{name}", Input).focus()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Enter keeps; a click on an answer is no enter."""
        event.stop()
        self.action_keep()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Enter keeps."""
        event.stop()
        self.action_keep()
