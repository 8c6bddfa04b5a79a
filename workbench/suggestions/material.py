"""Material: what the machine may read in a project, and what it leaves out and why.

Only participants' words in English are read, told by their document's language and passage by passage, and only of
people who have not refused it or taken it back; where the project requires consent, unknown counts as refused. What is
learned from is in `taught`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from workbench.coding.codebook import code_at, codebook
from workbench.governance.audiences import INTERNAL
from workbench.governance.consent import nobody_in_particular, quotable
from workbench.governance.flags import held_spans
from workbench.rows import live, table_of
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker
from workbench.suggestions.covered import Covered
from workbench.suggestions.keywords import name_words
from workbench.suggestions.languages import reads_as_english
from workbench.suggestions.nearest import Coded, CodeTexts, texts_of
from workbench.suggestions.provenance import Taught, taught
from workbench.suggestions.review import Suggestion
from workbench.suggestions.taught import coded_passages, covered_by
from workbench.text import Span

NOT_THEIRS = "not a participant's words"
NOT_AGREED = "no consent to being read by a machine"
HELD_BACK = "held back for safeguarding"
NOT_ENGLISH = "in another language than English"
NO_WORDS = "without words"


@dataclass(frozen=True, slots=True)
class ToRead:
    """A segment that the machine may read."""

    segment_id: int
    document_id: int
    document: str
    kind: str
    case_id: int | None
    start: int
    text: str
    coded: bool = False
    """Whether anybody has coded any of it."""

    @property
    def end(self) -> int:
        """Where it ends in its document."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a run needs from the project, and nothing that holds the project open."""

    segments: tuple[ToRead, ...]
    left_out: Mapping[str, int]
    """Segments not read, counted by the reason."""
    codes: tuple[CodeTexts, ...]
    coded: tuple[Coded, ...]
    """Passages that people coded, with all their codes, and those they read and left without."""
    covered: Mapping[int, Covered]
    """For each document, where a code is already."""
    decided: Mapping[int, frozenset[int]]
    """For each segment, the codes that somebody has decided about."""
    names: frozenset[str]
    """Words of the speakers' labels, which make no topic."""
    only: int | None = None
    """The one code that was asked about."""
    taught: Taught = field(default_factory=Taught)
    """What people have coded, read and written into the codebook by now."""
    questions: Mapping[int, str] = field(default_factory=dict)
    """The wording of survey questions, by the key of the document that holds their answers."""

    def question_of(self, segments: Iterable[ToRead]) -> list[int]:
        """For each segment the place of its survey question among the questions, -1 for none."""
        place = {document: at for at, document in enumerate(self.questions)}
        return [place.get(one.document_id, -1) for one in segments]


def gather(session: Session, *, code: str | None = None) -> Material:
    """Read what a run needs; with `code`, a path, only that code is proposed."""
    codes = code_texts(session)
    only: int | None = None
    if code is not None:
        only = code_at(session, code)
        codes = [one for one in codes if one.id == only]
    segments, left_out = _segments(session)
    covered = covered_by(session)
    marked = [replace(one, coded=True) if _touched(one, covered) else one for one in segments]
    labels = session.execute(live(Speaker).with_only_columns(table_of(Speaker).c.label)).scalars()
    return Material(
        tuple(marked),
        left_out,
        tuple(codes),
        tuple(coded_passages(session, marked, covered, frozenset(one.id for one in codes))),
        covered,
        decided(session),
        name_words(labels),
        only,
        taught(session),
        questions_asked(session),
    )


def may_read(session: Session) -> list[ToRead]:
    """The segments that the machine may read, in order."""
    return _segments(session)[0]


def questions_asked(session: Session) -> dict[int, str]:
    """The wording of every survey question, by the key of its document."""
    table = table_of(Document)
    chosen = live(Document).where(table.c.kind == "question").with_only_columns(table.c.id, table.c.title)
    return {row[0]: row[1] for row in session.execute(chosen)}


def code_texts(session: Session) -> list[CodeTexts]:
    """The codes that are in use, each with what it says of itself; by path, an order that copies share."""
    return [
        texts_of(code.id, code.path, code.name, code.definition, code.include, code.exclude, code.example)
        for code in sorted(codebook(session, counts=False), key=lambda code: code.path)
        if code.state == "active"
    ]


def decided(session: Session) -> dict[int, frozenset[int]]:
    """For each segment the codes that somebody has accepted, changed, rejected or put off there."""
    table = table_of(Suggestion)
    found: dict[int, set[int]] = defaultdict(set)
    chosen = live(Suggestion).with_only_columns(table.c.segment_id, table.c.code_id)
    for segment, code in session.execute(chosen.where(table.c.status != "proposed")):
        found[segment].add(code)
    return {segment: frozenset(codes) for segment, codes in found.items()}


def living_segments(session: Session) -> frozenset[int]:
    """The keys of the segments that are in the project now."""
    return frozenset(session.execute(live(Segment).with_only_columns(table_of(Segment).c.id)).scalars())


def machine_may_read(session: Session, case_ids: Iterable[int]) -> dict[int, bool]:
    """For each case, whether its words may be read by a machine on this computer."""
    return {case: one.allowed for case, one in quotable(session, case_ids, INTERNAL, "machine").items()}


def _segments(session: Session) -> tuple[list[ToRead], dict[str, int]]:
    """Segments that may be read, in an order that copies share, and the count of the others by reason."""
    documents = {row.id: row for row in session.execute(live(Document)).scalars()}
    roles = {row.id: row.role for row in session.execute(live(Speaker)).scalars()}
    table = table_of(Segment)
    cells = ("id", "document_id", "kind", "case_id", "speaker_id", "start", "end", "text")
    chosen = live(Segment).with_only_columns(*(table.c[cell] for cell in cells))
    rows = session.execute(chosen.order_by(table.c.document_id, table.c.start, table.c.guid)).all()
    place = {key: at for at, key in enumerate(sorted(documents, key=lambda key: documents[key].guid))}
    rows = sorted(rows, key=lambda row: place.get(row.document_id, -1))
    agreed = machine_may_read(session, {row.case_id for row in rows if row.case_id is not None})
    nobody = nobody_in_particular(session, INTERNAL, "machine").allowed
    held = held_spans(session)
    found: list[ToRead] = []
    left_out: Counter[str] = Counter()
    for row in rows:
        document = documents.get(row.document_id)
        if document is None:
            continue
        theirs = row.kind not in {"heading", "note"} and document.kind != "notes"
        if row.speaker_id is not None and roles.get(row.speaker_id) != "participant":
            theirs = False
        if not theirs:
            left_out[NOT_THEIRS] += 1
        elif row.document_id in held and any(span.touches(Span(row.start, row.end)) for span in held[row.document_id]):
            left_out[HELD_BACK] += 1
        elif not (nobody if row.case_id is None else agreed[row.case_id]):
            left_out[NOT_AGREED] += 1
        elif document.language and not document.language.casefold().startswith("en"):
            left_out[NOT_ENGLISH] += 1
        elif not any(character.isalnum() for character in row.text):
            left_out[NO_WORDS] += 1
        elif not reads_as_english(row.text):
            left_out[NOT_ENGLISH] += 1
        else:
            found.append(ToRead(row.id, row.document_id, document.name, row.kind, row.case_id, row.start, row.text))
    return found, dict(left_out)


def _touched(segment: ToRead, covered: Mapping[int, Covered]) -> bool:
    places = covered.get(segment.document_id)
    return places is not None and bool(places.touching(Span(segment.start, segment.end)))
