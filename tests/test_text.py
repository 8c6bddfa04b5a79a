"""Words counted as the pattern for words counts them, in any script."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import word_count, word_spans

MARKS = re.compile(
    "["
    + "".join(re.escape(c) for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c).startswith("M"))
    + "\u200c\u200d]"
)


@given(st.text(st.characters() | st.sampled_from(" _-’'…🙂éж日²٣\u0301\u093a\u200d"), max_size=60))
def test_words_are_runs_of_word_characters_whatever_marks_stand_on_them(text: str) -> None:
    assert word_count(text) == len(re.findall(r"\w+", MARKS.sub("", text)))


@given(st.text(st.characters() | st.sampled_from(" _-…éж日²٣\u0301\u093a\u200d"), max_size=60))
def test_as_many_words_are_counted_as_are_selected(text: str) -> None:
    apart = re.sub("['’]", " ", text)
    assert word_count(apart) == len(word_spans(apart))


def test_a_word_with_its_vowel_signs_is_one() -> None:
    assert word_count("हिन्दी में लिखा") == 3
    assert word_count("e\u0301te\u0301 \u0301 نمی\u200cخواهم") == 2
