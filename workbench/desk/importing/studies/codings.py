"""The codings of another tool's study, a document at a time: new ones gathered, known ones brought up to date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import DIRECTIONS, Coding
from workbench.coding.study_drafts import Study, StudyCoding, StudyDocument, StudyMemo
from workbench.desk.importing.studies.changed_here import changed_here
from workbench.desk.importing.studies.known import own_guid
from workbench.desk.importing.studies.taken import Taken
from workbench.rows import amend, find_guid, guid_text, guids_for, is_purged, now, table_of
from workbench.sources.coders import Coder, coder_named
from workbench.sources.moves import Moves
from workbench.sources.readings import Reading, reading_guid_of
from workbench.text import Span, counted

LISTED = 200
"""So many codings of a document are reported one by one; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The text of a document here, on which codings come to lie: where its passages begin, and its length."""

    document_id: int
    guid: bytes
    name: str
    starts: list[int]
    length: int
    found: bool = False
    """Whether it was in the project before."""
    moves: tuple[Moves, ...] = ()
    """Where the words of the study's text are here, step by step, where it is not the same."""

    def after(self, moves: Moves) -> Ground:
        """The same ground for positions that have to be moved first."""
        return replace(self, moves=(moves, *self.moves))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the words of a span are here; (-1, -1) where they are not."""
        span = self.span(start, end)
        return (span.start, span.end) if span is not None else (-1, -1)

    def span(self, start: int, end: int) -> Span | None:
        """The words of a span here, or None where they are not."""
        span: Span | None = Span(start, end) if 0 <= start < end else None
        for moves in self.moves:
            span = moves.moved(span) if span is not None else None
        return span if span is not None and len(span) > 0 and span.end <= self.length else None


class CodingsTaken:
    """Takes in the codings of one document after the other; who gathers them writes `rows` and `readings` down."""

    def __init__(self, session: Session, study: Study, taken: Taken, codes: Mapping[str, int]) -> None:
        self._session, self._taken, self._codes = session, taken, codes
        self._nobody = f"not named by {study.tool or 'the other program'}"
        self._coders: dict[str, tuple[int, bytes]] = {}
        self._now = now()
        self.rows: list[dict[str, Any]] = []
        self.readings: list[dict[str, Any]] = []
        self.memos: list[tuple[StudyMemo, bytes]] = []
        """Memos on codings, with the coding's GUID, whose rows may still be to be written."""
        self.on_documents: list[tuple[StudyMemo, int]] = []
        """Memos on documents, with the document's key, positions as they are here."""
        self._wanted = {memo.key for memo in study.memos if memo.about == "coding"}
        self.asked_for: dict[str, bytes] = {}
        """The GUIDs of codings that have memos, by key."""
        self._removed = self._stayed = self._twice = 0

    def coder(self, name: str) -> int:
        """The coder of that name, or the one who stands for those whom the tool does not name."""
        plain = " ".join(name.split()) or self._nobody
        if plain not in self._coders:
            key = coder_named(self._session, plain)
            table = table_of(Coder)
            guid = self._session.execute(sa.select(table.c.guid).where(table.c.id == key)).scalar_one()
            self._coders[plain] = (key, guid)
        return self._coders[plain][0]

    def written(self) -> None:
        """What was gathered has been written down."""
        self.rows.clear()
        self.readings.clear()

    def take_in(self, document: StudyDocument, ground: Ground) -> None:
        """The codings and notes of a document; what cannot lie on it is reported."""
        before = _Before(self._session, ground) if ground.found else None
        guid_of = guids_for(self._session, "coding", f"{guid_text(ground.guid)}\x1f")
        lost: list[tuple[StudyCoding, str]] = []
        seen: set[bytes] = set()
        twins: dict[tuple[int, int, int, int], bytes] = {}
        coders: dict[str, int] = {}
        purged = bool(self._session.info["purged"])
        wanted = self._wanted | {memo.key for memo in document.memos if memo.about == "coding"}
        for coding in document.codings:
            code = self._codes.get(coding.code)
            start, end = ground.place(coding.start, coding.end) if ground.moves else (coding.start, coding.end)
            if code is None or not 0 <= start < end <= ground.length:
                lost.append((coding, "its code is not in the codebook" if code is None else _outside(coding, ground)))
                continue
            if coding.coder not in coders:
                coders[coding.coder] = self.coder(coding.coder)
            place = (code, start, end, coders[coding.coder])
            guid = guid_of(coding.key)
            while guid in seen:
                guid = guid_of(f"{coding.key} {len(seen)}")
            seen.add(guid)
            known = self._known(before, coding, guid, place, ground) if before is not None else None
            if known is None and not (purged and is_purged(self._session, guid)):
                self._twice += place in twins
                known = twins.get(place, guid)
                if known is guid:
                    twins[place] = guid
                    self.rows.append(self._row(coding, guid, place, ground))
            if known and (coding.memo or coding.key in wanted):
                self._memo(coding, known)
        self._taken.counts["codings"] += len(twins)
        if before is not None and document.key:
            self._stayed += before.left(seen)
        self._report(lost, wanted, ground)
        self._begin_readings(coders, ground)
        self._notes(document, ground)

    def _row(
        self, coding: StudyCoding, guid: bytes, place: tuple[int, int, int, int], ground: Ground
    ) -> dict[str, Any]:
        code, start, end, coder = place
        return {
            "guid": guid,
            "code_id": code,
            "coder_id": coder,
            "document_id": ground.document_id,
            "anchor": ground.starts[bisect_right(ground.starts, start) - 1],
            "start": start,
            "end": end,
            "origin": "import",
            "direction": coding.direction if coding.direction in DIRECTIONS else "for",
            "created": coding.created or self._now,
        }

    def _known(
        self, before: _Before, coding: StudyCoding, guid: bytes, place: tuple[int, int, int, int], ground: Ground
    ) -> bytes | None:
        """The GUID of a coding that is there already, nothing (b"") where it was removed here, None for a new one.

        One that the tool moved since, or gave another code, follows it.
        """
        code, start, end, coder = place
        twin = before.by_place.get(place)
        row = before.by_guid.get(guid) or before.by_guid.get(own_guid(coding.key) or b"") or twin
        if row is None:
            return None
        if row.gone:
            self._removed += 1
            return b""
        before.kept.add(row.guid)
        anchor = ground.starts[bisect_right(ground.starts, start) - 1]
        wanted = ({"code_id": code}, {"start": start, "end": end, "anchor": anchor}, {"coder_id": coder})
        differing = [cells for cells in wanted if any(getattr(row, cell) != cells[cell] for cell in cells)]
        if differing and (twin is None or twin is row):
            self._follow(row, differing, ground)
        return bytes(row.guid)

    def _follow(self, row: Any, differing: list[dict[str, int]], ground: Ground) -> None:
        """Let a coding be as the tool has it now, but for what somebody changed here."""
        left = [
            cells for cells in differing if any(changed_here(self._session, Coding, row.id, cell) for cell in cells)
        ]
        cells = {cell: value for group in differing if group not in left for cell, value in group.items()}
        if cells:
            amend(self._session, Coding, row.id, **cells)
        called = f"{ground.name}, characters {row.start} to {row.end}"
        self._taken.changed("codings", called, list(cells), [next(iter(group)) for group in left])

    def _memo(self, coding: StudyCoding, guid: bytes) -> None:
        if coding.memo.strip():
            memo = StudyMemo(coding.memo, "coding", coding.key, coder=coding.coder, created=coding.created)
            self.memos.append((memo, guid))
        self.asked_for[coding.key] = guid

    def _report(self, lost: list[tuple[StudyCoding, str]], wanted: Collection[str], ground: Ground) -> None:
        for coding, why in lost[:LISTED]:
            what = "a coding with what is said of it" if coding.memo or coding.key in wanted else "a coding"
            self._taken.leave_out(f"{ground.name}, characters {coding.start} to {coding.end}", what, why)
        if len(lost) > LISTED:
            rest = f"{len(lost) - LISTED:,} more codings"
            self._taken.leave_out(ground.name, rest, "for such reasons too; these are the first")

    def _begin_readings(self, coders: Mapping[str, int], ground: Ground) -> None:
        """Who coded a document has begun to read it; whether they read all of it the tool does not say."""
        for name in sorted(coders):
            key, guid = self._coders[" ".join(name.split()) or self._nobody]
            own = reading_guid_of(self._session, ground.guid, guid)
            if is_purged(self._session, own) or (ground.found and find_guid(self._session, Reading, own) is not None):
                continue
            cells = {"coder_id": key, "document_id": ground.document_id, "segment_id": None, "state": "begun"}
            self.readings.append({"guid": own, **cells, "at": self._now})

    def _notes(self, document: StudyDocument, ground: Ground) -> None:
        for memo in document.memos:
            if memo.about == "coding":
                if memo.key in self.asked_for:
                    self.memos.append((memo, self.asked_for[memo.key]))
                continue
            start, end = memo.start, memo.end
            if start is not None and end is not None:
                span = ground.span(start, end)
                start, end = (span.start, span.end) if span is not None else (None, None)
            self.on_documents.append((replace(memo, start=start, end=end), ground.document_id))

    def finish(self) -> None:
        """Say what was found out over all documents."""
        self._taken.removed_here("codings", self._removed)
        if self._stayed:
            many = self._stayed != 1
            self._taken.notes.append(
                f"{self._stayed:,} coding{'s' * many} that came from it before {'are' if many else 'is'} not in it any more:"
                f" {'they stay' if many else 'it stays'} here."
            )
        if self._twice:
            self._taken.notes.append(
                f"{counted(self._twice, 'coding')} {'was' if self._twice == 1 else 'were'} there twice, the same code on the same"
                " words by the same person: each came in once."
            )


class _Before:
    """The codings that a document has already."""

    def __init__(self, session: Session, ground: Ground) -> None:
        table = table_of(Coding)
        rows = list(session.execute(sa.select(table).where(table.c.document_id == ground.document_id)))
        self.by_guid = {row.guid: row for row in rows}
        self.by_place = {(row.code_id, row.start, row.end, row.coder_id): row for row in rows if not row.gone}
        self.kept: set[bytes] = set()

    def left(self, seen: set[bytes]) -> int:
        """How many live codings came from such an import (their GUID is made of a key) and were not met again."""
        return sum(
            row.origin == "import" and not row.gone and guid[6] >> 4 == 8 and guid not in seen and guid not in self.kept
            for guid, row in self.by_guid.items()
        )


def _outside(coding: StudyCoding, ground: Ground) -> str:
    if coding.end <= coding.start:
        return "there are no words in it"
    if not ground.moves:
        return f"it is outside the text, which ends at {ground.length}"
    return "its words are not here"
