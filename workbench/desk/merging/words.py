"""The words of documents that two copies of a project have in two wordings: one stands, and what lies on them follows.

A transcript is taken as a whole from the copy that changed it, from the later where both did. The answers to a survey's
question come together, each person's from the copy that changed it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from workbench.desk.importing.following import follow
from workbench.project.coming import ON_WORDS, Cells, rows_by
from workbench.project.parted import Stamp, Writes
from workbench.project.taking import Taking
from workbench.rows import amend, table_of
from workbench.sources.documents import Added, Document, Segment, lay_out
from workbench.sources.moves import Moves, lay_from_start, moves_between
from workbench.sources.speakers import Speaker
from workbench.sources.taken_back import is_taken_back
from workbench.text import Span

_CARRIED = ("guid", "kind", "speaker_id", "case_id", "words", "at_ms", "until_ms", "text")
_WORDING = ("text", "gone")


@dataclass(frozen=True)
class _Laid:
    """How a document of theirs lies in the words that stand."""

    moves: Moves | None
    """None where its words are the ones that stand."""
    starts: tuple[int, ...]
    keys: tuple[int, ...]

    def holder(self, place: int) -> tuple[int, int]:
        """Where the passage begins in which a character lies, and its key."""
        at = max(0, bisect_right(self.starts, place) - 1)
        return self.starts[at], self.keys[at]


class Words:
    """Lays out every document that the copies have in two wordings, then says where a row of theirs lies."""

    def __init__(self, taking: Taking) -> None:
        self.taking, self.session = taking, taking.session
        self.reworded: list[str] = []
        """Documents whose words were taken from the other copy."""
        self._laid: dict[int, _Laid] = {}
        self._removed_here = _removed(taking.ours)
        self._removed_there = _removed(taking.theirs)

    def unite(self) -> None:
        """Settle the words of every document that both copies have."""
        coming = self.taking.coming
        documents = {row["document_id"] for row in coming.rows["segment"].values()}
        documents |= {
            key for name in ON_WORDS for row in coming.rows[name].values() if (key := _document_of(name, row))
        }
        for theirs in sorted(documents & coming.here["document"].keys()):
            ours = coming.here["document"][theirs]
            if not (ours in self._removed_here and theirs in self._removed_there):
                self._settle(theirs, ours)

    def give_back(self) -> None:
        """Bring back what a removal had taken along of every document that is there: its passages, and who speaks."""
        document, segment = table_of(Document), table_of(Segment)
        there = sa.exists().where(segment.c.document_id == document.c.id, segment.c.gone.is_(False))
        empty = sa.select(document.c.id).where(document.c.gone.is_(False), document.c.length > 0, ~there)
        for key in self.session.execute(empty).scalars().all():
            for row in _as_removed(self.taking.ours, key):
                amend(self.session, Segment, row["id"], gone=False)
        self._give_voices()

    def _give_voices(self) -> None:
        speaker, segment, document = table_of(Speaker), table_of(Segment), table_of(Document)
        silent = (
            sa.select(speaker.c.id)
            .distinct()
            .select_from(
                speaker.join(segment, segment.c.speaker_id == speaker.c.id).join(
                    document, document.c.id == segment.c.document_id
                )
            )
            .where(speaker.c.gone.is_(True), segment.c.gone.is_(False), document.c.gone.is_(False))
        )
        for key in self.session.execute(silent).scalars().all():
            amend(self.session, Speaker, key, gone=False)

    def placed(self, table: str, row: Cells) -> Cells | None:
        """A row of theirs, with our keys, where its words are here; None where they are not."""
        laid = self._laid.get(_document_of(table, row) or 0)
        if laid is None or row["start"] is None:
            return row
        span = Span(row["start"], row["end"])
        to = span if laid.moves is None else laid.moves.moved(span)
        if to is None or not len(to):
            return {**row, "start": None, "end": None} if table == "memo" else None
        anchor, segment = laid.holder(to.start)
        row = {**row, "start": to.start, "end": to.end}
        if table == "coding":
            row["anchor"] = anchor
            if laid.moves is not None and not laid.moves.keeps(span):
                row["reworded"] = row["reworded"] or row["created"]
        if table == "suggestion":
            row["segment_id"] = segment
        if table == "display_form" and laid.moves is not None and not laid.moves.keeps(span):
            return None
        return row

    def _settle(self, theirs: int, ours: int) -> None:
        all_there, all_here = _all(self.taking.theirs, theirs), _all(self.taking.ours, ours)
        there, here = _live(all_there), _live(all_here)
        if [(row["guid"], row["text"]) for row in there] == [(row["guid"], row["text"]) for row in here]:
            return
        standing = self._standing(theirs, ours, all_there, all_here)
        if standing is not None:
            before = _as_removed(self.taking.ours, ours) if ours in self._removed_here else here
            self._lay_out(theirs, ours, before, standing)
        now = _live(_all(self.taking.ours, ours))
        if theirs in self._removed_there:
            there = _as_removed(self.taking.theirs, theirs)
        said, stands = [row["text"] for row in there], [row["text"] for row in now]
        moves = None if said == stands else moves_between(said, stands)
        self._laid[ours] = _Laid(moves, tuple(row["start"] for row in now), tuple(row["id"] for row in now))
        self._tell_passages(theirs, ours)

    def _standing(self, theirs: int, ours: int, all_there: list[Cells], all_here: list[Cells]) -> list[Cells] | None:
        """The passages that stand, theirs or of a survey's question both; None where ours do as they are."""
        mine, yours = _wording(self.taking.mine, all_here), _wording(self.taking.yours, all_there)
        if theirs in self._removed_there or (yours is None and ours not in self._removed_here):
            return None
        there = _live(all_there)
        wanted = [row for row in map(self._with_our_keys, there) if row is not None]
        if mine is None or yours is None or ours in self._removed_here:
            return wanted
        (document,) = rows_by(self.taking.ours, "document", "id", [ours])
        if document["kind"] == "question":
            return self._together(wanted, all_here, all_there)
        stands = "theirs" if mine < yours else "ours"
        both = (_live(all_here), there)
        said = [{"passages": len(rows), "characters": sum(len(row["text"]) for row in rows)} for rows in both]
        self.taking.conflict("document", document["guid"], "text", said[0], said[1], mine, yours, stands)
        return wanted if stands == "theirs" else None

    def _with_our_keys(self, row: Cells) -> Cells | None:
        """A passage of theirs with our keys; None where somebody who withdrew said it."""
        coming = self.taking.coming
        if row["guid"] in coming.purged or is_taken_back(self.session, row["text"]):
            return None
        told = dict(row)
        for cell, table in (("speaker_id", "speaker"), ("case_id", "cases")):
            if row[cell] is not None:
                told[cell] = self._key(table, row[cell])
                if told[cell] is None:
                    return None
        return told

    def _key(self, table: str, theirs: int) -> int | None:
        """Our key of a row of theirs, also of one that came with nothing."""
        found = self.taking.coming.key(table, theirs)
        if found is not None:
            return found
        for row in rows_by(self.taking.theirs, table, "id", [theirs]):
            for here in rows_by(self.taking.ours, table, "guid", [row["guid"]]):
                return int(here["id"])
        return None

    def _together(self, wanted: list[Cells], all_here: list[Cells], all_there: list[Cells]) -> list[Cells]:
        """Answers of both copies: those that both had in their order, each as it was changed last, then the new ones."""
        mine, yours = self.taking.mine, self.taking.yours
        others = {row["guid"]: row for row in wanted}
        known = {row["guid"]: row for row in all_here}
        gone_there = {row["guid"]: row for row in all_there if row["gone"]}
        standing: list[Cells] = []
        new: list[Cells] = []
        for row in _live(all_here):
            other = others.pop(row["guid"], None) or gone_there.get(row["guid"])
            stands = row if other is None or not _later(_last(yours, other["id"]), _last(mine, row["id"])) else other
            if not stands["gone"]:
                (new if mine.stamps("segment", row["id"])[0] else standing).append(stands)
        for guid, other in others.items():
            if guid not in known or _later(_last(yours, other["id"]), _last(mine, known[guid]["id"])):
                (new if yours.stamps("segment", other["id"])[0] else standing).append(other)
        return [*standing, *sorted(new, key=lambda row: bytes(row["guid"]))]

    def _lay_out(self, theirs: int, ours: int, before: list[Cells], standing: list[Cells]) -> None:
        wanted = [{cell: row[cell] for cell in _CARRIED} for row in standing]
        length = lay_out(self.session, ours, wanted)
        content = next(row["content"] for row in rows_by(self.taking.theirs, "document", "id", [theirs]))
        amend(self.session, Document, ours, length=length, content=content)
        moves = moves_between([row["text"] for row in before], [row["text"] for row in wanted])
        follow(self.session, Added("amended", {}, (), (), {ours: moves}))
        document = table_of(Document)
        self.reworded.append(self.session.execute(sa.select(document.c.name).where(document.c.id == ours)).scalar_one())

    def _tell_passages(self, theirs: int, ours: int) -> None:
        """Say which passage of ours each of theirs is; those that are not here do not come in."""
        coming = self.taking.coming
        here = {row["guid"]: row["id"] for row in _all(self.taking.ours, ours)}
        for row in _all(self.taking.theirs, theirs):
            coming.rows["segment"].pop(row["id"], None)
            if row["guid"] in here:
                coming.here["segment"][row["id"]] = here[row["guid"]]
            else:
                coming.keep_out("segment", row["id"])


