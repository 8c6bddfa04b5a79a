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

from tests.books import rows_of, table_of
from workbench.desk.workbook.declared import SHEETS, wanted
from workbench.exchange.workbook.charts import _round_above
from workbench.exchange.workbook.names import fitted, table_name
from workbench.exchange.workbook.sheets import (
    CONTENTS,
    Chart,
    Column,
    Cover,
    Leads,
    NoSuchSheetError,
    Sheet,
    numbered,
)
from workbench.exchange.workbook.shorthand import missing
from workbench.exchange.workbook.text import MAX_TEXT, unique
from workbench.exchange.workbook.writing import workbook

COLUMNS = (Column("Who", 12, strong=True), Column("Said", 40), Column("How many", 9, "0"), Column("On", 14))


def made(*sheets: Sheet, title: str = "7 ways & more: workbook") -> bytes:
    cover = Cover(title, (("What this is", ("A workbook.",)),))
    return workbook(cover, sheets, title=title, heading="For the public", author="7 ways & more")


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def sheet(*rows: tuple[Any, ...], columns: tuple[Column, ...] = COLUMNS, **more: Any) -> Sheet:
    return Sheet("Quotes", "Quotes: what they said", columns, rows, "Nobody may be quoted.", **more)


def test_a_sheet_is_one_table_below_its_title() -> None:
    content = made(sheet(("Dawn", "We go round.", 3, date(2026, 3, 1)), ("Tia", "So do I.", "[x]", "none")))
    page = opened(content)["Quotes"]
    (table,) = page.tables.values()
    assert (table.displayName, table.ref) == ("Quotes", "A4:D6")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in page[4]]
    assert [page[f"A{row}"].value for row in (1, 2, 3)] == [
        "Quotes: what they said",
        "This sheet holds one table, with 2 rows.",
        "Some shorthand is used in this table: [x] not available: not published, or not recorded.",
    ]
    assert page["C5"].value == 3
    assert page["D5"].value.date() == date(2026, 3, 1)
    assert page["D5"].number_format == "d mmm yyyy"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)


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
    assert (book.properties.creator, book.properties.lastModifiedBy) == ("7 ways & more", None)
    assert book.properties.title == "7 ways & more: workbook"
    assert table_of(book["Quotes"])[1] == ["abcd", "line\nline", 1, "_x005F_x0041_"]


