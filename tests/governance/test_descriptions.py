"""What is printed of people: every line, gaps and all, is the line of enough people."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workbench.governance import descriptions
from workbench.governance.descriptions import WITHHELD, told

PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("cdefg"), st.sampled_from(["h", "i", ""])), max_size=40
)


def test_a_driver_is_not_told_from_the_others() -> None:
    """Five women and five men, one woman the only driver: her job goes, and her line is that of the other women."""
    people = dict.fromkeys(range(4), ("woman", "nurse")) | {4: ("woman", "driver")}
    people |= dict.fromkeys(range(5, 10), ("man", "nurse"))
    shown = told(people, 5)
    assert {shown[at] for at in range(5)} == {("woman", WITHHELD)}
    assert {shown[at] for at in range(5, 10)} == {("man", "nurse")}


def test_of_too_few_people_nothing_is_printed() -> None:
    assert told({1: ("a", "b"), 2: ("a", "b")}, 5) == {1: (WITHHELD, WITHHELD), 2: (WITHHELD, WITHHELD)}
    assert told({}, 5) == {}


def test_the_team_reads_everything() -> None:
    assert told({1: ("a", "b")}, 0) == {1: ("a", "b")}


@given(PEOPLE, st.integers(2, 7), st.booleans())
def test_every_line_is_the_line_of_enough(people: list[tuple[str, str, str]], fewest: int, many: bool) -> None:
    before = descriptions.MANY
    descriptions.MANY = 0 if many else before
    try:
        shown = told(dict(enumerate(people)), fewest)
    finally:
        descriptions.MANY = before
    for at, line in shown.items():
        assert all(cell in {WITHHELD, said} for cell, said in zip(line, people[at], strict=True))
    for line, number in Counter(shown.values()).items():
        assert number >= fewest or (len(people) < fewest and set(line) == {WITHHELD})
