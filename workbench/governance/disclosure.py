"""Small numbers: a table of people counted from records, made safe to show outside the team.

Numbers below a threshold are withheld, and so are as many others as it takes that no withheld number can be worked out
from what is shown. The rule of method: a cell is withheld when it is more than 0 and less than the threshold, or when
fewer than the threshold are left over from those asked (where everyone said it, that says it of each of them).

What a reader can work out is a question about a network. Rows and columns are its places, a withheld cell joins its row
to its column, and it can be moved up or down by one only together with others round a ring, each within what the reader
knows of it. A cell that lies on no such ring is as good as printed. (Source for the network: L. H. Cox, J. Am. Stat.
Assoc. 90 (1995) 1453-1462; here with what is known of each cell as its bounds.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

Grid = Sequence[Sequence[int]]
Place = tuple[int, int]
"""Row and column; row or column -1 is the total."""

PRIMARY, SECONDARY = "small", "beside"
_MANY = 10**12
TOTAL = -1


@dataclass(frozen=True, slots=True)
class Withheld:
    """Which cells of a table are withheld; a place with row or column -1 is a total."""

    small: frozenset[Place]
    """Withheld because few people are in the cell, or few are left over."""
    beside: frozenset[Place]
    """Withheld so that the small ones cannot be worked out."""

    @property
    def places(self) -> frozenset[Place]:
        """Every withheld cell."""
        return self.small | self.beside

    def shown(self, counts: Grid) -> list[list[int | None]]:
        """The table's inner cells, None where withheld."""
        return [
            [None if (row, column) in self.places else count for column, count in enumerate(cells)]
            for row, cells in enumerate(counts)
        ]


@dataclass(slots=True)
class _Cell:
    """One cell of the table with its margins: what it is, and between what a reader knows it to lie."""

    value: int
    low: int
    high: int
    sign: int
    """-1 for a total of rows or of columns: it moves against the cells it sums."""
    why: str = ""


def withheld_words(threshold: int, *, beside: bool = False) -> str:
    """What stands in a withheld cell. One wording for all of a table, so that it tells nothing of which is which."""
    few = f"Withheld by us: fewer than {threshold}"
    return f"{few}, or a number that would give one away" if beside else few


def withhold_small(
    counts: Grid,
    threshold: int,
    *,
    row_totals: bool = True,
    column_totals: bool = True,
    of: Grid | None = None,
    doubt: int = 1,
) -> Withheld:
    """Decide which cells of a table of people to withhold.

    Args:
        counts: People by row and column.
        threshold: Counts from 1 up to one less than it are withheld; 0 or 1 withholds nothing.
        row_totals: Whether each row's sum is shown, or can be known.
        column_totals: Whether each column's sum is shown, or can be known.
        of: How many there were in each cell (people asked), where that is shown too.
        doubt: How many units of doubt must be left about each small cell: 1 means it cannot be known exactly.

    Returns:
        The places withheld; totals among them where there was no other way.

    >>> sorted(withhold_small([[3, 10, 20]], 5, column_totals=False).places)
    [(0, 0), (0, 1)]
    """
    if threshold <= 1 or not counts or not counts[0]:
        return Withheld(frozenset(), frozenset())
    cells = _with_margins(counts, threshold, row_totals, column_totals, of)
    table = _Table(cells, len(counts[0]), row_totals, column_totals)
    while (known := table.known(doubt)) is not None:
        other = table.next_beside(known)
        if other is not None:
            cells[other].why = SECONDARY
        elif not table.blur_a_total():
            break
    return Withheld(
        frozenset(at for at, cell in cells.items() if cell.why == PRIMARY),
        frozenset(at for at, cell in cells.items() if cell.why == SECONDARY),
    )


def _with_margins(
    counts: Grid, threshold: int, row_totals: bool, column_totals: bool, of: Grid | None
) -> dict[Place, _Cell]:
    """Every cell and every shown total with its bounds, the small ones marked."""
    cells: dict[Place, _Cell] = {}

    def put(at: Place, value: int, among: int | None, sign: int) -> None:
        high = _MANY if among is None else among
        if 0 < value < threshold:
            top = threshold - 1 if threshold > 2 else high
            cells[at] = _Cell(value, 1, min(top, high), sign, PRIMARY)
        elif among is not None and value > 0 and among - value < threshold:
            cells[at] = _Cell(value, max(1, among - threshold + 1), among, sign, PRIMARY)
        else:
            cells[at] = _Cell(value, min(value, threshold), high, sign)

    for row, line in enumerate(counts):
        for column, value in enumerate(line):
            put((row, column), value, of[row][column] if of is not None else None, 1)
    if row_totals:
        for row, line in enumerate(counts):
            put((row, TOTAL), sum(line), sum(of[row]) if of is not None else None, -1)
    if column_totals:
        for column in range(len(counts[0])):
            among = sum(line[column] for line in of) if of is not None else None
            put((TOTAL, column), sum(line[column] for line in counts), among, -1)
    if row_totals and column_totals:
        put((TOTAL, TOTAL), sum(map(sum, counts)), sum(map(sum, of)) if of is not None else None, 1)
    return cells


