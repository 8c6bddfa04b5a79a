"""Codings as variables: read back with pyreadstat and pandas, and compared value by value with the table matrix."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.codebook import CodeQuestion, add_code
from workbench.coding.codings import apply_code
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.for_others import VariablesNotAskedSoError
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.tables.declared import make_table
from workbench.desk.take_out import take_out
from workbench.desk.variables import NoAnswersError, NobodyToWriteError, write_variables
from workbench.exchange.variable_names import LONGEST, names_of
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.project.file import Project, create
from workbench.rows import add
from workbench.sources.asked import question_named, record_asked
from workbench.sources.cases import case_labels, set_attribute
from workbench.sources.consent import set_consent
from workbench.sources.document_list import documents
from workbench.sources.readings import finish_reading
from workbench.text import Span

SURVEY = (
    "id,Why do you walk?,Age,Feels safe,Ways,w\n"
    "P1,Because the bus is late and dark,34,Safe,Bus; Walk,1.5\n"
    "P2,I never walk there,Refused,Don't know,Bus,0.5\n"
    "P3,My sister walks with me,-5.5,Unsafe,,1\n"
    "P4,It is quick and I like the river,,Safe,Walk,1\n"
)
MAP = (
    "survey: walking\ncase: id\nopen: {'Why do you walk?': why}\nclosed: [Age, Feels safe, Ways]\nweight: w\n"
    'kinds: {Age: number, Feels safe: ordered, Ways: many}\norder: {Feels safe: [Unsafe, Safe, "Don\'t know"]}\n'
    "joined_by: {Ways: ';'}\n"
)
ENDINGS = (".sav", ".dta", ".csv")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """A survey of four people: P1 coded twice, P2 unread, P3 read and not asked about the dark, P4 read."""
    (tmp_path / "walk.csv").write_text(SURVEY)
    (tmp_path / "walk.yaml").write_text(MAP)
    with create(tmp_path / "study.workbench", title="Walking", coder="amina") as project:
        bring_in(project, [tmp_path / "walk.csv"], map_=tmp_path / "walk.yaml")
        with project.change("Code") as session:
            (document,) = documents(session)
            safety = add_code(session, "Safety")
            dark = add_code(session, "After dark", parent=safety, definition="Being out when it is dark. " * 20)
            bus = add_code(session, "Bus")
            add_code(session, "Ärger: =SUM(A1)")
            apply_code(session, bus, document.id, Span(12, 20))
            apply_code(session, dark, document.id, Span(28, 32))
            people = {label: key for key, label in case_labels(session).items()}
            question = question_named(session, "dark", text="How is it after dark?")
            add(session, CodeQuestion, code_id=dark, question_id=question)
            record_asked(session, people["P3"], question, "not asked")
            record_asked(session, people["P1"], question, "not asked")
            segments = session.connection().exec_driver_sql("SELECT id, case_id FROM segment").all()
            for segment, case in segments:
                if case != people["P2"]:
                    finish_reading(session, document.id, segment_id=segment)
        yield project


def read(path: Path) -> tuple[dict[str, list[Any]], Any]:
    """The columns of a file as whoever receives it reads them, and what it says of them."""
    if path.suffix == ".csv":
        frame = pd.read_csv(path, keep_default_na=False, dtype=str)
        return {name: [cell or None for cell in frame[name]] for name in frame}, None
    reader = pyreadstat.read_sav if path.suffix == ".sav" else pyreadstat.read_dta
    columns, meta = reader(path, output_format="dict", user_missing=True)
    return {name: [None if value == "" else value for value in column] for name, column in columns.items()}, meta


def in_words(name: str, column: list[Any], meta: Any) -> list[str | None]:
    """A column in words, whatever it was written as."""
    if meta is None:
        return column
    labels = meta.variable_value_labels.get(name, {})
    return [
        None if value is None else labels.get(value) or (f"{value:g}" if isinstance(value, float) else value)
        for value in column
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_value_comes_back(study: Project, tmp_path: Path, ending: str) -> None:
    write_variables(study, tmp_path / f"out{ending}", audience="internal")
    columns, meta = read(tmp_path / f"out{ending}")
    words = {name: in_words(name, column, meta) for name, column in columns.items()}
    yes, no = ("1", "0") if meta is None else ("mentioned", "not mentioned")
    assert set(columns) == {
        "case", "weight", "age", "feels_safe", "ways_bus", "ways_walk",
        "code_after_dark", "code_arger_sum_a1", "code_bus", "code_safety",
    }  # fmt: skip
    assert words["case"] == ["P1", "P2", "P3", "P4"]
    assert words["weight"] == ["1.5", "0.5", "1", "1"]
    assert words["age"] == ["34", "Refused", "-5.5", None]
    assert words["feels_safe"] == ["Safe", "Don't know", "Unsafe", "Safe"]
    given, none = ("1", "0") if meta is None else ("given", "not given")
    assert words["ways_bus"] == [given, given, None, none]
    assert words["code_after_dark"] == [yes, "not read", "not asked", no]
    assert words["code_bus"] == [yes, "not read", no, no]


def test_kinds_of_missing_are_missing_to_spss_and_stata(study: Project, tmp_path: Path) -> None:
    write_variables(study, tmp_path / "out.sav", audience="internal")
    write_variables(study, tmp_path / "out.dta", audience="internal")
    for path, reader in ((tmp_path / "out.sav", pyreadstat.read_sav), (tmp_path / "out.dta", pyreadstat.read_dta)):
        columns, meta = reader(path, output_format="dict")
        assert columns["code_after_dark"] == [1.0, None, None, 0.0]
        assert columns["age"] == [34.0, None, -5.5, None]
        assert columns["feels_safe"] == [2.0, None, 1.0, 2.0]
        assert meta.column_names_to_labels["code_after_dark"].startswith(
            "Safety/After dark: Being out when it is dark."
        )
    _, meta = pyreadstat.read_sav(tmp_path / "out.sav")
    assert meta.variable_measure["feels_safe"] == "ordinal"
    assert meta.variable_measure["age"] == "scale"
    assert meta.variable_measure["code_bus"] == "nominal"


@pytest.mark.parametrize("ending", ENDINGS)
def test_codes_are_counted_as_in_the_matrix(study: Project, tmp_path: Path, ending: str) -> None:
    write_variables(study, tmp_path / f"out{ending}", audience="internal")
    columns, _ = read(tmp_path / f"out{ending}")
    with (tmp_path / "out.dictionary.csv").open(newline="") as file:
        described = {row["of"].lstrip("'"): row["variable"] for row in csv.DictReader(file)}
    matrix = make_table(study, "matrix")
    for at, path in enumerate(matrix.columns[1:], 1):
        cells = [str(cell) for cell in columns[described[path]]]
        for row, cell in zip(matrix.rows, cells, strict=True):
            found = {"1.0": 1, "1": 1, "0.0": 0, "0": 0, "-2.0": 0, "not asked": 0, "b": 0}.get(cell)
            assert found == row[at], (path, row[0], cell)


def test_a_row_an_answer_has_the_codes_on_that_answer_alone(study: Project, tmp_path: Path) -> None:
    second = "id,Why do you walk?,What would help?\nP1,Because the bus is late and dark,More light on the bridge\n"
    (tmp_path / "more.csv").write_text(second + "P5,,A bus every hour\n")
    (tmp_path / "more.yaml").write_text("survey: helping\ncase: id\nopen: {'What would help?': help}\n")
    bring_in(study, [tmp_path / "more.csv"], map_=tmp_path / "more.yaml")
    with study.change("Code") as session:
        asked = next(line for line in documents(session) if "help" in line.title)
        apply_code(session, add_code(session, "Light"), asked.id, Span(5, 10))
        ((first, _), _) = session.connection().exec_driver_sql(
            f"SELECT id, start FROM segment WHERE document_id = {asked.id} ORDER BY start"
        )
        finish_reading(session, asked.id, segment_id=first)
    taken = take_out(study, tmp_path / "out.sav", each_answer=True)
    columns, meta = read(tmp_path / "out.sav")
    words = {name: in_words(name, column, meta) for name, column in columns.items()}
    told = list(zip(words["case"], words["survey"], words["code_bus"], words["code_light"], strict=True))
    assert told == [
        ("P1", "walking", "mentioned", "not mentioned"),
        ("P1", "helping", "not mentioned", "mentioned"),
        ("P2", "walking", "not read", "not read"),
        ("P3", "walking", "not mentioned", "not mentioned"),
        ("P4", "walking", "not mentioned", "not mentioned"),
        ("P5", "helping", "not read", "not read"),
    ]
    assert words["feels_safe"][:2] == ["Safe", "Safe"], "what is known of somebody stands in each of their rows"
    assert "What would help?" in (tmp_path / "out.dictionary.csv").read_text("utf-8")
    assert taken.kind == "variables"


def test_without_an_answer_there_is_no_row_an_answer(tmp_path: Path) -> None:
    with (
        create(tmp_path / "empty.workbench", title="Empty", coder="amina") as project,
        pytest.raises(NoAnswersError, match="a row a person instead"),
    ):
        take_out(project, tmp_path / "out.sav", each_answer=True)


def test_the_dictionary_says_what_each_is_and_nothing_runs_in_it(study: Project, tmp_path: Path) -> None:
    taken = take_out(study, tmp_path / "out.csv", variables=True)
    assert "out.dictionary.csv" in taken.sentence
    rows = {row["variable"]: row for row in csv.DictReader(io.StringIO((tmp_path / "out.dictionary.csv").read_text()))}
    assert rows["feels_safe"]["values"] == "1 Unsafe; 2 Safe"
    assert "in SPSS -1, in Stata .a, in .csv these words: Don't know" in rows["feels_safe"]["missing"]
    assert rows["code_after_dark"]["says"].startswith("Being out when it is dark.")
    assert "not everything the person said has been read" in rows["code_after_dark"]["missing"]
    assert not any(cell.startswith(("=", "-", "+", "@")) for row in rows.values() for cell in row.values())


def test_only_who_may_be_shown_leaves_and_it_is_written_down(study: Project, tmp_path: Path) -> None:
    with study.change("An audience") as session:
        add_audience(session, "council", people=2)
        people = {label: key for key, label in case_labels(session).items()}
    with pytest.raises(NobodyToWriteError):
        write_variables(study, tmp_path / "out.sav", audience="council")
    assert not list(tmp_path.glob("out*"))
    with study.change("Consent") as session:
        for label in ("P1", "P4"):
            set_consent(session, people[label], "paraphrase", "given")
            set_consent(session, people[label], "audience", "given", audience="council")
    taken = write_variables(study, tmp_path / "out.sav", audience="council")
    columns, meta = read(tmp_path / "out.sav")
    assert columns["case"] == ["P1", "P4"]
    assert "weight" not in columns
    assert in_words("age", columns["age"], meta) == ["withheld by us", "withheld by us"]
    assert "2 people are left out: no consent is recorded to show them to council." in taken.sentence
    assert "Survey weights are left out" in taken.sentence
    with study.read() as session:
        left = [(one.name, one.audience, one.kind) for one in departures(session)]
    assert {("out.sav", "council", "variables"), ("out.dictionary.csv", "council", "variables")} <= set(left)


def test_a_definition_that_names_somebody_keeps_both_files_in(study: Project, tmp_path: Path) -> None:
    with study.change("An audience") as session:
        add_audience(session, "council", people=2)
        add_code(session, "River", definition="What Marguerite Oyelaran said about the river")
        people = {label: key for key, label in case_labels(session).items()}
        session.connection().exec_driver_sql("UPDATE cases SET label = 'Marguerite Oyelaran' WHERE label = 'P2'")
        set_consent(session, people["P1"], "paraphrase", "given")
        set_consent(session, people["P1"], "audience", "given", audience="council")
    with pytest.raises(NamesSomebodyError):
        write_variables(study, tmp_path / "out.sav", audience="council")
    assert not list(tmp_path.glob("out*"))


def test_what_does_not_go_with_variables_is_refused(study: Project, tmp_path: Path) -> None:
    with pytest.raises(VariablesNotAskedSoError):
        take_out(study, tmp_path / "out.sav", table="matrix")


def test_text_of_a_person_that_is_long_or_in_other_letters_comes_back(study: Project, tmp_path: Path) -> None:
    long = "Ελένη у моста " * 40
    with study.change("Known") as session:
        people = {label: key for key, label in case_labels(session).items()}
        set_attribute(session, people["P1"], "Remarks", long.strip())
    for ending in (".sav", ".dta"):
        write_variables(study, tmp_path / f"out{ending}", audience="internal")
        assert read(tmp_path / f"out{ending}")[0]["remarks"] == [long.strip(), None, None, None]


@given(st.lists(st.text(max_size=60), max_size=60))
def test_names_are_valid_and_each_once(wanted: list[str]) -> None:
    for before in ("", "code_"):
        names = names_of(wanted, before=before, taken=("case",))
        assert len({*names, "case"}) == len(wanted) + 1
        assert all(
            len(name) <= LONGEST and name.isascii() and name.isidentifier() and name == name.lower() for name in names
        )
        assert names == names_of(wanted, before=before, taken=("case",))
