"""A small coded project, told as a transcript in the test's docstring.

    Interviewer: How is it after dark?
    Amina: [I cross over [when the lamps are out]{lighting}]{safety/avoidance}.

A name before a colon speaks; `[words]{path}` puts a code on words, and the marks may lie in each other, or begin in one
turn and end in another. The interviewer is no case; a name in brackets, `(Kid)`, is a child's, who is no case either.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

import pytest

from workbench.coding.codebook import ensure_code
from workbench.coding.codings import apply_code, codings_at, codings_in
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker
from workbench.text import Span, word_count

MARK = re.compile(r"\[|\]\{([^}]*)\}")


@dataclass
class Coded:
    """A project with one coded transcript in it."""

    project: Project
    document: int
    text: str
    cases: dict[str, int]
    codes: dict[str, int] = field(default_factory=dict)

    def span(self, words: str) -> Span:
        """Where some words stand."""
        at = self.text.index(words)
        return Span(at, at + len(words))

    def paths_at(self, words: str) -> set[str]:
        """The codes on the first character of some words."""
        with self.project.read() as session:
            return {line.code for line in codings_at(session, self.document, self.span(words).start)}

    def codings(self) -> list[tuple[str, str]]:
        """Every coding: its words and its code."""
        with self.project.read() as session:
            return [(self.text[one.start : one.end], one.code) for one in codings_in(session, self.document)]

    def coding(self, words: str) -> int:
        """The key of the coding on exactly these words."""
        span = self.span(words)
        with self.project.read() as session:
            return next(one.id for one in codings_in(session, self.document) if Span(one.start, one.end) == span)


def read_marks(told: str) -> tuple[list[tuple[str, int, str]], list[tuple[str, int, int]]]:
    """The turns of a marked transcript as (label, start, words), and its marks as (path, start, end)."""
    turns: list[tuple[str, int, str]] = []
    marks: list[tuple[str, int, int]] = []
    opened: list[int] = []
    at = 0
    for line in inspect.cleandoc(told).splitlines():
        if not line.strip():
            continue
        label, _, marked = line.partition(": ")
        said, begun = "", 0
        for match in MARK.finditer(marked):
            said += marked[begun : match.start()]
            begun = match.end()
            if match.group() == "[":
                opened.append(at + len(said))
            else:
                marks.append((match.group(1), opened.pop(), at + len(said)))
        said += marked[begun:]
        turns.append((label, at, said))
        at += len(said) + 1
    return turns, marks


def put_in(
    project: Project,
    told: str,
    *,
    name: str = "one.md",
    cases: dict[str, int] | None = None,
    sampling: str = "purposive",
) -> Coded:
    """Put a marked transcript into a project, with its codings by whoever has it open."""
    turns, marks = read_marks(told)
    people = {} if cases is None else cases
    with project.change("Import") as session:
        document = add(
            session,
            Document,
            name=name,
            kind="transcript",
            length=max(0, sum(len(said) + 1 for _, _, said in turns) - 1),
        )
        speakers: dict[str, int] = {}
        for label in dict.fromkeys(turn[0] for turn in turns):
            role = "interviewer" if label == "Interviewer" else "child" if label.startswith("(") else "participant"
            if role == "participant" and label not in people:
                people[label] = add(session, Case, label=label, sampling=sampling)
            case = people[label] if role == "participant" else None
            speakers[label] = add(session, Speaker, document_id=document, label=label, role=role, case_id=case)
        for ordinal, (label, start, said) in enumerate(turns):
            add(
                session,
                Segment,
                document_id=document,
                ordinal=ordinal,
                start=start,
                end=start + len(said),
                speaker_id=speakers[label],
                case_id=people.get(label),
                words=word_count(said),
                text=said,
            )
    coded = Coded(project, document, "\n".join(turn[2] for turn in turns), people)
    if marks:
        with project.change("Code") as session:
            for path, start, end in marks:
                coded.codes[path] = ensure_code(session, path)
                apply_code(session, coded.codes[path], document, Span(start, end))
    return coded


@pytest.fixture
def coded(project: Project, request: pytest.FixtureRequest) -> Coded:
    """The project that the test's docstring tells."""
    return put_in(project, request.function.__doc__ or "")
