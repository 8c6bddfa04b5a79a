"""The table of saturation and the matrix of people by codes: rows, remarks, and what the door keeps back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.coding.conftest import Coded, put_in
from tests.desk.test_tables import told
from workbench.coding.interviews import BY_IMPORT, REFLEXIVE
from workbench.desk.tables.declared import make_table, written
from workbench.governance.audiences import add_audience
from workbench.project.file import Project, create
from workbench.rows import add
from workbench.sources.coders import Coder
from workbench.sources.readings import finish_reading

CODES = ("a b c d", "e f", "g h", "i j k l m n o p q r s t", "u v", "a", "b", "u")


def eight(project: Project, *, unread: int = 0) -> list[Coded]:
    """Eight interviews with the codes above, the last ones unread; the base of four has 20 codes."""
    heard = [
        put_in(project, f"P{at}: " + " ".join(f"[{code}]{{{code}}}" for code in codes.split()), name=f"talk {at}.md")
        for at, codes in enumerate(CODES, 1)
    ]
    with project.change("Read") as session:
        for one in heard[: len(heard) - unread]:
            finish_reading(session, one.document)
    return heard


def test_a_row_a_run(project: Project) -> None:
    eight(project)
    made = make_table(project, "saturation")
    assert [row[:4] for row in made.rows][:4] == [(4, 20, 2, 5), (4, 20, 2, 6), (4, 20, 2, 7), (4, 20, 3, 5)]
    assert [(row[0], row[2]) for row in made.rows] == (
        [(4, 2)] * 3 + [(4, 3)] * 2 + [(5, 2)] * 2 + [(5, 3)] + [(6, 2)]
    )  # fmt: skip
    assert made.rows[0][5:] == (
        "talk 5.md; talk 6.md", 2, 10.0, "no", "no",
        "Interviews 5 to 6 brought 2 new codes, 10.0% of the 20 in the first 4 interviews.",
    )  # fmt: skip
    assert made.rows[1][5:] == (
        "talk 6.md; talk 7.md", 0, 0.0, "yes", "yes",
        "Interviews 6 to 7 brought no new code, 0.0% of the 20 in the first 4 interviews. "
        "It is the first run with nothing new: saturation at 5 (+2) interviews.",
    )  # fmt: skip
    assert "first run" not in str(made.rows[2][-1])
    assert made.left_out[0] == BY_IMPORT
    assert "1,000 random orders" in made.left_out[1]


def test_what_is_unread_is_named_for_the_team_alone(project: Project) -> None:
    eight(project, unread=2)
    with project.change("Audience") as session:
        add_audience(session, "police")
    inside, outside = make_table(project, "saturation"), make_table(project, "saturation", audience="police")
    assert inside.left_out[0] == (
        "2 interviews are left out until somebody has read them to the end: talk 7.md; talk 8.md."
    )  # fmt: skip
    assert outside.left_out[0] == "2 interviews are left out until somebody has read them to the end."
    assert [row[5] for row in outside.rows] == ["5; 6"]
    assert "talk" not in written(outside, "csv") + " ".join(outside.left_out)


def test_too_few_interviews_are_a_sentence(project: Project) -> None:
    eight(project, unread=3)
    made = make_table(project, "saturation")
    assert made.rows == ()
    assert made.left_out[-1] == (
        "Saturation needs at least 6 interviews read to the end, 4 to begin with and 2 to hold against them; 5 are."
    )
    with project.change("Ben") as session:
        add(session, Coder, name="ben")
    his = make_table(project, "saturation", coder="ben")
    assert "left out until this coder has read" in his.left_out[0]
    assert his.left_out[-1].endswith("; none is.")


def test_interviews_without_codes_say_that_nothing_can_be_said(project: Project) -> None:
    heard = [put_in(project, "Amina: Fine.", name=f"{at}.md") for at in range(6)]
    with project.change("Read") as session:
        for one in heard:
            finish_reading(session, one.document)
    made = make_table(project, "saturation")
    assert made.rows[0][6:10] == (0, None, "no", "no")
    assert made.rows[0][-1] == "The first 4 interviews carry no code: nothing can be said from them."


def test_a_reflexive_project_shows_no_saturation(tmp_path: Path) -> None:
    with create(tmp_path / "r.workbench", title="R", approach="reflexive", coder="amina") as project:
        eight(project)
        made = make_table(project, "saturation")
    assert (made.rows, made.left_out) == ((), (REFLEXIVE,))


def test_the_matrix_is_one_nought_or_empty(project: Project) -> None:
    first = put_in(project, "Amina: It is [dark]{dark}.\nBen: The [bus]{home/bus}.")
    put_in(project, "Cleo: It is [dark]{dark}.\nDawn: Fine.", name="two.md")
    with project.change("Read") as session:
        finish_reading(session, first.document)
    made = make_table(project, "matrix")
    assert made.columns == ("case", "dark", "home", "home/bus")
    assert made.rows == (
        ("Amina", 1, 0, 0), ("Ben", 0, 0, 1), ("Cleo", 1, None, None), ("Dawn", None, None, None),
    )  # fmt: skip
    assert made.left_out == (
        "2 people are not read to the end: where nothing was found so far, their cells are empty.",
    )  # fmt: skip
    lines = list(csv.reader(io.StringIO(written(made, "csv"))))
    assert lines[3] == ["Cleo", "1", "", ""]


def test_the_matrix_of_one_coder_knows_only_what_that_coder_read(project: Project) -> None:
    first = put_in(project, "Amina: It is [dark]{dark}.")
    with project.change("Read") as session:
        finish_reading(session, first.document)
        ben = add(session, Coder, name="ben")
    assert make_table(project, "matrix", coder="ben").rows == (("Amina", None),)
    with project.change("Read") as session:
        finish_reading(session, first.document, coder_id=ben)
    assert make_table(project, "matrix", coder="ben").rows == (("Amina", 0),)
    assert make_table(project, "matrix", coder="amina").rows == (("Amina", 1),)


def test_a_code_called_case_keeps_its_column(project: Project) -> None:
    put_in(project, "Amina: My [case]{case}.")
    made = make_table(project, "matrix")
    assert json.loads(written(made, "json")) == [{"case": "Amina", "case (code)": 1}]


@pytest.mark.parametrize("kind", ["csv", "json", "md"])
def test_others_read_only_of_people_who_agreed(project: Project, kind: str) -> None:
    told(project)
    made = make_table(project, "matrix", audience="police")
    assert [row[0] for row in made.rows] == [f"P{number:02d}" for number in range(7)]
    assert made.withheld == 5
    assert made.left_out[0] == "5 people are left out: no consent is recorded to show them to police."
    assert not any(label in written(made, kind) for label in ("P07", "P08", "P09", "P10", "P11"))
