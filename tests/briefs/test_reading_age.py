"""The index against counts of an independent implementation (textstat 0.7.13: words, sentences, letters)."""

from __future__ import annotations

import pytest

from workbench.briefs.reading_age import readability_index, reading_age, reading_sentence

PLAIN = (
    "We go round. Nobody walks there after four. The lamps are broken, and they have been since October. My brother"
    " takes the bus now."
)
REPORT = (
    "The partnership commissioned an independent evaluation of supervised walking routes, which established that"
    " perceived safety improved considerably where responsible adults were consistently present. Implementation"
    " nevertheless depended on sustainable funding arrangements."
)


@pytest.mark.parametrize(("text", "words", "sentences", "letters"), [(PLAIN, 24, 4, 101), (REPORT, 30, 2, 240)])
def test_the_index_is_that_of_smith_and_senter(text: str, words: int, sentences: int, letters: int) -> None:
    assert readability_index(text) == pytest.approx(4.71 * letters / words + 0.5 * words / sentences - 21.43)


def test_a_report_is_read_later_than_what_a_child_says() -> None:
    assert (reading_age(PLAIN), reading_age(REPORT)) == (7, 22)
    assert reading_age("") == 6


def test_of_a_few_words_nothing_is_said_and_of_hard_ones_what_to_do() -> None:
    assert reading_sentence([PLAIN]) == ""
    assert "from the age of about 7" in reading_sentence([PLAIN] * 3)
    assert "Shorter" not in reading_sentence([PLAIN] * 3)
    assert "from the age of about 22" in reading_sentence([REPORT] * 3)
    assert "Shorter sentences" in reading_sentence([REPORT] * 3)
