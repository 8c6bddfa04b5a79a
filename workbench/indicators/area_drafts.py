"""What a reader of lookups and of neighbours hands over: areas, what lies in what, and who is set beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.geography import Area
from workbench.sources.drafts import LeftOut


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """An area as a lookup names it; days are ISO, empty where it does not say."""

    code: str
    name: str = ""
    kind: str = ""
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class DraftMember:
    """An area that lies in another, or became it; the year is that of the areas, such as 2021."""

    code: str
    whole: str
    relation: str = "part of"
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class DraftAreas:
    """A lookup file as it was read."""

    name: str
    entries: tuple[DraftEntry, ...]
    members: tuple[DraftMember, ...]
    rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPeer:
    """An area's neighbour in a set; rank 1 is the most alike, None where the file gives no order."""

    set_name: str
    area_code: str
    peer_code: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class DraftPeers:
    """A file of neighbours as it was read: one set or several, each with its publisher and year where known."""

    name: str
    peers: tuple[DraftPeer, ...]
    publisher: str = ""
    year: str = ""
    rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnAreas:
    """A project's own areas, from lookup files that somebody brought: consulted after the register."""

    areas: Mapping[str, Area] = field(default_factory=dict)
    """By code."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Codes by plain name, of names that one area alone has."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """The district or unitary of each small area, where the lookup says one and no other."""
