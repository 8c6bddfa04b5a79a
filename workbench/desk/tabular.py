"""A table that leaves the desk: columns, rows, what was left out, and how it is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

from sqlmodel import Session

from workbench.governance.audiences import INTERNAL, AudienceLine
from workbench.governance.cells import neutral_cell
from workbench.governance.mosaic import Printed
from workbench.governance.released import Leaving

Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A tidy table: one header, one row a thing. A cell is None where there is nothing to say, never where it is 0."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[str, ...] = ()
    """What is not in it, as sentences with counts and reasons."""
    quotes: int = 0
    """How many rows carry somebody's words."""
    withheld: int = 0
    """How many quotes and numbers were held back."""
    leaving: tuple[Leaving, ...] = ()
    """Its counts of records, for the register of what left."""
    printed: tuple[Printed, ...] = ()
    """Its quotes by place, with what stands beside each."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a table is asked for: by which attribute, of which coder, for whom."""

    audience: AudienceLine
    by: str | None = None
    coder: int | None = None
    display: str | None = None
    """The title of a display."""
    key: str | None = field(default=None, repr=False)
    """The project's raw key, for what is derived from it; None for a plain file."""

    @property
    def for_the_team(self) -> bool:
        """Whether the table stays inside."""
        return self.audience.name == INTERNAL


@dataclass(frozen=True, slots=True)
class Made:
    """What a table's maker gives: rows, and what was left out."""

    rows: Iterable[Sequence[Cell]]
    left_out: Sequence[str] = ()
    more_columns: Sequence[str] = ()
    """Columns that come after the declared ones and depend on the project."""
    quotes: int = 0
    withheld: int = 0
    leaving: Sequence[Leaving] = ()
    printed: Collection[Printed] = ()
    """Its quotes by place, with what stands beside each."""


@dataclass(frozen=True, slots=True)
class TableKind:
    """The declaration of a table: its name, what it says, its columns, how it is made, and what it may be asked for."""

    name: str
    says: str
    columns: tuple[str, ...]
    make: Callable[[Session, Asking], Made]
    takes: frozenset[str] = frozenset()
    """Of `by`, `coder` and `display`."""


def finished(kind: TableKind, made: Made) -> Table:
    """The table of a maker's rows."""
    rows = tuple(tuple(row) for row in made.rows)
    columns = (*kind.columns, *made.more_columns)
    return Table(
        kind.name,
        columns,
        rows,
        tuple(made.left_out),
        made.quotes,
        made.withheld,
        tuple(made.leaving),
        tuple(made.printed),
    )


def as_csv(table: Table) -> str:
    """The table as CSV (RFC 4180), with nothing in it that a spreadsheet would run."""
    return "".join(csv_lines(table.columns, table.rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The same line by line, for a table too long to be held."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in chain([columns], rows):
        writer.writerow([_plain(neutral_cell(cell)) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def as_json(table: Table) -> str:
    """The table as a JSON list, an object a row."""
    return json.dumps([dict(zip(table.columns, row, strict=True)) for row in table.rows], ensure_ascii=False, indent=1)


def as_markdown(table: Table) -> str:
    """The table as Markdown, with nothing in its cells that would be taken for mark-up."""
    lines = [table.columns, tuple("---" for _ in table.columns)]
    written = [
        "| " + " | ".join(_escaped(name) if at == 0 else name for name in line) + " |" for at, line in enumerate(lines)
    ]
    written += ["| " + " | ".join(_escaped(_plain(cell)) for cell in row) + " |" for row in table.rows]
    return "\n".join(written) + "\n"


def _plain(cell: Cell) -> str:
    """A cell as text: nothing for None, no more than six decimals of a number."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{round(cell, 6):g}" if cell == round(cell, 6) and abs(cell) < 1e6 else repr(round(cell, 6))
    return str(cell)


_MARKUP: dict[str, Any] = {character: f"\\{character}" for character in "\\|[]`*_#"}
_ESCAPES = str.maketrans({**_MARKUP, "&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " "})


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return text.translate(_ESCAPES)
