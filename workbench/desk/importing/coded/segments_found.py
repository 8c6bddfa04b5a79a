"""Coded segments that a table gives without their text, found in the project's texts; the rest become excerpts.

What comes of it is a study like any other: `bring_in_study` takes it in.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.segment_drafts import CodePath, DraftSegment, DraftSegments
from workbench.coding.study_drafts import (
    StudyAttribute,
    StudyCase,
    StudyCode,
    StudyCoding,
    StudyDocument,
    StudyMemo,
    StudySet,
)
from workbench.governance.pseudonyms import Pseudonyms
from workbench.rows import guid_for, table_of
from workbench.sources.documents import Document, document_guid, segments_of
from workbench.sources.drafts import DraftDocument, DraftTurn, LeftOut
from workbench.sources.quoted import QuotedText
from workbench.text import Span, counted

_NUMBERED = re.compile(r"^(?:[DdPp] ?)?\d{1,5}\s*[:.]\s+")
_NUMBER = re.compile(r"\d+")
_ENDINGS = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".vtt", ".srt", ".sbv", ".csv", ".xlsx")
_TIMES = r"(?:[\[(#]*\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d+)?[\])#]*\s*)?"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the project: what it is called, its paragraphs as a draft, and a way to look for words in it."""

    draft: DraftDocument
    searched: QuotedText
    labels: re.Pattern[str] | None
    """What finds a speaker's label at the beginning of a line, as other programs keep it in the text."""

    def places(self, words: str) -> list[Span]:
        """Everywhere the words are: as they are, else without speakers' labels in them."""
        found = self.searched.places(words)
        return found or (self.searched.places(self.labels.sub("", words)) if self.labels else [])


