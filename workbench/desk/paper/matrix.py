"""The framework matrix on paper: people down, codes across, a table a theme; what each person said, in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.by_group import LIVES, usual_groups
from workbench.coding.framework import NOT_READ, Framework, FrameworkCell, framework
from workbench.coding.paths import split_path
from workbench.coding.summaries import Summary, standing
from workbench.coding.themes import ThemeLine, themes
from workbench.desk.door.quoted import descriptors
from workbench.desk.door.summed import summaries_for
from workbench.desk.paper.wanted import Made, Wanted
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Block, Cell, Heading, Matrix, MatrixRow
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import quotable
from workbench.governance.descriptions import WITHHELD
from workbench.governance.samples import people_needed
from workbench.text import counted

ACROSS = 8
"""So many codes stand side by side on a sheet of A3."""
MOST_CELLS = 60_000
"""More cells than this are no paper that anybody reads: some 250 sheets of A3."""
DESCRIBED = 3
_NO_THEME = "Codes that no theme gathers"


class MatrixTooLargeError(WorkbenchError):
    """The matrix is too large for paper. Take it out as a table instead: --table framework."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The matrix as it was read, with what may be shown of it."""

    matrix: Framework
    rows: tuple[int, ...]
    """The people that may be shown: those who spoke, then those who wrote; of these a table has who said something."""
    summed: Mapping[tuple[int, int], Summary]
    whole: Mapping[tuple[int, int], Summary]
    """The summaries of themes as a whole, by person and theme."""
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
    listed = set(read.rows)
    raised = {code for case, code in (*matrix.passages, *read.summed) if case in listed}
    kept = [line for line in themes(session) if line.state != "dropped"]
    gathered = {code for line in kept for code in line.code_ids}
    parts = [(line, [code for code in line.code_ids if code in raised]) for line in kept]
    rest = [code for code in matrix.codes if code in raised and code not in gathered]
    parts.append((ThemeLine(0, _NO_THEME if kept else "All codes", "", "", (), ()), rest))
    silent = len(matrix.codes) - len(raised)
    cells = sum(len(_people(read, codes)) * len(codes) for _, codes in parts)
    if cells > MOST_CELLS:
        raise MatrixTooLargeError(
            f"The matrix has {cells:,} cells; on paper there is room for {MOST_CELLS:,}. Take it out as a table instead:"
            " --table framework."
        )
    blocks: list[Block] = []
    for theme, codes in parts:
        if codes:
            blocks += _part(read, theme, codes, first=not blocks)
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
    wanted.progress(0.3, "asking what may be printed")
    shown = [case for case in matrix.cases if case not in hidden]
    summed = summaries_for(session, shown, at.audience.name)
    whole = summaries_for(session, shown, at.audience.name, of="themes")
    names = [name for name in usual_groups(session) if name != LIVES][:DESCRIBED]
    known = {
        case: ", ".join(value for value in values if value and WITHHELD not in value)
        for case, values in descriptors(session, names, people_needed(session, at.audience.name)).items()
    }
    left_out = []
    if hidden:
        who = f" to {at.audience.name}" if at.audience.name != INTERNAL else ""
        are = "is" if len(hidden) == 1 else "are"
        left_out.append(
            f"{counted(len(hidden), 'person', 'people')} {are} left out: no consent is recorded to show them{who}."
        )
    back = len(summed.held) + len(whole.held)
    if back:
        left_out.append(
            f"{counted(back, 'summary', 'summaries')} {'is' if back == 1 else 'are'} not printed: they tell of words that"
            " are held back, or their speakers have not agreed to be told of in other words."
        )
    rows = tuple(case for case in matrix.people((case, 0) for case in shown) if case not in hidden)
    return _Read(matrix, rows, summed.shown, whole.shown, known), tuple(left_out)


def _people(read: _Read, codes: Sequence[int]) -> list[int]:
    """The rows of one part: everybody interviewed, and of the others those who said something of it."""
    these = set(codes)
    heard = {case for case, code in (*read.matrix.passages, *read.summed) if code in these}
    return [case for case in read.rows if case in read.matrix.spoke or case in heard]


def _part(read: _Read, theme: ThemeLine, codes: Sequence[int], *, first: bool) -> Iterator[Block]:
    """One theme: what was said of it as a whole, its tables, so many codes side by side in each, and who has no row."""
    name = theme.name
    yield Heading(name, new_page=not first)
    if theme.statement:
        yield Paragraph(theme.statement, role="lead")
    yield from _as_a_whole(read, theme)
    for begin in range(0, len(codes), ACROSS):
        some = codes[begin : begin + ACROSS]
        of = f", codes {begin + 1} to {begin + len(some)} of {len(codes)}" if len(codes) > ACROSS else ""
        if begin:
            yield Heading(f"{name}{of}", level=2, new_page=True)
        people = _people(read, some)
        rows = tuple(_row(read, case, some) for case in people)
        yield Matrix(f"{name}: what each person said{of}", "Person", _titles(read, some), rows)
        yield from _absent(read, set(people), some[0])


def _as_a_whole(read: _Read, theme: ThemeLine) -> Iterator[Block]:
    """Who was summed up on the theme itself, a row a person; nothing where nobody was."""
    found = read.matrix.gathered({theme.id: (theme.name, theme.code_ids)})
    people = [case for case in read.rows if (case, theme.id) in read.whole]
    if people:
        rows = tuple(
            MatrixRow(
                found.cases[case],
                read.known.get(case, ""),
                (_as_it_stands(found.cell(case, theme.id), read.whole[case, theme.id]),),
            )
            for case in people
        )
        yield Matrix(f"{theme.name}: the theme as a whole", "Person", ("The theme as a whole",), rows)


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
    return _as_it_stands(read.matrix.cell(case, code), read.summed.get((case, code)))


def _as_it_stands(cell: FrameworkCell, summary: Summary | None) -> Cell:
    """How one cell stands."""
    number = counted(cell.passages, "passage") if cell.passages else "no passage any more"
    stands = standing(cell, summary)
    if stands in ("nothing", "unread"):
        return Cell(stands)
    return Cell(stands, number, summary.text if summary is not None else "")