def _as_removed(connection: Any, document: int) -> list[Cells]:
    """The passages that a document had when it was removed."""
    rows = rows_by(connection, "segment", "document_id", [document])
    (length,) = connection.execute("SELECT length FROM document WHERE id = ?", (document,)).fetchone()
    return lay_from_start([(row["start"], row["end"], row) for row in rows], length)


def _removed(connection: Any) -> set[int]:
    """The documents that a copy has removed."""
    return {row[0] for row in connection.execute("SELECT id FROM document WHERE gone = 1")}


def _document_of(table: str, row: Cells) -> int | None:
    """The document on whose words a row lies."""
    if table != "memo":
        return int(row["document_id"])
    return row["thing_id"] if row["about"] == "document" and row["start"] is not None else None


def _all(connection: Any, document: int) -> list[Cells]:
    """Every passage of a document in its order, gone or not."""
    return sorted(rows_by(connection, "segment", "document_id", [document]), key=lambda row: row["start"])


def _live(rows: list[Cells]) -> list[Cells]:
    """Those that are there."""
    return [row for row in rows if not row["gone"]]


def _last(writes: Writes, key: int) -> Stamp | None:
    """Who changed the words of a passage last."""
    return max([one for cell in _WORDING if (one := writes.of("segment", key, cell))], default=None)


def _later(one: Stamp | None, other: Stamp | None) -> bool:
    """Whether something was written, and after what the other copy wrote."""
    return one is not None and (other is None or other < one)


def _wording(writes: Writes, rows: list[Cells]) -> Stamp | None:
    """Who changed the words of a document last since the two copies parted; None where nobody did."""
    return max([one for row in rows if (one := _last(writes, row["id"]))], default=None)
