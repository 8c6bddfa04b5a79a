"""Displays, what was settled and what is silent as sheets; names that a sheet cannot have; files that cannot be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import tables_in
from tests.displays import add_people
from tests.study import add_study
from workbench.desk.door.leaving import FileIsOpenError
from workbench.desk.take_out import take_out
from workbench.desk.workbook.declared import A_PORTRAIT
from workbench.exchange.workbook.sheets import NoSuchSheetError
from workbench.governance.departures import departures
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import NotMadeTogetherError, write_note
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.convergence import GLYPHS
from workbench.triangulation.protocol.topic_rows import add_row, place, rate

LONG = "What girls and boys say of the way home in the dark, by sex: [all]"
"""More than 31 characters, some of which a sheet's name may not have."""
RUNS = "=HYPERLINK(0)"


@pytest.fixture
def display(project: Any) -> int:
    """The display that has a long title, in a study of eight people."""
    with project.change("People and displays") as session:
        add_people(session, consent="given")
        key = add_display(session, "statistics by themes", LONG, {"by": "sex"})
        add_display(session, "quotes", "Quotes", {"by": "sex", "quotes": 3})
    return key


def write_together(project: Any, key: int, text: str = "It is the dark.") -> None:
    with project.change("Together") as session:
        found = draw(session, key)
        for row in found.rows:
            write_note(session, found, row.about, text, "expansion")


def test_every_display_is_a_sheet_and_a_long_name_is_cut_and_told(project: Any, display: int, tmp_path: Path) -> None:
    write_together(project, display)
    out = take_out(project, tmp_path / "a.xlsx", sheets=["Quotes", "Displays"]).path
    book = load_workbook(out)
    short = "What girls and boys say of the"
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Quotes", short, "Display, Quotes"]
    rows = tables_in(out)[short]
    assert {row["What we make of it together"] for row in rows} == {"It is the dark."}
    assert {row["How the two sides fit"] for row in rows} == {"each adds to the other"}
    assert all("said by" in str(row) or "raised by" in str(row) or "not asked" in str(row) for row in rows)
    notes = " ".join(row["Note"] for row in tables_in(out)["Notes"])
    assert f"“{LONG}” is called “{short}” here" in notes
    assert [row["Sheet"] for row in tables_in(out)["Contents"]] == ["Notes", "Quotes", LONG, "Display, Quotes"]
    assert LONG in str(book[short]["A1"].value)


def test_a_display_can_be_asked_for_by_its_title(project: Any, display: int, tmp_path: Path) -> None:
    book = load_workbook(take_out(project, tmp_path / "a.xlsx", sheets=[LONG.upper()]).path)
    assert book.sheetnames[3:] == ["What girls and boys say of the"]


def test_outside_a_display_leaves_only_when_each_row_is_made_together(
    project: Any, display: int, tmp_path: Path
) -> None:
    with pytest.raises(NotMadeTogetherError, match="not written yet"):
        take_out(project, tmp_path / "a.xlsx", audience="public", sheets=[LONG])
    assert not (tmp_path / "a.xlsx").exists()
    with project.read() as session:
        assert departures(session) == []
    write_together(project, display)
    rows = tables_in(take_out(project, tmp_path / "a.xlsx", audience="public", sheets=[LONG]).path)
    assert "Look again" not in next(iter(rows["What girls and boys say of the"]))


def test_what_a_spreadsheet_would_run_stays_text(project: Any, display: int, tmp_path: Path) -> None:
    with project.change("A title that would run") as session:
        key = add_display(session, "statistics by themes", RUNS, {"by": "sex"})
    write_together(project, key, "=1+1")
    book = load_workbook(take_out(project, tmp_path / "a.xlsx", sheets=[RUNS]).path)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))


