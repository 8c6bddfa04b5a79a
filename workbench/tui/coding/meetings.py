"""Which codes meet on the same words, codes down and codes across: read, drawn, and asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import Session

from workbench.coding.blind import seen, unfinished
from workbench.coding.cooccurrence import Meeting, cooccurrence
from workbench.coding.crosstab import why_not_counted
from workbench.coding.paths import split_path
from workbench.coding.query_language import CodeNamed, Meets, printed
from workbench.coding.tree import read_tree
from workbench.tui.coding.counts import BLIND
from workbench.tui.coding.counts_grid import shortened
from workbench.tui.commands import command
from workbench.tui.widgets.marked_grid import Fit, MarkedCells, MarkedHeads, fit_into

In = Literal["people", "places"]
NOTHING = "No two codes lie on the same words yet."
HEADINGS: Mapping[In, str] = {
    "people": "In how many people's words two codes lie on the same words, by at least one character.",
    "places": "In how many places two codes lie on the same words: places, not people. Who talks much is counted often.",
}
WIDTH, GAP = 16, 2


@dataclass(frozen=True, slots=True)
class Meetings:
    """The codes that meet any other, and how often; or the sentence that says why nothing is shown."""

    why_not: str = ""
    codes: tuple[int, ...] = ()
    """In the codebook's order."""
    paths: Mapping[int, str] = field(default_factory=dict)
    pairs: Mapping[tuple[int, int], Meeting] = field(default_factory=dict)
    """By both orders of the two."""
    blind: bool = False

    def next_pair(self, here: tuple[int, int] | None) -> tuple[int, int] | None:
        """The next two that meet, row by row and from the top again."""
        at = {key: place for place, key in enumerate(self.codes)}
        places = sorted((at[one], at[other]) for one, other in self.pairs)
        if not places:
            return None
        now = (at[here[0]], at[here[1]]) if here is not None else (-1, -1)
        one, other = places[bisect_right(places, now) % len(places)]
        return self.codes[one], self.codes[other]


def read_meetings(session: Session) -> Meetings:
    """Which codes meet, as the coder at the keyboard may see it."""
    why_not = why_not_counted(session)
    if why_not:
        return Meetings(why_not)
    found = cooccurrence(session, seen=seen(session))
    pairs = {(one.a_id, one.b_id): one for one in found} | {(one.b_id, one.a_id): one for one in found}
    met = {key for pair in pairs for key in pair}
    tree = read_tree(session)
    codes = tuple(key for key in tree.order if key in met)
    paths = {key: tree.path(key) for key in codes}
    return Meetings("" if codes else NOTHING, codes, paths, pairs, bool(unfinished(session)))


def heading(meetings: Meetings, counted: In) -> str:
    """What the numbers are, in a sentence or two."""
    return " ".join([HEADINGS[counted], *([BLIND] if meetings.blind else [])])


def meaning(meetings: Meetings, row: int, column: int) -> str:
    """What two codes have to do with each other, in a sentence."""
    one, other = meetings.paths[row], meetings.paths[column]
    if row == column:
        return f"{one}\nThe same code."
    pair = meetings.pairs.get((row, column))
    if pair is None:
        return f"{one} · {other}\nThey lie on no words together."
    places = f"{pair.passages:,} {'place' if pair.passages == 1 else 'places'}"
    people = f"{pair.cases:,} {'person' if pair.cases == 1 else 'people'}"
    return (
        f"{one} · {other}   enter shows the passages\nThey lie on the same words in {places}, in the words of {people}."
    )


def passages_of_both(meetings: Meetings, row: int, column: int) -> str:
    """The question, as it is typed on the Quotes page, for the passages of the first on whose words the second lies."""
    first, second = (CodeNamed(meetings.paths[key], alone=True) for key in (row, column))
    return printed(Meets(first, "with", second))


class MeetingCells(MarkedCells[int]):
    """The codes; arrows move the mark over codes down and codes across."""

    BINDING_GROUP_TITLE = "Codes that meet"
    WIDTH, GAP = WIDTH, GAP

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self.meetings = Meetings()
        self.counted: In = "people"

    def show(self, meetings: Meetings) -> None:
        """Show them, with the mark where it was as far as that is still there."""
        row, column = self.here or (0, 0)
        self.meetings = meetings
        at = {key: place for place, key in enumerate(meetings.codes)}
        self.set_reactive(MeetingCells.column, at.get(column, 0))
        self.show_items(meetings.codes, at.get(row, 0))
        self.refresh_heads()
        self.refresh()

    def count(self, counted: In) -> None:
        """Show people, or places."""
        self.counted = counted
        self.refresh()

    def go_to(self, pair: tuple[int, int]) -> None:
        """Put the mark on two codes."""
        self.column = self.meetings.codes.index(pair[1])
        self.highlighted = self.meetings.codes.index(pair[0])

    @property
    def columns(self) -> int:
        """How many codes there are."""
        return len(self.meetings.codes)

    def fitting(self) -> Fit:
        """The codes in sight."""
        room = self.scrollable_content_region.width - 2
        least = max(16, min(34, room // 3))
        many = max(1, min(self.columns, (room - least) // (WIDTH + GAP)))
        return fit_into(self.columns, many, self.column, max(1, min(60, room - many * (WIDTH + GAP))))

    @property
    def here(self) -> tuple[int, int] | None:
        """The two codes under the mark."""
        row = self.current
        return (row, self.meetings.codes[self.column]) if row is not None and self.columns else None

    @command("meetings.code_before", "Code before", key="left", palette=False)
    def action_code_before(self) -> None:
        """Move the mark to the code before."""
        self.step_columns(-1)

    @command("meetings.next_code", "Next code", key="right", palette=False)
    def action_next_code(self) -> None:
        """Move the mark to the next code."""
        self.step_columns(1)

    def name_of(self, item: int, line: int, width: int) -> str:  # noqa: ARG002
        """A code's path."""
        return shortened(self.meetings.paths[item], width)

    def cell_of(self, item: int, line: int, place: int) -> tuple[str, str]:  # noqa: ARG002
        """How often two codes meet."""
        other = self.meetings.codes[place]
        if item == other:
            return "–", "quiet"
        pair = self.meetings.pairs.get((item, other))
        if pair is None:
            return "·", "quiet"
        return f"{pair.cases if self.counted == 'people' else pair.passages:,}", ""

    def corner(self) -> str:
        """What the rows are."""
        return "Code"

    def title_of(self, place: int) -> Sequence[str]:
        """A code's own name below those that it stands under."""
        *above, last = split_path(self.meetings.paths[self.meetings.codes[place]])
        return (" / ".join(above), last) if above else ("", last)


class MeetingHeads(MarkedHeads):
    """The codes above their columns."""
