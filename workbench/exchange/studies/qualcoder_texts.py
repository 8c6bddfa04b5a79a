"""The texts of a QualCoder project with what lies on them: codings, annotations, and which case's words they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from workbench.coding.study_drafts import StudyCoding, StudyDocument, StudyMemo
from workbench.exchange.refi.headed import SOURCE, parts_of
from workbench.exchange.refi.heard import Heard, Owners, heard
from workbench.exchange.refi.ours import kind_of
from workbench.exchange.refi.texts import Laid, laid_out, passages_of
from workbench.exchange.studies.counted_positions import Counted, Quoted, placed
from workbench.exchange.studies.opened import OpenedStudy, stored_time
from workbench.exchange.studies.sqlite_files import ForeignDatabase, text, texts, whole
from workbench.sources.drafts import DraftDocument, LeftOut
from workbench.text import clock, counted, word_count

_MEDIA = {"images": "a picture", "audio": "a recording", "video": "a film"}
_CODED = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo", "important")


@dataclass(frozen=True, slots=True)
class _Source:
    """A row of QualCoder's sources, without its text."""

    id: int
    name: str
    media: str
    memo: str
    owner: str
    date: str


def documents_of(study: OpenedStudy, database: ForeignDatabase, mark: str) -> Iterator[StudyDocument]:
    """The documents of a project, one at a time; what has no words is left out, with what lies on it."""
    owners = _Owners(database)
    noted = _grouped(database, "annotation", "fid", ("fid", "anid", "pos0", "pos1", "memo", "owner", "date"))
    known = _known_of_files(database)
    coded = _Following(groupby(database.rows("code_text", *_CODED, order="fid"), key=itemgetter(2)), study)
    sources = list(_sources(database))
    recordings = _recordings(database, sources)
    labelled = 0
    for source in sources:
        rows = coded.of(source.id)
        words = next((text(row[0]) for row in database.rows("source", "fulltext", where="id", value=source.id)), "")
        kind = _media_kind(source.media)
        if kind or not word_count(words):
            _leave_out_source(study, source, kind, len(rows))
            continue
        key = f"{mark} source {source.id}"
        said, parts = parts_of(source.memo, SOURCE)
        memos = [StudyMemo(said.strip(), "document", key, coder=source.owner, created=stored_time(source.date))]
        memos += [StudyMemo(said, "document", key) for said in known.get(source.id, ())]
        document = _Document(study, source, words, mark, rows, owners)
        labelled += document.labelled
        yield document.made(
            [memo for memo in memos if memo.text],
            noted.get(source.id, []),
            {"Recording": recordings.get(source.id, ""), **parts},
        )
    coded.rest()
    if labelled:
        study.note(
            f"In {counted(labelled, 'text')} lines begin with the name of who speaks: it is the speaker now, and no part of the words."
        )
    _leave_out_pictures(study, database, {source.id: source.name for source in sources})


class _Following:
    """Codings of one source after the other, as the database sorts both."""

    def __init__(self, groups: Iterator[tuple[Any, Iterator[list[Any]]]], study: OpenedStudy) -> None:
        self._groups, self._study = groups, study
        self._next = self._ahead()

    def _ahead(self) -> tuple[int | None, list[list[Any]]] | None:
        found = next(self._groups, None)
        return None if found is None else (whole(found[0]), list(found[1]))

    def of(self, source: int) -> list[list[Any]]:
        """The codings of a source; those of sources that are not there are left out on the way."""
        while self._next is not None and (self._next[0] is None or self._next[0] < source):
            self._leave_out(self._next[1])
            self._next = self._ahead()
        if self._next is None or self._next[0] != source:
            return []
        rows = self._next[1]
        self._next = self._ahead()
        return rows

    def rest(self) -> None:
        """Leave out what lies on sources that are not there."""
        while self._next is not None:
            self._leave_out(self._next[1])
            self._next = self._ahead()

    def _leave_out(self, rows: list[list[Any]]) -> None:
        for row in rows:
            self._study.leave_out(
                f"coding {text(row[0])}", "a coding", f"its text {text(row[2])} is not in the project"
            )


