"""Purging what somebody said: their passages go for good, and whatever lay on words that stay follows those words.

A document in which nobody else's words are left goes as a whole, with the interviewer's questions and its
translations. In a conversation of several people only theirs go; the others' passages close up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.coding.codings import Coding
from workbench.coding.display import DisplayForm
from workbench.coding.memos import Memo
from workbench.coding.settlements import Settlement
from workbench.desk.withdrawal.figures import count_without
from workbench.governance.flags import PassageFlag
from workbench.governance.released import Quoted
from workbench.governance.sign_offs import SignOff
from workbench.project.identity import Alias
from workbench.project.purge import purge
from workbench.rows import Row, amend, in_chunks, table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import AttributeValue, Case, CasePlace
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment
from workbench.sources.matches import CaseMatch, united
from workbench.sources.moves import Moves, lay_from_start
from workbench.sources.readings import Reading
from workbench.sources.speakers import Speaker
from workbench.suggestions.blind_samples import BlindCode, BlindPassage
from workbench.suggestions.review import Suggestion
from workbench.suggestions.topics import TopicPassage
from workbench.text import Span
from workbench.triangulation.displays.displays import Built
from workbench.triangulation.finding_evidence import FindingEvidence

ON_WORDS: tuple[type[Row], ...] = (Coding, Suggestion, PassageFlag, Settlement, DisplayForm, Memo, SignOff, Quoted)
"""What lies on words of a document, from `start` to `end`."""
CALLED: dict[type[Row], str] = {
    Suggestion: "suggestion",
    PassageFlag: "flag",
    Settlement: "settled difference",
    DisplayForm: "display form",
    Memo: "memo",
    SignOff: "question to a second reader",
    Quoted: "place in the register",
}
"""What those that are not codings count as."""
OF_A_CASE: tuple[type[Row], ...] = (AttributeValue, CasePlace, Consent, Asked)
_CHUNK = 5000


@dataclass
class Purged:
    """What was purged, counted by kind, and the documents that lost everything or some of their words."""

    reason: str
    counts: Counter[str] = field(default_factory=Counter)
    whole: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    coders: Counter[int] = field(default_factory=Counter)
    """Codings that went, by the key of who made them."""
    labels: list[str] = field(default_factory=list)
    """Every label that the person had."""
    texts: list[str] = field(default_factory=list)
    """What they said, as it stood, and what was said to them where nobody else was heard."""
    put: list[str] = field(default_factory=list)
    """Of these, what was said by whoever is no participant, such as the questions that were put to them."""
    in_vivo: set[int] = field(default_factory=set)
    """Codes that were named in their words."""
    cut: set[bytes] = field(default_factory=set)
    """GUIDs of codings that lay on their words and on others', and lie on the others' now."""
    figures: set[bytes] = field(default_factory=set)
    """GUIDs of figures counted from a survey that are others without them."""

    def rows(self, session: Session, kind: type[Row], keys: Iterable[int], *, called: str) -> None:
        """Purge rows and count them under one of `withdrawals.COUNTED`."""
        self.counts[called] += purge(session, kind, keys, reason=self.reason)


def purge_person(session: Session, case_id: int, *, reason: str = "withdrawal") -> Purged:
    """Purge everything of a person: their words wherever they spoke, what is known of them, and the case itself."""
    done = Purged(reason)
    for document_id in _heard_in(session, case_id):
        _purge_words(session, document_id, case_id, done)
    done.rows(session, Speaker, _keys(session, Speaker, case_id=case_id), called="voice")
    for kind in OF_A_CASE:
        done.rows(session, kind, _keys(session, kind, case_id=case_id), called="fact")
    others = [other for other, into in united(session).items() if into == case_id]
    for column in ("case_id", "other_id"):
        done.rows(session, CaseMatch, _keys(session, CaseMatch, **{column: case_id}), called="fact")
    done.rows(session, Memo, _keys(session, Memo, about="case", thing_id=case_id), called="memo")
    labels = table_of(Case)
    done.labels = list(session.execute(sa.select(labels.c.label).where(labels.c.id.in_([case_id, *others]))).scalars())
    for kind in OF_A_CASE:
        done.rows(session, kind, [key for one in others for key in _keys(session, kind, case_id=one)], called="fact")
    _purge_aliases(session, Case, [case_id, *others], done)
    done.rows(session, Case, [case_id, *others], called="person")
    done.counts["person"] = 1
    done.figures = count_without(session, reason=reason)
    return done


def purge_from_document(session: Session, case_id: int, document_id: int, *, reason: str = "withdrawal") -> Purged:
    """Purge what a person said in one document."""
    done = Purged(reason)
    _purge_words(session, document_id, case_id, done)
    return done


def _heard_in(session: Session, case_id: int) -> list[int]:
    """The documents in which a person speaks or spoke, also in words that an amendment or a removal took away."""
    found: set[int] = set()
    for kind in (Segment, Speaker):
        table = table_of(kind)
        found |= set(session.execute(sa.select(table.c.document_id).where(table.c.case_id == case_id)).scalars())
    return sorted(found)


def _keys(session: Session, kind: type[Row], **cells: Any) -> list[int]:
    """The keys of all rows with these cells, gone or not."""
    table = table_of(kind)
    chosen = sa.select(table.c.id).where(*(table.c[name] == value for name, value in cells.items()))
    return list(session.execute(chosen).scalars())


def _purge_words(session: Session, document_id: int, case_id: int, done: Purged) -> None:
    """Purge a person's passages in one document, or the whole of it where nobody else is left in it."""
    segment, document = table_of(Segment), table_of(Document)
    rows = list(
        session.execute(
            sa.select(segment).where(segment.c.document_id == document_id).order_by(segment.c.start, segment.c.id)
        )
    )
    facts = sa.select(document.c.name, document.c.kind, document.c.gone, document.c.length)
    name, kind, removed, length = session.execute(facts.where(document.c.id == document_id)).one()
    by_key = sorted(rows, key=lambda row: int(row.id))
    lying = (
        lay_from_start([(row.start, row.end, row) for row in by_key], length)
        if removed
        else [row for row in rows if not row.gone]
    )
    voices = set(_keys(session, Speaker, document_id=document_id, case_id=case_id))
    theirs = {row.id for row in rows if row.case_id == case_id or row.speaker_id in voices}
    others = any(row.case_id not in {None, case_id} for row in lying)
    if kind != "question" and not others:
        _purge_document(session, document_id, done)
        return
    kept = [row for row in lying if row.id not in theirs]
    moves = _close_up(session, kept)
    length = max(0, sum(len(row.text) + 1 for row in kept) - 1)
    for lies in ON_WORDS:
        _settle(session, lies, document_id, moves, done)
    if any(row.id in theirs and not row.gone for row in rows):
        done.parts.append(name)
    _purge_segments(session, theirs, rows, done)
    done.rows(session, Speaker, voices, called="voice")
    amend(session, Document, document_id, length=length, content="")


