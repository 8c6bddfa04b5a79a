"""Taguette's projects: pages, highlights counted in bytes, tags, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.exchange.studies_made import SHOWN, taguette, taguette_rows
from tests.exchange.test_qualcoder import coded, refused, study_of, text_of
from workbench.exchange.readers import Options, recognise
from workbench.exchange.studies.shown_pages import shown_page


def test_a_page_shows_what_taguette_counts() -> None:
    assert shown_page(taguette_rows()["documents"][0][7]).text == SHOWN  # type: ignore[arg-type]


def test_a_project_is_read(tmp_path: Path) -> None:
    study = study_of(taguette(tmp_path / "2026-03-14_Getting about.sqlite3"))
    (document,) = study.documents()
    assert (study.name, study.tool) == ("Getting about", "Taguette")
    assert [(turn.speaker, turn.kind, turn.text) for turn in document.draft.turns] == [
        (None, "heading", "Kez"),
        ("Interviewer", "turn", "How do you get home?"),
        ("Kez", "turn", "On foot \U0001f6b6, by the old path & bridge."),
        ("Interviewer", "turn", "And after dark?"),
        ("Kez", "turn", "Café closed. Not alone."),
    ]
    assert (document.draft.name, document.draft.title) == ("kez.docx", "Kez at school")
    assert coded(study)["kez.docx"] == [
        ("by the old path & bridge", "interesting", ""),
        ("by the old path & bridge", "walking", ""),
        ("dark?\nCafé closed", "St. John", ""),
        ("Not alone.", "interesting", "ana"),
    ]
    names = {code.key: code.name for code in study.codes}
    assert {(code.name, names.get(code.parent, "")) for code in study.codes} == {
        ("interesting", ""),
        ("way", ""),
        ("walking", "way"),
        ("St. John", ""),
    }
    assert [(left.what, left.why) for left in document.left_out] == [("highlight 4: “home”", "it has no tag")]
    assert [memo.text for memo in document.memos] == ["Quiet."]
    assert [memo.text for memo in study.memos] == ["Walks home."]
    assert document.codings[-1].created == "2026-03-14T09:26:53.000Z"


def test_of_several_projects_a_map_names_one(tmp_path: Path) -> None:
    rows = taguette_rows()
    rows["projects"] = [(1, "Getting about", "", ""), (2, "Another", "", "")]
    path = taguette(tmp_path / "taguette.sqlite3", rows)
    assert "2 projects: “Getting about”, “Another”" in refused(path)
    told = tmp_path / "map.yaml"
    told.write_text("project: Another\n", encoding="utf-8")
    study = recognise(path).read(path, Options(map_path=told))
    assert list(study.documents()) == []
    told.write_text("project: Getting about\n", encoding="utf-8")
    study = recognise(path).read(path, Options(map_path=told))
    assert len(next(iter(study.documents())).codings) == 4


def test_a_highlight_that_is_elsewhere_is_found_or_left_out(tmp_path: Path) -> None:
    rows = taguette_rows()
    rows["highlights"] = [
        (1, 1, 0, 3, "<p>Not alone.</p>"),
        (2, 1, 5000, 6000, "<p>Not there</p>"),
        (3, 1, 4, 4, ""),
    ]
    rows["highlight_tags"] = [(1, 1), (2, 1), (3, 1)]
    study = study_of(taguette(tmp_path / "a.sqlite3", rows))
    (document,) = study.documents()
    assert [text_of(document)[one.start : one.end] for one in document.codings] == ["Not alone."]
    assert len(document.left_out) == 2


def test_another_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "songs.db")) as connection:
        connection.execute("CREATE TABLE songs (id, name)")
        connection.commit()
    assert "no other is read" in refused(tmp_path / "songs.db")
    whole = taguette(tmp_path / "cut.sqlite3").read_bytes()
    (tmp_path / "cut.sqlite3").write_bytes(whole[:6000])
    assert "cut.sqlite3" in refused(tmp_path / "cut.sqlite3")
    (tmp_path / "odd.sqlite3").write_bytes(b"plain words")
    assert "odd.sqlite3 ends in .sqlite3 and is not" in refused(tmp_path / "odd.sqlite3")
