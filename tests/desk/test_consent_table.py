"""A consent log comes in by person, for everybody of a survey, with what stands beside an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.study import Study, add_study
from workbench.desk.importing.consent_table import ConsentLogIsUnclearError, take_consent
from workbench.governance.audiences import add_audience
from workbench.governance.consent import may
from workbench.governance.problems import problems
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.sources.consent import Consent, ConsentIsUnclearError, consents_of, set_consent


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session)
        add_audience(session, "police")
    return made


def log(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "consent.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_log_comes_in_and_says_what_it_leaves_out(project: Project, study: Study, tmp_path: Path) -> None:
    path = log(
        tmp_path,
        "Person,Verbatim,police,given on,until,guardian,assent,withdraw by\n"
        "p1,yes,no,2026-03-14,2099-01-01,mother,given,2026-06-30\n"
        "P2,yes,yes,,,mother,refused,\n"
        "Nobody,yes,,,,,,\nP3,perhaps,,,,,,\nP4,yes,,14 March,,,,\nP5,,,,,,,\n",
    )
    before = project.latest_change()
    assert take_consent(project, path, dry_run=True).answers == 4
    assert project.latest_change() == before
    taken = take_consent(project, path)
    assert (taken.people, taken.answers) == (2, 4)
    assert [(one.where, one.what) for one in taken.left_out] == [
        ("line 4", "Nobody"),
        ("line 5", "P3"),
        ("line 6", "P4"),
    ]
    with project.read() as session:
        assert consents_of(session, [study.cases[0]])[study.cases[0]] == {
            ("verbatim", ""): "given",
            ("audience", "police"): "refused",
        }
        row = session.execute(sa.select(table_of(Consent)).where(table_of(Consent).c.case_id == study.cases[0])).first()
        assert row is not None
        assert (row.given_on, row.guardian, row.assent, row.withdraw_by) == (
            "2026-03-14",
            "mother",
            "given",
            "2026-06-30",
        )
        assert may(session, [study.cases[0]]).allowed
        assert not may(session, [study.cases[1]]).allowed


def test_everybody_of_a_document(project: Project, study: Study, tmp_path: Path) -> None:
    taken = take_consent(project, log(tmp_path, "person,machine,form\neverybody in Group C.txt,yes,notice v2\n"))
    assert taken.people == len(study.cases)
    taken = take_consent(project, log(tmp_path, "person,machine\neverybody,no\n"))
    assert taken.people == len(study.cases)
    with project.read() as session:
        assert not may(session, study.cases, as_="machine").allowed


@pytest.mark.parametrize(
    ("text", "says"), [("person,age\nP1,3\n", "columns called verbatim"), ("who,verbatim,mood\nP1,yes,x\n", "“mood” is none")]
)  # fmt: skip
def test_another_table_is_refused(project: Project, study: Study, tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConsentLogIsUnclearError, match=says):
        take_consent(project, log(tmp_path, text))


def test_a_child_that_was_not_asked_is_said(project: Project, study: Study) -> None:
    with project.change("Consent") as session:
        for case in study.cases:
            set_consent(session, case, "verbatim", "given", guardian="mother" if case == study.cases[0] else "")
        with pytest.raises(ConsentIsUnclearError, match="perhaps"):
            set_consent(session, study.cases[0], "verbatim", "given", assent="perhaps")
    with project.read() as session:
        assert [one.message for one in problems(session)] == [
            "1 person: somebody else agreed for them, and it is not recorded what they said themselves."
        ]
