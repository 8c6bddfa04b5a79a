from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.widgets.layout import Layout, Margin, cell_of, lay_out, offset_at
from workbench.tui.widgets.passages import Mark, Script, Turn, drawable


def script(*texts: str) -> Script:
    turns, at = [], 0
    for text in texts:
        turns.append(Turn(at, "Kez", "participant", text))
        at += len(text) + 1
    return Script(turns)


def lines(told: Script, width: int, spare: str = "") -> list[str]:
    layout = lay_out(told, width, spare=spare)
    whole = "\n".join(turn.text for turn in told.turns)
    return [whole[start:end] for start, end in zip(layout.start, layout.end, strict=True)]


def test_words_wrap_at_spaces_and_long_ones_are_cut() -> None:
    assert lines(script("We just go round"), 8) == ["We just", "go round"]
    assert lines(script("abcdefghij kl"), 4) == ["abcd", "efgh", "ij", "kl"]
    assert lines(script("one\ntwo", "three"), 10) == ["one", "two", "three"]


def test_wide_characters_take_two_cells() -> None:
    assert lines(script("我们也一样"), 4) == ["我们", "也一", "样"]
    assert lines(script("aa 😬😬 b"), 7) == ["aa 😬😬", "b"]


@pytest.mark.parametrize("spare", ["", "above", "below"])
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=5), width=st.integers(4, 30))
def test_every_visible_character_is_on_one_line_and_lines_fit(texts: list[str], width: int, spare: str) -> None:
    told = script(*texts)
    layout = lay_out(told, width, spare=spare)
    whole = "\n".join(texts)
    drawn = [range(start, end) for start, end in zip(layout.start, layout.end, strict=True)]
    covered = [offset for each in drawn for offset in each]
    assert covered == sorted(set(covered))
    left_out = set(range(len(whole))) - set(covered)
    assert all(drawable(whole)[offset] in " \n" for offset in left_out)
    for row, each in enumerate(drawn):
        shown = drawable(whole[each.start : each.stop])
        assert cell_len(shown) <= width
        assert layout.is_spare(row) <= (not shown)


def test_cells_and_positions_lead_to_each_other() -> None:
    told = script("我们 go 😬 round")
    layout = lay_out(told, 40)
    for offset in range(len(told.turns[0].text) + 1):
        assert offset_at(told, layout, 0, cell_of(told, layout, 0, offset)) == offset
    assert offset_at(told, layout, 0, 1) == 0
    assert offset_at(told, layout, 0, 99) == len(told.turns[0].text)


def test_marks_on_the_same_line_have_lanes_of_their_own() -> None:
    told = script("one two three four five six", "seven eight")
    layout = lay_out(told, 14)
    marks = [
        Mark("a", 0, 27, "A", 1),
        Mark("b", 4, 7, "B", 2),
        Mark("c", 8, 13, "C", 3),
        Mark("d", 28, 33, "D", 4),
    ]
    margin = Margin(marks, layout)
    assert margin.on_row(0) == [0, 1, 2]
    assert margin.on_row(2) == [3]
    assert [margin.lane[each] for each in range(4)] == [0, 1, 2, 0]


@given(
    spans=st.lists(st.tuples(st.integers(0, 180), st.integers(1, 40)), min_size=1, max_size=25),
    rows=st.lists(st.integers(0, 40), min_size=1, max_size=6),
)
def test_lanes_are_the_same_wherever_one_looks_first(spans: list[tuple[int, int]], rows: list[int]) -> None:
    layout = lay_out(script(*["one two three four five six seven"] * 6), 7, spare="below")
    spans.sort(key=lambda span: (span[0], -span[1]))
    marks = [Mark(str(at), start, start + size, "A", 1) for at, (start, size) in enumerate(spans)]
    down, anywhere = Margin(marks, layout), Margin(marks, layout)
    seen = [down.on_row(row) for row in range(len(layout))]
    for row in (row % len(layout) for row in rows):
        assert anywhere.on_row(row) == seen[row]
        assert [anywhere.lane[each] for each in seen[row]] == [down.lane[each] for each in seen[row]]
        assert len({down.lane[each] for each in seen[row]}) == len(seen[row])
    touched = {row for mark in marks for row in _rows_of(mark, layout)}
    assert {row for row, here in enumerate(seen) if here} == touched


def _rows_of(mark: Mark, layout: Layout) -> range:
    """The lines a mark is drawn on, found by going through all of them."""
    begun = [row for row, start in enumerate(layout.start) if start <= mark.start]
    return range(begun[-1], max(row for row, start in enumerate(layout.start) if start < mark.end) + 1)
