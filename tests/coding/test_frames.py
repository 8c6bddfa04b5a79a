from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from workbench.coding.frames import (
    FrameHasErrorsError,
    FrameIsMissingError,
    frame_problems,
    frames,
    read_frame,
)
from workbench.coding.paths import join_path

SHIPPED = Path(__file__).parents[2] / "coding_frames"

SMALL = """\
title: Waiting rooms
version: 2
description: >
  How people wait. A frame for trying things.
questions:
  - id: wait
    text: How was the wait?
codes:
  - name: Waiting
    definition: Time before being seen.
    include: Any wait.
    exclude: The visit itself.
    example: I sat there until dinner.
    codes:
      - name: No/yes signs
        definition: What the screen says.
        include: Screens and boards.
        exclude: What staff say.
        example: It said ten minutes for an hour.
        questions: [wait]
        safeguarding: Say who to ring.
indicators:
  - name: Four-hour waits
    level: none
    source: nobody
    note: Not published for waiting rooms.
"""


def wrong(tmp_path: Path, old: str, new: str) -> list[str]:
    """The problems of the small frame once `old` has become `new`."""
    assert SMALL.count(old) >= 1
    file = tmp_path / "waiting.yaml"
    file.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameHasErrorsError) as caught:
        read_frame(file)
    assert str(caught.value.problems[0]) in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def test_a_frame_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "waiting.yaml"
    file.write_text(SMALL, encoding="utf-8-sig")
    frame = read_frame(file)
    assert (frame.name, frame.title, frame.version, frame.approach) == ("waiting", "Waiting rooms", "2", None)
    assert frame.sentence == "How people wait."
    assert [question.id for question in frame.questions] == ["wait"]
    assert [join_path(path) for path, _ in frame.walk()] == ["Waiting", r"Waiting/No\/yes signs"]
    child = frame.codes[0].codes[0]
    assert (child.questions, child.safeguarding) == (("wait",), "Say who to ring.")
    assert frame.indicators[0].level == "none"
    with pytest.raises(ValidationError):
        frame.title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    definition: Time before being seen.\n", "", 9, "“definition” is missing in “Waiting”"),
        ("definition: Time before being seen.", "definition:", 10, "“definition” is empty in “Waiting”"),
        ("    example: I sat there until dinner.\n", "", 9, "“example” is missing in “Waiting”"),
        ("exclude: The visit", "exlude: The visit", 12, "did you mean “exclude”?"),
        (
            "questions: [wait]",
            "questions: [wait, meal]",
            20,
            "no question “meal” in the topic guide (there are: wait)",
        ),
        ("questions: [wait]", "questions: wait", 20, "“questions” should be a list"),
        (
            "include: Any wait.",
            "include: [Any, wait]",
            11,
            "“include” should be text in “Waiting”, not a list",
        ),
        ("include: Any wait.", "include: {any: wait}", 11, "not keys with values"),
        ("level: none", "level: ward", 24, "it can be district, force, county or none"),
        ("version: 2", "version: 2\napproach: magic", 3, "it can be framework"),
        ("title: Waiting rooms\n", "", 1, "“title” is missing"),
        ("version: 2", "version: 2\nname: other", 3, "unknown key “name”"),
        ("version: 2", "version: 2\ntitle: Again", 3, "“title” stands here a second time"),
        ("version: 2", "version: 2: 3", 2, "a colon stands where none may"),
        ("version: 2", "version: &a 2\napproach: *a", 3, "a reference (*) is not allowed"),
        ("version: 2", "version: " + "[" * 500, 2, "too many levels"),
        ("  - id: wait\n    text: How was the wait?\n", "  []\n", 5, "“questions” is empty"),
        (
            "  - id: wait\n",
            "  - just words\n  - id: wait\n",
            6,
            "entry 1 should be keys with values, not text",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    problems = wrong(tmp_path, old, new)
    assert any(p.startswith(f"waiting.yaml line {line}: ") and said in p for p in problems), problems


def test_names_used_twice_under_one_parent(tmp_path: Path) -> None:
    block = SMALL[SMALL.index("      - name: No/yes") : SMALL.index("indicators:")]
    again = block.replace("No/yes signs", "no/yes  SIGNS")
    problems = wrong(tmp_path, block, block + again)
    assert problems == ["waiting.yaml line 22: a code called “no/yes  SIGNS” stands under “Waiting” already on line 15"]


def test_one_name_under_two_parents_is_no_error(tmp_path: Path) -> None:
    block = SMALL[SMALL.index("  - name: Waiting") : SMALL.index("indicators:")]
    file = tmp_path / "waiting.yaml"
    file.write_text(SMALL.replace(block, block + block.replace("name: Waiting", "name: Going home")))
    assert len(list(read_frame(file).walk())) == 4


def test_a_question_id_used_twice(tmp_path: Path) -> None:
    problems = wrong(tmp_path, "codes:\n", "  - id: wait\n    text: Again?\ncodes:\n")
    assert problems == ["waiting.yaml line 8: the question id “wait” stands already on line 6"]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    changed = SMALL.replace("    include: Any wait.\n", "")
    file = tmp_path / "waiting.yaml"
    file.write_text(changed.replace("level: none", "level: ward").replace("version: 2\n", ""))
    with pytest.raises(FrameHasErrorsError) as caught:
        read_frame(file)
    assert [problem.where for problem in caught.value.problems] == [
        "waiting.yaml line 1",
        "waiting.yaml line 8",
        "waiting.yaml line 22",
    ]
    assert str(caught.value).endswith("line 1: “version” is missing. There are 2 more.")


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "waiting.yaml"
    file.write_text(SMALL.replace("name: Waiting", "name: No").replace("version: 2", "version: 2026-11-22"))
    frame = read_frame(file)
    assert (frame.codes[0].name, frame.version) == ("No", "2026-11-22")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"# only this\n", "nothing in the file but comments"),
        (b"PK\x03\x04\x00\x00\x08\x00", "not a text file"),
        (b"title: caf\xe9\n", "not UTF-8"),
        (b"title: a\x07b\n", "a character that text does not have"),
        (b"- a\n- b\n", "not a list"),
        (b"only words", "not text"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_frame(tmp_path: Path, raw: bytes, said: str) -> None:
    file = tmp_path / "odd.yaml"
    file.write_bytes(raw)
    with pytest.raises(FrameHasErrorsError, match=r"odd\.yaml") as caught:
        read_frame(file)
    assert said in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FrameIsMissingError, match="nowhere"):
        read_frame(tmp_path / "nowhere.yaml")
    with pytest.raises(FrameIsMissingError):
        read_frame(tmp_path)


def test_the_frames_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "waiting.yaml").write_text(SMALL)
    (tmp_path / "broken.yml").write_text("title: x\n- y")
    (tmp_path / "README.md").write_text("no frame")
    assert [frame.name for frame in frames(tmp_path)] == ["waiting"]
    assert [problem.where for problem in frame_problems(tmp_path)] == ["broken.yml line 2"]
    assert frames(tmp_path / "none") == []


def test_every_frame_that_is_shipped_can_be_used() -> None:
    assert frame_problems(SHIPPED) == []
    assert "knife_crime" in {frame.name for frame in frames(SHIPPED)}


def test_the_knife_crime_frame_is_whole() -> None:
    frame = read_frame(SHIPPED / "knife_crime.yaml")
    levels = [len(path) for path, _ in frame.walk()]
    assert levels.count(2) >= 18
    assert 6 <= len(frame.questions) <= 9
    asked_about = {question for _, code in frame.walk() for question in code.questions}
    assert asked_about == {question.id for question in frame.questions}
    assert {indicator.level for indicator in frame.indicators} >= {"force", "none"}
