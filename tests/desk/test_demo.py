"""The demonstration, built as `workbench demo` builds it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from workbench.desk.demo.building import build_demo
from workbench.desk.shipped import shipped
from workbench.desk.status import status
from workbench.desk.tables.declared import make_table
from workbench.desk.tabular import Table
from workbench.project import checkup
from workbench.project.file import open_file
from workbench.triangulation.silence.threads import threads

IN_WORDS = {"eleven": 11, "twelve": 12, "thirteen": 13}
TIME_PASSES = re.compile("A condition is open and [0-9,]+ days? late|What was decided was to be reviewed on")
"""What a demonstration warns of only because days have gone by since its invented meeting."""
LORRAINE = ("He wanted to know how much he'd owe.", "You can't go on to the next screen until you've picked.")
"""Words of somebody who may be told in other words and not quoted."""


def as_dicts(table: Table) -> list[dict[str, Any]]:
    """A table's rows by column."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.fixture
def folder(demonstration: Path) -> Path:
    """A folder with the demonstration in it."""
    return demonstration


def test_it_holds_what_it_promises(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        counts, problems = status(project)
        documents = as_dicts(make_table(project, "documents"))
        codes = as_dicts(make_table(project, "codes"))
        themes = as_dicts(make_table(project, "themes"))
        findings = as_dicts(make_table(project, "findings"))
        options = as_dicts(make_table(project, "options"))
        with project.read() as session:
            warned = [one for one in checkup.problems(session) if one.severity == "warning"]
    assert sum(row["kind"] != "question" for row in documents) >= 12
    assert sum(row["kind"] == "question" for row in documents) >= 3
    assert all(row["words"] >= 1_200 for row in documents if row["kind"] != "question")
    assert counts["cases"] == 168
    assert sum(row["codings"] > 0 for row in codes) >= 30
    assert sum(row["state"] == "kept" for row in themes) >= 4
    assert sum(row["state"] == "dropped" for row in themes) == 1
    assert counts["codings"] >= 400
    assert counts["coders"] == 2
    assert counts["indicators"] == 3
    assert counts["observations"] > 2_000
    assert counts["suggestions"] >= 20
    assert counts["decisions"] == 2
    assert problems["error"] == 0
    assert all(TIME_PASSES.match(one.message) for one in warned)
    assert 10 <= len(findings) <= 13
    assert {row["state"] for row in findings} == {"current"}
    assert options[0]["title"] == "Business as usual"
    assert len(options) == 4


def test_the_numbers_of_people_are_what_the_project_counts(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        findings = as_dicts(make_table(project, "findings"))
    counted = [row for row in findings if row["cases"] is not None]
    assert len(counted) >= 6
    for row in counted:
        some, all_ = re.match(r"(\w+) of the (\d+) ", row["statement"]).groups()  # type: ignore[union-attr]
        said = int(some) if some.isdigit() else IN_WORDS[some.lower()]
        assert said == row["cases"], row["finding"]
        assert int(all_) == {"interviews": 18, "survey": 150}[row["source"]]
        assert row["asked"] in {None, int(all_)}


def test_every_pair_but_one_was_confirmed_as_proposed(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        rated = [row for row in as_dicts(make_table(project, "convergence")) if row["rater"]]
        with project.read() as session:
            followed = threads(session)
    assert {row["rater"] for row in rated} == {"amina", "ben"}
    assert {"agreement", "partial agreement", "dissonance", "silence"} <= {row["confirmed"] for row in rated}
    assert {row["silence"] for row in rated} >= {"no figure published", "not asked", "not sampled"}
    assert {row["state"] for row in rated} == {"current"}
    overruled = [row for row in rated if row["proposed"] != row["confirmed"]]
    assert [(row["proposed"], row["confirmed"]) for row in overruled] == [("dissonance", "partial agreement")]
    assert len(overruled[0]["why"]) > 100
    assert {one.state for one in followed} == {"open", "resolved", "parked"}
    assert all(one.steps and one.row for one in followed)


def test_nobody_who_has_not_agreed_is_in_what_is_made_for_the_public(folder: Path) -> None:
    """Not their words, nor their names. The team may quote them, but for one who agreed only to be told of."""
    silent = {"Callum", "Remi", "Kai", "Hannah", "Lorraine"}
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        inside = as_dicts(make_table(project, "quotes"))
        outside = as_dicts(make_table(project, "quotes", audience="public"))
        read = as_dicts(make_table(project, "suggestions"))
    assert silent - {row["cases"] for row in inside} == {"Lorraine"}
    assert not silent & {row["cases"] for row in outside}
    assert len(outside) > 300
    assert not [row for row in read if row["document"] == "11_father_maldon.md"], "he is not read by a machine"
    theirs = {row["text"] for row in inside if row["cases"] in silent}
    theirs |= {sentence for sentence in LORRAINE if sentence in _said("13_night_receptionist_colchester.md")}
    assert len(theirs) > 40
    book = load_workbook(folder / "getting-about-safely-evidence.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    page = unescape((folder / "getting-about-safely-brief.html").read_text(encoding="utf-8"))
    for text in (*cells, page):
        assert not [words for words in theirs if words in text]
        assert not [name for name in silent if re.search(rf"\b{name}\b", text)]
    assert any("Dawn" in text for text in cells), "who agreed is there"


def _said(name: str) -> str:
    return (shipped("projects") / "getting_about_safely" / name).read_text(encoding="utf-8")


def test_the_workbook_opens_and_holds_no_formula(folder: Path) -> None:
    book = load_workbook(folder / "getting-about-safely-evidence.xlsx")
    assert len(book.sheetnames) == 11
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [sheet.title for sheet in book if sheet.merged_cells.ranges]
    assert [len(sheet.tables) for sheet in book] == [0] + [1] * 10
    assert str(book["Cover"]["A3"].value).startswith("Invented for demonstration.")


def test_the_brief_draws_its_first_figures_and_says_that_it_is_invented(folder: Path) -> None:
    page = (folder / "getting-about-safely-brief.html").read_text(encoding="utf-8")
    assert page.count("<figure") == 1
    assert page.count("Invented for demonstration.") == 2
    assert "◆ the area in question" in page


def test_one_that_is_there_is_left_as_it_is(folder: Path) -> None:
    path = folder / "getting-about-safely.workbench"
    before = path.read_bytes()
    said: list[str] = []
    assert build_demo(folder, say=said.append).project == path
    assert path.read_bytes() == before
    assert "left as it is" in said[0]


def test_the_brief_was_sent_back_once_and_then_agreed_to_with_conditions(folder: Path) -> None:
    with open_file(next(folder.glob("*.workbench")), coder="amina") as project:
        first, second = as_dicts(make_table(project, "decisions"))
        assert (first["outcome"], first["version"]) == ("revise", 1)
        assert (second["outcome"], second["version"]) == ("approve with conditions", 2)
        assert all(one["state"] == "done" for one in as_dicts(make_table(project, "tasks")))
        assert [one["state"] for one in as_dicts(make_table(project, "conditions"))] == [
            "met",
            "met",
            "met",
            "open",
            "met",
        ]
        outcomes = as_dicts(make_table(project, "outcomes"))
        assert [one["moved"] for one in outcomes] == ["cannot tell", "cannot tell"]
        robbed = outcomes[1]
        assert (robbed["indicator"], robbed["area"], robbed["after"]) == ("Robbery", "Harlow", "")
        assert "(41.5 to 74.2)" in robbed["before"]
        assert robbed["expected"].endswith("by 31 July 2027")