class _Owners:
    """Which case's words a text is, or a part of it."""

    def __init__(self, database: ForeignDatabase) -> None:
        self._names = _case_names(database)
        self._parts = _grouped(database, "case_text", "fid", ("fid", "caseid", "pos0", "pos1"))
        of = {(whole(row[0]), whole(row[1])) for rows in self._parts.values() for row in rows}
        self._texts = Counter(case for _, case in of)

    def of(self, source: int, words: str, unit: str) -> Owners:
        """The cases of a text, whose positions are counted in `unit`."""
        rows = self._parts.get(source, [])
        places = placed(words, [Quoted(whole(row[2]) or 0, whole(row[3]) or 0, "") for row in rows], (unit,))
        entire: dict[str, int] = {}
        parts: list[tuple[int, int, str]] = []
        for (_, case, begins, ends), span in zip(rows, places.spans, strict=True):
            name = self._names.get(whole(case) or 0, "")
            begin, end = (span.start, span.end) if span else (whole(begins) or 0, whole(ends) or 0)
            if not name or begin >= end:
                continue
            if not words[:begin].strip() and not words[end:].strip():
                entire[name] = self._texts[whole(case)]
            elif span:
                parts.append((begin, end, name))
        return Owners(entire, parts)


class _Document:
    """One text on its way to a document: how it was counted, who speaks in it, and where its words come to lie."""

    def __init__(
        self, study: OpenedStudy, source: _Source, words: str, mark: str, rows: list[list[Any]], owners: _Owners
    ) -> None:
        self.study, self.source, self.words, self.mark, self.rows = study, source, words, mark, rows
        self.places = placed(words, [Quoted(whole(row[4]) or 0, whole(row[5]) or 0, text(row[3])) for row in rows])
        passages, roles = passages_of(words)
        self.labelled = bool(roles)
        self.who: Heard = heard(words, passages, roles, owners.of(source.id, words, self.places.unit), source.name)
        self.laid: Laid = laid_out(words, self.who.passages)

    def made(self, memos: list[StudyMemo], noted: list[list[Any]], parts: Mapping[str, str]) -> StudyDocument:
        """The document with its codings and notes, positions turned into the project's; `parts` are what is said of it."""
        codings, marked, lost = self._codings()
        notes, gone = self._notes(noted)
        draft = DraftDocument(
            self.source.name,
            kind_of(parts),
            tuple(self.laid.turns),
            title=parts.get("Title", ""),
            roles=self.who.roles,
            cases=self.who.cases,
            recording=parts["Recording"],
        )
        key = f"{self.mark} source {self.source.id}"
        return StudyDocument(key, draft, codings, (*memos, *notes, *marked), (*self.who.left_out, *lost, *gone))

    def _codings(self) -> tuple[list[StudyCoding], list[StudyMemo], list[LeftOut]]:
        places = self.places
        self._say(places)
        known = {code.key for code in self.study.codes}
        found: list[StudyCoding] = []
        marked: list[StudyMemo] = []
        left_out: list[LeftOut] = []
        for number, (key, code, _, quote, start, end, owner, date, memo, important) in enumerate(self.rows):
            place = places.spans[number]
            span = self.laid.span(place.start, place.end) if place else None
            coded = f"{self.mark} code {text(code)}"
            if span is None or coded not in known:
                why = places.why.get(number, "only a speaker's name or nothing that is kept is there")
                why = why if coded in known else f"its code {text(code)} is not in the project"
                where = f"{self.source.name}, characters {text(start)} to {text(end)}"
                left_out.append(LeftOut(where, f"a coding of “{' '.join(text(quote).split())[:60]}”", why))
                continue
            own, by, at = f"{self.mark} coding {text(key)}", text(owner), stored_time(text(date))
            found.append(StudyCoding(own, coded, *span, by, at, memo=text(memo).strip()))
            if whole(important) == 1:
                marked.append(StudyMemo("Marked as important.", "coding", own, "note", by, at))
        return found, marked, left_out

    def _say(self, places: Counted) -> None:
        if places.unit != "characters":
            self.study.note(f"{self.source.name}: positions count {places.unit}, as the quoted words show.")
        if places.moved:
            self.study.note(
                f"{self.source.name}: {counted(len(places.moved), 'coding')} lay beside the words that QualCoder quotes,"
                " and were put on them."
            )

    def _notes(self, rows: list[list[Any]]) -> tuple[list[StudyMemo], list[LeftOut]]:
        places = placed(
            self.words, [Quoted(whole(row[2]) or 0, whole(row[3]) or 0, "") for row in rows], (self.places.unit,)
        )
        found: list[StudyMemo] = []
        left_out: list[LeftOut] = []
        for (_, key, start, end, memo, owner, date), place in zip(rows, places.spans, strict=True):
            if not text(memo).strip():
                continue
            span = self.laid.span(place.start, place.end) if place else None
            if span is None:
                where = f"{self.source.name}, characters {text(start)} to {text(end)}"
                left_out.append(
                    LeftOut(where, f"annotation {text(key)}: {text(memo)[:60]}", "its place is not in the text")
                )
                continue
            about = f"{self.mark} source {self.source.id}"
            found.append(
                StudyMemo(
                    text(memo).strip(),
                    "document",
                    about,
                    "note",
                    text(owner),
                    stored_time(text(date)),
                    *span,
                )
            )
        return found, left_out


