"""The documents of another tool's study: new ones with their passages many at once, known ones found or amended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.study_drafts import Study, StudyDocument
from workbench.desk.importing.following import codings_touched, follow
from workbench.desk.importing.studies.changed_here import changed_here
from workbench.desk.importing.studies.codings import CodingsTaken, Ground
from workbench.desk.importing.studies.people import PURGED, PeopleTaken
from workbench.desk.importing.studies.taken import Taken
from workbench.rows import WasPurgedError, add_many, bulk, fetched, find, find_guid, now, table_of
from workbench.sources.beside import WAYS, BesideItselfError, lay_beside
from workbench.sources.document_names import free_name, numbered
from workbench.sources.documents import (
    Document,
    Segment,
    WordsChangedError,
    amend_document,
    begin_document,
    compare,
    document_guid,
    paragraphs_of,
)
from workbench.sources.drafts import DraftDocument
from workbench.sources.moves import Moves, moves_between, starts_of
from workbench.sources.readings import Reading
from workbench.sources.speakers import speakers_of
from workbench.text import counted

BATCH = 20_000
"""So many passages and codings are written together."""
NOTES = 40
"""So many notes on how single documents were read are kept."""
COUNTED = ("documents", "turns", "words", "segments", "speakers")


class DocumentsTaken:
    """Takes in documents one at a time; `keys` says afterwards which document each is."""

    def __init__(
        self,
        session: Session,
        study: Study,
        taken: Taken,
        people: PeopleTaken,
        codings: CodingsTaken,
        *,
        amend: bool = False,
        as_new: bool = False,
        names_out: bool = False,
    ) -> None:
        self._session, self._study, self._taken, self._people, self._codings = session, study, taken, people, codings
        self._amend, self._as_new = amend, as_new
        self._names_out = now() if names_out else ""
        self._given: set[int] = set()
        self._passages: list[dict[str, Any]] = []
        self._changed: list[tuple[str, int, int]] = []
        self._noted = 0
        self._beside: list[tuple[StudyDocument, int]] = []
        self._by_words = _by_words(session)
        self._alike = 0
        self.keys: dict[str, int] = {}
        """The document by the study's key."""

    def take_in(self, told: Callable[[int], None]) -> None:
        """Every document with what lies on it; `told` hears after each how many are done.

        Raises WordsChangedError where some have other words here, unless somebody said what is to become of them.
        """
        for number, document in enumerate(self._study.documents(), 1):
            self._document(document)
            if len(self._passages) + len(self._codings.rows) >= BATCH:
                self.write()
            told(number)
        self.write()
        if self._changed:
            raise WordsChangedError(self._what_would_change())
        for document, key in self._beside:
            self._lay_beside(document, key)
        if self._alike:
            were = "document was" if self._alike == 1 else "documents were"
            self._taken.notes.append(
                f"{self._alike:,} {were} in the project already, with the same words: what is new in this file lies on them."
            )

    def write(self) -> None:
        """Write down the passages, codings and readings that have been gathered."""
        with bulk(self._session, Segment, Coding, Reading):
            add_many(self._session, Segment, self._passages)
            add_many(self._session, Coding, self._codings.rows)
            add_many(self._session, Reading, self._codings.readings)
        self._passages.clear()
        self._codings.written()

    def _document(self, document: StudyDocument) -> None:
        self._taken.left_out.extend(document.left_out)
        self._taken.left_out.extend(document.draft.left_out)
        self._note(document.draft)
        draft = self._of_those_who_stay(document.draft)
        if draft is None:
            self._taken.leave_out(document.draft.name, "the document", PURGED)
            return
        name, there, came_before = self._which(document.key, draft)
        draft = replace(draft, name=name)
        try:
            ground = self._new(draft) if there is None else self._found(draft, there, came_before=came_before)
        except WasPurgedError as reason:
            self._taken.leave_out(name, "the document", str(reason))
            return
        if ground is None:
            return
        self._given.add(ground.document_id)
        self.keys[document.key] = ground.document_id
        if document.beside:
            self._beside.append((document, ground.document_id))
        self._taken.known.remember(Document, document.key, ground.guid)
        if len(draft.turns) != len(document.draft.turns):
            ground = ground.after(_moves(document.draft, draft))
        self._codings.take_in(document, ground)

    def _lay_beside(self, document: StudyDocument, key: int) -> None:
        """Lay a document beside the other one, unless somebody here laid it elsewhere or took it away."""
        other, row = self.keys.get(document.beside), find(self._session, Document, key)
        way = document.beside_as if document.beside_as in WAYS else WAYS[-1]
        if other is None:
            self._taken.leave_out(row.name, "what it lies beside", "that document is not here")
        elif row.beside_id is None and not changed_here(self._session, Document, key, "beside_id"):
            try:
                lay_beside(self._session, key, other, way)
                self._taken.counts["documents laid beside others"] += 1
            except BesideItselfError as reason:
                self._taken.leave_out(row.name, "what it lies beside", str(reason))

    def _note(self, draft: DraftDocument) -> None:
        for note in draft.notes:
            self._noted += 1
            if self._noted <= NOTES:
                self._taken.notes.append(f"{draft.name}: {note}")
            elif self._noted == NOTES + 1:
                self._taken.notes.append("Of more documents there is such a note; these are the first.")

    def _of_those_who_stay(self, draft: DraftDocument) -> DraftDocument | None:
        """The draft with people called as they are here, without those who were taken out; None where nobody is left."""
        cases = {voice: self._people.labels.get(case, case) for voice, case in draft.cases.items()}
        out = {voice for voice, case in draft.cases.items() if case in self._people.purged}
        if not out:
            return replace(draft, cases=cases)
        turns = tuple(turn for turn in draft.turns if turn.speaker not in out)
        roles = {voice: role for voice, role in draft.roles.items() if voice not in out}
        if "participant" not in roles.values():
            return None
        self._taken.leave_out(draft.name, counted(len(draft.turns) - len(turns), "passage"), PURGED)
        return replace(draft, turns=turns, roles=roles, cases={k: v for k, v in cases.items() if k not in out})

    def _which(self, key: str, draft: DraftDocument) -> tuple[str, Document | None, bool]:
        """The document that this is here, if it is, its name, and whether it came from the other program before."""
        row = self._taken.known.row(Document, key)
        if row is not None and row.id not in self._given:
            return row.name, row, True
        name, numbers = draft.name, numbered(draft.name)
        while (row := find_guid(self._session, Document, document_guid(self._session, name))) is not None:
            if row.id not in self._given:
                break
            name = next(numbers)
        there = self._by_words.get(draft.content) if row is None and self._by_words else None
        if there is not None and there not in self._given:
            row = find(self._session, Document, there)
            self._taken.notes.append(
                f"{draft.name} is in the project as {row.name}, with the same words: it is that one."
            )
            name = row.name
        return name, row, False

    def _new(self, draft: DraftDocument) -> Ground:
        added, rows = begin_document(self._session, draft, names_out=self._names_out)
        assert added.document_id is not None
        self._passages += rows
        self._count(added.counts)
        self._taken.left_out.extend(added.left_out)
        self._taken.notes.extend(added.notes)
        guid = document_guid(self._session, draft.name)
        starts = [row["start"] for row in rows]
        length = rows[-1]["end"] if rows else 0
        ground = Ground(added.document_id, guid, draft.name, starts, length)
        if len(rows) != len(draft.turns):
            return ground.after(moves_between([turn.text for turn in draft.turns], [row["text"] for row in rows]))
        return ground

    def _found(self, draft: DraftDocument, there: Document, *, came_before: bool) -> Ground | None:
        """A document that is there already, amended where somebody said so; None where it is still to be said."""
        assert there.id is not None
        was_gone = there.gone
        moves = compare(self._session, draft)
        other_voices = moves is None and bool(draft.roles) and there.content != draft.content
        other_voices = other_voices and (came_before or not speakers_of(self._session, there.id))
        if moves is not None and not was_gone and not self._amend:
            if self._as_new:
                return self._new(replace(draft, name=free_name(self._session, draft.name)))
            self._changed.append((draft.name, moves.changed, codings_touched(self._session, draft.name, moves)))
            return None
        self._alike += moves is None and not came_before and not was_gone
        if moves is not None or other_voices:
            added = amend_document(self._session, draft)
            added = added if was_gone else follow(self._session, added)
            self._count({"documents": 1} if moves is not None else {"documents with other speakers": 1})
            self._taken.left_out.extend(added.left_out)
            self._taken.notes.extend(f"{draft.name}: {note}" for note in added.notes)
        elif not came_before:
            self._tell_other_people(draft, there.id)
        row = find(self._session, Document, there.id)
        paragraphs = paragraphs_of(self._session, there.id)
        ground = Ground(there.id, row.guid, row.name, starts_of(paragraphs), row.length, found=True)
        said = [turn.text for turn in draft.turns]
        return ground if said == paragraphs else ground.after(moves_between(said, paragraphs))

    def _tell_other_people(self, draft: DraftDocument, document_id: int) -> None:
        """Report voices that are somebody in the file and somebody else here."""
        here = {line.label: line.case for line in speakers_of(self._session, document_id)}
        for voice, case in draft.cases.items():
            if voice in here and here[voice] != case:
                what = f"that “{voice}” is the person “{case}”"
                why = (
                    f"it is “{here[voice]}” here: say in Sources whose words these are"
                    if here[voice]
                    else "that is not so here"
                )
                self._taken.leave_out(draft.name, what, why)

    def _count(self, counts: Any) -> None:
        for name in (*COUNTED, "documents with other speakers"):
            self._taken.counts[name] += counts.get(name, 0)

    def _what_would_change(self) -> str:
        names = [one[0] for one in self._changed]
        passages, codings = sum(one[1] for one in self._changed), sum(one[2] for one in self._changed)
        listed = f"{', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
        are = "is" if len(names) == 1 else "are"
        with_them = f", and {codings:,} coding{'s' * (codings != 1)} with them" if codings else ""
        return (
            f"{listed} {are} in the project with other words: {passages:,} passage{'s' * (passages != 1)} would change or"
            f" go{with_them}. --amend takes the new words and lets codings follow them; --as-new keeps both."
        )


def _by_words(session: Session) -> dict[str, int]:
    """The documents of the project by their words, where no two have the same."""
    table = table_of(Document)
    chosen = sa.select(table.c.content, table.c.id).where(table.c.gone.is_(False), table.c.content != "")
    rows = fetched(session, chosen)
    times = Counter(content for content, _ in rows)
    return {content: key for content, key in rows if times[content] == 1}


def _moves(whole: DraftDocument, kept: DraftDocument) -> Moves:
    """Where the words of a draft are in what is left of it."""
    return moves_between([turn.text for turn in whole.turns], [turn.text for turn in kept.turns])
