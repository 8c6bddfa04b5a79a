"""Transcripts as Word documents: speakers as in plain text, and tables whose rows are turns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.archives import opened
from workbench.exchange.readers import Options
from workbench.exchange.transcripts.blocks import Block, page_of
from workbench.exchange.transcripts.plain_texts import draft_told
from workbench.exchange.transcripts.remarks import with_remarks
from workbench.exchange.transcripts.turns import Page
from workbench.exchange.transcripts.word_text import WordText
from workbench.sources.drafts import DraftDocument

SUFFIXES = (".docx", ".docm")

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
            draft = _draft(word, word.blocks(), path.name, options.speakers)
        if not draft.has_words:
            raise DocumentHoldsNoWordsError(
                f"{path.name} holds no words"
                + (", only pictures." if word.counts["pictures or charts"] else ".")
                + " There is nothing to bring in."
            )
        other = "" if path.suffix.lower() in SUFFIXES else f"It ends in {path.suffix} and is a Word document inside."
        return draft_told(draft, options, other)


READER = WordReader()


def _draft(word: WordText, blocks: list[Block], name: str, speakers: str) -> DraftDocument:
    page = page_of(blocks, name, word.left_out, speakers=speakers)
    page.take_notes(word.notes, "note")
    _say(word.counts, len(word.notes), page)
    return with_remarks(page.draft(), word.remarks)


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
