"""Transcripts as tables, `.csv`, `.tsv` and workbooks: a row a turn, with columns of speakers, words and times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import LIMIT, SUFFIXES, first_row, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.tables import Table
from workbench.exchange.transcripts import cues as timing
from workbench.exchange.transcripts.cues import Cue
from workbench.exchange.transcripts.plain_texts import cleaned, draft_told
from workbench.exchange.transcripts.turns import Page
from workbench.sources.drafts import DraftDocument, LeftOut

HEADS = {
    "speaker": frozenset(
        [
            "speaker",
            "speakers",
            "name",
            "who",
            "participant",
            "voice",
            "person",
            "role",
            "speaker_name",
            "speaker_label",
        ]
    ),
    "text": frozenset(
        ["text", "words", "utterance", "transcript", "content", "said", "sentence", "turn", "speech", "segment"]
    ),
    "start": frozenset(["start", "start time", "start_time", "begin", "time", "timestamp", "from", "start_ms", "in"]),
    "end": frozenset(["end", "end time", "end_time", "to", "stop", "end_ms", "until", "out"]),
}
"""What each column may be called."""
_OTHERS = 4
_LIKELY = 0.85
_LONG_STEP = 300
"""Whole numbers that step on by more than this from turn to turn are milliseconds, else seconds."""


class NoColumnOfWordsError(WorkbenchError):
    """A table of turns has a column of words, called text, words or utterance, and best one called speaker."""


class TurnTableReader:
    """Reads `.csv` and `.tsv` tables of turns."""

    name = "transcripts in .csv and .tsv, a row a turn"
    kind = "transcript"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a table of turns: by its columns' names."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        return _LIKELY if is_of_turns(first_row(head, path.name)) else 0.0

    def read(self, path: Path, options: Options) -> DraftDocument:
        """The transcript as a draft; raises a sentence where no column holds the words."""
        decoded = read_text(path, limit=LIMIT)
        return draft_told(transcript_of(read_table(decoded.text, path.name), path.name), options, decoded.note())


READER = TurnTableReader()


def is_of_turns(header: Sequence[str]) -> bool:
    """Whether columns of these names are a transcript: words, with speakers or with both times, and little else."""
    found = columns_of(header)
    return (
        "text" in found
        and ("speaker" in found or {"start", "end"} <= found.keys())
        and len(header) <= len(found) + _OTHERS
    )


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column is what; each is the first of that kind."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        plain = " ".join(name.casefold().split()).strip("[]()* ")
        kind = next((kind for kind, names in HEADS.items() if plain in names), "")
        if kind:
            found.setdefault(kind, place)
    return found


def transcript_of(table: Table, name: str) -> DraftDocument:
    """A table of turns as a draft. Raises NoColumnOfWordsError."""
    columns = columns_of(table.header)
    if "text" not in columns:
        listed = ", ".join(f"“{one}”" for one in table.header[:8])
        raise NoColumnOfWordsError(
            f"{name}: a table of turns has a column of words, called text, words or utterance. Its columns are {listed}."
        )
    page = Page(name)
    page.left_out.extend(table.left_out)
    page.notes.extend(table.notes)
    others = [one for place, one in enumerate(table.header) if place not in columns.values()]
    if others:
        page.left_out.append(
            LeftOut("the table", ", ".join(others), "columns that are neither words, speakers nor times")
        )
    starts = _times([row[columns["start"]] for row in table.rows]) if "start" in columns else None
    ends = _times([row[columns["end"]] for row in table.rows]) if "end" in columns else None
    heard: list[tuple[str, Cue]] = []
    for place, (line, row) in enumerate(zip(table.lines, table.rows, strict=True)):
        words, _ = cleaned(row[columns["text"]])
        start = starts[place] if starts else None
        end = ends[place] if ends else None
        if not words.strip():
            page.leave_out(f"{table.unit} {line}", "a row", "it holds no words")
            continue
        speaker = " ".join(row[columns["speaker"]].split()).rstrip(":") if "speaker" in columns else ""
        heard.append((speaker, Cue(-1 if start is None else start, -1 if end is None else end, words, line)))
    if "speaker" in columns:
        page.take_rows(heard, table.unit)
    else:
        page.take_cues([], [cue for _, cue in heard])
    return page.draft()


def _times(cells: Sequence[str]) -> list[int | None]:
    """Times in milliseconds: written with colons, as seconds with a decimal, or as whole numbers of either."""
    whole = [int(cell) for cell in cells if cell.strip().isascii() and cell.strip().isdigit()]
    steps = [abs(later - earlier) for earlier, later in pairwise(whole)]
    factor = 1 if steps and median(steps) > _LONG_STEP else 1000
    return [_time(cell.strip(), factor) for cell in cells]


def _time(cell: str, factor: int) -> int | None:
    if cell.isascii() and cell.isdigit():
        return int(cell) * factor if len(cell) < 12 else None
    if ":" in cell:
        return timing.clock(cell)
    try:
        seconds = float(cell.replace(",", "."))
    except ValueError:
        return None
    return round(seconds * 1000) if 0 <= seconds < 1e7 else None
