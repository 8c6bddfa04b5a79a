"""A large survey lands in slices: unseen until it is whole, beside other people's changes, and gone when it is stopped."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import Code
from workbench.desk.importing import bring_in as desk
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.how_far import READING, ImportStoppedError
from workbench.desk.importing.reports import ImportReport
from workbench.project import checkup, landing, sqlite
from workbench.project.file import Project, create, open_file
from workbench.rows import add, table_of
from workbench.sources.cases import Attribute, AttributeValue, Case, attributes_of, case_named, set_attribute
from workbench.sources.document_list import documents
from workbench.sources.documents import Document, Segment
from workbench.sources.surveys import Survey

ROWS = 120
MAP = "survey: walk\ncase: id\nopen: [why, else]\nclosed: [age, band]\n"
KINDS = (Survey, Case, Document, Segment, Attribute, AttributeValue)


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(desk, "LARGE", 100)
    monkeypatch.setattr(landing, "SLICE", 25)
    monkeypatch.setattr(landing, "SLICES", {"segment": 10})
    path = tmp_path / "walk.csv"
    rows = [
        f"P{n:03},It is darkest at {n}.,{'' if n % 3 else f'Nothing else {n}.'},{n % 60},{n % 4}" for n in range(ROWS)
    ]
    path.write_text("\n".join(["id,why,else,age,band", *rows]) + "\n", encoding="utf-8")
    (tmp_path / "walk.yaml").write_text(MAP, encoding="utf-8")
    return path


def brought(project: Project, path: Path, **how: Any) -> ImportReport:
    (report,) = bring_in(project, [path], map_=path.with_suffix(".yaml"), **how)
    return report


def rows(project: Project) -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row that an import makes, without its keys and times."""
    found = {}
    with project.read() as session:
        for kind in KINDS:
            table = table_of(kind)
            cells = [c for c in table.columns if c.name not in {"id", "imported"} and not c.name.endswith("_id")]
            found[table.name] = Counter(tuple(row) for row in session.execute(sa.select(*cells)))
    return found


def counted(project: Project) -> tuple[int, ...]:
    with project.read() as session:
        counts = [
            session.execute(sa.select(sa.func.count()).select_from(table_of(kind))).scalar_one() for kind in KINDS
        ]
        notes = session.connection().exec_driver_sql("SELECT count(*) FROM meta").scalar_one()
        indexed = session.connection().exec_driver_sql("SELECT count(*) FROM segment_text_docsize").scalar_one()
    return (*counts, notes, indexed)