def _purge_document(session: Session, document_id: int, done: Purged) -> None:
    """Purge a document with everything that lies on it, and its translations."""
    document = table_of(Document)
    for key, how in session.execute(
        sa.select(document.c.id, document.c.beside_as).where(document.c.beside_id == document_id)
    ).all():
        if how == "translation":
            _purge_document(session, key, done)
        else:
            amend(session, Document, key, beside_id=None, beside_as="")
    done.whole.append(session.execute(sa.select(document.c.name).where(document.c.id == document_id)).scalar_one())
    segment = table_of(Segment)
    rows = list(session.execute(sa.select(segment).where(segment.c.document_id == document_id)))
    for lies in ON_WORDS:
        _settle(session, lies, document_id, Moves((), 0), done)
    done.rows(session, Memo, _keys(session, Memo, about="document", thing_id=document_id), called="memo")
    _purge_segments(session, {row.id for row in rows}, rows, done)
    done.rows(session, Speaker, _keys(session, Speaker, document_id=document_id), called="voice")
    done.rows(session, Reading, _keys(session, Reading, document_id=document_id), called="reading mark")
    _purge_aliases(session, Document, [document_id], done)
    done.rows(session, Document, [document_id], called="document")


def _close_up(session: Session, kept: list[Any]) -> Moves:
    """Put the passages that stay one after the other; gives where their words went."""
    runs: list[tuple[int, int, int]] = []
    place = 0
    for ordinal, row in enumerate(kept):
        end = place + len(row.text)
        runs.append((row.start, row.end, place))
        if (row.ordinal, row.start, row.end) != (ordinal, place, end):
            amend(session, Segment, row.id, ordinal=ordinal, start=place, end=end)
        place = end + 1
    return Moves(tuple(runs), 0)