class FoundSegments:
    """The study that a table of coded segments is, once the texts of the project are there to look in."""

    attributes: Sequence[StudyAttribute] = ()
    cases: Sequence[StudyCase] = ()
    sets: Sequence[StudySet] = ()
    memos: Sequence[StudyMemo] = ()

    def __init__(self, session: Session, draft: DraftSegments) -> None:
        self._session, self._draft = session, draft
        self.name, self.tool = draft.name, draft.tool
        self.codes: Sequence[StudyCode] = _codes(draft.segments)
        self._left_out: list[LeftOut] = []
        self._notes: list[str] = []
        self.left_out: Sequence[LeftOut] = self._left_out
        self.notes: Sequence[str] = self._notes

    def documents(self) -> Iterator[StudyDocument]:
        """The texts of the project on which segments were found, and for the others a document of excerpts each.

        What is said and left out is of the looking alone; what was said of the table stands in its draft.
        """
        self._left_out.clear()
        self._notes.clear()
        known = _names(self._session)
        excerpts = 0
        for name, segments in _by_document(self._draft.segments).items():
            keys = _keys_of(name, known)
            rest = segments
            if len(keys) > 1:
                why = f"several texts here could be it: {', '.join(sorted(known[key][0] for key in keys))}"
                self._left_out += [LeftOut(one.where, _shown(one), why) for one in segments]
                continue
            if keys:
                codings, rest = self._found(_text(self._session, keys[0], known[keys[0]][0]), segments)
                if codings is not None:
                    yield codings
            if rest and (withdrawn := self._withdrawn(name, here=bool(keys))):
                self._left_out += [LeftOut(one.where, _shown(one), withdrawn) for one in rest]
                continue
            excerpts += len(rest)
            if rest:
                why = "the words are not in the text of that name here" if keys else "no text of that name is here"
                yield self._excerpts(name, rest, why)
        total, unclear = len(self._draft.segments), len(self._left_out)
        said = [f"{total - excerpts - unclear:,} of {counted(total, 'segment')} came to lie in texts of the project"]
        said += [f"{excerpts:,} came in as excerpts"] if excerpts else []
        said += [f"{unclear:,} stayed out"] if unclear else []
        self._notes.append(f"{'; '.join(said)}.")
        if excerpts and self._session.info["purged"]:
            self._notes.append(
                "Words were taken out of this project for good: look whether such words are among the excerpts."
            )

    def _withdrawn(self, name: str, *, here: bool) -> str:
        """Why words that are not in a text here may be words that somebody took back; nothing where they are not.

        Of a text that is here, any words that are not in it may be; of another, where the text or a person of that name
        was taken out for good.
        """
        purged = self._session.info["purged"]
        if here:
            return (
                "the words are not in the text here, and words were taken out of this project for good"
                if purged
                else ""
            )
        plain = _NUMBERED.sub("", name)
        called = {told + ending for told in (name, plain, _stem(plain)) for ending in ("", *_ENDINGS)}
        known = [document_guid(self._session, one) for one in called]
        known += [guid_for(self._session, "case", one) for one in (name, plain, _stem(plain))]
        gone = any(guid in purged for guid in known)
        return "a text or a person of that name was taken out of the project for good" if gone else ""

    def _found(self, text: _Text, segments: list[DraftSegment]) -> tuple[StudyDocument | None, list[DraftSegment]]:
        """The codings of a text for the segments that were found in it, and those whose words are not there."""
        rest: list[DraftSegment] = []
        codings: list[StudyCoding] = []
        alike: dict[str, list[DraftSegment]] = {}
        for one in segments:
            alike.setdefault(one.words, []).append(one)
        for words, those in alike.items():
            places = text.places(words)
            told = _in_order(those)
            if not places:
                rest += those
            elif len(places) == 1:
                codings += [coding for one in those for coding in _codings(one, places[0])]
            elif len(told) == len(places):
                at = dict(zip(told, places, strict=True))
                codings += [coding for one in those for coding in _codings(one, at[one.begins, one.ends])]
                self._notes.append(
                    f"{text.draft.name}: “{_short(words)}” stands in {len(places)} places, and the table has as many:"
                    " they were taken in order."
                )
            else:
                why = f"the words stand in {len(places)} places of {text.draft.name}, and which is meant is not said"
                self._left_out += [LeftOut(one.where, _shown(one), why) for one in those]
        made = StudyDocument("", text.draft, codings, _groups(segments)) if codings else None
        return made, rest

    def _excerpts(self, name: str, segments: list[DraftSegment], why: str) -> StudyDocument:
        """A document of the segments themselves, a paragraph each, in the order of the table."""
        turns: list[DraftTurn] = []
        codings: list[StudyCoding] = []
        spans: dict[tuple[str, str, str], Span] = {}
        begin = 0
        for one in segments:
            at = (one.words, one.begins, one.ends)
            if at not in spans:
                text = "\n".join(" ".join(line.split()) for line in one.words.splitlines() if line.strip())
                turns.append(DraftTurn(None, text, None, "paragraph"))
                spans[at] = Span(begin, begin + len(text))
                begin += len(text) + 1
            codings += _codings(one, spans[at])
        said = f"Excerpts alone: the segments that a table of {self._draft.tool} gave of “{name}”, since {why}."
        self._notes.append(f"{name}, excerpts: {counted(len(turns), 'segment')} without the text around, since {why}.")
        draft = DraftDocument(f"{name}, excerpts", "transcript", tuple(turns))
        memos = (StudyMemo(said, "document", f"excerpts {name}"), *_groups(segments))
        return StudyDocument(f"excerpts {name}", draft, codings, memos)


def without_names(draft: DraftSegments, names: Pseudonyms) -> DraftSegments:
    """The segments with every name of a key replaced, as it is in texts from which names were taken out before."""
    change, rename = names.replacing(), names.replacing_in_file_names()

    def changed(one: DraftSegment) -> DraftSegment:
        codes = tuple(tuple(map(change, path)) for path in one.codes)
        document, group = rename(one.document), change(one.group)
        return replace(one, words=change(one.words), document=document, codes=codes, memo=change(one.memo), group=group)

    return replace(
        draft,
        name=rename(draft.name),
        segments=tuple(map(changed, draft.segments)),
        left_out=tuple(_told(left, change) for left in draft.left_out),
    )


def _told(left: LeftOut, change: Callable[[str], str]) -> LeftOut:
    return LeftOut(left.where, change(left.what), left.why)


