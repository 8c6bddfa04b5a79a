"""Bringing files in: whole or not at all, reported, and never twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import WALK
from workbench.coding.codebook import add_code, ensure_code
from workbench.coding.codings import apply_code, codings_in, still_holds
from workbench.coding.memos import memos, write_memo
from workbench.coding.problems import problems
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.governance.flags import SAFEGUARDING, flag, flags
from workbench.project.file import Project
from workbench.sources.cases import attributes_of, case_named
from workbench.sources.coders import coder_named
from workbench.sources.document_list import documents
from workbench.sources.documents import document_named, segments_of, words_at
from workbench.sources.readings import read_segments
from workbench.text import Span

JUPYTER_SHORT = """
survey: jupyter 2015
case: column 1
open: [hinderances, difficult_aspects_1, pleasant_aspects_1]
closed: [how_often, how_long_used, how_run, years_in_role, audience_size]
ignore: [time_started, date_submitted, status]
"""
JUPYTER_RAW = """
survey: jupyter 2015 raw
open:
  "What, if anything, hinders you from making Jupyter Notebook an even more regular part of your workflow?": hinders
  "Workflow Need #1:What needs in your workflow does Jupyter Notebook address?": needs
closed:
  How often do you use Jupyter Notebook?: how often
ignore: [Time Started, Date Submitted]
"""
SURVEY = "id,why,age,fear\nP1,It is dark.,16,1\nP2,,17,1\nP3,No bus.,16,0\n"
SURVEY_MAP = "survey: walk\ncase: id\nopen: [why]\nclosed: [age]\ncodes: {fear: Safety/Fear}\ncoder: ben\n"


def everything(project: Project) -> dict[str, list[Any]]:
    """Every row of every table."""
    with project.read() as session:
        connection = session.connection().connection.driver_connection
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def one(project: Project, path: Path, **how: Any) -> ImportReport:
    (report,) = bring_in(project, [path], **how)
    return report


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "07.md"
    path.write_text(WALK)
    return path


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(SURVEY_MAP)
    path = tmp_path / "walk.csv"
    path.write_text(SURVEY)
    return path


def test_a_file_comes_in_as_one_change(project: Project, file: Path) -> None:
    report = one(project, file)
    assert (report.outcome, report.kind) == ("imported", "transcript")
    assert report.counts["turns"] == 4
    assert report.as_json()["counts"]["observations"] == 0
    done = project.undo()
    assert done is not None
    assert done.name == "Import 07.md"


def test_the_same_file_again_changes_nothing(project: Project, file: Path) -> None:
    one(project, file)
    before = everything(project)
    report = one(project, file)
    assert report.outcome == "imported"
    assert not any(report.counts.values())
    assert "already" in report.notes[-1]
    assert everything(project) == before


def test_a_dry_run_changes_nothing(project: Project, file: Path, survey: Path) -> None:
    before = everything(project)
    assert one(project, file, dry_run=True).counts["turns"] == 4
    assert one(project, survey, map_=survey.parent / "map.yaml", dry_run=True).counts["codings"] == 1
    assert everything(project) == before


def test_changed_words_are_refused_then_amended_and_codings_follow(project: Project, file: Path) -> None:
    one(project, file)
    with project.change("Code") as session:
        key = document_named(session, "07.md")
        lamps = _place(session, key, "when the lamps are out")
        bus = _place(session, key, "never take")
        apply_code(session, ensure_code(session, "Light"), key, lamps)
        apply_code(session, ensure_code(session, "Bus"), key, bus)
    file.write_text(WALK.replace("I cross", "Well, I cross").replace("I never take the bus.", "Me too!"))
    before = everything(project)
    refused = one(project, file)
    assert refused.outcome == "refused"
    assert "2 passages would change or go, and 1 coding with them" in refused.why
    assert everything(project) == before
    report = one(project, file, amend=True)
    assert [(left.what, left.why) for left in report.left_out] == [("a coding", "its words are no longer there")]
    with project.read() as session:
        (left,) = codings_in(session, key)
        assert words_at(session, key, Span(left.start, left.end)) == "when the lamps are out"


def test_what_lies_on_changed_words_follows_and_is_listed(project: Project, file: Path) -> None:
    one(project, file)
    with project.change("Code") as session:
        key = document_named(session, "07.md")
        lamps, bus = _place(session, key, "when the lamps are out"), _place(session, key, "never take")
        light = add_code(session, "Light", definition="Lamps.")
        same = apply_code(session, light, key, lamps)
        turn = next(line for line in segments_of(session, key) if "lamps are out" in line.text)
        changed = apply_code(session, light, key, Span(turn.start, turn.end))
        note = write_memo(session, "see", about="document", thing_id=key, kind="note", span=lamps)
        lost = write_memo(session, "a tram?", about="document", thing_id=key, kind="note", span=bus)
        flag(session, key, lamps, SAFEGUARDING)
        flag(session, key, bus, SAFEGUARDING)
    file.write_text(WALK.replace("I cross", "I hardly cross").replace("I never take the bus.", "Me too!"))
    report = one(project, file, amend=True)
    assert [left.what for left in report.left_out] == ["a flag"]
    assert "2 codings followed their words." in report.notes
    assert any("1 of them" in note for note in report.notes), report.notes
    with project.read() as session:
        marked = {line.id: line.reworded for line in codings_in(session, key)}
        assert marked[same] is None
        assert marked[changed] is not None
        (held,) = flags(session)
        assert words_at(session, key, held.span) == "when the lamps are out"
        kept = {memo.id: memo for memo in memos(session)}
        assert words_at(session, key, Span(kept[note].start or 0, kept[note].end or 0)) == "when the lamps are out"
        assert (kept[lost].text, kept[lost].start) == ("a tram?", None)
        assert [one.where for one in problems(session)] == ["07.md"]
    with project.change("Look") as session:
        still_holds(session, changed)
        assert problems(session) == []


def test_the_same_name_may_come_in_as_another_document(project: Project, file: Path) -> None:
    one(project, file)
    file.write_text(WALK + "\nBen: And more.\n")
    assert one(project, file, as_new=True).outcome == "imported"
    with project.read() as session:
        assert [line.name for line in documents(session)] == ["07.md", "07 (2).md"]


def test_a_map_says_roles_and_cases(project: Project, file: Path) -> None:
    told = file.parent / "told.yaml"
    told.write_text("roles: {Ben: supporter}\ncases: {Amina: P07}\n")
    one(project, file, map_=told)
    with project.read() as session:
        assert {line.case for line in segments_of(session, 1)} == {"", "P07"}


def test_a_survey_with_codes(project: Project, survey: Path) -> None:
    report = one(project, survey, map_=survey.parent / "map.yaml")
    assert {name: report.counts[name] for name in ("documents", "rows", "answers", "blanks", "codings")} == {
        "documents": 1,
        "rows": 3,
        "answers": 2,
        "blanks": 1,
        "codings": 1,
    }
    assert [(left.where, left.what) for left in report.left_out] == [("P2", "the code Safety/Fear")]
    with project.change("Look") as session:
        key = document_named(session, "why")
        (coding,) = codings_in(session, key)
        assert (words_at(session, key, Span(coding.start, coding.end)), coding.coder) == ("It is dark.", "ben")
        assert len(read_segments(session, coder_named(session, "ben"), key)) == 2
        assert attributes_of(session)[case_named(session, "P3")] == {"age": "16"}


def test_a_survey_again_and_longer_and_changed(project: Project, survey: Path) -> None:
    map_ = survey.parent / "map.yaml"
    one(project, survey, map_=map_)
    before = everything(project)
    assert "already" in one(project, survey, map_=map_).notes[-1]
    assert everything(project) == before
    survey.write_text(SURVEY + "P4,Too far.,15,1\n")
    longer = one(project, survey, map_=map_)
    assert (longer.counts["answers"], longer.counts["codings"]) == (1, 1)
    survey.write_text(SURVEY.replace("It is dark", "It is very dark").replace("17", "18"))
    assert "2 of its answers would change" in one(project, survey, map_=map_).why
    one(project, survey, map_=map_, amend=True)
    with project.read() as session:
        key = document_named(session, "why")
        (first, second) = codings_in(session, key)
        assert words_at(session, key, Span(first.start, first.end)) == "It is very dark."
        assert words_at(session, key, Span(second.start, second.end)) == "Too far."


def test_the_same_word_in_two_surveys_is_two_attributes_where_they_differ(project: Project, tmp_path: Path) -> None:
    for name, age in (("a", "16"), ("b", "17")):
        (tmp_path / f"{name}.csv").write_text(f"id,age\nP1,{age}\nP2,20\n")
        assert one(project, tmp_path / f"{name}.csv", as_="survey").outcome == "imported"
    with project.read() as session:
        assert attributes_of(session)[1] == {"age": "16", "age (b)": "17"}


def test_one_refused_file_keeps_no_other_out(project: Project, file: Path, tmp_path: Path) -> None:
    (tmp_path / "08.txt").write_bytes(b"")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    reports = bring_in(project, [tmp_path / "08.txt", tmp_path / "x.csv", file, tmp_path, tmp_path / "none.md"])
    assert [report.outcome for report in reports] == ["refused", "refused", "imported", "refused", "refused"]
    assert "--map" in reports[1].why


def test_the_jupyter_survey_comes_in_both_ways(project: Project, shared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(JUPYTER_SHORT)
    (tmp_path / "raw.yaml").write_text(JUPYTER_RAW)
    short = one(project, shared_data / "coded/jupyter2015/survey_short_columns.csv", map_=tmp_path / "short.yaml")
    assert (short.counts["rows"], short.counts["answers"], short.counts["blanks"]) == (1706, 763 + 513 + 580, 3262)
    raw = one(project, shared_data / "surveys/jupyter2015/SurveyExport_raw.csv", map_=tmp_path / "raw.yaml")
    assert (raw.counts["rows"], raw.counts["answers"]) == (1706, 764 + 688)
    with project.read() as session:
        assert {line.name: line.segments for line in documents(session)} == {
            "hinderances": 763,
            "difficult_aspects_1": 513,
            "pleasant_aspects_1": 580,
            "hinders": 764,
            "needs": 688,
        }


READ = frozenset({".csv", ".docx", ".html", ".md", ".por", ".sav", ".sbv", ".srt", ".txt", ".vtt", ".xlsx", ".zsav"})


@pytest.mark.parametrize("folder", ["csv", "docx", "encodings", "sav", "text", "vtt_srt", "xlsx"])
def test_nasty_files_come_in_or_are_refused_in_a_sentence(project: Project, shared_data: Path, folder: str) -> None:
    before = everything(project)
    outcomes = set()
    for path in sorted((shared_data / "nasty" / folder).iterdir()):
        for as_ in (None, "survey") if path.suffix in {".csv", ".xlsx"} else (None,):
            report = one(project, path, as_=as_)
            outcomes.add(report.outcome)
            if report.outcome == "refused":
                assert report.why.endswith((".", "?")), report.why
                assert path.name in report.why
                assert len(report.left_out) == 1
                assert "\n" not in report.why
                assert "Error" not in report.why
                assert sum(report.counts.values()) == 0
                assert everything(project) == before, path.name
            else:
                assert path.suffix in READ
                there = "is in the project already" in " ".join(report.notes)
                assert there or report.counts["words"] + report.counts["rows"] > 0
                before = everything(project)
    only = {"encodings": {"imported"}}
    assert outcomes == only.get(folder, {"imported", "refused"})


@pytest.mark.parametrize("name", ["interview.docx", "interview.vtt", "interview.srt", "survey.xlsx"])
def test_every_kind_is_tried_dry_then_comes_in_and_is_found_again(project: Project, name: str) -> None:
    path = Path(__file__).parents[1] / "specimens" / "sources" / name
    as_ = "survey" if name.endswith("xlsx") else None
    before = everything(project)
    tried = one(project, path, as_=as_, dry_run=True)
    assert everything(project) == before
    came = one(project, path, as_=as_)
    assert came.counts == tried.counts
    assert came.left_out == tried.left_out
    with project.read() as session:
        (document,) = documents(session)
        lines = segments_of(session, document.id)
    if name.endswith(("vtt", "srt")):
        assert [line.at_ms for line in lines] == [3000, 6000, 70_000]
    assert "already" in one(project, path, as_=as_).notes[-1]


def _place(session: Any, document: int, words: str) -> Span:
    text = "\n".join(line.text for line in segments_of(session, document))
    return Span(text.index(words), text.index(words) + len(words))


def test_the_same_conversation_under_two_names_is_said(project: Project, tmp_path: Path) -> None:
    for name, words in (("a.md", WALK), ("copy of a.md", WALK), ("b.md", f"{WALK}\n\n**Kez:** One more thing.\n")):
        (tmp_path / name).write_text(words, "utf-8")
    first = bring_in(project, [tmp_path / "a.md", tmp_path / "b.md", tmp_path / "copy of a.md"])
    said = "a.md has the same words: if it is the same conversation, leave one of them out."
    assert [said in report.notes for report in first] == [False, False, True]
    again = bring_in(project, [tmp_path / "copy of a.md", tmp_path / "a.md"], dry_run=True)
    assert again[0].content == again[1].content != ""
    assert not any(said in report.notes for report in again[1:])


def test_many_questions_of_which_another_survey_says_something_else_are_one_note(
    project: Project, tmp_path: Path
) -> None:
    names = ",".join(f"q{number}" for number in range(6))
    for name, answers in (("one.csv", "1,2,3,4,5,6"), ("two.csv", "6,5,4,3,2,1")):
        (tmp_path / name).write_text(f"id,{names}\nP1,{answers}\nP2,1,1,1,1,1,1\n", "utf-8")
    (tmp_path / "map.yaml").write_text(f"case: id\nclosed: [{names}]\n", "utf-8")
    reports = bring_in(project, [tmp_path / "one.csv", tmp_path / "two.csv"], map_=tmp_path / "map.yaml")
    said = [note for report in reports for note in report.notes if "another survey" in note.casefold()]
    assert len(said) == 1
    assert "6 closed questions, “q0”, “q1”, “q2” and others: this one's carry its name, as “q0 (two)”." in said[0]
