"""Two cases made one person: counted once, nothing lost, undone in one step, and withdrawn as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.test_withdrawing import ANSWER, KEZ, material, traces
from workbench.coding.memos import memos_on, write_memo
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.uniting import SameCaseError, unite
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project import checkup
from workbench.project.file import Project
from workbench.sources.asked import asked_counts, question_named, record_asked
from workbench.sources.cases import attributes_of, case_labels, places_of, set_attribute, set_place
from workbench.sources.consent import consents_of, set_consent
from workbench.sources.document_list import documents
from workbench.sources.matches import decisions, likely_same


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    (tmp_path / "in").mkdir()
    files = material(tmp_path / "in")
    bring_in(project, files[:2])
    bring_in(project, files[2:], as_="survey", map_=tmp_path / "in" / "map.yaml")
    return project


def pair(project: Project) -> tuple[int, int]:
    with project.read() as session:
        keys = {label: key for key, label in case_labels(session).items()}
    return keys["Kez"], keys["Kez (alone)"]


def heard(project: Project) -> dict[str, tuple[str, ...]]:
    with project.read() as session:
        return {one.name: one.cases for one in documents(session)}


def test_one_person_is_counted_once(study: Project) -> None:
    kez, alone = pair(study)
    before = heard(study)
    with study.read() as session:
        (likely,) = likely_same(case_labels(session), decisions(session))
    assert {likely.case_id, likely.other_id} == {kez, alone}
    with study.change("Facts") as session:
        question = question_named(session, "police")
        record_asked(session, alone, question, "asked")
        set_attribute(session, alone, "area", "north")
        set_attribute(session, alone, "age", "17")
        set_place(session, alone, "E07000073", "lives")
        write_memo(session, "quiet", about="case", thing_id=alone)
        set_consent(session, kez, "verbatim", "given", withdraw_by="2026-01-01")
        set_consent(session, alone, "verbatim", "refused")
        set_consent(session, kez, "machine", "given")
    with study.change("One person") as session:
        done = unite(session, kez, alone)
        assert done.passages == 1
        assert "age: 16 was kept, and 17 was not." in done.differ
        assert "Consent (verbatim): given and refused; refused counts." in done.differ
        assert "Consent (machine): given and unknown; unknown counts." in done.differ
        assert consents_of(session, [kez])[kez] == {("verbatim", ""): "refused", ("machine", ""): "unknown"}
        assert attributes_of(session)[kez] == {"age": "16", "area": "north"}
        assert places_of(session)[kez] == [("E07000073", "lives")]
        assert [one.text for one in memos_on(session, "case", kez)] == ["quiet"]
        assert asked_counts(session, question).asked == 1
        assert likely_same(case_labels(session), decisions(session)) == []
        with pytest.raises(SameCaseError):
            unite(session, kez, kez)
    assert heard(study)["alone.md"] == ("Kez",)
    with study.read() as session:
        assert checkup.file_problems(session) == []
    study.undo()
    assert heard(study) == before


def test_what_comes_in_again_stays_with_the_person(study: Project, tmp_path: Path) -> None:
    kez, alone = pair(study)
    with study.change("One person") as session:
        unite(session, alone, kez)
    talk = tmp_path / "in" / "group.md"
    talk.write_text(talk.read_text("utf-8") + "\n\n**Kez:** And that is all of it.\n", "utf-8")
    (report,) = bring_in(study, [talk], amend=True)
    assert report.outcome == "imported"
    survey = tmp_path / "in" / "survey.csv"
    survey.write_text(survey.read_text("utf-8").replace("16", "15"), "utf-8")
    (report,) = bring_in(study, [survey], as_="survey", map_=tmp_path / "in" / "map.yaml", amend=True)
    assert report.outcome == "imported"
    assert all("Kez" not in people for people in heard(study).values())
    with study.read() as session:
        assert "Kez" not in case_labels(session).values()
        assert attributes_of(session)[alone]["age"] == "15"


def test_a_withdrawal_takes_both(study: Project, tmp_path: Path) -> None:
    kez, alone = pair(study)
    with study.change("Kez and Kez (alone) are one person") as session:
        unite(session, kez, alone)
    certificate = withdraw(study, "Kez")
    assert certificate.entry.counts["person"] == 1
    study.close()
    assert traces(tmp_path, (*KEZ, ANSWER)) == []
    assert b"Kez" not in study.path.read_bytes()
