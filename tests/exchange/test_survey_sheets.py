"""Survey workbooks: cells as a person sees them, one sheet, one path with other tables."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.specimens.make_office import ANSWERS, HERE, packed, workbook
from workbench.errors import WorkbenchError
from workbench.exchange.archives import ArchiveIsUnsafeError
from workbench.exchange.readers import KindIsNotReadError, KindIsUnclearError, Options, recognise
from workbench.exchange.sheet_extent import SheetIsTooWideError
from workbench.exchange.spreadsheets import NoSuchSheetError, WorkbookIsEmptyError
from workbench.exchange.surveys.maps import MapIsWrongError
from workbench.exchange.surveys.sheets import READER, SheetIsOfResultsError
from workbench.exchange.surveys.tables import READER as TEXT_READER
from workbench.exchange.tables import TableHasNoRowsError
from workbench.sources.drafts import DraftSurvey

ROWS = (("id", "why", "age"), ("P1", "Because it is near and free.", 16), ("P2", "There is no bus after six.", 17))


def read(tmp_path: Path, sheets: dict[str, Any], map_: str | None = None, **how: Any) -> DraftSurvey:
    path = tmp_path / "walk.xlsx"
    path.write_bytes(workbook(sheets, **how))
    if map_ is None:
        return READER.read(path, Options(as_="survey"))
    (tmp_path / "map.yaml").write_text(map_)
    return READER.read(path, Options(map_path=tmp_path / "map.yaml"))


def closed(draft: DraftSurvey) -> dict[str, list[str]]:
    return {one.name: [one.values.get(row, "") for row in range(len(draft.cases))] for one in draft.attributes}


def test_the_specimen_reads_as_a_person_sees_it() -> None:
    draft = READER.read(HERE / "sources" / "survey.xlsx", Options(as_="survey"))
    assert draft.cases == ("R1", "R2", "R3")
    assert [(one.column, one.answers[0]) for one in draft.questions] == [
        ("What makes you feel safe?", "The lights by the shops, when they work at all.")
    ]
    assert closed(draft) == {
        "Age": ["16", "17", "16.5"],
        "Walks alone": ["TRUE", "FALSE", "TRUE"],
        "Asked on": ["2025-03-01", "2025-03-02", "2025-03-02"],
        "Home by": ["18:30", "30:00", ""],
        "Share of trips": ["25%", "50%", ""],
    }
    assert [(left.where, left.what) for left in draft.left_out] == [
        ("row 1", "Walking home survey, spring 2025"),
        ("sheet “Notes”", "1 rows"),
    ]
    assert ANSWERS[0][0] == draft.left_out[0].what


def test_a_workbook_and_a_csv_of_it_are_one_survey(tmp_path: Path) -> None:
    draft = read(tmp_path, {"a": ROWS})
    path = tmp_path / "walk.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in ROWS))
    other = TEXT_READER.read(path, Options(as_="survey"))
    assert (draft.cases, draft.questions, draft.attributes) == (other.cases, other.questions, other.attributes)


def test_numbers_that_come_again_and_truths_beside_them_read_as_they_do_alone(tmp_path: Path) -> None:
    rows = [
        ["id", "walks", "agrees"],
        ["a", 1.0, True],
        ["b", 1, False],
        ["c", 0.1, True],
        ["d", 1.0, 1.0],
        ["e", 0.1, 0],
    ]
    draft = read(tmp_path, {"Answers": rows}, "case: id\nclosed: [walks, agrees]\n")
    assert closed(draft) == {"walks": ["1", "1", "0.1", "1", "0.1"], "agrees": ["TRUE", "FALSE", "TRUE", "1", "0"]}


def test_the_sheet_of_answers_is_found_or_named(tmp_path: Path) -> None:
    sheets = {"Codebook": [("a", "b")] * 40, "old": ROWS[:2], "Answers": ROWS, "secret": ROWS * 4}
    draft = read(tmp_path, sheets, hidden_sheets=("secret",))
    assert len(draft.cases) == 2
    assert draft.notes[0] == "Read the sheet “Answers”. Name another with `sheet:` in a --map."
    assert "4 rows" not in str(draft.left_out[1])
    assert [left.what for left in draft.left_out] == ["40 rows", "2 rows", "12 rows, hidden"]
    named = read(tmp_path, sheets, "sheet: OLD\ncase: id\nopen: [why]")
    assert named.cases == ("P1",)
    with pytest.raises(NoSuchSheetError, match=r"no sheet “x”\. Its sheets are “Codebook”, “old”"):
        read(tmp_path, sheets, "sheet: x\nopen: [why]")
    path = tmp_path / "walk.csv"
    path.write_text("id,why\n1,x\n")
    with pytest.raises(MapIsWrongError, match=r"walk\.csv has no sheets"):
        TEXT_READER.read(path, Options(map_path=tmp_path / "map.yaml"))


def test_what_is_hidden_or_wrong_is_said(tmp_path: Path) -> None:
    rows = (*ROWS, ("P3", "=1+1", "x"))
    draft = read(tmp_path, {"a": rows}, hidden_rows=(3,), hidden_columns=("C",), errors=("B2",))
    assert draft.cases == ("P1", "P2", "P3")
    assert any("hidden on the sheet were read with the others (1)" in note for note in draft.notes)
    assert any("only where a map names them: “age”" in note for note in draft.notes)
    assert not draft.attributes or "age" not in closed(draft)
    assert [(left.where, left.what) for left in draft.left_out] == [
        ("cells B2", "errors such as #N/A (1)"),
        ("the sheet", "formulas (1)"),
    ]
    told = read(tmp_path, {"a": rows}, "case: id\nclosed: [age]", hidden_columns=("C",))
    assert closed(told)["age"] == ["16", "17", "x"]


def test_two_rows_of_names_as_surveymonkey_writes_them(tmp_path: Path) -> None:
    rows = (
        ("Respondent ID", "Which do you use?", None, None, "Why?", "Age"),
        (None, "Bus", "Train", "Other (please specify)", "Open-Ended Response", "Response"),
        ("R1", "Bus", None, "my scooter", "It is near and it is free.", 16),
        ("R2", None, "Train", None, "There is no bus after six.", 17),
    )
    for draft in (
        read(tmp_path, {"a": rows}),
        _csv(tmp_path, "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)),
    ):
        assert closed(draft) == {
            "Which do you use?": ["Bus", "Train"],
            "Which do you use? - Other (please specify)": ["my scooter", ""],
            "Age": ["16", "17"],
        }
        assert [one.column for one in draft.questions] == ["Why?"]
        assert draft.cases == ("R1", "R2")


def _csv(tmp_path: Path, text: str) -> DraftSurvey:
    path = tmp_path / "walk.csv"
    path.write_text(text)
    return TEXT_READER.read(path, Options(as_="survey"))


def test_qualtrics_wordings_become_the_questions(tmp_path: Path) -> None:
    draft = _csv(
        tmp_path,
        'ResponseId,Q1,Q2\nResponse ID,Why do you walk?,How old are you?\n"{""ImportId"":""_id""}",'
        '"{""ImportId"":""Q1""}","{""ImportId"":""Q2""}"\nR1,Because it is near and free.,16\nR2,No bus goes there now.,17\n',
    )
    assert [(one.column, one.text) for one in draft.questions] == [("Q1", "Why do you walk?")]
    assert draft.attributes[0].question == "How old are you?"
    assert draft.cases == ("R1", "R2")


def test_an_unnamed_first_column_is_no_second_header(tmp_path: Path) -> None:
    draft = _csv(tmp_path, ",why,age\n1,Because it is near and free.,16\n2,No bus goes there now.,17\n")
    assert draft.cases == ("1", "2")


def test_titles_above_the_names_of_columns_are_left_out(tmp_path: Path) -> None:
    draft = _csv(tmp_path, "Walking survey\n\nid,why,age\n1,Because it is near and free.,16\n2,No bus goes now.,17\n")
    assert draft.cases == ("1", "2")
    assert [(left.where, left.what) for left in draft.left_out] == [("line 1", "Walking survey")]


def test_merged_cells_count_for_every_row_and_tables_of_results_are_refused(tmp_path: Path) -> None:
    rows = (("place", "n", "why"), ("Harlow", 1, "a"), (None, 2, "b"), (None, 3, "c"), ("Epping", 4, "d"))
    draft = read(tmp_path, {"a": rows}, "case: n\nclosed: [place]", merged=("A2:A4",))
    assert closed(draft)["place"] == ["Harlow", "Harlow", "Harlow", "Epping"]
    assert any("merged over several rows" in note for note in draft.notes)
    with pytest.raises(SheetIsOfResultsError, match="column A"):
        read(tmp_path, {"a": rows}, merged=("A2:A4",))


def test_what_is_no_survey_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookIsEmptyError):
        read(tmp_path, {"a": ()})
    with pytest.raises(TableHasNoRowsError):
        read(tmp_path, {"a": ROWS[:1]})
    path = tmp_path / "walk.xlsx"
    path.write_bytes(workbook({"a": ROWS}))
    with pytest.raises(KindIsUnclearError, match="--as survey"):
        recognise(path)
    words = Path(__file__).resolve().parents[1] / "specimens" / "sources" / "interview.docx"
    with pytest.raises(KindIsNotReadError, match="a Word document, which is not read as survey"):
        recognise(words, as_="survey")


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        parts: dict[str, str | bytes] = {one: zipped.read(one) for one in zipped.namelist()}
    whole = parts[part]
    assert isinstance(whole, bytes)
    assert old in whole
    parts[part] = whole.replace(old, new)
    path.write_bytes(packed(parts))


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY y "z">]><worksheet', ArchiveIsUnsafeError),
        (b'r="C3"', b'r="XFD3"', None),
        (b'<row r="3">', b'<row r="1048576">', SheetIsTooWideError),
        (b"</sheetData>", b"</shee", WorkbenchError),
    ],
    ids=["entity", "wide", "long", "cut"],
)
def test_damaged_and_unsafe_workbooks(
    tmp_path: Path, old: bytes, new: bytes, error: type[WorkbenchError] | None
) -> None:
    path = tmp_path / "walk.xlsx"
    path.write_bytes(workbook({"a": ROWS}))
    changed(path, "xl/worksheets/sheet1.xml", old, new)
    if error is None:
        assert READER.read(path, Options(as_="survey")).cases == ("P1", "P2")
        return
    with pytest.raises(error):
        READER.read(path, Options(as_="survey"))


def test_a_published_table_of_results_is_refused(shared_data: Path) -> None:
    path = shared_data / "surveys" / "fivethirtyeight" / "reluctant_march_2017_responses.xlsx"
    with pytest.raises(SheetIsOfResultsError, match="one row a respondent"):
        READER.read(path, Options(as_="survey"))


def test_a_real_survey_with_two_rows_of_names(shared_data: Path) -> None:
    draft = TEXT_READER.read(shared_data / "surveys/fivethirtyeight/StarWars.csv", Options(as_="survey"))
    assert len(draft.cases) == 1186
    names = [one.name for one in draft.attributes]
    assert names[0] == "Have you seen any of the 6 films in the Star Wars franchise?"
    assert sum(name.startswith("Please rank the Star Wars films") for name in names) == 6
    assert any(name.endswith("- Jar Jar Binks") for name in names)
