"""What ties things of a project together: sets, links and drawings. What has a place here is kept, the rest is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.coding.study_drafts import StudyMemo, StudySet
from workbench.exchange.refi.raw import RawLink, RawProject
from workbench.exchange.refi.told import counted, short, title
from workbench.exchange.refi.written import Written
from workbench.sources.drafts import LeftOut

_WAYS = {"OneWay": "to", "Bidirectional": "with, both ways,", "Associative": "with"}


def sets_of(project: RawProject) -> list[StudySet]:
    """The sets that gather codes, as themes to be."""
    return [
        StudySet(one.guid, title(one.name, "Set without a name"), one.description.strip(), tuple(one.codes))
        for one in project.sets
        if one.codes
    ]


def sets_left(project: RawProject) -> Iterator[LeftOut]:
    """What of sets has no place here."""
    for one in project.sets:
        name = f"set “{title(one.name, 'without a name')}”"
        if one.sources:
            yield LeftOut(
                name, f"{counted(len(one.sources), 'document')} in it", "sets gather codes alone here, as themes"
            )
        if one.members:
            yield LeftOut(name, f"{counted(len(one.members), 'note')} in it", "sets gather codes alone here, as themes")
        if not (one.codes or one.sources or one.members):
            yield LeftOut(name, "the set", "there is nothing in it")


def graphs_left(project: RawProject) -> Iterator[LeftOut]:
    """Drawings, one by one."""
    for one in project.graphs:
        size = f"{counted(len(one.vertices), 'thing')} and {counted(one.edges, 'line')}"
        what = f"the drawing “{title(one.name, 'without a name')}”, {size}"
        yield LeftOut("the project", what, "drawings of networks have no place here")


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
        origin, target = self._things.get(link.origin), self._things.get(link.target)
        kept = {"code", "case", "document", "theme"}
        note = self._written.called(link.origin) or self._written.called(link.target)
        own = link.target if self._written.called(link.origin) else link.origin
        thing = self._things.get(own)
        name = f": {short(link.name)}" if link.name.strip() else ""
        if note and thing is not None and thing[0] in kept:
            other = link.origin if own == link.target else link.target
            self.memos.extend(self._written.memos([other], thing[0], own))
        elif origin is not None and target is not None and origin[0] in kept and target[0] in kept:
            way = _WAYS.get(link.direction, "with")
            text = f"Linked {way} {self._called(link.target)}{name}"
            self.memos.append(StudyMemo(text, origin[0], link.origin))
            self.memos.extend(self._written.memos(link.notes, origin[0], link.origin))
        else:
            what = f"a link from {self._called(link.origin)} to {self._called(link.target)}{name}"
            self.left_out.append(LeftOut("the project", what, "links between passages have no place here"))
