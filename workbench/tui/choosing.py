"""Choosing one thing among many by typing a few of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from workbench.tui.question import Question, said
from workbench.tui.widgets.filter_input import FilterInput
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.matching import folded, rank

LOOSE = 4
"""From this rank on the letters typed only lie somewhere in the name."""
MEANT = 3
"""So many letters are needed before what is said of a thing is looked through."""

KeyT = TypeVar("KeyT")
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True)
class Choice(Generic[KeyT]):
    """One thing to choose: `note` stands below the list while it is highlighted, `count` to its right.

    `also` holds words by which it is found when no name fits better; they are not shown.
    """

    key: KeyT
    name: str
    note: str = ""
    count: str = ""
    letter: str = ""
    slot: int = 1
    also: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """A name that was not there and is to be made."""

    name: str


class _Choices(LineList["Choice[object] | Created"]):
    """The lines of a choosing dialog."""

    create = ""

    def draw(
        self,
        item: Choice[object] | Created,
        line: int,  # noqa: ARG002
        width: int,
        base: Style,
        chosen: bool,
    ) -> list[Segment]:
        """Letter, name, count; the offer to make a new one last."""
        if isinstance(item, Created):
            return [Segment(f" + {fitted(self.create.format(item.name), width - 4)}", base)]
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        letter = base if chosen else base + self.ink.colour(item.slot)
        room = width - 5 - len(item.count)
        return [
            Segment(f" {item.letter[:1] or ' '} ", letter),
            Segment(fitted(item.name, room), base),
            Segment(f" {item.count} ", quiet),
        ]


class ListQuestion(Question[AnswerT], Generic[AnswerT]):
    """A line to type in above a list; what is taken from the list is the answer."""

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Take the highlighted one."""
        event.stop()
        self.query_one(LineList).action_choose()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.lines.items[event.index])

    def on_key(self, event: events.Key) -> None:
        """Arrows and pages move the highlight while one types."""
        steps = {"up": "-1", "down": "1", "pageup": "-page", "pagedown": "page"}
        if event.key in steps and self.query_one(FilterInput).has_focus:
            self.query_one(LineList).action_step(steps[event.key])


class Choose(ListQuestion["Choice[KeyT] | Created"], Generic[KeyT]):
    """A list that narrows as one types, and may make what it does not find.

    The answer is the `Choice`, or `Created(name)` where `create` is given: "New code “{}”".
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[KeyT]],
        *,
        create: str = "",
        prompt: str = "",
        value: str = "",
        note_lines: int = 2,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._choices, self._create, self._prompt, self._value = list(choices), create, prompt, value
        self._note_lines = note_lines

    def compose_box(self) -> ComposeResult:
        """Line, list, note."""
        if self._prompt:
            yield said(self._prompt)
        yield FilterInput(self._value, placeholder="type a few letters", compact=True)
        lines = _Choices(empty="Nothing fits that.")
        lines.create = self._create
        yield lines
        note = said("", "note")
        note.styles.height = self._note_lines
        yield note
        yield said("↑ ↓ move · enter takes it · escape goes back", "hint")

    def on_mount(self) -> None:
        """Show everything, and type at once."""
        self._narrow(self._value)
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Narrow with every letter."""
        event.stop()
        self._narrow(event.value)

    def _narrow(self, query: str) -> None:
        """The choices that fit, the best first."""
        found = [(fit, at) for at, each in enumerate(self._choices) if (fit := _fit(query, each)) is not None]
        shown: list[Choice[KeyT] | Created] = [self._choices[at] for _, at in sorted(found)]
        name = query.strip()
        if self._create and name and all(folded(each.name) != folded(name) for each in self._choices):
            shown.append(Created(name))
        self.query_one(_Choices).show_items(shown)  # type: ignore[arg-type]

    @on(LineList.Highlighted)
    def _note(self, event: LineList.Highlighted) -> None:
        """Show what the highlighted one means."""
        event.stop()
        here = event.lines.current
        self.query_one(".note", Static).update(here.note if isinstance(here, Choice) else "")


def _fit(query: str, choice: Choice[KeyT]) -> tuple[int, int] | None:
    """How well a choice fits: by its name, else by a whole beginning of a word in what is said of it."""
    by_name = rank(query, choice.name)
    if by_name is not None and by_name[0] < LOOSE:
        return by_name
    said = rank(query, choice.also) if choice.also and len(query.strip()) >= MEANT else None
    if said is not None and said[0] in {0, 1, 3}:
        return (LOOSE, said[1])
    return None if by_name is None else (LOOSE + 1, by_name[1])
