"""A document as paragraphs, headings and tables, whatever program wrote it, on its way to a transcript."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts import labels
from workbench.exchange.transcripts.plain_texts import cleaned
from workbench.exchange.transcripts.turns import Page
from workbench.sources.drafts import LeftOut
from workbench.sources.speakers import is_generic, known_role

_TIME = re.compile(rf"\W*({timing.TIME})\W*")
_SPEAKER_HEADS = frozenset({"speaker", "speakers", "name", "who", "person", "voice", "participant", "role"})
_LABEL_WORDS = 5
_NAME_LENGTH = 60
_FEWEST_ASKED = 3
"""So many questions in bold make a habit of a document in which nobody is named."""

Table = list[list[list[str]]]
"""Rows of cells of paragraphs."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a table, and which paragraph of the document it is or begins at.

    Kind `text`, `heading`, `table`, or `bold`: a paragraph that is bold from end to end, as names on a line of their
    own often are.
    """

    kind: str
    number: int
    text: str = ""
    table: Table = field(default_factory=list)


def rows_as_text(table: Table) -> list[str]:
    """A table that is no turns, a line a row.

    >>> rows_as_text([[["Age"], ["34"]], [["Bus"], []]])
    ['Age | 34', 'Bus']
    """
    rows = [" | ".join(" ".join(" ".join(cell).split()) for cell in row if cell) for row in table]
    return [row for row in rows if row]


@dataclass(slots=True)
class _Lines:
    """A document as lines, with where each stands in it, and which are headings, bold, or notes that nobody said."""

    lines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    bold: set[int] = field(default_factory=set)
    asides: set[int] = field(default_factory=set)
    dropped: int = 0

    def take(self, block: Block, text: str, *, aside: bool = False) -> None:
        """Add a paragraph, and an empty line after it."""
        clean, controls = cleaned(text)
        self.dropped += controls
        if block.kind == "heading":
            self.headings.add(len(self.lines))
            clean = clean.replace("\n", " ")
        if block.kind == "bold":
            self.bold.add(len(self.lines))
            if len(clean) < _NAME_LENGTH and labels.looks_like_name(clean.strip()):
                clean = f"{clean.strip()}  "
        more = [*clean.split("\n"), ""]
        if aside:
            self.asides.update(range(len(self.lines), len(self.lines) + len(more)))
        self.lines.extend(more)
        self.places.extend([f"paragraph {max(1, block.number)}"] * len(more))

    def page(self, name: str, speakers: str) -> Page:
        """A page that is still empty, which knows of these lines."""
        return Page(
            name, places=self.places, headings=self.headings, asides=self.asides, wrapped=False, speakers=speakers
        )

    def asked_in_bold(self) -> list[str] | None:
        """The lines with the voices said, where what is bold are questions; None where it is not."""
        asked = {number for number in self.bold if "?" in self.lines[number]}
        if len(asked) < _FEWEST_ASKED or len(asked) < 0.6 * len(self.bold):
            return None
        labelled: list[str] = []
        after = False
        for number, line in enumerate(self.lines):
            is_said = bool(line.strip()) and number not in self.headings | self.asides
            voice = "Interviewer: " if number in self.bold else "Participant: " if after and is_said else ""
            after = number in self.bold or (after and not is_said)
            labelled.append(voice + line.strip() if voice else line)
        return labelled


def page_of(blocks: Iterable[Block], name: str, left_out: list[LeftOut], *, speakers: str = "") -> Page:
    """The blocks of a document as a page of turns. Rows that name a table's columns are added to what was left out."""
    held = _Lines()
    for block in blocks:
        if block.kind == "table":
            for text, aside in _lines_of(block.table, left_out, block.number):
                held.take(block, text, aside=aside)
        else:
            held.take(block, block.text)
    page = held.page(name, speakers)
    before, cues = timing.cues_in(held.lines)
    if cues:
        page.take_cues(before, cues)
    else:
        page.take_lines(held.lines)
    if not speakers and not any(turn.speaker for turn in page.turns) and (asked := held.asked_in_bold()):
        page = held.page(name, speakers)
        page.take_lines(asked)
        page.notes.append(
            "Nobody is named: the bold paragraphs were taken for the interviewer's, the others for those of one"
            " participant. Look it through; where several answer, mark who does, and bring it in then."
        )
    page.left_out[:0] = left_out
    if held.dropped:
        what = f"{held.dropped} control characters"
        page.leave_out("the text", what, "they print nothing and can upset a terminal")
    return page