def test_it_comes_in_as_it_would_in_one_change(
    project: Project, tmp_path: Path, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = brought(project, survey, dry_run=True)
    assert counted(project)[:6] == (0,) * 6
    landed = brought(project, survey)
    secret = project.meta["secret"]
    with create(tmp_path / "other.workbench", title="Study", coder="amina") as other:
        other._secret = bytes.fromhex(secret)
        monkeypatch.setattr(desk, "LARGE", 1_000_000)
        whole = brought(other, survey)
        assert landed.as_json() == whole.as_json() == tried.as_json()
        assert rows(project) == rows(other)
        with project.read() as ours, other.read() as theirs:
            assert [vars_of(line) for line in documents(ours)] == [vars_of(line) for line in documents(theirs)]
            assert sorted(map(str, attributes_of(ours).values())) == sorted(map(str, attributes_of(theirs).values()))
    with project.read() as session:
        assert checkup.file_problems(session) == []
        assert len(session.info["search"]('"darkest"', 500)) == ROWS
    before = project.latest_change()
    assert not any(brought(project, survey).counts.values())
    assert project.latest_change() == before


def vars_of(line: Any) -> dict[str, Any]:
    return {name: getattr(line, name) for name in line.__slots__ if name not in {"id", "imported"}}


def test_others_change_the_project_between_two_slices_and_see_none_of_it(project: Project, survey: Path) -> None:
    seen: list[tuple[int, ...]] = []
    order: list[str] = []

    def somebody() -> None:
        with project.change("Add code") as session:
            add(session, Code, name=f"Code {len(order)}")
        order.append("a code")
        with project.read() as session:
            live = [
                session.execute(
                    sa.select(sa.func.count()).select_from(table_of(kind)).where(table_of(kind).c.gone == 0)
                )
                for kind in (Case, Document, Segment, Attribute)
            ]
            seen.append(tuple(count.scalar_one() for count in live))
            assert session.info["search"]('"darkest"', 5) == []
            assert attributes_of(session) == {}

    def told(_: float) -> None:
        thread = threading.Thread(target=somebody)
        thread.start()
        thread.join()

    brought(project, survey, progress=told)
    order.append("the survey")
    assert order.count("a code") > 20
    assert order[-1] == "the survey"
    assert set(seen) == {(0, 0, 0, 0)}
    assert counted(project)[:2] == (1, ROWS)


def test_who_waits_for_a_slice_is_next(project: Project, survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = sqlite.insert_unlogged

    def somebody() -> None:
        with project.change("Add code") as session:
            add(session, Code, name="Dark")
            order.append("code")

    def slice_of(*given: Any) -> int:
        order.append("slice")
        if order.count("slice") == 3:
            thread.start()
            while not project._next.locked():
                pass
        return real(*given)

    thread = threading.Thread(target=somebody)
    monkeypatch.setattr(sqlite, "insert_unlogged", slice_of)
    brought(project, survey)
    thread.join()
    assert order.index("code") == 3


@pytest.mark.parametrize("after", [1, 3, 9, 30])
def test_stopped_it_leaves_the_project_as_it_was(project: Project, survey: Path, after: int) -> None:
    before = counted(project)
    asked = iter(range(1000))
    with pytest.raises(ImportStoppedError):
        brought(project, survey, cancelled=lambda: next(asked) > after)
    assert counted(project) == before
    assert project.latest_change() == 0
    assert words_left(project.path) == []
    with project.read() as session:
        assert checkup.file_problems(session) == []
    assert brought(project, survey).outcome == "imported"


def words_left(path: Path) -> list[str]:
    """The files of a project in which words of the survey stand."""
    return [left.name for left in path.parent.glob(f"{path.name}*") if b"darkest" in left.read_bytes().lower()]


def test_progress_rises_to_the_whole(project: Project, survey: Path) -> None:
    told: list[float] = []
    brought(project, survey, progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == pytest.approx(1)
    assert len(told) > 20


def test_undo_takes_it_back_and_redo_brings_it_again(project: Project, survey: Path) -> None:
    brought(project, survey)
    whole = rows(project)
    project.undo()
    assert counted(project)[:6] == (0,) * 6
    project.redo()
    assert rows(project) == whole
    with project.read() as session:
        assert checkup.file_problems(session) == []


def test_what_somebody_knows_already_is_kept(project: Project, survey: Path) -> None:
    with project.change("Know") as session:
        case = case_named(session, "P007")
        set_attribute(session, case, "age", "7", kind="number")
    report = brought(project, survey)
    assert report.outcome == "imported"
    with project.read() as session:
        known = attributes_of(session)
        assert known[case] == {"age": "7", "band": "3"}
        assert sum(said.get("age") is not None for said in known.values()) == ROWS


def test_what_somebody_writes_down_of_the_same_people_meanwhile_outlives_a_stop(project: Project, survey: Path) -> None:
    landed = Landed()

    def known_too(share: float) -> None:
        if landed(share) == 7:
            with project.change("Know") as session:
                set_attribute(session, case_named(session, "P003"), "shoes", "worn")

    with pytest.raises(ImportStoppedError):
        brought(project, survey, progress=known_too, cancelled=lambda: project.latest_change() > 0)
    with project.read() as session:
        assert list(attributes_of(session).values()) == [{"shoes": "worn"}]
        assert checkup.file_problems(session) == []
    assert counted(project)[:4] == (0, 1, 0, 0)


def test_the_same_people_added_before_their_slice_refuse_the_file(project: Project, survey: Path) -> None:
    landed = Landed()

    def first(share: float) -> None:
        if landed(share) == 1:
            with project.change("Know") as session:
                case_named(session, "P119")

    report = brought(project, survey, progress=first)
    assert (report.outcome, report.why) == ("refused", str(landing.LandingMetOthersError()))
    assert counted(project)[:4] == (0, 1, 0, 0)
    assert brought(project, survey).outcome == "imported"


class Landed:
    """Counts slices by what the import says of how far it is; the reading before them is none."""

    def __init__(self) -> None:
        self.slices = 0

    def __call__(self, share: float) -> int:
        self.slices += share > READING
        return self.slices


def killed_while_landing(path: Path, passphrase: str | None, survey: Path, when: int) -> None:
    """Another process brings the survey in and is killed after so many slices."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            landed = Landed()

            def told_or_killed(share: float) -> None:
                if landed(share) >= when:
                    os.kill(os.getpid(), signal.SIGKILL)

            brought(open_file(path, coder="amina", passphrase=passphrase), survey, progress=told_or_killed)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("passphrase", [None, "long words of a tester"])
def test_killed_it_leaves_the_project_as_it_was(tmp_path: Path, survey: Path, passphrase: str | None) -> None:
    path = tmp_path / "study.workbench"
    create(path, title="Study", coder="amina", passphrase=passphrase).close()
    with open_file(path, coder="amina", passphrase=passphrase) as project:
        before = counted(project)
    for when in (1, 11, 24):
        killed_while_landing(path, passphrase, survey, when)
        if passphrase is not None:
            assert all(b"darkest" not in left.read_bytes() for left in tmp_path.glob("study.workbench*"))
        with open_file(path, coder="amina", passphrase=passphrase) as project:
            assert counted(project) == before
            assert project.latest_change() == 0
        assert words_left(path) == []
    assert not [left for left in tmp_path.iterdir() if left.name not in {"study.workbench", "walk.csv", "walk.yaml"}]
