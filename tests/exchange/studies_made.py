"""Projects of other tools, small and made by us from the tables that those tools are documented to have."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.specimens.make_office import workbook

QUALCODER = {
    "project": "databaseversion date memo about bookmarkfile bookmarkpos codername",
    "source": "id name fulltext mediapath memo owner date av_text_id risid",
    "code_image": "imid id x1 y1 width height cid memo date owner important",
    "code_av": "avid id pos0 pos1 cid memo date owner important",
    "annotation": "anid fid pos0 pos1 memo owner date",
    "attribute_type": "name date owner memo caseOrFile valuetype",
    "attribute": "attrid name attr_type value id date owner",
    "case_text": "id caseid fid pos0 pos1 owner date memo",
    "cases": "caseid name memo owner date",
    "code_cat": "catid name owner date memo supercatid",
    "code_text": "ctid cid fid seltext pos0 pos1 owner date memo avid important",
    "code_name": "cid name memo catid owner date color",
    "journal": "jid name jentry date owner",
    "stored_sql": "title description grouper ssql",
    "graph": "grid name description date scene_width scene_height",
    "ris": "risid tag longtag value",
}
"""Tables of QualCoder 3.x and their columns."""
TAGUETTE = {
    "projects": "id name description created",
    "users": "login created hashed_password disabled",
    "documents": "id name description filename created project_id text_direction contents",
    "commands": "id date user_login project_id document_id payload",
    "highlights": "id document_id start_offset end_offset snippet",
    "tags": "id project_id path description",
    "highlight_tags": "highlight_id tag_id",
    "alembic_version": "version_num",
}
"""Tables of Taguette 1.x and their columns."""
WHEN = "2026-03-14 09:26:53"
INTERVIEW = (
    "Interviewer: How do you get home?\n\nKez: On foot \U0001f6b6, by the path.\n\n"
    "Interviewer: And after dark?\n\nKez: Not alone. Never alone.\n"
)
NOTES = "The path has one lamp.\nIt was broken in March."

Rows = Mapping[str, Iterable[Sequence[object]]]


def database(path: Path, tables: Mapping[str, str], rows: Rows) -> Path:
    """A SQLite file with these tables, and rows that fill each table's first columns."""
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in tables.items():
            connection.execute(f"CREATE TABLE {table} ({', '.join(columns.split())})")
            for row in rows.get(table, ()):
                listed = ", ".join(columns.split()[: len(row)])
                connection.execute(f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(row))})", row)
        connection.commit()
    return path


def spot(text: str, words: str, *, utf16: bool = False) -> tuple[str, int, int]:
    """Words of a text with their place: in code points, or in UTF-16 units."""
    start = text.index(words)
    if not utf16:
        return words, start, start + len(words)
    before = len(text[:start].encode("utf-16-le")) // 2
    return words, before, before + len(words.encode("utf-16-le")) // 2


def qualcoder_rows(*, utf16: bool = False) -> dict[str, list[Sequence[object]]]:
    """A project with two texts, a picture, three codes in two categories, two coders, two cases."""
    text = INTERVIEW
    return {
        "project": [("v11", WHEN, "A walk home.", "QualCoder 3.6", 0, 0, "Ana")],
        "source": [
            (1, "kez.txt", text, "/docs/kez.txt", "Quiet room.", "Ana", WHEN),
            (2, "path.jpg", None, "/images/path.jpg", "", "Ana", WHEN),
            (4, "notes.txt", NOTES, None, None, "Ben", WHEN),
        ],
        "code_cat": [(1, "Feeling", "Ana", WHEN, "How it feels.", None), (2, "Fear", "Ana", WHEN, "", 1)],
        "code_name": [
            (1, "Alone", "With nobody.", 2, "Ana", WHEN, "#FF8800"),
            (2, "Walking", "", None, "Ana", WHEN, "red"),
            (3, "Light", None, 9, "Ben", WHEN, None),
        ],
        "code_text": [
            (1, 1, 1, *spot(text, "Not alone.", utf16=utf16), "Ana", WHEN, "Strong.", None, 1),
            (2, 2, 1, *spot(text, "On foot \U0001f6b6, by the path.", utf16=utf16), "Ana", WHEN, "", None, None),
            (3, 2, 1, *spot(text, "path.\n\nInterviewer: And after", utf16=utf16), "Ben", WHEN, None, None, None),
            (4, 3, 4, *spot(NOTES, "one lamp", utf16=utf16), "Ben", WHEN, None, None, None),
            (5, 3, 7, "lost", 0, 4, "Ben", WHEN, None, None, None),
        ],
        "code_image": [(1, 2, 10, 20, 30, 40, 3, "", WHEN, "Ana", None)],
        "annotation": [(1, 4, 4, 8, "Which path?", "Ben", WHEN)],
        "cases": [(1, "P4", "Shy.", "Ana", WHEN), (2, "P5", "", "Ana", WHEN)],
        "case_text": [(1, 1, 1, 0, len(text), "Ana", WHEN, ""), (2, 2, 4, 0, len(NOTES), "Ana", WHEN, "")],
        "attribute_type": [
            ("Age", WHEN, "Ana", "In years.", "case", "numeric"),
            ("Place", WHEN, "Ana", "", "file", "character"),
        ],
        "attribute": [
            (1, "Age", "case", "14", 1, WHEN, "Ana"),
            (2, "Age", "case", "", 2, WHEN, "Ana"),
            (3, "Place", "file", "Harlow", 1, WHEN, "Ana"),
        ],
        "journal": [(1, "First day", "It rained.", WHEN, "Ana")],
        "stored_sql": [("Counts", "", "", "select 1")],
        "graph": [(1, "Map of codes", "", WHEN, 100, 100)],
    }


