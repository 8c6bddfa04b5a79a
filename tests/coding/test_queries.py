"""Saved questions are asked anew, follow their codes, and say what they no longer find."""

from __future__ import annotations

import pytest

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
from workbench.project.file import Project
from workbench.rows import add, now, remove
from workbench.sources.coders import coder_named


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
