"""Coded tables: codes of answers in every shape, by several coders, with and without the answers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.specimens.make_office import workbook
from workbench.coding.codings import codings_in
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.governance.pseudonyms import Pseudonyms
from workbench.project.file import Project
from workbench.sources.coders import coder_named
from workbench.sources.documents import document_named, words_at
from workbench.sources.readings import read_segments
from workbench.text import Span

ANSWERS = {
    "P1": "It is dark on the way home.",
    "P2": "The bus never comes, and it is dark.",
    "P3": "Nothing really, I like it.",
    "P4": "My friends moved away.",
}
GIVEN = {
    ("P1", "Fear", "ana"),
    ("P2", "Fear", "ana"),
    ("P2", "Bus", "ana"),
    ("P2", "Bus", "ben"),
    ("P4", "Alone", "ben"),
}
SURVEY = [("id", "why", "age"), *((key, words, "15") for key, words in ANSWERS.items())]
SURVEY_MAP = "survey: walk\ncase: id\nopen: [why]\nclosed: [age]\n"

Rows = Sequence[Sequence[object]]
LONG: Rows = [("id", "code", "coder"), *sorted(GIVEN)]
VALUES: Rows = [
    ("id", "coder", "code", "value"),
    *((key, coder, code, 1) for key, code, coder in sorted(GIVEN)),
    ("P3", "ana", "Fear", 0),
]
MATRIX: Rows = [
    ("id", "coder", "Fear", "Bus", "Alone"),
    ("P1", "ana", 1, 0, 0),
    ("P2", "ana", 1, 1, 0),
    ("P3", "ana", 0, 0, 0),
    ("P2", "ben", 0, 1, 0),
    ("P4", "ben", 0, 0, 1),
    ("P3", "ben", "", "", ""),
]
CROSSED: Rows = [
    ("id", "Fear_ana", "Bus_ana", "Alone_ana", "Fear_ben", "Bus_ben", "Alone_ben"),
    ("P1", 1, 0, 0, "", "", ""),
    ("P2", 1, 1, 0, 0, 1, 0),
    ("P3", 0, 0, 0, "", "", ""),
    ("P4", "", "", "", 0, 0, 1),
]
BY_CODER: Rows = [
    ("id", "codes ana", "codes ben"),
    ("P1", "Fear", ""),
    ("P2", "Fear; Bus", "Bus"),
    ("P3", "none", ""),
    ("P4", "", "Alone"),
]
ONE_COLUMN: Rows = [("id", "coder", "codes"), ("P1", "ana", "Fear"), ("P2", "ana", "Bus\nFear"), ("P2", "ben", "Bus"), ("P4", "ben", "Alone"), ("P3", "ana", "-")]  # fmt: skip


def table(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def one(project: Project, path: Path, **how: object) -> ImportReport:
    (report,) = bring_in(project, [path], **how)  # type: ignore[arg-type]
    return report


def given(project: Project, question: str = "why") -> set[tuple[str, str, str]]:
    """Who gave which answer which code; an answer is told by its words."""
    keys = {words: key for key, words in ANSWERS.items()}
    with project.read() as session:
        document = document_named(session, question)
        return {
            (keys[words_at(session, document, Span(c.start, c.end))], c.code, c.coder)
            for c in codings_in(session, document)
        }


def read_by(project: Project, coder: str) -> int:
    with project.change("look") as session:
        return len(read_segments(session, coder_named(session, coder), document_named(session, "why")))


@pytest.fixture
def walked(project: Project, tmp_path: Path) -> Project:
    (tmp_path / "walk.yaml").write_text(SURVEY_MAP, encoding="utf-8")
    report = one(project, table(tmp_path / "walk.csv", SURVEY), map_=tmp_path / "walk.yaml")
    assert report.outcome == "imported", report.why
    return project


@pytest.mark.parametrize("rows", [LONG, VALUES, MATRIX, CROSSED, BY_CODER, ONE_COLUMN], ids=["long", "values", "matrix", "crossed", "by coder", "one column"])  # fmt: skip
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_every_shape_says_the_same(walked: Project, tmp_path: Path, rows: Rows, ending: str) -> None:
    path = tmp_path / f"coded{ending}"
    if ending == ".csv":
        table(path, rows)
    else:
        path.write_bytes(workbook({"Sheet1": rows}))
    report = one(walked, path, as_="codes")
    assert report.outcome == "imported", report.why
    assert given(walked) == GIVEN
    assert report.counts["codings"] == len(GIVEN)
    assert (read_by(walked, "ana"), read_by(walked, "ben")) == (2 if rows is LONG else 3, 2)
    assert "coded by ana, ben" in report.notes[0]
    assert not any(one(walked, path, as_="codes").counts.values())


def test_a_long_table_with_coders_is_recognised(walked: Project, tmp_path: Path) -> None:
    report = one(walked, table(tmp_path / "coded.csv", LONG))
    assert (report.outcome, report.kind) == ("imported", "codes")
    unclear = one(walked, table(tmp_path / "matrix.csv", MATRIX))
    assert unclear.asks == "kind"
    assert "--as codes" in unclear.why


def test_a_sheet_for_each_coder(walked: Project, tmp_path: Path) -> None:
    sheets = {
        coder: [("id", "Fear", "Bus", "Alone"), *((row[0], *row[2:]) for row in MATRIX[1:] if row[1] == coder)]
        for coder in ("ana", "ben")
    }
    path = tmp_path / "coded.xlsx"
    path.write_bytes(workbook({**sheets, "codebook": [("code", "meaning"), ("Fear", "Being afraid")]}))
    report = one(walked, path, as_="codes")
    assert given(walked) == GIVEN
    assert [left.where for left in report.left_out] == ["sheet “codebook”"]


def test_a_table_with_its_answers_brings_them(project: Project, tmp_path: Path) -> None:
    rows = [("id", "answer", "Fear", "Bus"), ("P1", ANSWERS["P1"], 1, 0), ("P2", ANSWERS["P2"], 1, 1)]
    (tmp_path / "map.yaml").write_text("coder: ana\nnames: {Fear: Safety/Fear}\n", encoding="utf-8")
    report = one(project, table(tmp_path / "coded.csv", rows), as_="codes", map_=tmp_path / "map.yaml")
    assert (report.counts["documents"], report.counts["answers"], report.counts["codings"]) == (1, 2, 3), report.why
    assert given(project, "answer") == {
        ("P1", "Safety/Fear", "ana"),
        ("P2", "Safety/Fear", "ana"),
        ("P2", "Bus", "ana"),
    }
    assert "The answers came in as the survey “coded”." in report.notes
    assert not any(one(project, tmp_path / "coded.csv", as_="codes", map_=tmp_path / "map.yaml").counts.values())


def test_of_two_questions_one_has_to_be_said(project: Project, tmp_path: Path) -> None:
    rows = [("id", "why", "what"), *((key, words, f"{words} Yes.") for key, words in ANSWERS.items())]
    (tmp_path / "walk.yaml").write_text("survey: walk\ncase: id\nopen: [why, what]\n", encoding="utf-8")
    one(project, table(tmp_path / "walk.csv", rows), map_=tmp_path / "walk.yaml")
    path = table(tmp_path / "coded.csv", LONG)
    report = one(project, path)
    assert report.asks == "map"
    assert "could be of “why”, “what”" in report.why
    (tmp_path / "map.yaml").write_text("question: why\n", encoding="utf-8")
    assert one(project, path, as_="codes", map_=tmp_path / "map.yaml").outcome == "imported"
    assert given(project) == GIVEN
    (tmp_path / "words.yaml").write_text("text: said\n", encoding="utf-8")
    said = [(*row, f"{ANSWERS[str(row[0])]} Yes." if number else "said") for number, row in enumerate(LONG)]
    report = one(project, table(tmp_path / "said.csv", said), as_="codes", map_=tmp_path / "words.yaml")
    assert "The codes lie on the answers to “what” of the survey “walk”." in report.notes


def test_what_two_rows_say_differently_is_left_out(walked: Project, tmp_path: Path) -> None:
    rows = [*VALUES, ("P1", "ana", "Fear", 0), ("P9", "ana", "Fear", 1), ("", "ana", "Fear", 1)]
    report = one(walked, table(tmp_path / "coded.csv", rows), as_="codes")
    assert given(walked) == GIVEN
    assert sorted(left.why for left in report.left_out) == [
        "line 2 says otherwise of P1",
        "there is no answer of that number here",
        "“id” is blank",
    ]


@pytest.mark.parametrize(
    ("rows", "map_", "said"),
    [
        ([("id", "Fear"), ("P1", 1), ("P2", 0)], "", "whose coding it is"),
        ([("id", "age"), ("P1", 15), ("P2", 16)], "", "no column of it holds codes"),
        ([("x", "code"), ("a", "Fear"), ("a", "Bus")], "coder: ana\n", "no column says which answer"),
        ([("id", "code"), ("P1", "Fear"), ("P2", "Bus")], "coder: ana\ncode: kode\n", "Did you mean “code”?"),
        ([("id", "code"), ("P1", "Fear"), ("P2", "Bus")], "coderr: ana\n", "Did you mean “coder”?"),
        ([("id", "code"), ("P1", "Fear"), ("P2", "Bus")], "coder: [1]\n", "cannot be read"),
        ([("id", "code"), ("X1", "Fear"), ("X2", "Bus")], "coder: ana\n", "no answers with these numbers"),
        ([("id", "code"), ("P1", "none"), ("P2", "-")], "coder: ana\n", "nothing to bring in"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(walked: Project, tmp_path: Path, rows: Rows, map_: str, said: str) -> None:
    (tmp_path / "map.yaml").write_text(map_ or "{}\n", encoding="utf-8")
    report = one(walked, table(tmp_path / "coded.csv", rows), as_="codes", map_=tmp_path / "map.yaml")
    assert report.outcome == "refused"
    assert said in report.why
    assert report.why.endswith((".", "?"))


def test_names_are_taken_out_of_answers_and_codes(project: Project, tmp_path: Path) -> None:
    names = Pseudonyms()
    names.take_out("Shirin", "person")
    rows = [("id", "answer", "codes", "coder"), ("P1", "I go home with Shirin.", "With Shirin", "ana")]
    report = one(project, table(tmp_path / "coded.csv", rows), as_="codes", names=names)
    assert report.outcome == "imported", report.why
    with project.read() as session:
        document = document_named(session, "answer")
        (coding,) = codings_in(session, document)
        assert "Shirin" not in words_at(session, document, Span(coding.start, coding.end))
        assert "Shirin" not in coding.code