def qualcoder(folder: Path, rows: Rows | None = None, tables: Mapping[str, str] = QUALCODER) -> Path:
    """A project folder of QualCoder."""
    folder.mkdir()
    database(folder / "data.qda", tables, qualcoder_rows() if rows is None else rows)
    (folder / "documents").mkdir()
    return folder


def zipped(folder: Path) -> Path:
    """A folder as a zip of it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{folder.name}/{file.relative_to(folder)}")
    return path


PAGE = (
    "<h1>Kez</h1>\n<p>Interviewer: How do you get home?</p>\n<p>Kez: On foot \U0001f6b6,\n   by the <b>old</b> path &amp; bridge.</p>"
    "<p>Interviewer: And after dark?</p><p>Kez: Café closed. Not alone.</p>"
)
SHOWN = (
    "Kez\nInterviewer: How do you get home?\nKez: On foot \U0001f6b6,\n   by the old path & bridge."
    "Interviewer: And after dark?Kez: Café closed. Not alone."
)
"""The characters that the page shows, which Taguette counts in bytes."""


def bytes_of(words: str) -> tuple[int, int]:
    """Where words of the page are, in bytes."""
    start = SHOWN.encode().index(words.encode())
    return start, start + len(words.encode())


def taguette_rows() -> dict[str, list[Sequence[object]]]:
    """A project with one page and four tags, two of them one below the other."""
    return {
        "projects": [(1, "Getting about", "Walks home.", WHEN)],
        "users": [("admin",), ("ana",)],
        "documents": [(1, "Kez at school", "Quiet.", "kez.docx", WHEN, 1, "LEFT_TO_RIGHT", PAGE)],
        "tags": [
            (1, 1, "interesting", "Of note."),
            (2, 1, "way", ""),
            (3, 1, "way.walking", "On foot."),
            (4, 1, "St. John", ""),
        ],
        "highlights": [
            (1, 1, *bytes_of("by the old path & bridge"), "by the <b>old</b> path &amp; bridge"),
            (2, 1, *bytes_of("Not alone."), "<p>Not alone.</p>"),
            (3, 1, *bytes_of("dark?Kez: Café closed"), "<p>dark?</p><p>Kez: Café closed</p>"),
            (4, 1, *bytes_of("home"), "<p>home</p>"),
        ],
        "highlight_tags": [(1, 3), (1, 1), (2, 1), (3, 4)],
        "commands": [
            (1, WHEN, "ana", 1, 1, json.dumps({"type": "highlight_add", "highlight_id": 2})),
            (2, WHEN, "admin", 1, 1, json.dumps({"type": "highlight_add", "highlight_id": 1})),
            (3, WHEN, "ana", 1, None, "{"),
        ],
    }


def taguette(path: Path, rows: Rows | None = None, tables: Mapping[str, str] = TAGUETTE) -> Path:
    """A project that Taguette exported."""
    return database(path, tables, taguette_rows() if rows is None else rows)


SEGMENTS = (
    "Document group,Document name,Code,Begin,End,Weight score,Segment,Author\n"
    'Year 9,kez,Way > On foot,3,3,50,"On foot,\nby the path.",Ana\n,mia,Light;Dark,1,1,0,One lamp.,Ben\n'
)
CODED = "id,answer,Fear_ana,Bus_ana,Fear_ben,Bus_ben\nP1,It is dark on the way home.,1,0,1,\nP2,No bus comes at six.,0,1,,1\n"


def to_damage(folder: Path) -> dict[str, tuple[str, bytes, str | None]]:
    """Files of other tools, whole: name, bytes, and as what each is read."""
    project = qualcoder(folder / "walks.qda")
    sheet = [line.split(",") for line in CODED.splitlines()]
    return {
        "qualcoder": ("data.qda", (project / "data.qda").read_bytes(), None),
        "zipped qualcoder": ("walks.zip", zipped(project).read_bytes(), None),
        "taguette": ("a.sqlite3", taguette(folder / "a.sqlite3").read_bytes(), None),
        "segments": ("a.csv", SEGMENTS.encode(), "codes"),
        "coded": ("c.csv", CODED.encode(), "codes"),
        "sheet of codes": ("c.xlsx", workbook({"Codes": sheet}), "codes"),
    }