class _Table:
    """The network of a table: its withheld cells, each an edge between its row and its column."""

    def __init__(self, cells: dict[Place, _Cell], columns: int, row_totals: bool, column_totals: bool) -> None:
        self.cells = cells
        self.columns = columns
        self.row_totals = row_totals
        self.column_totals = column_totals

    def withheld(self) -> list[Place]:
        """The withheld cells, the small ones first."""
        return sorted(
            (at for at, cell in self.cells.items() if cell.why), key=lambda at: (self.cells[at].why != PRIMARY, at)
        )

    def known(self, doubt: int) -> Place | None:
        """A withheld cell about which too little doubt is left, or None."""
        return next((at for at in self.withheld() if self.doubt(at, doubt) < self.wanted(at, doubt)), None)

    def blur_a_total(self) -> bool:
        """Say of one small total only that it is withheld: where everything is, that it is small tells what it sums."""
        for at in self.withheld():
            cell = self.cells[at]
            if TOTAL in at and cell.why == PRIMARY:
                cell.why, cell.high = SECONDARY, _MANY
                return True
        return False

    def wanted(self, at: Place, doubt: int) -> int:
        """How many units of doubt a withheld cell needs: as asked for a small one, within what its bounds allow."""
        cell = self.cells[at]
        return min(doubt, max(1, cell.high - cell.low)) if cell.why == PRIMARY else 1

    def ends(self, at: Place) -> tuple[str, str]:
        """The row and the column of a cell; lines whose sum is not known come together in one place."""
        row, column = at
        return (f"r{row}" if self.row_totals else "free", f"c{column}" if self.column_totals else "free")

    def doubt(self, at: Place, enough: int) -> int:
        """How many units a reader is left unsure about a cell; counting stops at `enough`."""
        found = 0
        for up in (True, False):
            moves = {place: 0 for place, cell in self.cells.items() if cell.why}
            while found < enough and self._move(at, up, moves):
                found += 1
        return found

    def _move(self, at: Place, up: bool, moves: dict[Place, int]) -> bool:
        """Move a cell by one, others with it, so that every sum stays; False when that cannot be."""
        if not self._can(at, up, moves):
            return False
        row, column = self.ends(at)
        start, goal = (column, row) if up else (row, column)
        ways: dict[str, list[tuple[str, Place, bool]]] = {}
        for place in moves:
            if place == at:
                continue
            its_row, its_column = self.ends(place)
            if self._can(place, True, moves):
                ways.setdefault(its_row, []).append((its_column, place, True))
            if self._can(place, False, moves):
                ways.setdefault(its_column, []).append((its_row, place, False))
        ring = [] if start == goal else _way(ways, start, goal)
        if ring is None:
            return False
        for place, upwards in [(at, up), *ring]:
            moves[place] += 1 if upwards else -1
        return True

    def _can(self, at: Place, up: bool, moves: dict[Place, int]) -> bool:
        """Whether a cell may move by one within what is known of it. Totals move the other way round."""
        cell = self.cells[at]
        value = cell.value + moves[at] * cell.sign
        return value < cell.high if up == (cell.sign > 0) else value > cell.low

    def next_beside(self, at: Place) -> Place | None:
        """The next cell to withhold for the sake of one that can be worked out; the smallest that serves.

        One that closes a ring through it, else the next in a line that has only one withheld cell, else any near it;
        totals, and then zeros, only when nothing else is left.
        """
        row_side = self._joined(self.ends(at)[0], at)
        column_side = self._joined(self.ends(at)[1], at)
        free = [place for place, cell in self.cells.items() if not cell.why]
        for choice in (
            [place for place in free if TOTAL not in place and self.cells[place].value > 0],
            [place for place in free if self.cells[place].value > 0],
            free,
        ):
            rings = [place for place in choice if self._closes(place, row_side, column_side)]
            lonely = self._in_lonely_line(choice, at, row_side | column_side)
            near = [place for place in choice if set(self.ends(place)) & (row_side | column_side)]
            for these in (rings, lonely, near, choice):
                if these:
                    return min(these, key=lambda place: (self.cells[place].value, place))
        return None

    def _joined(self, end: str, without: Place) -> set[str]:
        """The rows and columns that withheld cells join to one, leaving one cell out."""
        edges = [self.ends(place) for place, cell in self.cells.items() if cell.why and place != without]
        joined = {end}
        grown = True
        while grown:
            more = {other for edge in edges if joined & set(edge) for other in edge} - joined
            joined |= more
            grown = bool(more)
        return joined

    def _closes(self, place: Place, row_side: set[str], column_side: set[str]) -> bool:
        """Whether a cell would join the two sides of another."""
        row, column = self.ends(place)
        return (row in row_side and column in column_side) or (row in column_side and column in row_side)

    def _in_lonely_line(self, choice: list[Place], at: Place, near: set[str]) -> list[Place]:
        """The cells beside the only withheld one of a row or column; the cell's own lines come first."""
        withheld = [end for place, cell in self.cells.items() if cell.why for end in set(self.ends(place))]
        lines = [*self.ends(at), *sorted(near - set(self.ends(at)))]
        for line in lines:
            if line != "free" and withheld.count(line) == 1:
                found = [place for place in choice if line in self.ends(place)]
                if found:
                    return found
        return []


def _way(ways: dict[str, list[tuple[str, Place, bool]]], start: str, goal: str) -> list[tuple[Place, bool]] | None:
    """A shortest way through the network as the cells it moves, or None."""
    came: dict[str, tuple[str, Place, bool]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there, place, upwards in ways.get(here, ()):
            if there in came or there == start:
                continue
            came[there] = (here, place, upwards)
            if there == goal:
                ring = []
                while there != start:
                    there, place, upwards = came[there]
                    ring.append((place, upwards))
                return ring
            waiting.append(there)
    return None
