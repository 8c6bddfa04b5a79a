"""Taguette's projects: the SQLite file that it exports, or its own database.

A document is a web page there; a highlight counts UTF-8 bytes of the words on it, without the tags of the page
(taguette/extract.py, describePos in its script). The snippet that it keeps of each highlight says whether that holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.coding.study_drafts import StudyCode, StudyCoding, StudyDocument, StudyMemo
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_limits import MOST_CODES
from workbench.exchange.readers import Options, read_map
from workbench.exchange.refi.texts import Laid, laid_out, passages_of
from workbench.exchange.studies.counted_positions import Quoted, placed
from workbench.exchange.studies.opened import OpenedStudy, dotted, stored_time
from workbench.exchange.studies.shown_pages import ShownPage, shown_page
from workbench.exchange.studies.sqlite_files import (
    ForeignDatabase,
    opened_database,
    tables_in,
    text,
    texts,
    whole,
)
from workbench.exchange.web_markup import TooDeepPageError
from workbench.sources.drafts import DraftDocument, LeftOut
from workbench.text import counted, word_count

_REQUIRED = {
    "projects": ("id", "name"),
    "documents": ("id", "project_id", "contents"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "tags": ("id", "project_id", "path"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
_NOBODY = "admin"
"""What Taguette calls whoever works in it alone, and everybody in what it exports."""


class NoTaguetteProjectError(WorkbenchError):
    """This database is no project of Taguette. Export the project there, as SQLite 3, and bring that in."""


class SeveralProjectsError(WorkbenchError):
    """This database of Taguette holds several projects. Name one in a map, as in `project: Getting about`."""

    asks = "map"


class TaguetteReader:
    """Reads the SQLite file of Taguette."""

    name = "Taguette projects, exported as SQLite 3"
    kind = "refi"
    suffixes = frozenset({".sqlite3", ".sqlite", ".db"})
    contents = frozenset({"database"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: by the tables in it; under a half for any other database, to say what it lacks."""
        if not head.startswith(b"SQLite"):
            return 0.0
        tables = tables_in(path)
        return 0.95 if all(set(columns) <= set(tables.get(table, ())) for table, columns in _REQUIRED.items()) else 0.55

    def read(self, path: Path, options: Options) -> OpenedStudy:
        """The project as a study. Raises a sentence where it is none, or where there are several."""
        with opened_database(path) as database:
            if missing := [table for table, columns in _REQUIRED.items() if not database.has(table, *columns)]:
                raise NoTaguetteProjectError(
                    f"{path.name} is a database without Taguette's {missing[0]}, and no other is read but those of QualCoder"
                    " and Taguette. Export the project in Taguette, as SQLite 3, and bring that in."
                )
            return _study(database, path, options)


READER = TaguetteReader()


def _study(database: ForeignDatabase, path: Path, options: Options) -> OpenedStudy:
    key, name, description, made = _project(database, path.name, options)
    mark = hashlib.sha256(f"{made}\x1f{name if not made else ''}".encode()).hexdigest()[:12]
    codes, notes = _codes(database, key, mark)
    memos = [StudyMemo(description.strip())] if description.strip() else []
    return OpenedStudy(
        name,
        "Taguette",
        lambda study: _documents(study, path, key, mark),
        codes=codes,
        memos=memos,
        notes=notes,
    )


def _project(database: ForeignDatabase, file: str, options: Options) -> tuple[Any, str, str, str]:
    found = [
        (row[0], *texts(row[1:]))
        for row in database.rows("projects", "id", "name", "description", "created", order="id")
    ]
    if not found:
        raise NoTaguetteProjectError(f"{file} holds no project of Taguette. Export one there, and bring that in.")
    told = str(read_map(options.map_path).get("project", "")) if options.map_path else ""
    named = [project for project in found if project[1] == told] if told else found
    if len(named) != 1:
        listed = ", ".join(f"“{project[1]}”" for project in found[:8])
        raise SeveralProjectsError(
            f"{file} holds {counted(len(found), 'project')}: {listed}. Name one in a map, as in `project: {found[0][1]}`,"
            " or export that one in Taguette."
        )
    key, name, description, made = named[0]
    return key, name.strip() or Path(file).stem, description, made


def _codes(database: ForeignDatabase, project: Any, mark: str) -> tuple[list[StudyCode], list[str]]:
    """Tags as codes. A point in a tag puts it below another where that other is a tag too, as Taguette searches them."""
    columns = ("id", "path", "description")
    rows = [
        (whole(key), text(path).strip(), text(description).strip())
        for key, path, description in database.rows(
            "tags", *columns, order="id", where="project_id", value=project, most=MOST_CODES
        )
    ]
    paths = {path: f"{mark} tag {key}" for key, path, _ in rows}
    codes: list[StudyCode] = []
    for key, path, description in sorted(rows, key=lambda row: len(row[1])):
        *higher, last = dotted(path, paths) or ("",)
        above = path[: -len(last) - 1] if higher else ""
        name = last.strip() or f"tag {key}"
        codes.append(StudyCode(f"{mark} tag {key}", name, paths.get(above, ""), description))
    below = sum(bool(code.parent) for code in codes)
    note = f"Taguette writes the tree of tags with full stops: {counted(below, 'tag')} came below the tag before the full stop."
    return codes, [note] if below else []


