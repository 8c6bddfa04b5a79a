"""Undo, redo and the history: what was taken back is as it was before, and nobody's later work is lost by it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.project import checkup
from workbench.project.changes import next_change
from workbench.project.facts import remember
from workbench.project.file import Project, create, open_file
from workbench.project.history import PLACE, changes
from workbench.project.undo import BuiltUponError
from workbench.rows import Row, add, add_many, amend, bulk, find, live, now, remove, table_of
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment


def cells(project: Project, kind: type[Row]) -> list[tuple[object, ...]]:
    with project.read() as session:
        return [tuple(row) for row in session.execute(sa.select(table_of(kind)).order_by(table_of(kind).c.id))]


def names(project: Project) -> list[str]:
    with project.read() as session:
        return [code.name for code in session.execute(live(Code)).scalars()]


def code(project: Project, name: str = "Walking") -> int:
    with project.change("Add code") as session:
        return add(session, Code, name=name)


def document(project: Project, turns: int) -> int:
    with project.change("Import walk.txt") as session:
        key = add(session, Document, name="walk.txt", kind="transcript", length=turns * 10)
        with bulk(session, Segment):
            add_many(session, Segment, passages(key, turns))
    return key


def passages(document_id: int, turns: int) -> list[dict[str, object]]:
    return [
        {"document_id": document_id, "ordinal": n, "start": n * 10, "end": n * 10 + 9, "text": f"walking {n}"}
        for n in range(turns)
    ]


def found(project: Project, words: str) -> int:
    with project.read() as session:
        return len(session.info["search"](words, 10_000))


def healthy(project: Project) -> None:
    with project.read() as session:
        assert checkup.file_problems(session) == []


def test_undo_takes_back_and_redo_does_again(project: Project) -> None:
    key = code(project)
    before = cells(project, Code)
    with project.change("Rename code") as session:
        amend(session, Code, key, name="Walking home", definition="On foot")
    after = cells(project, Code)
    done = project.undo()
    assert done is not None
    assert (done.name, done.who, done.kind, done.touched) == ("Rename code", "amina", "undo", [("code", key)])
    assert cells(project, Code) == before
    done = project.redo()
    assert done is not None
    assert (done.name, done.kind) == ("Rename code", "redo")
    assert cells(project, Code) == after
    project.undo()
    project.undo()
    assert cells(project, Code) == []
    assert project.undo() is None
    project.redo()
    project.redo()
    assert cells(project, Code) == after
    assert project.redo() is None
    healthy(project)


def test_the_history_reads_as_it_happened(project: Project) -> None:
    code(project)
    document(project, 5)
    project.undo()
    with project.read() as session:
        lines = changes(session)
        assert [(line.name, line.kind, line.state, line.rows) for line in lines] == [
            ("Undo Import walk.txt", "undo", "done", 6),
            ("Import walk.txt", "do", "undone", 6),
            ("Add code", "do", "done", 1),
        ]
        assert all(line.who == "amina" and line.at.endswith("Z") for line in lines)
        assert [line.name for line in changes(session, limit=1, offset=2)] == ["Add code"]
    code(project, "Waiting")
    with project.read() as session:
        assert [line.state for line in changes(session)] == ["done", "done", "dropped", "done"]
    assert project.redo() is None


@pytest.mark.parametrize("others", [0, 3000])
def test_a_bulk_import_goes_and_comes_back_with_its_words(project: Project, others: int) -> None:
    if others:
        document(project, others)
    before = cells(project, Segment)
    document(project, 1000)
    after = cells(project, Segment)
    assert found(project, "walking") == others + 1000
    project.undo()
    assert cells(project, Segment) == before
    assert found(project, "walking") == others
    healthy(project)
    project.redo()
    assert cells(project, Segment) == after
    assert found(project, "walking") == others + 1000
    project.undo()
    project.redo()
    healthy(project)


def test_amending_within_a_bulk_is_kept_by_undo_and_redo(project: Project) -> None:
    with project.change("Import") as session:
        key = add(session, Document, name="a", kind="notes")
        with bulk(session, Segment):
            first = add(session, Segment, document_id=key, ordinal=0, start=0, end=3, text="one")
            amend(session, Segment, first, text="two")
    project.undo()
    project.redo()
    with project.read() as session:
        assert find(session, Segment, first).text == "two"
    healthy(project)


def test_a_bulk_that_fails_inside_a_change_that_goes_on_is_in_the_history(project: Project) -> None:
    with project.change("Import") as session:
        key = add(session, Document, name="a", kind="notes")
        with contextlib.suppress(ZeroDivisionError), bulk(session, Segment):
            add(session, Segment, document_id=key, ordinal=0, start=0, end=3, text="one")
            raise ZeroDivisionError
    project.undo()
    assert cells(project, Segment) == []


def test_changes_that_are_kept_together_are_undone_one_by_one(project: Project) -> None:
    with project.change("Nothing") as session:
        with bulk(session, Segment):
            for name in ("a", "b"):
                next_change(session, f"Import {name}")
                key = add(session, Document, name=name, kind="notes")
                with bulk(session, Segment):
                    add_many(session, Segment, passages(key, 2))
        next_change(session, "Nothing more")
    assert found(project, "walking") == len(cells(project, Segment)) == 4
    with project.read() as session:
        assert [line.name for line in changes(session)] == ["Import b", "Import a"]
    project.undo()
    assert found(project, "walking") == len(cells(project, Segment)) == 2
    project.undo()
    assert cells(project, Segment) == cells(project, Document) == []
    project.redo()
    assert found(project, "walking") == 2
    healthy(project)


def test_of_changes_that_are_kept_together_none_stays_where_one_fails(project: Project) -> None:
    with contextlib.suppress(ZeroDivisionError), project.change("Import a") as session:
        add(session, Document, name="a", kind="notes")
        next_change(session, "Import b")
        raise ZeroDivisionError
    assert cells(project, Document) == []
    assert project.latest_change() == 0
    with project.read() as session:
        assert changes(session) == []


def test_undo_outlives_closing(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        document(project, 10)
        project.undo()
    with open_file(path, coder="amina") as project:
        assert project.redo() is not None
        assert len(cells(project, Segment)) == 10
    with open_file(path, coder="amina") as project:
        assert project.undo() is not None


def test_undo_is_each_coders_own(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        code(project, "Walking")
    with open_file(path, coder="ben") as project:
        code(project, "Waiting")
    with open_file(path, coder="amina") as project:
        assert project.undo() is not None
        assert names(project) == ["Waiting"]
        assert project.undo() is None
    with open_file(path, coder="ben") as project:
        code(project, "Lighting")
        assert project.redo() is None
    with open_file(path, coder="amina") as project:
        assert project.redo() is not None
        assert names(project) == ["Walking", "Waiting", "Lighting"]


def test_somebody_elses_later_work_on_the_same_row_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        key = code(project)
        with project.change("Rename code") as session:
            amend(session, Code, key, name="Walking home")
    with open_file(path, coder="ben") as project, project.change("Define code") as session:
        amend(session, Code, key, name="Walking at night")
    with open_file(path, coder="amina") as project:
        latest = project.latest_change()
        with pytest.raises(BuiltUponError, match="ben has gone on from it since"):
            project.undo()
        assert names(project) == ["Walking at night"]
        assert project.latest_change() == latest
    with open_file(path, coder="ben") as project:
        project.undo()
    with open_file(path, coder="amina") as project:
        project.undo()
        assert names(project) == ["Walking"]


def test_a_range_that_somebody_else_has_worked_in_stays(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        document(project, 50)
    with open_file(path, coder="ben") as project, project.change("Mend") as session:
        amend(session, Segment, 20, text="mended")
    with open_file(path, coder="amina") as project:
        with pytest.raises(BuiltUponError, match="ben"):
            project.undo()
        assert len(cells(project, Segment)) == 50
        healthy(project)


def test_a_row_that_something_later_rests_on_stays(tmp_path: Path) -> None:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        text = document(project, 5)
        key = code(project)
    with open_file(path, coder="ben") as project, project.change("Apply code") as session:
        place = {"document_id": text, "anchor": 0, "start": 0, "end": 5}
        add(session, Coding, code_id=key, coder_id=current_coder(session), created=now(), **place)
    with open_file(path, coder="amina") as project:
        before = cells(project, Code), cells(project, Coding), project.latest_change()
        with pytest.raises(BuiltUponError, match="rests on it"):
            project.undo()
        assert before == (cells(project, Code), cells(project, Coding), project.latest_change())
        code(project, "Still works")


def test_the_coder_who_came_with_an_undone_change_is_taken_in_again(project: Project) -> None:
    text, key = document(project, 5), code(project)
    place = {"document_id": text, "anchor": 0, "start": 0, "end": 5}

    def apply() -> None:
        with project.change("Apply code") as session:
            add(session, Coding, code_id=key, coder_id=current_coder(session), created=now(), **place)

    apply()
    project.undo()
    apply()
    assert len(cells(project, Coding)) == 1
    healthy(project)


def test_numbers_and_odd_text_come_back_exactly(project: Project) -> None:
    with project.change("Add indicator") as session:
        dataset = add(session, Dataset, name="Police", publisher="Police")
        key = add(session, Indicator, dataset_id=dataset, name="Possession", multiplier=0.1 + 0.2)
    before = cells(project, Indicator)
    with project.change("Amend") as session:
        amend(session, Indicator, key, multiplier=1e300)
    project.undo()
    assert cells(project, Indicator) == before
    odd = 'quote " back \\ tab \t emoji \U0001f6b6 null \x00 end'
    first = code(project, odd)
    with project.change("Rename code") as session:
        amend(session, Code, first, name="plain")
    project.undo()
    assert names(project) == [odd]


def test_a_block_that_wrote_nothing_leaves_no_trace(project: Project) -> None:
    code(project)
    project.undo()
    with project.change("Nothing"):
        pass
    assert project.latest_change() == 2
    assert project.redo() is not None


def test_a_failed_block_leaves_nothing(project: Project) -> None:
    with contextlib.suppress(ZeroDivisionError), project.change("Add code") as session:
        add(session, Code, name="Walking")
        current_coder(session)
        raise ZeroDivisionError
    assert names(project) == []
    assert project.latest_change() == 0
    with project.change("Add code") as session:
        assert current_coder(session) == 1


def test_a_session_cannot_be_used_after_its_change(project: Project) -> None:
    with project.change("Add code") as session:
        key = add(session, Code, name="Walking")
    with pytest.raises(RuntimeError, match="inside"):
        add(session, Code, name="Waiting")
    with pytest.raises(sa.exc.InvalidRequestError):
        session.execute(live(Code))
    with project.read() as reading:
        with pytest.raises(RuntimeError, match="inside"):
            remove(reading, Code, key)
        with pytest.raises(sa.exc.OperationalError):
            reading.execute(sa.text("UPDATE code SET name = 'x'"))


def test_where_somebody_reads_is_no_line_of_the_history(project: Project) -> None:
    with project.change("Add a code") as session:
        add(session, Code, name="Dark")
    remember(project, "place:Amina", "1:42", why=PLACE)
    with project.read() as session:
        assert [one.name for one in changes(session, limit=1)] == ["Add a code"]
        assert session.scalar(sa.text("SELECT count(*) FROM change WHERE name = 'Keep the place'")) == 1
    remember(project, "suggestions", "off", why="Switch suggestions off")
    with project.read() as session:
        assert [one.name for one in changes(session, limit=1)] == ["Switch suggestions off"]
