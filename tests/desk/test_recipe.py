"""What a recipe says is done with the verbs that a person uses."""

from __future__ import annotations

from tests.essex_weapons import HARLOW, UTTLESFORD, add_weapons, whole
from workbench.desk.recipe import Recipe, answers
from workbench.indicators.answers import doubts_about
from workbench.project.file import Project


def test_doubts_are_answered_for_one_figure_or_everywhere(project: Project) -> None:
    add_weapons(project)
    here = {"indicator": "Possession of weapons", "area_code": UTTLESFORD, "period": "Oct 2018 to Feb 2019"}
    said = [
        {**here, "kind": "one small area", "reason": "It is the airport."},
        {**here, "kind": "counts searches", "reason": "We write weapons found.", "everywhere": True},
    ]
    with project.change("Answer") as session:
        answers(session, Recipe({"doubts": said}))
        answers(session, Recipe({}))
    wanted = [whole(project, code) for code in (UTTLESFORD, HARLOW)]
    with project.read() as session:
        found = doubts_about(session, wanted)
    given = [{line.kind: line.answer.text for line in found[one.id] if line.answer} for one in wanted]
    assert given == [
        {"one small area": "It is the airport.", "counts searches": "We write weapons found."},
        {"counts searches": "We write weapons found."},
    ]
