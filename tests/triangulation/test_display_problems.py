"""What a check says of displays."""

from __future__ import annotations

from typing import Any

from tests.displays import add_people
from workbench.coding.codings import Coding
from workbench.rows import remove
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import write_note
from workbench.triangulation.displays.problems import problems
from workbench.triangulation.wording import problems as sticking


def test_a_check_says_what_is_not_written_what_moved_and_what_cannot_be_drawn(project: Any) -> None:
    with project.change("People") as session:
        study = add_people(session)
        key = add_display(session, "statistics by themes", "By sex", {"by": "sex"})
        add_display(session, "quotes", "Elsewhere", {"heard_in": "survey: pupils"})
        found = draw(session, key)
        write_note(session, found, found.rows[0].about, "Harlow is a ghetto.")
    with project.read() as session:
        said = {(one.severity, one.where): one.message for one in problems(session)}
        assert any(one.where == "“By sex”" for one in sticking(session))
    assert said["info", "“By sex”"] == "What we make of it together is not written yet for 1 row."
    assert "There is no material “survey: pupils”" in said["warning", "“Elsewhere”"]
    with project.change("Take one away") as session:
        remove(session, Coding, study.codings[0])
    with project.read() as session:
        said = {(one.severity, one.where): one.message for one in problems(session)}
    assert said["warning", "“By sex”, The long way home"].startswith("Look again: “female”: 1, 4 asked now")
