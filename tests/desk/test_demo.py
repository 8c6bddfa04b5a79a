"""The demonstration, built as `workbench demo` builds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from workbench.desk.demo import build_demo
from workbench.desk.status import status
from workbench.desk.tables import make_table
from workbench.project.file import open_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration in it."""
    where = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(where / "home"))
        build_demo(where, say=lambda _: None)
    return where


def test_it_holds_what_it_promises(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        counts, problems = status(project)
        convergence = make_table(project, "convergence")
        findings = make_table(project, "findings")
        options = make_table(project, "options")
    assert counts["documents"] == 5
    assert counts["cases"] == 67
    assert counts["coders"] == 2
    assert counts["indicators"] == 3
    assert counts["observations"] > 2_000
    assert counts["suggestions"] >= 20
    assert problems["error"] == 0
    confirmed = {row[convergence.columns.index("confirmed")] for row in convergence.rows}
    assert {"agreement", "partial agreement", "dissonance", "silence"} <= confirmed
    assert {row[findings.columns.index("state")] for row in findings.rows} == {"current"}
    assert options.rows[0][options.columns.index("title")] == "Business as usual"
    assert len(options.rows) == 3


def test_the_proposal_of_every_pair_is_what_was_confirmed(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        table = make_table(project, "convergence")
    place = table.columns.index
    rated = [row for row in table.rows if row[place("rater")]]
    assert len(rated) == 5
    assert all(row[place("proposed")] == row[place("confirmed")] for row in rated)


def test_nobody_who_has_not_agreed_is_quoted_to_the_public(folder: Path) -> None:
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        inside = make_table(project, "quotes")
        outside = make_table(project, "quotes", audience="public")
    at = inside.columns.index("cases")
    assert any("Callum" in str(row[at]) for row in inside.rows)
    assert not any("Callum" in str(row[at]) for row in outside.rows)
    text = {str(row[inside.columns.index("text")]) for row in inside.rows if row[at] == "Callum"}
    page = (folder / "getting-about-safely-brief.html").read_text(encoding="utf-8")
    assert text
    book = load_workbook(folder / "getting-about-safely-evidence.xlsx", read_only=True)
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert not [words for words in text if words in page or words in cells]


def test_the_workbook_opens_and_holds_no_formula(folder: Path) -> None:
    book = load_workbook(folder / "getting-about-safely-evidence.xlsx")
    assert len(book.sheetnames) == 6
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [sheet.title for sheet in book if sheet.merged_cells.ranges]
    assert all(len(sheet.tables) == 1 for sheet in book)
    assert str(book["Read me"]["B2"].value).startswith("Invented for demonstration.")


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
