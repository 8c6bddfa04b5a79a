"""Readiness sheets as they come back, `.xlsx` and `.ods`: known by their number, and read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from workbench.briefs.answer_drafts import DraftAnswer, DraftAnswers, DraftSheet
from workbench.briefs.statements import DONT_KNOW, LEVELS, NEEDS_EVIDENCE, STATEMENTS, level_of
from workbench.errors import WorkbenchError
from workbench.exchange.archives import opened
from workbench.exchange.readers import Options
from workbench.exchange.readiness.words import DAY, EVIDENCE, LEVEL, NUMBER, NUMBERED, POST, STATEMENT
from workbench.exchange.spreadsheets import SUFFIXES, Sheet, sheets_of
from workbench.sources.drafts import LeftOut
from workbench.triangulation.silence.requests import DueIsNoDayError, day_of

_LARGEST = 4_000_000
"""No readiness sheet is so large, in bytes; larger workbooks are not looked through for its number."""
_PARTS = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml|content\.xml")
_MARK = NUMBER.split(",", maxsplit=1)[0].encode()
_STATEMENT = re.compile(r"\s*([DGEA][1-4])\b")


class NothingFilledInError(WorkbenchError):
    """No sheet in this workbook is filled in yet. Choose a level for the statements, save it, and bring it in again."""


class NotAReadinessSheetError(WorkbenchError):
    """No sheet in this workbook has the number of a readiness sheet. Write one with `workbench readiness`."""


class ReadinessSheetReader:
    """Reads readiness sheets that came back."""

    name = "readiness sheets that came back, .xlsx and .ods"
    kind = "readiness"
    suffixes = SUFFIXES
    contents = frozenset({"xlsx", "ods"})

    def recognises(self, path: Path, head: bytes) -> float:
        """1 for a workbook with the number of a readiness sheet in it; else 0."""
        if not head.startswith(b"PK") or path.stat().st_size > _LARGEST:
            return 0.0
        try:
            with opened(path) as archive:
                return float(any(_MARK in archive.read(one) for one in archive.parts if _PARTS.fullmatch(one)))
        except WorkbenchError:
            return 0.0

    def read(self, path: Path, options: Options) -> DraftAnswers:
        """The answers on its sheets; what cannot be kept is left out, a sentence each.

        Raises NotAReadinessSheetError, NothingFilledInError.
        """
        found = [(sheet, known) for sheet in sheets_of(path, options.going) if (known := _number(sheet)) is not None]
        if not found:
            raise NotAReadinessSheetError
        left_out: list[LeftOut] = []
        notes: list[str] = []
        sheets: list[DraftSheet] = []
        seen: dict[str, str] = {}
        for sheet, (wording, number) in found:
            if number in seen:
                why = f"it has the number of the sheet “{seen[number]}”: a sheet is filled in once. Take one of the two out."
                left_out.append(LeftOut(f"sheet “{sheet.name}”", "the sheet", why))
                continue
            seen[number] = sheet.name
            read = _read(sheet)
            if not read.answers and not read.touched:
                notes.append(f"The sheet “{sheet.name}” is not filled in yet.")
                continue
            left_out += read.left_out
            sheets.append(DraftSheet(sheet.name, number, wording, read.post, read.day, tuple(read.answers)))
        if not sheets:
            raise NothingFilledInError
        return DraftAnswers(path.name, tuple(sheets), tuple(left_out), tuple(notes))


@dataclass(slots=True)
class _Read:
    """What was read of one sheet."""

    post: str = ""
    day: str = ""
    answers: list[DraftAnswer] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    touched: bool = False
    """Whether anything was filled in, though perhaps nothing that can be kept."""


def _number(sheet: Sheet) -> tuple[int, str] | None:
    """The wording and the number of a readiness sheet; None for another sheet."""
    for _, cells in sheet.rows:
        for cell in cells:
            if match := NUMBERED.search(cell):
                return int(match.group(1)), match.group(2)
    return None


def _read(sheet: Sheet) -> _Read:
    read = _Read()
    columns: dict[str, int] = {}
    rows: dict[str, list[tuple[int, str, str]]] = {}
    for number, row in sheet.rows:
        cells = dict(zip(sheet.columns, row, strict=True))
        if not columns:
            columns = _columns(cells)
            _told(sheet, number, cells, read)
        elif match := _STATEMENT.match(cells.get(columns[STATEMENT], "")):
            level, evidence = cells.get(columns[LEVEL], ""), cells.get(columns[EVIDENCE], "")
            rows.setdefault(match.group(1), []).append((number, level, evidence))
    read.touched = any(level or evidence for some in rows.values() for _, level, evidence in some)
    if not columns:
        read.touched = True
        why = f"its headings “{STATEMENT}”, “{LEVEL}” and “{EVIDENCE}” are not there. Write the sheet anew."
        read.left_out.append(LeftOut(f"sheet “{sheet.name}”", "its rows", why))
    elif read.touched:
        for statement in STATEMENTS:
            _take(sheet, statement, rows.get(statement, []), read)
    return read


def _columns(cells: dict[int, str]) -> dict[str, int]:
    """Where statement, level and evidence stand, if this is the row of headings; else nothing."""
    found = {
        heading: at
        for heading in (STATEMENT, LEVEL, EVIDENCE)
        for at, cell in cells.items()
        if cell.casefold().startswith(heading.casefold())
    }
    return found if len(found) == 3 else {}


def _told(sheet: Sheet, number: int, cells: dict[int, str], read: _Read) -> None:
    """Who filled it in, and on which day, from the rows above the table."""
    filled = [cells[at] for at in sorted(cells) if cells[at]]
    if len(filled) < 2:
        return
    if filled[0].startswith(POST):
        read.post = filled[1]
    elif filled[0].startswith(DAY):
        try:
            read.day = day_of(filled[1])
        except DueIsNoDayError as reason:
            why = f"{reason} The day of bringing it in is taken."
            read.left_out.append(LeftOut(_where(sheet, number), "the day", why))


def _take(sheet: Sheet, statement: str, rows: Iterable[tuple[int, str, str]], read: _Read) -> None:
    """Keep the answer on one statement, or say why it cannot be kept."""
    filled = [(number, level, evidence) for number, level, evidence in rows if level or evidence]
    if not filled:
        stands = next((number for number, *_ in rows), None)
        why = (
            "no level was chosen."
            if stands is not None
            else "its row is missing. Write the sheet anew to have it back."
        )
        where = f"sheet “{sheet.name}”" if stands is None else _where(sheet, stands)
        read.left_out.append(LeftOut(where, statement, f"{why} It counts as not answered."))
        return
    number, written, evidence = filled[0]
    where = _where(sheet, number)
    if len(filled) > 1:
        others = " and ".join(str(one) for one, *_ in filled)
        read.left_out.append(
            LeftOut(where, statement, f"it is answered twice, in rows {others}: neither is taken. Keep one of them.")
        )
        return
    why = ""
    level: int | None = None
    try:
        level = level_of(written)
    except LookupError:
        listed = "; ".join((*(f"{at} {words}" for at, words in enumerate(LEVELS)), DONT_KNOW))
        why = (
            f"“{written}” is none of the levels. Choose one: {listed}."
            if written
            else "no level was chosen. Choose one."
        )
    if not why and level is not None and level >= NEEDS_EVIDENCE and not evidence:
        why = f"“{level} {LEVELS[level]}” needs a word on what shows it. Write it in the column “{EVIDENCE}”."
    if why:
        read.left_out.append(LeftOut(where, statement, why))
    else:
        read.answers.append(DraftAnswer(where, statement, level, evidence))


def _where(sheet: Sheet, number: int) -> str:
    return f"sheet “{sheet.name}”, row {number}"


READER = ReadinessSheetReader()
