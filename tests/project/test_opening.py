"""Every file that is not a project one can open says so in its own sentence, and stays as it was."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from workbench.coding.codebook import Code
from workbench.errors import WorkbenchError
from workbench.project import opening
from workbench.project.backup import backup
from workbench.project.file import FileExistsAlreadyError, ReadingOnlyError, create, open_file
from workbench.project.key import derive_key, salt_of
from workbench.project.schema import VERSION
from workbench.rows import add, live

WORDS = "correct horse battery staple"


def make(path: Path, passphrase: str | None = None, codes: int = 3) -> Path:
    with create(path, title="Study", coder="amina", passphrase=passphrase) as project:
        for number in range(codes):
            with project.change("Add code") as session:
                add(session, Code, name=f"Code {number}")
    return path


def missing(path: Path) -> None:
    return


def a_folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("Interviewer: where do you walk?\n" * 400, encoding="utf-8")


def other_database(path: Path) -> None:
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE bookmark(id INTEGER)")
    connection.close()


def newer(path: Path) -> None:
    make(path)
    connection = driver.connect(str(path))
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


def cut_short(path: Path) -> None:
    make(path)
    os.truncate(path, path.stat().st_size // 2)


def only_a_head(path: Path) -> None:
    make(path)
    os.truncate(path, 50)


def overwritten(path: Path) -> None:
    make(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096 * 40))


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(40_960))


def encrypted(path: Path) -> None:
    make(path, WORDS)


def encrypted_cut_short(path: Path) -> None:
    make(path, WORDS)
    os.truncate(path, path.stat().st_size // 4096 // 2 * 4096)


def encrypted_newer(path: Path) -> None:
    make(path, WORDS)
    from workbench.project import sqlite

    connection = sqlite.connect(path, derive_key(WORDS, salt_of(path)))
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("made", "passphrase", "error", "says"),
    [
        (missing, None, opening.FileIsMissingError, "no file"),
        (a_folder, None, opening.NotAProjectError, "folder"),
        (empty, None, opening.FileIsEmptyError, "empty"),
        (text, None, opening.NotAProjectError, "not a project"),
        (text, WORDS, opening.NotAProjectError, "not a project"),
        (other_database, None, opening.NotAProjectError, "another program"),
        (newer, None, opening.NewerVersionError, "Update"),
        (cut_short, None, opening.FileIsDamagedError, "backup"),
        (only_a_head, None, opening.FileIsDamagedError, "backup"),
        (overwritten, None, opening.FileIsDamagedError, "backup"),
        (noise, None, opening.PassphraseNeededError, "look alike"),
        (noise, WORDS, opening.WrongPassphraseError, "cannot be told apart"),
        (encrypted, None, opening.PassphraseNeededError, "look alike"),
        (encrypted, "another", opening.WrongPassphraseError, "cannot be told apart"),
        (encrypted, "", opening.WrongPassphraseError, "cannot be told apart"),
        (encrypted_cut_short, WORDS, opening.FileIsDamagedError, "backup"),
        (encrypted_newer, WORDS, opening.NewerVersionError, "Update"),
    ],
)
def test_a_refused_file_gets_its_sentence_and_stays_as_it_was(
    tmp_path: Path,
    made: Callable[[Path], None],
    passphrase: str | None,
    error: type[WorkbenchError],
    says: str,
) -> None:
    path = tmp_path / "study.workbench"
    made(path)
    before = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
    with pytest.raises(error, match=says) as raised:
        open_file(path, coder="ben", passphrase=passphrase)
    assert type(raised.value) is error
    assert str(raised.value).endswith(".")
    assert before == (hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None)
    assert [file.name for file in tmp_path.iterdir()] == ([path.name] if made is not missing else [])


def test_a_project_opens_again_and_holds_what_was_changed(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench")
    with open_file(path, coder="ben") as project, project.read() as session:
        assert project.title == "Study"
        assert not project.read_only
        assert [code.name for code in session.execute(live(Code)).scalars()] == ["Code 0", "Code 1", "Code 2"]


def test_an_encrypted_project_opens_with_its_passphrase(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench", WORDS)
    with open_file(path, coder="ben", passphrase=WORDS) as project:
        assert project.title == "Study"
        assert project.key is not None


def test_a_passphrase_does_not_hinder_a_plain_project(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench")
    with open_file(path, coder="ben", passphrase=WORDS) as project:
        assert project.key is None


def test_a_project_is_never_made_over_another_file(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench")
    with pytest.raises(FileExistsAlreadyError, match="there already"):
        create(path, title="Other", coder="ben")


def test_another_programs_lock_gets_its_sentence(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench")
    other = driver.connect(str(path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(opening.FileIsBusyError, match="Another program"):
        open_file(path, coder="ben")
    other.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs an account that a file can be closed to")
def test_a_file_that_may_not_be_written_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "study.workbench")
    path.chmod(0o444)
    project = open_file(path, coder="ben")
    with project, pytest.raises(ReadingOnlyError, match="copy it elsewhere"), project.change("Add code"):
        pass


def test_a_project_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(opening.FileIsBusyError, match="folder"):
        create(tmp_path / "nowhere" / "study.workbench", title="Study")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits; its profile folders are private")
def test_a_new_file_is_its_owners_alone_and_a_shared_folder_decides_for_itself(tmp_path: Path) -> None:
    shared = tmp_path / "OneDrive - County"
    shared.mkdir()
    for folder, others in ((tmp_path, 0), (shared, 0o044 & ~_umask())):
        path = folder / "study.workbench"
        with create(path, title="Study") as project:
            copied = backup(project, folder / "copy.workbench")
        assert path.stat().st_mode & 0o077 == others
        assert copied.stat().st_mode & 0o077 == others


def _umask() -> int:
    held = os.umask(0)
    os.umask(held)
    return held
