"""Saved questions are asked anew, follow their codes, and say what they no longer find."""

from __future__ import annotations

import pytest

from tests.coding.conftest import put_in
from workbench.coding.codebook import Code, ensure_code, move_code, rename_code
from workbench.coding.merging import merge_codes
from workbench.coding.problems import problems
from workbench.coding.queries import (
    QueryNameTakenError,
    QueryNeedsNameError,
    SavedQueryLine,
    remove_query,
    rename_query,
    save_query,
    saved_queries,
)
from workbench.coding.query_language import QueryUnclearError
from workbench.coding.query_names import NameUnknownError
from workbench.coding.querying import ask, tally
from workbench.coding.themes import Theme, add_theme, amend_theme
from workbench.project.file import Project
from workbench.rows import add, amend, now, remove
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.coders import coder_named
from workbench.sources.documents import Document


def listed(project: Project) -> list[SavedQueryLine]:
    with project.read() as session:
        return saved_queries(session)


@pytest.fixture
def codes(project: Project) -> dict[str, int]:
    with project.change("Codes") as session:
        return {path: ensure_code(session, path) for path in ("Journeys/Dark", "Police", "Places")}


def test_a_question_is_kept_with_whole_paths_and_can_be_renamed_and_removed(
    project: Project, codes: dict[str, int]
) -> None:
    with project.change("Save") as session:
        key = save_query(session, "  After   dark ", "dark near Police and age:16-17")
    [line] = listed(project)
    assert (line.id, line.name, line.who) == (key, "After dark", "amina")
    assert line.query == "Journeys/Dark near Police and age:16-17"
    with project.change("Rename") as session:
        rename_query(session, key, "By night")
    assert [one.name for one in listed(project)] == ["By night"]
    with project.change("Remove") as session:
        remove_query(session, key)
    assert listed(project) == []
    project.undo()
    assert [one.name for one in listed(project)] == ["By night"]


def test_a_code_with_a_joining_word_in_its_name_is_kept(project: Project) -> None:
    with project.change("Save") as session:
        ensure_code(session, "Fear and avoidance")
        save_query(session, "Fear", "fear and avoidance")
    assert [one.query for one in listed(project)] == ['"Fear and avoidance"']


def test_saved_under_the_same_name_it_is_kept_anew(project: Project, codes: dict[str, int]) -> None:
    with project.change("Save") as session:
        assert save_query(session, "One", "Police") == save_query(session, "one", "Places")
    assert [(one.name, one.query) for one in listed(project)] == [("One", "Places")]


def test_codes_are_followed_when_they_are_renamed_moved_or_merged(project: Project, codes: dict[str, int]) -> None:
    with project.change("Save") as session:
        save_query(session, "All", "=Dark or Police or Places")
    with project.change("Rename") as session:
        rename_code(session, codes["Journeys/Dark"], "Dark and unlit")
        move_code(session, codes["Police"], parent=codes["Places"])
    assert [one.query for one in listed(project)] == ['="Journeys/Dark and unlit" or Places/Police or Places']
    with project.change("Merge") as session:
        merge_codes(session, codes["Places"], [codes["Journeys/Dark"]])
    [line] = listed(project)
    assert line.query == "=Places or Places/Police or Places"
    assert not line.state


def test_a_code_that_is_gone_is_said(project: Project, codes: dict[str, int]) -> None:
    with project.change("Save") as session:
        save_query(session, "Police", "Police or Places")
    with project.change("Remove") as session:
        remove(session, Code, codes["Police"])
    [line] = listed(project)
    assert line.query == "Police or Places"
    assert line.state == "no longer finds “Police”, which is not in the codebook: change it, and save it again"
    with project.read() as session:
        assert [one.message for one in problems(session) if one.where == "saved question “Police”"] == [
            f"{line.state}."
        ]


def test_what_cannot_be_kept_is_refused(project: Project, codes: dict[str, int]) -> None:
    with project.change("Save") as session:
        with pytest.raises(QueryNeedsNameError):
            save_query(session, "  ", "Police")
        with pytest.raises(QueryUnclearError):
            save_query(session, "x", "Police and")
        with pytest.raises(NameUnknownError, match="Did you mean “Police”"):
            save_query(session, "x", "Polise")
        one = save_query(session, "One", "Police")
        save_query(session, "Two", "Police")
        with pytest.raises(QueryNameTakenError, match="called “Two”"):
            rename_query(session, one, "two")
        rename_query(session, one, "ONE")


def test_a_question_written_by_another_hand_is_listed_as_it_is(project: Project, codes: dict[str, int]) -> None:
    from workbench.coding.queries import SavedQuery

    with project.change("Odd") as session:
        ben = coder_named(session, "ben")
        add(session, SavedQuery, name="Odd", query="(Police", coder_id=ben, created=now())
        add(session, SavedQuery, name="Plain", query="Police or Gone\nzz Police", coder_id=ben, created=now())
        with pytest.raises(QueryNameTakenError):
            save_query(session, "plain", "Police")
    odd, plain = listed(project)
    assert (odd.query, odd.missing) == ("(Police", ())
    assert (plain.query, plain.missing, plain.who) == ("Police or Gone", ("Gone",), "ben")


def test_themes_people_documents_and_attributes_are_followed_when_they_are_renamed(project: Project) -> None:
    coded = put_in(project, "Kez: [Dark]{Dark}.\nAnn: [Darker]{Dark}.", name="one two.md")
    kez = coded.cases["Kez"]
    with project.change("Facts") as session:
        theme = add_theme(session, "Alone", codes=[coded.codes["Dark"]])
        age = add(session, Attribute, name="age group")
        add(session, AttributeValue, case_id=kez, attribute_id=age, value="16-17")
        amend(session, Document, coded.document, title="The first")
        save_query(session, "a", 'theme:alone and age-group:16-17 and document:"one two.md"')
        save_query(session, "b", 'not (person:Kez or document:"The first") and coder:amina')
        save_query(session, "c", "theme:Nowhere and role:participant")
    before = {one.name: found(project, one.query) for one in listed(project) if one.name != "c"}
    assert before == {"a": 1, "b": 0}
    with project.change("Rename") as session:
        amend_theme(session, theme, name="Alone and unlit")
        amend(session, Attribute, age, name="How old")
        amend(session, Document, coded.document, name="01.md", title="The beginning")
        amend(session, Case, kez, label="P1")
    a, b, c = listed(project)
    assert a.query == 'theme:"Alone and unlit" and How old:16-17 and document:01.md'
    assert b.query == "not (person:P1 or document:The beginning) and coder:amina"
    assert c.query == "theme:Nowhere and role:participant"
    assert {one.name: found(project, one.query) for one in (a, b)} == before
    assert [one.state for one in (a, b, c)] == ["", "", ""]
    with project.change("Gone") as session:
        remove(session, Theme, theme)
        remove(session, Attribute, age)
    assert listed(project)[0].state == (
        "no longer finds “theme:alone” and “age-group”, which are not in the project: change it, and save it again"
    )


def found(project: Project, query: str) -> int:
    with project.read() as session:
        return tally(session, ask(session, query)).passages
