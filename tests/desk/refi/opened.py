"""A .qdpx that we wrote, opened by the simplest means, with what the format's schema asks checked on the way."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from workbench.exchange.refi.own_form import TURNS, Mark, Places, Turn, from_lines, taken_apart
from workbench.text import from_utf16, utf16_offsets

NAMESPACE = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "NoteRef"],
    "Code": ["Description", "NoteRef", "Code"],
    "Variable": ["Description"],
    "Case": ["Description", "VariableValue", "SourceRef"],
    "TextSource": ["Description", "PlainTextSelection", "NoteRef"],
    "PlainTextSelection": ["Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "Note": ["PlainTextContent"],
    "Set": ["Description", "MemberCode", "MemberNote"],
}
"""The elements that we write within an element, in the schema's order."""


@dataclass
class Source:
    """A source: its text and turns, and codings as (code, coder, words of the document, start, end, notes)."""

    name: str
    description: str
    text: str
    turns: list[Turn]
    codings: list[tuple]
    passages: list[tuple]
    notes: list[str]


@dataclass
class Opened:
    """What is in a file."""

    root: ET.Element
    guids: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, ET.Element] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    on_turns: dict[str, str] = field(default_factory=dict)
    """The notes that say where turns lie."""
    turns_of: dict[str, list[str]] = field(default_factory=dict)
    """The words of each case by its name."""

    def all(self, name: str) -> list[ET.Element]:
        return list(self.root.iter(NAMESPACE + name))


def _plain(tag: str) -> str:
    return tag.removeprefix(NAMESPACE)


def opened(path: Path, *, utf16: bool = False) -> Opened:
    """Open a file; AssertionError where something is not as the schema and our own form have it."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        texts = {
            name.removeprefix("sources/"): archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.startswith("sources/")
        }
        found = Opened(ET.fromstring(archive.read("project.qde")))
    _check_form(found)
    found.users = {one.get("guid", ""): one.get("name", "") for one in found.all("User")}
    found.codes = {one.get("guid", ""): one for one in found.all("Code")}
    for note in found.all("Note"):
        path_ = note.get("plainTextPath", "")
        inside = note.findtext(NAMESPACE + "PlainTextContent")
        kept = found.on_turns if note.get("name") == TURNS else found.notes
        kept[note.get("guid", "")] = texts[path_.removeprefix("internal://")] if path_ else inside or ""
    words: dict[tuple[str, str], list[str]] = {}
    for one in found.all("TextSource"):
        text = texts[one.get("plainTextPath", "").removeprefix("internal://")]
        found.sources[one.get("name", "")] = _source(found, one, text, words, utf16=utf16)
    for case in found.all("Case"):
        heard = [(one.get("targetGUID", ""), case.get("guid", "")) for one in case.findall(NAMESPACE + "SourceRef")]
        found.turns_of[case.get("name", "")] = [turn for pair in heard for turn in words.pop(pair)]
    assert not words
    return found


def _source(
    found: Opened, element: ET.Element, text: str, words: dict[tuple[str, str], list[str]], *, utf16: bool
) -> Source:
    offsets = utf16_offsets(text)

    def counted(said: int) -> int:
        if not utf16:
            return said
        back = from_utf16(offsets, said)
        assert offsets[back] == said
        return back

    def at(selection: ET.Element, end: str) -> int:
        return counted(int(selection.get(end, "")))

    for one in element.findall(NAMESPACE + "PlainTextSelection"):
        assert len(list(one)) == 1
        assert 0 <= at(one, "startPosition") < at(one, "endPosition") <= len(text)
    referred = [ref.get("targetGUID") for ref in element.findall(NAMESPACE + "NoteRef")]
    (note,) = [found.on_turns[ref] for ref in referred if ref in found.on_turns]
    said, voices = from_lines(note)
    marks = [Mark(counted(start), counted(end), name) for start, end, name in said]
    turns = taken_apart(text, marks)
    assert turns is not None
    for turn in turns:
        if turn.speaker in voices:
            words.setdefault((element.get("guid", ""), voices[turn.speaker]), []).append(turn.words)
    ours, places = "\n".join(turn.words for turn in turns), Places(marks)
    codings, passages = [], []
    for one in element.findall(NAMESPACE + "PlainTextSelection"):
        start, end = places.back(at(one, "startPosition"), at(one, "endPosition"))
        for coding in one.findall(NAMESPACE + "Coding"):
            code = found.codes[coding.find(NAMESPACE + "CodeRef").get("targetGUID")].get("name")
            coder = found.users[coding.get("creatingUser")]
            assert one.get("creatingUser") == coding.get("creatingUser")
            notes = [found.notes[ref.get("targetGUID")] for ref in coding.findall(NAMESPACE + "NoteRef")]
            codings.append((code, coder, ours[start:end], start, end, tuple(notes)))
        passages += [(found.notes[ref.get("targetGUID")], start, end) for ref in one.findall(NAMESPACE + "NoteRef")]
    beside = [found.notes[ref] for ref in referred if ref in found.notes]
    description = element.findtext(NAMESPACE + "Description") or ""
    return Source(element.get("name", ""), description, text, turns, codings, passages, beside)


def _check_form(found: Opened) -> None:
    """Order of elements, GUIDs that are unique and referred to, containers with something in them."""
    for element in found.root.iter():
        children = [_plain(child.tag) for child in element]
        order = ORDER.get(_plain(element.tag))
        if order is not None:
            assert children == sorted(children, key=order.index), (element.tag, children)
        elif _plain(element.tag) in {"Users", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets"}:
            assert children
        guid = element.get("guid")
        if guid is not None:
            assert GUID.fullmatch(guid)
            assert guid not in found.guids
            found.guids.add(guid)
    for element in found.root.iter():
        for name in ("targetGUID", "originGUID", "creatingUser", "creatingUserGUID"):
            assert element.get(name) is None or element.get(name) in found.guids, (element.tag, name)
