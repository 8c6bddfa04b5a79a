"""Files that are made to do harm, or so damaged that they do: a sentence that says what to do, or read with a report."""

from __future__ import annotations

import io
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.exchange.forked import forks
from tests.exchange.fuzzing import read_through
from tests.exchange.made import open_sheet
from tests.exchange.refi_files import HEAD, guid, inline_source, project, qdpx, selection
from tests.exchange.studies_made import qualcoder, taguette
from tests.exchange.subjects import subjects
from tests.specimens.make_office import packed, workbook
from workbench.errors import WorkbenchError
from workbench.exchange.old_sheets import is_old, old_names, old_sheets
from workbench.exchange.readers import Options, recognise
from workbench.exchange.refi.elements import MOST_UNKNOWN
from workbench.exchange.spreadsheets import sheets_of

ADVICE = ("bring that in.", "bring it in again.")


@pytest.fixture(scope="module", autouse=True)
def _forks() -> Iterator[None]:
    with forks():
        yield


def refused(path: Path, data: bytes, as_: str | None = None) -> str:
    path.write_bytes(data)
    with pytest.raises(WorkbenchError) as told:
        recognise(path, as_=as_).read(path, Options(as_=as_))
    said = str(told.value)
    assert said.startswith(path.name)
    assert said.endswith(ADVICE)
    assert "\n" not in said
    return said


def test_an_old_workbook_that_leads_in_a_circle_is_refused_without_filling_the_memory(tmp_path: Path) -> None:
    whole = subjects()["old workbook"].data
    path = tmp_path / "old.xls"
    path.write_bytes(whole)
    assert is_old(path)
    assert [sheet.name for sheet in old_sheets(path)] == old_names(path)
    (first,) = struct.unpack_from("<i", whole, 76)
    table = bytearray(whole)
    for entry in range(128):
        struct.pack_into("<i", table, 512 * (first + 1) + 4 * entry, entry)
    path.write_bytes(table)
    with pytest.raises(WorkbenchError, match=r"old\.xls is damaged and cannot be read"):
        old_sheets(path)


def test_an_old_workbook_with_a_cell_far_from_all_others_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    whole = subjects()["old workbook"].data
    cell = whole.index(struct.pack("<HHHH", 0x00FD, 10, 5, 9))
    moved = bytearray(whole)
    struct.pack_into("<HH", moved, cell + 4, 20_000, 200)
    assert "too far apart" in refused(tmp_path / "old.xls", bytes(moved), as_="indicators")


def test_a_variable_without_a_name_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"AAAAAAA1": [1.0, 2.0], "AAAAAAA2": [3.0, 4.0]}), path)
    assert len(recognise(path).read(path, Options()).cases) == 2
    assert "damaged" in refused(path, path.read_bytes().replace(b"=AAAAAAA2", b"=        "))


@pytest.mark.parametrize(("written", "seen"), [("INF", "inf"), ("-1e999", "-inf"), ("NaN", "")])
def test_a_cell_that_is_no_number_is_read(tmp_path: Path, written: str, seen: str) -> None:
    made = workbook({"S": [("id", "n"), ("a", 1), ("b", 2)]})
    with zipfile.ZipFile(io.BytesIO(made)) as zipped:
        parts: dict[str, str | bytes] = {name: zipped.read(name) for name in zipped.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        packed({**parts, "xl/worksheets/sheet1.xml": sheet.replace(b"<v>1</v>", f"<v>{written}</v>".encode())})
    )
    assert [cells for _, cells in sheets_of(path)[0].rows] == [["id", "n"], ["a", seen], ["b", "2"]]
    cell = f'<table:table-cell office:value-type="float" office:value="{written}"/>'
    path = tmp_path / "a.ods"
    path.write_bytes(open_sheet(f"<table:table-row>{cell}{cell.replace(written, '5')}</table:table-row>"))
    assert sheets_of(path)[0].rows[0][1] == ([seen, "5"] if seen else ["5"])


