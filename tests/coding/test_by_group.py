"""Themes and codes by group: the same people as in the crosstab, each kind of material by itself."""

from __future__ import annotations

import pytest

from tests.coding.conftest import put_in
from tests.coding.test_crosstab import survey
from workbench.coding.by_group import LIVES, SPOKEN, GroupLine, by_groups, usual_groups
from workbench.coding.codebook import CodeQuestion, add_code
from workbench.coding.codings import apply_code
from workbench.coding.crosstab import EVERYONE, AttributeUnknownError, crosstab
from workbench.coding.themes import add_theme
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import set_attribute, set_place


def grouped(project: Project, by: list[str] | None = None) -> list[GroupLine]:
    with project.read() as session:
        return by_groups(session, by)


def test_a_code_has_the_counts_of_the_crosstab(project: Project) -> None:
    code = survey(project, 40, 15, 30)
    with project.change("Ages") as session:
        for case in range(1, 41):
            set_attribute(session, case, "age_band", "under 18" if case % 3 else "18 and over")
        add_theme(session, "Lamps", statement="They are out.", codes=[code])
    found = [line for line in grouped(project, ["age_band"]) if line.kind == "code" and line.by == "age_band"]
    with project.read() as session:
        table = crosstab(session, by="age_band")
    assert [(one.group, one.people, one.asked, one.percent) for one in found] == [
        (one.group, one.cases, one.asked, one.percent) for one in table
    ]
    themes = [line for line in grouped(project, ["age_band"]) if line.kind == "theme"]
    assert [(one.group, one.people) for one in themes] == [(EVERYONE, 15), *((one.group, one.people) for one in found)]
    assert {line.heard_in for line in themes} == {SPOKEN}


def test_a_share_stands_where_the_crosstab_gives_one_and_else_not(project: Project) -> None:
    survey(project, 25, 12, 19)
    (line,) = grouped(project)
    assert (line.people, line.asked, line.percent, line.reading) == (12, 19, None, "said by 12 of the 19 asked")


def test_nobody_asked_is_said_and_is_not_silence(project: Project) -> None:
    coded = put_in(project, "P1: I walk.\nP2: I ride.", sampling="purposive")
    with project.change("Code") as session:
        code = add_code(session, "lighting")
        question = add(session, Question, short="dark", text="After dark?")
        add(session, CodeQuestion, code_id=code, question_id=question)
        for case in coded.cases.values():
            add(session, Asked, case_id=case, question_id=question, state="not asked")
        apply_code(session, code, coded.document, coded.span("I walk."))
    (line,) = grouped(project)
    assert (line.people, line.asked, line.none_asked) == (1, None, True)
    assert line.reading == "not asked; 1 of the 2 we heard raised it all the same"


def test_a_code_that_nobody_raised_has_one_line(project: Project) -> None:
    coded = put_in(project, "P1: I walk.\nP2: I ride.", sampling="purposive")
    with project.change("Code") as session:
        add_code(session, "never")
        said = add_code(session, "walking")
        apply_code(session, said, coded.document, coded.span("I walk."))
        for number, case in enumerate(coded.cases.values()):
            set_attribute(session, case, "part", f"part {number}")
            set_place(session, case, "E07000073", "lives")
    found = grouped(project)
    assert [(one.by, one.people) for one in found if one.name == "never"] == [(EVERYONE, 0)]
    assert {(one.by, one.group) for one in found if one.name == "walking"} == {
        (EVERYONE, EVERYONE),
        ("part", "part 0"),
        ("part", "part 1"),
        (LIVES, "Harlow"),
    }
    with project.read() as session:
        assert usual_groups(session) == ["part", LIVES]
    with pytest.raises(AttributeUnknownError, match="There are: part"):
        grouped(project, ["shoe size"])
