"""The demonstration's workbook held against the Government Analysis Function's guidance, an assertion a point.

Points: "Accessible spreadsheets: a checklist of the basics" and "Releasing statistics in spreadsheets".
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import table_of, tables_in
from workbench.desk.take_out import take_out
from workbench.desk.workbook.declared import SHEETS
from workbench.exchange.workbook.shorthand import KEY
from workbench.project.file import open_file

AUDIENCES = ("internal", "public")


@pytest.fixture(scope="module")
def files(demonstration: Path) -> dict[str, Path]:
    folder = demonstration
    found = {"public": folder / "getting-about-safely-evidence.xlsx"}
    with open_file(folder / "getting-about-safely.workbench", coder="amina") as project:
        found["internal"] = take_out(project, folder / "internal.xlsx").path
        everything = [kind.name for kind in SHEETS]
        found["all"] = take_out(project, folder / "all.xlsx", audience="public", sheets=everything).path
    return found


@pytest.fixture(scope="module")
def books(files: dict[str, Path]) -> dict[str, Any]:
    return {name: load_workbook(path) for name, path in files.items()}


@pytest.fixture(params=[*AUDIENCES, "all"])
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(books: dict[str, Any], which: str) -> Any:
    return books[which]


@pytest.fixture(scope="module")
def texts(files: dict[str, Path]) -> dict[str, dict[str, str]]:
    found = {}
    for name, path in files.items():
        with zipfile.ZipFile(path) as file:
            found[name] = {part: file.read(part).decode() for part in file.namelist()}
    return found


@pytest.fixture
def parts(texts: dict[str, dict[str, str]], which: str) -> dict[str, str]:
    return texts[which]


def tabled(book: Any) -> list[Any]:
    return list(book.worksheets[1:])


# Tables


def test_every_table_is_marked_up_one_a_sheet(book: Any) -> None:
    assert [len(page.tables) for page in book] == [0] + [1] * (len(book.sheetnames) - 1)


def test_tables_have_meaningful_names(book: Any) -> None:
    names = {page.title: next(iter(page.tables)) for page in tabled(book)}
    assert all(re.sub(r"\W+", "_", title) in name for title, name in names.items())


def test_no_cell_is_merged_or_split(book: Any) -> None:
    assert not [page.title for page in book if page.merged_cells.ranges]


def test_no_row_and_no_column_of_a_table_is_blank(book: Any) -> None:
    for page in tabled(book):
        cells = table_of(page)
        assert all(any(cell not in {None, ""} for cell in row) for row in cells)
        assert all(any(cell not in {None, ""} for cell in column) for column in zip(*cells, strict=True))


def test_each_table_has_one_row_of_headings_each_only_once(book: Any) -> None:
    for page in tabled(book):
        (table,) = page.tables.values()
        head = [str(name).casefold() for name in table_of(page)[0]]
        assert table.headerRowCount == 1
        assert len(set(head)) == len(head)
        assert [column.name for column in table.tableColumns] == table_of(page)[0]


def test_text_in_tables_wraps_and_rows_have_room_for_it(book: Any) -> None:
    for page in tabled(book):
        (table,) = page.tables.values()
        for row in page[table.ref]:
            assert all(cell.alignment.wrap_text for cell in row)
            assert page.row_dimensions[row[0].row].height >= 15


def test_no_cell_of_a_table_is_empty(book: Any) -> None:
    for page in tabled(book):
        assert not [cell for row in table_of(page) for cell in row if cell in {None, "", "None", "nan"}], page.title


def test_there_are_no_filters_and_no_frozen_panes(book: Any) -> None:
    for page in book:
        assert page.freeze_panes is None
        assert not page.auto_filter.ref
        assert all(table.autoFilter is None for table in page.tables.values())


def test_no_row_column_or_sheet_is_hidden(book: Any) -> None:
    for page in book:
        assert page.sheet_state == "visible"
        assert not [key for key, one in page.row_dimensions.items() if one.hidden]
        assert not [key for key, one in page.column_dimensions.items() if one.hidden]


# Notes and shorthand


def test_no_sign_stands_for_a_note(parts: dict[str, str]) -> None:
    assert "vertAlign" not in parts["xl/styles.xml"], "no superscript"
    for name, text in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert not re.findall(r"<t[^>]*>(?:\*+|†|‡|–|—|-|\.\.|:)</t>", text), name


def test_notes_stand_in_a_table_on_a_sheet_of_notes(book: Any) -> None:
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert table_of(book["Notes"])[0] == ["About", "Note"]


def test_shorthand_is_explained_above_the_table_that_uses_it_and_no_other(book: Any) -> None:
    for page in tabled(book):
        (table,) = page.tables.values()
        above = " ".join(str(page.cell(row, 1).value) for row in range(1, int(re.findall(r"\d+", table.ref)[0])))
        used = {cell for row in table_of(page)[1:] for cell in row if cell in KEY}
        assert {mark for mark in KEY if mark in above} == used, page.title


def test_a_number_that_is_missing_has_shorthand_in_place_of_words_or_zero(books: dict[str, Any]) -> None:
    rows = [
        dict(zip(table_of(books["public"]["Figures"])[0], row, strict=True))
        for row in table_of(books["public"]["Figures"])[1:]
    ]
    column = "Lower limit (95%)"
    assert {type(row[column]) for row in rows} <= {float, int, str}
    assert {row[column] for row in rows if isinstance(row[column], str)} <= set(KEY)


# Words, links and looks


def test_links_say_where_they_lead_and_all_of_them_lead_somewhere(book: Any) -> None:
    seen = 0
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink is None:
                    continue
                seen += 1
                sheet, _, place = str(cell.hyperlink.location).rpartition("!")
                assert book[sheet.strip("'")][place].value not in {None, ""}
                assert not re.search(r"click|here$|https?:", str(cell.value).casefold())
                assert cell.font.underline == "single"
    assert seen > 20


def test_every_sheet_begins_with_a_title_marked_as_a_heading(book: Any) -> None:
    for page in book:
        assert page["A1"].style == "Heading 1"
        assert len(str(page["A1"].value)) > 8
    assert len({page["A1"].value for page in book}) == len(book.sheetnames)


def test_there_are_no_headers_footers_or_text_boxes(parts: dict[str, str]) -> None:
    for name, text in parts.items():
        assert "<headerFooter" not in text, name
        assert not re.search(r"<(xdr:)?(sp|cxnSp|pic)\b", text) or "chart" in name, name


def test_nothing_is_said_by_colour_or_fill(book: Any) -> None:
    for page in book:
        assert not page.conditional_formatting
        for row in page.iter_rows():
            for cell in row:
                assert cell.fill.fill_type is None
                assert cell.font.color is None or cell.hyperlink is not None or cell.font.color.type != "rgb"


def contrast(one: str, other: str) -> float:
    """WCAG 2.1: relative luminance of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_that_are_used_stand_out_enough() -> None:
    from workbench.exchange.workbook.charts import COLOUR, WHISKER
    from workbench.exchange.workbook.looks import LINK_COLOUR

    assert contrast(LINK_COLOUR, "FFFFFF") >= 4.5
    assert contrast(COLOUR, "FFFFFF") >= 3
    assert contrast(WHISKER, COLOUR) >= 3


