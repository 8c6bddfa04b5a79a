"""The journal: one plain file after closing, a whole file soon after a change, and no words beside an encrypted one."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from pathlib import Path

import pytest

from workbench.project import file as file_module
from workbench.project.file import Project, create, open_file
from workbench.rows import add, add_many, bulk
from workbench.sources.documents import Document, Segment

SECRET = "frightened-of-the-underpass"


def write_some(project: Project, turns: int = 50) -> None:
    with project.change("Import") as session:
        document = add(session, Document, name="walk.txt", kind="transcript")
        with bulk(session, Segment):
            rows = [
                {"document_id": document, "ordinal": n, "start": n, "end": n + 1, "text": f"{SECRET} {n}"}
                for n in range(turns)
            ]
            add_many(session, Segment, rows)


def test_one_plain_file_is_left_after_closing(tmp_path: Path) -> None:
    with create(tmp_path / "study.workbench", title="Study") as project:
        write_some(project)
        assert (tmp_path / "study.workbench-wal").exists()
    assert [file.name for file in tmp_path.iterdir()] == ["study.workbench"]


def test_in_a_shared_folder_the_file_is_whole_after_every_change(tmp_path: Path) -> None:
    with create(tmp_path / "study.workbench", title="Study", shared_folder=True) as project:
        write_some(project)
        assert not (tmp_path / "study.workbench-wal").exists()
        shutil.copy(tmp_path / "study.workbench", tmp_path / "copy.workbench")
        with project.read() as session:
            assert session.info["search"](f'"{SECRET}"', 5)
    with open_file(tmp_path / "copy.workbench", coder="ben") as copy, copy.read() as session:
        assert session.info["search"](f'"{SECRET}"', 5)


def test_a_change_is_in_the_file_itself_soon_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "SETTLING", 0.05)
    with create(tmp_path / "study.workbench", title="Study") as project:
        write_some(project)
        until = time.monotonic() + 10
        while SECRET.encode() not in (tmp_path / "study.workbench").read_bytes() and time.monotonic() < until:
            time.sleep(0.05)
        assert SECRET.encode() in (tmp_path / "study.workbench").read_bytes()


def test_a_file_is_written_anew_also_while_the_journal_is_carried_into_it(tmp_path: Path) -> None:
    """SQLite has one carry the journal over at a time; that a second has to wait does not mean that somebody reads."""
    done = threading.Event()
    with create(tmp_path / "study.workbench", title="Study") as project:
        write_some(project, 300)

        def carry() -> None:
            while not done.is_set():
                project._settle()

        carrying = threading.Thread(target=carry)
        carrying.start()
        try:
            for _ in range(25):
                project.rewrite()
        finally:
            done.set()
            carrying.join()


@pytest.mark.parametrize("shared", [False, True])
def test_no_words_of_an_encrypted_project_reach_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen: list[str] = []

    def look() -> None:
        for file in tmp_path.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert SECRET.encode() not in content, file.name
                assert b"walk.txt" not in content, file.name
                seen.append(file.name)

    path = tmp_path / "study.workbench"
    with create(path, title="Study", passphrase="long words", shared_folder=shared) as project:
        write_some(project, 3000)
        look()
        with project.change("Import more") as session:
            add(session, Document, name="walk.txt 2", kind="transcript")
            look()
        project.undo()
        project.undo()
        project.redo()
        look()
        with project.read() as session:
            session.execute(file_module.sa.text("SELECT text FROM segment ORDER BY text DESC")).all()
            look()
    look()
    assert {"study.workbench"} <= set(seen)
    assert shared or "study.workbench-wal" in seen


def test_the_same_search_does_find_words_in_a_plain_project(tmp_path: Path) -> None:
    with create(tmp_path / "study.workbench", title="Study") as project:
        write_some(project)
    assert SECRET.encode() in (tmp_path / "study.workbench").read_bytes()
