"""Tables written as text with a mark between cells: comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import lru_cache

from workbench.errors import WorkbenchError
from workbench.exchange.going import Going, unheard
from workbench.exchange.tables import Table, table_of

SUFFIXES = (".csv", ".tsv")
LIMIT = 512 * 1024 * 1024
"""The largest table that is read, in bytes."""
_LONGEST_CELL = 1_000_000
_MARKS = ",;\t|"
_OFTEN = 5_000
"""Lines between two words of how far the reading is."""

csv.field_size_limit(LIMIT)  # one limit for the whole process, so that a reader never depends on which ran before it


class QuoteIsNotClosedError(WorkbenchError):
    """A quotation mark in the table is opened and never closed, so that the rest of it reads as one cell."""


def separator_of(text: str) -> str:
    """Comma, semicolon, tab or bar: the one that gives most rows the same number of cells as the first line."""
    first = text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4]
    sample = text[:65_536]
    best, score = ",", 0.0
    for mark in _MARKS:
        widths = []
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark):
            if row:
                widths.append(len(row))
            if len(widths) == 50:
                break
        if not widths or widths[0] < 2:
            continue
        share = sum(width == widths[0] for width in widths) / len(widths)
        if share * min(widths[0], 5) > score:
            best, score = mark, share * min(widths[0], 5)
    return best


def rows_of(
    text: str, mark: str, name: str, *, whole: bool = True, going: Going = unheard
) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with the line on which it begins, from 1; `whole` unless it is a file's first part.

    `going` is told now and then which share of the text is read.

    Raises QuoteIsNotClosedError, with the line, where a quotation mark swallows what follows it.
    """
    stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
    begins = 1
    if stream.readline().rstrip("\r\n").lower() == f"sep={mark}":
        begins = 2
    else:
        stream.seek(0)
    above = begins - 1
    reader = csv.reader(stream, delimiter=mark)
    last = begins
    for row in reader:
        if row:
            if begins % _OFTEN == 0:
                going(stream.tell() / len(text))
            if max(map(len, row)) > _LONGEST_CELL:
                raise QuoteIsNotClosedError(
                    f"{name}, line {begins}: a quotation mark is opened and never closed, so that the rest of the table"
                    " reads as one cell. Close it, or double the marks inside a cell, and try again."
                )
            yield begins, row
        last, begins = begins, reader.line_num + above + 1
    if whole and reader.line_num + above > last and text.count('"') % 2:
        raise QuoteIsNotClosedError(
            f"{name}, line {last}: a quotation mark is opened and never closed. Close it, and try again."
        )


@lru_cache(maxsize=1)
def first_row(head: bytes, name: str) -> list[str]:
    """The first row of a table by the first bytes of its file, kept for the file that was asked about last."""
    text = head.decode("utf-8-sig", "replace") if b"\0" not in head else head.decode("utf-16", "replace")
    _, first = next(rows_of(text, separator_of(text), name, whole=False), (1, []))
    return first


def read_table(text: str, name: str, going: Going = unheard) -> Table:
    """A table from its text. Ragged rows are left out with their line; a table that is mostly ragged is refused."""
    return table_of(rows_of(text, separator_of(text), name, going=going), name)
