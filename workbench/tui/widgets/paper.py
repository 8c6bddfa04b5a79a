"""Paper: headings, paragraphs and tables, and how they fall into lines of a width. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len, chop_cells

Look = Literal["", "title", "quiet", "good", "warning", "error", "quote", "accent"]
READABLE = 92
GAP = 3
LEAST_COLUMN = 14


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that look alike; `to` says where they lead, if anywhere."""

    text: str
    look: Look = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `sign` stands before its first line, `anchor` is a name by which it is found."""

    runs: tuple[Run, ...] = ()
    indent: int = 0
    sign: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are paragraphs. Where its columns would be too narrow they are written one below another."""

    titles: tuple[str, ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    shares: tuple[int, ...] = ()
    marked: int | None = None
    ruled: bool = True
    leads: tuple[str, ...] = ()
    """Where each column's title leads, if anywhere."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, with a title on it."""

    title: str = ""
    anchor: str = ""


Part = Block | Grid | Rule


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on one line; `stop` is the number of the place they belong to."""

    text: str
    look: Look = ""
    stop: int | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that leads somewhere, and the line on which it begins."""

    to: str
    line: int


@dataclass(slots=True)
class Laid:
    """A page at one width."""

    lines: list[Line] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)


def words(text: str, look: Look = "", *, to: str = "", indent: int = 0, sign: str = "", anchor: str = "") -> Block:
    """A paragraph of one run."""
    return Block((Run(text, look, to),), indent, sign, anchor)


def blank() -> Block:
    """An empty line."""
    return Block()


def lay_out(parts: Sequence[Part], width: int) -> Laid:
    """A page in lines of a width."""
    laid = Laid()
    targets: list[str] = []
    for part in parts:
        if isinstance(part, Rule):
            laid.lines += [_rule(part.title, width)]
            if part.anchor:
                laid.anchors[part.anchor] = len(laid.lines) - 1
        elif isinstance(part, Grid):
            laid.lines += _grid(part, width, targets)
        else:
            if part.anchor:
                laid.anchors[part.anchor] = len(laid.lines)
            laid.lines += _paragraph(part, min(width, READABLE), targets)
    seen: dict[int, int] = {}
    for at, line in enumerate(laid.lines):
        for piece in line:
            if piece.stop is not None:
                seen.setdefault(piece.stop, at)
    laid.stops = [Stop(to, seen.get(number, 0)) for number, to in enumerate(targets)]
    return laid


def _rule(title: str, width: int) -> Line:
    if not title:
        return (Piece("─" * width, "quiet"),)
    shown = title if cell_len(title) <= width - 4 else chop_cells(title, max(1, width - 5))[0] + "…"
    return (
        Piece("── ", "quiet"),
        Piece(shown, "title"),
        Piece(" " + "─" * max(0, width - 4 - cell_len(shown)), "quiet"),
    )


def _paragraph(block: Block, width: int, targets: list[str]) -> list[Line]:
    """A paragraph's lines; every run that leads somewhere is given the next number."""
    sign = f"{block.sign} " if block.sign else ""
    indent = block.indent + cell_len(sign)
    room = max(4, width - indent)
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in _pieces(block.runs, targets, room):
        size = cell_len(piece.text)
        if piece.text == "\n" or (used + size > room and not piece.text.isspace()):
            lines.append([])
            used = 0
        if piece.text == "\n" or (piece.text.isspace() and not used):
            continue
        lines[-1].append(piece)
        used += size
    head = Piece(" " * block.indent + sign, "quiet")
    rest = Piece(" " * indent)
    return [(head if not at else rest, *line) if indent else tuple(line) for at, line in enumerate(lines)]


def _pieces(runs: Sequence[Run], targets: list[str], room: int) -> Iterator[Piece]:
    """Runs as words, spaces and line ends, none wider than there is room."""
    for run in runs:
        stop = None
        if run.to:
            stop = len(targets)
            targets.append(run.to)
        for token in re.findall(r"\n|[^\S\n]+|\S+", run.text):
            for text in chop_cells(token, room) if cell_len(token) > room else [token]:
                yield Piece(" " if text.isspace() and text != "\n" else text, run.look, stop)


def _grid(grid: Grid, width: int, targets: list[str]) -> list[Line]:
    """A table's lines."""
    columns = len(grid.titles)
    widths = _widths(grid, width)
    if min(widths) < LEAST_COLUMN and columns > 1:
        return _stacked(grid, width, targets)
    lines: list[Line] = []
    if any(grid.titles):
        heads = [(_title(grid, at),) for at in range(columns)]
        lines += _across(heads, widths, targets)
        lines.append(_rule("", sum(widths) + GAP * (columns - 1)))
    for number, row in enumerate(grid.rows):
        if number and grid.ruled:
            lines.append(_rule("", sum(widths) + GAP * (columns - 1)))
        lines += _across(list(row), widths, targets)
    return lines


def _title(grid: Grid, at: int, *, leads: bool = True) -> Block:
    """A column's title, marked or not, and where it leads."""
    look: Look = "accent" if at == grid.marked else "title"
    titled = f"★ {grid.titles[at]}" if at == grid.marked else grid.titles[at]
    return words(titled, look, to=grid.leads[at] if leads and at < len(grid.leads) else "")


def _widths(grid: Grid, width: int) -> list[int]:
    columns = len(grid.titles)
    shares = grid.shares or (1,) * columns
    room = width - GAP * (columns - 1)
    found = [room * share // sum(shares) for share in shares]
    found[-1] += room - sum(found)
    return [min(each, READABLE) for each in found]


def _across(cells: Sequence[tuple[Block, ...]], widths: Sequence[int], targets: list[str]) -> list[Line]:
    """Cells side by side."""
    columns = [
        [line for block in cell for line in _paragraph(block, widths[at], targets)] for at, cell in enumerate(cells)
    ]
    lines: list[Line] = []
    for parts in zip_longest(*columns, fillvalue=()):
        line: list[Piece] = []
        for at, part in enumerate(parts):
            line += part
            if at < len(parts) - 1:
                used = sum(cell_len(piece.text) for piece in part)
                line += [Piece(" " * max(0, widths[at] - used + 1)), Piece("│", "quiet"), Piece(" ")]
        lines.append(tuple(line))
    return lines


def _stacked(grid: Grid, width: int, targets: list[str]) -> list[Line]:
    """A table where columns find no room: every cell under its column's title."""
    lines: list[Line] = []
    for number, row in enumerate(grid.rows):
        if number:
            lines.append(_rule("", width))
        for at, cell in enumerate(row):
            if not cell:
                continue
            first = at == 0 and not grid.titles[0]
            if grid.titles[at]:
                lines += _paragraph(_title(grid, at, leads=not number), width, targets)
            for block in cell:
                shown = replace(block, indent=block.indent + (0 if first else 2))
                lines += _paragraph(shown, min(width, READABLE), targets)
    return lines
