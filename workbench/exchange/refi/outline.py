"""All of a project but its sources, read first: codes, people, sets and notes stand before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.exchange.readers import KindIsNotReadError
from workbench.exchange.refi.elements import Elements
from workbench.exchange.refi.parcel import Parcel, last_part
from workbench.exchange.refi.raw import RawProject, RawSource, RawSync

_OPENS = re.compile(rb"<(?:[\w.-]+:)?Sources(?:\s[^<>]*)?>")
_CLOSES = re.compile(rb"</(?:[\w.-]+:)?Sources\s*>")
_NEEDED = (b"VariableValue", b"SyncPoint")
"""What has to be known of sources before any of them is read."""
_OVERLAP = 256
"""Bytes kept from one piece to the next, so that no tag is cut in two."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A project without its sources, and what has to be known of them beforehand."""

    project: RawProject
    values: dict[str, RawSource] = field(default_factory=dict)
    """Sources with values of variables, by GUID: of these only name and values are kept."""
    moments: dict[str, list[RawSync]] = field(default_factory=dict)
    """Moments of transcripts by the name of the file in which their text lies, which may be a source's too."""


def read_outline(parcel: Parcel) -> Outline:
    """The outline of a project. Raises a sentence where it is damaged, unsafe or no project."""
    try:
        return _outline(parcel, _without_sources(parcel))
    except _NeedsAllError:
        return _outline(parcel, parcel.pieces())


class _NeedsAllError(Exception):
    """Sources have to be read too, or a search by bytes cannot be trusted here."""


def _outline(parcel: Parcel, pieces: Iterator[bytes]) -> Outline:
    elements = Elements(parcel.name)
    outline = Outline(elements.project)
    for piece in pieces:
        for source in elements.feed(piece):
            _note(outline, source)
    for source in elements.feed(b"", last=True):
        _note(outline, source)
    if not elements.begun:
        raise KindIsNotReadError(f"{parcel.name} holds no project. Export it again, as REFI-QDA project (.qdpx).")
    return outline


def _note(outline: Outline, source: RawSource) -> None:
    if source.values:
        outline.values[source.guid] = RawSource(source.kind, source.guid, source.name, values=source.values)
    for text in source.texts:
        if text.kind == "Transcript" and text.syncs and text.path:
            outline.moments.setdefault(last_part(text.path), text.syncs)


def _without_sources(parcel: Parcel) -> Iterator[bytes]:
    """The XML without what stands between the tags of Sources; _NeedsAllError where that has to be read."""
    rest, state = b"", "before"
    for number, piece in enumerate(parcel.pieces()):
        buffer = rest + piece
        if b"<!" in buffer or (number == 0 and b"\0" in piece[:4]):
            raise _NeedsAllError
        if state == "before":
            found = _OPENS.search(buffer) if b"Sources" in buffer else None
            if found is None:
                yield buffer[:-_OVERLAP]
                rest = buffer[-_OVERLAP:]
                continue
            yield buffer[: found.end()]
            state = "after" if found.group().endswith(b"/>") else "inside"
            buffer = buffer[found.end() :]
        if state == "inside":
            found = _CLOSES.search(buffer) if b"Sources" in buffer else None
            inside = buffer if found is None else buffer[: found.start()]
            if any(needed in inside for needed in _NEEDED):
                raise _NeedsAllError
            if found is None:
                rest = buffer[-_OVERLAP:]
                continue
            state, buffer = "after", buffer[found.start() :]
        rest = b""
        yield buffer
    if state != "inside":
        yield rest
