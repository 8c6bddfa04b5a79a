"""Purging leaves a GUID and nothing else: not in the rows, the history, the search, the journal or the free pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.project import checkup
from workbench.project.file import Project, create, open_file
from workbench.project.history import changes
from workbench.project.purge import purge, purging
from workbench.project.undo import UndoIsClosedError
from workbench.rows import WasPurgedError, add, add_many, amend, bulk, find, guid_for, is_purged
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment

NAME = "Persephone"


def told(project: Project) -> tuple[int, list[int]]:
    """A transcript in which a name is said, amended, and undone in between, so that it is all over the file."""
    with project.change("Import") as session:
        document = add(session, Document, name="walk.txt", kind="transcript")
        rows = [
            {"document_id": document, "ordinal": n, "start": n, "end": n + 1, "text": f"{NAME} walks {n}"}
            for n in range(60)
        ]
        with bulk(session, Segment):
            add_many(session, Segment, rows)
    with project.change("Mend") as session:
        amend(session, Segment, 3, text=f"Then {NAME} waits")
    project.undo()
    project.redo()
    return document, list(range(1, 61))


def test_no_trace_of_the_words_is_left(tmp_path: Path) -> None:
    with create(tmp_path / "study.workbench", title="Study", coder="amina") as project:
        document, keys = told(project)
        with purging(project, "Withdraw P03") as session:
            assert purge(session, Segment, keys, reason="withdrawal") == 60
        for file in tmp_path.iterdir():
            assert NAME.encode() not in file.read_bytes(), file.name
            assert NAME.lower().encode() not in file.read_bytes(), file.name
        with project.read() as session:
            assert session.info["search"](NAME, 5) == []
            assert find(session, Document, document).name == "walk.txt"
            assert checkup.file_problems(session) == []
    assert [file.name for file in tmp_path.iterdir()] == ["study.workbench"]


def test_who_and_when_stay_in_the_history_and_undo_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        told(project)
        with project.change("Undone later") as session:
            add(session, Document, name="x", kind="notes")
        project.undo()
        with purging(project, "Withdraw P03") as session:
            purge(session, Segment, [1, 2], reason="withdrawal")
        latest = project.latest_change()
        with pytest.raises(UndoIsClosedError, match=r"a withdrawal on .* has closed"):
            project.undo()
        assert project.redo() is None
        assert project.latest_change() == latest
        with project.read() as session:
            lines = changes(session)
            assert lines[0].rows == 2
            assert {line.state for line in lines} == {"sealed", "dropped"}
            assert {line.name for line in lines} >= {"Import", "Mend", "Withdraw P03"}
        with project.change("After") as session:
            add(session, Document, name="y", kind="notes")
        assert project.undo() is not None


def test_what_was_purged_is_not_brought_in_again(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina", passphrase="long words") as project:
        with project.change("Add case") as session:
            guid = guid_for(session, "case", "P03")
            key = add(session, Case, guid=guid, label="P03")
        with purging(project, "Withdraw P03") as session:
            assert not is_purged(session, guid)
            purge(session, Case, [key, 99], reason="withdrawal")
            assert is_purged(session, guid)
    with open_file(path, coder="ben", passphrase="long words") as project:
        with pytest.raises(WasPurgedError), project.change("Import") as session:
            add(session, Case, guid=guid, label="P03")
        with pytest.raises(WasPurgedError), project.change("Import") as session:
            add_many(session, Case, [{"guid": guid, "label": "P03"}])
        with project.read() as session:
            assert is_purged(session, guid)


def broken_off(project: Project) -> None:
    with purging(project, "Withdraw") as session:
        purge(session, Segment, [1], reason="withdrawal")
        raise ZeroDivisionError


def test_a_purge_that_fails_leaves_everything(tmp_path: Path) -> None:
    with create(tmp_path / "study.workbench", title="Study", coder="amina") as project:
        told(project)
        with pytest.raises(ZeroDivisionError):
            broken_off(project)
        with project.read() as session:
            assert find(session, Segment, 1).text == f"{NAME} walks 0"
            assert not is_purged(session, find(session, Segment, 1).guid)
        assert project.undo() is not None


def test_a_row_that_others_point_at_is_not_purged_alone(tmp_path: Path) -> None:
    from sqlalchemy.exc import IntegrityError

    with create(tmp_path / "study.workbench", title="Study", coder="amina") as project:
        document, _ = told(project)
        with pytest.raises(IntegrityError), purging(project, "Withdraw") as session:
            purge(session, Document, [document], reason="withdrawal")
        with project.read() as session:
            assert find(session, Document, document).name == "walk.txt"


def test_purging_outside_its_block_is_refused(project: Project) -> None:
    with pytest.raises(RuntimeError, match="purging"), project.change("Add") as session:
        purge(session, Segment, [1], reason="withdrawal")