def _codes(segments: Sequence[DraftSegment]) -> list[StudyCode]:
    """Every code of the table, those above before those below."""
    paths: dict[str, CodePath] = {}
    for one in segments:
        for path in one.codes:
            for depth in range(1, len(path) + 1):
                paths.setdefault(_key(path[:depth]), path[:depth])
    return [StudyCode(key, path[-1], _key(path[:-1]) if len(path) > 1 else "") for key, path in paths.items()]


def _key(path: CodePath) -> str:
    return " > ".join(name.casefold() for name in path)


def _codings(one: DraftSegment, span: Span) -> list[StudyCoding]:
    """A coding for each code of a segment, known by what the table says of it."""
    found: list[StudyCoding] = []
    for path in one.codes:
        told = "\x1f".join((one.document, one.words, one.begins, one.ends, _key(path), one.coder))
        key = f"segment {hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"
        found.append(StudyCoding(key, _key(path), span.start, span.end, one.coder, one.created, memo=one.memo))
    return found


def _in_order(segments: Sequence[DraftSegment]) -> list[tuple[str, str]]:
    """The different places that a table gives for the same words, first to last; none where one has no number."""
    told = {(one.begins, one.ends): [int(number) for number in _NUMBER.findall(one.begins)] for one in segments}
    return sorted(told, key=lambda place: told[place]) if all(told.values()) else []


def _groups(segments: Sequence[DraftSegment]) -> tuple[StudyMemo, ...]:
    groups = Counter(one.group for one in segments if one.group)
    return tuple(StudyMemo(f"Document group: {group}", "document", "") for group in groups)


def _by_document(segments: Sequence[DraftSegment]) -> Mapping[str, list[DraftSegment]]:
    found: dict[str, list[DraftSegment]] = {}
    for one in segments:
        found.setdefault(one.document, []).append(one)
    return found


def _names(session: Session) -> dict[int, tuple[str, str]]:
    """The name and the title of every text of the project, but not of surveys' questions."""
    table = table_of(Document)
    rows = session.execute(
        sa.select(table.c.id, table.c.name, table.c.title)
        .where(table.c.gone.is_(False), table.c.kind != "question", table.c.name.not_like("%, excerpts"))
        .order_by(table.c.id)
    )
    return {row.id: (row.name, row.title) for row in rows}


def _keys_of(name: str, known: Mapping[int, tuple[str, str]]) -> list[int]:
    """The texts that a table may mean by a name: of that name, else of it without the file's ending, else of that title."""
    for told in dict.fromkeys((name, _NUMBERED.sub("", name))):
        plain = told.casefold()
        for called in (_by_name, _by_stem, _by_title):
            if keys := [key for key, names in known.items() if called(names) in {plain, _stem(plain)}]:
                return keys
    return []


def _by_name(names: tuple[str, str]) -> str:
    return names[0].casefold()


def _by_stem(names: tuple[str, str]) -> str:
    return _stem(names[0].casefold())


def _by_title(names: tuple[str, str]) -> str:
    return names[1].casefold() or "\0"


def _stem(name: str) -> str:
    suffix = PurePath(name).suffix
    return name.removesuffix(suffix) if suffix and len(suffix) <= 5 else name


def _text(session: Session, document_id: int, name: str) -> _Text:
    """A text of the project, to look for words in it."""
    lines = segments_of(session, document_id)
    turns = tuple(DraftTurn(line.speaker or None, line.text, line.at_ms, line.kind) for line in lines)
    labels = sorted({line.speaker for line in lines if line.speaker}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, labels))
    found = re.compile(rf"^[ \t]*{_TIMES}\[?(?:{pattern})\]?[ \t]*[:\t][ \t]*", re.MULTILINE) if labels else None
    draft = DraftDocument(name, "transcript", turns)
    return _Text(draft, QuotedText("\n".join(line.text for line in lines)), found)


def _shown(one: DraftSegment) -> str:
    return f"“{_short(one.words)}” under {', '.join('/'.join(path) for path in one.codes)}"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 50 else f"{plain[:50]}…"
