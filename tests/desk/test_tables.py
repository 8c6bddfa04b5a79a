"""Every analysis as a table: its columns, its rows, and what the door keeps back."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlmodel import select

from tests.coding.conftest import Coded, put_in
from tests.coding.two_coders import put_together
from workbench.coding.codebook import amend_code
from workbench.coding.disagreements import disagreements
from workbench.coding.settlements import settle
from workbench.coding.summaries import sum_up
from workbench.coding.themes import add_theme
from workbench.desk.tables.declared import (
    TABLES,
    CoderUnknownError,
    FormatUnknownError,
    TableNotAskedSoError,
    TableUnknownError,
    make_table,
    written,
)
from workbench.desk.tabular import Table, as_csv, as_json, as_markdown
from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.departures import record_departure
from workbench.governance.descriptions import WITHHELD
from workbench.governance.samples import BOUNDS
from workbench.project.file import Project
from workbench.rows import add, amend
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.coders import coder_names
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment

PROMISED = {
    "documents": ["document", "kind", "cases", "speakers", "turns", "segments", "words"],
    "codes": ["code", "definition", "codings", "segments", "cases"],
    "codings": ["document", "start", "end", "text", "code", "coder", "cases", "origin", "created"],
    "quotes": ["code", "cases", "document", "start", "end", "text", "coder"],
    "crosstab": ["code", "group", "cases", "asked", "percent", "lower", "upper"],
    "cooccurrence": ["code_a", "code_b", "passages", "cases"],
}


def told(project: Project, by: str = "age") -> Coded:
    """Twelve people: two are young and say it, ten are old and six of them say it; everybody agreed but the last."""
    lines = [f"P{number:02d}: It is [dark]{{dark}}." for number in range(8)]
    lines += [f"P{number:02d}: It is fine." for number in range(8, 12)]
    coded = put_in(project, "\n".join(lines))
    with project.change("People") as session:
        add_audience(session, "police", threshold=5)
        add_theme(session, "Fear", statement="It is there.", codes=[coded.codes["dark"]])
        amend_code(session, coded.codes["dark"], definition="=No light")
        attribute = add(session, Attribute, name=by)
        for number, case in enumerate(coded.cases.values()):
            value = "young" if number < 2 else "old"
            add(session, AttributeValue, case_id=case, attribute_id=attribute, value=value)
            if number < 7:
                for scope in ("verbatim", "paraphrase"):
                    add(session, Consent, case_id=case, scope=scope, state="given")
                add(session, Consent, case_id=case, scope="audience", audience="police", state="given")
            if number == 7:
                add(session, Consent, case_id=case, scope="verbatim", state="refused")
    return coded


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_columns_that_others_rely_on_come_first(project: Project, name: str) -> None:
    told(project)
    made = make_table(project, name)
    assert list(made.columns[: len(PROMISED[name])]) == PROMISED[name]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_of_an_empty_project_can_be_written(project: Project, name: str) -> None:
    made = make_table(project, name)
    for kind in ("csv", "json", "md"):
        assert written(made, kind)
    assert TABLES[name].says


def test_quotes_carry_a_column_an_attribute(project: Project) -> None:
    told(project)
    made = make_table(project, "quotes")
    assert made.columns[-2:] == ("age", "mark")
    assert made.rows[0] == ("dark", "P00", "one.md", 6, 10, "dark", "amina", "young", "")


def test_who_refused_is_nowhere_and_is_told_as_a_count(project: Project) -> None:
    told(project)
    for name in ("codings", "quotes"):
        made = make_table(project, name)
        assert len(made.rows) == 7
        assert "P07" not in written(made, "csv")
        assert made.left_out == ("1 quote held back: This person has not agreed to be quoted.",)
        assert (made.quotes, made.withheld) == (7, 1)


def test_what_is_rare_beside_a_quote_is_withheld_from_others(project: Project) -> None:
    told(project)
    made = make_table(project, "quotes", audience="police")
    assert [row[-2] for row in made.rows] == [WITHHELD] * 7
    with project.change("Three more are young") as session:
        attribute = session.execute(select(Attribute.id)).scalar_one()
        for number in range(3):
            case = add(session, Case, label=f"Y{number}")
            add(session, AttributeValue, case_id=case, attribute_id=attribute, value="young")
            cells = {"kind": "turn", "text": "It is.", "words": 2, "ordinal": 50 + number, "start": 5000, "end": 5006}
            add(session, Segment, document_id=1, case_id=case, **cells)
    made = make_table(project, "quotes", audience="police")
    assert [row[-2] for row in made.rows] == ["young"] * 2 + ["old"] * 5


def test_small_numbers_are_withheld_from_others_and_not_from_the_team(project: Project) -> None:
    told(project)
    inside = make_table(project, "crosstab", by="age")
    assert [row[:3] for row in inside.rows] == [("dark", "old", 6), ("dark", "young", 2)]
    outside = make_table(project, "crosstab", by="age", audience="police")
    assert [row[:4] for row in outside.rows] == [("dark", "old", "about half", None)]
    assert "raised by 2" not in written(outside, "csv")
    assert "6 of" not in written(outside, "csv")
    assert outside.withheld == 1
    assert outside.left_out == (BOUNDS,)
    with project.change("Everybody there was asked") as session:
        for case in session.execute(select(Case.id)).scalars().all():
            amend(session, Case, case, sampling="everyone")
    known = make_table(project, "crosstab", by="age", audience="police")
    assert all(str(row[2]).startswith("Withheld by us: fewer than 5") for row in known.rows)
    assert known.withheld == 2
    assert "fewer than 5 people" in known.left_out[0]


def test_counts_of_few_people_are_withheld_in_the_codebook(project: Project) -> None:
    coded = put_in(project, "Amina: It is [dark]{dark}, and [home]{home/inside}.\nBen: It is fine.")
    with coded.project.change("Audience") as session:
        add_audience(session, "public")
    inside = {row[0]: row[2:5] for row in make_table(coded.project, "codes").rows}
    assert inside == {"dark": (1, 1, 1), "home": (0, 0, 0), "home/inside": (1, 1, 1)}
    sampled = {row[0]: row[2:5] for row in make_table(coded.project, "codes", audience="public").rows}
    assert sampled == inside
    with coded.project.change("Everybody there was asked") as session:
        for case in coded.cases.values():
            amend(session, Case, case, sampling="everyone")
    outside = {row[0]: row[2:5] for row in make_table(coded.project, "codes", audience="public").rows}
    assert outside["dark"] == ("Withheld by us: fewer than 5",) * 3
    assert outside["home"] == (0, 0, 0)


def test_people_are_named_one_by_one_only_to_whom_they_agreed(project: Project) -> None:
    told(project)
    inside, outside = make_table(project, "documents"), make_table(project, "documents", audience="police")
    assert inside.rows[0][2] == "; ".join(f"P{number:02d}" for number in range(12))
    assert inside.rows[0][4:] == (12, 12, 36)
    assert outside.rows[0][2] == "; ".join(f"P{number:02d}" for number in range(7))
    assert outside.rows[0][3] == "participant"
    assert outside.left_out == ("5 people are not named: no consent is recorded to show them to police.",)
    matrix = make_table(project, "framework", audience="police")
    assert {row[0] for row in matrix.rows} == {f"P{number:02d}" for number in range(7)}


def test_summaries_are_in_the_framework_only_for_whom_people_agreed_to_be_told_of(project: Project) -> None:
    coded = told(project)
    people, code = coded.cases, coded.codes["dark"]
    with project.change("Theme") as session:
        theme = add_theme(session, "Night", codes=[code])
        for who in ("P00", "P11"):
            sum_up(session, people[who], code, f"What {who} said.")
        sum_up(session, people["P00"], theme, "Of the night.", of="themes")
    inside = make_table(project, "framework")
    assert inside.columns == ("case", "code", "passages", "state", "summary", "summarised")
    assert {row[4]: row[5] for row in inside.rows if row[4]} == {
        "What P00 said.": "summarised",
        "What P11 said.": "older",
    }
    outside = make_table(project, "framework", audience="police")
    assert {row[4] for row in outside.rows} == {"", "What P00 said."}
    night = make_table(project, "framework-themes")
    assert [row for row in night.rows if row[4]] == [("P00", "Night", 1, "coded", "Of the night.", "summarised")]


def test_how_differences_were_settled_is_a_table_whose_reasons_are_for_the_team(project: Project) -> None:
    coded = put_together(project, "Amina: [Dark]{dark} here.", {"ben": "Amina: Dark [here]{dark}."})
    with project.read() as session:
        coders = {name: key for key, name in coder_names(session).items()}
        (place,) = disagreements(session, coders["amina"], coders["ben"])
    with project.change("Settle") as session:
        add_audience(session, "police", threshold=5)
        settle(session, place.difference, "first", "Kez said so.")
    inside, outside = make_table(project, "settlements"), make_table(project, "settlements", audience="police")
    start, end = coded.span("Dark here").start, coded.span("Dark here").end
    told = ("dark", "one.md", start, end, "amina", "ben", "first", "Kez said so.", "amina")
    assert [row[:-1] for row in inside.rows] == [told]
    assert outside.rows[0][1] == "transcript 1"
    assert outside.rows[0][7] == ""
    assert outside.left_out == ("1 reason is for the team only and not shown.",)


def test_themes_and_codes_that_meet(project: Project) -> None:
    coded = put_in(project, "Amina: It is [very [dark]{dark}]{fear}.\nBen: [Dark]{dark}.")
    with coded.project.change("Theme") as session:
        add_theme(session, "Night", codes=list(coded.codes.values()))
    assert make_table(coded.project, "themes").rows == (("Night", "", "candidate", "dark; fear", 3, 2),)
    assert make_table(coded.project, "cooccurrence").rows == (("dark", "fear", 1, 1),)


def test_history_and_exports(project: Project) -> None:
    told(project)
    with project.change("Export") as session:
        record_departure(session, kind="table", name="x.csv", quotes=2)
    assert [row[2] for row in make_table(project, "history").rows][:2] == ["Export", "People"]
    assert make_table(project, "exports").rows[0][1:6] == ("amina", "table", "x.csv", "internal", 2)


def test_what_cannot_be_asked(project: Project) -> None:
    with pytest.raises(TableUnknownError, match="Did you mean crosstab"):
        make_table(project, "crostab")
    with pytest.raises(TableNotAskedSoError, match="These can: crosstab"):
        make_table(project, "codes", by="age")
    with pytest.raises(CoderUnknownError):
        make_table(project, "codes", coder="nobody")
    with pytest.raises(AudienceUnknownError):
        make_table(project, "codes", audience="press")
    with pytest.raises(FormatUnknownError):
        written(make_table(project, "codes"), "xml")


def test_one_coders_work(project: Project) -> None:
    told(project)
    assert len(make_table(project, "codings", coder="amina").rows) == 7


NASTY = Table("t", ("a", "b"), (('=1+1, "x"\ny', 0.5), ("|<b>", None), ("é😀", 3)))


def test_csv_is_read_back_as_it_was_but_for_what_would_run() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(NASTY), newline="")))
    assert rows == [["a", "b"], ['\'=1+1, "x"\ny', "0.5"], ["|<b>", ""], ["é😀", "3"]]


def test_json_is_what_it_was() -> None:
    assert json.loads(as_json(NASTY))[0] == {"a": '=1+1, "x"\ny', "b": 0.5}


def test_markdown_shows_mark_up_as_text() -> None:
    lines = as_markdown(NASTY).splitlines()
    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert lines[3] == "| \\|&lt;b&gt; |  |"


def test_a_definition_that_would_run_is_neutral_in_csv(project: Project) -> None:
    told(project)
    assert "'=No light" in written(make_table(project, "codes"), "csv")
