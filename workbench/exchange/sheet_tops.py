"""What stands at the top of each sheet of a workbook that is shown: a workbook is known by it before anything is read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.archives import Archive, declares, opened
from workbench.exchange.spreadsheets import column_number, worksheets
from workbench.exchange.tables import HEADER_WITHIN

_LOOK = 4_194_304
"""So many bytes of a sheet, and of the words that sheets share, are looked through for its first rows."""
_REPEATED = 256
"""A cell of an OpenDocument sheet that stands there oftener is what fills it to its edge."""
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*(?<!/)>(.*?)</(?:\w+:)?row>", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})\d")
_KIND = re.compile(rb"\bt=[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_SHARED = re.compile(rb"<(?:\w+:)?si\b[^>]*(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_READ_ALOUD = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*(?<!/)>([^<]*)<")
_OPEN_TABLE = re.compile(rb"<table:table\b(?!-)([^>]*)>")
_OPEN_ROW = re.compile(rb"<table:table-row\b[^>]*(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_OPEN_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL
)
_OPEN_HIDDEN = re.compile(
    rb"<style:style\b[^>]*style:name=\"([^\"]*)\"[^>]*>\s*<style:table-properties\b[^>]*table:display=\"false\""
)
_OPEN_TEXT = re.compile(rb"<text:p\b[^>]*(?<!/)>(.*?)</text:p>", re.DOTALL)
_NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Top:
    """The first rows of a sheet that hold anything, as far as a header may stand, without columns that hold nothing."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def tops_of(path: Path) -> tuple[Top, ...]:
    """The tops of a workbook's sheets, `.xlsx` and `.ods`; none of one that cannot be opened, which reading it says.

    They are kept for the file that was asked about last, as long as it stays as it is.
    """
    try:
        found = path.stat()
    except OSError:
        return ()
    return _kept(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _kept(path: Path, changed: int, size: int) -> tuple[Top, ...]:
    del changed, size
    try:
        with opened(path) as archive:
            return tuple(_open_tops(archive) if "mimetype" in archive.parts else _tops(archive))
    except WorkbenchError:
        return ()


def _tops(archive: Archive) -> Iterator[Top]:
    """The tops of an Excel workbook."""
    shared: dict[int, str] | None = None
    for name, part, hidden in worksheets(archive):
        data = archive.begins(part, _LOOK)
        if hidden or declares(data):
            continue
        rows = list(islice(_rows(data), HEADER_WITHIN))
        wanted = max((int(text) for row in rows for kind, text in row.values() if kind == "s"), default=-1)
        if shared is None or wanted >= len(shared):
            shared = _shared(archive, wanted)
        yield Top(name, _laid_out([_worded(row, shared) for row in rows]))


def _rows(data: bytes) -> Iterator[dict[int, tuple[str, str]]]:
    """The rows that hold anything, each with what is in its columns: of which kind, and the value as it is written."""
    for row in _ROW.finditer(data):
        cells: dict[int, tuple[str, str]] = {}
        place = -1
        for cell in _CELL.finditer(row.group(1)):
            said, inside = cell.groups()
            letters, kind = _PLACE.search(said), _KIND.search(said)
            place = column_number(letters.group(1).decode()) - 1 if letters else place + 1
            value = _VALUE.search(inside)
            if kind and kind.group(1) == b"inlineStr":
                cells[place] = ("", _text(inside))
            elif value:
                shared = kind is not None and kind.group(1) == b"s" and value.group(1).strip().isdigit()
                cells[place] = ("s" if shared else "", _plain(value.group(1)))
        if any(text for _, text in cells.values()):
            yield cells


def _shared(archive: Archive, most: int) -> dict[int, str]:
    """The words that sheets share, up to a number."""
    part = next((one for one in archive.parts if one.casefold().endswith("sharedstrings.xml")), "")
    if not part or most < 0:
        return {}
    items = islice(_SHARED.finditer(archive.begins(part, _LOOK)), most + 1)
    return {number: _text(item.group(1) or b"") for number, item in enumerate(items)}


def _worded(row: Mapping[int, tuple[str, str]], shared: Mapping[int, str]) -> dict[int, str]:
    return {place: shared.get(int(text), "") if kind == "s" else text for place, (kind, text) in row.items()}


def _open_tops(archive: Archive) -> Iterator[Top]:
    """The tops of an OpenDocument spreadsheet."""
    data = archive.read("content.xml")
    if declares(data):
        return
    hidden = set(_OPEN_HIDDEN.findall(data))
    begins = list(_OPEN_TABLE.finditer(data))
    ends = [*(one.start() for one in begins[1:]), len(data)]
    for one, end in zip(begins, ends, strict=False):
        named = dict(re.findall(rb"table:([\w-]+)=\"([^\"]*)\"", one.group(1)))
        if named.get(b"style-name") in hidden:
            continue
        upto = min(end, one.end() + _LOOK)
        rows = (_open_row(row.group(1)) for row in _OPEN_ROW.finditer(data, one.end(), upto))
        filled = islice((row for row in rows if any(row.values())), HEADER_WITHIN)
        yield Top(_plain(named.get(b"name", b"")), _laid_out(list(filled)))


def _open_row(data: bytes) -> dict[int, str]:
    cells: dict[int, str] = {}
    place = 0
    for cell in _OPEN_CELL.finditer(_NOTE.sub(b"", data)):
        said, inside = cell.groups()
        often = re.search(rb"number-columns-repeated=\"(\d{1,9})\"", said)
        times = int(often.group(1)) if often else 1
        text = "\n".join(_plain(_TAG.sub(b"", one)) for one in _OPEN_TEXT.findall(inside or b""))
        if text and times <= _REPEATED:
            cells |= dict.fromkeys(range(place, place + times), text)
        place += times
    return cells


def _laid_out(rows: list[dict[int, str]]) -> tuple[tuple[str, ...], ...]:
    """Rows with a cell for every column that holds anything in one of them."""
    columns = sorted({place for row in rows for place, text in row.items() if text})
    return tuple(tuple(row.get(place, "") for place in columns) for row in rows)


def _text(data: bytes) -> str:
    return "".join(_plain(one) for one in _TEXT.findall(_READ_ALOUD.sub(b"", data))).strip()


def _plain(data: bytes) -> str:
    return html.unescape(data.decode("utf-8", "replace")).strip()
