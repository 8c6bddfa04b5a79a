"""Survey tables: by a map, or by a guess that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import QuoteIsNotClosedError, read_table, separator_of
from workbench.exchange.readers import MapIsUnreadableError, Options
from workbench.exchange.surveys.maps import MapIsWrongError, shortened
from workbench.exchange.surveys.tables import (
    READER,
    CodeIsNotZeroOrOneError,
)
from workbench.exchange.tables import TableHasNoRowsError, TableIsRaggedError
from workbench.sources.drafts import DraftSurvey

TABLE = (
    "id,Why do you walk?,Age band,Fear,Bus,w\n"
    'P1,"Because it is ""near"",\nand free",16-24,1,0,1.5\n'
    "P2,,25-34,,,0.5\n"
    "P3,I never walk,16-24,0,1,x\n"
)
MAP = (
    "survey: walking\ncase: id\nopen: {'Why do you walk?': why_walk}\nclosed: [Age band]\n"
    "codes: {Fear: Safety/Fear, Bus: Bus}\ncoder: ben\nweight: w\n"
)


def read(tmp_path: Path, table: str | bytes, map_: str | None = None) -> DraftSurvey:
    path = tmp_path / "walk.csv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    if map_ is None:
        return READER.read(path, Options(as_="survey"))
    (tmp_path / "map.yaml").write_text(map_)
    return READER.read(path, Options(map_path=tmp_path / "map.yaml"))


def test_a_survey_by_its_map(tmp_path: Path) -> None:
    draft = read(tmp_path, TABLE, MAP)
    assert draft.cases == ("P1", "P2", "P3")
    assert draft.questions[0].short == "why_walk"
    assert draft.questions[0].answers == {0: 'Because it is "near",\nand free', 2: "I never walk"}
    assert (draft.answers, draft.blanks) == (2, 1)
    assert draft.attributes[0].values == {0: "16-24", 1: "25-34", 2: "16-24"}
    assert [(code.path, code.yes, code.no) for code in draft.codes] == [
        ("Safety/Fear", {0}, {2}),
        ("Bus", {2}, {0}),
    ]
    assert draft.weights == {0: 1.5, 1: 0.5}
    assert [(left.where, left.what) for left in draft.left_out] == [("line 5", "the weight “x”")]


@pytest.mark.parametrize(
    ("map_", "says"),
    [
        (MAP.replace("closed", "clsoed"), "Did you mean “closed”"),
        (MAP.replace("[Age band]", "[Age bnad]"), "Did you mean “Age band”"),
        (MAP.replace("coder: ben\n", ""), "no `coder`"),
        (MAP.replace("[Age band]", "[Age band, w]"), "stands in it twice"),
        ("case: id\n", "neither `open` nor `closed`"),
        ("case: id\nopen: 3\n", "a list of columns"),
        (MAP + "sampling: lucky\n", "purposive"),
        (MAP + "codes_of: {Fear: id}\n", "no `open` column"),
    ],
)
def test_a_map_that_does_not_fit_says_where(tmp_path: Path, map_: str, says: str) -> None:
    with pytest.raises(MapIsWrongError, match=r"map\.yaml") as caught:
        read(tmp_path, TABLE, map_)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("map_", "says"),
    [
        (
            "open: [Age band]\nclosed: [w]\nopen: [Bus]\n",
            r"map\.yaml, line 3: “open” stands in it twice, on line 1 too",
        ),
        ("open: {Bus: a, Fear: b, Bus: c}\n", r"line 1: “Bus” stands in it twice"),
        ("open: [Bus, Bus]\n", r"“Bus” stands in it twice"),
        ("open: &a [Bus]\nclosed: *a\n", r"line 2: A reference"),
    ],
)
def test_a_map_that_says_a_thing_twice_is_refused(tmp_path: Path, map_: str, says: str) -> None:
    with pytest.raises(WorkbenchError, match=says):
        read(tmp_path, TABLE, map_)


def test_a_map_that_is_no_yaml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(MapIsUnreadableError, match=r"line \d"):
        read(tmp_path, TABLE, "case: id\nopen: [a\n")


def test_a_guess_is_said(tmp_path: Path) -> None:
    draft = read(tmp_path, TABLE.replace(",,,0.5", ",0,0,0.5").replace("I never walk", "I never ever walk there"))
    assert draft.cases == ("P1", "P2", "P3")
    assert [question.column for question in draft.questions] == ["Why do you walk?"]
    assert "Guessed" in draft.notes[-1]


def test_rows_that_cannot_be_kept_are_reported_with_their_line(tmp_path: Path) -> None:
    table = "id,a,b\nP1,x,y\nP2,x\nP1,x,y\n,x,y\nP3,x,y,z\nP4,x,y\n"
    draft = read(tmp_path, table, "case: id\nclosed: [a, b]\n")
    assert draft.cases == ("P1", "P4")
    assert [left.where for left in draft.left_out] == ["line 3", "line 6", "line 4", "line 5"]


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("id,a\n" + "x,y,z\n" * 10, TableIsRaggedError),
        ("id,a\n", TableHasNoRowsError),
        ('id,a\n1,x\n2,"y\n3,z\n', QuoteIsNotClosedError),
    ],
)
def test_tables_that_are_not_sound(table: str, error: type[WorkbenchError]) -> None:
    with pytest.raises(error):
        read_table(table, "walk.csv")


def test_codes_are_zero_or_one(tmp_path: Path) -> None:
    with pytest.raises(CodeIsNotZeroOrOneError, match="line 6"):
        read(tmp_path, TABLE + "P4,Often,16-24,7,0,1\n", MAP)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators(mark: str) -> None:
    written = "\ufeff" + "id,a one,b\n1,x,y\n2,x,y\n".replace(",", mark)
    assert separator_of(written) == mark
    assert read_table(written, "x.csv").header == ["id", "a one", "b"]
    assert read_table(f"sep={mark}\n" + written[1:], "x.csv").rows == [["1", "x", "y"], ["2", "x", "y"]]


def test_names_that_come_twice_or_not_at_all() -> None:
    table = read_table("id,a,a,\n1,x,y,z\n", "x.csv")
    assert table.header == ["id", "a", "a (2)", "column 4"]
    assert "2 times" in table.notes[0]


def test_short_names() -> None:
    assert shortened("What needs does it meet in your work?", 16) == "What needs does…"


def test_code_columns_find_their_question(tmp_path: Path) -> None:
    table = "id,hinder,hinder_setup,like,like_speed\nP1,much,1,a lot,0\n"
    draft = read(tmp_path, table, "case: id\nopen: [hinder, like]\ncodes: [hinder_setup, like_speed]\ncoder: ben\n")
    assert [(code.column, code.question) for code in draft.codes] == [
        ("hinder_setup", "hinder"),
        ("like_speed", "like"),
    ]


def test_a_second_row_of_names_above_figures_is_joined_to_the_first(tmp_path: Path) -> None:
    table = "who,Area,Safety,,Words\nid,district,Day (1-5),Night (1-5),What would help?\nA,Harlow,4,2,Light\nB,Basildon,5,3,\nC,Harlow,4,,Buses\n"
    draft = read(
        tmp_path,
        table,
        "case: who - id\nopen: {'Words - What would help?': help}\nclosed: ['Safety - Day (1-5)', 'Safety - Night (1-5)']\n",
    )
    assert draft.cases == ("A", "B", "C")
    assert [dict(one.values) for one in draft.attributes] == [{0: "4", 1: "5", 2: "4"}, {0: "2", 1: "3"}]


def test_a_first_answer_below_a_column_of_no_name_is_an_answer(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "who,Area,\nA,Harlow,good\nB,Basildon,3\nC,Harlow,bad\n", "case: who\nclosed: [Area, column 3]\n"
    )
    assert draft.cases == ("A", "B", "C")