def codes(path: Path, text: str) -> tuple[list[str], list[str]]:
    """The paths of a codebook's codes, and what was left out."""
    path.write_text(text, encoding="utf-8")
    found = recognise(path, as_="codes").read(path, Options(as_="codes"))
    return [code.key for code in found.codes], [f"{one.where}: {one.what}, {one.why}" for one in found.left_out]


def test_a_ring_of_parents_is_cut_once_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    found, left = codes(path, "code,parent\nc,a\na,b\nb,a\nself,self\n")
    assert sorted(found) == ["b", "b/a", "b/a/c", "self"]
    assert left == [
        "line 4: the place of the code “b”, it lies below itself: it stands at the top here",
        "line 5: the place of the code “self”, it lies below itself: it stands at the top here",
    ]


def test_a_name_below_two_parents_is_two_codes(tmp_path: Path) -> None:
    found, left = codes(tmp_path / "a.csv", "code,parent\na,\nb,\nx,a\nx,b\n")
    assert (sorted(found), left) == (["a", "a/x", "b", "b/x"], [])


def test_parents_without_end_are_followed_to_a_depth(tmp_path: Path) -> None:
    found, left = codes(tmp_path / "a.csv", "code,parent\n" + "".join(f"c{n},c{n - 1}\n" for n in range(1, 4000)))
    assert len(found) == 50
    assert len(left) == 4000 - len(found)
    assert left[0].endswith("it stands deeper than 50 codes")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("a: &a [x]\nb: &b [*a, *a]\ncodes: *b\n", "reference"),
        ("codes: &c\n  - name: A\n    codes: *c\n", "reference"),
        ("codes: " + "[" * 5000 + "]" * 5000, "too many levels"),
        ("codes: !!python/object/apply:os.system ['false']\n", "lists no codes"),
        ("codes: []\ncodes: []\n", "second time"),
    ],
    ids=["bomb", "itself", "deep", "tag", "twice"],
)
def test_hostile_frames_get_a_sentence(tmp_path: Path, frame: str, said: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(frame)
    with pytest.raises(WorkbenchError, match=said) as told:
        recognise(path, as_="codes").read(path, Options())
    assert "f.yaml" in str(told.value)


TALK = "On foot. It is dark.\n"


@pytest.mark.parametrize(
    ("start", "end"),
    [("-5", "3"), ("3", "-1"), ("0", "1000000"), ("9", "2"), ("9" * 5000, "1"), ("x", "y"), ("", "")],
)
def test_a_coding_at_no_place_is_left_out_and_said_in_short(tmp_path: Path, start: str, end: str) -> None:
    inside = selection(201, 0, 2, 11).replace(
        'startPosition="0" endPosition="2"', f'startPosition="{start}" endPosition="{end}"'
    )
    path = tmp_path / "a.qde"
    path.write_text(project(inline_source(101, "A", TALK, inside)))
    study = recognise(path).read(path, Options())
    (document,) = study.documents()
    assert not document.codings
    (left,) = [*document.left_out, *study.left_out]
    assert len(left.where) < 40
    assert left.why


def test_of_elements_without_end_that_nobody_knows_the_first_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.qde"
    path.write_text(project("".join(f"<b{number}/>" for number in range(1000))))
    study = recognise(path).read(path, Options())
    list(study.documents())
    assert len(study.left_out) == MOST_UNKNOWN + 1
    assert study.left_out[-1].what == f"{1000 - MOST_UNKNOWN} elements “and others”"


def test_codes_nested_without_end_or_a_bomb_in_a_project_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qde"
    assert "too deeply" in refused(path, (HEAD + "<CodeBook><Codes>" + '<Code guid="1" name="a">' * 100_000).encode())
    path = tmp_path / "a.qdpx"
    assert "unpacks to" in refused(path, qdpx(b"<Project>" + b" " * 40_000_000))
    whole = bytearray(qdpx(project("")))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refused(path, bytes(whole))


def test_the_likeliest_of_two_projects_in_one_file_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(qdpx(project(inline_source(101, "A", TALK)), {"other.qde": b"<Project/>", "../../x.txt": b"x"}))
    study = recognise(path).read(path, Options())
    assert len(list(study.documents())) == 1
    assert "There are 2 projects in it: project.qde was read." in study.notes


def cells_of_other_kinds(database: sqlite3.Connection) -> None:
    database.execute("UPDATE documents SET contents = x'00ff', name = 5.5")
    database.execute("UPDATE highlights SET start_offset = 'abc', end_offset = x'01'")
    database.execute("UPDATE tags SET path = NULL")


def numbers_without_end(database: sqlite3.Connection) -> None:
    database.execute("UPDATE highlights SET start_offset = 9e999, end_offset = -9e999")


def triggers(database: sqlite3.Connection) -> None:
    database.execute("CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM tags; END")
    database.execute('CREATE TABLE "a""b;--" (x)')


def computed(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE documents ADD COLUMN more AS (hex(zeroblob(100000000)))")


@pytest.mark.parametrize("change", [cells_of_other_kinds, numbers_without_end, triggers, computed])
def test_odd_databases_are_read_without_harm(tmp_path: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    path = taguette(tmp_path / "a.sqlite3")
    with closing(sqlite3.connect(path)) as database:
        change(database)
        database.commit()
    before = path.read_bytes()
    study = recognise(path).read(path, Options())
    read_through(study)
    assert len(study.codes) == 4
    assert path.read_bytes() == before


def test_a_view_in_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    path = taguette(tmp_path / "a.sqlite3")
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE tags")
        database.execute(
            "CREATE VIEW tags AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
            " SELECT id, 1 AS project_id, 'x' AS path, '' AS description FROM n"
        )
    assert "without Taguette's tags" in refused(path, path.read_bytes())


def test_more_codes_than_anybody_codes_with_are_refused(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "walks.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as database:
        database.executemany(
            "INSERT INTO code_name (cid, name) VALUES (?, ?)", [(n, f"c{n}") for n in range(10, 20_011)]
        )
        database.commit()
    assert "Take out what is not used" in refused(folder / "data.qda", (folder / "data.qda").read_bytes())
    path = tmp_path / "a.qdc"
    many = "".join(f'<Code guid="{guid(n)}" name="c{n}"/>' for n in range(20_001))
    assert "more than 20,000 codes" in refused(
        path, f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{many}'.encode()
    )


@pytest.mark.parametrize("piece", ["<b ", "<a href='", "<!--", "<![", "</b ", "<?x ", "&#"])
def test_a_page_of_things_that_are_begun_and_never_ended_is_read_or_refused_at_once(tmp_path: Path, piece: str) -> None:
    page = "<p>Words.</p>" + 9_000 * piece
    path = tmp_path / "a.html"
    path.write_text(page)
    assert recognise(path).read(path, Options()).turns[0].text.startswith("Words.")  # type: ignore[union-attr]
    if piece[1].isalpha():
        assert "Save its words as plain text" in refused(path, (page + 200_000 * piece).encode())


def test_a_page_of_taguette_that_is_too_deep_is_left_out_and_said(tmp_path: Path) -> None:
    path = taguette(tmp_path / "a.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE documents SET contents = ?", ("<div>" * 100_000 + "x",))
        connection.commit()
    study = recognise(path).read(path, Options())
    read_through(study)  # type: ignore[arg-type]
    assert any("inside one another" in left.why for left in study.left_out)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("head", "row"), [("Document name,Code,Begin,End,Segment", "d,c{0},1,1,word"), ("id,code,coder", "p{0},c{0},ana")]
)
def test_a_table_of_more_codes_than_anybody_codes_with_is_refused(tmp_path: Path, head: str, row: str) -> None:
    rows = "\n".join(row.format(number) for number in range(20_001))
    said = refused(tmp_path / "a.csv", f"{head}\n{rows}\n".encode(), as_="codes")
    assert "20,001 codes" in said