def test_what_was_settled_and_what_is_silent(project: Any, tmp_path: Path) -> None:
    with project.change("Two topics") as session:
        made = add_study(session, consent="given")
        words = write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="One walks it daily.",
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.", prominence="low",
            evidence=[Evidence("observation", made.harlow)], against="It counts adults.",
        )  # fmt: skip
        both, alone = add_row(session, "Getting home"), add_row(session, "Who carries")
        for row, finding in ((both, words), (both, numbers), (alone, words)):
            place(session, row, finding)
        rate(session, both, "interviews", "Active Lives", meaning="cannot tell", why="Adults here, children there.")
        rate(session, alone, "interviews", "Active Lives", silence="no figure published", confirmed="silence")
    wanted = ["Convergence", "Consensus and dissent", "Silence map", "Agreement of judges"]
    made_sheets = tables_in(take_out(project, tmp_path / "a.xlsx", sheets=wanted).path)
    (told,) = [row for row in made_sheets["Convergence"] if row["Topic"] == "Getting home"]
    assert (told["Decided"], told["Decided by"]) == ("cannot tell", "amina")
    settled = {row["Topic"]: row for row in made_sheets["Consensus and dissent"]}
    assert settled["Getting home"]["How it came about"] == "one person only"
    assert not any(sign in str(made_sheets) for sign in set(GLYPHS.values()) - {"·"})
    silent = {(row["Topic"], row["Source"]): row for row in made_sheets["Silence map"]}
    assert silent["Who carries", "Active Lives"]["Why it is silent"] == "no figure is published on it"
    assert silent["Who carries", "Active Lives"]["On whose word"] == "a person's judgement"
    assert silent["Who carries", "interviews"]["Findings"] == "F1"
    (nobody,) = made_sheets["Agreement of judges"]
    assert nobody["One person"].startswith("No two people have judged")


def test_a_line_for_each_person_is_for_the_team(project: Any, display: int, tmp_path: Path) -> None:
    wanted = ["Code by person", "Framework"]
    inside = tables_in(take_out(project, tmp_path / "a.xlsx", sheets=wanted).path)
    outside = tables_in(take_out(project, tmp_path / "b.xlsx", audience="public", sheets=wanted).path)
    assert {row["Person"] for row in inside["Code by person"]} == {f"P{number}" for number in range(1, 9)}
    for name in wanted:
        assert [row["Person"] for row in outside[name]] == [A_PORTRAIT]


def test_coders_have_numbers_outside_the_team(project: Any, display: int, tmp_path: Path) -> None:
    outside = tables_in(take_out(project, tmp_path / "b.xlsx", audience="public", sheets=["Agreement"]).path)
    assert "amina" not in str(outside)


def test_a_sheet_that_there_is_not_is_told_with_those_there_are(project: Any, display: int, tmp_path: Path) -> None:
    with pytest.raises(NoSuchSheetError) as refused:
        take_out(project, tmp_path / "a.xlsx", sheets=["Silence mapp"])
    assert "Did you mean Silence map?" in str(refused.value)
    assert str(refused.value).endswith("Provenance, Displays.")
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full. Make room"), (errno.EACCES, "Choose another folder")]
)
def test_a_disk_that_is_full_and_a_folder_that_is_locked(
    project: Any, display: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("workbench.desk.door.set_down.tempfile.mkstemp", refused)
    with pytest.raises(FileIsOpenError, match=said):
        take_out(project, tmp_path / "a.xlsx")
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".xlsx"] == []
    with project.read() as session:
        assert departures(session) == []


def test_a_disk_that_fills_while_it_is_written_leaves_the_older_file_whole(
    project: Any, display: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = take_out(project, tmp_path / "a.xlsx").path
    before = out.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("workbench.desk.door.set_down.os.fsync", full)
    with pytest.raises(FileIsOpenError, match="the disk is full"):
        take_out(project, out, sheets=["Findings"])
    assert out.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".xlsx"] == ["a.xlsx"]


def test_a_file_that_is_there_is_written_anew(project: Any, display: int, tmp_path: Path) -> None:
    out = take_out(project, tmp_path / "a.xlsx").path
    take_out(project, out, sheets=["Findings"])
    assert load_workbook(out).sheetnames == ["Cover", "Contents", "Notes", "Findings"]
