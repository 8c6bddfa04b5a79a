from __future__ import annotations

import pytest

from workbench.triangulation.prominence import PeopleCount, count_sentence, hint, hint_sentence


def test_the_screens_two_sentences() -> None:
    assert count_sentence(PeopleCount(12, 16, 16, 12)) == "12 of 16 people asked said this"
    assert count_sentence(PeopleCount(12, 16)) == "raised by 12 of the 16 we interviewed; not all were asked"
    assert count_sentence(PeopleCount(12, 16, 10, 9)).endswith("not all were asked")


def test_a_percentage_only_from_twenty_people_not_chosen_on_purpose() -> None:
    assert "%" not in count_sentence(PeopleCount(10, 19, 19, 10, by_choice=False))
    assert "%" not in count_sentence(PeopleCount(10, 40, 40, 10, by_choice=True))
    assert "%" not in count_sentence(PeopleCount(10, 40, None, by_choice=False))
    assert count_sentence(PeopleCount(10, 40, 40, 10, by_choice=False)).endswith("(25 %)")
    assert "%" not in count_sentence(PeopleCount(3, 40, 40, 3, by_choice=False), said="fewer than 5")


@pytest.mark.parametrize(
    ("said", "level"), [(0, "none"), (1, "low"), (3, "low"), (4, "medium"), (9, "medium"), (10, "high"), (20, "high")]
)
def test_thresholds(said: int, level: str) -> None:
    assert hint(PeopleCount(said, 20, 20, said)) == level


def test_reflexive_projects_and_nobody_heard_get_no_hint() -> None:
    assert hint(PeopleCount(10, 20), "reflexive") == ""
    assert hint(PeopleCount(0, 0)) == ""
    assert "yours to read" in hint_sentence(PeopleCount(10, 20), "reflexive")
