"""A study as another tool keeps it, before anything of it is in the project. Plain values; no file, no database.

Whatever reads another tool's project (REFI-QDA, QualCoder, Taguette, tables of coded segments) gives one of these, and
one verb takes it in. Things of it know each other by keys: the tool's own identifier of a thing, in small letters and
without braces where it is a GUID, and unique within its kind. Keys are kept as aliases, so that the tool's next file
finds its rows again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from workbench.sources.drafts import DraftDocument, LeftOut


@dataclass(frozen=True, slots=True)
class StudyCode:
    """A code: its name below its parent's, which comes before it. Colour is `#rrggbb`, or nothing."""

    key: str
    name: str
    parent: str = ""
    """The key of the code above it; nothing at the top."""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str = ""
    codable: bool = True
    """Whether it may lie on words; one that may not only gathers others."""
    safeguarding: str = ""
    retired: bool = False
    """Whether it is kept for what lies on it and offered no longer."""


class StudyCoding(NamedTuple):
    """A code on words of a document: code points of the document's text, half-open; a named tuple, since there are a million."""

    key: str
    code: str
    start: int
    end: int
    coder: str = ""
    """The coder's name, or nothing where the tool does not say."""
    created: str = ""
    """When, in UTC as the project stores it; nothing where the tool does not say."""
    direction: str = "for"
    memo: str = ""


@dataclass(frozen=True, slots=True)
class StudyAttribute:
    """Something known of people: a kind of `sources.cases.ATTRIBUTE_KINDS`, and what may be picked where that is said."""

    key: str
    name: str
    kind: str = "text"
    question: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyCase:
    """A person, household or place: its label, and values by the attribute's key."""

    key: str
    label: str
    kind: str = "person"
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudyMemo:
    """A memo on something of the study. `about` is one of `coding.memos.ABOUT`; `key` is the thing's, nothing for the project.

    `start` and `end` count code points of the document's text, where it is a note on a passage.
    """

    text: str
    about: str = "project"
    key: str = ""
    kind: str = "memo"
    coder: str = ""
    created: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class StudySet:
    """Codes gathered under a name, which become a theme."""

    key: str
    name: str
    statement: str = ""
    codes: tuple[str, ...] = ()
    state: str = "candidate"
    """One of `coding.themes.STATES`."""


@dataclass(frozen=True, slots=True)
class StudyDocument:
    """A document with what lies on it.

    The document's text is its turns joined by one line break; codings and notes count code points of that text, whatever
    the tool counted. Turns name their speakers; `cases` of the draft says which case a speaker is, by label. Without a key
    it is a text of the project itself, on which the study has codings.
    """

    key: str
    draft: DraftDocument
    codings: Sequence[StudyCoding] = ()
    memos: tuple[StudyMemo, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    beside: str = ""
    """The key of the document that it lies beside."""
    beside_as: str = ""
    """One of `sources.beside.WAYS`."""


@runtime_checkable
class Study(Protocol):
    """A study that a reader has opened: all but the documents in memory, those one at a time, since they may be large."""

    name: str
    tool: str
    """The tool that wrote it and its version, as it says so itself."""
    codes: Sequence[StudyCode]
    attributes: Sequence[StudyAttribute]
    cases: Sequence[StudyCase]
    sets: Sequence[StudySet]
    memos: Sequence[StudyMemo]
    left_out: Sequence[LeftOut]
    """What has no place here, one entry a thing; complete once the documents have been read."""
    notes: Sequence[str]
    """What a person should know of how it was read, such as how positions were counted."""

    def documents(self) -> Iterator[StudyDocument]:
        """Its documents in the tool's order; reading them again begins afresh."""
        ...


@dataclass(slots=True)
class DraftCodebook:
    """A codebook from a file of its own: a study of nothing but codes, a parent before its children, and sets of them."""

    name: str
    tool: str
    codes: Sequence[StudyCode]
    sets: Sequence[StudySet] = ()
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()
    attributes: Sequence[StudyAttribute] = ()
    cases: Sequence[StudyCase] = ()
    memos: Sequence[StudyMemo] = ()

    def documents(self) -> Iterator[StudyDocument]:
        """None: a codebook comes without words."""
        return iter(())
