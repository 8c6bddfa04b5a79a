"""The history names codes from their rows, never from the names of changes."""

from __future__ import annotations

from pathlib import Path

from workbench.coding.codebook import add_code, amend_code, code_at, move_code, rename_code
from workbench.coding.merging import merge_codes
from workbench.desk.code_changes import codes_changed
from workbench.desk.merging.merge import merge
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.project.history import changes
from workbench.project.purge import forget_where, purging


def told(project: Project) -> list[str]:
    """What is said of each change, the newest first."""
    with project.read() as session:
        lines = changes(session)
        about = codes_changed(session, {line.id for line in lines})
        return [about.get(line.id, "") for line in lines if line.kind == "do"]


def test_codes_are_named_as_they_are_called_today(project: Project) -> None:
    with project.change("Add codes") as session:
        dark, unlit, light = (add_code(session, name) for name in ("Dark", "Kez's way", "Light"))
        for number in range(3):
            add_code(session, f"More {number}")
    with project.change("Rename a code") as session:
        rename_code(session, dark, "Darkness")
    with project.change("Define a code") as session:
        amend_code(session, dark, definition="Too little light.")
    with project.change("Move a code") as session:
        move_code(session, light, parent=dark)
    with project.change("Merge two codes") as session:
        merge_codes(session, dark, [unlit])
    assert told(project) == [
        "“Kez's way” into “Darkness”",
        "“Light”",
        "“Darkness”",
        "“Dark” became “Darkness”",
        "“Darkness”, “Kez's way”, “Light” and 3 more",
    ]
    with project.read() as session:
        newest = changes(session, limit=1)[0].id
        assert codes_changed(session, {newest}) == {newest: "“Kez's way” into “Darkness”"}
        assert codes_changed(session, set()) == {}


def test_a_name_that_was_purged_is_not_told(project: Project) -> None:
    with project.change("Add a code") as session:
        dark = add_code(session, "where Kez went")
    with project.change("Rename a code") as session:
        rename_code(session, dark, "Detour")
    with purging(project, "Name found") as session:
        forget_where(session, lambda text: "Kez" in text, lambda text: text.replace("Kez", "somebody"))
    assert told(project)[:2] == ["“Detour”", "“Detour”"]


def test_a_code_that_was_renamed_in_a_copy_is_named_as_it_is_called_today(project: Project, tmp_path: Path) -> None:
    with project.change("Add a code") as session:
        add_code(session, "Dark")
    with open_file(backup(project, tmp_path / "from-ben.workbench"), coder="ben") as theirs:
        with theirs.change("Rename a code") as session:
            rename_code(session, code_at(session, "Dark"), "Darkness")
        copy = theirs.path
    merge(project, copy)
    assert "“Darkness”" in told(project)
    assert not any("None" in one for one in told(project))
