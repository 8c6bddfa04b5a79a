"""What touches some words, against looking at every place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.suggestions.covered import Covered, Given
from workbench.text import Span

spans = st.tuples(st.integers(0, 60), st.integers(0, 25)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(st.builds(Given, spans, st.integers(1, 3)), max_size=30), spans)
def test_it_finds_what_touches_and_nothing_else(places: list[Given], words: Span) -> None:
    assert Covered(places).touching(words) == [one for one in sorted(places) if one.span.touches(words)]
