"""Pages for paper as plain data: what stands on them, before they are a Word file or a web page.

Everything in them has passed the door. Both writers draw the same pages, so that one cannot say more than the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.briefs.page import Paragraph

Form = Literal[
    "transcript",
    "quotes",
    "codebook",
    "matrix",
    "unknown",
    "display",
    "transparency",
    "participants",
    "brief",
    "ethics",
]
"""The kinds of paper there are."""

TurnKind = Literal["turn", "answer", "paragraph", "direction", "heading", "left out"]

CellState = Literal["unread", "nothing", "coded", "summarised", "older"]
GLYPHS: dict[CellState, str] = {"unread": "○", "nothing": "–", "coded": "●", "summarised": "■", "older": "▲"}
SAYS: dict[CellState, str] = {
    "unread": "not all read yet",
    "nothing": "read, nothing said",
    "coded": "said something, not summed up yet",
    "summarised": "summed up",
    "older": "the summary is older than its passages: read them again",
}
"""What each state of a cell of the matrix means; the legend is made of it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a paper, 1 for its parts; the paper's title stands above them all."""

    text: str
    level: int = 1
    new_page: bool = False
    """Whether it begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quote with who said it and where. `against` sets it apart as evidence against."""

    text: str
    who: str
    where: tuple[str, ...] = ()
    """What stands beside the name: what is known of the person, the document, the codes, a remark."""
    against: bool = False
    language: str = ""
    """The language of the words as BCP 47 has it, where it is not English."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A coding in the margin of a turn: its code, and the first words where it is on a part of the turn only."""

    code: str
    words: str = ""
    who: str = ""
    """Who coded it, where several people did."""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn, paragraph or answer; a stage direction; a heading; or the note that one is left out here."""

    number: str
    """Its ordinal as the screen shows it."""
    kind: TurnKind
    text: str
    speaker: str = ""
    time: str = ""
    mark: str = ""
    """What must be said beside it: in other words."""
    margin: tuple[Margin, ...] = ()


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one document, with a wide margin for a pencil."""

    caption: str
    columns: tuple[str, str, str]
    turns: tuple[Turn, ...]
    language: str = ""
    """The language of the words as BCP 47 has it, where it is not English."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in the codebook: how deep in the tree, and what is said of it, each under a label."""

    path: str
    name: str
    depth: int
    counted: str
    facts: tuple[tuple[str, str], ...]
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table of text; the first column names the row, `indents` say how deep each row stands below others.

    `shares` say how the width of the page falls to the columns; without them the first has what the others leave.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indents: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one code: how it stands, how many passages, and the summary if there is one."""

    state: CellState
    passages: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person and what they said of each code."""

    who: str
    known: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """People down, codes across."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


SideLook = Literal["", "title", "quiet", "count", "figure", "quote"]


@dataclass(frozen=True, slots=True)
class Side:
    """A paragraph in a cell of a table of words and numbers."""

    text: str
    look: SideLook = ""


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row of such a table."""

    cells: tuple[tuple[Side, ...], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Words and numbers side by side; the first cell of a row says what it is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[SideRow, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the sheet that each column gets, by how much stands in it; none gets less than half of another."""
        letters = [
            sum(len(side.text) for row in self.rows for side in row.cells[at]) for at in range(len(self.columns))
        ]
        most = max(letters, default=0) or 1
        weights = [max(0.5, (letter / most) ** 0.5) for letter in letters]
        return tuple(weight / sum(weights) for weight in weights)


@dataclass(frozen=True, slots=True)
class Dotted:
    """A row of a dot plot: how many of how many people as dots, None where withheld or too many, and a figure."""

    name: str
    said: int | None
    of: int | None
    counted: str
    value: float | None
    figure: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """People beside a figure, a row an area; a table of the same stands with the drawing, for who cannot see it."""

    title: str
    described: str
    columns: tuple[str, str, str]
    """Of the table: the area, the people, the figure."""
    unit: str
    rows: tuple[Dotted, ...]

    @property
    def table(self) -> Listing:
        """The same as a table."""
        rows = tuple((one.name, one.counted, one.figure) for one in self.rows)
        return Listing(self.title, self.columns, rows, shares=(3, 5, 4))


Block = Heading | Paragraph | Said | Turns | Entry | Listing | Matrix | Sides | DotPlot


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `remarks` say what was left out and how it is to be read; they stand under the title."""

    form: Form
    title: str
    project: str
    audience: str
    """The heading that says who it is for; it stands on every page."""
    made: str
    notice: str
    remarks: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def wide(self) -> bool:
        """Whether it is laid out for A3 on its side."""
        return self.form == "matrix"

    @property
    def on_its_side(self) -> bool:
        """Whether it is laid out for a sheet on its side, A3 or A4; else for A4 upright."""
        return self.wide or self.form == "display"

    def parts(self) -> Iterator[tuple[int, str]]:
        """The headings of the first level with their place among the blocks: the contents."""
        for at, block in enumerate(self.blocks):
            if isinstance(block, Heading) and block.level == 1:
                yield at, block.text


_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_TURNS = frozenset({*_OPENS, *_OPENS.values()})


def closed(text: str) -> str:
    r"""A text whose own marks of direction end with it, so that it turns nothing round that stands after it.

    >>> closed("a\u202eb"), closed("plain")
    ('a\u202eb\u202c', 'plain')
    """
    if _TURNS.isdisjoint(text):
        return text
    open_ones: list[str] = []
    for character in text:
        if character in _OPENS:
            open_ones.append(_OPENS[character])
        elif open_ones and character == open_ones[-1]:
            open_ones.pop()
    return text + "".join(reversed(open_ones))


def beside(text: str) -> str:
    """A text as it stands in a line with others: where some of it reads from the right, the line goes on from the left.

    >>> beside("plain"), beside("سلام") == "سلام\u200e"
    ('plain', True)
    """
    if text.isascii():
        return text
    turned = any(unicodedata.bidirectional(one) in ("R", "AL", "RLO", "RLE", "RLI") for one in text)
    return f"{closed(text)}\u200e" if turned else closed(text)


def margin_words(one: Margin) -> str:
    """A coding in the margin, in one line.

    >>> margin_words(Margin("Dark", "We just go", "ben", against=True))
    '− Dark: “We just go …” (ben), against'
    """
    code = beside(one.code)
    words = f": “{beside(one.words)} …”" if one.words else ""
    who = f" ({beside(one.who)})" if one.who else ""
    return f"− {code}{words}{who}, against" if one.against else f"{code}{words}{who}"


def cell_words(cell: Cell) -> str:
    """What a cell of the matrix says beside its summary: glyph and words.

    Most cells of most matrices are of people who said nothing of it: the sign alone, so that the others stand out.

    >>> cell_words(Cell("coded", "3 passages")), cell_words(Cell("unread")), cell_words(Cell("nothing"))
    ('● 3 passages', '○ not all read yet', '–')
    """
    if cell.state == "nothing":
        return GLYPHS[cell.state]
    if cell.state == "unread":
        return f"{GLYPHS[cell.state]} {SAYS[cell.state]}"
    older = ", older than its passages" if cell.state == "older" else ""
    return f"{GLYPHS[cell.state]} {cell.passages}{older}"


def right_to_left(text: str) -> bool:
    """Whether a text reads from the right: its first letter with a direction says.

    >>> right_to_left("“سلام” he said"), right_to_left("Hello سلام")
    (True, False)
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
