"""Whose voice is whose in words that go over several turns."""

from __future__ import annotations

import pytest

from workbench.coding.display import CUT, Edit, FormLine
from workbench.coding.voices import as_shown, voices_of
from workbench.text import stamp

ASKED, SAID = "So how do you get home?", "On foot, um, by the path."
WORDS = f"{ASKED}\n{SAID}"
TURNS = [(ASKED, None, "Interviewer", "interviewer"), (SAID, 1, "Kez", "participant")]


def _form(*edits: Edit) -> FormLine:
    return FormLine(1, 1, 0, len(WORDS), stamp(WORDS), edits)


def test_one_voice_says_nothing_of_itself() -> None:
    assert voices_of([(SAID, 1, "Kez", "participant"), ("Always.", 1, "Kez", "participant")]) == ()
    assert as_shown(None, SAID, ()) == (SAID, False)


def test_each_voice_is_said_by_its_role_where_it_begins() -> None:
    assert as_shown(None, WORDS, voices_of(TURNS)) == (f"[Interviewer:] {ASKED}\n[Participant:] {SAID}", False)


def test_several_people_are_told_apart_by_number_in_the_order_they_speak() -> None:
    turns = [("I walk.", 7, "Jo", "participant"), *TURNS, ("Me too.", 7, "Jo", "participant"), ("Hm.", None, "", "")]
    assert [who for _, who in voices_of(turns)] == [
        "Participant 1",
        "Interviewer",
        "Participant 2",
        "Participant 1",
        "Somebody",
    ]


@pytest.mark.parametrize(
    ("edits", "shown"),
    [
        ((Edit(33, 37, ""),), f"[Interviewer:] {ASKED}\n[Participant:] On foot, by the path."),
        ((Edit(0, len(ASKED) + 1, f"{CUT} "),), f"{CUT} [Participant:] {SAID}"),
        ((Edit(10, 32, CUT),), f"[Interviewer:] So how do {CUT}[Participant:]  um, by the path."),
    ],
)
def test_an_edited_quote_says_whose_each_part_is_that_is_left(edits: tuple[Edit, ...], shown: str) -> None:
    assert as_shown(_form(*edits), WORDS, voices_of(TURNS)) == (shown, True)
