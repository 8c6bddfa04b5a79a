"""What the triangulation room shows, read in one go: the matrix, every finding, and what lies beneath a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from workbench.coding.retrieval import passages
from workbench.desk.door.door import door
from workbench.desk.looking_again.topics import with_conclusions
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import held_back
from workbench.project.file import Project
from workbench.triangulation.figures import FigureLine, figure_lines
from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.protocol.joint_display import both_sides
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow, matrix
from workbench.triangulation.silence.threads import ThreadLine, threads

QUOTES = 5
"""How many passages are shown beneath a finding at first."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that passed the door for the team, and where they stand."""

    text: str
    who: str
    document: str
    document_id: int
    start: int
    code: str
    against: bool
    mark: str

    @property
    def to(self) -> str:
        """The place in Coding."""
        return f"words:{self.document_id}:{self.start}"


@dataclass(frozen=True, slots=True)
class Beneath:
    """A finding with what it rests on: the people, their words, the figures and what makes one careful with them."""

    finding: FindingLine
    rests_on: tuple[str, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    held_back: tuple[str, ...] = ()
    figures: tuple[FigureLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Display:
    """The room: the matrix, every finding, every thread."""

    matrix: Matrix
    findings: tuple[FindingLine, ...]
    threads: tuple[ThreadLine, ...]

    def row(self, row_id: int) -> MatrixRow | None:
        """A topic."""
        return next((row for row in self.matrix.rows if row.id == row_id), None)

    def finding(self, finding_id: int) -> FindingLine | None:
        """A finding."""
        return next((line for line in self.findings if line.id == finding_id), None)

    def rows_of(self, finding_id: int) -> list[MatrixRow]:
        """The topics in which a finding speaks."""
        return [row for row in self.matrix.rows if finding_id in {line.id for line in speaking(row)}]


def speaking(row: MatrixRow) -> list[FindingLine]:
    """Every finding in a topic."""
    return [line for cell in row.cells.values() for line in cell.findings]


def read_display(project: Project) -> Display:
    """Read everything the room shows."""
    with project.read() as session:
        of = matrix(session)
        rows = tuple(with_conclusions(session, of.rows))
        return Display(replace(of, rows=rows), tuple(findings(session)), tuple(threads(session)))


def read_beneath(project: Project, lines: Iterable[FindingLine], *, many: int = QUOTES) -> dict[int, Beneath]:
    """What lies beneath some findings, at most so many passages each; those against a finding always."""
    with project.read() as session:
        return beneath(session, list(lines), many=many)


def beneath(session: Session, lines: list[FindingLine], *, many: int = QUOTES) -> dict[int, Beneath]:
    """What lies beneath some findings, by their keys."""
    numbers, said = both_sides(session, lines)
    found: dict[int, Beneath] = {}
    for line in lines:
        if line.id in numbers:
            found[line.id] = Beneath(line, figures=numbers[line.id].figures)
        elif line.id in said:
            words, held = _spoken(session, line, said[line.id].quote_candidates, many)
            found[line.id] = Beneath(line, rests_on=said[line.id].rests_on, spoken=words, held_back=held)
    return found


def _spoken(
    session: Session, line: FindingLine, candidates: tuple[int, ...], many: int
) -> tuple[tuple[Spoken, ...], tuple[str, ...]]:
    """The words beneath a finding that the team may see, those for it first."""
    cited = [one for one in line.evidence if one.kind == "coding" and not one.gone]
    against = [one.thing_id for one in cited if one.direction == "against"]
    wanted = [*dict.fromkeys((*(one.thing_id for one in cited if one.direction == "for"), *candidates))]
    wanted = [key for key in wanted if key not in against][: max(many, len(cited) - len(against))] + against
    order = {key: at for at, key in enumerate(wanted)}
    found = passages(session, codings=wanted) if wanted else []
    at = door(session, INTERNAL)
    passed = at.passages(found)
    shown = [
        Spoken(
            text=one.text,
            who=", ".join(one.passage.cases) or one.passage.speaker or "not known who",
            document=one.passage.document,
            document_id=one.passage.document_id,
            start=one.passage.start,
            code=one.passage.code,
            against=one.passage.coding_id in against,
            mark=one.mark,
        )
        for one in sorted(passed, key=lambda one: order[one.passage.coding_id])
    ]
    once = {(one.document_id, one.start, one.text, one.against): one for one in reversed(shown)}
    return tuple(reversed(once.values())), tuple(held_back(at.held))


def read_figure(project: Project, figure_id: int) -> FigureLine | None:
    """A figure with all that is printed beside it."""
    with project.read() as session:
        return figure_lines(session, [figure_id]).get(figure_id)
