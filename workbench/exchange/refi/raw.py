"""The things of a REFI-QDA project as they stand in its file, before anything is made of them.

GUIDs are in small letters and without braces. Everything that can be described or noted on has `description` and
`notes`, the GUIDs of the notes that it refers to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class RawCoding:
    """A code on a selection, or on all of a source."""

    guid: str
    user: str
    created: str
    code: str = ""
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawSelection:
    """A part of a source. Of a text: positions; of a page or picture, a stretch of time: where it is, in words."""

    guid: str
    name: str
    user: str
    created: str
    start: str = ""
    end: str = ""
    where: str = ""
    codings: list[RawCoding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    description: str = ""
    words: str = ""
    """Of a part of a page: the words that the file says stand there."""


@dataclass(slots=True)
class RawSync:
    """A moment of a recording, in milliseconds, and the position in its transcript."""

    guid: str
    at_ms: str
    position: str


@dataclass(slots=True)
class RawSource:
    """A text, picture, page file, recording, transcript or note. `kind` is the element's name."""

    kind: str
    guid: str
    name: str
    path: str = ""
    """Where its plain text lies."""
    rich_path: str = ""
    media_path: str = ""
    user: str = ""
    created: str = ""
    content: str | None = None
    selections: list[RawSelection] = field(default_factory=list)
    areas: list[RawSelection] = field(default_factory=list)
    """Selections that are no stretch of text."""
    codings: list[RawCoding] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    syncs: list[RawSync] = field(default_factory=list)
    texts: list[RawSource] = field(default_factory=list)
    """The text of a page file, the description of a picture, the transcripts of a recording."""
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawCode:
    """A code below its parent's GUID."""

    guid: str
    name: str
    parent: str
    codable: bool
    colour: str
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawVariable:
    """A variable and its type, one of the standard's six."""

    guid: str
    name: str
    type: str
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawCase:
    """A case: values by variable, sources that are wholly its, selections that are."""

    guid: str
    name: str
    values: list[tuple[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    selections: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawSet:
    """Codes, sources and notes gathered under a name."""

    guid: str
    name: str
    codes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    """Notes that are members."""
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawLink:
    """A link from one thing to another."""

    guid: str
    name: str
    direction: str
    origin: str
    target: str
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawGraph:
    """A drawing: the names of what is on it, and how many lines it has."""

    guid: str
    name: str
    vertices: list[str] = field(default_factory=list)
    edges: int = 0
    notes: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(slots=True)
class RawProject:
    """All of a project but its sources."""

    name: str = ""
    origin: str = ""
    created: str = ""
    users: dict[str, str] = field(default_factory=dict)
    codes: list[RawCode] = field(default_factory=list)
    variables: list[RawVariable] = field(default_factory=list)
    cases: list[RawCase] = field(default_factory=list)
    sets: list[RawSet] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)
    graphs: list[RawGraph] = field(default_factory=list)
    written: list[RawSource] = field(default_factory=list)
    """Its notes."""
    notes: list[str] = field(default_factory=list)
    description: str = ""
    unknown: Counter[str] = field(default_factory=Counter)
    """Elements that the standard does not have, by name."""
    elements: int = 0
