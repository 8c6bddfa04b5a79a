"""Files of SPSS and Stata as surveys: labels as answers, kinds of missing apart, sets, weights, days, and damage."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from workbench.desk.importing.survey_columns import survey_columns, write_map
from workbench.errors import WorkbenchError
from workbench.exchange import stat_files
from workbench.exchange.readers import Options, recognise
from workbench.exchange.stat_files import StatFileIsBrokenError, StatFileIsTooLargeError, Variable, read_stat_file
from workbench.exchange.stat_values import cells_of
from workbench.exchange.surveys.maps import MapIsWrongError
from workbench.exchange.surveys.stat_files import READER, StatFileHasNoRowsError
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import NOT_ASKED, OTHER, WOULD_NOT_SAY
from workbench.sources.drafts import DraftAttribute, DraftSurvey

NASTY = Path(__file__).parents[3] / "shared" / "data" / "nasty" / "sav"
PEOPLE = ["P1", "P2", "P3", "P4", "P5"]
WORDS = [
    "It is dark by the bridge, and nobody is there after nine.",
    "ü" * 700,
    "",
    "99",
    "I go with my sister every day",
]
LABELS: dict[str, dict[int | float, str]] = {
    "safe": {1: "Unsafe", 2: "Neither", 3: "Safe", -9: "Refused", -8: "Item not applicable", -7: "lost"},
    "sex": {1: "Woman", 2: "Man"},
}


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": PEOPLE,
            "safe": [1.0, -9.0, -8.0, None, -7.0],
            "sex": [1.0, 2.0, 1.0, 2.0, 3.0],
            "age": [34.0, -1.0, 51.5, None, 17.0],
            "why": WORDS,
            "w": [0.5, 1.5, 1.0, 1.0, 1.0],
            "bus": [1.0, 0.0, 1.0, None, 0.0],
            "walk": [1.0, 0.0, 0.0, None, 1.0],
            "day": [13_850_000_000.0, 13_850_086_400.0, None, 0.0, 86_400.0],
        }
    )


def sav(path: Path, **told: Any) -> Path:
    said: dict[str, Any] = {
        "column_labels": {
            "safe": "How safe is it after dark?",
            "why": "Why is that?",
            "bus": "By bus",
            "walk": "On foot",
        },
        "variable_value_labels": LABELS,
        "missing_ranges": {"safe": [{"lo": -9, "hi": -7}], "age": [-1], "why": ["99"]},
        "variable_measure": {"safe": "ordinal", "sex": "nominal", "age": "scale"},
        "variable_format": {"day": "DATE11"},
        **told,
    }
    pyreadstat.write_sav(frame(), path, **said)
    return path


def with_set_and_weight(path: Path) -> Path:
    """The file with what pyreadstat does not write: a multiple-response set, and the place of the weight in its header."""
    content = sav(path).read_bytes()
    ends = content.index(struct.pack("<ii", 999, 0))
    told = b"$ways=D1 1 15 How do you come bus walk\n"
    content = content[:ends] + struct.pack("<iiii", 7, 7, 1, len(told)) + told + content[ends:]
    path.write_bytes(content[:76] + struct.pack("<i", place_of(content, b"w")) + content[80:])
    return path


def place_of(content: bytes, name: bytes) -> int:
    """Where a variable's record stands among all records of variables, counted from 1."""
    at, place = 176, 0
    while True:
        kind, _, has_label, missing, _, _ = struct.unpack_from("<6i", content, at)
        assert kind == 2
        place += 1
        if content[at + 24 : at + 32].rstrip().lower() == name:
            return place
        at += 32
        if has_label:
            (length,) = struct.unpack_from("<i", content, at)
            at += 4 + (length + 3) // 4 * 4
        at += 8 * abs(missing)


def attributes(draft: DraftSurvey) -> dict[str, DraftAttribute]:
    return {one.name: one for one in draft.attributes}


@pytest.mark.parametrize("name", ["walk.sav", "walk.zsav"])
def test_labels_are_answers_and_kinds_of_missing_stay_apart(tmp_path: Path, name: str) -> None:
    path = sav(tmp_path / name, compress=name.endswith("zsav"))
    assert recognise(path) is READER
    draft = READER.read(path, Options())
    assert draft.cases == tuple(PEOPLE)
    known = attributes(draft)
    safe = known["safe"]
    assert safe.question == "How safe is it after dark?"
    assert safe.kind == "ordered"
    assert safe.choices == ("Unsafe", "Neither", "Safe", "Refused", "Item not applicable", "No answer (lost)")
    assert safe.values == {0: "Unsafe", 1: "Refused", 2: "Item not applicable", 4: "No answer (lost)"}
    assert [state_of(safe.values[row]) for row in (0, 1, 2, 4)] == [OTHER, WOULD_NOT_SAY, NOT_ASKED, WOULD_NOT_SAY]
    assert (known["sex"].kind, known["sex"].values[4]) == ("choice", "3")
    assert (known["age"].kind, known["age"].values) == (
        "number",
        {0: "34", 1: "No answer (-1)", 2: "51.5", 4: "17"},
    )
    days = pyreadstat.read_sav(path, output_format="dict")[0]["day"]
    assert known["day"].values == {row: str(day) for row, day in enumerate(days) if day is not None}
    assert known["day"].values[4] == "1582-10-15"
    assert draft.questions[0].text == "Why is that?"
    assert draft.questions[0].answers == {0: WORDS[0], 1: WORDS[1], 4: WORDS[4]}
    assert not draft.left_out
    none = known["why: no answer"]
    assert (none.kind, none.question) == ("choice", "Why there is no answer to “Why is that?”")
    assert none.values == {3: "No answer (99)"}, "where nothing was entered nothing is known"
    assert state_of(none.values[3]) == WOULD_NOT_SAY


