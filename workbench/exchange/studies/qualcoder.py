"""QualCoder's projects: a folder ending in `.qda` with a database in it, or a zip of that folder.

Read by the columns that are there, since its versions differ; nothing is ever written into the folder. Positions are
checked against the words that QualCoder keeps beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from workbench.coding.study_drafts import StudyAttribute, StudyCase, StudyCode, StudyMemo
from workbench.errors import WorkbenchError
from workbench.exchange.archives import opened
from workbench.exchange.codebook_limits import MOST_CODES
from workbench.exchange.encoding import head_of
from workbench.exchange.readers import Options
from workbench.exchange.refi.ours import memo_kind, titled
from workbench.exchange.studies.opened import OpenedStudy, colour, parents_first, stored_time
from workbench.exchange.studies.qualcoder_texts import documents_of
from workbench.exchange.studies.sqlite_files import (
    SIGNATURE,
    ForeignDatabase,
    database_of,
    opened_database,
    tables_in,
    text,
    texts,
    whole,
)
from workbench.sources.drafts import LeftOut
from workbench.text import is_text

DATA = "data.qda"
SUFFIX = ".qda"
Opening = Callable[[], AbstractContextManager[ForeignDatabase]]
_REQUIRED = {"source": ("id", "name"), "code_name": ("cid", "name"), "code_text": ("cid", "fid", "pos0", "pos1")}
_BESIDE = {
    "graph": ("name", "a drawing", "drawings of other programs are not kept"),
    "stored_sql": ("title", "a stored query", "queries of other programs are not kept"),
}


class NoQualCoderProjectError(WorkbenchError):
    """This is no project of QualCoder. Its folder ends in .qda and has a file data.qda in it."""


class QualCoderReader:
    """Reads QualCoder's project folders, and zips of them."""

    name = "QualCoder projects, the folder .qda or a zip of it"
    kind = "refi"
    suffixes = frozenset({SUFFIX})
    contents = frozenset({"qualcoder", "database"})

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is: a zip with data.qda in it, that file itself, or a database with QualCoder's tables."""
        if head.startswith(b"PK") or path.name == DATA:
            return 0.95
        tables = tables_in(path) if head.startswith(SIGNATURE) else {}
        return 0.95 if all(set(columns) <= set(tables.get(table, ())) for table, columns in _REQUIRED.items()) else 0.0

    def recognises_folder(self, path: Path) -> float:
        """1 for a folder with data.qda in it; 0.6 for an empty one that ends in .qda, to say what it lacks."""
        if (path / DATA).is_file():
            return 1.0
        return 0.6 if path.suffix.lower() == SUFFIX else 0.0

    def read(self, path: Path, options: Options) -> OpenedStudy:
        """The project as a study. Raises a sentence where it is none, is damaged, or is open in QualCoder."""
        del options
        folder = path.parent if path.name == DATA else path
        name = folder.stem if folder.suffix.lower() in {SUFFIX, ".zip"} else folder.name
        opening = _opening(path)
        with opening() as database:
            return _study(database, name.removesuffix(SUFFIX), opening)


READER = QualCoderReader()


def _opening(path: Path) -> Opening:
    """What opens the database of a project, in a folder or a zip."""
    if is_text(str(path)) and path.is_dir():
        if not (path / DATA).is_file():
            raise NoQualCoderProjectError(f"{path.name} has no file {DATA} in it, so it is no project of QualCoder.")
        return lambda: opened_database(path / DATA, called=f"{path.name}/{DATA}")
    return lambda: opened_database(path) if path.name == DATA or not head_of(path).startswith(b"PK") else _zipped(path)


@contextmanager
def _zipped(path: Path) -> Iterator[ForeignDatabase]:
    """The database in a zip. Pictures and recordings beside it are not unpacked."""
    with opened(path) as archive:
        found = [part for part in archive.parts if part.replace("\\", "/").rpartition("/")[2] == DATA]
        if len(found) != 1:
            raise NoQualCoderProjectError(
                f"{path.name} holds {len(found)} projects of QualCoder. Zip one folder that ends in .qda, and bring that in."
            )
        beside = {part for part in archive.parts if part in {f"{found[0]}-wal", f"{found[0]}-journal"}}
        if any(archive.zipped.getinfo(part).file_size for part in beside):
            raise NoQualCoderProjectError(
                f"{path.name} was zipped while QualCoder had the project open."
                " Close it there, zip it again, and bring that in."
            )
        data = archive.read(found[0])
    with database_of(data, f"{path.name}, {DATA}") as database:
        yield database


