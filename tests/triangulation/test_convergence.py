from __future__ import annotations

from itertools import product

import pytest

from workbench.triangulation.protocol.convergence import (
    MEANINGS,
    SILENCES,
    VALUES,
    NobodySpeaksError,
    Side,
    in_words,
    propose,
)

LEVELS = ("high", "medium", "low", "none", "not rated")


def proposed(a: str, b: str, meaning: str) -> str | None:
    return propose(Side("interviews", a), Side("police records", b), meaning).value


@pytest.mark.parametrize(
    ("meaning", "levels", "expected"),
    [
        ("same", ("high", "high"), "agreement"),
        ("same", ("high", "low"), "partial agreement"),
        ("different", ("high", "high"), "partial agreement"),
        ("different", ("high", "low"), "dissonance"),
    ],
)
def test_the_four_published_cases(meaning: str, levels: tuple[str, str], expected: str) -> None:
    assert proposed(*levels, meaning) == expected


def test_one_side_uncovered_is_silence_whatever_else() -> None:
    for meaning in ("", *MEANINGS):
        for other in (None, Side("police records", "high", covered=False)):
            assert propose(Side("interviews", "not rated"), other, meaning).value == "silence"
            assert propose(other, Side("interviews", "high"), meaning).value == "silence"


def test_nobody_speaking_is_refused() -> None:
    for a, b in product((None, Side("x", covered=False)), repeat=2):
        with pytest.raises(NobodySpeaksError):
            propose(a, b, "same")


def test_opposed_is_dissonance_whatever_the_prominence() -> None:
    assert {proposed(a, b, "opposed") for a, b in product(LEVELS, repeat=2)} == {"dissonance"}


def test_cannot_tell_proposes_nothing_and_says_so() -> None:
    for a, b in product(LEVELS, repeat=2):
        made = propose(Side("interviews", a), Side("police records", b), "cannot tell")
        assert made.value is None
        assert "cannot tell" in made.why


def test_no_meaning_yet_proposes_nothing() -> None:
    assert proposed("high", "high", "") is None


@pytest.mark.parametrize("meaning", ["same", "different"])
def test_unrated_prominence_proposes_nothing_and_names_the_source(meaning: str) -> None:
    made = propose(Side("interviews", "high"), Side("police records"), meaning)
    assert made.value is None
    assert "police records" in made.why
    assert "interviews" not in made.why


def test_prominence_is_equal_only_if_equal() -> None:
    rated = LEVELS[:-1]
    for a, b in product(rated, repeat=2):
        assert proposed(a, b, "same") == ("agreement" if a == b else "partial agreement")
        assert proposed(a, b, "different") == ("partial agreement" if a == b else "dissonance")
        assert proposed(a, b, "same") == proposed(b, a, "same")


def test_every_proposal_has_a_plain_reason() -> None:
    for a, b, meaning in product(LEVELS, LEVELS, ("", *MEANINGS)):
        why = propose(Side("interviews", a), Side("police records", b), meaning).why
        assert why.endswith(".")
        assert not {"convergence", "dissonance", "None"} & set(why.replace(".", "").split())


def test_words_carry_a_glyph_and_the_kind_of_silence() -> None:
    assert in_words("agreement") == "= point the same way"
    assert in_words("silence", "not asked") == "∅ only one side speaks: not asked"
    assert len({in_words(value)[0] for value in VALUES}) == 4
    assert "asked and nobody raised it" in SILENCES