def test_a_set_is_one_question_and_the_weight_of_the_header_is_taken(tmp_path: Path) -> None:
    draft = READER.read(with_set_and_weight(tmp_path / "walk.sav"), Options())
    ways = attributes(draft)["$ways"] if "$ways" in attributes(draft) else attributes(draft)["ways"]
    assert ways.kind == "many"
    assert ways.question == "How do you come"
    assert ways.choices == ("By bus", "On foot")
    assert ways.values == {0: "By bus; On foot", 2: "By bus", 4: "On foot"}
    assert not {"bus", "walk"} & attributes(draft).keys()
    assert draft.weights == {0: 0.5, 1: 1.5, 2: 1.0, 3: 1.0, 4: 1.0}


def test_a_variable_that_is_called_weight_is_one_though_the_header_names_none(tmp_path: Path) -> None:
    table = frame().rename(columns={"w": "Weight"})
    pyreadstat.write_sav(table, tmp_path / "walk.sav", variable_measure={"Weight": "scale"})
    assert READER.read(tmp_path / "walk.sav", Options()).weights == {0: 0.5, 1: 1.5, 2: 1.0, 3: 1.0, 4: 1.0}


def test_a_map_set_in_the_app_brings_the_next_copy_in_without_asking(tmp_path: Path) -> None:
    path = sav(tmp_path / "walk.sav")
    columns = survey_columns(path, Options())
    roles = {seen.name: role.is_ for seen, role in zip(columns.seen, columns.roles, strict=True)}
    assert roles["safe"] == "ordered"
    place = [seen.name for seen in columns.seen].index("age")
    changed = columns.with_role(place, "left out")
    write_map(tmp_path / "walk.map.yaml", changed.map())
    again = READER.read(path, Options(map_path=tmp_path / "walk.map.yaml"))
    assert "age" not in attributes(again)
    assert attributes(again)["safe"] == attributes(READER.read(path, Options()))["safe"]
    (tmp_path / "wrong.yaml").write_text("cloesd: [safe]\n")
    with pytest.raises(MapIsWrongError, match="no key"):
        READER.read(path, Options(map_path=tmp_path / "wrong.yaml"))


def test_statas_letters_are_kinds_of_missing(tmp_path: Path) -> None:
    path = tmp_path / "walk.dta"
    table = pd.DataFrame(
        {
            "id": PEOPLE,
            "safe": [1.0, "a", "b", None, 2.0],
            "quarter": [241.0, 240.0, None, 0.0, 1.0],
            "day": [0.0, 1.0, 365.0, None, 22_000.0],
            "lengthy": ["é" * 3000, "", "x", "y", "z"],
        }
    )
    pyreadstat.write_dta(
        table,
        path,
        variable_value_labels={"safe": {1: "Safe", 2: "Unsafe", "a": "refused"}},  # type: ignore[dict-item]
        missing_user_values={"safe": ["a", "b"]},
        variable_format={"quarter": "%tq", "day": "%td"},
    )
    known = attributes(READER.read(path, Options()))
    assert known["safe"].values == {0: "Safe", 1: "refused", 2: "No answer (.b)", 4: "Unsafe"}
    assert known["quarter"].values == {0: "2020 Q2", 1: "2020 Q1", 3: "1960 Q1", 4: "1960 Q2"}
    assert known["day"].values == {0: "1960-01-01", 1: "1960-01-02", 2: "1960-12-31", 4: "2020-03-26"}
    assert known["lengthy"].values[0] == "é" * 3000
    assert cells_of(Variable("half", type="float"), [0.10000000149011612, None])[0] == ["0.1", ""]


def test_two_values_of_one_name_are_told_apart_and_ends_of_a_scale_stay_figures(tmp_path: Path) -> None:
    path = tmp_path / "walk.sav"
    table = pd.DataFrame({"way": [1.0, 2.0, 3.0, 1.0], "rate": [1.0, 4.0, 7.0, 10.0]})
    pyreadstat.write_sav(
        table,
        path,
        variable_value_labels={"way": {1: "Other", 2: "other", 3: "Bus"}, "rate": {1: "Not at all", 10: "Completely"}},
        column_labels={"rate": "How content are you?"},
    )
    known = attributes(READER.read(path, Options()))
    assert known["way"].values == {0: "Other (1)", 1: "other (2)", 2: "Bus", 3: "Other (1)"}
    assert known["rate"].values == {0: "1", 1: "4", 2: "7", 3: "10"}
    assert known["rate"].question == "How content are you? (1 Not at all, 10 Completely)"


