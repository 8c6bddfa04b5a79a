"""Keyword in context: every place, with what stands beside it, in the order that was asked for."""

from __future__ import annotations

import pytest

from tests.coding.conftest import put_in
from workbench.coding.concordance import KeywordLine, Order, concordance, places_said
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.file import Project
from workbench.text import Span

ONE = """
Interviewer: Is the road dark?
Kez: The road is dark. A dark road, and darker than the lane. Café Dark.
Ann: By the underpass it is dark too.
"""


def lines(project: Project, typed: str, order: Order = "place", **how: int) -> list[KeywordLine]:
    with project.read() as session:
        return concordance(session, typed, order=order, **how)


@pytest.fixture
def told(project: Project) -> Project:
    put_in(project, ONE)
    return project


def test_every_place_is_listed_with_what_stands_beside_it(told: Project) -> None:
    found = lines(told, "dark", around=12)
    assert [(one.left, one.words, one.right) for one in found] == [
        ("Is the road ", "dark", "?"),
        ("The road is ", "dark", ". A dark roa"),
        (" is dark. A ", "dark", " road, and d"),
        ("lane. Café ".rjust(12), "Dark", "."),
        ("rpass it is ", "dark", " too."),
    ]
    assert [(one.turn, one.speaker, one.case) for one in found] == [
        ("turn 1", "Interviewer", ""),
        ("turn 2", "Kez", "Kez"),
        ("turn 2", "Kez", "Kez"),
        ("turn 2", "Kez", "Kez"),
        ("turn 3", "Ann", "Ann"),
    ]


def test_the_place_in_the_document_holds_the_words(told: Project) -> None:
    text = "\n".join(line.partition(": ")[2] for line in ONE.strip().splitlines())
    assert {text[one.start : one.end].lower() for one in lines(told, "dark")} == {"dark"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dark*", ["dark", "dark", "dark", "darker", "Dark", "dark"]),
        ("is dark", ["is dark", "is dark"]),
        ("cafe", ["Café"]),
        ('"dark road"', ["dark road"]),
        ("ark", []),
        ("  ", []),
        ("* ( -", []),
    ],
)
def test_words_phrases_and_beginnings_are_found(told: Project, typed: str, words: list[str]) -> None:
    assert [one.words for one in lines(told, typed)] == words
    with told.read() as session:
        assert places_said(session, typed) == len(words)


def test_they_are_sorted_by_the_words_beside_them(told: Project) -> None:
    assert [one.right[:6] for one in lines(told, "dark", "right")] == [".", ". A da", "?", " road,", " too."]
    assert [one.left.split()[-1] for one in lines(told, "dark", "left")] == ["A", "Café", "is", "is", "road"]
    assert [one.left.split()[-2:] for one in lines(told, "dark", "left")][2:4] == [["it", "is"], ["road", "is"]]


def test_a_page_at_a_time(told: Project) -> None:
    whole = lines(told, "dark")
    assert lines(told, "dark", limit=2) == whole[:2]
    assert lines(told, "dark", limit=2, offset=4) == whole[4:]
    assert lines(told, "dark", "left", limit=2, offset=1) == lines(told, "dark", "left")[1:3]


def test_what_is_held_back_for_safeguarding_is_not_shown(told: Project) -> None:
    with told.change("Hold back") as session:
        flag(session, 1, Span(20, 24), SAFEGUARDING)
    assert [one.turn for one in lines(told, "dark")] == ["turn 1", "turn 3"]
