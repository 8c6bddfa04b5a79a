"""Words that would stick to a named place are found, and those that would not are left alone."""

from __future__ import annotations

import time

import pytest

from workbench.governance.wording import places_in, sticking

STICKS = {
    "Harlow is a hotspot.": ("Harlow", "hotspot"),
    "Knife crime hot spots lie in Basildon.": ("Basildon", "hot spots"),
    "Uttlesford looks like the county's worst district for weapons (281).": ("Uttlesford", "worst district"),
    "Tendring's worst-affected streets": ("Tendring", "worst-affected streets"),
    "There are no-go areas in Clacton and Harlow.": ("Harlow", "no-go areas"),
    "Harlow is plagued by robbery.": ("Harlow", "plagued"),
    "Southend is a dangerous place.": ("Southend", "dangerous"),
    "Harlow is dangerous.": ("Harlow", "is dangerous"),
    "Staple Tye Estate is notorious.": ("Staple Tye Estate", "notorious"),
    "Harlow 001A is a black spot.": ("Harlow", "black spot"),
    "Reading is the worst in the county.": ("Reading", "is the worst"),
    "A broken community in Basildon cannot cope.": ("Basildon", "broken community"),
    "Thurrock has become a breeding ground for gangs.": ("Thurrock", "breeding ground"),
}
LEFT_ALONE = (
    "The worst thing that happened to me was in Harlow.",
    "At worst, Harlow loses a bus.",
    "In Harlow the lamps are broken.",
    "A crossing in Harlow is dangerous after dark.",
    "Hotspot policing in Harlow began in May.",
    "Harlow should not be called a hotspot.",
    "Harlow is no ghetto.",
    "“Harlow is a dump, a no-go area”, said one of eight.",
    "People call it a ghetto. Harlow does not.",
    "Reading the worst figures in the county is hard.",
    "The wi-fi hotspot in Harlow library is free.",
    "Harlow's worst month was May.",
    "It is a hotspot.",
    "England is the worst in Europe.",
    "",
)


@pytest.mark.parametrize("text", STICKS)
def test_harsh_words_beside_a_place_are_found(text: str) -> None:
    found = sticking(text)
    assert [(one.place, one.words.removeprefix("is a ")) for one in found] == [STICKS[text]]
    assert "Say instead" in found[0].said
    assert text.rstrip(".") in found[0].said


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_sentences_are_left_alone(text: str) -> None:
    assert sticking(text) == []


def test_only_the_sentence_with_both_is_named() -> None:
    found = sticking("Harlow has 45 records. Basildon is notorious. The rest is quiet.")
    assert [one.sentence for one in found] == ["Basildon is notorious."]


def test_a_place_can_be_asked_for_alone() -> None:
    text = "Harlow is a hotspot. Basildon is a hotspot."
    assert [one.place for one in sticking(text, ["Basildon"])] == ["Basildon"]
    assert sticking(text, []) == []


def test_places_are_named_in_their_order() -> None:
    assert places_in("From Basildon to Harlow, and back to Basildon") == ("Basildon", "Harlow")


def test_long_and_strange_texts_are_quick_and_do_no_harm() -> None:
    begun = time.process_time()
    assert sticking("“" * 2000 + "Harlow worst thing " * 500) == []
    assert [one.place for one in sticking("Harlow " * 1000 + "is a hotspot")] == ["Harlow"]
    assert time.process_time() - begun < 5
