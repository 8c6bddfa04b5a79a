"""The roles of a survey's columns as survey programs write them, and the map that replays what was guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exchange.made import open_sheet, row
from tests.specimens.make_office import workbook
from workbench.desk.importing.survey_columns import survey_columns, write_map
from workbench.errors import WorkbenchError
from workbench.exchange.readers import KindIsUnclearError, Options, recognise
from workbench.exchange.surveys.columns import is_number, number_of
from workbench.exchange.surveys.guess import roles_of
from workbench.exchange.surveys.maps import MapIsWrongError, by_map
from workbench.exchange.surveys.sheets import READER as SHEETS
from workbench.exchange.surveys.tables import READER
from workbench.sources.drafts import DraftSurvey, several

WHY = ("Because it is near and it is free.", "There is no bus after six in the evening.", "My brother walks with me.")
FORMS = [
    [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "How do you travel?",
        "Why do you travel that way?",
        "I feel safe",
    ],
    ["1", "3/1/2025 9:00", "3/1/2025 9:04", "anonymous", "", "Bus;Walk;", WHY[0], "Agree"],
    ["2", "3/1/2025 9:10", "3/1/2025 9:14", "anonymous", "", "Walk;", WHY[1], "Strongly disagree"],
    ["3", "3/1/2025 9:20", "3/1/2025 9:29", "anonymous", "", "Bus;Cycle;", WHY[2], "Disagree"],
    ["4", "3/1/2025 9:30", "3/1/2025 9:39", "anonymous", "", "Cycle;Walk;", "", "Agree"],
]
QUALTRICS = [
    ["StartDate", "EndDate", "IPAddress", "Duration (in seconds)", "ResponseId", "RecipientEmail", "LocationLatitude", "Q1_1",
     "Q1_2", "Q1_3", "Q1_3_TEXT", "Q2", "Q3", "wt"],
    ["Start Date", "End Date", "IP Address", "Duration (in seconds)", "Response ID", "Recipient Email", "Location Latitude",
     "Which do you use? - Selected Choice - Bus", "Which do you use? - Selected Choice - Train",
     "Which do you use? - Selected Choice - Other", "Which do you use? - Other - Text", "Why?", "How safe is it?", "Weight"],
    [f'{{"ImportId":"{number}"}}' for number in range(14)],
    ["2025-03-01 09:00:00", "2025-03-01 09:05:00", "10.1.2.3", "300", "R_3abcdef12", "", "51.7", "Bus", "", "", "", WHY[0],
     "Very safe", "1.2"],
    ["2025-03-01 09:10:00", "2025-03-01 09:15:00", "10.1.2.4", "301", "R_3abcdef13", "", "51.8", "Bus", "Train", "", "", WHY[1],
     "Fairly safe", "0.8"],
    ["2025-03-01 09:20:00", "2025-03-01 09:25:00", "10.1.2.5", "299", "R_3abcdef14", "", "51.9", "", "Train", "Other", "a scooter",
     WHY[2], "Very unsafe", "1.0"],
]  # fmt: skip
MONKEY = [
    ["Respondent ID", "Which do you use?", "", "", "Do you feel safe?", "Why?"],
    ["", "Bus", "Train", "Other (please specify)", "Response", "Open-Ended Response"],
    ["101", "Bus", "", "", "Sometimes", WHY[0]],
    ["102", "Bus", "Train", "", "Never", WHY[1]],
    ["103", "", "Train", "my scooter", "Always", WHY[2]],
]
CODED = [
    ["id", "why", "Fear", "Lights", "age", "score"],
    ["P1", WHY[0], "0", "1", "16", "1"],
    ["P2", WHY[1], "1", "0", "17", "3"],
    ["P3", WHY[2], "1", "1", "19", "NULL"],
]


def write(tmp_path: Path, rows: list[list[str]], name: str = "walk.csv") -> Path:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    path = tmp_path / name
    path.write_text(stream.getvalue(), "utf-8")
    return path


def roles(path: Path, **told: Any) -> dict[str, str]:
    columns = survey_columns(path, Options(as_="survey", **told))
    return {column.name: role.is_ for column, role in zip(columns.seen, columns.roles, strict=True)}


def values(draft: DraftSurvey, name: str) -> list[str]:
    found = next(one for one in draft.attributes if one.name == name)
    return [found.values.get(row, "") for row in range(len(draft.cases))]


def test_microsoft_forms(tmp_path: Path) -> None:
    path = write(tmp_path, FORMS)
    assert roles(path) == {
        "ID": "id", "Start time": "left out", "Completion time": "left out", "Email": "left out", "Name": "left out",
        "How do you travel?": "many", "Why do you travel that way?": "open", "I feel safe": "ordered",
    }  # fmt: skip
    draft = READER.read(path, Options(as_="survey"))
    assert values(draft, "How do you travel?") == ["Bus; Walk", "Walk", "Bus; Cycle", "Cycle; Walk"]
    shapes = {one.name: (one.kind, one.choices) for one in draft.attributes}
    assert shapes["How do you travel?"] == ("many", ("Bus", "Walk", "Cycle"))
    assert shapes["I feel safe"] == ("ordered", ("Strongly disagree", "Disagree", "Agree"))
    said = " ".join(draft.notes)
    assert "because an address for mail says who somebody is: Email" in said
    assert "because nobody filled it in: Name" in said


def test_qualtrics(tmp_path: Path) -> None:
    path = write(tmp_path, QUALTRICS)
    found = roles(path)
    assert found["ResponseId"] == "id"
    for name in ("StartDate", "EndDate", "IPAddress", "Duration (in seconds)", "RecipientEmail", "LocationLatitude"):
        assert found[name] == "left out"
    assert (found["Q1_1"], found["Q1_2"], found["Q1_3"]) == ("option", "option", "option")
    assert (found["Q2"], found["Q3"], found["wt"]) == ("open", "ordered", "weight")
    draft = READER.read(path, Options(as_="survey"))
    assert values(draft, "Which do you use?") == ["Bus", "Bus; Train", "Train; Other"]
    assert values(draft, "Q1_3_TEXT") == ["", "", "a scooter"]
    assert draft.weights == {0: 1.2, 1: 0.8, 2: 1.0}
    assert draft.questions[0].text == "Why?"


def test_surveymonkey_in_text_and_with_merged_cells(tmp_path: Path) -> None:
    text = write(tmp_path, MONKEY)
    sheet = tmp_path / "walk.xlsx"
    sheet.write_bytes(workbook({"a": [[cell or None for cell in row] for row in MONKEY]}, merged=("B1:D1",)))
    for draft in (READER.read(text, Options(as_="survey")), SHEETS.read(sheet, Options(as_="survey"))):
        assert draft.cases == ("101", "102", "103")
        assert values(draft, "Which do you use?") == ["Bus", "Bus; Train", "Train"]
        assert values(draft, "Which do you use? - Other (please specify)") == ["", "", "my scooter"]
        assert next(one for one in draft.attributes if one.name == "Do you feel safe?").choices == (
            "Never", "Sometimes", "Always",
        )  # fmt: skip
        assert [one.column for one in draft.questions] == ["Why?"]


def test_merged_names_in_an_opendocument_sheet(tmp_path: Path) -> None:
    def cell(text: str, across: int = 1, down: int = 1) -> str:
        spans = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
        covered = "<table:covered-table-cell/>" * (across - 1)
        return (
            f'<table:table-cell office:value-type="string"{spans}><text:p>{text}</text:p></table:table-cell>{covered}'
        )

    head = cell("Respondent ID", down=2) + cell("Which do you use?", across=2) + cell("Why?", down=2)
    below = "<table:covered-table-cell/>" + cell("Bus") + cell("Train") + "<table:covered-table-cell/>"
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (head, below))
    rows += row("1", "Bus", "", WHY[0]) + row("2", "Bus", "Train", WHY[1]) + row("3", "", "Train", WHY[2])
    path = tmp_path / "walk.ods"
    path.write_bytes(open_sheet(rows))
    draft = SHEETS.read(path, Options(as_="survey"))
    assert draft.cases == ("1", "2", "3")
    assert values(draft, "Which do you use?") == ["Bus", "Bus; Train", "Train"]
    assert [one.column for one in draft.questions] == ["Why?"]


SMART = [
    ["UserID", "UserNo", "Email", "IP Address", "Unique ID", "Started", "How do you travel? (Bus)", "How do you travel? (Walk)",
     "How do you travel? (Other (please specify))", "What would help?"],
    ["1001", "1", "", "10.1.2.3", "u1", "03/03/2026 10:02", "Bus", "", "", WHY[0]],
    ["1002", "2", "", "10.1.2.4", "u2", "03/03/2026 10:04", "Bus", "Walk", "a scooter", WHY[1]],
    ["1003", "3", "", "10.1.2.5", "u3", "03/03/2026 10:09", "", "Walk", "", WHY[2]],
]  # fmt: skip
KOBO = [
    ["start", "end", "travel", "travel/bus", "travel/walk", "why", "_id", "_uuid", "_submission_time", "__version__"],
    ["2026-03-03T10:02:11.000+00:00", "2026-03-03T10:09:11.000+00:00", "bus", "1", "0", WHY[0], "41", "a1b2c3d4-0001", "2026-03-03T10:09:12", "v1"],
    ["2026-03-03T11:02:11.000+00:00", "2026-03-03T11:09:11.000+00:00", "bus walk", "1", "1", WHY[1], "42", "a1b2c3d4-0002", "2026-03-03T11:09:12", "v1"],
    ["2026-03-03T12:02:11.000+00:00", "2026-03-03T12:09:11.000+00:00", "walk", "0", "1", WHY[2], "43", "a1b2c3d4-0003", "2026-03-03T12:09:12", "v1"],
]  # fmt: skip


@pytest.mark.parametrize("rows", [FORMS, QUALTRICS, SMART, KOBO], ids=["Forms", "Qualtrics", "SmartSurvey", "KoBo"])
def test_what_a_survey_program_wrote_is_known_as_a_survey(tmp_path: Path, rows: list[list[str]]) -> None:
    assert recognise(write(tmp_path, rows)) is READER
    sheet = tmp_path / "walk.xlsx"
    sheet.write_bytes(workbook({"Sheet1": rows}))
    assert recognise(sheet) is SHEETS


def test_a_table_that_no_survey_program_wrote_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(KindIsUnclearError):
        recognise(write(tmp_path, CODED))


def test_smartsurvey_has_a_column_for_each_tick_with_the_answer_in_brackets(tmp_path: Path) -> None:
    path = write(tmp_path, SMART)
    found = roles(path)
    assert (found["UserID"], found["What would help?"]) == ("id", "open")
    assert {found[name] for name in ("UserNo", "Email", "IP Address", "Unique ID", "Started")} == {"left out"}
    draft = READER.read(path, Options(as_="survey"))
    assert values(draft, "How do you travel?") == ["Bus", "Bus; Walk", "Walk"]
    assert values(draft, "How do you travel? (Other (please specify))") == ["", "a scooter", ""]


def test_kobo_has_the_answers_once_in_one_column_and_once_in_a_column_each(tmp_path: Path) -> None:
    path = write(tmp_path, KOBO)
    found = roles(path)
    assert (found["_id"], found["travel"], found["travel/bus"], found["why"]) == ("id", "left out", "option", "open")
    assert {found[name] for name in ("start", "end", "_uuid", "_submission_time", "__version__")} == {"left out"}
    assert values(READER.read(path, Options(as_="survey")), "travel") == ["bus", "bus; walk", "walk"]


def coded_as(tmp_path: Path, *columns: list[str]) -> DraftSurvey:
    """A survey of numbers: an id, and columns of answers."""
    header = ["id", *(f"q{number}" for number in range(1, len(columns) + 1))]
    rows = [[str(place), *cells] for place, cells in enumerate(zip(*columns, strict=True), 1)]
    return READER.read(write(tmp_path, [header, *rows], "coded.csv"), Options(as_="survey"))


def test_codes_for_no_answer_are_none_and_that_is_said(tmp_path: Path) -> None:
    draft = coded_as(tmp_path, ["1", "5", "-9", "3", "2", "4"], ["12", "-1", "3", "-8", "7", "0"])
    assert values(draft, "q1") == ["1", "5", "", "3", "2", "4"]
    assert values(draft, "q2") == ["12", "", "3", "", "7", "0"]
    assert any("“-1”, “-8”, “-9” was read as nothing answered (3 cells)" in note for note in draft.notes)
    assert "-9" in draft.column_map


@pytest.mark.parametrize(
    "columns",
    [
        (["1", "-1", "0", "3", "2", "4"],),
        (["1.5", "-9", "0", "3", "2", "4"],),
        (["1", "-9", "0", "3", "-20", "4"],),
        (["1", "-9", "0", "3", "2", "4"], ["1", "-9", "0", "3", "-20", "4"]),
    ],
    ids=["a small one", "with decimals", "one among others", "a code here and a number there"],
)
def test_numbers_below_nought_that_may_be_numbers_stay(tmp_path: Path, columns: tuple[list[str], ...]) -> None:
    draft = coded_as(tmp_path, *columns)
    assert [values(draft, f"q{number}") for number in range(1, len(columns) + 1)] == list(columns)


def test_a_second_row_that_says_response_alone(tmp_path: Path) -> None:
    rows = [
        ["Respondent ID", "Safe?", "Age"],
        ["", "Response", "Response"],
        ["1", "Yes", "16-24"],
        ["2", "No", "25-34"],
    ]
    draft = READER.read(write(tmp_path, rows), Options(as_="survey"))
    assert draft.cases == ("1", "2")
    assert values(draft, "Safe?") == ["Yes", "No"]


def test_codes_are_proposed_and_come_in_with_a_coder(tmp_path: Path) -> None:
    path = write(tmp_path, CODED)
    found = roles(path)
    assert (found["Fear"], found["Lights"], found["age"]) == ("code", "code", "number")
    draft = READER.read(path, Options(as_="survey"))
    assert not draft.codes
    assert "look like codes that somebody gave, 0 and 1: Fear, Lights" in " ".join(draft.notes)
    assert values(draft, "score") == ["1", "3", ""]
    assert "“NULL” was read as nothing answered (1 cells)." in draft.notes
    columns = survey_columns(path, Options(as_="survey"))
    from dataclasses import replace

    coded = READER.read(path, Options(columns=replace(columns, coder="ben").map()))
    assert [(one.path, one.question, one.yes, one.no) for one in coded.codes] == [
        ("Fear", "why", {1, 2}, {0}),
        ("Lights", "why", {0, 2}, {1}),
    ]
    assert coded.coder == "ben"


def test_a_row_of_totals_is_left_out(tmp_path: Path) -> None:
    rows = [*CODED[:3], ["P3", WHY[2], "1", "1", "", ""], ["", "", "2", "2", "", ""]]
    draft = READER.read(write(tmp_path, rows), Options(as_="survey"))
    assert draft.cases == ("P1", "P2", "P3")
    assert [(left.what, left.where) for left in draft.left_out] == [("a row of totals", "line 5")]


@pytest.mark.parametrize("rows", [FORMS, QUALTRICS, MONKEY, CODED], ids=["forms", "qualtrics", "monkey", "coded"])
def test_the_map_that_was_guessed_replays_it(tmp_path: Path, rows: list[list[str]]) -> None:
    path = write(tmp_path, rows)
    guessed = READER.read(path, Options(as_="survey"))
    columns = survey_columns(path, Options(as_="survey"))
    write_map(tmp_path / "map.yaml", columns.map())
    assert yaml.safe_load((tmp_path / "map.yaml").read_text("utf-8")) == columns.map()
    told = READER.read(path, Options(map_path=tmp_path / "map.yaml"))
    for one in DraftSurvey.__slots__:
        if one != "notes":
            assert getattr(told, one) == getattr(guessed, one), one
    again = survey_columns(path, Options(map_path=tmp_path / "map.yaml"))
    assert again.map() == columns.map()


@pytest.mark.parametrize(
    "name",
    ["SAFI_clean.csv", "fivethirtyeight/StarWars.csv", "fivethirtyeight/steak-risk-survey.csv", "flaky/responses.tsv",
     "jupyter2015/SurveyExport_raw.csv", "jupyter2016_education_responses.csv"],
)  # fmt: skip
def test_a_real_survey_is_replayed_by_the_map_of_its_guess(shared_data: Path, tmp_path: Path, name: str) -> None:
    path = shared_data / "surveys" / name
    guessed = READER.read(path, Options(as_="survey"))
    write_map(tmp_path / "map.yaml", survey_columns(path, Options(as_="survey")).map())
    told = READER.read(path, Options(map_path=tmp_path / "map.yaml"))
    assert (told.questions, told.attributes, told.column_map) == (
        guessed.questions,
        guessed.attributes,
        guessed.column_map,
    )


def test_what_says_who_somebody_is_stays_out(tmp_path: Path) -> None:
    rows = [
        ["id", "Your name", "contact", "call me", "where", "postcode", "district", "born", "moved in"],
        ["a", "Kez Vale", "kez@example.org", "01245 123456", "10.0.0.1", "CM1 1AA", "CM1", "2009-01-02", "1/9/2020"],
        ["b", "Ola Brook", "ola@example.org", "01245 654321", "10.0.0.2", "CM2 2BB", "CM2", "2010-03-04", "15/10/2021"],
        ["c", "Jo Reed", "jo@example.org", "01245 111222", "10.0.0.3", "CM3 3CC", "CM3", "2011-05-06", "3 May 2022"],
    ]
    assert roles(write(tmp_path, rows)) == {
        "id": "id", "Your name": "left out", "contact": "left out", "call me": "left out", "where": "left out",
        "postcode": "left out", "district": "text", "born": "left out", "moved in": "date",
    }  # fmt: skip


def test_commas_join_answers_only_where_they_do(tmp_path: Path) -> None:
    rows = [["id", "tools", "view", "money"]]
    tools = ["bus, bike", "bike", "bus", "bike, walk", "walk, bus, bike", "bus", "walk"]
    views = ["Yes, always", "No, never", "Yes, always", "No, never", "Yes, always", "No, never", "Yes, always"]
    money = ["£1,000", "£2,000", "£1,000", "£3,000", "£2,000", "£1,000", "£3,000"]
    rows += [[f"p{at}", *cells] for at, cells in enumerate(zip(tools, views, money, strict=True))]
    found = roles(write(tmp_path, rows))
    assert (found["tools"], found["view"]) == ("many", "choice")
    assert found["money"] in {"choice", "text", "ordered"}


@pytest.mark.parametrize(
    ("map_", "says"),
    [
        ({"closed": ["age"], "kinds": {"why": "choice"}}, "`kinds` names “why”, which is no `closed` column"),
        ({"closed": ["age"], "kinds": {"age": "lots"}}, "each kind one of text, number"),
        ({"closed": ["age"], "order": {"agee": ["1"]}}, "Did you mean “age”?"),
        ({"closed": {"age": "x", "score": "x"}}, "two closed questions are called “x”"),
        ({"options_of": {"q": ["Fear", "Lights"]}, "closed": ["Fear"]}, "stands in it twice"),
        ({"closed": ["age"], "joined_by": 3}, "what stands between"),
    ],
)
def test_a_map_that_says_it_wrongly(map_: dict[str, Any], says: str) -> None:
    with pytest.raises(MapIsWrongError) as caught:
        by_map(map_, CODED[0], "walk.csv")
    assert says in str(caught.value)


def test_a_map_as_people_write_it_reads_back_as_roles(tmp_path: Path) -> None:
    path = write(tmp_path, CODED)
    told = {
        "case": "id",
        "open": {"why": "reasons"},
        "closed": ["age", "score"],
        "codes": {"Fear": "Safety/Fear"},
        "coder": "ben",
    }
    columns = survey_columns(path, Options(columns=told))
    assert [role.is_ for role in columns.roles] == ["id", "open", "code", "left out", "number", "number"]
    assert columns.map()["codes"] == {"Fear": "Safety/Fear"}
    assert not columns.wrong()
    said = columns.with_role(4, "code").wrong()
    assert said == "A code is 0 or 1, and “age” holds “16”."
    assert (
        "neither"
        in columns.with_role(1, "left out")
        .with_role(4, "left out")
        .with_role(5, "left out")
        .with_role(2, "left out")
        .wrong()
    )


def test_columns_of_what_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("**Kez:** Hello there.\n")
    with pytest.raises(WorkbenchError):
        survey_columns(path, Options())


def test_several_answers_as_one_value() -> None:
    assert several("Bus; Train") == ["Bus", "Train"]
    assert (
        roles_of(by_map({"closed": ["a"]}, ["a"], "x.csv"), survey_columns_of(["a"], [["x"], ["y"]]))[0].is_ == "choice"
    )


def survey_columns_of(header: list[str], rows: list[list[str]]) -> Any:
    from workbench.exchange.surveys.columns import look

    return look(header, rows)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,250.5", True),
        ("-3", True),
        (".5", True),
        ("08123", False),
        ("-+1", False),
        ("\x1d7", False),
        ("²", False),
        (".", False),
    ],
)
def test_what_is_a_number(cell: str, number: bool) -> None:
    assert is_number(cell) is number
    if number:
        number_of(f" \x1d{cell}\x1f ")


def test_a_row_of_totals_with_signs_that_print_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"why,a,b\nnear,\x1d1,2\nfree,1,3\nlight,2,1\n,\x1f4,6\n")
    draft = READER.read(path, Options("survey"))
    assert len(draft.cases) == 3