def _documents(study: OpenedStudy, path: Path, project: Any, mark: str) -> Iterator[StudyDocument]:
    with opened_database(path) as database:
        columns = ("id", "name", "description", "filename", "created")
        rows = list(database.rows("documents", *columns, order="id", where="project_id", value=project))
        names = _names(rows)
        tags: dict[Any, list[int]] = {}
        for highlight, tag in database.rows("highlight_tags", "highlight_id", "tag_id", order="tag_id"):
            tags.setdefault(highlight, []).append(whole(tag) or 0)
        given = _given(database)
        for row in rows:
            yield from _document(study, database, row, names[row[0]], tags, given, mark)


def _document(
    study: OpenedStudy,
    database: ForeignDatabase,
    row: list[Any],
    name: str,
    tags: Mapping[Any, list[int]],
    given: Mapping[int, tuple[str, str]],
    mark: str,
) -> Iterator[StudyDocument]:
    key, title, description, _, created = row
    contents = next((text(cell) for (cell,) in database.rows("documents", "contents", where="id", value=key)), "")
    columns = ("id", "start_offset", "end_offset", "snippet")
    highlights = list(database.rows("highlights", *columns, order="start_offset", where="document_id", value=key))
    page, why = _shown(contents)
    if why:
        study.leave_out(name, "a document", f"it {why}")
        for highlight in highlights:
            study.leave_out(name, f"highlight {highlight[0]}", f"its document {why}")
        return
    laid, roles = _laid(page)
    quotes = [
        Quoted(whole(start) or 0, whole(end) or 0, _shown(text(snippet))[0].text)
        for _, start, end, snippet in highlights
    ]
    places = placed(page.text, quotes, ("bytes", "characters"))
    if places.moved:
        study.note(
            f"{name}: {counted(len(places.moved), 'highlight')} lay beside the words that Taguette quotes, and were put on them."
        )
    known = {code.key for code in study.codes}
    codings: list[StudyCoding] = []
    left_out: list[LeftOut] = []
    for number, ((highlight, *_), quote) in enumerate(zip(highlights, quotes, strict=True)):
        place = places.spans[number]
        span = laid.span(page.place(place.start), page.place(place.end)) if place else None
        codes = [code for tag in tags.get(highlight, ()) if (code := f"{mark} tag {tag}") in known]
        if span is None or not codes:
            why = places.why.get(number, "only a speaker's name or nothing that is kept is there")
            why = why if span is None else "it has no tag"
            left_out.append(LeftOut(name, f"highlight {highlight}: “{' '.join(quote.words.split())[:60]}”", why))
            continue
        coder, at = given.get(whole(highlight) or 0, ("", ""))
        codings += [
            StudyCoding(f"{mark} highlight {highlight} {code.rpartition(' ')[2]}", code, *span, coder, at)
            for code in codes
        ]
    about = f"{mark} document {key}"
    memos = [StudyMemo(text(description).strip(), "document", about, created=stored_time(text(created)))]
    draft = DraftDocument(name, "transcript", tuple(laid.turns), text(title).strip(), roles)
    yield StudyDocument(about, draft, codings, tuple(memo for memo in memos if memo.text), tuple(left_out))


def _shown(html: str) -> tuple[ShownPage, str]:
    """A page, and why there is nothing of it, where there is not."""
    try:
        page = shown_page(html)
    except TooDeepPageError:
        return ShownPage(""), "holds thousands of elements inside one another"
    return page, "" if word_count(page.text) else "holds no words"


def _laid(page: ShownPage) -> tuple[Laid, dict[str, str]]:
    """A page as turns, with the role of each speaker; a heading is nobody's."""
    passages, roles = passages_of(page.seen)
    told = [replace(one, speaker=None, kind="heading") if one.begin in page.headings else one for one in passages]
    return laid_out(page.seen, told), roles


def _names(rows: list[list[Any]]) -> dict[Any, str]:
    """A name for each document: that of its file, or its title where several came from files of one name."""
    files = [text(row[3]).strip() or text(row[1]).strip() for row in rows]
    names: dict[Any, str] = {}
    for row, file in zip(rows, files, strict=True):
        name = file if files.count(file) == 1 else text(row[1]).strip() or file
        while name in names.values():
            name = f"{name} ({row[0]})"
        names[row[0]] = name or f"document {row[0]}"
    return names


def _given(database: ForeignDatabase) -> dict[int, tuple[str, str]]:
    """Who made each highlight, where somebody's name is known, and when, from what Taguette kept of its commands."""
    found: dict[int, tuple[str, str]] = {}
    for user, date, payload in database.rows("commands", "user_login", "date", "payload", order="id"):
        try:
            told = json.loads(text(payload))
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and told.get("type") == "highlight_add":
            highlight, login = whole(told.get("highlight_id")), text(user)
            if highlight is not None:
                found.setdefault(highlight, ("" if login == _NOBODY else login, stored_time(text(date))))
    return found
