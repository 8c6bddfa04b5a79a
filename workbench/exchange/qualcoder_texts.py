"""The texts of a QualCoder project with what lies on them: codings, annotations, and which case's words they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from workbench.coding.study_drafts import StudyCoding, StudyDocument, StudyMemo
from workbench.exchange.counted_positions import Counted, Quoted, counted
from workbench.exchange.laid_text import LaidText, laid_out
from workbench.exchange.opened_studies import OpenedStudy, count, stored_time
from workbench.exchange.sqlite_files import ForeignDatabase, text, texts, whole
from workbench.sources.drafts import DraftDocument, LeftOut
from workbench.text import Span, clock, word_count

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
    names = _case_names(database)
    parts = _grouped(database, "case_text", "fid", ("fid", "caseid", "pos0", "pos1"))
    noted = _grouped(database, "annotation", "fid", ("fid", "anid", "pos0", "pos1", "memo", "owner", "date"))
    known = _known_of_files(database)
    coded = _Following(groupby(database.rows("code_text", *_CODED, order="fid"), key=itemgetter(2)), study)
    sources = list(_sources(database))
    recordings = _recordings(database, sources)
    for source in sources:
        rows = coded.of(source.id)
        words = next((text(row[0]) for row in database.rows("source", "fulltext", where="id", value=source.id)), "")
        kind = _media_kind(source.media)
        if kind or not word_count(words):
            _leave_out_source(study, source, kind, len(rows))
            continue
        memos = [
            StudyMemo(
                source.memo,
                "document",
                f"{mark} source {source.id}",
                coder=source.owner,
                created=stored_time(source.date),
            )
        ]
        memos += [StudyMemo(said, "document", f"{mark} source {source.id}") for said in known.get(source.id, ())]
        document = _Document(study, source, words, mark, laid_out(words))
        yield document.made(rows, noted.get(source.id, []), [memo for memo in memos if memo.text.strip()],
                            document.draft(parts.get(source.id, []), names, recordings.get(source.id, "")))  # fmt: skip
    coded.rest()
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


@dataclass(slots=True)
class _Document:
    """One text on its way to a document."""

    study: OpenedStudy
    source: _Source
    words: str
    mark: str
    laid: LaidText

    def draft(
        self, parts: list[list[Any]], names: Mapping[int, str], recording: str
    ) -> tuple[DraftDocument, list[LeftOut]]:
        """The text as a draft whose speakers are the cases that QualCoder says they are, and what could not be said."""
        left_out = _say_whose(self.laid, parts, names, len(self.words))
        speakers = {turn.speaker for turn in self.laid.turns if turn.speaker}
        notes = ("Names of speakers were found in the text: they are no part of it any more.",) if speakers else ()
        return (
            DraftDocument(
                self.source.name,
                "transcript",
                tuple(self.laid.turns),
                roles={label: role for label, role in self.laid.roles.items() if label in speakers},
                cases={label: case for label, case in self.laid.cases.items() if label in speakers},
                notes=notes,
                recording=recording,
            ),
            left_out,
        )

    def made(
        self,
        rows: list[list[Any]],
        noted: list[list[Any]],
        memos: list[StudyMemo],
        drafted: tuple[DraftDocument, list[LeftOut]],
    ) -> StudyDocument:
        """The document with its codings and notes, positions turned into the project's."""
        draft, left_out = drafted
        codings, lost = self._codings(rows)
        notes, gone = self._notes(noted)
        return StudyDocument(
            f"{self.mark} source {self.source.id}", draft, codings, (*memos, *notes), (*left_out, *lost, *gone)
        )

    def _codings(self, rows: list[list[Any]]) -> tuple[list[StudyCoding], list[LeftOut]]:
        places = counted(self.words, [Quoted(whole(row[4]) or 0, whole(row[5]) or 0, text(row[3])) for row in rows])
        self._say(places)
        known = {code.key for code in self.study.codes}
        found: list[StudyCoding] = []
        left_out: list[LeftOut] = []
        for number, (key, code, _, quote, start, end, owner, date, memo, important) in enumerate(rows):
            place = places.spans[number]
            span = self.laid.span(place.start, place.end) if place else None
            coded = f"{self.mark} code {text(code)}"
            if span is None or coded not in known:
                why = places.why.get(number, "only a speaker's name or nothing that is kept is there")
                why = why if coded in known else f"its code {text(code)} is not in the project"
                where = f"{self.source.name}, characters {text(start)} to {text(end)}"
                left_out.append(LeftOut(where, f"a coding of “{' '.join(text(quote).split())[:60]}”", why))
                continue
            said = "\n".join(
                part for part in (text(memo).strip(), "Marked as important." * (whole(important) == 1)) if part
            )
            found.append(
                StudyCoding(
                    f"{self.mark} coding {text(key)}",
                    coded,
                    span.start,
                    span.end,
                    text(owner),
                    stored_time(text(date)),
                    memo=said,
                )
            )
        return found, left_out

    def _say(self, places: Counted) -> None:
        if places.unit != "characters":
            self.study.note(f"{self.source.name}: positions count {places.unit}, as the quoted words show.")
        if places.moved:
            self.study.note(
                f"{self.source.name}: {count(len(places.moved), 'coding')} lay beside the words that QualCoder quotes,"
                " and were put on them."
            )

    def _notes(self, rows: list[list[Any]]) -> tuple[list[StudyMemo], list[LeftOut]]:
        places = counted(self.words, [Quoted(whole(row[2]) or 0, whole(row[3]) or 0, "") for row in rows])
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
                    span.start,
                    span.end,
                )
            )
        return found, left_out


def _say_whose(laid: LaidText, parts: list[list[Any]], names: Mapping[int, str], length: int) -> list[LeftOut]:
    """Say of every turn which case's words it is, as far as the project says so; gives what it cannot say.

    A whole text that belongs to one case is of its one participant, or of nobody in particular, who then gets the
    case's name. Words that belong to two cases at once are left as they are.
    """
    left_out: list[LeftOut] = []
    spans: list[tuple[Span, str]] = []
    for _, case, start, end in parts:
        name, begin, finish = names.get(whole(case) or 0, ""), whole(start) or 0, whole(end) or 0
        if name and begin < finish:
            spans.append((Span(begin, min(finish, length)) if begin < length else Span(0, 0), name))
    owners: list[str] = []
    doubted: set[str] = set()
    for stretch in laid.stretches:
        whose = {name for span, name in spans if span.start < stretch.end and stretch.start < span.end}
        doubted |= whose if len(whose) > 1 else set()
        owners.append(next(iter(whose)) if len(whose) == 1 else "")
    left_out += [
        LeftOut(f"the case “{name}”", "whose words some are", "they belong to another case as well")
        for name in sorted(doubted)
    ]
    said: dict[str, Counter[str]] = {}
    for turn, owner in zip(laid.turns, owners, strict=True):
        if turn.speaker and owner and laid.roles.get(turn.speaker) == "participant":
            said.setdefault(turn.speaker, Counter())[owner] += 1
    for label, cases in said.items():
        if len(cases) == 1:
            laid.cases[label] = next(iter(cases))
    for place, (turn, owner) in enumerate(zip(laid.turns, owners, strict=True)):
        several = turn.speaker is not None and len(said.get(turn.speaker, ())) > 1
        if owner and (turn.speaker is None or several):
            laid.turns[place] = replace(turn, speaker=owner, kind="turn" if turn.kind == "paragraph" else turn.kind)
            laid.roles[owner], laid.cases[owner] = "participant", owner
    return left_out


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
