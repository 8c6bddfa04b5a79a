"""What gives people away is found, measured on invented sentences of which some were never looked at while tuning."""

from __future__ import annotations

import pytest

from tests.governance.identifiers_measured import measure, sentences
from workbench.governance import identifier_patterns
from workbench.governance.identifier_patterns import is_nhs_number
from workbench.governance.identifiers import KINDS, Found, find, without_overlaps


@pytest.mark.parametrize(("name", "people", "patterns"), [("seen", 0.97, 0.97), ("held_out", 0.96, 0.97)])
def test_most_of_what_is_there_is_found(name: str, people: float, patterns: float) -> None:
    measured = measure(sentences(name))
    assert sum(measured.there.values()) > 100
    assert set(measured.there) == set(KINDS)
    assert measured.recall("person") >= people
    there = sum(count for kind, count in measured.there.items() if kind not in {"person", "place", "organisation"})
    found = sum(count for kind, count in measured.found.items() if kind not in {"person", "place", "organisation"})
    assert found / there >= patterns
    assert sum(measured.right.values()) / sum(measured.finds.values()) >= 0.93


@pytest.mark.parametrize(
    ("name", "people", "all_of_it"), [("blind", 0.92, 0.91), ("blind_again", 0.75, 0.82), ("blind_third", 0.93, 0.9)]
)
def test_of_speech_as_machines_write_it_less_is_found_and_it_is_known_how_much(
    name: str, people: float, all_of_it: float
) -> None:
    """Sentences written before anybody looked at how the finding does on them, many without capitals and stops."""
    measured = measure(sentences(name))
    assert set(measured.there) == set(KINDS)
    assert measured.recall("person") >= people
    assert sum(measured.found.values()) / sum(measured.there.values()) >= all_of_it
    assert sum(measured.right.values()) / sum(measured.finds.values()) >= 0.95


def test_little_is_found_where_nothing_is() -> None:
    measured = measure(sentences("tempting"))
    assert len(sentences("tempting")) >= 100
    assert len(measured.wrong) <= 8


@pytest.mark.parametrize(
    ("digits", "right"),
    [("9434765919", True), ("4010232137", True), ("9434765918", False), ("0000000000", False), ("943476591", False)],
)
def test_the_check_digit_of_an_nhs_number(digits: str, right: bool) -> None:
    assert is_nhs_number(digits) is right


def test_of_overlapping_finds_the_sure_and_the_longer_stays() -> None:
    found = without_overlaps(
        [
            Found("person", 0, 5, "Kelly", True),
            Found("person", 0, 10, "Kelly Ward", True),
            Found("place", 6, 20, "x", False),
        ]
    )
    assert [(one.start, one.end) for one in found] == [(0, 10)]


def test_a_name_that_is_known_is_found_in_small_letters() -> None:
    (found,) = find(["then bucklebury went home"], known=["Bucklebury"])
    assert [one.text for one in found] == ["bucklebury"]


@pytest.mark.parametrize("name", ["seen", "held_out", "blind", "blind_again", "blind_third", "tempting"])
def test_what_is_looked_for_first_leaves_nothing_out(name: str) -> None:
    """A pattern is only tried where what it cannot be without stands in the text: the same is found without that."""
    for line, _ in sentences(name):
        for text in (line, line.upper(), line.replace(".", " dot ")):
            every = [
                (one.kind, match.group("found"))
                for one in identifier_patterns.PATTERNS
                for match in one.pattern.finditer(text)
                if one.holds(match, text)
            ]
            assert [(one.kind, one.text) for one in identifier_patterns.find(text)] == every
