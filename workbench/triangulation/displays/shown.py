"""What a display shows: one shape, from which a screen, a paper and a table are drawn.

No words of anybody stand in it: quotes are named by their codings, and pass the door where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from workbench.coding.crosstab import FEWEST, counted_words, share_of
from workbench.triangulation.figures import FigureLine
from workbench.triangulation.findings import FindingLine
from workbench.triangulation.freshness import State

Look = Literal["", "title", "quiet", "warning", "accent"]
REFLEXIVE = "its weight is a person's judgement"


@dataclass(frozen=True, slots=True)
class Text:
    """Words that the team or a publisher wrote; `to` says where they lead, as `finding:3`."""

    text: str
    look: Look = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a group raised something, of how many asked and heard."""

    said: int
    asked: int | None
    """None where it is not recorded."""
    of_asked: int | None
    heard: int
    drawn: bool = False
    """Whether all who were asked were drawn at random, or are everybody there was."""
    none_asked: bool = False
    """Whether everybody in the group is recorded as not asked."""
    reflexive: bool = False
    of: str = ""
    """What is counted: the theme or the code."""
    kind: Literal["theme", "code"] = "theme"
    by: str = ""
    """What makes the groups, and `group` which of them it is; empty: everyone."""
    group: str = ""

    @property
    def share(self) -> tuple[float | None, float | None, float | None]:
        """The share of those asked with its 95 % interval, where there may be one: of 20 people or more, drawn."""
        if self.reflexive or not self.drawn or self.asked is None or self.asked < FEWEST:
            return None, None, None
        return share_of(self.of_asked, self.asked)

    @property
    def words(self) -> str:
        """The count as people read it.

        >>> Count(3, 8, 3, 9).words, Count(3, None, None, 8).words
        ('said by 3 of the 8 asked', 'raised by 3 of the 8 we heard; who was asked is not recorded')
        """
        if self.reflexive:
            return REFLEXIVE
        if not self.heard:
            return "nobody of this group was heard"
        if self.none_asked:
            return (
                f"not asked; {self.said} of the {self.heard} we heard raised it all the same"
                if self.said
                else "not asked"
            )
        counted = counted_words(self.said, self.asked, self.of_asked, self.heard)
        percent, low, high = self.share
        if percent is None or low is None or high is None:
            return counted
        return f"{counted}: {percent:.0f} % ({low:.0f} to {high:.0f})"


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a number known of people who raised something, and of how many of them it is known."""

    of: str
    value: float | None
    people: int
    within: Count | None = None
    """The count of which it is the mean, where it stands beside one."""

    @property
    def words(self) -> str:
        """The mean as people read it."""
        if self.value is None:
            return f"{self.of}: known of nobody here"
        return f"{self.of}: mean {self.value:.3g} of {self.people} {'person' if self.people == 1 else 'people'}"


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a group has, of all who were heard."""

    people: int
    of: int
    by: str = ""
    group: str = ""

    @property
    def words(self) -> str:
        """The size as people read it."""
        return f"{self.people:,} of {self.of:,} people"


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure with everything that must be printed beside it."""

    line: FigureLine


@dataclass(frozen=True, slots=True)
class Found:
    """A finding's sentence, with how many people said it where it is one from words."""

    line: FindingLine


@dataclass(frozen=True, slots=True)
class Quoted:
    """Passages that could be quoted here, the best first; `many` of them are shown."""

    candidates: tuple[int, ...]
    many: int = 1
    group: int | None = None
    """How many people the group has whose words they are, where the table says which group it is."""


@dataclass(frozen=True, slots=True)
class Optioned:
    """An option of a brief, by its GUID as text; whoever shows it knows its name."""

    guid: str


Piece = Text | Count | Size | Mean | Figured | Found | Quoted | Optioned
Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: what it is about, its cells under the head, and what we make of it together."""

    about: str
    """By which a note on it is found: a GUID as text, or a group's name."""
    name: str
    cells: tuple[Cell, ...]
    """The first says what the row is about."""
    says: dict[str, Any]
    """What it says now, as a note on it is stamped."""
    together: str = ""
    fit: str = ""
    state: State = "current"
    cause: str = ""
    row_id: int = 0
    """The topic row, where what we make of it stands there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A display as it stands now."""

    id: int
    kind: str
    title: str
    head: tuple[str, ...]
    """Titles of the cells; what we make of a row together comes after them."""
    rows: tuple[ShownRow, ...]
    remarks: tuple[str, ...] = ()
    """How it is to be read, and what its definition names that is gone."""
    group_columns: tuple[int, ...] = ()
    """Places of the columns that are groups of the same people, side by side."""
    material: str = ""
    """In which kind of material people were heard, where the display counts them."""
    whole: tuple[Count, ...] = ()
    """The counts of everybody under each theme or code, which do not stand in it."""

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The rows of which nobody has said what we make of them together."""
        return tuple(row.name for row in self.rows if not row.together.strip())
