"""Our plain text of a document gives the very turns back, whatever the words look like."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.exchange.refi import headed
from workbench.exchange.refi.own_form import (
    Mark,
    Places,
    Turn,
    from_lines,
    in_lines,
    is_on_turns,
    laid_out,
    taken_apart,
)
from workbench.sources.documents import SEGMENT_KINDS
from workbench.sources.speakers import ROLES

WORDS = st.one_of(
    st.text(),
    st.sampled_from(
        ["Ann: no", "\n", "Ann: ", ": ", "one\nQ: two\n\nthree", "goes on", "", " ", "\r\nAnn: x", "😀 lamps", "\ufeff"]
    ),
)
LABELS = st.sampled_from(["", "Ann", "Q", "Ann: ", ": ", "Ben Ann", "😀", " Ann", "goes on"])
MOMENTS = st.one_of(st.none(), st.integers(0, 10**9))


def _turn(speaker: str, role: str, words: str, kind: str, at: int | None, until: int | None) -> Turn:
    return Turn(speaker, role if speaker else "", words, kind, at, until)


TURNS = st.lists(
    st.builds(_turn, LABELS, st.sampled_from(ROLES), WORDS, st.sampled_from(SEGMENT_KINDS), MOMENTS, MOMENTS),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TURNS)
def test_turns_come_back_as_they_were(turns):
    text, marks = laid_out(turns)
    note = in_lines(marks, {"Q: 1 2 turn ": "5f0e7a52-91c4-8d6b-a3f2-6c1b7d40e9a8"})
    assert is_on_turns(note)
    assert from_lines(note) == (marks, {"Q: 1 2 turn ": "5f0e7a52-91c4-8d6b-a3f2-6c1b7d40e9a8"})
    assert [text[mark.start : mark.end] for mark in marks] == [turn.words for turn in turns]
    assert taken_apart(text, list(reversed(marks))) == turns


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TURNS, st.data())
def test_spans_come_back_as_they_were(turns, data):
    whole = "\n".join(turn.words for turn in turns)
    if not whole:
        return
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    text, marks = laid_out(turns)
    places = Places(marks)
    begin, finish = places.out(start, end)
    assert places.back(begin, finish) == (start, end)
    if "\n" not in whole[start:end]:
        assert text[begin:finish] == whole[start:end]


def test_a_span_over_a_label_covers_the_words_beside_it():
    text, marks = laid_out([Turn("Q", "interviewer", "Where?"), Turn("Ann", "participant", "Here.")])
    places = Places(marks)
    assert places.back(text.index("Ann"), len(text)) == (7, 12)
    assert places.back(0, text.index("Ann") + 2) == (0, 7)
    assert places.back(0, 2) == (0, 0)


def test_a_text_that_the_marks_do_not_fit_is_not_in_our_form():
    text, marks = laid_out([Turn("Q", "interviewer", "Where?"), Turn("Ann", "participant", "Here.")])
    assert taken_apart(f"{text}!", marks) is None
    assert taken_apart(text, marks[1:]) is None
    assert taken_apart(text.replace("Ann: ", "Ann; "), marks) is None
    assert taken_apart(text, [marks[0], Mark(9, 20, "turn")]) is None
    assert laid_out([Turn("Ben\nAnn", "child", "No.")])[0] == "Ben Ann: No."
    assert taken_apart("goes on", [Mark(0, 7, "goes on")]) is None
    assert taken_apart("Where?", [Mark(0, 6, "Where?")]) is None
    assert not is_on_turns("Where the lamps are off.")


PARTS = st.dictionaries(st.sampled_from(headed.CODE), st.text(st.sampled_from("Include: \nState:x"), min_size=1))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(st.sampled_from("Include: \nExample:x")), PARTS)
def test_a_description_comes_apart_as_it_was_put_together(text, parts):
    assert headed.parts_of(headed.headed(text, parts, headed.CODE), headed.CODE) == (text, parts)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(), st.dictionaries(st.sampled_from(headed.CODE), st.text(min_size=1)))
def test_so_does_one_of_any_text(text, parts):
    assert headed.parts_of(headed.headed(text, parts, headed.CODE), headed.CODE) == (text, parts)


def test_a_description_of_another_tool_is_left_whole():
    assert headed.parts_of("Lamps.\nInclude: paths", headed.CODE) == ("Lamps.\nInclude: paths", {})
    assert headed.parts_of("Include: a\n\nInclude: b", headed.CODE) == ("", {"Include": "a\n\nb"})
