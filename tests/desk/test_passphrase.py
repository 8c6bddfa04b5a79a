"""Another passphrase for a project: what lies beside the file goes with it, or is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.desk.new_project import new_project
from workbench.desk.passphrase import PassphraseIsTheSameError, renew_backups, set_passphrase
from workbench.project import opening
from workbench.project.backup import backup, place_today
from workbench.project.file import open_file
from workbench.settings import recent_projects, remember_project
from workbench.suggestions import cache

NEW = "four plain words here"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "study.workbench"
    new_project(place, title="Walking home from Basildon", coder="amina").close()
    return place


def test_the_list_of_recent_projects_forgets_the_title_of_one_that_is_encrypted_now(path: Path) -> None:
    remember_project(path, "Walking home from Basildon", "2026-03-03T10:00:00Z", "amina")
    set_passphrase(path, old=None, new=NEW, coder="amina")
    assert [(one.title, one.coder, one.opened) for one in recent_projects()] == [
        ("study", "amina", "2026-03-03T10:00:00Z")
    ]


def test_what_was_computed_from_its_words_goes(path: Path, tmp_path: Path) -> None:
    with open_file(path, coder="amina") as project:
        kept = tmp_path / "cache" / cache.project_id(bytes.fromhex(project.meta["secret"]))
    kept.mkdir(parents=True)
    (kept / "one.vectors").write_bytes(b"numbers")
    set_passphrase(path, old=None, new=NEW, coder="amina")
    assert not kept.exists()


def test_backups_are_named_and_renewed_only_when_that_is_wanted(path: Path) -> None:
    with open_file(path, coder="amina") as project:
        old = backup(project, place_today(path))
    assert set_passphrase(path, old=None, new=NEW, coder="amina") == [old]
    open_file(old, coder="amina").close()
    made = renew_backups(path, passphrase=NEW, coder="amina")
    assert made is not None
    with pytest.raises(opening.PassphraseNeededError):
        open_file(made, coder="amina")
    open_file(made, coder="amina", passphrase=NEW).close()
    assert [one for one in path.parent.glob("*.workbench") if one not in {path, made}] == []


def test_the_same_passphrase_and_none_for_none_change_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(PassphraseIsTheSameError, match=r"study.workbench has no passphrase"):
        set_passphrase(path, old=None, new=None, coder="amina")
    with pytest.raises(PassphraseIsTheSameError, match="its passphrase already"):
        set_passphrase(path, old=NEW, new=NEW, coder="amina")
    assert path.read_bytes() == before