def _sources(database: ForeignDatabase) -> Iterator[_Source]:
    for row in database.rows("source", "id", "name", "mediapath", "memo", "owner", "date", order="id"):
        key = whole(row[0])
        if key is not None:
            name, media, memo, owner, date = texts(row[1:])
            yield _Source(key, " ".join(name.split()) or f"text {key}", media, memo.strip(), owner, date)


def _media_kind(media: str) -> str:
    """What a source is that is no text, by where QualCoder keeps it."""
    place = media.replace("\\", "/").lstrip("/").replace(":", "/")
    return _MEDIA.get(place.split("/", 1)[0], "")


def _recordings(database: ForeignDatabase, sources: list[_Source]) -> dict[int, str]:
    """For the transcript of a recording, where QualCoder says that the recording lies outside its folder."""
    media = {source.id: source.media for source in sources}
    found: dict[int, str] = {}
    for key, transcript in database.rows("source", "id", "av_text_id"):
        place, linked = whole(transcript), media.get(whole(key) or 0, "")
        if place is not None and linked.split(":", 1)[0] in {"audio", "video"} and ":" in linked:
            found[place] = linked.split(":", 1)[1]
    return found


def _case_names(database: ForeignDatabase) -> dict[int, str]:
    rows = database.rows("cases", "caseid", "name")
    return {number: text(name).strip() or f"case {key}" for key, name in rows if (number := whole(key)) is not None}


def _grouped(database: ForeignDatabase, table: str, order: str, columns: tuple[str, ...]) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = {}
    for row in database.rows(table, *columns, order=order):
        found.setdefault(whole(row[0]) or 0, []).append(row)
    return found


def _known_of_files(database: ForeignDatabase) -> dict[int, list[str]]:
    """What QualCoder knows of each file, as one memo."""
    known: dict[int, list[str]] = {}
    for name, whose, value, file in database.rows("attribute", "name", "attr_type", "value", "id"):
        if text(whose) == "file" and text(value).strip():
            known.setdefault(whole(file) or 0, []).append(f"{text(name)}: {text(value).strip()}")
    return {file: ["\n".join(["Known of this file in QualCoder:", *said])] for file, said in known.items()}


def _leave_out_source(study: OpenedStudy, source: _Source, kind: str, codings: int) -> None:
    why = "only texts come in" if kind else "it holds no words"
    study.leave_out(source.name, kind or "a text", why)
    if source.memo:
        study.leave_out(source.name, f"a memo: {source.memo[:200]}", why)
    for _ in range(codings):
        study.leave_out(source.name, "a coding", why)


def _leave_out_pictures(study: OpenedStudy, database: ForeignDatabase, names: Mapping[int, str]) -> None:
    """Codings of areas and of sound, which have no place, one by one."""
    codes = {code.key.rpartition(" ")[2]: code.name for code in study.codes if " code " in code.key}
    for key, code, left, top in database.rows("code_image", "id", "cid", "x1", "y1"):
        what = f"the code “{codes.get(text(code), text(code))}” on an area at {text(left)}, {text(top)}"
        study.leave_out(names.get(whole(key) or 0, "a picture"), what, "only words can be coded")
    for key, code, start, end in database.rows("code_av", "id", "cid", "pos0", "pos1"):
        span = f"{clock(whole(start) or 0)} to {clock(whole(end) or 0)}"
        what = f"the code “{codes.get(text(code), text(code))}” on {span}"
        study.leave_out(names.get(whole(key) or 0, "a recording"), what, "only words can be coded")
