"""Drafts: what a reader hands over before anything is in the project. Plain values; no file, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workbench.text import word_count


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that an import could not keep: where it stood, what it was, and why it was left out."""

    where: str
    what: str
    why: str


def several_joined(answers: Iterable[str]) -> str:
    """Several answers as one value, each once; one that holds the mark between them gets a comma for it.

    >>> several_joined(["Bus", "Train; late", "Bus"])
    'Bus; Train, late'
    """
    return "; ".join(dict.fromkeys(" ".join(answer.replace(";", ",").split()) for answer in answers))


def several(value: str) -> list[str]:
    """The answers in a value that holds several.

    >>> several("Bus; Train")
    ['Bus', 'Train']
    """
    return [answer.strip() for answer in value.split(";") if answer.strip()]


@dataclass(frozen=True, slots=True)
class DraftTurn:
    """A paragraph of a document. Kind `turn` opens a speaker's turn, `paragraph` goes on with it.

    `at_ms` and `until_ms` are milliseconds into the recording, where the file says.
    """

    speaker: str | None
    text: str
    at_ms: int | None = None
    kind: str = "turn"
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class DraftComment:
    """What somebody wrote beside words of a document: `start` and `end` count characters within the turn's text."""

    turn: int
    start: int
    end: int
    author: str
    text: str


@dataclass(frozen=True)
class DraftDocument:
    """A transcript as a file holds it, with the roles of its speakers as far as the file gives them away."""

    name: str
    kind: str
    turns: tuple[DraftTurn, ...]
    title: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Every speaker's label and guessed role, in the order of speaking."""
    cases: Mapping[str, str] = field(default_factory=dict)
    """Labels that somebody has said to be a certain case."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know about how the file was read: its encoding, what was guessed."""
    comments: tuple[DraftComment, ...] = ()
    recording: str = ""
    """Where its recording lies, where the file says."""

    @cached_property
    def content(self) -> str:
        """SHA-256 of who said what, to know the words again."""
        said = "".join([f"{turn.speaker or ''}\x1f{turn.kind}\x1f{turn.text}\x1e" for turn in self.turns])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def has_words(self) -> bool:
        """Whether anything at all is said in it."""
        return any(word_count(turn.text) for turn in self.turns)

    @property
    def words(self) -> int:
        """How many words it brings."""
        return sum(word_count(turn.text) for turn in self.turns)


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """An open question of a survey: its column, a short name, its wording, and answers by row."""

    column: str
    short: str
    text: str
    answers: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class DraftAttribute:
    """A closed question of a survey: what each row answered."""

    name: str
    kind: str
    question: str
    values: Mapping[int, str]
    choices: tuple[str, ...] = ()
    """The answers that may be given, in order."""


@dataclass(frozen=True, slots=True)
class DraftCode:
    """A column of 0 and 1: which rows' answers to `question` (a column) a coder gave this code, and which not."""

    column: str
    path: str
    question: str
    yes: frozenset[int]
    no: frozenset[int]


@dataclass(frozen=True, slots=True)
class DraftSurvey:
    """A survey as a table holds it: a row a respondent. Rows are counted from 0, as they were kept."""

    name: str
    came_from: str
    cases: tuple[str, ...]
    questions: tuple[DraftQuestion, ...]
    attributes: tuple[DraftAttribute, ...] = ()
    codes: tuple[DraftCode, ...] = ()
    coder: str = ""
    weights: Mapping[int, float] = field(default_factory=dict)
    sampling: str = "self-selected"
    column_map: str = "{}"
    blanks: int = 0
    """Open questions left blank, over all rows."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """How many open answers it brings."""
        return sum(len(question.answers) for question in self.questions)
