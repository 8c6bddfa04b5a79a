"""Choosing several things among many: `tab` marks one after the other, and enter takes what is marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from workbench.tui.choosing import Choice, Created, _Choices, _fit
from workbench.tui.commands import command
from workbench.tui.question import Question, said
from workbench.tui.widgets.filter_input import FilterInput
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.matching import folded

KeyT = TypeVar("KeyT")
MARK = "✓"
LOW = 30
STEPS = {"up": "-1", "down": "1", "pageup": "-page", "pagedown": "page"}


class MarkingInput(FilterInput):
    """One line to type a filter in. It marks what was typed before, however fast somebody types."""

    def on_key(self, event: events.Key) -> None:
        """Tab marks, and so does the space as long as nothing is typed."""
        if event.key == "tab" or (event.key == "space" and not self.value):
            event.stop()
            event.prevent_default()
            page = self.screen
            assert isinstance(page, ChooseSeveral)
            page.mark_first(self.value)


class ChooseSeveral(Question["tuple[Choice[KeyT] | Created, ...]"], Generic[KeyT]):
    """A list that narrows as one types, in which several lines may be marked; it may make what it does not find.

    The answer is what was marked, in the order of marking; without a mark the highlighted one, unless `exactly`:
    then it is what is marked when it is left, and may be nothing.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[KeyT]],
        *,
        marked: Iterable[KeyT] = (),
        create: str = "",
        note_lines: int = 2,
        exactly: bool = False,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._choices, self._create, self._note_lines, self._exactly = list(choices), create, note_lines, exactly
        self._narrowed_to = ""
        by_key = {one.key: one for one in self._choices}
        self.marked: list[Choice[KeyT] | Created] = [by_key[key] for key in marked if key in by_key]

    def compose_box(self) -> ComposeResult:
        """Line, list, note, what is marked."""
        yield MarkingInput("", placeholder="type a few letters", compact=True)
        lines = _Choices(empty="Nothing fits that.")
        lines.create = self._create
        yield lines
        note = said("", "note")
        note.styles.height = self._note_lines
        yield note
        yield Static("", id="marked", markup=False)
        yield said(
            "↑ ↓ move · tab marks, space too while nothing is typed · enter takes them · escape goes back", "hint"
        )

    def on_mount(self) -> None:
        """Show everything, and type at once; in a low window what is marked stays in sight."""
        if self.app.size.height < LOW:
            self.query_one(_Choices).styles.height = 6
            self.query_one(".note").styles.height = 2
        self._narrow("")
        self._say()
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Narrow with every letter."""
        event.stop()
        self._narrow(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Take what is marked."""
        event.stop()
        self._answer()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Take what is marked, or this one."""
        event.stop()
        self._answer()

    @on(LineList.Highlighted)
    def _note(self, event: LineList.Highlighted) -> None:
        """Show what the highlighted one means."""
        event.stop()
        here = event.lines.current
        self.query_one(".note", Static).update(here.note if isinstance(here, Choice) else "")

    def on_key(self, event: events.Key) -> None:
        """Arrows and pages move the highlight while one types; in the list tab and space mark."""
        typing = self.query_one(FilterInput).has_focus
        if event.key in STEPS and typing:
            self.query_one(_Choices).action_step(STEPS[event.key])
        elif event.key in {"tab", "space"} and not typing:
            event.stop()
            event.prevent_default()
            self.action_mark()

    def mark_first(self, typed: str) -> None:
        """Mark the highlighted one; where letters came faster than the list, what fits them best."""
        if typed != self._narrowed_to:
            self._narrow(typed)
        self.action_mark()

    @command("question.mark", "Mark", key="tab", palette=False)
    def action_mark(self) -> None:
        """Mark the highlighted one, or take its mark away, and go on to the next."""
        lines = self.query_one(_Choices)
        here = lines.current
        if here is None:
            return
        chosen = self._meant(here)
        if chosen in self.marked:
            self.marked.remove(chosen)
        else:
            self.marked.append(chosen)
        self._say()
        typed = self.query_one(FilterInput)
        at = lines.highlighted or 0
        if typed.value:
            typed.value = ""
        else:
            self._narrow("", at + 1)

    def _meant(self, shown: Choice[object] | Created) -> Choice[KeyT] | Created:
        """The choice behind a line, without its mark."""
        if isinstance(shown, Created):
            return shown
        return next(one for one in self._choices if one.key == shown.key)

    def _narrow(self, query: str, at: int = 0) -> None:
        """The choices that fit, the best first; a new name last."""
        self._narrowed_to = query
        found = [(fit, place) for place, each in enumerate(self._choices) if (fit := _fit(query, each)) is not None]
        shown: list[Choice[KeyT] | Created] = [self._drawn(self._choices[place]) for _, place in sorted(found)]
        name = query.strip()
        if self._create and name and all(folded(each.name) != folded(name) for each in self._choices):
            shown.append(Created(name))
        self.query_one(_Choices).show_items(shown, min(at, max(0, len(shown) - 1)))  # type: ignore[arg-type]

    def _drawn(self, choice: Choice[KeyT]) -> Choice[KeyT]:
        return replace(choice, letter=MARK) if choice in self.marked else choice

    def _say(self) -> None:
        """Say what is marked."""
        names = ", ".join(one.name for one in self.marked)
        self.query_one("#marked", Static).update(f"{MARK} {names}" if names else "Nothing is marked yet.")

    def _answer(self) -> None:
        here = self.query_one(_Choices).current
        if self.marked or self._exactly:
            self.dismiss(tuple(self.marked))
        elif here is not None:
            self.dismiss((self._meant(here),))
