"""Changes come from any thread, one after the other; readers go on beside them."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import Code
from workbench.project import checkup
from workbench.project import file as file_module
from workbench.project.file import Project, ProjectIsBusyError, create
from workbench.project.history import changes
from workbench.rows import add, live, table_of


def count(project: Project) -> int:
    with project.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table_of(Code))).scalar_one()


@pytest.mark.parametrize("shared", [False, True])
def test_changes_and_readers_in_many_threads(tmp_path: Path, shared: bool) -> None:
    with create(tmp_path / "study.workbench", title="Study", coder="amina", shared_folder=shared) as project:

        def write(number: int) -> None:
            for step in range(10):
                with project.change("Add code") as session:
                    add(session, Code, name=f"{number} {step}")
                    add(session, Code, name=f"{number} {step} again")

        def look(_: int) -> None:
            for _step in range(30):
                assert count(project) % 2 == 0

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: write(number) if number % 2 else look(number), range(8)))
        assert count(project) == 80
        assert project.latest_change() == 40
        with project.read() as session:
            assert {line.rows for line in changes(session)} == {2}
            assert checkup.file_problems(session) == []


def test_a_change_waits_for_another_threads_change_and_readers_do_not(project: Project) -> None:
    begun, may_end, order = threading.Event(), threading.Event(), []

    def long_import() -> None:
        with project.change("Import") as session:
            add(session, Code, name="Walking")
            begun.set()
            may_end.wait(10)
            order.append("import")

    def edit() -> None:
        with project.change("Add code") as session:
            add(session, Code, name="Waiting")
            order.append("edit")

    first = threading.Thread(target=long_import)
    first.start()
    assert begun.wait(10)
    assert project.changing == "Import"
    second = threading.Thread(target=edit)
    second.start()
    assert count(project) == 0
    assert project.latest_change() == 0
    time.sleep(0.05)
    assert order == []
    may_end.set()
    first.join(10)
    second.join(10)
    assert order == ["import", "edit"]
    assert project.changing is None
    assert count(project) == 2


def test_waiting_ends_in_a_sentence(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "PATIENCE", 0.05)
    refused: list[str] = []

    def edit() -> None:
        try:
            with project.change("Add code"):
                pass
        except ProjectIsBusyError as error:
            refused.append(str(error))

    with project.change("Import walk.txt"):
        thread = threading.Thread(target=edit)
        thread.start()
        thread.join(10)
    assert refused == ["“Import walk.txt” is still being written. Try again when it is done."]


def test_a_change_inside_a_change_is_a_mistake(project: Project) -> None:
    with project.change("Add code") as session:
        add(session, Code, name="Walking")
        with pytest.raises(RuntimeError, match="inside a change"), project.change("Add code"):
            pass
        with pytest.raises(RuntimeError, match="inside a change"):
            project.undo()
    assert count(project) == 1


def test_a_reader_sees_one_moment(project: Project) -> None:
    with project.read() as session:
        assert session.execute(live(Code)).scalars().all() == []
        with project.change("Add code") as changing:
            add(changing, Code, name="Walking")
        assert session.execute(live(Code)).scalars().all() == []
    assert count(project) == 1


def test_closing_twice_and_changing_after_closing(tmp_path: Path) -> None:
    project = create(tmp_path / "study.workbench", title="Study")
    project.close()
    project.close()
    with pytest.raises(RuntimeError, match="closed"), project.change("Add code"):
        pass


def test_closing_while_a_reader_is_at_work_loses_nothing(tmp_path: Path) -> None:
    project = create(tmp_path / "study.workbench", title="Study")
    with project.change("Add code") as session:
        add(session, Code, name="Walking")
    with project.read() as session:
        assert len(session.execute(live(Code)).scalars().all()) == 1
        project.close()
    with file_module.open_file(tmp_path / "study.workbench", coder="amina") as again:
        assert count(again) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["study.workbench"]