def test_letters_are_sans_serif_and_of_12_points_or_more(book: Any) -> None:
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert (cell.font.name, cell.font.sz >= 12) == ("Arial", True), (page.title, cell.coordinate)
                    assert not cell.font.italic
                    assert not cell.alignment.textRotation


def test_numbers_stand_to_the_right_and_words_to_the_left(book: Any) -> None:
    for page in tabled(book):
        for row in list(page[next(iter(page.tables.values())).ref])[1:]:
            assert all(cell.alignment.horizontal == "right" for cell in row if isinstance(cell.value, int | float))


def test_every_chart_has_titles_and_says_in_words_what_it_shows(books: dict[str, Any], files: dict[str, Path]) -> None:
    assert sum(len(page._charts) for page in books["public"]) >= 3
    for name, path in files.items():
        with zipfile.ZipFile(path) as file:
            drawings = [file.read(one).decode() for one in file.namelist() if one.startswith("xl/drawings/drawing")]
            charts = [file.read(one).decode() for one in file.namelist() if one.startswith("xl/charts/chart")]
        said = re.findall(r'descr="([^"]+)"', " ".join(drawings))
        assert len(said) == len(charts) == sum(len(page._charts) for page in books[name])
        assert all(len(one) > 60 for one in said)
        assert all(chart.count("<title>") + chart.count("<c:title>") == 3 for chart in charts)


def test_there_are_no_macros_formulas_comments_or_links_outward(parts: dict[str, str]) -> None:
    assert not [name for name in parts if re.search(r"vba|comments|externalLinks|activeX|embeddings", name)]
    for name, text in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert not re.search(r"<f[ >]", text), name
        assert "TargetMode" not in text, name


# The workbook as a whole


def test_sheets_have_names_of_their_own_and_none_is_blank(book: Any) -> None:
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(name == name.strip() and len(name) <= 31 for name in book.sheetnames)
    assert all(page["A1"].value for page in book)


