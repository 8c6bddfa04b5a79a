"""A project under another passphrase: the same to the row, whole wherever it is cut off, and nothing left of the old."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.coding.codebook import Code
from workbench.project import opening, soundness, sqlite
from workbench.project.backup import copies_within_reach
from workbench.project.file import create, open_file
from workbench.project.passphrase import change_passphrase
from workbench.project.undo import Done
from workbench.rows import add, add_many, bulk
from workbench.sources.documents import Document, Segment

FIRST, SECOND = "four plain words here", "other words altogether"
WORDS = [f"walking home on a dark evening {number}" for number in range(300)]


def made(path: Path, under: str | None) -> Path:
    with create(path, title="Study", coder="amina", passphrase=under) as project:
        with project.change("Add code") as session:
            add(session, Code, name="Walking")
        with project.change("Import") as session:
            document = add(session, Document, name="walk.txt", kind="notes")
            rows = [
                {"document_id": document, "ordinal": n, "start": n, "end": n + 1, "text": words}
                for n, words in enumerate(WORDS)
            ]
            with bulk(session, Segment):
                add_many(session, Segment, rows)
        with project.change("Add code") as session:
            add(session, Code, name="Taken back")
        project.undo()
    return path


def rows_of(path: Path, under: str | None) -> dict[str, list[Any]]:
    """Every row of every table, with its row id, and the statements that made them."""
    looked = opening.look(path, passphrase=under)
    connection = sqlite.connect(path, opening.unlock(path, looked, under)[0], read_only=True)
    try:
        tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        held: dict[str, list[Any]] = {"": [tuple(row) for row in tables]}
        for name, sql in tables:
            if sql and sql.startswith("CREATE TABLE"):
                key = "" if "WITHOUT ROWID" in sql else "rowid, "
                held[name] = [tuple(row) for row in connection.execute(f'SELECT {key}* FROM "{name}"')]
        held["facts"] = [
            int(connection.execute(f"PRAGMA {fact}").fetchone()[0]) for fact in ("application_id", "user_version")
        ]
        return held
    finally:
        connection.close()


@pytest.mark.parametrize(("old", "new"), [(None, FIRST), (FIRST, SECOND), (FIRST, None)])
def test_a_project_under_another_passphrase_is_the_same_to_the_row(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    path = made(tmp_path / "study.workbench", old)
    before = rows_of(path, old)
    change_passphrase(path, old=old, new=new, coder="amina")
    assert rows_of(path, new) == before
    assert [one.name for one in tmp_path.iterdir()] == ["study.workbench"]
    if old is not None and new is not None:
        with pytest.raises(opening.WrongPassphraseError):
            open_file(path, coder="amina", passphrase=old)
    with open_file(path, coder="amina", passphrase=new) as project, project.read() as session:
        hits = session.info["search"]("evening", 1000)
        assert len(hits) == len(WORDS)
        assert soundness.text_index_is_true(sqlite.connect(path, project.key))
    with open_file(path, coder="amina", passphrase=new) as project:
        done = project.redo()
        assert isinstance(done, Done)


def test_nothing_of_a_plain_project_can_be_read_once_it_has_a_passphrase(tmp_path: Path) -> None:
    path = made(tmp_path / "study.workbench", None)
    pages = tmp_path / "the same pages"
    os.link(path, pages)
    assert WORDS[7].encode() in pages.read_bytes()
    change_passphrase(path, old=None, new=FIRST, coder="amina")
    assert set(pages.read_bytes()) == {0}
    assert WORDS[7].encode() not in path.read_bytes()


def test_a_project_that_is_open_or_read_elsewhere_keeps_its_passphrase(tmp_path: Path) -> None:
    path = made(tmp_path / "study.workbench", FIRST)
    with (
        open_file(path, coder="ben", passphrase=FIRST),
        pytest.raises(opening.FileIsBusyError, match=r"open \(ben, since"),
    ):
        change_passphrase(path, old=FIRST, new=SECOND, coder="amina")
    with open_file(path, coder="ben", passphrase=FIRST) as project:
        reader = sqlite.connect(path, project.key, read_only=True)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM segment").fetchone()[0] == len(WORDS)
    with pytest.raises(opening.FileIsBusyError, match="Close it there first"):
        change_passphrase(path, old=FIRST, new=SECOND, coder="amina")
    reader.close()
    change_passphrase(path, old=FIRST, new=SECOND, coder="amina")
    open_file(path, coder="ben", passphrase=SECOND).close()


def test_under_a_wrong_passphrase_nothing_is_changed(tmp_path: Path) -> None:
    path = made(tmp_path / "study.workbench", FIRST)
    before = path.read_bytes()
    with pytest.raises(opening.WrongPassphraseError):
        change_passphrase(path, old=SECOND, new=None, coder="amina")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["study.workbench"]


def test_what_does_not_read_back_whole_does_not_take_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "study.workbench", FIRST)
    real = sqlite.export_under

    def short(connection: Any, to: Path, key: str | None) -> None:
        real(connection, to, key)
        other = sqlite.connect(to, key)
        other.execute("DELETE FROM code")
        other.close()

    monkeypatch.setattr(sqlite, "export_under", short)
    with pytest.raises(opening.FileIsDamagedError, match="stays as it was"):
        change_passphrase(path, old=FIRST, new=SECOND, coder="amina")
    assert [one.name for one in tmp_path.iterdir()] == ["study.workbench"]
    open_file(path, coder="amina", passphrase=FIRST).close()


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.project import passphrase, sqlite, soundness
room, name, when = {"export": (sqlite, "export_under", 1), "read through": (soundness, "damage", 0),
    "put in place": (passphrase, "_put_in_place", 0), "written over": (passphrase, "wipe", 0)}[sys.argv[2]]
real = getattr(room, name)
def killed(*given):
    if when:
        real(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(room, name, killed)
passphrase.change_passphrase(Path(sys.argv[1]), old=sys.argv[3], new=sys.argv[4], coder="amina")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("at", "opens"), [("export", FIRST), ("read through", FIRST), ("put in place", FIRST), ("written over", SECOND)]
)
def test_killed_at_any_point_it_opens_whole_under_one_of_the_two(tmp_path: Path, at: str, opens: str) -> None:
    path = made(tmp_path / "study.workbench", FIRST)
    before = rows_of(path, FIRST)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), at, FIRST, SECOND], check=False, capture_output=True, timeout=120
    )
    assert done.returncode < 0
    assert rows_of(path, opens) == before
    change_passphrase(path, old=opens, new="yet other words", coder="amina")
    assert rows_of(path, "yet other words") == before
    assert {one for one in tmp_path.iterdir() if one != path} <= set(copies_within_reach(path))
