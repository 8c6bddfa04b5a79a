"""What leaves as REFI-QDA: plain values, in which the GUIDs are text already; documents and people come one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from workbench.exchange.refi.own_form import Turn


@dataclass(frozen=True, slots=True)
class OutCode:
    """A code of the codebook, with the depth at which it stands; a parent comes before its children."""

    guid: str
    name: str
    depth: int
    colour: str
    description: str = ""
    notes: tuple[str, ...] = ()
    codable: bool = True


@dataclass(frozen=True, slots=True)
class OutVariable:
    """Something known of people; `type` is one of the standard's: Text, Integer, Float, Date."""

    guid: str
    name: str
    type: str = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class OutCase:
    """A person, household or place, with values as (the variable's GUID, its type, the value)."""

    guid: str
    name: str
    description: str = ""
    values: Sequence[tuple[str, str, str]] = ()


class OutTurn(NamedTuple):
    """A turn of a document: its case's GUID or nothing, and what is said."""

    case: str
    turn: Turn


class OutCoding(NamedTuple):
    """A coding: code points of the document, half-open; `created` is UTC, or nothing."""

    guid: str
    code: str
    user: str
    start: int
    end: int
    created: str = ""
    notes: tuple[str, ...] = ()


class OutPassage(NamedTuple):
    """A note's place beside words of a document: code points of it, half-open."""

    note: str
    user: str
    start: int
    end: int
    created: str = ""


@dataclass(frozen=True, slots=True)
class OutDocument:
    """A document with its turns and what lies on them."""

    guid: str
    name: str
    turns: Sequence[OutTurn]
    codings: Sequence[OutCoding] = ()
    passages: Sequence[OutPassage] = ()
    description: str = ""
    created: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutNote:
    """A note: a memo, or what the codings refer to that speak against their code."""

    guid: str
    name: str
    text: str
    user: str
    created: str


@dataclass(frozen=True, slots=True)
class OutLink:
    """A link from one thing to another."""

    guid: str
    name: str
    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class OutSet:
    """Codes gathered under a name."""

    guid: str
    name: str
    description: str
    codes: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Outgoing(Protocol):
    """A project as it leaves."""

    @property
    def name(self) -> str:
        """Its title."""

    @property
    def origin(self) -> str:
        """What wrote it, and in which version."""

    @property
    def user(self) -> str:
        """The GUID of whoever writes it; nothing where that is not told."""

    @property
    def created(self) -> str:
        """When it was begun, in UTC; nothing where that is not told."""

    @property
    def users(self) -> Sequence[tuple[str, str]]:
        """Every coder's GUID and name."""

    @property
    def codes(self) -> Sequence[OutCode]:
        """The codebook, a parent before its children."""

    @property
    def variables(self) -> Sequence[OutVariable]:
        """What may be known of people."""

    @property
    def sets(self) -> Sequence[OutSet]:
        """Codes gathered under names."""

    @property
    def notes(self) -> Sequence[OutNote]:
        """Every note."""

    @property
    def about(self) -> Sequence[str]:
        """The notes on the project itself."""

    def documents(self) -> Iterator[OutDocument]:
        """Its documents, in order, once."""
        ...

    def cases(self) -> Iterator[OutCase]:
        """Its cases; asked for once the documents are through, whose turns say who said them."""
        ...

    def links(self) -> Iterator[OutLink]:
        """What leads from one thing to another."""
        ...
