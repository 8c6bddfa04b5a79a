"""What stands at the top of a workbook's sheets is the same as reading all of it finds there, and is looked at once."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.exchange.made import open_sheet, row
from workbench.exchange import sheet_tops
from workbench.exchange.readers import recognise
from workbench.exchange.sheet_tops import Top, tops_of
from workbench.exchange.spreadsheets import sheets_of
from workbench.exchange.tables import HEADER_WITHIN


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a title, blanks, a hidden sheet, and a last sheet whose words come late among those shared."""
    made = Workbook()
    first = made.active
    first.title = "A & B"
    first.append(["Codes of the panel"])
    first.append([])
    first.append([None, "Document name", "Code", "Segment", "<of> & 3"])
    for number in range(300):
        first.append([None, f"Interview {number}", "Dark", f"words {number}", number + 0.5])
    made.create_sheet("Not shown").append(["Hidden"])
    made["Not shown"].sheet_state = "hidden"
    last = made.create_sheet("Last")
    last.append(["id", "what was said last"])
    last.append(["1", "  spaces  "])
    out = tmp_path / "codes.xlsx"
    made.save(out)
    return out


def test_the_tops_are_what_reading_all_of_it_finds(book: Path) -> None:
    whole = [one for one in sheets_of(book) if not one.hidden]
    assert [one.name for one in tops_of(book)] == [one.name for one in whole] == ["A & B", "Last"]
    for top, sheet in zip(tops_of(book), whole, strict=True):
        assert [list(cells) for cells in top.rows] == [cells for _, cells in sheet.rows[:HEADER_WITHIN]]


def test_the_top_of_an_open_document_is_what_reading_all_of_it_finds(tmp_path: Path) -> None:
    book = tmp_path / "codes.ods"
    noted = row("id", "", "coder").replace(
        "<text:p>", "<office:annotation><text:p>no</text:p></office:annotation><text:p>"
    )
    book.write_bytes(
        open_sheet(noted + "".join(row(f"{at}", "", "ana &amp; ben") for at in range(40)), name="A &amp; B")
    )
    sheet = sheets_of(book)[0]
    top = tops_of(book)[0]
    assert top.name == sheet.name == "A & B"
    assert top.rows[1] == ("0", "ana & ben")
    assert [list(cells) for cells in top.rows[1:]] == [cells for _, cells in sheet.rows[1:HEADER_WITHIN]]
    assert top.rows[0] == ("id", "coder")


def test_a_workbook_is_opened_once_for_all_who_ask_and_again_when_it_changed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    tops = sheet_tops._tops

    def counted(archive: sheet_tops.Archive) -> object:
        opened.append(archive.name)
        return tops(archive)

    monkeypatch.setattr(sheet_tops, "_tops", counted)
    sheet_tops._kept.cache_clear()
    assert recognise(book).name == "coded segments in .xlsx and .ods"
    assert opened == ["codes.xlsx"]
    os.utime(book, ns=(1, 1))
    tops_of(book)
    assert len(opened) == 2


def test_of_what_cannot_be_opened_there_is_no_top(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert tops_of(broken) == ()
    assert tops_of(tmp_path / "missing.xlsx") == ()


def test_every_real_workbook_has_at_its_top_the_columns_that_reading_it_finds(shared_data: Path) -> None:
    found = sorted((shared_data / "coded").glob("**/*.xlsx"))[:12]
    assert found
    for path in found:
        whole = [one for one in sheets_of(path) if not one.hidden]
        tops = tops_of(path)
        assert [one.name for one in tops] == [one.name for one in whole]
        for top, sheet in zip(tops, whole, strict=True):
            assert _header(top) == [cell for cell in sheet.rows[0][1] if cell] if sheet.rows else top.rows == ()


def _header(top: Top) -> list[str]:
    return [cell for cell in top.rows[0] if cell]


def test_an_open_workbook_without_a_sheet_has_no_tops(tmp_path: Path) -> None:
    whole = tmp_path / "damaged.ods"
    with zipfile.ZipFile(io.BytesIO(open_sheet(row("id", "why")))) as kept, zipfile.ZipFile(whole, "w") as made:
        for name in kept.namelist():
            made.writestr(
                name, kept.read(name).replace(b"<table:table ", b"<table:tabl ").replace(b"</table:table>", b"")
            )
    assert tops_of(whole) == ()
