"""QualCoder's projects: what is read of them, in every version, and what is refused."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.studies_made import INTERVIEW, QUALCODER, qualcoder, qualcoder_rows, spot, zipped
from workbench.coding.study_drafts import Study, StudyDocument
from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, recognise


def study_of(path: Path) -> Study:
    found: Study = recognise(path).read(path, Options())
    return found


def coded(study: Study) -> dict[str, list[tuple[str, str, str]]]:
    """For every document, the words that are coded, the code and the coder."""
    names = {code.key: code.name for code in study.codes}
    return {
        one.draft.name: [(text_of(one)[c.start : c.end], names[c.code], c.coder) for c in one.codings]
        for one in study.documents()
    }


def text_of(document: StudyDocument) -> str:
    return "\n".join(turn.text for turn in document.draft.turns)


EXPECTED = {
    "kez.txt": [
        ("Not alone.", "Alone", "Ana"),
        ("On foot \U0001f6b6, by the path.", "Walking", "Ana"),
        ("path.\nAnd after", "Walking", "Ben"),
    ],
    "notes.txt": [("one lamp", "Light", "Ben")],
}


@pytest.mark.parametrize("utf16", [False, True])
def test_a_folder_and_its_zip_are_read_alike(tmp_path: Path, utf16: bool) -> None:
    folder = qualcoder(tmp_path / "walks.qda", qualcoder_rows(utf16=utf16))
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.rglob("*") if path.is_file()}
    for path in (folder, zipped(folder)):
        study = study_of(path)
        assert (study.name, study.tool) == ("walks", "QualCoder 3.6")
        assert coded(study) == EXPECTED
        assert any("UTF-16" in note for note in study.notes) == utf16
    assert {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.rglob("*") if path.is_file()} == before


def test_its_database_is_read_under_any_name(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    assert coded(study_of(folder / "data.qda")) == EXPECTED
    assert study_of(folder / "data.qda").name == "walks"
    copy = (folder / "data.qda").rename(tmp_path / "copy.sqlite")
    assert coded(study_of(copy)) == EXPECTED


def test_codes_cases_memos_and_what_is_left_out(tmp_path: Path) -> None:
    study = study_of(qualcoder(tmp_path / "walks.qda"))
    documents = list(study.documents())
    names = {code.key: code.name for code in study.codes}
    assert [(code.name, names.get(code.parent, ""), code.codable, code.colour) for code in study.codes] == [
        ("Feeling", "", False, ""),
        ("Fear", "Feeling", False, ""),
        ("Alone", "Fear", True, "#ff8800"),
        ("Walking", "", True, ""),
        ("Light", "", True, ""),
    ]
    assert [(case.label, list(case.values.values())) for case in study.cases] == [("P4", ["14"]), ("P5", [])]
    assert [(attribute.name, attribute.kind, attribute.question) for attribute in study.attributes] == [
        ("Age", "number", "In years.")
    ]
    assert [(memo.kind, memo.about, memo.text) for memo in study.memos] == [
        ("memo", "project", "A walk home."),
        ("memo", "case", "Shy."),
        ("journal", "project", "First day\n\nIt rained."),
    ]
    kez, notes = documents
    assert kez.draft.cases == {"Kez": "P4"}
    assert kez.draft.roles == {"Interviewer": "interviewer", "Kez": "participant"}
    assert [memo.text for memo in kez.memos] == [
        "Quiet room.",
        "Known of this file in QualCoder:\nPlace: Harlow",
        "Marked as important.",
    ]
    assert kez.codings[0].memo == "Strong."
    assert [(one.text, one.about) for one in kez.memos if one.key == kez.codings[0].key] == [
        ("Marked as important.", "coding")
    ]
    assert kez.codings[0].created == "2026-03-14T09:26:53.000Z"
    assert {turn.speaker for turn in notes.draft.turns} == {"P5"}
    (note,) = notes.memos
    assert (note.kind, note.start, note.end, note.coder) == ("note", 4, 8, "Ben")
    assert [(left.where, left.what) for left in study.left_out] == [
        ("the code “Light”", "its place in the tree"),
        ("“Map of codes”", "a drawing"),
        ("“Counts”", "a stored query"),
        ("path.jpg", "a picture"),
        ("coding 5", "a coding"),
        ("path.jpg", "the code “Light” on an area at 10, 20"),
    ]
    assert [left.what for left in study.left_out] == [left.what for left in _again(study).left_out]


def _again(study: Study) -> Study:
    list(study.documents())
    return study


def test_the_first_version_has_fewer_columns(tmp_path: Path) -> None:
    old = {
        "project": "databaseversion date memo about",
        "source": "id name fulltext mediapath memo owner date",
        "annotation": "anid fid pos0 pos1 memo owner date",
        "cases": "caseid name memo owner date",
        "case_text": "id caseid fid pos0 pos1 owner date memo",
        "code_cat": "catid name owner date memo supercatid",
        "code_text": "cid fid seltext pos0 pos1 owner date memo",
        "code_name": "cid name memo catid owner date color",
    }
    rows = qualcoder_rows()
    rows["project"] = [row[:4] for row in rows["project"]]
    rows["code_text"] = [row[1:9] for row in rows["code_text"]]
    study = study_of(qualcoder(tmp_path / "walks.qda", {table: rows[table] for table in old}, old))
    assert coded(study) == EXPECTED


def test_the_newest_version_has_codes_below_codes(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["code_name"] = [
        (1, "Alone", "", None, "Ana", "", "#FF8800", 2),
        (2, "Walking", "", None, "Ana", "", "", 3),
        (3, "Light", "", None, "Ana", "", "", 1),
    ]
    tables = {**QUALCODER, "code_name": QUALCODER["code_name"] + " supercid"}
    study = study_of(qualcoder(tmp_path / "walks.qda", rows, tables))
    names = {code.key: code.name for code in study.codes}
    assert {(code.name, names.get(code.parent, "")) for code in study.codes if code.codable} == {
        ("Alone", "Walking"),
        ("Walking", "Light"),
        ("Light", ""),
    }
    assert any(left.why == "it lies below itself" for left in study.left_out)


def test_words_that_are_elsewhere_are_found_or_left_out(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["code_text"] = [
        (1, 1, 1, "Not alone.", 3, 13, "Ana", "", "", None, None),
        (2, 1, 1, "Never spoken", 3, 13, "Ana", "", "", None, None),
        (3, 1, 1, "alone.", 0, 6, "Ana", "", "", None, None),
        (4, 1, 1, None, *spot(INTERVIEW, "On foot")[1:], "Ana", "", "", None, None),
        (5, 1, 1, "", 9_999, -1, "Ana", "", "", None, None),
        (6, 1, 1, "Kez:", *spot(INTERVIEW, "Kez:")[1:], "Ana", "", "", None, None),
    ]
    study = study_of(qualcoder(tmp_path / "walks.qda", rows))
    document = next(study.documents())
    text = text_of(document)
    assert [text[one.start : one.end] for one in document.codings] == ["Not alone.", "On foot"]
    assert [left.why for left in document.left_out] == [
        "its words are not in the text",
        "its words are not at its place, and stand in 2 others",
        "its place is not in the text",
        "only a speaker's name or nothing that is kept is there",
    ]
    assert any("1 coding lay beside" in note for note in study.notes)


def refused(path: Path) -> str:
    with pytest.raises(WorkbenchError) as caught:
        list(study_of(path).documents())
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_what_is_no_project_is_refused_in_a_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.qda"
    empty.mkdir()
    assert "has no file data.qda" in refused(empty)
    (empty / "data.qda").write_bytes(b"")
    assert "empty" in refused(empty)
    (empty / "data.qda").write_bytes(b"not a database at all, but some text" * 40)
    assert "no SQLite database" in refused(empty)
    (empty / "data.qda").write_bytes(bytes(range(256)) * 16)
    assert "locked with a password" in refused(empty)
    other = tmp_path / "other.qda"
    other.mkdir()
    with closing(sqlite3.connect(other / "data.qda")) as connection:
        connection.execute("CREATE TABLE songs (id, name)")
    assert "no table source" in refused(other)


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["source"] = [(1, "kez.txt", INTERVIEW * 500, "", "", "", "")]
    folder = qualcoder(tmp_path / "walks.qda", rows)
    data = (folder / "data.qda").read_bytes()
    (folder / "data.qda").write_bytes(data[: len(data) // 2])
    assert "damaged" in refused(folder)


def test_a_project_that_is_open_is_refused(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    (folder / "data.qda-wal").write_bytes(b"half a page")
    assert "close it there" in refused(folder)
    assert "while QualCoder had the project open" in refused(zipped(folder))
    (folder / "data.qda-wal").write_bytes(b"")
    assert coded(study_of(folder)) == EXPECTED


def test_a_database_with_a_log_beside_it_is_read_once_it_is_closed(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE project SET memo = 'Later.'")
        connection.commit()
        assert "close it there" in refused(folder)
    for path in (folder, zipped(folder)):
        assert coded(study_of(path)) == EXPECTED
        assert study_of(path).memos[0].text == "Later."


def test_a_view_or_a_virtual_table_is_not_read(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as connection:
        connection.execute("DROP TABLE source")
        connection.execute(
            "CREATE VIEW source AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, id AS name FROM n"
        )
    assert "no table source" in refused(folder)


def test_two_projects_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = zipped(qualcoder(tmp_path / "walks.qda"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other.qda/data.qda", b"SQLite format 3\0")
    assert "holds 2 projects" in refused(path)


def test_odd_cells_do_no_harm(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["code_text"] = [
        (1, "x", 1, b"\xff\xfe", "a", None, 4, 7, 1.5, None, "yes"),
        (2, 1, 1, "home", 2**62, 2**63 - 1, None, b"\0", None, None, None),
        (3, 1, None, "home", 0, 4, None, None, None, None, None),
    ]
    rows["cases"] = [(None, None, None, None, None), ("x", b"\xff", None, None, None)]
    rows["project"] = [(None, None, None, None)]
    study = study_of(qualcoder(tmp_path / "walks.qda", rows))
    documents = list(study.documents())
    assert [text_of(documents[0])[one.start : one.end] for one in documents[0].codings] == ["home"]
    assert len(documents[0].left_out) == 1
    assert any(left.where == "coding 3" for left in study.left_out)
