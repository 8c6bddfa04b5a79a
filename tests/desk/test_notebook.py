"""The notebook door: tidy frames with a dictionary, withheld as the tables are, and no export unless one is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.study import add_study, record_asked
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.notebook import Study, open_project
from workbench.desk.tables.declared import KINDS, TABLES, TableNotAskedSoError, TableUnknownError, make_table
from workbench.desk.tables.dictionary import NOT_DESCRIBED
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.governance.released import Quoted
from workbench.project.file import create
from workbench.rows import amend, live
from workbench.sources.cases import Case, case_named
from workbench.sources.consent import set_consent
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import Finding, write_finding


@pytest.fixture
def study(tmp_path: Path) -> Any:
    path = tmp_path / "study.workbench"
    with create(path, title="Study", coder="amina") as project, project.change("Everything once") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        record_asked(session, made)
        write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="One walks it.",
        )  # fmt: skip
    with open_project(path, coder="amina") as opened:
        yield opened


def test_every_column_of_every_table_is_in_the_dictionary(study: Study) -> None:
    found = study.dictionary()
    assert list(found.columns) == ["table", "column", "says", "unit", "missing"]
    listed = set(zip(found["table"], found["column"], strict=True))
    for kind in KINDS:
        for column in kind.columns:
            assert (kind.name, column) in listed
    assert not list(found[found["says"] == NOT_DESCRIBED][["table", "column"]].itertuples(index=False, name=None))
    assert set(found["table"]) == set(study.tables)


def test_what_is_said_never_to_be_missing_is_never_missing(study: Study) -> None:
    every = study.dictionary()
    never = every[every["missing"] == "is never missing"]
    empty, seen = [], 0
    for name in study.tables:
        frame = study.table(name)
        for column in never[never["table"] == name]["column"]:
            if column in frame:
                empty += [(name, column)] * int(frame[column].isna().any())
                seen += len(frame) > 0
    assert empty == []
    assert seen > 60


def test_frames_are_tidy_one_kind_a_column_and_missing_where_nothing_is_said(study: Study) -> None:
    for name in study.tables:
        frame, made = study.table(name), make_table(study.project, name)
        assert list(frame.columns) == list(made.columns)
        assert len(frame) == len(made.rows)
        for column in frame.columns:
            kinds = {type(cell) for cell in frame[column].dropna()}
            assert len(kinds) <= 1, (name, column, kinds)
            assert "" not in set(frame[column].dropna())
    quotes = study.table("quotes")
    assert str(quotes["start"].dtype) == "Int64"
    assert (quotes["end"] > quotes["start"]).all()


def test_a_withheld_number_is_missing_and_named(study: Study) -> None:
    with study.project.change("Everybody of a group") as session:
        for case in session.execute(live(Case)).scalars().all():
            amend(session, Case, case.id or 0, sampling="everyone")
    inside, outside = study.table("codes"), study.table("codes", audience="public")
    few = inside["cases"].between(1, 4)
    assert few.any()
    assert outside["cases"].isna().tolist() == few.tolist()
    assert pd.api.types.is_numeric_dtype(outside["cases"])
    assert outside.attrs["withheld"]["cases"] == [at for at, hidden in enumerate(few) if hidden]
    assert "withheld by us" in outside.attrs["left_out"][0]
    assert inside.attrs["withheld"] == {}


def test_looking_is_no_export_for_the_team_and_a_frame_for_others_is_entered(study: Study, tmp_path: Path) -> None:
    for name in study.tables:
        study.table(name)
    with study.read() as session:
        assert departures(session) == []
    frame = study.table("quotes", audience="public")
    with study.read() as session:
        (one,) = departures(session)
        assert (one.kind, one.name, one.audience, one.quotes) == ("table", "quotes", "public", len(frame))
        assert session.execute(live(Quoted)).scalars().all()
    said = study.take_out(tmp_path / "out.xlsx", audience="public", sheets=["findings"])
    assert said.startswith("Wrote out.xlsx, for the public")
    assert load_workbook(tmp_path / "out.xlsx").sheetnames == ["Cover", "Contents", "Notes", "Findings"]
    with study.read() as session:
        assert [one.name for one in departures(session)] == ["out.xlsx", "quotes"]


def test_a_frame_for_others_names_nobody_who_may_not_be_shown(study: Study) -> None:
    with study.project.change("A name") as session:
        case = case_named(session, "Kerry Walsh")
        set_consent(session, case, "paraphrase", "refused")
        (finding,) = session.execute(live(Finding)).scalars()
        amend(session, Finding, finding.id or 0, against="Only Kerry Walsh walks it.")
    assert "Kerry Walsh" in study.table("findings")["against"].iloc[0]
    with pytest.raises(NamesSomebodyError, match=r"F1 names Kerry Walsh, who has not agreed to be told of to public"):
        study.table("findings", audience="public")
    with study.read() as session:
        assert departures(session) == []


def test_the_dictionary_is_a_table_as_any_other(study: Study) -> None:
    made = make_table(study.project, "dictionary")
    assert len(made.rows) > sum(len(kind.columns) for kind in KINDS) - 1
    one = study.dictionary("crosstab").set_index("column").loc["percent"]
    assert (one["unit"], "of those asked" in one["says"]) == ("%", True)


def test_what_is_not_there_is_refused_in_a_sentence(study: Study) -> None:
    with pytest.raises(TableUnknownError, match="Did you mean crosstab"):
        study.table("crosstabs")
    with pytest.raises(TableUnknownError, match="There are: "):
        study.dictionary("tables")
    with pytest.raises(TableNotAskedSoError):
        study.table("themes", by="age_band")
    with pytest.raises(WorkbenchError):
        study.take_out("no/such/folder.xlsx")
    assert "dictionary" in TABLES
