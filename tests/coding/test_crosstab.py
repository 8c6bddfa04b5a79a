"""Codes by groups: people of those asked, and a share only where there may be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coding.conftest import Coded, put_in
from workbench.coding.codebook import CodeQuestion, add_code, ensure_code
from workbench.coding.codings import apply_code
from workbench.coding.crosstab import AttributeUnknownError, CrosstabLine, crosstab, note_on
from workbench.coding.themes import add_theme, amend_theme, set_theme_codes
from workbench.project.file import Project, create
from workbench.rows import add
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import Attribute, AttributeValue


def survey(project: Project, people: int, said: int, asked: int, sampling: str = "random") -> int:
    """People who each say one sentence; the first `said` are coded, the first `asked` are recorded as asked."""
    told = "\n".join(f"P{number:02d}: Words of person {number}." for number in range(people))
    coded = put_in(project, told, sampling=sampling)
    with project.change("Code") as session:
        code = add_code(session, "lighting")
        question = add(session, Question, short="dark", text="After dark?")
        add(session, CodeQuestion, code_id=code, question_id=question)
        for number, case_id in enumerate(coded.cases.values()):
            if number < asked:
                add(session, Asked, case_id=case_id, question_id=question, state="asked")
            if number < said:
                words = coded.span(f"person {number}.")
                apply_code(session, code, coded.document, words)
    return code


def lines(project: Project, by: str | None = None) -> list[CrosstabLine]:
    with project.read() as session:
        return crosstab(session, by=by)


def test_a_share_of_a_random_sample_of_twenty_or_more(project: Project) -> None:
    survey(project, 50, 15, 50)
    (line,) = lines(project)
    assert (line.group, line.cases, line.asked, line.percent, line.note) == ("everyone", 15, 50, 30.0, "")
    assert line.lower == pytest.approx(19.1036, abs=1e-4)
    assert line.upper == pytest.approx(43.7504, abs=1e-4)


def test_no_share_under_twenty_people(project: Project) -> None:
    survey(project, 25, 12, 19)
    (line,) = lines(project)
    assert (line.cases, line.asked, line.percent, line.lower, line.upper) == (12, 19, None, None, None)
    assert "fewer than 20" in line.note


def test_no_share_of_people_chosen_on_purpose(project: Project) -> None:
    survey(project, 30, 12, 30, sampling="purposive")
    (line,) = lines(project)
    assert line.percent is None
    assert line.note == "said by 12 of the 30 asked; they were not drawn at random, so no percentage"


def test_asking_that_was_not_recorded_is_said(project: Project) -> None:
    survey(project, 30, 12, 0)
    (line,) = lines(project)
    assert (line.asked, line.percent) == (None, None)
    assert line.note == "raised by 12 of the 30 we heard; who was asked is not recorded"


def test_the_share_is_of_those_asked_and_the_rest_is_told() -> None:
    assert "and by 2 who were not" in note_on(14, 30, 12, 40, drawn=False)


def test_one_person_who_says_it_often_is_one(coded: Coded) -> None:
    """
    Amina: [Dark]{dark}. [Dark]{dark} again.
    Ben: Fine.
    """
    (line,) = lines(coded.project)
    assert (line.cases, line.heard) == (1, 2)


def test_groups_and_who_has_no_value(coded: Coded) -> None:
    """
    Amina: [Dark]{dark/lamps}.
    Ben: [Dark]{dark}.
    Cara: Fine.
    """
    with coded.project.change("Ages") as session:
        age = add(session, Attribute, name="age")
        for label, value in (("Amina", "10-14"), ("Ben", "5-9")):
            add(session, AttributeValue, case_id=coded.cases[label], attribute_id=age, value=value)
    found = [(line.code, line.group, line.cases, line.heard) for line in lines(coded.project, by="Age")]
    assert found == [
        ("dark", "5-9", 1, 1),
        ("dark", "10-14", 0, 1),
        ("dark", "not recorded", 0, 1),
        ("dark/lamps", "5-9", 0, 1),
        ("dark/lamps", "10-14", 1, 1),
        ("dark/lamps", "not recorded", 0, 1),
    ]
    with pytest.raises(AttributeUnknownError, match="There are: age"):
        lines(coded.project, by="sex")


def test_a_code_below_is_asked_about_with_the_one_above(project: Project) -> None:
    survey(project, 22, 12, 21)
    with project.change("Below") as session:
        ensure_code(session, "lighting/lamps")
    assert [line.asked for line in lines(project)] == [21, 21]


def test_a_reflexive_project_gives_no_share(tmp_path: Path) -> None:
    with create(tmp_path / "r.workbench", title="R", approach="reflexive", coder="amina") as project:
        survey(project, 30, 12, 30)
        (line,) = lines(project)
        assert line.percent is None
        assert "judgement" in line.note


def test_a_code_has_the_people_of_the_codes_below_it_when_rolled_up(coded: Coded) -> None:
    """
    Amina: [Dark]{dark/lamps}.
    Ben: [Dark]{dark}.
    Cara: Fine.
    """
    with coded.project.read() as session:
        flat = {line.code: line.cases for line in crosstab(session)}
        rolled_up = {line.code: line.cases for line in crosstab(session, rolled_up=True)}
    assert flat == {"dark": 1, "dark/lamps": 1}
    assert rolled_up == {"dark": 2, "dark/lamps": 1}


def test_a_theme_has_the_people_of_its_codes_each_once(coded: Coded) -> None:
    """
    Amina: [Dark]{dark} and [late]{late}.
    Ben: [Late]{late}.
    Cara: [Fine]{fine}.
    """
    with coded.project.change("Themes") as session:
        night = add_theme(session, "Night")
        set_theme_codes(session, night, [coded.codes["dark"], coded.codes["late"]])
        add_theme(session, "Of nothing yet")
        laid_aside = add_theme(session, "Laid aside")
        set_theme_codes(session, laid_aside, [coded.codes["fine"]])
        amend_theme(session, laid_aside, state="dropped")
    with coded.project.read() as session:
        found = [(line.code_id, line.code, line.cases, line.heard) for line in crosstab(session, of="themes")]
    assert found == [(night, "Night", 2, 3)]
