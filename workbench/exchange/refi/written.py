"""The notes of a project: memos on what refers to them, on the project where nothing does, documents where they are coded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workbench.coding.study_drafts import StudyMemo
from workbench.exchange.encoding import decode
from workbench.exchange.refi.guids import AGAINST
from workbench.exchange.refi.ours import memo_kind, titled
from workbench.exchange.refi.own_form import is_on_turns
from workbench.exchange.refi.parcel import Parcel
from workbench.exchange.refi.raw import RawProject, RawSource
from workbench.exchange.refi.told import stored_time, title
from workbench.sources.drafts import LeftOut

MOST = 64 * 1024 * 1024
"""Characters of all notes together that are read."""


class Written:
    """The notes by GUID, and which of them something refers to."""

    def __init__(self, parcel: Parcel, project: RawProject, coder: Callable[[str], str]) -> None:
        self._coder = coder
        self._notes = {one.guid: one for one in project.written if one.guid != AGAINST}
        self._texts: dict[str, str] = {}
        self._turns: dict[str, str] = {}
        self.left_out: list[LeftOut] = []
        self._taken: set[str] = set()
        self._own: list[StudyMemo] = []
        read = 0
        for note in self._notes.values():
            text = self._text_of(parcel, note) if read < MOST else None
            if text is None:
                self._leave(note)
            else:
                read += len(text)
                (self._turns if is_on_turns(text) else self._texts)[note.guid] = text

    def coder(self, user: str) -> str:
        """Who a user is; nothing where that is not known."""
        return self._coder(user)

    def begin_again(self) -> None:
        """Forget what was referred to: the documents are read once more."""
        self._taken.clear()
        self._own.clear()

    def _leave(self, note: RawSource) -> None:
        why = "its text is not in the file; export the project again with it"
        self.left_out.append(LeftOut("the project", f"the note “{title(note.name, 'without a name')}”", why))

    def _text_of(self, parcel: Parcel, note: RawSource) -> str | None:
        """A note's words with its name above and what describes it; None where they are not in the file."""
        said = note.content
        if said is None and note.path:
            data = parcel.text(note.path, f"{note.guid}.txt")
            decoded = decode(data) if data else None
            said = decoded.text if decoded is not None else None
        if said is None and not note.description.strip():
            return None
        if said is not None and is_on_turns(said):
            return said
        plain = (said or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        whole = "\n\n".join(part for part in (note.description.strip(), plain) if part)
        return titled(title(note.name, ""), whole)

    def turns_of(self, guids: Iterable[str]) -> str:
        """What the note among these says that is on a document's turns; nothing where there is none."""
        return next((self._turns[guid] for guid in guids if guid in self._turns), "")

    def taken(self, guids: Iterable[str]) -> list[str]:
        """The words of the notes that something refers to."""
        found = [guid for guid in guids if guid in self._texts]
        self._taken.update(found)
        return [self._texts[guid] for guid in found]

    def memos(self, guids: Iterable[str], about: str, key: str = "") -> Iterator[StudyMemo]:
        """The notes that a thing refers to, as memos on it, with who wrote them when."""
        for guid in guids:
            if guid in self._texts and not _is_beside_words(self._notes[guid]):
                self._taken.add(guid)
                yield self._memo(guid, about, key)

    def _memo(self, guid: str, about: str, key: str) -> StudyMemo:
        note = self._notes[guid]
        by = self._coder(note.user), stored_time(note.created)
        kind = memo_kind(note.name) or "memo"
        return StudyMemo(self._texts[guid], about, key, kind, coder=by[0], created=by[1])

    def on_project(self, text: str, user: str = "", created: str = "") -> None:
        """Keep some words as a memo on the project."""
        self._own.append(StudyMemo(text, coder=self._coder(user), created=stored_time(created)))

    def beside_words(self, guids: Iterable[str]) -> Iterator[tuple[RawSource, str]]:
        """Notes without a name, among those that a source refers to, whose selections lie on the source's words, with theirs.

        That is how QualCoder writes what somebody noted beside words.
        """
        for guid in guids:
            note = self._notes.get(guid)
            if note is not None and guid in self._texts and _is_beside_words(note):
                self._taken.add(guid)
                yield note, self._texts[guid]

    def coded(self) -> list[RawSource]:
        """The notes that are coded or have selections, which become documents."""
        notes = (note for note in self._notes.values() if note.selections or note.codings)
        return [note for note in notes if note.guid not in self._taken]

    def rest(self) -> list[StudyMemo]:
        """The notes that nothing refers to and that are no documents, as memos on the project; then what was kept there."""
        documents = {note.guid for note in self.coded()}
        loose = [guid for guid in self._texts if guid not in self._taken and guid not in documents]
        return [*(self._memo(guid, "project", "") for guid in loose), *self._own]

    def called(self, guid: str) -> str:
        """A note's name, or nothing."""
        return title(self._notes[guid].name, "without a name") if guid in self._notes else ""


def _is_beside_words(note: RawSource) -> bool:
    coded = bool(note.codings) or any(one.codings for one in note.selections)
    return bool(note.selections) and not note.name and not coded