def test_no_payload_runs(shared_data: Path) -> None:
    payloads = (
        (shared_data / "nasty" / "csv" / "formula_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    )
    payloads += ["=1+1", "+1", "-1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "#N/A", "TRUE"]
    columns = (Column("=cmd|' /C calc'!A0", 12), Column("@x", 40), Column("+y", 9, "0"))
    rows = [(one, Leads(one, ("nowhere",)), one) for one in payloads]
    book = opened(made(sheet(*rows, columns=columns, above=("=1+1",)), title="=1+1"))
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None and not isinstance(cell.value, int):
                    assert cell.data_type in {"s", "inlineStr"}, cell.coordinate
                    assert not str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_numbers_are_numbers_and_what_is_none_is_text() -> None:
    page = opened(made(sheet(*(("Dawn", "x", one, "–") for one in (0.0123, float("nan"), True)))))["Quotes"]
    (table,) = page.tables.values()
    assert [(row[2].value, row[2].data_type) for row in list(page[table.ref])[1:]] == [
        (0.0123, "n"),
        ("nan", "s"),
        ("True", "s"),
    ]


def test_headings_are_one_line_and_each_only_once() -> None:
    assert unique(["Age", "age", "A\nb", "", "AGE"]) == ["Age", "age (2)", "A b", "Column", "AGE (3)"]


def test_a_sheet_without_rows_says_why_and_is_still_a_table() -> None:
    page = opened(made(sheet()))["Quotes"]
    assert table_of(page)[1] == ["Nobody may be quoted.", "none", "[z]", "none"]
    assert page["A2"].value == "This sheet holds one table, with nothing to list."


def test_a_text_that_a_cell_cannot_hold_says_that_it_is_cut() -> None:
    (row,) = rows_of(opened(made(sheet(("Dawn", "x" * (MAX_TEXT + 5), 1, "–"))))["Quotes"])
    assert len(row["Said"]) == MAX_TEXT
    assert row["Said"].endswith("(cut here: a cell holds no more)")


def test_rows_are_as_high_as_their_longest_cell_needs() -> None:
    page = opened(made(sheet(("Dawn", "short", 1, "–"), ("Dawn", "one two three " * 20, 1, "–"))))["Quotes"]
    assert page.row_dimensions[4].height < 20
    lines = len("one two three " * 20) * 0.8 / 38
    assert page.row_dimensions[5].height >= 15 * lines


def test_a_cell_leads_to_the_first_row_that_is_there_and_is_plain_text_where_none_is() -> None:
    found = Sheet("Findings", "Findings", COLUMNS[:2], [("F1", "a"), ("F2", "b")], anchors={"F1": 0, "F2": 1})
    rows = [("Dawn", Leads("F2", ("gone", "F2", "F1")), 1, "–"), ("Tia", Leads("F9", ("gone",)), 1, "–")]
    page = opened(made(sheet(*rows), found))["Quotes"]
    assert page["B4"].hyperlink.location == "'Findings'!A5"
    assert page["B4"].font.underline == "single"
    assert (page["B5"].value, page["B5"].hyperlink) == ("F9", None)


def test_the_contents_lead_to_sheets_whose_names_had_to_be_made_to_fit() -> None:
    long = "What people in Harlow and Basildon say about their way home"
    contents = Sheet(CONTENTS, "Contents", COLUMNS[:2], [(Leads(long, (f"sheet {long}",)), "it")])
    book = opened(made(contents, Sheet(long, long, COLUMNS[:2], [("a", "b")])))
    assert book.sheetnames == ["Cover", "Contents", "What people in Harlow and"]
    (table,) = book["Contents"].tables.values()
    assert book["Contents"][table.ref][1][0].hyperlink.location == "'What people in Harlow and'!A1"


def test_names_of_sheets_are_made_to_fit_with_a_sentence() -> None:
    long = "x" * 60
    names, said = fitted(["Quotes", "quotes", "a/b: c?", long, long, "History", "'quoted'", "[]"])
    assert names == [
        "Quotes",
        "quotes (2)",
        "a b c",
        "x" * 31,
        f"{'x' * 27} (2)",
        "History of changes",
        "quoted",
        "Sheet",
    ]
    assert len(said) == 7
    assert said[0] == "“quotes” is called “quotes (2)” here: another sheet has that name."
    assert "no more than 31 characters" in said[2]
    assert table_name("R2C3") == "Table_R2C3"
    assert table_name("2024 figures") == "Table_2024_figures"


def test_a_chart_is_drawn_from_the_cells_of_its_table() -> None:
    columns = (Column("Area", 20, strong=True), *(Column(name, 9, "0.0") for name in ("Value", "Below", "Above")))
    chart = Chart("By area", "per cent", "Area", "Bars for 2 areas.", 0, 1, 0, 1, (2, 3))
    content = made(sheet(("Harlow", 10.0, 2.0, 3.0), ("Essex", 12.5, 1.0, 1.5), columns=columns, charts=(chart,)))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        drawn = file.read("xl/charts/chart1.xml").decode()
        said = file.read("xl/drawings/drawing1.xml").decode()
    cells = {found.replace("$", "") for found in re.findall(r"'Quotes'!([^<]+)<", drawn)}
    assert cells == {"A4:A5", "B4:B5", "C4:C5", "D4:D5"}
    assert drawn.index("<plus>") < drawn.index("<minus>"), "as the schema orders them"
    assert 'descr="Bars for 2 areas."' in said
    assert [_round_above(one) for one in (31.4, 281.0, 0.013, 100, 0)] == [35, 300, 0.015, 100, 1]


def test_what_is_missing_has_its_shorthand() -> None:
    assert missing("withheld by the publisher") == "[c]"
    assert missing("Withheld by us: fewer than 5") == "[c]"
    assert missing("missing") == "[x]"
    assert missing("not applicable") == "[z]"
    assert missing("missing", "low: above zero, rounded to nothing by the publisher") == "[low]"


def test_sheets_are_known_however_they_are_written_and_near_names_are_offered() -> None:
    assert [kind.name for kind in wanted(None)] == [kind.name for kind in SHEETS if kind.usual]
    assert [kind.name for kind in wanted(["FIGURES", "side-by-side", "read me"])] == ["Side by side", "Figures"]
    for said, meant in (("convergance", "Convergence"), ("theme by group", "Themes by group"), ("GRAMMS", "Checklist")):
        with pytest.raises(NoSuchSheetError, match=f"Did you mean {meant}"):
            wanted([said])
    with pytest.raises(NoSuchSheetError) as refused:
        wanted(["x" * 60])
    assert f"“{'x' * 40}…”" in str(refused.value)
    assert all(kind.name in str(refused.value) for kind in SHEETS)


def test_doubts_are_numbered_where_there_are_several() -> None:
    assert numbered(["Old.", "", "Small."]) == "1. Old.\n2. Small."
    assert numbered(["Old."]) == "Old."


def test_on_paper_headings_come_again_and_wide_sheets_keep_their_first_column() -> None:
    wide = tuple(Column(f"Column {at}", 60, strong=at == 0) for at in range(8))
    book = opened(made(sheet(("a", "b", 1, "c")), Sheet("Wide", "Wide: eight columns", wide, [("x",) * 8])))
    assert book["Quotes"].print_title_rows == "$3:$3"
    assert book["Quotes"].print_title_cols is None
    assert (book["Wide"].print_title_cols, book["Wide"].page_setup.fitToWidth) == ("$A:$A", 2)
    assert not book.defined_names
