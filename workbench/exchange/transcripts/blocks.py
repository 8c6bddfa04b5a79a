"""A document as paragraphs, headings and tables, whatever program wrote it, on its way to a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def page_of(blocks: Iterable[Block], name: str, left_out: list[LeftOut], *, speakers: str = "") -> Page:
    """The blocks of a document as a page of turns. Rows that name a table's columns are added to what was left out."""
    lines: list[str] = []
    places: list[str] = []
    headings: set[int] = set()
    dropped = 0
    for block in blocks:
        texts = _lines_of(block.table, left_out, block.number) if block.kind == "table" else [block.text]
        for text in texts:
            clean, controls = cleaned(text)
            dropped += controls
            if block.kind == "heading":
                headings.add(len(lines))
                clean = clean.replace("\n", " ")
            if block.kind == "bold" and len(clean) < _NAME_LENGTH and labels.looks_like_name(clean.strip()):
                clean = f"{clean.strip()}  "
            more = [*clean.split("\n"), ""]
            lines.extend(more)
            places.extend([f"paragraph {max(1, block.number)}"] * len(more))
    page = Page(name, places=places, headings=headings, wrapped=False, speakers=speakers)
    page.left_out.extend(left_out)
    if dropped:
        page.leave_out("the text", f"{dropped} control characters", "they print nothing and can upset a terminal")
    before, cues = timing.cues_in(lines)
    if cues:
        page.take_cues(before, cues)
    else:
        page.take_lines(lines)
    return page


def _lines_of(table: Table, left_out: list[LeftOut], number: int) -> list[str]:
    """A table as paragraphs: turns with the speaker before the words where one column names speakers; else its rows."""
    found = _speaker_columns(table)
    if found is None:
        return rows_as_text(table)
    who, words, when = found
    lines: list[str] = []
    for place, row in enumerate(table):
        label, said, time = _label(_cell(row, who)), _cell(row, words), _TIME.fullmatch(" ".join(_cell(row, when)))
        if place == 0 and label.casefold() in _SPEAKER_HEADS and len(" ".join(said).split()) <= _LABEL_WORDS:
            left_out.append(
                LeftOut(f"paragraph {max(1, number)}", " | ".join(rows_as_text([row])), "it names the table's columns")
            )
            continue
        start = f"[{time.group(1)}] " if time else ""
        first = f"{label}: " if label else ""
        lines.extend([f"{start}{first}{said[0] if said else ''}".rstrip(), *said[1:]])
        others = [_cell(row, column) for column in range(len(row)) if column not in {who, words, when if time else -1}]
        lines.extend(rows_as_text([others]))
    return [line for line in lines if line]


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
