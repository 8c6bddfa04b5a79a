"""Findings on figures with a grave doubt that nobody has answered."""

from __future__ import annotations

from tests.essex_weapons import HARLOW, UTTLESFORD, add_weapons, whole
from workbench.indicators.answers import answer_doubt
from workbench.project.checkup import problems as whole_check
from workbench.project.file import Project
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.problems import problems


def test_a_finding_on_a_doubted_figure_is_a_problem_until_it_is_answered(project: Project) -> None:
    add_weapons(project)
    keys = {code: whole(project, code).id for code in (UTTLESFORD, HARLOW)}
    with project.change("Finding") as session:
        write_finding(
            session,
            strand="numbers",
            source="police records",
            statement="Uttlesford has the most weapons.",
            evidence=[Evidence("observation", keys[UTTLESFORD])],
            against="Not everybody.",
        )
    with project.read() as session:
        (found,) = problems(session)
        assert found in whole_check(session)
    assert (found.severity, found.where) == ("warning", "F1")
    assert found.message.startswith(
        "It rests on Possession of weapons, Uttlesford, Oct 2018 to Feb 2019, with a doubt that nobody has answered"
        " (and 1 more): 249 of the 261 (95 %) lie in one small area, Uttlesford 006B (E01022090)"
    )
    with project.change("Answer") as session:
        for kind in ("one small area", "place: Airport/Airfield"):
            answer_doubt(session, keys[UTTLESFORD], kind, "The finding is about the airport.")
    with project.read() as session:
        assert problems(session) == []
