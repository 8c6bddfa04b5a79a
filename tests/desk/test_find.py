"""Finding passages by words, patterns and filters; what is held back is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.coding.concordance import concordance
from workbench.coding.retrieval import passages
from workbench.desk.door.copying import copied
from workbench.desk.door.quoted import names_of_documents
from workbench.desk.find import SearchIsUnclearError, find, wanted
from workbench.desk.importing.bring_in import bring_in
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.file import Project
from workbench.sources.cases import case_labels, set_attribute
from workbench.sources.documents import document_named, segments_of
from workbench.text import Span
from workbench.tui.coding.quote_lines import quote_rows

TALK = (
    "**Interviewer:** How do you walk home in the dark?\n\n**Kez:** By the bus stop, in the dark, alone.\n\n"
    "**Ola:** I stop at the café; it's lit till 18:30.\n\n**Interviewer:** And the bus?\n\n**Kez:** Darkly comic, no.\n"
)


@pytest.fixture
def talk(project: Project, tmp_path: Path) -> Project:
    path = tmp_path / "walk home.md"
    path.write_text(TALK, "utf-8")
    bring_in(project, [path])
    with project.change("Code") as session:
        keys = {label: key for key, label in case_labels(session).items()}
        set_attribute(session, keys["Kez"], "Age band", "16-17")
        document = document_named(session, "walk home.md")
        line = segments_of(session, document)[2]
        apply_code(session, add_code(session, "Places"), document, Span(line.start, line.start + 6))
    return project


@pytest.mark.parametrize(
    ("typed", "turns"),
    [
        ("dark", [0, 1, 4]),
        ("dark ", [0, 1]),
        ('"the dark"', [0, 1]),
        ("bus stop", [1]),
        ("role:interviewer", [0, 3]),
        ("role:interviewer bus", [3]),
        ("person:kez dark", [1, 4]),
        ("speaker:OLA", [2]),
        ("document:walk cafe", [2]),
        ("code:places", [2]),
        ("ageband:16-17", [1, 4]),
        ("Age-band:16-17 comic", [4]),
        ("age_band:18-19", []),
        (r"/\d{2}:\d{2}/", [2]),
        ("/^by|comic/", [1, 4]),
        ("/o/ person:Ola cafe", [2]),
        ("d", []),
        ("person:nobody", []),
        ("", []),
    ],
)
def test_what_is_found(talk: Project, typed: str, turns: list[int]) -> None:
    with talk.read() as session:
        lines = [one.start for one in segments_of(session, 1)]
        hits = find(session, typed)
        assert [lines.index(hit.segment_start) for hit in hits] == turns
        for hit in hits:
            assert hit.segment_start <= hit.start <= hit.end <= hit.segment_end


def test_a_place_of_a_pattern_is_its_own(talk: Project) -> None:
    with talk.read() as session:
        (hit,) = find(session, r"/\d{2}:\d{2}/")
    assert hit.text[hit.mark_start : hit.mark_end] == "18:30"


def test_what_cannot_be_read_is_said(talk: Project) -> None:
    with talk.read() as session:
        with pytest.raises(SearchIsUnclearError, match="cannot be read"):
            find(session, "/(/")
        with pytest.raises(SearchIsUnclearError, match="Age band"):
            find(session, "mood:good")


def test_what_is_held_back_is_not_found(talk: Project) -> None:
    with talk.change("Hold back") as session:
        line = segments_of(session, 1)[1]
        flag(session, 1, Span(line.start + 2, line.start + 4), SAFEGUARDING)
        for typed in ("alone", "/alone/", "person:Kez", "ageband:16-17", "bus"):
            assert all(hit.segment_start != line.start for hit in find(session, typed)), typed


def test_a_question_that_sqlite_is_busy_with_is_broken_off(talk: Project) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    asked = iter(range(1000))
    with talk.read() as session:
        with session.info["unless"](lambda: next(asked) > 5):
            session.connection().exec_driver_sql(endless)
        assert next(asked) > 5
        assert find(session, "dark")


def test_words_are_found_with_one_question_for_passages_and_one_for_what_is_held_back(talk: Project) -> None:
    said: list[str] = []
    with talk.read() as session:
        find(session, "dark")
        raw = session.connection().connection.driver_connection
        raw.set_trace_callback(said.append)
        assert find(session, "dark")
        raw.set_trace_callback(None)
    assert [statement.split()[0] for statement in said if not statement.startswith("--")] == ["SELECT", "SELECT"]


def test_limits_and_stopping(talk: Project) -> None:
    with talk.read() as session:
        assert len(find(session, "dark", limit=2)) == 2
        assert find(session, "/a/", stopped=lambda: True) == []
        assert find(session, "dark", stopped=lambda: True) == []
    assert wanted("a /b\\/c/").pattern is not None


def test_a_document_is_called_by_its_title_wherever_its_words_are_listed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "07.md"
    path.write_text("# Walking home\n\n**Interviewer:** When?\n\n**Kez:** After dark, alone.\n", "utf-8")
    bring_in(project, [path])
    with project.change("Code") as session:
        document = document_named(session, "07.md")
        line = segments_of(session, document)[-1]
        apply_code(session, add_code(session, "Dark"), document, Span(line.start, line.end))
    with project.read() as session:
        assert [hit.document for hit in find(session, "dark")] == ["Walking home"]
        assert [one.document for one in concordance(session, "dark")] == ["Walking home"]
        assert [row.document for row in quote_rows(session, passages(session))] == ["Walking home"]
        assert names_of_documents(session, team=True, titled=True) == {"07.md": "Walking home"}
        assert names_of_documents(session, team=False, titled=True) == {"07.md": "transcript 1"}
    assert "(Kez, Walking home, turn 3;" in copied(project, document, Span(line.start, line.end))
