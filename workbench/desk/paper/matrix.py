"""The framework matrix on paper: people down, codes across, a table a theme; what each person said, in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.by_group import LIVES, usual_groups
from workbench.coding.framework import CODED, NOT_READ, Framework, framework
from workbench.coding.paths import split_path
from workbench.coding.retrieval import passages
from workbench.coding.summaries import Summary, summaries
from workbench.coding.themes import themes
from workbench.desk.paper.wanted import Made, Wanted, counted
from workbench.desk.quoted import WITHHELD, descriptors
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Block, Cell, Heading, Matrix, MatrixRow
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import quotable
from workbench.governance.quoting import quotes
from workbench.rows import table_of
from workbench.sources.documents import Document, Segment

ACROSS = 8
"""So many codes stand side by side on a sheet of A3."""
MOST_CELLS = 60_000
"""More cells than this are no paper that anybody reads: some 250 sheets of A3."""
DESCRIBED = 3
_DIGITS = re.compile(r"([0-9]+)")
_NO_THEME = "Codes that no theme gathers"


class MatrixTooLargeError(WorkbenchError):
    """The matrix is too large for paper. Take it out as a table instead: --table framework."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The matrix as it was read, with what may be shown of it."""

    matrix: Framework
    rows: tuple[int, ...]
    """The people that may be shown: those who spoke, then those who wrote."""
    interviewed: frozenset[int]
    """Those of them who spoke; of people who wrote answers only, those stand in a table who said something of it."""
    summed: Mapping[tuple[int, int], Summary]
    known: Mapping[int, str]


def printed_matrix(session: Session, wanted: Wanted) -> Made:
    """The matrix, theme by theme, then the codes that no theme gathers; codes that nobody raised have no column.

    Raises MatrixTooLargeError.
    """
    wanted.progress(0.05, "reading the matrix")
    matrix = framework(session)
    if not matrix.cases or not matrix.passages:
        return Made((Paragraph("Nothing that people said has been coded yet, so the matrix has nothing to show."),))
    read, left_out = _read(session, wanted, matrix)
    raised = {code for case, code in matrix.passages if case in set(read.rows)}
    raised |= {code for case, code in read.summed if case in set(read.rows)}
    kept = [line for line in themes(session) if line.state != "dropped"]
    gathered = {code for line in kept for code in line.code_ids}
    parts = [(line.name, line.statement, [code for code in line.code_ids if code in raised]) for line in kept]
    rest = [code for code in matrix.codes if code in raised and code not in gathered]
    parts.append((_NO_THEME if kept else "All codes", "", rest))
    silent = len(matrix.codes) - len(raised)
    cells = sum(len(_people(read, codes)) * len(codes) for _, _, codes in parts)
    if cells > MOST_CELLS:
        raise MatrixTooLargeError(
            f"The matrix has {cells:,} cells; on paper there is room for {MOST_CELLS:,}. Take it out as a table instead:"
            " --table framework."
        )
    blocks: list[Block] = []
    for name, statement, codes in parts:
        if codes:
            blocks += _part(read, name, statement, codes, first=not blocks)
    remarks = [f"{counted(len(read.rows), 'person', 'people')}, {counted(len(raised), 'code')}."]
    if silent:
        remarks.append(
            f"{counted(silent, 'code')} that nobody here raised {'has' if silent == 1 else 'have'} no column."
        )
    return Made(tuple(blocks), (*remarks, *left_out), left_out=left_out)


def _read(session: Session, wanted: Wanted, matrix: Framework) -> tuple[_Read, tuple[str, ...]]:
    """What may be shown: who, what is known of them, which summaries; and sentences on the rest."""
    at = wanted.at
    answers = quotable(session, matrix.cases, at.audience.name, "paraphrase")
    hidden = set() if at.team else {key for key, answer in answers.items() if not answer.allowed}
    summed = {key: one for key, one in summaries(session).items() if key[0] in matrix.cases and key[0] not in hidden}
    wanted.progress(0.3, "asking what may be printed")
    allowed = {key: one for key, one in summed.items() if answers[key[0]].allowed}
    allowed = {key: one for key, one in allowed.items() if key not in _told_of(session, allowed, at.audience.name)}
    names = [name for name in usual_groups(session) if name != LIVES][:DESCRIBED]
    known = {
        case: ", ".join(value for value in values if value and WITHHELD not in value)
        for case, values in descriptors(session, names, at.audience.threshold).items()
    }
    left_out = []
    if hidden:
        who = f" to {at.audience.name}" if at.audience.name != INTERNAL else ""
        are = "is" if len(hidden) == 1 else "are"
        left_out.append(
            f"{counted(len(hidden), 'person', 'people')} {are} left out: no consent is recorded to show them{who}."
        )
    back = len(summed) - len(allowed)
    if back:
        left_out.append(
            f"{counted(back, 'summary', 'summaries')} {'is' if back == 1 else 'are'} not printed: they tell of words that"
            " are held back, or their speakers have not agreed to be told of in other words."
        )
    spoke = _interviewed(session)
    shown = [case for case in matrix.cases if case not in hidden]
    rows = tuple(sorted(shown, key=lambda case: (case not in spoke, natural(matrix.cases[case]))))
    return _Read(matrix, rows, spoke, allowed, known), tuple(left_out)