def _settle(session: Session, kind: type[Row], document_id: int, moves: Moves, done: Purged) -> None:
    """Let what lies on a document's words follow those that stay, and purge what has none left."""
    table = table_of(kind)
    if kind is Memo:
        here = sa.and_(table.c.about == "document", table.c.thing_id == document_id, table.c.start.is_not(None))
    else:
        here = sa.and_(table.c.document_id == document_id)
    lost: list[int] = []
    for row in session.execute(sa.select(table).where(here)).all():
        now = moves.moved(Span(row.start, row.end))
        if now is None or not len(now):
            lost.append(row.id)
            continue
        cells: dict[str, Any] = {"start": now.start, "end": now.end}
        if kind is Coding:
            cells["anchor"] = _anchor(moves, now.start)
            done.cut.update([row.guid] if len(now) < row.end - row.start else [])
        if any(getattr(row, name) != value for name, value in cells.items()):
            amend(session, kind, row.id, **cells)
    if kind is Coding:
        _purge_codings(session, lost, done)
    else:
        done.rows(session, kind, lost, called=CALLED[kind])


def _anchor(moves: Moves, place: int) -> int:
    """The start, now, of the passage in which a character lies."""
    return max((new for _, _, new in moves.runs if new <= place), default=0)


def _purge_codings(session: Session, keys: list[int], done: Purged) -> None:
    """Purge codings with what rests on them alone: memos on them, evidence and quotes that cite them."""
    coding, suggestion = table_of(Coding), table_of(Suggestion)
    evidence, citation, memo = table_of(FindingEvidence), table_of(Citation), table_of(Memo)
    for some in in_chunks(keys, _CHUNK):
        live = sa.select(coding.c.coder_id).where(coding.c.id.in_(some), coding.c.gone.is_(False))
        done.coders.update(session.execute(live).scalars())
        in_vivo = sa.select(coding.c.code_id).where(coding.c.id.in_(some), coding.c.origin == "in vivo")
        done.in_vivo.update(session.execute(in_vivo).scalars())
        for table, kind, called in (
            (evidence, FindingEvidence, "piece of evidence"),
            (memo, Memo, "memo"),
        ):
            column = table.c.kind if table is evidence else table.c.about
            chosen = sa.select(table.c.id).where(column == "coding", table.c.thing_id.in_(some))
            done.rows(session, kind, session.execute(chosen).scalars().all(), called=called)
        chosen = sa.select(citation.c.id).where(citation.c.kind == "quote", citation.c.thing_id.in_(some))
        done.rows(session, Citation, session.execute(chosen).scalars().all(), called="quote in briefs")
        for key in session.execute(sa.select(suggestion.c.id).where(suggestion.c.coding_id.in_(some))).scalars().all():
            amend(session, Suggestion, key, coding_id=None)
        built = table_of(Built)
        for key in session.execute(sa.select(built.c.id).where(built.c.coding_id.in_(some))).scalars().all():
            amend(session, Built, key, coding_id=None)
        _purge_aliases(session, Coding, some, done)
    done.rows(session, Coding, keys, called="coding")


def _purge_segments(session: Session, keys: set[int], rows: list[Any], done: Purged) -> None:
    """Purge passages with the marks of who read them and the topics and proposals that hold them."""
    done.texts += [row.text for row in rows if row.id in keys]
    done.put += [row.text for row in rows if row.id in keys and row.case_id is None]
    for some in in_chunks(sorted(keys), _CHUNK):
        _purge_blind(session, some, done)
        for kind, called in ((Reading, "reading mark"), (TopicPassage, "place in a topic"), (Suggestion, "suggestion")):
            table = table_of(kind)
            held = session.execute(sa.select(table.c.id).where(table.c.segment_id.in_(some))).scalars().all()
            done.rows(session, kind, held, called=called)
    done.counts["word"] += sum(row.words for row in rows if row.id in keys and not row.gone)
    done.rows(session, Segment, sorted(keys), called="passage")


def _purge_blind(session: Session, segments: list[int], done: Purged) -> None:
    """Purge passages that were drawn to be read blind, with what was said of each."""
    passage, code = table_of(BlindPassage), table_of(BlindCode)
    drawn = session.execute(sa.select(passage.c.id).where(passage.c.segment_id.in_(segments))).scalars().all()
    for some in in_chunks(drawn):
        said = session.execute(sa.select(code.c.id).where(code.c.passage_id.in_(some))).scalars().all()
        purge(session, BlindCode, said, reason=done.reason)
    done.rows(session, BlindPassage, drawn, called="passage read blind")


def _purge_aliases(session: Session, kind: type[Row], keys: Iterable[int], done: Purged) -> None:
    """Purge the names under which other programs know these rows."""
    table, alias = table_of(kind), table_of(Alias)
    for some in in_chunks(keys, _CHUNK):
        guids = session.execute(sa.select(table.c.guid).where(table.c.id.in_(some))).scalars().all()
        known = session.execute(sa.select(alias.c.id).where(alias.c.row_guid.in_(guids))).scalars().all()
        done.rows(session, Alias, known, called="alias")
