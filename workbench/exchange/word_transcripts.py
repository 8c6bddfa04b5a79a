"""Transcripts as Word documents: speakers as in plain text, and tables whose rows are turns."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange import cues as timing
from workbench.exchange import labels
from workbench.exchange.archives import opened
from workbench.exchange.readers import Options
from workbench.exchange.transcripts import cleaned, draft_told
from workbench.exchange.turns import Page
from workbench.exchange.word_text import Block, Table, WordText, rows_as_text
from workbench.sources.drafts import DraftDocument, LeftOut
from workbench.sources.speakers import is_generic, known_role

SUFFIXES = (".docx", ".docm")
_TIME = re.compile(rf"\W*({timing.TIME})\W*")
_SPEAKER_HEADS = frozenset({"speaker", "speakers", "name", "who", "person", "voice", "participant", "role"})
_LABEL_WORDS = 5
_NAME_LENGTH = 60

COUNTED = (
    ("hidden passages", "they are not shown on the page"),
    ("pictures or charts", "only words come in"),
    ("list numbers or bullets", "Word writes them by itself; they are no part of the text"),
    ("prompts of empty fields", "nobody filled them in"),
)
"""What is left out by number, and why."""


class DocumentHoldsNoWordsError(WorkbenchError):
    """The Word document holds no words: pictures of pages, or nothing. There is nothing to bring in."""


class WordReader:
    """Reads `.docx` transcripts."""

    name = "transcripts in .docx"
    kind = "transcript"
    suffixes = SUFFIXES
    contents = frozenset({"docx"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a transcript: whoever asks has looked inside, and it is a Word document."""
        del path
        return 0.95 if head.startswith(b"PK") else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence where it is damaged, unsafe to open, or without a word."""
        with opened(path) as archive:
            word = WordText(archive)
            draft = _draft(word, word.blocks(), path.name)
        if not draft.has_words:
            raise DocumentHoldsNoWordsError(
                f"{path.name} holds no words"
                + (", only pictures." if word.counts["pictures or charts"] else ".")
                + " There is nothing to bring in."
            )
        other = "" if path.suffix.lower() in SUFFIXES else f"It ends in {path.suffix} and is a Word document inside."
        return draft_told(draft, options, other)


READER = WordReader()


def _draft(word: WordText, blocks: list[Block], name: str) -> DraftDocument:
    lines: list[str] = []
    places: list[str] = []
    headings: set[int] = set()
    dropped = 0
    for block in blocks:
        texts = _lines_of(block.table, word.left_out, block.number) if block.kind == "table" else [block.text]
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
    page = Page(name, places=places, headings=headings, wrapped=False)
    page.left_out.extend(word.left_out)
    if dropped:
        page.leave_out("the text", f"{dropped} control characters", "they print nothing and can upset a terminal")
    before, cues = timing.cues_in(lines)
    if cues:
        page.take_cues(before, cues)
    else:
        page.take_lines(lines)
    page.take_notes(word.notes, "note")
    _say(word.counts, len(word.notes), page)
    return page.draft()


def _say(counts: Counter[str], notes: int, page: Page) -> None:
    """What was done with changes and notes, and what was left out by number."""
    insertions, deletions = counts["insertions"], counts["deletions"]
    if insertions or deletions:
        page.notes.append(
            f"Tracked changes were accepted: {insertions} insertions are in, {deletions} deletions are out."
        )
    if counts["struck passages"]:
        page.notes.append(f"Words that are struck through are kept ({counts['struck passages']} passages).")
    if notes:
        page.notes.append(f"Footnotes and endnotes ({notes}) stand at the end, as notes of no speaker.")
    for what, why in COUNTED:
        if counts[what]:
            page.leave_out("the text", f"{what} ({counts[what]})", why)


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