def test_the_second_line_says_how_many_tables_there_are(book: Any) -> None:
    for page in tabled(book):
        assert str(page["A2"].value).startswith("This sheet holds one table")


def test_everything_outside_the_tables_is_in_column_a_above_them(book: Any) -> None:
    for page in tabled(book):
        (table,) = page.tables.values()
        first, last = (int(number) for number in re.findall(r"\d+", table.ref))
        assert table.ref.startswith("A"), "tables stand at the left edge"
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None and not first <= cell.row <= last:
                    assert (cell.column, cell.row < first) == (1, True), (page.title, cell.coordinate)


def test_the_cover_says_what_for_whom_when_by_whom_and_how_many_tables(book: Any) -> None:
    page = book["Cover"]
    heads = [cell.value for cell in page["A"] if cell.style == "Heading 2"]
    assert heads == ["Please note", "What this is", "Who this is for", "What is in it", "Made on", "Contact"]
    assert page.max_column == 1
    texts = " ".join(str(cell.value) for cell in page["A"])
    assert f"{len(book.sheetnames) - 1} tables" in texts
    assert not page.tables


def test_the_contents_lead_to_every_sheet_after_them(book: Any) -> None:
    page = book["Contents"]
    listed = [row[0].value for row in list(page[next(iter(page.tables.values())).ref])[1:]]
    assert listed == book.sheetnames[2:]


def test_the_file_says_its_title_language_and_author_and_names_nobody(book: Any, parts: dict[str, str]) -> None:
    properties = book.properties
    assert properties.title == "Getting about safely: evidence workbook"
    assert (properties.creator, properties.language) == ("Getting about safely", "en-GB")
    assert not properties.lastModifiedBy
    assert properties.keywords
    for text in (parts["docProps/core.xml"], parts["docProps/app.xml"], parts["xl/workbook.xml"]):
        assert not re.search(r"amina|/tmp|/home|/root", text, re.IGNORECASE)


def test_nothing_is_left_over_in_the_file(book: Any, parts: dict[str, str]) -> None:
    assert not book.defined_names
    assert not [page.title for page in book if page.defined_names]
    assert not [name for name in parts if re.search(r"calcChain|custom|printerSettings|pivot|revision", name)]


def test_it_opens_on_the_first_cell_of_the_first_sheet_in_full_size(book: Any) -> None:
    assert book.active.title == "Cover"
    assert [page.title for page in book if page.sheet_view.tabSelected] == ["Cover"]
    for page in book:
        assert page.sheet_view.selection[0].activeCell == "A1"
        assert page.sheet_view.zoomScale in {None, 100}
        assert page.sheet_view.topLeftCell is None


# Ways from findings to their evidence and back


def test_a_finding_leads_to_its_quotes_and_figures_and_they_lead_back(books: dict[str, Any]) -> None:
    book = books["internal"]
    page = book["Findings"]
    head = {
        cell.value: at for at, cell in enumerate(page[int(re.findall(r"\d+", next(iter(page.tables.values())).ref)[0])])
    }
    back = 0
    for row in page.iter_rows():
        for what, sheet in (("Its quotes", "Quotes"), ("Its figures", "Figures")):
            link = row[head[what]].hyperlink
            if link is None:
                continue
            there, _, place = link.location.rpartition("!")
            assert there.strip("'") == sheet
            if "named" not in str(row[head[what]].value) and sheet == "Quotes":
                continue
            target = book[sheet][int(place[1:])]
            cited = next(
                cell for cell in target if cell.value is not None and row[0].value in str(cell.value).split(", ")
            )
            assert cited.hyperlink.location.startswith("'Findings'!A")
            back += 1
    assert back >= 10


def test_every_sheet_that_can_be_asked_for_is_there_when_asked(files: dict[str, Path]) -> None:
    made = tables_in(files["all"])
    assert list(made)[2:] == [kind.name for kind in SHEETS]
    assert all(rows for rows in made.values())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_all_its_sheets(files: dict[str, Path], tmp_path: Path) -> None:
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(files["public"])],
        check=True,
        capture_output=True,
        timeout=240,
    )
    with zipfile.ZipFile(tmp_path / f"{files['public'].stem}.ods") as file:
        content = file.read("content.xml").decode()
        charts = [name for name in file.namelist() if re.fullmatch(r"Object \d+/content.xml", name)]
        drawn = [file.read(name).decode() for name in charts]
    names = re.findall(r'<table:table table:name="([^"]+)"', content)
    book = load_workbook(files["public"])
    assert names == book.sheetnames
    assert len(charts) == sum(len(page._charts) for page in book)
    assert any("chart:error-indicator" in one for one in drawn), "intervals are drawn"
    assert content.count("Back to the contents") == len(names) - 2