def natural(label: str) -> list[str | int]:
    """A label as people sort it, its numbers by their size.

    >>> sorted(["R104", "R20", "dawn", "R3"], key=natural)
    ['dawn', 'R3', 'R20', 'R104']
    """
    return [int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(label.casefold()))]


def _told_of(session: Session, summed: Mapping[tuple[int, int], Summary], audience: str) -> set[tuple[int, int]]:
    """The cells whose summary tells of a passage that may not even be told in other words."""
    if not summed:
        return set()
    cases, codes = {case for case, _ in summed}, {code for _, code in summed}
    behind = passages(session, codes=sorted(codes), cases=sorted(cases))
    _, held = quotes(session, behind, audience, as_="paraphrase")
    places = {(one.document, one.start, one.end) for one in held}
    return {
        (case, one.code_id) for one in behind if (one.document, one.start, one.end) in places for case in one.case_ids
    }


def _interviewed(session: Session) -> frozenset[int]:
    """The people who have words in a transcript."""
    segment, document = table_of(Segment), table_of(Document)
    chosen = (
        sa.select(segment.c.case_id)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.kind != "question", segment.c.gone.is_(False), segment.c.case_id.is_not(None))
    )
    return frozenset(session.execute(chosen.distinct()).scalars())


def _people(read: _Read, codes: Sequence[int]) -> list[int]:
    """The rows of one part: everybody interviewed, and of the others those who said something of it."""
    heard = {case for case, code in (*read.matrix.passages, *read.summed) if code in set(codes)}
    return [case for case in read.rows if case in read.interviewed or case in heard]


def _part(read: _Read, name: str, statement: str, codes: Sequence[int], *, first: bool) -> Iterator[Block]:
    """One theme: its tables, so many codes side by side in each, and who has no row."""
    yield Heading(name, new_page=not first)
    if statement:
        yield Paragraph(statement, role="lead")
    for begin in range(0, len(codes), ACROSS):
        some = codes[begin : begin + ACROSS]
        of = f", codes {begin + 1} to {begin + len(some)} of {len(codes)}" if len(codes) > ACROSS else ""
        if begin:
            yield Heading(f"{name}{of}", level=2, new_page=True)
        people = _people(read, some)
        rows = tuple(_row(read, case, some) for case in people)
        yield Matrix(f"{name}: what each person said{of}", "Person", _titles(read, some), rows)
        yield from _absent(read, set(people), some[0])


def _absent(read: _Read, people: set[int], code: int) -> Iterator[Block]:
    """Who has no row in a table, in a sentence."""
    absent = [case for case in read.rows if case not in people]
    if not absent:
        return
    unread = sum(read.matrix.cell(case, code).state == NOT_READ for case in absent)
    have, not_all = "has" if len(absent) == 1 else "have", ""
    if unread:
        not_all = f"; the words of {unread:,} of them are not all read"
    yield Paragraph(
        f"{counted(len(absent), 'person', 'people')} who wrote answers and said nothing of it {have} no row{not_all}.",
        role="note",
    )


def _titles(read: _Read, codes: Sequence[int]) -> tuple[str, ...]:
    """Codes as the heads of columns: the names on the way down, one below the other."""
    return tuple(" › ".join(split_path(read.matrix.codes[code])) for code in codes)


def _row(read: _Read, case: int, codes: Sequence[int]) -> MatrixRow:
    return MatrixRow(
        read.matrix.cases[case], read.known.get(case, ""), tuple(_cell(read, case, code) for code in codes)
    )


def _cell(read: _Read, case: int, code: int) -> Cell:
    """How one cell stands."""
    cell, summary = read.matrix.cell(case, code), read.summed.get((case, code))
    number = counted(cell.passages, "passage") if cell.passages else "no passage any more"
    if summary is not None:
        older = summary.older or not cell.passages
        return Cell("older" if older else "summarised", number, summary.text)
    if cell.state == CODED:
        return Cell("coded", number)
    return Cell("unread" if cell.state == NOT_READ else "nothing")
