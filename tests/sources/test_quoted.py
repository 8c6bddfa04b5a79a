"""Quoted words found again: exactly first, else whatever white space is between them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.sources.quoted import QuotedText, folded

TEXT = "On foot,\n by the path.\nOn foot, always."


def found(words: str) -> list[str]:
    return [TEXT[span.start : span.end] for span in QuotedText(TEXT).places(words)]


def test_exactly_first_then_with_white_space_folded() -> None:
    assert found("On foot, always") == ["On foot, always"]
    assert found("On  foot, by\tthe") == ["On foot,\n by the"]
    assert found("On foot,") == ["On foot,", "On foot,"]
    assert found("on foot") == []
    assert found(" \n ") == []


def test_a_place_says_what_it_says() -> None:
    searched = QuotedText(TEXT)
    assert searched.says(0, 16, "On foot, by the")
    assert not searched.says(0, 16, "On foot")
    assert not searched.says(-4, 2, "foot")


@given(st.lists(st.sampled_from(["a", "b", " ", "\n", "\t"]), max_size=30), st.data())
def test_any_stretch_with_words_is_found(letters: list[str], data: st.DataObject) -> None:
    text = "".join(letters)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    places = QuotedText(text).places(" ".join(words.split()))
    assert bool(places) == bool(words.strip())
    assert all(folded(text[one.start : one.end]) == folded(words) for one in places)
