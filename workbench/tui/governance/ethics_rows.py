"""What the page of the ethics pack lists: recommendations, what the records say, questions with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.briefs.ethics import AdviceLine, advice, packs
from workbench.briefs.ethics_questions import Question
from workbench.briefs.page import Paragraph
from workbench.desk.door.door import door
from workbench.desk.ethics.pack import OPEN, RECORDS
from workbench.desk.ethics.parts import Part, older, read_parts
from workbench.exchange.paper.pages import Block, Heading, Listing
from workbench.governance.audiences import INTERNAL
from workbench.project.file import Project
from workbench.text import dated
from workbench.tui.days import said_when
from workbench.tui.widgets.rows import RowLine


@dataclass(frozen=True, slots=True)
class RecordsRow:
    """What the project's records say in one part."""

    part: Part


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question that only a person can answer, with what was answered."""

    part: Part
    question: Question
    text: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A recommendation, with what was done."""

    line: AdviceLine


@dataclass(frozen=True, slots=True)
class Read:
    """The pack as the page shows it: its parts for the team, what was advised, and how it stands in a sentence or two."""

    parts: tuple[Part, ...]
    given: tuple[AdviceLine, ...]
    stands: str

    def rows(self) -> Iterator[tuple[str, RecordsRow | AnswerRow | AdviceRow]]:
        """Every row with its key: open recommendations first, then part by part, then those that are settled."""
        for line in self.given:
            if line.state == "open":
                yield f"advice:{line.id}", AdviceRow(line)
        for part in self.parts:
            yield f"records:{part.name}", RecordsRow(part)
            for question, answered in part.asked:
                said = (answered.text, answered.who, answered.at) if answered else ("", "", "")
                yield f"asked:{question.item}", AnswerRow(part, question, *said)
        for line in self.given:
            if line.state != "open":
                yield f"advice:{line.id}", AdviceRow(line)


def read_ethics(project: Project) -> Read:
    """Read the pack for the team, and whether its newest version still says the same."""
    with project.read() as session:
        parts = tuple(read_parts(door(session, INTERNAL)))
        there = packs(session)
        moved = older(session) if there else None
        given = tuple(advice(session))
    asked = sum(len(one.asked) for one in parts)
    answered = asked - sum(one.open for one in parts)
    said = [f"{answered} of {asked} questions that only people can answer are answered."]
    if not there:
        said.append("No version has gone to a committee yet.")
    else:
        last = there[-1]
        said.append(f"{last.name.capitalize()} went to {last.went_to}.")
        said.append(
            "The project says something else now: print it anew (p)." if moved else "The project still says the same."
        )
    return Read(parts, given, " ".join(said))


def rows_of(read: Read) -> list[RowLine]:
    """The list."""
    found = []
    for key, one in read.rows():
        match one:
            case AdviceRow(line=line):
                sign = line.state_words[0]
                part = f"Recommended on {line.version}"
                cells = (sign, part, line.text, line.done or "Nothing is written down yet.")
                found.append(RowLine(key, cells, "warning" if line.state == "open" else ""))
            case RecordsRow(part=of):
                found.append(RowLine(key, ("■", of.title, RECORDS, _first(of.blocks)), ""))
            case AnswerRow(part=of, question=question, text=text):
                said = " ".join(text.split()) or "Not answered yet."
                cells = ("✓" if text else "○", of.title, question.text, said)
                found.append(RowLine(key, cells, "" if text else "warning"))
    return found


def question_row_of(read: Read, key: str) -> RecordsRow | AnswerRow | AdviceRow | None:
    """What a row stands for."""
    return dict(read.rows()).get(key)


def told(read: Read, key: str) -> tuple[str, str]:
    """The whole of what is marked: a title and its text."""
    match question_row_of(read, key):
        case AdviceRow(line=line):
            on = f" ({dated(line.settled_on)})" if line.settled_on else ""
            said = f"{line.state_words}{on}. {line.done}".rstrip()
            return f"{line.committee}, on {line.version}", f"{line.text}\n\n{said}"
        case RecordsRow(part=part):
            return part.title, "\n".join(lines_of(part.blocks))
        case AnswerRow(question=question, text=text, who=who, at=at):
            by = f"\n\nAnswered by {who}, {said_when(at)}." if text else ""
            hint = f"\n\n{question.hint}" if question.hint and not text else ""
            return question.text, f"{text or OPEN}{by}{hint}"
        case None:
            return "", ""


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks of a paper as lines of text; a table row by row."""
    for block in blocks:
        match block:
            case Paragraph(text=text, heading=heading):
                yield f"{heading}: {text}" if heading else text
                yield ""
            case Heading(text=text):
                yield text
            case Listing():
                yield f"{block.caption} ({'; '.join(block.columns)})"
                yield from (f"· {' · '.join(row)}" for row in block.rows)
                yield ""


def _first(blocks: Iterable[Block]) -> str:
    """How what the records say begins."""
    return next((line for line in lines_of(blocks) if line), "Nothing.")
