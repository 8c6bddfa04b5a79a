"""Neighbours: files that say which areas are alike, a row a pair, or a row an area with its neighbours across.

CIPFA's nearest neighbours (15), the statistical neighbours of the Department for Education (10) and the NHS's peers come
in either form, under names of columns that change from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.exchange.delimited import rows_of
from workbench.exchange.encoding import read_text
from workbench.exchange.figures.grids import separator_in
from workbench.exchange.figures.places import RowLeftOutError, place_of, rows_in_words
from workbench.exchange.indicator_columns import plain
from workbench.exchange.readers import Options
from workbench.indicators.area_drafts import DraftPeer, DraftPeers
from workbench.sources.drafts import LeftOut
from workbench.text import counted

_AREA = frozenset(
    {"areacode", "code", "lacode", "ladcode", "gsscode", "onscode", "utlacode", "area", "areaname", "la", "laname"}
)
_PEER = re.compile(r"(?:neighbour|peer|sn|nn|statisticalneighbour|nearestneighbour)(?:area)?(?:code|name)?")
_ACROSS = re.compile(r"(?:neighbour|peer|sn|nn|statisticalneighbour|nearestneighbour)0*(\d{1,2})(?:code)?")
_RANK = frozenset({"rank", "order", "position", "neighbourrank", "snrank"})
_SET = frozenset({"set", "setname", "model", "neighbourset"})
_PUBLISHERS = (
    ("cipfa", "CIPFA"),
    ("dfe", "Department for Education"),
    ("statistical neighbour", "Department for Education"),
    ("nhs", "NHS England"),
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?:[-/]\d\d)?(?!\d)")
_MOST = 60
"""No set has more neighbours of one area."""


class NoNeighboursError(WorkbenchError):
    """This file names no neighbours. It needs a column area_code and one neighbour_code, or columns neighbour 1, 2, 3."""


class NeighbourReader:
    """Reads sets of neighbours from text."""

    name = "neighbours of areas"
    kind = "neighbours"
    suffixes = frozenset({".csv", ".tsv"})

    def recognises(self, path: Path, head: bytes) -> float:
        """0.9 for an area and its neighbours by their columns' names; else 0."""
        if path.suffix.lower() not in self.suffixes:
            return 0.0
        line = head.decode("utf-8-sig", errors="replace").partition("\n")[0].strip("\r")
        names = [cell.strip().strip('"') for cell in line.split(separator_in(line))]
        return 0.9 if _columns(names) is not None else 0.0

    def read(self, path: Path, options: Options) -> DraftPeers:
        """The neighbours in a file; rows that name no area, or themselves, are left out and told."""
        text = read_text(path).text
        rows = rows_of(text, separator_in(text), path.name, going=options.going)
        _, header = next(rows, (0, []))
        columns = _columns([name.strip() for name in header])
        if columns is None:
            raise NoNeighboursError(
                f"{path.name} names no neighbours. It needs a column area_code and one neighbour_code, or columns"
                " neighbour 1, neighbour 2 and on."
            )
        stem = " ".join(path.stem.replace("_", " ").split())
        found = _Found(stem)
        for line, cells in rows:
            if any(cell.strip() for cell in cells):
                found.rows += 1
                _row(line, cells, columns, found)
        if not found.peers:
            first = f" The first reason: {next(iter(found.faults))}." if found.faults else ""
            raise NoNeighboursError(f"{path.name} has not one neighbour that could be read.{first}")
        publisher = next((name for begins, name in _PUBLISHERS if begins in stem.casefold()), "")
        year = _YEAR.search(stem)
        return DraftPeers(
            path.name, tuple(found.peers.values()), publisher, year[0] if year else "", found.rows, found.left_out(),
            tuple(found.said()),
        )  # fmt: skip


READER = NeighbourReader()


@dataclass(frozen=True, slots=True)
class _Columns:
    area: int
    peers: tuple[tuple[int, int | None], ...]
    """Places of neighbours, with the rank that the column is named for."""
    rank: int | None = None
    set_name: int | None = None


@dataclass(slots=True)
class _Found:
    stem: str
    rows: int = 0
    peers: dict[tuple[str, str, str], DraftPeer] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)

    def fault(self, why: str, line: int) -> None:
        self.faults.setdefault(why, []).append(line)

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, by the reason."""
        return tuple(
            LeftOut(rows_in_words(lines), counted(len(lines), "neighbour"), why) for why, lines in self.faults.items()
        )

    def said(self) -> list[str]:
        """How many neighbours how many areas have, set by set."""
        sets: dict[str, dict[str, int]] = {}
        for one in self.peers.values():
            areas = sets.setdefault(one.set_name, {})
            areas[one.area_code] = areas.get(one.area_code, 0) + 1
        return [
            f"“{name}”: {counted(len(areas), 'area')} with {_between(areas.values())} neighbours each."
            for name, areas in sets.items()
        ]


def _between(numbers: Iterable[int]) -> str:
    every = sorted(numbers)
    return f"{every[0]}" if every[0] == every[-1] else f"{every[0]} to {every[-1]}"


def _columns(names: Sequence[str]) -> _Columns | None:
    bare = [plain(name) for name in names]
    area = next((place for place, name in enumerate(bare) if name in _AREA), None)
    across = tuple((place, int(match[1])) for place, name in enumerate(bare) if (match := _ACROSS.fullmatch(name)))
    single = [place for place, name in enumerate(bare) if _PEER.fullmatch(name)]
    if area is None or not (across or single):
        return None
    one = next((place for place in single if bare[place].endswith("code")), single[0] if single else -1)
    rank = next((place for place, name in enumerate(bare) if name in _RANK), None)
    named = next((place for place, name in enumerate(bare) if name in _SET), None)
    return _Columns(area, across or ((one, None),), None if across else rank, named)


def _row(line: int, cells: Sequence[str], columns: _Columns, found: _Found) -> None:
    """The neighbours of one row."""

    def cell(place: int | None) -> str:
        return cells[place].strip() if place is not None and place < len(cells) else ""

    try:
        area = _code(cell(columns.area))
    except RowLeftOutError as fault:
        found.fault(fault.why, line)
        return
    name = cell(columns.set_name) or found.stem
    for place, ranked in columns.peers:
        said = cell(place)
        if not said:
            continue
        try:
            peer = _code(said)
        except RowLeftOutError as fault:
            found.fault(f"neighbour “{said[:40]}”: {fault.why}", line)
            continue
        rank = ranked if ranked is not None else _whole(cell(columns.rank))
        if peer == area:
            found.fault("an area is no neighbour of itself", line)
        elif (name, area, peer) in found.peers:
            found.fault("the same neighbour stands further up", line)
        elif rank is None and cell(columns.rank):
            found.fault(f"“{cell(columns.rank)[:20]}” is no rank, a whole number from 1", line)
        else:
            found.peers[name, area, peer] = DraftPeer(name, area, peer, rank)


def _code(said: str) -> str:
    if geography.is_code(said.upper()):
        return place_of(said, "").code
    return place_of("", said).code


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= _MOST else None
