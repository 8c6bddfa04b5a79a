"""A backup is whole, under the same passphrase, never over another file, and made before a migration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.specimens.make_project import FOLDER, TURNS, make
from workbench.coding.codebook import Code
from workbench.project import checkup, migrations, opening, sqlite
from workbench.project.backup import BackupExistsError, backup, copies_within_reach
from workbench.project.file import create, open_file
from workbench.project.history import changes
from workbench.project.migrations import MigrationFailedError, bring_up_to_date
from workbench.project.schema import VERSION
from workbench.project.undo import UndoIsClosedError
from workbench.rows import add, live

SPECIMENS = sorted(FOLDER.glob("version_*.workbench"))


@pytest.mark.parametrize("passphrase", [None, "long words"])
def test_a_backup_holds_everything_while_the_project_is_being_changed(tmp_path: Path, passphrase: str | None) -> None:
    path, to = tmp_path / "study.workbench", tmp_path / "backup.workbench"
    with create(path, title="Study", coder="amina", passphrase=passphrase) as project:
        with project.change("Add code") as session:
            add(session, Code, name="Walking")
        with project.change("Add code") as session:
            add(session, Code, name="Not yet")
            assert backup(project, to) == to
        with pytest.raises(BackupExistsError, match="never overwrites"):
            backup(project, to)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup.workbench", "study.workbench"]
    if passphrase:
        with pytest.raises(opening.WrongPassphraseError):
            open_file(to, coder="ben", passphrase="other words")
    with open_file(to, coder="ben", passphrase=passphrase) as copied, copied.read() as session:
        assert [code.name for code in session.execute(live(Code)).scalars()] == ["Walking"]
        assert checkup.file_problems(session) == []


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: path.stem)
def test_a_project_of_every_version_opens(tmp_path: Path, specimen: Path) -> None:
    path = tmp_path / specimen.name
    path.write_bytes(specimen.read_bytes())
    with open_file(path, coder="ben") as project:
        assert project.title == "Specimen"
        with project.read() as session:
            assert [code.name for code in session.execute(live(Code)).scalars()] == ["Avoiding", "Lighting"]
            assert [text for (text,) in session.execute(sa.text("SELECT text FROM segment ORDER BY id"))] == [*TURNS]
            assert len(session.info["search"]("station", 5)) == 1
            assert checkup.file_problems(session) == []
            assert len(changes(session)) >= 6


def test_there_is_a_specimen_of_this_version() -> None:
    assert f"version_{VERSION}" in [specimen.stem for specimen in SPECIMENS]


def add_a_column(connection: Any) -> None:
    connection.execute("ALTER TABLE code ADD COLUMN mood TEXT NOT NULL DEFAULT ''")


def lose_the_documents(connection: Any) -> None:
    connection.execute("DELETE FROM document")


@pytest.mark.parametrize("passphrase", [None, "long words"])
def test_a_migration_backs_up_takes_every_step_and_closes_undo(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina", passphrase=passphrase) as project:
        key = project.key
        with project.change("Add code") as session:
            add(session, Code, name="Walking")
        with project.change("Add code") as session:
            add(session, Code, name="Waiting")
        project.undo()
    connection = sqlite.connect(path, key)
    steps = {VERSION: add_a_column, VERSION + 1: lambda connection: connection.execute("UPDATE code SET mood = 'x'")}
    saved = bring_up_to_date(path, connection, key, version=VERSION, who="ben", to=VERSION + 2, steps=steps)
    assert connection.execute("SELECT name, mood FROM code").fetchall() == [("Walking", "x")]
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 2,)
    lines = connection.execute("SELECT name, who, kind, state FROM change ORDER BY id DESC").fetchall()
    assert lines[0] == (f"From version {VERSION} to {VERSION + 2}", "ben", "migrate", 3)
    assert {state for *_, state in lines} == {2, 3}
    sqlite.mark_as_project(connection, VERSION)
    connection.close()
    with open_file(path, coder="amina", passphrase=passphrase) as project:
        with pytest.raises(UndoIsClosedError, match="newer version"):
            project.undo()
        assert project.redo() is None
    assert saved.name == f"study before version {VERSION + 2}.workbench"
    with open_file(saved, coder="amina", passphrase=passphrase) as project:
        assert project.redo() is not None


@pytest.mark.parametrize("step", [lambda connection: connection.execute("SELECT nothing"), lose_the_documents])
def test_a_migration_that_fails_leaves_the_project_as_it_was(tmp_path: Path, step: migrations.Step) -> None:
    path = tmp_path / "study.workbench"
    make(path)
    connection = sqlite.connect(path, None)
    with pytest.raises((sqlite.OperationalError, MigrationFailedError)):
        bring_up_to_date(
            path,
            connection,
            None,
            version=VERSION,
            who="ben",
            to=VERSION + 2,
            steps={VERSION: add_a_column, VERSION + 1: step},
        )
    connection.close()
    with open_file(path, coder="amina") as project:
        with project.read() as session:
            assert checkup.file_problems(session) == []
        assert project.redo() is not None


def test_a_version_without_a_way_up_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    make(path)
    connection = sqlite.connect(path, None)
    with pytest.raises(MigrationFailedError, match="no way"):
        bring_up_to_date(path, connection, None, version=VERSION, who="ben", to=VERSION + 1, steps={})
    connection.close()
    assert [file.name for file in tmp_path.iterdir()] == ["study.workbench"]


def test_backups_beside_a_project_are_found(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    for name in ("study before version 2.workbench", "study backup 2026-03-14.workbench", "study.workbench"):
        (tmp_path / name).touch()
    (tmp_path / "study of buses.workbench").touch()
    found = [one.name for one in copies_within_reach(path)]
    assert found == ["study backup 2026-03-14.workbench", "study before version 2.workbench"]
