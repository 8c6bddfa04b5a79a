"""Tables of coded segments as text, `.csv` and `.tsv`: a row a segment, with its document, its codes and its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from workbench.coding.segment_drafts import DraftSegment, DraftSegments
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_limits import refuse_too_many
from workbench.exchange.coded.segment_columns import (
    code_paths,
    columns_of,
    is_of_segments,
    lacks_a_column,
    tool_of,
    unkept,
)
from workbench.exchange.delimited import LIMIT, SUFFIXES, first_row, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.studies.opened import dotted, stored_time
from workbench.exchange.tables import Table
from workbench.exchange.transcripts.plain_texts import cleaned
from workbench.sources.drafts import LeftOut
from workbench.text import counted

LIKELY = 0.92
_NO_WEIGHT = frozenset({"", "0", "0.0", "100", "100.0"})


class NoColumnsOfSegmentsError(WorkbenchError):
    """A table of coded segments has columns of documents, of codes and of the words: Document name, Code, Segment."""


class NoSegmentsError(WorkbenchError):
    """No row of the table has a document, a code and words. There is nothing to bring in."""


class SegmentTableReader:
    """Reads coded segments from `.csv` and `.tsv`."""

    name = "coded segments in .csv and .tsv"
    kind = "codes"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a table of coded segments: by the names of its columns."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        first = first_row(head, path.name)
        return LIKELY if is_of_segments(first) else 0.1 if lacks_a_column(first) else 0.0

    def read(self, path: Path, options: Options) -> DraftSegments:
        """The segments as a draft; raises a sentence where no column holds documents, codes or words."""
        decoded = read_text(path, limit=LIMIT)
        table = read_table(decoded.text, path.name, options.going)
        return segments_of([table], path.name, [note for note in (decoded.note(),) if note])


READER = SegmentTableReader()


def segments_of(tables: Iterable[Table], name: str, notes: Iterable[str] = ()) -> DraftSegments:
    """Tables of coded segments as one draft. Raises NoColumnsOfSegmentsError, NoSegmentsError."""
    segments: list[DraftSegment] = []
    left_out: list[LeftOut] = []
    said = list(notes)
    tool = ""
    for table in tables:
        columns = columns_of(table.header)
        if missing := [kind for kind in ("document", "code", "words") if kind not in columns]:
            listed = ", ".join(f"“{one}”" for one in table.header[:8])
            raise NoColumnsOfSegmentsError(
                f"{name}: a table of coded segments has columns of documents, codes and words, called Document name, Code"
                f" and Segment; {' and '.join(missing)} is missing. Its columns are {listed}."
            )
        tool = tool or tool_of(table.header)
        left_out += table.left_out
        said += table.notes
        if others := unkept(table.header, columns):
            left_out.append(LeftOut("the table", ", ".join(others), "columns that have no place here"))
        for line, row in zip(table.lines, table.rows, strict=True):
            where = f"{table.sheet + ', ' if table.sheet else ''}{table.unit} {line}"
            taken = _segment(where, {kind: row[place] for kind, place in columns.items()})
            if isinstance(taken, DraftSegment):
                segments.append(taken)
            else:
                left_out.append(taken)
    if not segments:
        raise NoSegmentsError(f"{name}: no row has a document, a code and words. There is nothing to bring in.")
    refuse_too_many(len({path for segment in segments for path in segment.codes}), name)
    if tool == "Taguette":
        tags = {" ".join(path) for segment in segments for path in segment.codes}
        segments = [
            replace(one, codes=tuple(dotted(path[0], tags) if len(path) == 1 else path for path in one.codes))
            for one in segments
        ]
    documents = len({segment.document for segment in segments})
    said.insert(
        0, f"Read as coded segments of {tool}: {counted(len(segments), 'segment')} of {counted(documents, 'document')}."
    )
    return DraftSegments(Path(name).stem, tool, tuple(segments), tuple(left_out), tuple(said))


def _segment(where: str, cells: dict[str, str]) -> DraftSegment | LeftOut:
    """A row as a segment, or why it is none."""
    words = cleaned(cells["words"])[0].strip()
    document = " ".join(cells["document"].split())
    codes = code_paths(cells["code"])
    lacking = [what for what, there in (("words", words), ("a document", document), ("a code", codes)) if not there]
    if lacking:
        what = f"“{words[:60]}”" if words else "a row"
        return LeftOut(where, what, f"it has no {' and no '.join(one.removeprefix('a ') for one in lacking)}")
    weight = cells.get("weight", "").strip()
    memo = [cells.get("comment", "").strip(), f"Weight: {weight}." if weight not in _NO_WEIGHT else ""]
    return DraftSegment(
        where,
        document,
        words,
        codes,
        " ".join(cells.get("begin", "").split()),
        " ".join(cells.get("end", "").split()),
        " ".join(cells.get("coder", "").split()),
        stored_time(cells.get("created", "")),
        "\n".join(part for part in memo if part),
        " ".join(cells.get("group", "").split()),
    )
