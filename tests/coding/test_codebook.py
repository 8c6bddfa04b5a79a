"""The codebook: a tree at any depth, each verb one change that undo can take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coding.conftest import Coded
from tests.effort import calls
from workbench.coding.codebook import (
    Code,
    CodeInsideItselfError,
    CodeNeedsNameError,
    CodeQuestion,
    PinDigitError,
    add_code,
    amend_code,
    below,
    bring_back_code,
    code_at,
    codebook,
    ensure_code,
    move_code,
    pin,
    pins,
    rename_code,
    retire_code,
    take_in_frame,
    unpin,
)
from workbench.coding.frames import read_frame
from workbench.coding.tree import CodeNameTakenError, CodeUnknownError, Tree, code_paths
from workbench.project.file import Project
from workbench.rows import NotInProjectError, find, guid_for, live, remove
from workbench.sources.asked import Question


def paths(project: Project) -> list[str]:
    with project.read() as session:
        return list(code_paths(session).values())


def make(project: Project, *wanted: str) -> list[int]:
    with project.change("Codes") as session:
        return [ensure_code(session, path) for path in wanted]


def test_a_tree_at_any_depth_in_its_own_order(project: Project) -> None:
    make(project, "B/b2/deep/deeper", "A", "B/b1", "Bus\\/train")
    assert paths(project) == ["B", "B/b2", "B/b2/deep", "B/b2/deep/deeper", "B/b1", "A", "Bus\\/train"]
    with project.read() as session:
        lines = codebook(session)
        assert [line.depth for line in lines] == [0, 1, 2, 3, 1, 0, 0]
        assert lines[-1].name == "Bus/train"
        assert [line.colour for line in lines] == [0, 0, 0, 0, 0, 1, 2]
        assert len(below(session, lines[0].id)) == 5


def test_a_code_is_found_by_its_path_and_a_wrong_path_is_helped(project: Project) -> None:
    (key,) = make(project, "Getting about/Dark")
    with project.read() as session:
        assert code_at(session, "getting  about/dark") == key
        with pytest.raises(CodeUnknownError, match="Did you mean “Getting about/Dark”"):
            code_at(session, "Getting about/Drak")
        for path in ("", "/", "a//b"):
            with pytest.raises(CodeUnknownError):
                code_at(session, path)


def test_the_same_name_under_one_parent_is_refused_with_a_sentence(project: Project) -> None:
    a, _, _ = make(project, "A", "A/x", "B")
    with project.change("Codes") as session:
        with pytest.raises(CodeNameTakenError, match="There is a code called “x” under “A” already"):
            add_code(session, " X ", parent=a)
        with pytest.raises(CodeNameTakenError, match="at the top"):
            rename_code(session, a, "b")
        with pytest.raises(CodeNeedsNameError):
            add_code(session, "  ")
        rename_code(session, a, "a")
        retire_code(session, code_at(session, "B"))
        with pytest.raises(CodeNameTakenError, match="retired"):
            add_code(session, "B")
    assert paths(project) == ["a", "a/x", "B"]


def test_moving(project: Project) -> None:
    a, ax, b, _ = make(project, "A", "A/x", "B", "C")
    with project.change("Move") as session:
        with pytest.raises(CodeInsideItselfError):
            move_code(session, a, parent=ax)
        with pytest.raises(CodeInsideItselfError):
            move_code(session, a, parent=a)
        move_code(session, ax, parent=b)
        move_code(session, b, parent=None, position=0)
    assert paths(project) == ["B", "B/x", "A", "C"]
    with project.change("Codes") as session:
        ensure_code(session, "A/x")
        with pytest.raises(CodeNameTakenError):
            move_code(session, ax, parent=a)


def test_a_code_has_the_guid_of_its_path_at_creation(project: Project) -> None:
    (key,) = make(project, "A/x")
    with project.change("Rename") as session:
        given = find(session, Code, key).guid
        assert given == guid_for(session, "code", "A/x")
        rename_code(session, key, "y")
    with project.change("Again") as session:
        again = ensure_code(session, "A/x")
        assert again != key
        assert find(session, Code, again).guid not in {given}


def test_a_code_that_was_removed_comes_back_with_its_key(project: Project) -> None:
    (key,) = make(project, "A")
    with project.change("Remove") as session:
        remove(session, Code, key)
    assert paths(project) == []
    with project.change("Again") as session:
        assert add_code(session, "A", definition="Anew") == key
    with project.read() as session:
        assert codebook(session)[0].definition == "Anew"


def test_counts_stand_beside_each_code(coded: Coded) -> None:
    """
    Amina: The [underpass]{place/dark} and the [alley]{place/dark}.
    Ben: The [underpass]{place/dark} and [the bus]{place}.
    """
    with coded.project.read() as session:
        lines = {line.path: (line.codings, line.segments, line.cases) for line in codebook(session)}
        assert lines == {"place/dark": (3, 2, 2), "place": (1, 1, 1)}
        assert {line.codings for line in codebook(session, counts=False)} == {0}


def test_retired_and_back(project: Project) -> None:
    (key,) = make(project, "A")
    with project.change("Retire") as session:
        retire_code(session, key)
    with project.read() as session:
        assert codebook(session)[0].state == "retired"
    with project.change("Back") as session:
        bring_back_code(session, key)
        amend_code(session, key, definition="What it means", colour=3)
        with pytest.raises(TypeError):
            amend_code(session, key, name="other")
        with pytest.raises(NotInProjectError):
            amend_code(session, 999, definition="x")
    with project.read() as session:
        assert (codebook(session)[0].state, codebook(session)[0].colour) == ("active", 3)


def test_digits_are_stable_and_pinning_one_again_moves_it(project: Project) -> None:
    a, b, c = make(project, "A", "B", "C")
    with project.change("Pin") as session:
        pin(session, 1, a)
        pin(session, 3, b)
        pin(session, 1, c)
    with project.read() as session:
        assert pins(session) == {1: c, 3: b}
    with project.change("Pin") as session:
        pin(session, 5, b)
        unpin(session, 1)
        with pytest.raises(PinDigitError):
            pin(session, 0, a)
    with project.read() as session:
        assert pins(session) == {5: b}
        assert {line.name: line.pinned for line in codebook(session)} == {"A": None, "B": 5, "C": None}
    with project.change("Pin") as session:
        pin(session, 1, a)
        retire_code(session, a)
    with project.read() as session:
        assert pins(session) == {1: a, 5: b}


def test_a_frame_seeds_codes_and_questions_once(project: Project) -> None:
    frame = read_frame(Path(__file__).parents[2] / "coding_frames" / "knife_crime.yaml")
    with project.change("Frame") as session:
        came = take_in_frame(session, frame)
        again = take_in_frame(session, frame)
    walked = list(frame.walk())
    assert (came.codes, came.questions, came.there_already) == (len(walked), len(frame.questions), 0)
    assert (again.codes, again.questions, again.there_already, again.differing) == (0, 0, len(walked), ())
    with project.read() as session:
        lines = {line.path: line for line in codebook(session)}
        assert lines["Carrying/For safety"].definition == frame.codes[0].codes[0].definition.strip()
        assert lines["Carrying"].frame == f"knife_crime {frame.version}"
        assert lines["Carrying"].safeguarding
        asked = session.execute(live(CodeQuestion)).scalars().all()
        assert len(asked) == sum(len(code.questions) for _, code in walked)
        assert len(session.execute(live(Question)).scalars().all()) == len(frame.questions)


def test_a_frame_leaves_what_the_team_has_rewritten_and_says_so(project: Project) -> None:
    frame = read_frame(Path(__file__).parents[2] / "coding_frames" / "knife_crime.yaml")
    with project.change("Codes") as session:
        add_code(session, "Carrying", definition="Our own words.")
        came = take_in_frame(session, frame)
        assert came.differing == ("Carrying",)
        assert codebook(session)[0].definition == "Our own words."


def test_five_hundred_codes_take_a_few_calls_each(project: Project) -> None:
    with project.change("Codes") as session:
        for number in range(500):
            add_code(session, f"Code {number}", parent=None)
    with project.read() as session:
        codebook(session)
        assert len(codebook(session)) == 500
        assert calls(lambda: codebook(session)) < 500 * 60


def test_a_ring_of_two_moves_in_two_copies_is_still_shown() -> None:
    cells = {"position": 0, "state": "active"}
    tree = Tree(
        [
            {"id": 1, "parent_id": 2, "name": "a", **cells},
            {"id": 2, "parent_id": 1, "name": "b", **cells},
            {"id": 3, "parent_id": 9, "name": "lost", **cells},
        ]
    )
    assert tree.ringed
    assert sorted(tree.order) == [1, 2, 3]
    assert sorted(tree.below(1)) == [1, 2]


def test_a_very_deep_tree_is_walked() -> None:
    tree = Tree(
        [{"id": n, "parent_id": n - 1 or None, "name": "n", "position": 0, "state": "active"} for n in range(1, 5000)]
    )
    assert len(tree.names[4999]) == 4999
