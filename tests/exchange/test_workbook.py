"""The workbook as a file: opened again, every sheet is one marked-up table of plain values."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from workbench.exchange.workbook.sheets import NAMES, Column, NoSuchSheetError, Sheet, numbered, read_me, wanted
from workbench.exchange.workbook.writing import MAX_TEXT, unique, workbook

COLUMNS = (Column("Who", 12, strong=True), Column("Said", 40), Column("How many", 9, "0"), Column("On", 14))


def made(*sheets: Sheet, title: str = "7 ways & more: workbook") -> bytes:
    return workbook(sheets, title=title, heading="For the public")


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def sheet(*rows: tuple[Any, ...], columns: tuple[Column, ...] = COLUMNS) -> Sheet:
    return Sheet("Quotes", columns, rows, "Nobody may be quoted.")


def test_a_sheet_is_one_table_that_fits_its_cells() -> None:
    content = made(sheet(("Dawn", "We go round.", 3, date(2026, 3, 1)), ("Tia", "So do I.", "–", "–")))
    page = opened(content)["Quotes"]
    (table,) = page.tables.values()
    assert (table.displayName, table.ref) == ("Quotes", "A1:D3")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in page[1]]
    assert page.freeze_panes == "B2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert page["C2"].value == 3
    assert page["D2"].value.date() == date(2026, 3, 1)
    assert page["D2"].number_format == "d mmm yyyy"
    assert page.oddFooter.left.text == "7 ways && more: workbook · For the public"
    assert page.oddFooter.right.text == "Page &P of &N"


def test_the_file_says_nothing_of_who_and_where_and_holds_only_what_it_may() -> None:
    content = made(sheet(("a\x00b\x0bc\ud800d\ufffe", "line\r\nline", 1, "_x0041_")))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            text = file.read(name)
            if name.endswith((".xml", ".rels")):
                ET.fromstring(text)
            assert b"/tmp" not in text
            assert b"/root" not in text
            assert not re.search(rb"<f[ >]", text) or not name.startswith("xl/worksheets")
    book = opened(content)
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert book.properties.title == "7 ways & more: workbook"
    assert [cell.value for cell in book["Quotes"][2]] == ["abcd", "line\nline", 1, "_x005F_x0041_"]


def test_no_payload_runs(shared_data: Path) -> None:
    payloads = (
        (shared_data / "nasty" / "csv" / "formula_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    )
    payloads += ["=1+1", "+1", "-1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "#N/A", "TRUE"]
    columns = (Column("=cmd|' /C calc'!A0", 12), Column("@x", 40), Column("+y", 9, "0"))
    page = opened(made(sheet(*((one, one, one) for one in payloads), columns=columns)))["Quotes"]
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type in {"s", "inlineStr"}, cell.coordinate
            assert not str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_numbers_are_numbers_and_what_is_none_is_text() -> None:
    page = opened(made(sheet(("Dawn", "x", 0.0123, "–"), ("Dawn", "x", float("nan"), "–"), ("Dawn", "x", True, "–"))))[
        "Quotes"
    ]
    assert [(row[2].value, row[2].data_type) for row in page.iter_rows(min_row=2)] == [
        (0.0123, "n"),
        ("nan", "s"),
        ("True", "s"),
    ]


def test_headings_are_one_line_and_each_only_once() -> None:
    assert unique(["Age", "age", "A\nb", "", "AGE"]) == ["Age", "age (2)", "A b", "Column", "AGE (3)"]


def test_a_sheet_without_rows_says_why_and_is_still_a_table() -> None:
    page = opened(made(sheet()))["Quotes"]
    assert [cell.value for cell in page[2]] == ["Nobody may be quoted.", "–", "–", "–"]
    assert next(iter(page.tables.values())).ref == "A1:D2"


def test_a_text_that_a_cell_cannot_hold_says_that_it_is_cut() -> None:
    page = opened(made(sheet(("Dawn", "x" * (MAX_TEXT + 5), 1, "–"))))["Quotes"]
    assert len(page["B2"].value) == MAX_TEXT
    assert page["B2"].value.endswith("(cut here: a cell holds no more)")


def test_rows_are_as_high_as_their_longest_cell_needs() -> None:
    page = opened(made(sheet(("Dawn", "short", 1, "–"), ("Dawn", "one two three " * 20, 1, "–"))))["Quotes"]
    assert page.row_dimensions[2].height < 20
    lines = len("one two three " * 20) / 38
    assert page.row_dimensions[3].height >= 12.5 * lines


def test_the_first_sheet_leads_to_the_others_and_has_no_buttons() -> None:
    book = opened(made(read_me([("Project", "Ways home"), ("Quotes", "2 passages")]), sheet(("Dawn", "x", 1, "–"))))
    assert book["Read me"]["A3"].hyperlink.location == "'Quotes'!A1"
    assert book["Read me"]["A2"].hyperlink is None
    assert next(iter(book["Read me"].tables.values())).autoFilter is None
    assert next(iter(book["Quotes"].tables.values())).autoFilter is not None


def test_sheets_are_known_however_they_are_written_and_near_names_are_offered() -> None:
    assert wanted(None) == NAMES
    assert wanted(["FIGURES", "side-by-side"]) == ("Read me", "Side by side", "Figures")
    for said, meant in (
        ("indicators", "Figures"),
        ("convergance", "Convergence"),
        ("theme by group", "Themes by group"),
    ):
        with pytest.raises(NoSuchSheetError, match=f"Did you mean {meant}"):
            wanted([said])


def test_doubts_are_numbered_where_there_are_several() -> None:
    assert numbered(["Old.", "", "Small."]) == "1. Old.\n2. Small."
    assert numbered(["Old."]) == "Old."
