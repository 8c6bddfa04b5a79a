"""Somebody's words go wherever the team wrote them down in the protocol, and a name that stands there is pointed at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.study import TURNS
from tests.triangulation.protocol_study import HOME, A, B, as_, placed_in
from workbench.desk.mentions import NOT_YET, mentions_of
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.file import Project, create, open_file
from workbench.triangulation.concerns import weigh
from workbench.triangulation.protocol.assessments import write_assessment
from workbench.triangulation.protocol.consensus import settle_pair
from workbench.triangulation.protocol.feedback import note_change, note_feedback
from workbench.triangulation.protocol.topic_rows import conclude, rate, sort_under
from workbench.triangulation.silence.threads import open_thread

SAID = TURNS[0]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "ways.workbench"


def written_everywhere(project: Project, words: str) -> None:
    """Put some words into every box of the protocol."""
    here = placed_in(project)
    told = f"As P1 said: “{words}”"
    with project.change("Judge") as session:
        rate(session, here.row, A, B, meaning="same", confirmed="agreement", why=told)
        weigh(session, here.words, "adequacy", "minor", told)
        sort_under(session, here.lone, told)
    with as_(project, "ben").change("Judge") as session:
        rate(session, here.row, A, B, meaning="opposed", confirmed="dissonance", why=told)
        settle_pair(session, here.row, A, B, value="agreement", why=told, how="third person", with_whom=told)
        write_assessment(session, told)
        key = note_feedback(session, who=told, said=told, given_on="2026-03-14", row_id=here.row)
        note_change(session, key, told)


def test_words_that_are_taken_back_are_in_no_box(path: Path) -> None:
    with create(path, title="Ways home", coder="amina") as project:
        written_everywhere(project, SAID)
        withdraw(project, "P1")
    with open_file(path, coder="amina") as project, project.reading_connection() as connection:
        dumped = "\n".join(
            str(cell)
            for table in ("rating", "concern", "consensus", "assessment", "feedback", "topic_row", "entry", "payload")
            for row in _rows(connection, table)
            for cell in row
        )
    assert "underpass after four" not in dumped
    assert SAID.encode() not in path.read_bytes()


def test_a_name_in_any_box_is_pointed_at(path: Path) -> None:
    with create(path, title="Ways home", coder="amina") as project:
        written_everywhere(project, "x")
        with project.read() as session:
            places = {one.where for one in mentions_of(session, "P1")}
    assert places >= {
        "a judgement of two sources",
        "what was settled on two sources",
        "a concern about a finding",
        "an assessment of the whole",
        "feedback",
        "a topic row",
    }


def test_a_reason_that_is_hidden_is_pointed_at_without_its_words(path: Path) -> None:
    with create(path, title="Ways home", coder="amina") as project:
        here = placed_in(project)
        with project.change("Judge") as session:
            rate(session, here.row, A, B, meaning="same", confirmed="agreement", why="P1 bears it out")
            conclude(session, here.row, overall="agreement", together="P1 and the figures agree", fit="confirmation")
            open_thread(session, "Why does P1 agree?", row_id=here.row)
            write_assessment(session, "P1 is behind all of it", about=HOME)
        with project.read() as session:
            own = {one.where: one.words for one in mentions_of(session, "P1")}
        with as_(project, "ben").read() as session:
            others = {one.where: one.words for one in mentions_of(session, "P1")}
        with as_(project, "ben").change("Judge") as session:
            rate(session, here.row, A, B, meaning="opposed", confirmed="dissonance", why="no")
        with as_(project, "ben").read() as session:
            after = {one.where: one.words for one in mentions_of(session, "P1")}
    judged = {"a judgement of two sources", "a topic row", "a thread", "an assessment of the whole"}
    assert own["a judgement of two sources"] == "P1 bears it out"
    assert set(others) == set(own)
    assert {others[where] for where in judged} == {NOT_YET}
    assert after == own


def test_words_taken_back_from_a_reason_that_is_hidden_are_told_without_what_stands_around(path: Path) -> None:
    with create(path, title="Ways home", coder="amina") as project:
        here = placed_in(project)
        with project.change("Judge") as session:
            why = f"they agree since “{SAID}” says so"
            rate(session, here.row, A, B, meaning="same", confirmed="agreement", why=why)
        certificate = withdraw(as_(project, "ben"), "P1")
    told = [one.words for one in certificate.touched.quoted if one.where == "a judgement of two sources"]
    assert told == [NOT_YET]


def _rows(connection: object, table: str) -> list[tuple[object, ...]]:
    found = connection.execute(f"SELECT name FROM sqlite_master WHERE name = '{table}'").fetchall()  # type: ignore[attr-defined]
    return connection.execute(f'SELECT * FROM "{table}"').fetchall() if found else []  # type: ignore[attr-defined]