def _lines_of(table: Table, left_out: list[LeftOut], number: int) -> list[tuple[str, bool]]:
    """A table as paragraphs: turns with the speaker before the words where one column names speakers; else its rows.

    With each whether it stood beside the turn, in a column of its own, and is nobody's words. Columns that count are left out.
    """
    found = _speaker_columns(table)
    if found is None:
        return [(row, False) for row in rows_as_text(table)]
    who, words, when = found
    counting = _counting(table, {who, words, when})
    lines: list[tuple[str, bool]] = []
    for place, row in enumerate(table):
        label, said, time = _label(_cell(row, who)), _cell(row, words), _TIME.fullmatch(" ".join(_cell(row, when)))
        if place == 0 and label.casefold() in _SPEAKER_HEADS and len(" ".join(said).split()) <= _LABEL_WORDS:
            left_out.append(
                LeftOut(f"paragraph {max(1, number)}", " | ".join(rows_as_text([row])), "it names the table's columns")
            )
            continue
        start = f"[{time.group(1)}] " if time else ""
        first = f"{label}: " if label else ""
        turn = [f"{start}{first}{said[0] if said else ''}".rstrip(), *said[1:]]
        beside = {who, words, when if time else -1, *counting}
        others = rows_as_text([[_cell(row, column) for column in range(len(row)) if column not in beside]])
        lines += [(line, False) for line in turn if line] + [(line, True) for line in others if line]
    if counting:
        left_out.append(
            LeftOut(f"paragraph {max(1, number)}", "a column of numbers", "they count rows, and nobody says them")
        )
    return lines


def _counting(table: Table, taken: Collection[int]) -> set[int]:
    """The columns that hold whole numbers and nothing else, but for what may stand above them."""
    width = max(len(row) for row in table)
    cells = {column: [_label(_cell(row, column)) for row in table] for column in range(width) if column not in taken}
    numbers = {column: [cell for cell in said if cell.isdecimal()] for column, said in cells.items()}
    return {
        column
        for column, said in cells.items()
        if len(numbers[column]) > 1 and all(cell.isdecimal() or not cell for cell in said[1:])
    }


def _cell(row: list[list[str]], column: int) -> list[str]:
    return row[column] if 0 <= column < len(row) else []


def _label(cell: list[str]) -> str:
    return " ".join(" ".join(cell).split()).rstrip(":").rstrip()


def _speaker_columns(table: Table) -> tuple[int, int, int] | None:
    """The columns of speakers, of words and of times (-1 where there is none), or None where no column names speakers."""
    width = max((len(row) for row in table), default=0)
    if width < 2 or len(table) < 2:
        return None
    amount = [sum(len(" ".join(_cell(row, column)).split()) for row in table) for column in range(width)]
    words = max(range(width), key=lambda column: amount[column])
    times = [sum(bool(_TIME.fullmatch(" ".join(_cell(row, column)))) for row in table) for column in range(width)]
    when = next((column for column in range(width) if column != words and times[column] * 2 > len(table)), -1)
    spoken = [row for row in table if _cell(row, words)]
    for who in (column for column in range(width) if column not in {words, when}):
        written = [label for row in spoken if (label := _label(_cell(row, who)))]
        names = [label for label in written if label[0].isalpha() and labels.looks_like_name(label)]
        known = any(known_role(label) or is_generic(label) for label in names)
        repeats = len(set(names)) < len(names)
        if amount[words] < 2 * amount[who]:
            continue
        if names and len(names) >= 0.8 * len(written) and len(written) * 2 > len(spoken) and (known or repeats):
            return who, words, when
    return None
