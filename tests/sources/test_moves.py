"""Where words went: whatever is left of a span is found again, and is the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.sources.moves import moves_between
from workbench.text import Span

PARAGRAPHS = st.lists(st.text("ab c.", min_size=1, max_size=12), min_size=1, max_size=6)


def test_words_inside_a_changed_paragraph() -> None:
    moves = moves_between(
        ["One.", "I cross the road at night."], ["Zero.", "One.", "I never cross the old road by day."]
    )
    assert moves.moved(Span(7, 17)) is not None
    assert moves.moved(Span(0, 4)) == Span(6, 10)
    assert moves.changed == 1


def test_words_that_went() -> None:
    assert moves_between(["keep", "go away"], ["keep"]).moved(Span(5, 12)) is None


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_shared_is_the_same_words(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    for start, end, where in moves_between(old, new).runs:
        assert before[start:end] == after[where : where + end - start]


@given(PARAGRAPHS)
def test_nothing_changed_moves_nothing(old: list[str]) -> None:
    moves = moves_between(old, old)
    text = "\n".join(old)
    assert moves.changed == 0
    assert moves.moved(Span(0, len(text))) == Span(0, len(text))


@given(PARAGRAPHS, PARAGRAPHS, st.data())
def test_words_are_kept_exactly_where_they_are_the_same(old: list[str], new: list[str], data: st.DataObject) -> None:
    before, after = "\n".join(old), "\n".join(new)
    start = data.draw(st.integers(0, len(before) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(before))))
    moves = moves_between(old, new)
    to = moves.moved(span)
    if moves.keeps(span):
        assert to is not None
        assert after[to.start : to.end] == before[span.start : span.end]
    assert moves_between(old, old).keeps(span)
