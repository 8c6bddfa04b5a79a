"""Several transcripts brought in at once: written together, each a change of its own, and none lost by another."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.desk.importing.bring_in import ImportStoppedError, bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.desk.importing.together import MOST
from workbench.project import checkup
from workbench.project.file import Project, create
from workbench.sources.document_list import documents

ROWS = """SELECT document.name, document.length, document.content, segment.guid, ordinal, start, end, words, segment.text, speaker.label,
    cases.label FROM segment JOIN document ON document.id = segment.document_id JOIN speaker ON speaker.id = segment.speaker_id
    LEFT JOIN cases ON cases.id = segment.case_id ORDER BY document.id, ordinal"""
HISTORY = """SELECT change.name, change.kind, tab, op, row_id, upto, entry.guid IS NULL
    FROM change JOIN entry ON change_id = change.id ORDER BY entry.id"""


def transcripts(folder: Path, count: int) -> list[Path]:
    """Interviews with people of whom some say the same."""
    paths = [folder / f"{number:02}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(f"**Interviewer:** Where?\n\n**Kez:** By canal {number % 3}.\n\n**Kez:** Late.\n", "utf-8")
    return paths


def found(project: Project, words: str) -> int:
    """How many passages the text index finds."""
    with project.read() as session:
        return len(session.info["search"](words, 500))


def names(project: Project) -> list[str]:
    """The documents that are there, in the order in which they came."""
    with project.read() as session:
        return [line.name for line in sorted(documents(session), key=lambda line: line.id)]


def healthy(project: Project) -> None:
    """Nothing is wrong with the file, and its text index is true."""
    with project.read() as session:
        assert checkup.file_problems(session) == []


def statements(project: Project, statement: str) -> list[tuple[object, ...]]:
    """What a statement finds."""
    with project.reading_connection() as connection:
        return list(connection.execute(statement).fetchall())


def test_they_leave_what_they_leave_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = transcripts(tmp_path, MOST + 3)
    with monkeypatch.context() as one_secret:
        one_secret.setattr("os.urandom", bytes)
        together, alone = (create(tmp_path / f"{name}.workbench", title="Study", coder="amina") for name in "ab")
    with together, alone:
        assert bring_in(together, paths) == [report for path in paths for report in bring_in(alone, [path])]
        for statement in (ROWS, HISTORY):
            assert statements(together, statement) == statements(alone, statement) != []


def test_each_is_found_and_taken_back_by_itself(project: Project, tmp_path: Path) -> None:
    bring_in(project, transcripts(tmp_path, MOST + 3))
    assert found(project, "canal") == len(names(project)) == MOST + 3
    done = project.undo()
    assert done is not None
    assert done.name == f"Import {MOST + 2}.md"
    for left in range(MOST + 1, MOST - 3, -1):
        project.undo()
        assert found(project, "canal") == len(names(project)) == left
    healthy(project)
    project.redo()
    assert found(project, "canal") == len(names(project)) == MOST - 1
    healthy(project)


def test_one_that_is_there_or_twice_or_refused_keeps_no_other_out(project: Project, tmp_path: Path) -> None:
    paths = transcripts(tmp_path, 5)
    bring_in(project, paths[1:2])
    (tmp_path / "empty.md").write_text(" \n", "utf-8")
    told: list[ImportReport] = []
    reports = bring_in(
        project, [paths[0], paths[1], tmp_path / "empty.md", paths[2], paths[2], paths[3]], came=told.append
    )
    assert [report.file for report in reports] == ["00.md", "01.md", "empty.md", "02.md", "02.md", "03.md"]
    assert [report.outcome for report in reports] == ["imported"] * 2 + ["refused"] + ["imported"] * 3
    assert [report.counts["documents"] for report in reports] == [1, 0, 0, 1, 0, 1]
    assert told == reports
    assert names(project) == ["01.md", "00.md", "02.md", "03.md"]
    assert found(project, "canal") == 4
    healthy(project)


def test_those_that_were_read_before_it_was_stopped_come_in(project: Project, tmp_path: Path) -> None:
    shares: list[float] = []
    told: list[ImportReport] = []
    with pytest.raises(ImportStoppedError):
        bring_in(
            project,
            transcripts(tmp_path, 6),
            progress=shares.append,
            cancelled=lambda: bool(shares) and shares[-1] >= 3,
            came=told.append,
        )
    assert names(project) == [report.file for report in told] == ["00.md", "01.md", "02.md"]
    assert shares == sorted(shares)
    assert found(project, "late") == 3
