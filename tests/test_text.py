"""Words counted as the pattern for words counts them, in any script."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import word_count


@given(st.text(st.characters() | st.sampled_from(" _-’'…🙂éж日²٣"), max_size=60))
def test_words_are_runs_of_word_characters(text: str) -> None:
    assert word_count(text) == len(re.findall(r"\w+", text))
