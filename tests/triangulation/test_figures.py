"""Figures with their doubts, also for readers who may not see small counts of records."""

from __future__ import annotations

from tests.essex_weapons import UTTLESFORD, add_weapons, whole
from workbench.indicators.answers import answer_doubt
from workbench.project.file import Project
from workbench.triangulation.figures import figure_lines


def test_doubts_of_records_give_no_small_count_away(project: Project) -> None:
    add_weapons(project)
    key = whole(project, UTTLESFORD).id
    with project.change("Answer") as session:
        answer_doubt(session, key, "one small area", "The other 12 are all over the district.")
    with project.read() as session:
        line = figure_lines(session, [key])[key]
    assert line.doubts[0].startswith("Changes the sentence: 249 of the 261")
    assert line.guarded(0) == line
    assert [doubt.replace(" by amina", "") for doubt in line.doubts] == list(line.guarded(12, 12).doubts)
    first, second, *rest = line.guarded(13, 13).doubts
    assert first.startswith(
        "Changes the sentence: A large share lies in one small area, Uttlesford 006B (E01022090): the numbers are"
        " withheld by us, because they are small. Answered, "
    )
    assert first.endswith("The reason is kept by the team.")
    assert "12" not in first.replace("E01022090", "").split("Answered")[0]
    assert second == line.doubts[1]
    assert tuple(rest) == line.doubts[2:]


def test_who_answered_is_said_to_the_team_alone(project: Project) -> None:
    add_weapons(project)
    key = whole(project, UTTLESFORD).id
    with project.change("Answer") as session:
        answer_doubt(session, key, "place: Airport/Airfield", "It is the airport.")
    with project.read() as session:
        line = figure_lines(session, [key])[key]
    assert any("Answered by amina" in doubt for doubt in line.guarded(0).doubts)
    assert any("It is the airport." in doubt for doubt in line.guarded(5).doubts)
    assert not any("amina" in doubt for doubt in line.guarded(5).doubts)