def _study(database: ForeignDatabase, name: str, opening: Opening) -> OpenedStudy:
    if missing := [table for table, columns in _REQUIRED.items() if not database.has(table, *columns)]:
        raise NoQualCoderProjectError(
            f"{database.name} has no table {' or '.join(missing)} as QualCoder writes it, so it is no project of QualCoder."
        )
    version, made, memo, about = next(
        (texts(row) for row in database.rows("project", "databaseversion", "date", "memo", "about")), [""] * 4
    )
    mark = hashlib.sha256(f"{made}\x1f{name if not made else ''}".encode()).hexdigest()[:12]
    codes, left_out = _codes(database, mark)
    attributes, unread = _attributes(database, mark)
    cases, memos = _cases(database, mark, attributes)
    if memo.strip():
        memos.insert(0, StudyMemo(memo.strip()))
    left_out += [*unread, *_beside(database)]
    notes = ["QualCoder keeps times of day without saying of which place: they are kept as they stand."]
    tool = about.strip() or f"QualCoder, database {version or 'of an unknown version'}"
    return OpenedStudy(
        name,
        tool if tool.casefold().startswith("qualcoder") else f"QualCoder {tool}",
        lambda study: _documents(study, opening, mark),
        codes=codes,
        attributes=attributes,
        cases=cases,
        memos=[*memos, *_journal(database)],
        left_out=left_out,
        notes=notes,
    )


def _documents(study: OpenedStudy, opening: Opening, mark: str) -> Iterator[Any]:
    with opening() as database:
        yield from documents_of(study, database, mark)


def _codes(database: ForeignDatabase, mark: str) -> tuple[list[StudyCode], list[LeftOut]]:
    """Categories, which gather codes and lie on no words, and codes."""
    found: list[StudyCode] = []
    for key, name, memo, above in database.rows(
        "code_cat", "catid", "name", "memo", "supercatid", order="catid", most=MOST_CODES
    ):
        parent = f"{mark} category {above}" if whole(above) is not None else ""
        called = text(name).strip() or f"category {key}"
        found.append(StudyCode(f"{mark} category {key}", called, parent, text(memo).strip(), codable=False))
    columns = ("cid", "name", "memo", "catid", "color", "supercid")
    for key, name, memo, category, painted, above in database.rows("code_name", *columns, order="cid", most=MOST_CODES):
        parent = (
            f"{mark} code {above}"
            if whole(above) is not None
            else f"{mark} category {category}"
            if whole(category) is not None
            else ""
        )
        called = text(name).strip() or f"code {key}"
        found.append(StudyCode(f"{mark} code {key}", called, parent, text(memo).strip(), colour=colour(text(painted))))
    return parents_first(found)


def _attributes(database: ForeignDatabase, mark: str) -> tuple[list[StudyAttribute], list[LeftOut]]:
    """What is known of cases; what is known of files is kept in a memo on each."""
    found: list[StudyAttribute] = []
    left_out: list[LeftOut] = []
    for name, whose, kind, memo in database.rows("attribute_type", "name", "caseOrFile", "valuetype", "memo"):
        if text(whose) == "case":
            number = "number" if text(kind) == "numeric" else "text"
            found.append(StudyAttribute(f"{mark} attribute {text(name)}", text(name), number, text(memo).strip()))
        elif text(whose) != "file":
            left_out.append(
                LeftOut(f"the attribute “{text(name)}”", f"what is known of each {text(whose)}", "it is of no person")
            )
    return found, left_out


def _cases(
    database: ForeignDatabase, mark: str, attributes: Sequence[StudyAttribute]
) -> tuple[list[StudyCase], list[StudyMemo]]:
    known = {attribute.name: attribute.key for attribute in attributes}
    values: dict[str, dict[str, str]] = {}
    for name, whose, value, owner in database.rows("attribute", "name", "attr_type", "value", "id"):
        if text(whose) == "case" and text(name) in known and text(value).strip():
            values.setdefault(text(owner), {})[known[text(name)]] = text(value).strip()
    cases: list[StudyCase] = []
    memos: list[StudyMemo] = []
    for key, name, memo, owner, date in database.rows(
        "cases", "caseid", "name", "memo", "owner", "date", order="caseid"
    ):
        case = f"{mark} case {key}"
        cases.append(StudyCase(case, text(name).strip() or f"case {key}", values=values.get(text(key), {})))
        if text(memo).strip():
            memos.append(
                StudyMemo(text(memo).strip(), "case", case, coder=text(owner), created=stored_time(text(date)))
            )
    return cases, memos


def _journal(database: ForeignDatabase) -> Iterator[StudyMemo]:
    for name, entry, owner, date in database.rows("journal", "name", "jentry", "owner", "date", order="jid"):
        called, plain = (one.strip() for one in texts([name, entry]))
        if said := titled(called, plain):
            kind = memo_kind(called) or "journal"
            yield StudyMemo(said, kind=kind, coder=text(owner), created=stored_time(text(date)))


def _beside(database: ForeignDatabase) -> Iterator[LeftOut]:
    """What has no place here, one entry a thing."""
    for table, (column, what, why) in _BESIDE.items():
        for (name,) in database.rows(table, column):
            yield LeftOut(f"“{text(name)}”", what, why)
    references = {text(key): "" for (key,) in database.rows("ris", "risid")}
    titles = {
        text(key): text(value) for key, tag, value in database.rows("ris", "risid", "tag", "value") if tag == "TI"
    }
    for key in references:
        yield LeftOut(
            f"reference {key}", titles.get(key, "") or "a reference", "a list of literature has no place here"
        )