def test_letters_of_an_old_program_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "old.sav"
    pyreadstat.write_sav(pd.DataFrame({"why": ["Zoe said it is dark there", "XYZQ"]}), path)
    content = path.read_bytes()
    at = content.index(b"Zoe said")
    path.write_bytes(content[: at + 2] + b"\xe9" + content[at + 3 :])
    draft = READER.read(path, Options())
    assert draft.questions[0].answers[0] == "Zoé said it is dark there"
    assert "Its letters were read as WINDOWS-1252, which the file does not say itself." in draft.notes


def test_a_process_that_dies_leaves_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sav(tmp_path / "walk.sav")
    monkeypatch.setattr(stat_files, "PROGRAM", "import os; os.abort()")
    with pytest.raises(
        StatFileIsBrokenError, match=r"walk\.sav is damaged and cannot be read\. Open it in the program"
    ):
        READER.read(path, Options())
    said = {
        "variables": [{"name": "a", "labels": [], "missing": []}],
        "sets": [],
        "label": "",
        "remarks": [],
        "encoding": "",
    }
    half = f"import sys; sys.stdin.read(); print({json.dumps({**said, 'rows': 5})!r})"
    monkeypatch.setattr(stat_files, "PROGRAM", half)
    with pytest.raises(StatFileIsBrokenError):
        READER.read(path, Options())


def test_damaged_files_are_refused_with_a_sentence_or_read(tmp_path: Path) -> None:
    whole = sav(tmp_path / "walk.sav").read_bytes()
    path = tmp_path / "damaged.sav"
    chance = random.Random(10)
    for length in (0, 3, 90, 400, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(WorkbenchError, match=r"damaged\.sav"):
            READER.read(path, Options())
    for _ in range(5):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
        said = ""
        try:
            read = len(READER.read(path, Options()).cases)
        except WorkbenchError as reason:
            read, said = 0, str(reason)
        assert 0 < read <= len(PEOPLE) or "damaged.sav" in said


def test_what_is_no_such_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "walk.sav"
    path.write_text("id,why\n1,dark\n")
    with pytest.raises(StatFileIsBrokenError, match=r"ends in \.sav and is no file of SPSS or Stata inside"):
        recognise(path).read(path, Options())
    large = sav(tmp_path / "large.sav")
    small = "from workbench.exchange import stat_files; stat_files.MOST_CELLS = 40; stat_files.serve()"
    monkeypatch.setattr(stat_files, "PROGRAM", small)
    with pytest.raises(StatFileIsTooLargeError, match=r"large\.sav has 5 rows of 9 variables"):
        READER.read(large, Options())
    content = large.read_bytes()
    large.write_bytes(content[:80] + struct.pack("<i", -1) + content[84:])
    with pytest.raises(StatFileIsTooLargeError, match=r"large\.sav has 5 rows"):
        READER.read(large, Options())
    monkeypatch.undo()
    pyreadstat.write_sav(pd.DataFrame({"a": pd.Series([], dtype=float)}), large)
    with pytest.raises(StatFileHasNoRowsError, match="no rows of answers"):
        READER.read(large, Options())


@pytest.mark.skipif(not NASTY.is_dir(), reason="the nasty files lie beside the project, not in it")
@pytest.mark.parametrize("path", sorted(NASTY.glob("*")), ids=lambda path: path.name)
def test_every_nasty_file_has_its_rows_and_columns(path: Path) -> None:
    read = pyreadstat.read_por if path.suffix == ".por" else pyreadstat.read_sav
    columns, meta = read(path, output_format="dict", disable_datetime_conversion=True)
    raw = (
        columns
        if path.suffix == ".por"
        else read(path, output_format="dict", disable_datetime_conversion=True, user_missing=True)[0]
    )
    found = read_stat_file(path)
    assert [one.name for one in found.variables] == meta.column_names
    assert found.rows == len(next(iter(columns.values())))
    for name, column in zip(meta.column_names, found.columns, strict=True):
        if path.suffix != ".por":
            assert column == raw[name]
    table = READER.table(path, Options())
    assert len(table.rows) == found.rows
    assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.skipif(not NASTY.is_dir(), reason="the nasty files lie beside the project, not in it")
def test_other_letters_and_a_set_of_categories() -> None:
    assert attributes(READER.read(NASTY / "haven_umlauts.sav", Options()))["var1"].values[3] == "the ö umlaut"
    assert "ותק_ב" in attributes(READER.read(NASTY / "pyreadstat_hebrews.sav", Options()))
    (words,) = READER.read(NASTY / "pyreadstat_tegulu.sav", Options()).questions
    assert words.answers[0].startswith("నేను")
    known = attributes(READER.read(NASTY / "pyreadstat_simple_alltypes.sav", Options()))
    assert known["categorical_array"].values[1] == "a; b; c"
    assert known["mymrset"].values == {
        0: "Response #1; Response #2", 1: "Response #1", 2: "Response #2", 4: "Response #2", 5: "Response #1; Response #2",
    }  # fmt: skip
