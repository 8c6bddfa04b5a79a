"""Side by side: topic by topic what the numbers say, what people say, how they meet, and what we make of it.

Quotes are named by their codings only. Their words leave through `governance`, which is asked by whoever shows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.themes import ThemeCode
from workbench.indicators.datasets import today
from workbench.rows import Written, keeps, kept, table_of
from workbench.triangulation import freshness
from workbench.triangulation.figures import SAID_BY, FigureLine, figure_lines
from workbench.triangulation.findings import FindingLine, standing
from workbench.triangulation.material import read_material
from workbench.triangulation.protocol.convergence import in_words
from workbench.triangulation.protocol.matrix import MADE_OF, MatrixRow, matrix
from workbench.triangulation.quotable import quotable

CANDIDATES = 8
"""How many passages are offered as the one quote beside a finding."""


@dataclass(frozen=True, slots=True)
class NumbersSide:
    """One finding from numbers with its figures."""

    finding: FindingLine
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class WordsSide:
    """One finding from words: its themes or codes, its people, and passages that could be quoted beside it."""

    finding: FindingLine
    rests_on: tuple[str, ...]
    quote_candidates: tuple[int, ...]
    """Codings, the best first."""


@dataclass(frozen=True, slots=True)
class JointRow:
    """One topic, side by side."""

    id: int
    topic: str
    question: str
    numbers: tuple[NumbersSide, ...]
    words: tuple[WordsSide, ...]
    meet: str
    """How they meet, with its glyph, as it stands for everybody who judged."""
    meetings: tuple[tuple[str, str, str], ...]
    """Each pair of sources with how the two meet."""
    overall: str
    together: str
    fit: str
    state: freshness.State
    cause: str

    @property
    def findings(self) -> tuple[FindingLine, ...]:
        """Every finding that speaks in the row, numbers first."""
        return (*(side.finding for side in self.numbers), *(side.finding for side in self.words))


Made = tuple[MatrixRow, JointRow]
_READ_FROM = tuple(dict.fromkeys((*MADE_OF, *SAID_BY)))
"""The tables that topics side by side are read from."""


def side_by_side(session: Session) -> list[JointRow]:
    """Every topic row in which a source speaks, kept and brought up to what was written since.

    A topic of which nothing moved is the very same object as before, so that whoever makes something of it can keep that.
    """
    name = f"side by side for {session.info['who']} on {today()}"
    made: dict[int, Made] = kept(session, name, _side_by_side, tables=_READ_FROM, renew=_renewed)
    return [row for _, row in made.values() if row.numbers or row.words]


def _side_by_side(session: Session) -> dict[int, Made]:
    return _made(session, {})


def _renewed(session: Session, known: dict[int, Made], _: list[Written]) -> dict[int, Made]:
    """Every topic as it is now; those that say what they said are the same as before."""
    return _made(session, known)


def _made(session: Session, known: Mapping[int, Made]) -> dict[int, Made]:
    """Each topic of the matrix with its row, in their order."""
    made = {}
    for row, counted, said in _with_sides(session, matrix(session).rows):
        before = known.get(row.id)
        if before is None or before[0] is not row or (before[1].numbers, before[1].words) != (counted, said):
            before = row, _joint(row, counted, said)
        made[row.id] = before
    return made


def joint_rows(session: Session, rows: Iterable[MatrixRow]) -> list[JointRow]:
    """Some rows of the matrix, side by side."""
    return [_joint(row, counted, said) for row, counted, said in _with_sides(session, list(rows))]


def _with_sides(
    session: Session, rows: Sequence[MatrixRow]
) -> Iterator[tuple[MatrixRow, tuple[NumbersSide, ...], tuple[WordsSide, ...]]]:
    """Rows of the matrix, each with its findings and what they rest on."""
    lines = {line.id: line for row in rows for cell in row.cells.values() for line in cell.findings}
    numbers, words = both_sides(session, lines.values())
    for row in rows:
        here = [line for cell in row.cells.values() for line in cell.findings]
        counted = tuple(numbers[line.id] for line in here if line.strand == "numbers")
        yield row, counted, tuple(words[line.id] for line in here if line.strand == "words")


def _joint(row: MatrixRow, numbers: tuple[NumbersSide, ...], words: tuple[WordsSide, ...]) -> JointRow:
    """One row of the matrix, side by side."""
    meetings = tuple((one.a, one.b, one.standing) for one in row.meetings.values() if one.matters)
    said = dict.fromkeys(words_ for *_, words_ in meetings)
    return JointRow(
        id=row.id,
        topic=row.title,
        question=row.question,
        numbers=numbers,
        words=words,
        meet=_overall(row.overall, said) if row.overall else " / ".join(said),
        meetings=meetings,
        overall=row.overall,
        together=row.together,
        fit=row.fit,
        state=row.state,
        cause=row.cause,
    )


def _overall(value: str, said: Iterable[str]) -> str:
    """How a row reads as a whole; a silence with its kind, where the pairs agree on it."""
    words = in_words(value)
    kinds = [one for one in said if one.startswith(f"{words}:")]
    return kinds[0] if len(kinds) == 1 else words


def both_sides(session: Session, lines: Iterable[FindingLine]) -> tuple[dict[int, NumbersSide], dict[int, WordsSide]]:
    """Each finding with what it rests on, ready to be shown."""
    every = list(lines)
    figures = figure_lines(
        session, {one.thing_id for line in every for one in line.evidence if one.kind == "observation"}
    )
    numbers = {
        line.id: NumbersSide(line, tuple(figures[one.thing_id] for one in line.evidence if one.thing_id in figures))
        for line in every
        if line.strand == "numbers"
    }
    said = [line for line in every if line.strand == "words"]
    return numbers, _words(session, said) if said else {}


def _words(session: Session, lines: Iterable[FindingLine]) -> dict[int, WordsSide]:
    """Each finding from words with passages that could be quoted beside it."""
    material = standing(session).material if keeps(session) else read_material(session, [])
    passages, gathered = quotable(session), _gathered(session)
    best: dict[tuple[frozenset[int], str], tuple[int, ...]] = {}
    words: dict[int, WordsSide] = {}
    for line in lines:
        about = _codes(line, gathered), line.source
        if about not in best:
            best[about] = passages.best(about[0], material.documents_of(line.source), CANDIDATES)
        words[line.id] = WordsSide(line, _rests_on(line), tuple(dict.fromkeys((*_named(line), *best[about]))))
    return words


def _rests_on(line: FindingLine) -> tuple[str, ...]:
    """The themes of a finding, or its codes where it has no theme."""
    for kind in ("theme", "code"):
        named = tuple(one.name for one in line.evidence if one.kind == kind and one.direction == "for" and not one.gone)
        if named:
            return named
    return ()


def _named(line: FindingLine) -> Iterator[int]:
    """The passages that a finding itself names."""
    return (one.thing_id for one in line.evidence if one.kind == "coding" and one.direction == "for" and not one.gone)


def _codes(line: FindingLine, gathered: Mapping[int, Collection[int]]) -> frozenset[int]:
    """The codes of a finding, with those that its themes gather."""
    mine = [one for one in line.evidence if one.direction == "for"]
    codes = {one.thing_id for one in mine if one.kind == "code"}
    return frozenset(codes.union(*(gathered.get(one.thing_id, ()) for one in mine if one.kind == "theme")))


def _gathered(session: Session) -> dict[int, list[int]]:
    """The codes that each theme gathers."""
    t = table_of(ThemeCode).c
    found: dict[int, list[int]] = defaultdict(list)
    for theme, code in session.execute(sa.select(t.theme_id, t.code_id).where(t.gone.is_(False))):
        found[theme].append(code)
    return found
