"""A project of another program as a study, read from its file again whenever its documents are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from workbench.coding.study_drafts import StudyCode, StudyDocument, StudyMemo
from workbench.exchange.going import Going, unheard
from workbench.exchange.refi.counted import Counted
from workbench.exchange.refi.documents import Sources
from workbench.exchange.refi.elements import Elements
from workbench.exchange.refi.headed import CASE, parts_of
from workbench.exchange.refi.loose import Links, code_of, gathers, graphs_left, sets_left, sets_of
from workbench.exchange.refi.outline import read_outline
from workbench.exchange.refi.parcel import unwrapped
from workbench.exchange.refi.people import People
from workbench.exchange.refi.told import title
from workbench.exchange.refi.written import Written
from workbench.sources.drafts import LeftOut
from workbench.text import counted


class RefiStudy:
    """A REFI-QDA project. Memos, what is left out and notes are complete once its documents have been read."""

    def __init__(self, path: Path, going: Going = unheard) -> None:
        self._path, self._going = path, going
        self._heard_of: set[str] = set()
        """The users whom something that came in is by."""
        self._came_in: Collection[str] = ()
        with unwrapped(path) as parcel:
            self._outline = read_outline(parcel)
            self._parcel_note = parcel.note
            self._written = Written(parcel, self._outline.project, self._coder)
        project = self._outline.project
        self.name = title(project.name, path.stem)
        self.tool = title(project.origin, "a program that does not say its name")
        self._people = People(self._outline)
        self.attributes, self.cases = self._people.attributes, self._people.cases
        self.sets = sets_of(project)
        self._counted = Counted()
        self._left_out: list[LeftOut] = []
        self._links: Links | None = None
        self._unknown = project.unknown

    def _coder(self, user: str) -> str:
        self._heard_of.add(user)
        return self._outline.project.users.get(user, "")

    @cached_property
    def codes(self) -> Sequence[StudyCode]:
        """The codes, each once, a parent before its children."""
        found: dict[str, StudyCode] = {}
        for one in self._outline.project.codes:
            name = title(one.name, "Code without a name")
            code = code_of(one, one.guid, name, one.parent)
            found.setdefault(one.guid, code)
        return tuple(found.values())

    def documents(self) -> Iterator[StudyDocument]:
        """The documents, in the order of the file; notes that are coded come after them."""
        with unwrapped(self._path) as parcel:
            self._written.begin_again()
            sources = Sources(parcel, self._outline, self._people, self._written)
            self._counted, self._left_out = sources.counted, sources.left_out
            elements = Elements(parcel.name)
            done, size = 0, max(1, parcel.size)
            for piece in parcel.pieces():
                self._going(min(1.0, done / size))
                for source in elements.feed(piece):
                    yield from sources.of(source)
                done += len(piece)
            for source in elements.feed(b"", last=True):
                yield from sources.of(source)
            for note in self._written.coded():
                yield from sources.of(note)
            self._unknown, self._came_in = elements.project.unknown, sources.came_in
            self._links = Links(self._outline.project, self._written, self._things(sources.called))

    def _things(self, called: dict[str, str]) -> dict[str, tuple[str, str]]:
        """What links may be between: what it is, and its name, by GUID. A passage is nothing that has a memo."""
        project = self._outline.project
        passages = {guid for guid, name in called.items() if name.startswith("“") or " in " in name}
        return {
            **{guid: ("" if guid in passages else "document", name) for guid, name in called.items()},
            **{one.guid: ("code", one.name) for one in project.codes},
            **{guid: ("case", label) for guid, label in self._people.called.items()},
            **{one.key: ("theme", one.name) for one in self.sets},
        }

    @property
    def memos(self) -> Sequence[StudyMemo]:
        """Descriptions and notes on the project, on codes, people and sets; then notes that nothing refers to."""
        project, memos = self._outline.project, self._written.memos
        found: list[StudyMemo] = []
        if project.description.strip():
            found.append(StudyMemo(project.description.strip()))
        found += memos(project.notes, "project")
        for code in project.codes:
            found += memos(code.notes, "code", code.guid)
        for case in project.cases:
            if said := parts_of(case.description, CASE)[0].strip():
                found.append(StudyMemo(said, "case", case.guid))
            found += memos(case.notes, "case", case.guid)
        for one in project.sets:
            if gathers(one):
                found += memos([*one.notes, *one.members], "theme", one.guid)
        found += self._links.memos if self._links else ()
        return [*found, *self._written.rest()]

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """What has no place here, one entry a thing."""
        project = self._outline.project
        found = [*self._people.left_out, *self._written.left_out, *self._left_out, *sets_left(project, self._came_in)]
        for case in project.cases:
            if case.codes:
                what = f"{counted(len(case.codes), 'code')} on the person as a whole"
                found.append(LeftOut(self._people.called[case.guid], what, "codes lie on words here"))
        found += [*graphs_left(project), *(self._links.left_out if self._links else ())]
        kept = {code.key: code.name for code in self.codes}
        for code in project.codes:
            if kept[code.guid] != title(code.name, kept[code.guid]):
                what = f"the code “{title(code.name, '')}”"
                found.append(LeftOut("the codebook", what, f"it has the same GUID as “{kept[code.guid]}”"))
        for name, times in self._unknown.items():
            found.append(
                LeftOut("the project", f"{counted(times, 'element')} “{name}”", "the standard does not have them there")
            )
        return found

    @property
    def notes(self) -> Sequence[str]:
        """How it was read: by whom it was written, how positions were counted, who was found to speak."""
        notes = [
            f"Written by {self.tool}.",
            *([self._parcel_note] if self._parcel_note else []),
            *self._counted.notes(),
        ]
        users = Counter(name for name in self._outline.project.users.values() if name)
        notes += [
            f"{times} users are called “{name}”: here they are one coder." for name, times in users.items() if times > 1
        ]
        unheard_of = [
            title(name, "") for guid, name in self._outline.project.users.items() if guid not in self._heard_of
        ]
        if any(unheard_of):
            notes.append(f"Named in it as users, by whom nothing came in: {', '.join(filter(None, unheard_of))}.")
        return [*notes, *self._people.notes]
