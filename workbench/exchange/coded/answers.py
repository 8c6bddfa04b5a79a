"""Coded tables, `.csv` and `.tsv`: codes of answers that are known by their number, with or without the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.coding.segment_drafts import AnswerCode, DraftAnswerCodes
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_limits import refuse_too_many
from workbench.exchange.coded.answer_maps import AnswerColumns, CoderIsNotSaidError, columns_of
from workbench.exchange.coded.segment_columns import is_of_segments
from workbench.exchange.delimited import LIMIT, SUFFIXES, first_row, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.surveys.columns import NO_TICKS, TICKS
from workbench.exchange.surveys.roles import squeezed
from workbench.exchange.tables import Table
from workbench.exchange.transcripts.plain_texts import cleaned
from workbench.sources.drafts import LeftOut
from workbench.text import counted

LIKELY = 0.86
_NONE = frozenset({"none", "-", "–", "0", "no code", "no codes", "uncoded", "n/a", "na", "keine", "kein code"})
_LONG_FORM = (
    frozenset(
        {
            "id",
            "case",
            "caseid",
            "respondent",
            "respondentid",
            "answer",
            "answerid",
            "responseid",
            "unit",
            "participant",
        }
    ),
    frozenset({"code", "codes"}),
    frozenset({"coder", "rater", "annotator", "codedby"}),
)


class NoCodesInTableError(WorkbenchError):
    """No cell of the table gives an answer a code. There is nothing to bring in."""


class CodedAnswersReader:
    """Reads coded tables from `.csv` and `.tsv`."""

    name = "codes of answers in .csv and .tsv"
    kind = "codes"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: by columns of an answer, its code and its coder; any other table has to be told."""
        if path.suffix.lower() not in SUFFIXES:
            return 0.0
        return likely(first_row(head, path.name))

    def read(self, path: Path, options: Options) -> DraftAnswerCodes:
        """The codes as a draft; raises a sentence where the table or its map is not sound."""
        decoded = read_text(path, limit=LIMIT)
        table = read_table(decoded.text, path.name, options.going)
        notes = [note for note in (decoded.note(),) if note]
        return answer_codes_of([("", table)], path.name, options.survey_map, notes)


READER = CodedAnswersReader()


def likely(header: Sequence[str]) -> float:
    """How sure columns of these names are codes of answers."""
    names = {squeezed(cell) for cell in header}
    if is_of_segments(header) or len(header) > 8:
        return 0.05
    return LIKELY if all(names & listed for listed in _LONG_FORM) else 0.05


def answer_codes_of(
    tables: Sequence[tuple[str, Table]], name: str, told: Path | Mapping[str, Any] | None, notes: Sequence[str] = ()
) -> DraftAnswerCodes:
    """Coded tables as one draft; each comes with the coder that its sheet is called after, or nothing.

    Raises AnswerMapIsWrongError, CoderIsNotSaidError, NoCodesInTableError.
    """
    codes: dict[tuple[str, str, str], AnswerCode] = {}
    read: set[tuple[str, str]] = set()
    words: dict[str, str] = {}
    left_out: list[LeftOut] = []
    said = list(notes)
    columns: AnswerColumns | None = None
    header: list[str] = []
    for sheet, table in tables:
        columns, header = columns_of(table, told, name), table.header
        said += [*table.notes, *columns.notes]
        left_out += table.left_out
        unread = _unread(table, columns)
        if unread:
            left_out.append(LeftOut("the table", ", ".join(unread), "columns that hold neither codes nor coders"))
        for line, row in zip(table.lines, table.rows, strict=True):
            where = f"{'sheet “' + sheet + '”, ' if sheet else ''}{table.unit} {line}"
            answer = " ".join(row[columns.case].split())
            if not answer:
                left_out.append(LeftOut(where, "a row", f"“{table.header[columns.case]}” is blank"))
                continue
            if columns.words is not None and row[columns.words].strip():
                words.setdefault(answer, cleaned(row[columns.words])[0].strip())
            for one in _given(row, columns, answer, sheet, where, name):
                _keep(one, codes, read, left_out)
    if not codes or columns is None:
        raise NoCodesInTableError(f"{name}: no cell gives an answer a code. There is nothing to bring in.")
    coders = sorted({coder for _, coder in read})
    number = len({code for _, code, _ in codes})
    refuse_too_many(number, name)
    said.insert(
        0,
        f"Read as codes of answers: {counted(number, 'code')},"
        f" {counted(len({answer for answer, _ in read}), 'answer')}, coded by {', '.join(coders)}.",
    )
    return DraftAnswerCodes(
        Path(name).stem,
        name,
        tuple(codes.values()),
        frozenset(read),
        columns.survey,
        columns.question,
        words,
        header[columns.words] if columns.words is not None else "",
        tuple(left_out),
        tuple(dict.fromkeys(said)),
    )


def _unread(table: Table, columns: AnswerColumns) -> list[str]:
    known = {columns.case, columns.coder_column, columns.value, columns.words, *columns.ticked, *columns.listed}
    return [cell for place, cell in enumerate(table.header) if place not in known]


def _keep(
    one: AnswerCode,
    codes: dict[tuple[str, str, str], AnswerCode],
    read: set[tuple[str, str]],
    left_out: list[LeftOut],
) -> None:
    """Keep what a cell says; where two say different things of one answer, code and coder, the first stands, said so."""
    read.add((one.answer, one.coder))
    if not one.code:
        return
    before = codes.setdefault((one.answer, one.code, one.coder), one)
    if before.given != one.given:
        what = f"{one.code}: {'given' if one.given else 'not given'} by {one.coder}"
        left_out.append(LeftOut(one.where, what, f"{before.where} says otherwise of {one.answer}"))


def _given(
    row: Sequence[str], columns: AnswerColumns, answer: str, sheet: str, where: str, name: str
) -> Iterator[AnswerCode]:
    """What a row says; a blank cell says nothing, not even that somebody looked."""
    by_row = " ".join(row[columns.coder_column].split()) if columns.coder_column is not None else ""
    for place, (path, by_column) in columns.ticked.items():
        cell = row[place].strip().casefold()
        if cell in TICKS or cell in NO_TICKS:
            coder = _coder(by_column or by_row or columns.coder or sheet, name)
            yield AnswerCode(answer, columns.names.get(path, path), coder, cell in TICKS, where)
    for place, by_column in columns.listed.items():
        cell = row[place].strip()
        if not cell:
            continue
        coder = _coder(by_column or by_row or columns.coder or sheet, name)
        if cell.casefold() in _NONE:
            yield AnswerCode(answer, "", coder, False, where)
            continue
        given = columns.value is None or row[columns.value].strip().casefold() in TICKS
        for part in cell.split(columns.marks[place]):
            path = " ".join(part.split()).strip("/ ")
            if path:
                yield AnswerCode(answer, columns.names.get(path, path), coder, given, where)


def _coder(coder: str, name: str) -> str:
    if not coder:
        raise CoderIsNotSaidError(
            f"{name}: nothing in it says whose coding it is. Say it in a map, as in `coder: ana`, or name the column that"
            " says it, as in `coder_column: by`."
        )
    return coder
