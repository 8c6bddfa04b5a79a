"""The memos of another tool's study, written as ours: on the project, documents, people, codes, codings and themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import KINDS, Memo
from workbench.coding.study_drafts import StudyMemo
from workbench.coding.themes import Theme
from workbench.desk.importing.studies.changed_here import bring_up_to_date
from workbench.desk.importing.studies.codings import CodingsTaken
from workbench.desk.importing.studies.taken import Taken
from workbench.rows import Row, add_many, bulk, fetched, find_guid, guid_for, in_chunks, is_purged, now, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document
from workbench.text import word_count

KINDS_ABOUT: Mapping[str, type[Row]] = {
    "document": Document,
    "case": Case,
    "code": Code,
    "coding": Coding,
    "theme": Theme,
}
"""What memos of a study can be about, but for the project."""


class MemosTaken:
    """Takes in memos once everything is in the project that they can be about."""

    def __init__(self, session: Session, taken: Taken, codings: CodingsTaken) -> None:
        self._session, self._taken, self._codings = session, taken, codings
        self._times: Counter[str] = Counter()
        self._rows: list[dict[str, Any]] = []
        self._removed = 0
        self._guids: dict[tuple[str, int | None], bytes] = {}

    def take_in(self, memos: list[StudyMemo], things: Mapping[str, Mapping[str, int]]) -> None:
        """The memos of the study as a whole, whose things are given by what they are and key, then those on its documents."""
        asked = self._codings.asked_for
        whole = [one for one in memos if one.about == "coding" and one.key in asked]
        on_codings = [*self._codings.memos, *((one, asked[one.key]) for one in whole)]
        for memo in memos:
            if memo.about == "project":
                self._memo(memo, None)
            elif memo.about != "coding":
                self._memo(memo, things.get(memo.about, {}).get(memo.key))
            elif memo.key not in asked:
                self._lose(memo)
        for memo, document in self._codings.on_documents:
            self._memo(memo, document)
        keys = self._keys([guid for _, guid in on_codings])
        for memo, guid in on_codings:
            self._memo(memo, keys.get(guid))
        with bulk(self._session, Memo):
            self._taken.counts["memos"] += add_many(self._session, Memo, self._rows)
        self._taken.removed_here("memos", self._removed)

    def _keys(self, guids: list[bytes]) -> dict[bytes, int]:
        table = table_of(Coding)
        found: dict[bytes, int] = {}
        for some in in_chunks(guids):
            chosen = sa.select(table.c.guid, table.c.id).where(table.c.guid.in_(some), table.c.gone.is_(False))
            found.update({row[0]: row[1] for row in fetched(self._session, chosen)})
        return found

    def _lose(self, memo: StudyMemo) -> None:
        """Report a memo whose thing is not here, without its words: they may be about somebody who withdrew."""
        words = word_count(memo.text)
        self._taken.leave_out(
            "the project", f"a memo of {words:,} words on a {memo.about}", "what it is about is not here"
        )

    def _guid_of(self, about: str, thing: int | None) -> bytes:
        """The GUID of what a memo is about, the same in every copy and however the tool calls it next time."""
        at = (about, thing)
        if at not in self._guids:
            table = table_of(KINDS_ABOUT[about]) if about in KINDS_ABOUT else None
            chosen = None if table is None else sa.select(table.c.guid).where(table.c.id == thing)
            self._guids[at] = b"" if chosen is None else self._session.execute(chosen).scalar_one()
        return self._guids[at]

    def _stands(self, memo: StudyMemo, thing: int | None, text: str) -> bool:
        """Whether these very words are on the thing already, come from where they may: a code that took over another's memos."""
        table = table_of(Memo)
        same = (table.c.about == memo.about, table.c.thing_id == thing, table.c.text == text, table.c.gone.is_(False))
        place = (table.c.start == memo.start, table.c.end == memo.end)
        return self._session.execute(sa.select(table.c.id).where(*same, *place).limit(1)).first() is not None

    def _memo(self, memo: StudyMemo, thing: int | None) -> None:
        """A memo on a thing, new or as it was before; the same one is known by who wrote it when, else by its words."""
        text = memo.text.strip()
        if not text:
            return
        if (memo.about != "project" and memo.about not in KINDS_ABOUT) or (thing is None) != (memo.about == "project"):
            self._lose(memo)
            return
        mark = memo.created or text
        on = self._guid_of(memo.about, thing).hex()
        named = f"{memo.about}\x1f{on}\x1f{memo.kind}\x1f{memo.coder}\x1f{mark}\x1f{memo.start}"
        self._times[named] += 1
        guid = guid_for(self._session, "memo", f"{named}\x1f{self._times[named]}")
        there = find_guid(self._session, Memo, guid)
        if is_purged(self._session, guid) or (there is not None and there.gone):
            self._removed += 1
        elif there is not None:
            changed, left = bring_up_to_date(self._session, Memo, there, {"text": text})
            self._taken.changed("memos", "a memo", changed, left)
        elif not self._stands(memo, thing, text):
            self._rows.append(
                {
                    "guid": guid,
                    "coder_id": self._codings.coder(memo.coder),
                    "about": memo.about,
                    "thing_id": thing,
                    "kind": memo.kind if memo.kind in KINDS else "memo",
                    "text": text,
                    "start": memo.start,
                    "end": memo.end,
                    "created": memo.created or now(),
                }
            )
