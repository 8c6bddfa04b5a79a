"""What ties things of a project together: sets, links and drawings. What has a place here is kept, the rest is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workbench.coding.study_drafts import StudyCode, StudyMemo, StudySet
from workbench.coding.themes import STATES
from workbench.exchange.refi.guids import beside
from workbench.exchange.refi.headed import CODE, SET, parts_of
from workbench.exchange.refi.raw import RawCode, RawLink, RawProject, RawSet
from workbench.exchange.refi.told import short, title
from workbench.exchange.refi.written import Written
from workbench.sources.drafts import LeftOut
from workbench.text import counted

_BESIDE = "beside"
_WAYS = {"OneWay": "to", "Bidirectional": "with, both ways,", "Associative": "with"}


def sets_of(project: RawProject) -> list[StudySet]:
    """The sets that gather codes, as themes to be."""
    return [set_of(one) for one in project.sets if gathers(one)]


def set_of(one: RawSet) -> StudySet:
    """A set as a theme to be."""
    statement, parts = parts_of(one.description, SET)
    state = parts.get("State", "")
    name = title(one.name, "Set without a name")
    return StudySet(one.guid, name, statement.strip(), tuple(one.codes), state if state in STATES else STATES[0])


def gathers(one: RawSet) -> bool:
    """Whether a set gathers codes, or would if there were any."""
    return bool(one.codes) or "State" in parts_of(one.description, SET)[1]


def code_of(one: RawCode, key: str, name: str, parent: str) -> StudyCode:
    """A code with what its description says under headings."""
    definition, parts = parts_of(one.description, CODE)
    return StudyCode(
        key,
        name,
        parent,
        definition.strip(),
        parts.get("Include", ""),
        parts.get("Exclude", ""),
        parts.get("Example", ""),
        one.colour.strip(),
        one.codable,
        parts.get("Safeguarding", ""),
        parts.get("State", "").strip() == "retired",
    )


def sets_left(project: RawProject, came_in: Collection[str]) -> Iterator[LeftOut]:
    """What of sets has no place here: what is in them and did not come in, and notes in sets that gather no codes."""
    for one in project.sets:
        name = f"set “{title(one.name, 'without a name')}”"
        if lost := sum(source not in came_in for source in one.sources):
            yield LeftOut(name, f"{counted(lost, 'document')} in it", "they did not come in")
        if one.members and not gathers(one):
            yield LeftOut(name, f"{counted(len(one.members), 'note')} in it", "sets gather codes alone here, as themes")
        if not (gathers(one) or one.sources or one.members):
            yield LeftOut(name, "the set", "there is nothing in it")


def memberships(project: RawProject) -> dict[str, list[str]]:
    """For each source, the sets that it is in, in words, by its GUID."""
    found: dict[str, list[str]] = {}
    for one in project.sets:
        statement = parts_of(one.description, SET)[0].strip()
        said = f"In the set “{title(one.name, 'without a name')}”{f': {statement}' if statement else ''}"
        for source in dict.fromkeys(one.sources):
            found.setdefault(source, []).append(said)
    return found


def graphs_left(project: RawProject) -> Iterator[LeftOut]:
    """Drawings, one by one."""
    for one in project.graphs:
        size = f"{counted(len(one.vertices), 'thing')} and {counted(one.edges, 'line')}"
        what = f"the drawing “{title(one.name, 'without a name')}”, {size}"
        yield LeftOut("the project", what, "drawings of networks have no place here")


def beside_of(project: RawProject) -> dict[str, tuple[str, str]]:
    """For each source that a link named `beside` leads from: the other source, and as what it lies there."""
    return {
        link.origin: (link.target, link.name.removeprefix(_BESIDE).removeprefix(":").strip())
        for link in project.links
        if _is_beside(link)
    }


def _is_beside(link: RawLink) -> bool:
    return link.name == _BESIDE or link.name.startswith(f"{_BESIDE}: ")


class Links:
    """The links of a project: one between two things that can have a memo becomes a memo, others are told one by one."""

    def __init__(self, project: RawProject, written: Written, things: Mapping[str, tuple[str, str]]) -> None:
        self._written, self._things = written, things
        self.memos: list[StudyMemo] = []
        self.left_out: list[LeftOut] = []
        for link in project.links:
            self._link(link)

    def _called(self, guid: str) -> str:
        about, name = self._things.get(guid, ("", ""))
        note = self._written.called(guid)
        if note:
            return f"the note “{note}”"
        kinds = {"code": "the code", "case": "the person", "document": "the document", "theme": "the set"}
        return f"{kinds[about]} “{name}”" if about in kinds else name or "something that is not in the file"

    def _link(self, link: RawLink) -> None:
        if link.target == beside(link.origin):
            return
        origin, target = self._things.get(link.origin), self._things.get(link.target)
        kept = {"code", "case", "document", "theme"}
        note = self._written.called(link.origin) or self._written.called(link.target)
        own = link.target if self._written.called(link.origin) else link.origin
        thing = self._things.get(own)
        name = f": {short(link.name)}" if link.name.strip() else ""
        if note and thing is not None and thing[0] in kept:
            other = link.origin if own == link.target else link.target
            self.memos.extend(self._written.memos([other], thing[0], own))
        elif _is_beside(link) and origin and target and {origin[0], target[0]} == {"document"}:
            return
        elif origin is not None and target is not None and origin[0] in kept and target[0] in kept:
            way = _WAYS.get(link.direction, "with")
            text = f"Linked {way} {self._called(link.target)}{name}"
            self.memos.append(StudyMemo(text, origin[0], link.origin))
            self.memos.extend(self._written.memos(link.notes, origin[0], link.origin))
        else:
            what = f"a link from {self._called(link.origin)} to {self._called(link.target)}{name}"
            self.left_out.append(LeftOut("the project", what, "links between passages have no place here"))
