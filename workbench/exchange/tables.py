"""Tables of answers, whatever file they stand in: where the names of columns are, and rows with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from workbench.errors import WorkbenchError
from workbench.exchange.column_roles import Role
from workbench.sources.drafts import LeftOut

HEADER_WITHIN = 20
"""The names of columns stand in the first so many lines; above them there may be a title."""
_NO_OPTION = frozenset({"", "response", "open-ended response", "open ended response", "openended response"})
_IMPORT_ID = '{"importid"'


class TableHasNoRowsError(WorkbenchError):
    """The table has a line of column names and nothing below it. There is nothing to bring in."""


class TableIsRaggedError(WorkbenchError):
    """Most rows of the table have another number of cells than its first line. Look how it was saved."""


@dataclass(slots=True)
class Table:
    """A table as it was read: names of columns, whole rows with the line where each begins, and what was ragged."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unit: str = "line"
    """What a place in the file is called: line, or row in a workbook."""
    wording: Mapping[int, str] = field(default_factory=dict)
    """The wording of a column's question, where the file has it beside a short name."""
    sheet: str = ""
    """The sheet of a workbook that was read, where there are several."""
    hidden: Collection[int] = ()
    """Columns that somebody hid."""
    roles: Mapping[int, Role] = field(default_factory=dict)
    """What the file itself says that columns are."""

    def leave_out(self, line: int, what: str, why: str) -> None:
        """Report something of a line that is not kept."""
        self.left_out.append(LeftOut(f"{self.unit} {line}", what, why))


def plain(name: str) -> str:
    """A column's name with single spaces and no byte order mark."""
    return " ".join(name.replace("\ufeff", "").split())


def table_of(rows: Iterable[tuple[int, list[str]]], name: str, *, unit: str = "line") -> Table:
    """A table from its rows, each with its line. Ragged rows are left out; a table that is mostly ragged is refused.

    Titles above the names of columns are left out and reported. A second row of names, as SurveyMonkey writes it, is
    joined to the first ("question - option"); Qualtrics' row of wordings becomes the questions' wording.
    """
    waiting = iter(rows)
    top = list(islice(waiting, HEADER_WITHIN))
    table = Table(header=[], unit=unit)
    begins = _header_at([cells for _, cells in top])
    for line, cells in top[:begins]:
        table.leave_out(line, _shown(cells), "it stands above the names of the columns")
    _, first = top[begins] if top else (0, [])
    below = top[begins + 1 :]
    names, taken = _joined(first, below, table)
    table.header = _header(names, table)
    ragged = 0
    for line, row in chain(below[taken:], waiting):
        if len(row) == len(table.header):
            table.rows.append(row)
            table.lines.append(line)
        elif any(cell.strip() for cell in row):
            ragged += 1
            what = f"a row of {len(row)} cell{'s' * (len(row) != 1)}"
            table.leave_out(line, what, f"the first line has {len(table.header)}")
    if ragged > max(3, len(table.rows)):
        raise TableIsRaggedError(
            f"{name}: {ragged} of {ragged + len(table.rows)} rows have another number of"
            f" cells than the {len(table.header)} of the first line. Look how it was saved; no row was taken."
        )
    if not table.rows:
        raise TableHasNoRowsError(f"{name} has no rows below its line of column names. There is nothing to bring in.")
    return table


def _header_at(top: Sequence[Sequence[str]]) -> int:
    """Which of the first rows names the columns: the first that is more than a title in the first cells."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in top]
    most = max(filled, default=0)
    for place, (cells, count) in enumerate(zip(top, filled, strict=True)):
        is_title = count == 0 or (bool(cells[0].strip()) and count <= max(1, most // 4) and count < most)
        if not is_title:
            return place
    return 0


def _joined(first: list[str], below: Sequence[tuple[int, list[str]]], table: Table) -> tuple[list[str], int]:
    """The names of columns from one row or two, and how many rows below the first they took."""
    if len(below) > 1 and any(cell.strip().casefold().startswith(_IMPORT_ID) for cell in below[1][1]):
        wordings = below[0][1]
        table.wording = {place: plain(cell) for place, cell in enumerate(wordings) if cell.strip()}
        table.notes.append("The second row holds the wording of the questions, as Qualtrics writes it.")
        table.leave_out(below[1][0], "ImportId …", "Qualtrics' own marks of the columns")
        return first, 2
    if not below or not _is_second_header(first, [cells for _, cells in below]):
        return first, 0
    second = below[0][1]
    names: list[str] = []
    question = ""
    for cell, option in zip(first, second, strict=True):
        question = plain(cell) or question
        said = plain(option)
        names.append(question if said.casefold() in _NO_OPTION else f"{question} - {said}" if question else said)
    table.notes.append("Two rows name the columns: they are joined, “question - option”.")
    return names, 1


def _is_second_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the second row goes on naming columns: options below a question that stands above several of them."""
    second, rest = below[0], [cells for cells in below[1:] if len(cells) == len(first)]
    if len(second) != len(first) or not first[0].strip() or not rest:
        return False
    if not second[0].strip() and all(cell.strip() and cell.strip().casefold() in _NO_OPTION for cell in second[1:]):
        return len(second) > 1
    spanned = [place for place, cell in enumerate(first) if not cell.strip()]
    options = [second[place].strip() for place in spanned if second[place].strip()]
    if not options or len(options) * 2 < len(spanned) or any(_is_figure(option) for option in options):
        return False
    says_so = any(cell.strip() and cell.strip().casefold() in _NO_OPTION for cell in second)
    blank_id = any(
        not second[place].strip() and all(cells[place].strip() for cells in rest)
        for place, cell in enumerate(first)
        if cell.strip()
    )
    return (
        says_so or blank_id or any(_names_figures(second[place], [cells[place] for cells in rest]) for place in spanned)
    )


def _names_figures(cell: str, below: Sequence[str]) -> bool:
    """Whether a cell is words and all that is answered below it are figures, so that it is no answer itself."""
    answered = [one.strip() for one in below if one.strip()]
    return bool(cell.strip()) and len(answered) > 1 and all(map(_is_figure, answered))


def _is_figure(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").replace("-", "").replace("%", "").isdigit()


def _header(row: Sequence[str], table: Table) -> list[str]:
    """Names of columns: each with single spaces, none empty, none twice."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = plain(cell) or f"column {number}"
        seen[name] += 1
        if seen[name] > 1:
            table.notes.append(f"The column “{name}” is there {seen[name]} times; this one is “{name} ({seen[name]})”.")
            name = f"{name} ({seen[name]})"
        names.append(name)
    return names


def _shown(cells: Sequence[str]) -> str:
    text = " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return text if len(text) <= 60 else f"{text[:60]}…"
