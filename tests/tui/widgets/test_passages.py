from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import Span
from workbench.tui.widgets.passages import Script, Turn, drawable, is_plain


def script(*texts: str, gap: int = 1) -> Script:
    turns, at = [], 0
    for number, text in enumerate(texts):
        turns.append(Turn(at, "Kez", "participant", text, str(number), read=number != 2))
        at += len(text) + gap
    return Script(turns)


def test_words_sentences_and_turns() -> None:
    told = script("We go round. Nobody's there!", "Never?", "They rang.")
    assert told.word_at(3) == Span(3, 5)
    assert told.word_at(14) == Span(13, 21)
    assert told.sentence_at(14) == Span(13, 28)
    assert told.turn_span(31) == Span(29, 35)
    assert told.next_start(0, 1, "word") == 3
    assert told.next_start(22, 1, "word") == 29
    assert told.next_start(29, -1, "word") == 22
    assert told.next_start(0, 1, "sentence") == 13
    assert told.next_turn(5, -1) == 0
    assert told.next_turn(29, -1) == 0
    assert told.next_unread(0) == 36
    told.set_read(2)
    assert told.next_unread(0) is None


def test_a_selection_is_trimmed_and_read_across_turns() -> None:
    told = script("We go. ", "Never?", gap=10)
    assert told.trimmed(Span(2, 17)) == Span(3, 6)
    assert told.trimmed(Span(6, 17)) is None
    assert told.text(Span(3, 22)) == "go. \nNever"
    assert told.nearest(9) == 17


def test_edges_move_by_words_and_never_past_each_other() -> None:
    told = script("one two three four")
    span = Span(4, 7)
    assert told.moved_edge(span, "end", 1) == Span(4, 13)
    assert told.moved_edge(Span(4, 13), "end", -1) == span
    assert told.moved_edge(span, "end", -1) == span
    assert told.moved_edge(span, "start", -1) == Span(0, 7)
    assert told.moved_edge(Span(0, 7), "start", 1) == span
    assert told.moved_edge(span, "start", 1) == span


def test_the_cursor_never_stands_inside_a_character() -> None:
    family = "👨‍👩‍👧"
    told = script(f"a{family}e\u0301z")
    assert told.next_character(1, 1) == 1 + len(family)
    assert told.next_character(1 + len(family), -1) == 1
    assert told.next_character(1 + len(family), 1) == 3 + len(family)
    assert told.nearest(3) == 1


def test_what_upsets_a_terminal_is_replaced_one_for_one() -> None:
    text = "a\tb\x1b[31m\u202ec"
    assert not is_plain(text)
    assert len(drawable(text)) == len(text)
    assert "\x1b" not in drawable(text)
    assert "\u202e" not in drawable(text)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6), st.integers(0, 300))
def test_moves_stay_in_the_document_and_end(texts: list[str], at: int) -> None:
    told = script(*texts)
    here = told.nearest(at)
    assert 0 <= here <= told.end
    for unit in ("word", "sentence"):
        for by in (1, -1):
            there = told.next_start(here, by, unit)
            assert 0 <= there <= told.end
            assert (there - here) * by >= 0 or there in (0, told.end)
    step = told.next_character(here, 1)
    assert step > here or step == told.end
