"""The check-up finds what is wrong with a file and asks every room that has something to say."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlmodel import Session

from tests.specimens.make_project import make
from workbench.errors import Problem
from workbench.project import checkup
from workbench.project.file import open_file
from workbench.project.opening import FileIsDamagedError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make(tmp_path / "study.workbench")
    return tmp_path / "study.workbench"


def found(path: Path) -> list[str]:
    with open_file(path, coder="amina") as project, project.read() as session:
        return [f"{problem.severity} {problem}" for problem in checkup.problems(session)]


def spoil(path: Path, *statements: str) -> None:
    connection = driver.connect(str(path), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_whole_file_has_no_problems(path: Path) -> None:
    with open_file(path, coder="amina") as project, project.read() as session:
        assert checkup.file_problems(session) == []


def test_a_lost_tie_is_named(path: Path) -> None:
    spoil(path, "PRAGMA foreign_keys = OFF", "DELETE FROM code WHERE id = 1")
    assert any("coding 1" in line and "code" in line for line in found(path))


def test_a_missing_index_and_a_strange_table_are_told(path: Path) -> None:
    spoil(path, "DROP INDEX coding_by_code", "CREATE TABLE stranger(id INTEGER)")
    lines = found(path)
    assert any(line.startswith("error") and "coding_by_code" in line for line in lines)
    assert any(line.startswith("warning") and "stranger" in line for line in lines)


def test_an_altered_table_is_told(path: Path) -> None:
    spoil(path, "ALTER TABLE theme ADD COLUMN mood TEXT")
    assert any("table theme is not as" in line for line in found(path))


def test_a_search_that_lost_words_is_told(path: Path) -> None:
    spoil(path, "DROP TRIGGER segment_text_u", "UPDATE segment SET text = 'other words' WHERE id = 1")
    assert any("search does not match" in line for line in found(path))


def test_damage_inside_the_file_is_told(path: Path) -> None:
    connection = driver.connect(str(path))
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'coding_by_code'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek(page * size - size // 2)
        file.write(b"\x00" * (size // 2))
    assert any("damaged" in line for line in found(path))


def test_every_room_is_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def problems(session: Session) -> list[Problem]:
        return [Problem("warning", "walk.txt", "Nobody has read it.")]

    room = types.ModuleType("room_with_problems")
    room.problems = problems  # type: ignore[attr-defined]
    room.__spec__ = types.SimpleNamespace()  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "room_with_problems", room)
    monkeypatch.setattr(checkup, "ROOMS", ("room_with_problems", "workbench.sources.not_there_yet", "workbench.text"))
    assert found(path) == ["warning walk.txt: Nobody has read it."]


def test_a_page_that_is_noise_is_said_in_a_sentence(path: Path) -> None:
    whole = path.read_bytes()
    sentences = 0
    for page in range(2, len(whole) // 4096):
        path.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        try:
            assert found(path), page
        except FileIsDamagedError as refused:
            sentences += "newest backup" in str(refused)
    assert sentences > 0
