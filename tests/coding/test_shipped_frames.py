"""Every coding frame that is shipped, whichever there are: fit to start a project with."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from workbench.coding.frames import Frame, FrameCode, frame_problems, read_frame
from workbench.coding.paths import join_path

SHIPPED = Path(__file__).parents[2] / "coding_frames"
FILES = sorted(SHIPPED.glob("*.yaml"))
EXPECTED = {
    "domestic_abuse",
    "knife_crime",
    "physical_activity",
    "safer_businesses",
    "school_readiness",
    "system_readiness",
    "violence_and_vulnerability",
}
# Words that mean something else to people who work with abuse and violence; "just in case" is ordinary speech.
UNSPOKEN = re.compile(r"\b(suspect\w*|(?<!in )cases?|disclos\w*|silen(?:ce|ces|t))\b", re.IGNORECASE)
NAMED = re.compile(r"\(([^)]*)\)")
LONGEST_NAME = 36


@pytest.fixture(params=FILES, ids=[file.stem for file in FILES])
def frame(request: pytest.FixtureRequest) -> Frame:
    """One shipped frame after the other."""
    return read_frame(request.param)


def codes(frame: Frame) -> dict[str, FrameCode]:
    """A frame's codes by path."""
    return {join_path(path): code for path, code in frame.walk()}


def named_in(exclude: str) -> list[str]:
    """The codes that an exclusion names in brackets."""
    return [name.strip() for inside in NAMED.findall(exclude) for name in inside.split(";")]


def said(frame: Frame) -> list[tuple[str, str]]:
    """Everything in a frame that a person reads, with where it stands."""
    texts = [("title", frame.title), ("description", frame.description)]
    texts += [(question.id, question.text) for question in frame.questions]
    for path, code in codes(frame).items():
        texts += [(path, text) for text in (path, *code.model_dump(exclude={"codes", "questions"}).values())]
    for one in frame.indicators:
        texts += [(one.name, text) for text in (one.name, one.source, one.note)]
    return texts


def test_no_frame_has_a_problem() -> None:
    assert frame_problems(SHIPPED) == []
    assert {file.stem for file in FILES} >= EXPECTED


def test_the_list_of_frames_says_what_each_is_for(frame: Frame) -> None:
    assert 40 <= len(frame.sentence) <= 170
    assert frame.sentence.endswith(".")
    assert frame.sentence != " ".join(frame.description.split())
    assert frame.approach is not None


def test_there_are_codes_enough_on_two_levels(frame: Frame) -> None:
    levels = Counter(len(path) for path, _ in frame.walk())
    assert sum(levels.values()) >= 15
    assert set(levels) == {1, 2}
    assert 5 <= levels[1] <= 12


def test_names_fit_the_tree_and_stand_once(frame: Frame) -> None:
    names = [path[-1] for path, _ in frame.walk()]
    assert max(map(len, names)) <= LONGEST_NAME
    assert [name for name, times in Counter(name.casefold() for name in names).items() if times > 1] == []
    assert not any(set("/\\") & set(name) for name in names)


def test_ids_are_unique_and_plain(frame: Frame) -> None:
    ids = [question.id for question in frame.questions]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z_]*", one) for one in ids)
    assert 6 <= len(ids) <= 12


def test_each_code_is_defined_on_its_own(frame: Frame) -> None:
    for part in ("definition", "example"):
        texts = [getattr(code, part) for _, code in frame.walk()]
        assert len(set(texts)) == len(texts), part


def test_exclusions_name_codes_that_are_there(frame: Frame) -> None:
    paths = codes(frame)
    names = {path[-1] for path, _ in frame.walk()}
    missing = [
        f"{path}: {name}"
        for path, code in paths.items()
        for name in named_in(code.exclude)
        if name not in paths and name not in names
    ]
    assert missing == []


def test_no_exclusion_sends_back_to_the_same_code(frame: Frame) -> None:
    for path, code in codes(frame).items():
        assert not {path, path.rpartition("/")[2]} & set(named_in(code.exclude)), path


def test_most_exclusions_name_the_code_that_takes_it(frame: Frame) -> None:
    naming = [bool(named_in(code.exclude)) for _, code in frame.walk()]
    assert sum(naming) >= 0.6 * len(naming)


def test_every_question_is_answered_by_a_code_and_every_code_answers_one(frame: Frame) -> None:
    answered = {question for _, code in frame.walk() for question in code.questions}
    assert {question.id for question in frame.questions} - answered == set()
    assert [path for path, code in codes(frame).items() if not code.questions] == []


def test_every_question_is_asked(frame: Frame) -> None:
    assert [question.id for question in frame.questions if not re.search(r"\?|^Tell me|^Talk me", question.text)] == []


def test_figures_of_all_three_kinds_are_there(frame: Frame) -> None:
    levels = {indicator.level for indicator in frame.indicators}
    assert "district" in levels
    assert levels & {"force", "county"}
    assert "none" in levels
    names = [indicator.name for indicator in frame.indicators]
    assert len(names) == len(set(names))


def test_a_figure_for_the_force_says_what_it_is_worth_for_a_district(frame: Frame) -> None:
    for one in frame.indicators:
        if one.level == "force":
            assert re.search(r"\bdistrict", one.note), one.name


def test_words_that_stay_off_the_screen(frame: Frame) -> None:
    assert [f"{where}: {text}" for where, text in said(frame) if UNSPOKEN.search(text)] == []


def test_nothing_is_left_to_fill_in(frame: Frame) -> None:
    texts = [text for _, text in said(frame)]
    assert [text for text in texts if re.search(r"TODO|TBC|XXX|\?\?|lorem", text)] == []
    assert [text for text in texts if "  " in text.strip() or "\t" in text] == []


@pytest.mark.parametrize("text", ["a suspect", "the case", "Disclosure", "in silence", "both cases", "suspected"])
def test_an_unspoken_word_is_found(text: str) -> None:
    assert UNSPOKEN.search(text)


def test_ordinary_speech_is_no_unspoken_word() -> None:
    assert not UNSPOKEN.search("just in case, in the casement, casework")


def test_the_names_in_an_exclusion() -> None:
    assert named_in("Fear (Carrying/For safety); clips (Online; Home).") == ["Carrying/For safety", "Online", "Home"]
    assert named_in("Own use.") == []
