"""Two copies in which the answers of a survey changed meet: the figures are those of all answers together."""

from __future__ import annotations

from pathlib import Path

from tests.desk.test_survey_figures import MAP, RECIPE, assert_as_pandas, people, there, write
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.survey_figures import survey_figures
from workbench.desk.merging.merge import merge
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.sources.cases import case_labelled, set_attribute


def correct(project: Project, label: str, answer: str) -> None:
    with project.change("Correct an answer") as session:
        key = case_labelled(session, label)
        assert key is not None
        set_attribute(session, key, "after_dark", answer)


def test_copies_that_meet_count_all_answers(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    rows = people(120)
    with create(tmp_path / "ours.workbench", title="Dark", coder="amina") as ours:
        bring_in(ours, [write(tmp_path, rows)], as_="survey", map_=tmp_path / "map.yaml")
        survey_figures(ours, RECIPE, name="Unsafe")
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben") as theirs:
            for number in range(20):
                rows[number]["after_dark"] = "Very unsafe"
                correct(ours if number % 2 else theirs, rows[number]["id"], "Very unsafe")
            withdraw(theirs, rows[40]["id"])
        report = merge(ours, tmp_path / "theirs.workbench", confirmed=True)
        assert report.conflicts == ()
        assert_as_pandas(ours, [row for row in rows if row["id"] != rows[40]["id"]])
        with open_file(tmp_path / "theirs.workbench", coder="ben") as theirs:
            merge(theirs, ours.path, confirmed=True)
            mine = {key: one.value for key, one in there(ours).items()}
            assert {key: one.value for key, one in there(theirs).items()} == mine
